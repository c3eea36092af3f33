"""A file as a sheet: what it is, by its content and never by its name, and what stands in it."""

from __future__ import annotations

import unicodedata
from typing import IO

from buyergroups.errors import RefusedError
from buyergroups.files import kinds
from buyergroups.imports import delimited, ods, xlsx
from buyergroups.imports.packed import opened
from buyergroups.imports.sheet import Sheet, sheet_of
from buyergroups.words import Words
from models.files import FileType

LARGEST_MEGABYTES = 10
LARGEST = LARGEST_MEGABYTES * 1024 * 1024
#: The beginning of an old Office file, and of a new one that is locked.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NO_SHEET = Words(
    "Dit bestand is geen rekenblad. Kies een XLSX, ODS of CSV.",
    "This file is not a spreadsheet. Choose an XLSX, ODS or CSV.",
)
OLD = Words(
    "Dit is een oud Excel-bestand (XLS), of het is met een wachtwoord beveiligd. Sla het zonder "
    "wachtwoord op als XLSX en kies dat.",
    "This is an old Excel file (XLS), or it is locked with a password. Save it as XLSX without a "
    "password and choose that.",
)
READABLE = frozenset({FileType.XLSX, FileType.ODS, FileType.CSV})


def media_of(file: IO[bytes]) -> FileType:
    """What a file is; raises RefusedError with what to do when it cannot be imported."""
    size = file.seek(0, 2)
    if not size:
        raise RefusedError(kinds.EMPTY)
    file.seek(0)
    begin = file.read(len(OLD_OFFICE))
    if begin == OLD_OFFICE:
        raise RefusedError(OLD)
    found = kinds.by_content(file, size)
    if found in READABLE:
        return found
    if found is not None or begin.startswith(kinds.ZIP_BEGIN):
        raise RefusedError(NO_SHEET)
    file.seek(0)
    delimited.decoded(file.read(LARGEST), [])
    return FileType.CSV


def read_sheet(file: IO[bytes], media: FileType) -> Sheet:
    """The head and the rows; raises RefusedError with what is wrong with the file."""
    notices: list[Words] = []
    if media is FileType.CSV:
        sheet = sheet_of(delimited.read(file, notices))
    else:
        with opened(file) as archive:
            read = xlsx.read if media is FileType.XLSX else ods.read
            sheet = sheet_of(read(archive, notices))
    return Sheet(sheet.head, sheet.lines, tuple(notices))


def bare(title: str) -> str:
    """A title for comparing: no accents, case, spaces or signs."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
