"""What spreadsheets are packed in: a zip that stays small, and XML without a document type.

Nothing is unpacked before its size is known, and never more than that at once. Entities can only
be declared in a document type, so none is taken: that leaves nothing to expand or to fetch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NoReturn, Protocol
from xml.parsers import expat  # a document type, the only way in for what XML can do, is refused
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from buyergroups.errors import RefusedError
from buyergroups.files.kinds import DAMAGED
from buyergroups.words import Words

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 50 * MEGABYTE
#: Below this size it does not matter how well something was packed.
SMALL = 1 * MEGABYTE
MOST_RATIO = 100
MOST_PARTS = 1000
#: Sheets, styles and relations that a file of people has at most, many times over.
MOST_ELEMENTS = 70_000
PIECE = 64 * 1024

BOMB = Words(
    "Uitgepakt is dit bestand veel groter dan het lijkt (%(size)s MB). Zo'n bestand wordt niet "
    "gelezen. Bewaar alleen het blad dat je nodig hebt en kies dat.",
    "Unpacked this file is far larger than it seems (%(size)s MB). Such a file is not read. Keep "
    "only the sheet that you need and choose that.",
)


class Handler(Protocol):
    """What is told of the elements of a part, in order; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """The zip, within its limits; raises RefusedError for what is none or too much."""
    try:
        with ZipFile(file) as archive:
            _check(archive, file.seek(0, 2))
            yield archive
    except (
        BadZipFile,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        ZlibError,
        expat.ExpatError,
    ) as error:
        raise RefusedError(DAMAGED) from error


def _check(archive: ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    too_well = unpacked > max(SMALL, size * MOST_RATIO)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or too_well:
        raise RefusedError(BOMB, size=f"{unpacked // MEGABYTE:,}".replace(",", "."))


def _refuse(*_: Any) -> NoReturn:
    raise RefusedError(DAMAGED)


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def walk(archive: ZipFile, name: str, handler: Handler) -> Iterator[None]:
    """Read a part piece by piece; after each the handler knows more."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, found: handler.start(
        _bare(tag), {_bare(key): value for key, value in found.items()}
    )
    parser.EndElementHandler = lambda tag: handler.end(_bare(tag))
    parser.CharacterDataHandler = handler.text
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            parser.Parse(piece, False)  # noqa: FBT003
            yield
    parser.Parse(b"", True)  # noqa: FBT003
    yield


class _Elements:
    def __init__(self) -> None:
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self._above: list[str] = [""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.found) >= MOST_ELEMENTS:
            raise RefusedError(DAMAGED)
        self.found.append((self._above[-1], name, attributes))
        self._above.append(name)

    def end(self, _: str) -> None:
        self._above.pop()

    def text(self, data: str) -> None:
        pass


def elements(archive: ZipFile, name: str) -> list[tuple[str, str, dict[str, str]]]:
    """The elements of a small part: what each stands in, its name, its attributes."""
    handler = _Elements()
    for _ in walk(archive, name, handler):
        pass
    return handler.found
