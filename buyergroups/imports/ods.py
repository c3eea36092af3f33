"""The rows of the first table of an OpenDocument spreadsheet, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zipfile import ZipFile

from buyergroups.errors import RefusedError
from buyergroups.imports.packed import walk
from buyergroups.imports.sheet import (
    FORMULA,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG,
    TOO_MANY_ROWS,
    Cell,
    Line,
    narrow,
)
from buyergroups.imports.xlsx import MORE_SHEETS, number_text
from buyergroups.words import Words

CONTENT = "content.xml"
CELLS = ("table-cell", "covered-table-cell")
MOST_REPEATED = 10**7


def read(archive: ZipFile, notices: list[Words]) -> Iterator[Line]:
    """The rows of the first table, as far as there is something in them."""
    handler = _Rows()
    for _ in walk(archive, CONTENT, handler):
        yield from handler.take()
    if handler.tables > 1:
        notices.append(MORE_SHEETS.filled(name=handler.name[:40]))


def _repeated(told: str) -> int:
    known = told.isascii() and told.isdigit() and len(told) <= 7
    return max(1, min(int(told), MOST_REPEATED)) if known else 1


class _Rows:
    """Rows as they come; what is empty is counted however often it is repeated, never made."""

    def __init__(self) -> None:
        self.tables, self.name = 0, ""
        self._ready: list[Line] = []
        self._row, self._rows, self._made = 1, 1, 0
        self._place, self._repeat = 0, 1
        self._cells: dict[int, Cell] = {}
        self._found: dict[str, str] = {}
        self._parts: list[str] = []
        self._depth, self._aside, self._in_cell = 0, 0, False

    def take(self) -> list[Line]:
        """The rows that are whole by now."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self.tables += 1
            self.name = self.name or attributes.get("name", "")
        if self.tables != 1:
            return
        if name == "table-row":
            self._rows, self._place = _repeated(attributes.get("number-rows-repeated", "")), 0
        elif name in CELLS:
            self._found, self._in_cell = attributes, True
            self._repeat = _repeated(attributes.get("number-columns-repeated", ""))
            self._parts.clear()
        elif self._in_cell:
            self._within(name, attributes)

    def _within(self, name: str, attributes: dict[str, str]) -> None:
        if name == "annotation":
            self._aside += 1
        elif name == "p":
            if self._parts and not self._aside:
                self._parts.append("\n")
            self._depth += 1
        elif name == "s":
            self._add(" " * min(_repeated(attributes.get("c", "")), MOST_CELL + 1))
        elif name in ("tab", "line-break"):
            self._add("\t" if name == "tab" else "\n")

    def text(self, data: str) -> None:
        if self._depth:
            self._add(data)

    def _add(self, data: str) -> None:
        if not self._aside:
            self._parts.append(data)
            if len(self._parts) > MOST_CELL:
                raise RefusedError(TOO_LONG, row=self._row, most=MOST_CELL)

    def end(self, name: str) -> None:
        if self.tables != 1:
            return
        if name == "annotation":
            self._aside -= 1
        elif name == "p" and self._in_cell:
            self._depth -= 1
        elif name in CELLS:
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def _end_cell(self) -> None:
        self._in_cell = False
        value = self._value()
        if value != "":
            for place in range(self._place, min(self._place + self._repeat, MOST_COLUMNS + 1)):
                narrow(place, self._row)
                self._cells[place] = value
        self._place += self._repeat

    def _end_row(self) -> None:
        if self._cells:
            self._made += self._rows
            if self._made > MOST_ROWS + 1:
                raise RefusedError(TOO_MANY_ROWS, most=MOST_ROWS)
            width = max(self._cells) + 1
            cells = tuple(self._cells.get(place, "") for place in range(width))
            self._ready += [Line(self._row + nr, cells) for nr in range(self._rows)]
            self._cells = {}
        self._row += self._rows

    def _value(self) -> Cell:
        if "formula" in self._found:
            return FORMULA
        kind, text = self._found.get("value-type", ""), "".join(self._parts)
        if kind == "date":
            try:
                return date.fromisoformat(self._found.get("date-value", "")[:10])
            except ValueError:
                return text
        if kind == "boolean":
            return "ja" if self._found.get("boolean-value") == "true" else "nee"
        if kind in ("float", "percentage", "currency"):
            return _number(self._found.get("value", ""), text)
        return text or self._found.get("string-value", "")


def _number(told: str, text: str) -> str:
    try:
        return number_text(told, float(told))
    except (ValueError, OverflowError):
        return text
