"""The rows of a CSV file: which signs it is written in, and what stands between its cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from buyergroups.errors import RefusedError
from buyergroups.files.kinds import NOT_TEXT, UNWRITTEN
from buyergroups.imports.sheet import Line, narrow
from buyergroups.web.exports import DANGEROUS
from buyergroups.words import Words

DELIMITERS = ";,\t"
#: As Excel says it in a line of its own.
SAID = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
UTF_8, UTF_16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")

LATIN = Words(
    "Dit bestand is niet in UTF-8 bewaard. Het is gelezen als Windows-1252 (Latin-1). Kijk na of "
    "letters met een accent kloppen; zo niet, sla het op als 'CSV UTF-8' en kies het opnieuw.",
    "This file was not saved as UTF-8. It was read as Windows-1252 (Latin-1). Check whether "
    "letters with an accent are right; if not, save it as 'CSV UTF-8' and choose it again.",
)
NO_ENCODING = Words(
    "De letters in dit bestand zijn niet te lezen. Sla het op als 'CSV UTF-8' en kies het opnieuw.",
    "The letters in this file cannot be read. Save it as 'CSV UTF-8' and choose it again.",
)
BROKEN = Words(
    "De aanhalingstekens in dit bestand kloppen niet, bij regel %(row)s. Sla het opnieuw op als "
    "CSV.",
    "The quotation marks in this file are not right, at line %(row)s. Save it anew as CSV.",
)


def read(file: IO[bytes], notices: list[Words]) -> Iterator[Line]:
    """The rows, each with the line of the file that it begins on."""
    file.seek(0)
    text = decoded(file.read(), notices)
    if said := SAID.match(text):
        text, delimiter = text[said.end() :], said[1]
    else:
        delimiter = delimiter_of(text)
    skipped = 1 if said else 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = skipped + 1
    try:
        for cells in rows:
            for place, cell in enumerate(cells):
                if cell:
                    narrow(place, begins)
            yield Line(begins, tuple(_bare(cell) for cell in cells))
            begins = skipped + rows.line_num + 1
    except csv.Error as error:
        raise RefusedError(BROKEN, row=begins) from error


def decoded(data: bytes, notices: list[Words]) -> str:
    """The text; raises RefusedError for what is none. What was guessed is noticed."""
    if data.startswith(UTF_16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise RefusedError(NO_ENCODING) from error
    if data.translate(None, UNWRITTEN) != data:
        raise RefusedError(NOT_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(UTF_8):
            raise RefusedError(NO_ENCODING) from error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise RefusedError(NO_ENCODING) from error
    notices.append(LATIN)
    return text


def delimiter_of(text: str) -> str:
    """What stands between the cells of the head: the sign that it has most often."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", head)
    return max(DELIMITERS, key=bare.count)


def _bare(cell: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would calculate."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in DANGEROUS else cell
