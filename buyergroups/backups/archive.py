"""The file of a backup: one zip with a manifest and one file of JSON lines per table.

Reading believes nothing: sizes, names, counts, checksums and every cell are checked, and no more
than one line is in memory.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from buyergroups.backups.cells import BackupError, Kind, from_cell

FORMAT = "ketenbord-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 1024 * 1024
#: An attachment is kept in parts of 256 kB; nothing else comes near.
LINE_LIMIT = 16 * 1024 * 1024
#: More than this is no data: rows with their own numbers do not repeat so much.
RATIO_LIMIT = 200
RATIO_FROM = 10 * 1024 * 1024

Row = dict[str, Any]


@dataclass(frozen=True)
class TableNote:
    """What the manifest says of a table."""

    rows: int
    size: int
    sha256: str
    kinds: Mapping[str, Kind]


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, when it was made, and with which version of the tables."""

    migration: str
    made_at: str
    made_on: str
    programmes: list[dict[str, str]]
    tables: Mapping[str, TableNote]

    @property
    def rows(self) -> int:
        """In all tables together."""
        return sum(note.rows for note in self.tables.values())

    def to_json(self) -> str:
        """As it stands in the file."""
        tables = {
            name: {
                "rows": note.rows,
                "bytes": note.size,
                "sha256": note.sha256,
                "columns": {column: kind.value for column, kind in note.kinds.items()},
            }
            for name, note in self.tables.items()
        }
        return json.dumps(
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "migration": self.migration,
                "made_at": self.made_at,
                "made_on": self.made_on,
                "programmes": self.programmes,
                "tables": tables,
            },
            ensure_ascii=False,
            indent=1,
        )


def read_manifest(written: bytes) -> Manifest:
    """Raises BackupError when it is not one, or of a later format."""
    try:
        found = json.loads(written)
        if found["format"] != FORMAT:
            raise BackupError("This is not a backup of Ketenbord.")
        if found["format_version"] != FORMAT_VERSION:
            raise BackupError(
                f"The backup has format {found['format_version']!r}; this code reads "
                f"{FORMAT_VERSION}. Restore it with newer code."
            )
        tables = {str(name): _note(note) for name, note in found["tables"].items()}
        return Manifest(
            migration=str(found["migration"]),
            made_at=str(found["made_at"]),
            made_on=str(found["made_on"]),
            programmes=list(found["programmes"]),
            tables=tables,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError("The backup is damaged: its manifest cannot be read.") from error


def _note(note: Mapping[str, Any]) -> TableNote:
    if type(note["rows"]) is not int or type(note["bytes"]) is not int:
        raise TypeError("rows and bytes are whole numbers")
    columns = {str(name): Kind(kind) for name, kind in note["columns"].items()}
    return TableNote(note["rows"], note["bytes"], str(note["sha256"]), columns)


def entry_of(name: str) -> str:
    """Where a table stands in the zip."""
    return f"tables/{name}.jsonl"


class Archive:
    """A backup that is being read."""

    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        self._entries = {item.filename: item for item in opened.infolist()}
        self._check_entries()
        with _damage_told(), opened.open(MANIFEST) as file:
            self.manifest = read_manifest(file.read(MANIFEST_LIMIT + 1))
        expected = {MANIFEST, *map(entry_of, self.manifest.tables)}
        if set(self._entries) != expected:
            wrong = ", ".join(sorted(set(self._entries) ^ expected)[:5])
            raise BackupError(f"The backup is damaged: missing or unknown in it: {wrong}.")

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table, checked against the manifest to the end."""
        note = self.manifest.tables[name]
        digest, rows, size = hashlib.sha256(), 0, 0
        with _damage_told(), self._zip.open(entry_of(name)) as file:
            while written := file.readline(LINE_LIMIT + 1):
                rows, size = rows + 1, size + len(written)
                if size > note.size or len(written) > LINE_LIMIT:
                    raise BackupError(f"The backup is damaged: table {name} is too large.")
                digest.update(written)
                yield _row(written, note.kinds, f"table {name}, row {rows}")
        if rows != note.rows:
            raise BackupError(
                f"The backup is damaged: table {name} has {rows} rows instead of {note.rows}."
            )
        if digest.hexdigest() != note.sha256:
            raise BackupError(f"The backup is damaged: the checksum of table {name} is wrong.")

    def _check_entries(self) -> None:
        if len(self._entries) != len(self._zip.infolist()):
            raise BackupError("The backup is damaged: it holds a name twice.")
        if MANIFEST not in self._entries:
            raise BackupError("This is not a backup of Ketenbord: it has no manifest.")
        if self._entries[MANIFEST].file_size > MANIFEST_LIMIT:
            raise BackupError("The backup is damaged: its manifest is too large.")
        for entry in self._entries.values():
            _check_entry(entry)


def _check_entry(entry: ZipInfo) -> None:
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or entry.flag_bits & 0x1:
        raise BackupError(f"{entry.filename} is packed in a way that a backup does not use.")
    if entry.file_size > max(RATIO_FROM, RATIO_LIMIT * entry.compress_size):
        raise BackupError(f"{entry.filename} unpacks to {entry.file_size} bytes: refused.")


def _row(written: bytes, kinds: Mapping[str, Kind], place: str) -> Row:
    try:
        cells = json.loads(written)
        if not isinstance(cells, dict) or cells.keys() != kinds.keys():
            raise BackupError(f"The backup is damaged: {place} has missing or unknown columns.")
        return {name: from_cell(kind, cells[name]) for name, kind in kinds.items()}
    except (ValueError, RecursionError) as error:
        raise BackupError(f"The backup is damaged: {place} cannot be read.") from error


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The backup in a file; raises BackupError when it is none, or damaged."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    with file, _zip_of(file) as opened:
        yield Archive(opened)


def _zip_of(file: IO[bytes]) -> ZipFile:
    try:
        return ZipFile(file)
    except (BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as error:
        raise BackupError("This is not a whole zip file: damaged, or cut short.") from error


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise BackupError(f"The backup is damaged: {error}.") from error
