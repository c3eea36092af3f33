"""How large a file may be, what it may be called, and how it is told apart. Pure."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from models.files import FileType

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
#: What is read, kept and sent at a time.
PART = 256 * 1024
LONGEST_NAME = 120
LONGEST_ENDING = 10
#: What a Windows disk does not take in a name.
RESERVED = frozenset('<>:"|?*')
MOST_REASON = 5000

#: The endings that say the same as the content; the first is the usual one.
ENDINGS: dict[FileType, tuple[str, ...]] = {
    FileType.PDF: (".pdf",),
    FileType.PNG: (".png",),
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.ODT: (".odt",),
    FileType.ODS: (".ods",),
    FileType.ODP: (".odp",),
    FileType.DOCX: (".docx",),
    FileType.XLSX: (".xlsx",),
    FileType.PPTX: (".pptx",),
    FileType.TEXT: (".txt",),
    FileType.CSV: (".csv",),
    FileType.MARKDOWN: (".md",),
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
#: What a browser is told; never what the browser of the sender said.
CONTENT_TYPES: dict[FileType, str] = {
    FileType.PDF: "application/pdf",
    FileType.PNG: "image/png",
    FileType.JPEG: "image/jpeg",
    FileType.ODT: f"{_OPEN}.text",
    FileType.ODS: f"{_OPEN}.spreadsheet",
    FileType.ODP: f"{_OPEN}.presentation",
    FileType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileType.PPTX: f"{_OFFICE}.presentationml.presentation",
    FileType.TEXT: "text/plain",
    FileType.CSV: "text/csv",
    FileType.MARKDOWN: "text/markdown",
}


def type_of_name(name: str) -> FileType | None:
    """The type that the ending of a name promises; None for one that may not come in."""
    ending = PurePosixPath(name).suffix.lower()
    return next((kind for kind, endings in ENDINGS.items() if ending in endings), None)


def clean_name(sent: str) -> str:
    """The name of a file as it is kept: composed, without path and without what cannot be seen."""
    last = unicodedata.normalize("NFC", sent).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join("_" if sign in RESERVED else sign for sign in last if _is_seen(sign))
    stem, dot, ending = " ".join(seen.split()).rstrip(". ").rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING or not ending.strip():
        stem, ending = f"{stem}{dot}{ending}", ""
    ending = f".{ending.strip()}" if ending else ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending)].rstrip(". ")
    return f"{stem or 'bestand'}{ending}"


def _is_seen(sign: str) -> bool:
    """Control characters, marks that turn the reading direction and half signs are not."""
    return sign == " " or unicodedata.category(sign)[0] not in "CZ" or sign.isspace()


def plain_name(name: str) -> str:
    """The same in signs that every program reads, for beside the name itself."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return plain if not plain.startswith(".") else f"bestand{plain}"
