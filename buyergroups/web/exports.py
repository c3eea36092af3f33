"""Lists as CSV, XLSX and ODS: nothing in a cell can be taken for a formula, days are days."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask import Response, stream_with_context

#: What a spreadsheet takes for the beginning of a formula, in the forms that it reads as those.
DANGEROUS = frozenset("=+-@\t\r\x00")
#: So that a spreadsheet knows that it is UTF-8.
MARK = "\ufeff"
BATCH = 200


def safe_cell(value: object) -> str:
    """A cell; numbers stay numbers, text that would be a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    text = str(value).replace("\x00", "\ufffd") if str(value)[:1] != "\x00" else str(value)
    return f"'{text}" if _is_dangerous(text) else text


def _is_dangerous(text: str) -> bool:
    if text[:1] in DANGEROUS:
        return True
    # Also after what cannot be seen, and in full width.
    start = next((sign for sign in text if not _is_invisible(sign)), "")
    return bool(start) and unicodedata.normalize("NFKC", start)[:1] in DANGEROUS


def _is_invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Zl", "Zp")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file in parts; semicolons, as Dutch and Flemish spreadsheets expect."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.write(MARK)
    writer.writerow(head)
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(value) for value in row])
        if number % BATCH == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download, sent while it is read."""
    answer = Response(
        stream_with_context(csv_lines(head, rows)), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


#: The widest that a column of a workbook becomes by itself, in characters.
WIDEST = 60


def _plain(value: Any) -> Any:
    """A value as a file for a spreadsheet can hold it: no signs that XML does not have."""
    if not isinstance(value, str):
        return value
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in value)


def xlsx_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook with one sheet: a head that stays, a filter, text as text and days as days."""
    import xlsxwriter  # noqa: PLC0415 - only who asks for a workbook pays for it

    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(data, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        widths = [len(title) for title in head]
        sheet.write_row(0, 0, head, bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(last, place, value, day)
                elif value is not None:
                    sheet.write(last, place, _plain(value))
                widths[place] = max(widths[place], len(str(value or "")))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width, WIDEST) + 2)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(head) - 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(f"{name}.xlsx", kind, data.getvalue())


def ods_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """An OpenDocument spreadsheet with one table; days are days."""
    from odfdo import Cell, Document, Row, Table  # noqa: PLC0415 - as above

    document = Document("spreadsheet")
    document.body.clear()
    table = Table(name)
    for values in (head, *rows):
        row = Row()
        for place, value in enumerate(values):
            if value is not None:
                text = safe_cell(value) if isinstance(value, date) else None
                row.set_cell(place, Cell(_plain(value), text=text))
        table.append_row(row)
    document.body.append(table)
    data = io.BytesIO()
    document.save(data)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return download(f"{name}.ods", kind, data.getvalue())


def download(name: str, kind: str, data: bytes) -> Response:
    """A file to keep."""
    answer = Response(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
