"""What a file holds, before anybody says what it means: a head, and rows of cells. Pure.

Limits hold while reading: what a file says of its own size is not believed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from buyergroups.errors import RefusedError
from buyergroups.words import Words

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELL = 10_000

NO_ROWS = Words(
    "In dit bestand staan geen rijen onder de kop. Vul er minstens één in en kies het opnieuw.",
    "This file has no rows below its head. Fill in at least one and choose it again.",
)
TOO_MANY_ROWS = Words(
    "In dit bestand staan meer dan %(most)s rijen. Verdeel het over enkele bestanden.",
    "This file has more than %(most)s rows. Divide it over several files.",
)
TOO_WIDE = Words(
    "In rij %(row)s staat iets voorbij kolom %(most)s. Bewaar alleen de kolommen van het "
    "voorbeeld.",
    "In row %(row)s something stands beyond column %(most)s. Keep only the columns of the example.",
)
TOO_LONG = Words(
    "In rij %(row)s staat een cel met meer dan %(most)s tekens. Kort hem in.",
    "In row %(row)s there is a cell of more than %(most)s characters. Shorten it.",
)


class Formula:
    """A cell in which a formula stands: what it came to may be old, so it is not read."""

    def __repr__(self) -> str:
        return "FORMULA"


FORMULA: Final = Formula()
Cell = str | date | Formula


@dataclass(frozen=True)
class Line:
    """A row with something in it, and where it stands in the file."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The head and the rows below it; each has as many cells as the head."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]
    notices: tuple[Words, ...] = ()


def plain_text(text: str) -> str:
    """Text as it is kept: composed, single line ends, nothing around it, nothing unseen in it."""
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    seen = (sign for sign in whole if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN)
    return "".join(seen).replace("\u00a0", " ").strip()


#: Control characters, half signs, and marks that turn the reading direction.
_UNSEEN = frozenset({"Cc", "Cs", "Cf"})


def cell_of(value: Cell, row: int) -> Cell:
    """A cell within its limits; raises RefusedError."""
    if not isinstance(value, str):
        return value
    if len(value) > MOST_CELL:
        raise RefusedError(TOO_LONG, row=row, most=MOST_CELL)
    return plain_text(value)


def narrow(place: int, row: int) -> None:
    """Raise RefusedError for a cell that stands too far to the right."""
    if place >= MOST_COLUMNS:
        raise RefusedError(TOO_WIDE, row=row, most=MOST_COLUMNS)


def limited(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that have something in them, as long as there are not too many."""
    count = 0
    for line in lines:
        cells = tuple(cell_of(cell, line.number) for cell in line.cells)
        if not any(cell != "" for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS + 1:
            raise RefusedError(TOO_MANY_ROWS, most=MOST_ROWS)
        yield Line(line.number, cells)


def sheet_of(lines: Iterable[Line], notices: Iterable[Words] = ()) -> Sheet:
    """The first row is the head; raises RefusedError when nothing stands below it."""
    rows = limited(lines)
    first = next(rows, None)
    below = list(rows)
    if first is None or not below:
        raise RefusedError(NO_ROWS)
    width = max(_width(line) for line in (first, *below))
    head = tuple(_title(cell) for cell in _fitted(first, width).cells)
    return Sheet(head, tuple(_fitted(line, width) for line in below), tuple(notices))


def _width(line: Line) -> int:
    return max(place for place, cell in enumerate(line.cells, 1) if cell != "")


def _fitted(line: Line, width: int) -> Line:
    missing = width - len(line.cells)
    return Line(line.number, line.cells[:width] + ("",) * missing)


def _title(cell: Cell) -> str:
    return shown_cell(cell)[:200]


def shown_cell(cell: Cell) -> str:
    """A cell as somebody sees it."""
    if isinstance(cell, date):
        return f"{cell.day:02d}-{cell.month:02d}-{cell.year:04d}"
    return "=…" if isinstance(cell, Formula) else cell
