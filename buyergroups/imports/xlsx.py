"""The rows of the first sheet of an Excel workbook (ECMA-376), read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zipfile import ZipFile

from buyergroups.errors import RefusedError
from buyergroups.files.kinds import DAMAGED
from buyergroups.imports.packed import elements, walk
from buyergroups.imports.sheet import FORMULA, MOST_CELL, TOO_LONG, Cell, Line, narrow
from buyergroups.words import Words

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
MOST_STRINGS = 1_000_000
#: The formats of days that have a number and no code (ECMA-376 part 1, 18.8.30).
DAYS_BY_NUMBER = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
#: What stands in a format without saying anything of the value: colours, quotes, escapes.
_ASIDE = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")
_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}", re.ASCII)
FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
MORE_SHEETS = Words(
    "Het bestand heeft meer bladen. Alleen het eerste is gelezen: %(name)s.",
    "The file has more sheets. Only the first one was read: %(name)s.",
)


def read(archive: ZipFile, notices: list[Words]) -> Iterator[Line]:
    """The rows of the first sheet, as far as there is something in them."""
    book = elements(archive, BOOK)
    sheets = [found for _, name, found in book if name == "sheet"]
    if not sheets:
        raise RefusedError(DAMAGED)
    if len(sheets) > 1:
        notices.append(MORE_SHEETS.filled(name=sheets[0].get("name", "")[:40]))
    since = next((found for _, name, found in book if name == "workbookPr"), {}).get("date1904")
    first = FIRST_DAY_1904 if since in ("1", "true") else FIRST_DAY
    names = set(archive.namelist())
    strings = _strings(archive) if STRINGS in names else []
    days = _day_styles(archive) if STYLES in names else frozenset()
    handler = _Rows(strings, days, first)
    for _ in walk(archive, _path(archive, sheets[0].get("id", "")), handler):
        yield from handler.take()


def _path(archive: ZipFile, key: str) -> str:
    for _, name, found in elements(archive, RELATIONS):
        if name == "Relationship" and found.get("Id") == key:
            target = found.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise RefusedError(DAMAGED)


def _day_styles(archive: ZipFile) -> frozenset[int]:
    """The styles under which a number is a day."""
    found = elements(archive, STYLES)
    codes = {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for _, name, item in found
        if name == "numFmt"
    }
    styles = [item for above, name, item in found if name == "xf" and above == "cellXfs"]
    return frozenset(
        nr for nr, item in enumerate(styles) if _is_day(item.get("numFmtId", "0"), codes)
    )


def _is_day(number: str, codes: dict[str, str]) -> bool:
    code = codes.get(number)
    if code is None:
        return number.isdigit() and len(number) < 5 and int(number) in DAYS_BY_NUMBER
    return bool(set(_ASIDE.sub("", code).lower()) & set("dyj"))


class _Strings:
    """The texts that cells share; of a text with a reading aid, only the text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._reads = self._aside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "rPh":
            self._aside = True
        self._reads = name == "t" and not self._aside

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append("".join(self._parts)[: MOST_CELL + 1])
            self._parts.clear()
            if len(self.found) > MOST_STRINGS:
                raise RefusedError(DAMAGED)

    def text(self, data: str) -> None:
        if self._reads:
            self._parts.append(data)


def _strings(archive: ZipFile) -> list[str]:
    handler = _Strings()
    for _ in walk(archive, STRINGS, handler):
        pass
    return handler.found


class _Rows:
    """Rows as they come; the size that the sheet claims is passed over."""

    def __init__(self, strings: list[str], days: frozenset[int], first: date) -> None:
        self._strings, self._days, self._first = strings, days, first
        self._ready: list[Line] = []
        self._number, self._place = 0, -1
        self._cells: dict[int, Cell] = {}
        self._type, self._is_day, self._formula = "", False, False
        self._parts: list[str] = []
        self._reads = False

    def take(self) -> list[Line]:
        """The rows that are whole by now."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            told = attributes.get("r", "")
            known = int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0
            self._number, self._place = max(known, self._number + 1), -1
        elif name == "c":
            self._begin(attributes)
        elif name == "f":
            self._formula = True
        self._reads = name in ("v", "t")

    def _begin(self, attributes: dict[str, str]) -> None:
        found = _PLACE.fullmatch(attributes.get("r", ""))
        self._place = _column(found[1]) if found else self._place + 1
        style = attributes.get("s", "0")
        self._is_day = style.isdigit() and len(style) < 7 and int(style) in self._days
        self._type, self._formula = attributes.get("t", "n"), False
        self._parts.clear()

    def text(self, data: str) -> None:
        if self._reads:
            self._parts.append(data)
            if len(self._parts) > MOST_CELL:
                raise RefusedError(TOO_LONG, row=self._number, most=MOST_CELL)

    def end(self, name: str) -> None:
        self._reads = False
        if name == "c":
            value = FORMULA if self._formula else self._value("".join(self._parts))
            if value != "":
                narrow(self._place, self._number)
                self._cells[self._place] = value
        elif name == "row" and self._cells:
            width = max(self._cells) + 1
            cells = tuple(self._cells.get(place, "") for place in range(width))
            self._ready.append(Line(self._number, cells))
            self._cells = {}

    def _value(self, text: str) -> Cell:
        if self._type == "s":
            return self._shared(text)
        if self._type == "b":
            return {"1": "ja", "0": "nee"}.get(text, text)
        if self._type == "d":
            return _day_of(text) or text
        if self._type != "n" or not text:
            return text
        return self._number_or_day(text)

    def _shared(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) < 8):
            raise RefusedError(DAMAGED)
        if int(text) >= len(self._strings):
            raise RefusedError(DAMAGED)
        return self._strings[int(text)]

    def _number_or_day(self, text: str) -> Cell:
        try:
            value = float(text)
        except ValueError:
            return text
        if self._is_day:
            try:
                return self._first + timedelta(days=int(value))
            except (OverflowError, ValueError):
                return text
        return number_text(text, value)


def number_text(text: str, value: float) -> str:
    """A number as people here write it: whole without a fraction, otherwise with a comma."""
    if _WHOLE.fullmatch(text):
        return text
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value).replace(".", ",")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
