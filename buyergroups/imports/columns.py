"""The columns of a file: which there can be, where they stand in this one, and what is in a cell.

A head may be in Dutch or English, in any order; what is typed in a cell too. An empty cell leaves
what is known as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from buyergroups.errors import RefusedError
from buyergroups.imports.reading import bare
from buyergroups.imports.sheet import Cell, Formula, Line, Sheet, shown_cell
from buyergroups.web.formats import NotADayError, parse_day, parse_vague_day
from buyergroups.words import Words
from models.base import Precision

T = TypeVar("T")

MISSING = Words(
    "In dit bestand ontbreekt een kolom: %(names)s. Zet die in de eerste rij, zoals in het "
    "voorbeeld.",
    "A column is missing in this file: %(names)s. Put it in the first row, as in the example.",
)
TWICE = Words(
    "De kolom %(name)s staat twee keer in dit bestand. Laat er één staan.",
    "The column %(name)s stands in this file twice. Leave one of them.",
)
NOT_READ = Words(
    "Deze kolommen zijn niet gelezen: %(names)s.", "These columns were not read: %(names)s."
)
NAMELESS = Words("kolom %(nr)s zonder kop", "column %(nr)s without a head")
HAS_FORMULA = Words(
    "Hier staat een formule. Vervang haar door de waarde (kopiëren, plakken als waarden).",
    "There is a formula here. Replace it by its value (copy, paste as values).",
)
EMPTY = Words("Vul dit in.", "Fill this in.")
NOT_YES_OR_NO = Words("'%(text)s' is geen ja of nee.", "'%(text)s' is neither yes nor no.")
NO_SUCH = Words(
    "'%(text)s' kan hier niet. Wel: %(names)s.", "'%(text)s' is not possible here. Use: %(names)s."
)
TOO_LONG = Words("Gebruik hoogstens %(most)s tekens.", "Use at most %(most)s characters.")
#: Yes, no and not known, as people and programs write them.
ANSWERS: Mapping[str, bool | None] = {
    **dict.fromkeys(("ja", "j", "yes", "y", "true", "waar", "1", "x"), True),
    **dict.fromkeys(("nee", "n", "no", "false", "onwaar", "0"), False),
    **dict.fromkeys(("nietbekend", "onbekend", "notknown", "unknown"), None),
}
#: A number as people here write it: 2, 2,0 or 1.234.
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)


@dataclass(frozen=True)
class Column:
    """A column: its head, what else it may be called, and what belongs in it."""

    code: str
    words: Words
    hint: Words
    example: Words | date | None = None
    also: tuple[str, ...] = ()
    needed: bool = False

    @property
    def titles(self) -> frozenset[str]:
        """Its head for comparing, in both languages."""
        return frozenset(map(bare, (self.code, *self.words, *self.also)))


def whole_number(text: str) -> int | None:
    """A whole number as people here write it; None for anything else."""
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 20 or (found[2] or "0").strip("0"):
        return None
    return int(found[1].replace(".", ""))


@dataclass(frozen=True)
class Places:
    """Where the columns stand in a file, and the heads that say nothing to us."""

    columns: Mapping[str, Column]
    at: Mapping[str, int]
    notices: tuple[Words, ...]


def places_of(sheet: Sheet, columns: Sequence[Column], passed: Sequence[str] = ()) -> Places:
    """Find the columns; raises RefusedError for one that is missing or stands twice.

    `passed`: heads of our own files that nothing is read from.
    """
    by_title = {title: column for column in columns for title in column.titles}
    at: dict[str, int] = {}
    unread: list[Words] = []
    for place, title in enumerate(sheet.head):
        column = by_title.get(bare(title))
        if column is None:
            if bare(title) not in set(map(bare, passed)):
                unread.append(Words(title, title) if title else NAMELESS.filled(nr=place + 1))
        elif column.code in at:
            raise RefusedError(TWICE, name=f"'{title}'")
        else:
            at[column.code] = place
    missing = [column.words for column in columns if column.needed and column.code not in at]
    if missing:
        raise RefusedError(MISSING.filled(names=listed(missing)))
    notices = (NOT_READ.filled(names=listed(unread)),) if unread else ()
    return Places({column.code: column for column in columns}, at, notices)


def listed(words: Sequence[Words]) -> Words:
    """Words one after the other, in both languages."""
    return Words(", ".join(one.nl for one in words), ", ".join(one.en for one in words))


@dataclass
class Row:
    """One row: what is in its cells, and what is wrong with them."""

    line: Line
    places: Places
    problems: list[tuple[Words | None, Words]] = field(default_factory=list)

    def refuse(self, words: Words, code: str | None = None) -> None:
        """Say why this row cannot be, at the column that it lies in."""
        problem = (self.places.columns[code].words if code else None, words)
        if problem not in self.problems:
            self.problems.append(problem)

    def has(self, code: str) -> bool:
        """Whether anything stands in the column."""
        return self._cell(code) != ""

    def _cell(self, code: str) -> Cell:
        place = self.places.at.get(code)
        cell: Cell = "" if place is None else self.line.cells[place]
        if isinstance(cell, Formula):
            self.refuse(HAS_FORMULA, code)
            return ""
        return cell

    def text(self, code: str, most: int = 200) -> str:
        """A text; empty when nothing stands there."""
        text = shown_cell(self._cell(code))
        if len(text) > most:
            self.refuse(TOO_LONG.filled(most=most), code)
            return ""
        return text

    def line_of(self, code: str, most: int = 200) -> str:
        """A text on one line."""
        return " ".join(self.text(code, most).split())

    def needs(self, *codes: str) -> None:
        """Refuse a row in which one of these is empty."""
        for code in codes:
            if not self.has(code) and not self._said(code):
                self.refuse(EMPTY, code)

    def _said(self, code: str) -> bool:
        return any(column == self.places.columns[code].words for column, _ in self.problems)

    def day(self, code: str) -> date | None:
        """A day; None when nothing stands there, or something that is no day."""
        cell = self._cell(code)
        if isinstance(cell, date):
            cell = shown_cell(cell)
        return self._parsed(code, cell, parse_day) if cell else None

    def vague_day(self, code: str) -> tuple[date, Precision] | None:
        """A day, a month or a year."""
        found = self._parsed(code, shown_cell(self._cell(code)), parse_vague_day)
        return (found[0], found[1]) if found is not None and found[0] is not None else None

    def _parsed(self, code: str, cell: Cell, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(shown_cell(cell))
        except NotADayError as error:
            self.refuse(error.words.filled(text=error.text), code)
            return None

    def answer(self, code: str) -> bool | None:
        """Yes, no, or not known."""
        text = self.line_of(code)
        if text and bare(text) not in ANSWERS:
            self.refuse(NOT_YES_OR_NO.filled(text=text[:40]), code)
        return ANSWERS.get(bare(text))

    def one_of(self, code: str, options: Mapping[T, Words], also: Mapping[str, T]) -> T | None:
        """One of a list, in either language; `also`: other ways to say it."""
        text = self.line_of(code)
        if not text:
            return None
        for value, words in options.items():
            if bare(text) in map(bare, (*words, str(value))):
                return value
        for said, value in also.items():
            if bare(said) == bare(text):
                return value
        names = listed(list(options.values()))
        self.refuse(NO_SUCH.filled(text=text[:40], names=names), code)
        return None


def text_of_all(line: Line) -> list[str]:
    """The cells of a row as they were, for who looks at what was refused."""
    return [shown_cell(cell) for cell in line.cells]
