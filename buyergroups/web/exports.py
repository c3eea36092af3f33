"""Lists as CSV: nothing in a cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

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
