"""What a file is, by its content: the beginning, the end and the list of what is packed in it.

Nothing is unpacked but two small parts of known size, no XML is read, and at most one part of the
file is in memory. A file that could be two things at once is refused.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from buyergroups.errors import RefusedError
from buyergroups.files.rules import ENDINGS, PART, type_of_name
from buyergroups.words import Words
from models.files import FileType

_LIST = ", ".join(endings[0][1:].upper() for endings in ENDINGS.values())
NOT_ALLOWED = Words(
    f"Dit soort bestand kan hier niet. Wel: {_LIST}.",
    f"This kind of file is not possible here. Possible are: {_LIST}.",
)
EMPTY = Words("Dit bestand is leeg.", "This file is empty.")
OTHERWISE = Words(
    "De naam eindigt op %(ending)s, maar de inhoud is iets anders. Sla het bestand opnieuw op en "
    "kies dat.",
    "The name ends in %(ending)s, but the content is something else. Save the file anew and choose "
    "that.",
)
DAMAGED = Words(
    "Dit bestand is niet heel, of er zit nog iets anders aan vast. Sla het opnieuw op en kies dat.",
    "This file is not whole, or something else is attached to it. Save it anew and choose that.",
)
MACROS = Words(
    "In dit bestand zitten macro's. Sla het op zonder macro's, of als PDF.",
    "This file holds macros. Save it without macros, or as PDF.",
)
LOCKED = Words(
    "Dit bestand is met een wachtwoord beveiligd. Sla het op zonder wachtwoord.",
    "This file is locked with a password. Save it without a password.",
)
NOT_TEXT = Words(
    "De naam zegt dat dit tekst is, maar dat is de inhoud niet. Kies een ander bestand.",
    "The name says that this is text, but the content is not. Choose another file.",
)
WEB_PAGE = Words(
    "In dit bestand staat de code van een webpagina. Sla het op als PDF.",
    "This file holds the code of a web page. Save it as PDF.",
)

PNG_BEGIN, PNG_END = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG_BEGIN, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
PDF_BEGIN, PDF_END, PDF_TAIL = b"%PDF-", b"%%EOF", 1024
ZIP_BEGIN, ZIP_LIST, ZIP_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
#: The record at the end of a zip, and the longest note behind it.
END_SIZE = 22
#: An office file has some hundreds of parts; their list is read, so it has a limit.
LONGEST_PARTS_LIST = 512 * 1024
LONGEST_CONTENT_LIST = 256 * 1024
CONTENT_LIST = "[Content_Types].xml"
MIMETYPE = "mimetype"
_MAIN = b"application/vnd.openxmlformats-officedocument.%s.main+xml"
OFFICE = {
    _MAIN % b"wordprocessingml.document": FileType.DOCX,
    _MAIN % b"spreadsheetml.sheet": FileType.XLSX,
    _MAIN % b"presentationml.presentation": FileType.PPTX,
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileType.ODP,
}
MACRO_PARTS = ("vbaproject", "vbadata", "macrosheets/", "basic/", "scripts/", "activex/")
WRITTEN = frozenset({FileType.TEXT, FileType.CSV, FileType.MARKDOWN})
MARK = b"\xef\xbb\xbf"
#: What no text has: control characters but tab, line end, form feed and carriage return.
UNWRITTEN = bytes(code for code in (*range(32), 127) if code not in b"\t\n\f\r")
WEB_CODE = (b"<!doctype", b"<html", b"<svg", b"<script", b"<iframe", b"<object", b"<embed")
LONGEST_CODE = max(map(len, WEB_CODE))


@dataclass(frozen=True)
class Content:
    """The bytes of a file that was sent or made: read in parts, as often as is needed."""

    file: IO[bytes]
    size: int
    sha256: str

    def parts(self) -> Iterator[bytes]:
        """All of it, from the beginning."""
        return parts_of(self.file)


def content_of(file: IO[bytes]) -> Content:
    """Size and checksum of a file; reads it once."""
    digest, size = hashlib.sha256(), 0
    for part in parts_of(file):
        digest.update(part)
        size += len(part)
    return Content(file, size, digest.hexdigest())


def parts_of(file: IO[bytes]) -> Iterator[bytes]:
    """The whole file from its beginning, in parts."""
    file.seek(0)
    while part := file.read(PART):
        yield part


def kind_of(file: IO[bytes], name: str) -> FileType:
    """The type of a file; raises RefusedError unless content and name agree on one of the list."""
    promised = type_of_name(name)
    if promised is None:
        raise RefusedError(NOT_ALLOWED)
    size = file.seek(0, 2)
    if not size:
        raise RefusedError(EMPTY)
    if promised in WRITTEN:
        _check_text(file)
        return promised
    found = _by_content(file, size)
    if found is not promised:
        ending = ENDINGS[promised][0]
        raise RefusedError(OTHERWISE, ending=ending)
    return found


def _by_content(file: IO[bytes], size: int) -> FileType | None:
    begin = _at(file, 0, 8)
    if begin.startswith(PDF_BEGIN):
        _whole(PDF_END in _at(file, max(0, size - PDF_TAIL), PDF_TAIL))
        return FileType.PDF
    if begin == PNG_BEGIN:
        _whole(_at(file, max(0, size - len(PNG_END)), len(PNG_END)) == PNG_END)
        return FileType.PNG
    if begin.startswith(JPEG_BEGIN):
        _whole(_at(file, max(0, size - 2), 2) == JPEG_END)
        return FileType.JPEG
    return _packed(file, size) if begin.startswith(ZIP_BEGIN) else None


def _at(file: IO[bytes], place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


def _whole(fits: bool) -> None:  # noqa: FBT001
    if not fits:
        raise RefusedError(DAMAGED)


# ---- what office programs write ---------------------------------------------------------------


def _packed(file: IO[bytes], size: int) -> FileType | None:
    _check_packing(file, size)
    try:
        with ZipFile(file) as opened:
            return _office(opened)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise RefusedError(DAMAGED) from error


def _check_packing(file: IO[bytes], size: int) -> None:
    """The list of parts stands right before the end, is short, and nothing stands around it."""
    end = _at(file, max(0, size - END_SIZE), END_SIZE)
    _whole(len(end) == END_SIZE and end.startswith(ZIP_END))
    length, start, note = struct.unpack("<12xLLH", end)
    _whole(note == 0 and length <= LONGEST_PARTS_LIST and start + length + END_SIZE == size)
    _whole(_at(file, start, len(ZIP_LIST)) == ZIP_LIST)


def _office(opened: ZipFile) -> FileType | None:
    parts = opened.infolist()
    _whole(bool(parts))
    names = [part.filename.lower() for part in parts]
    _whole(len(set(names)) == len(names))
    if any(mark in name for name in names for mark in MACRO_PARTS):
        raise RefusedError(MACROS)
    if any(part.flag_bits & 0x1 for part in parts):
        raise RefusedError(LOCKED)
    if parts[0].filename == MIMETYPE:
        return OPEN_DOCUMENT.get(_small(opened, parts[0], 100))
    listed = next((part for part in parts if part.filename == CONTENT_LIST), None)
    if listed is None:
        return None
    content = _small(opened, listed, LONGEST_CONTENT_LIST)
    if b"macroenabled" in content.lower() or b"vbaproject" in content.lower():
        raise RefusedError(MACROS)
    found = {kind for mark, kind in OFFICE.items() if mark in content}
    return found.pop() if len(found) == 1 else None


def _small(opened: ZipFile, part: ZipInfo, most: int) -> bytes:
    """A part that is known to be small; one that says or turns out to be larger is refused."""
    with opened.open(part) as file:
        content = file.read(most + 1)
    _whole(len(content) <= most)
    return content


# ---- text -------------------------------------------------------------------------------------


def _check_text(file: IO[bytes]) -> None:
    before, first = b"", True
    for part in parts_of(file):
        if part.translate(None, UNWRITTEN) != part:
            raise RefusedError(NOT_TEXT)
        text = (before + part).lower()
        if first and text.startswith(PDF_BEGIN.lower()):
            raise RefusedError(NOT_TEXT)
        if first and text.removeprefix(MARK).lstrip().startswith(b"<"):
            raise RefusedError(WEB_PAGE)
        if any(code in text for code in WEB_CODE):
            raise RefusedError(WEB_PAGE)
        before, first = part[-LONGEST_CODE:], False
