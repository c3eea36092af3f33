"""Makes a backup: everything in the database at one moment, in one file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select

from buyergroups.backups import archive, tables
from buyergroups.backups.archive import Manifest, TableNote
from buyergroups.backups.cells import BackupError
from buyergroups.db import Database


def make_backup(database: Database, path: Path, now: datetime) -> Manifest:
    """Write a backup; the file has its name only when it is whole.

    One read transaction: what others write meanwhile is not in it. Raises BackupError.
    """
    with _whole_file(path) as file, database.read() as session:
        connection = session.connection()
        version = MigrationContext.configure(connection).get_current_revision()
        if version is None:
            raise BackupError("There are no tables in this database: nothing to back up.")
        tables.be_patient(connection)
        with ZipFile(file, "w", ZIP_DEFLATED) as opened:
            manifest = _write(opened, connection, version, now)
    return manifest


def _write(opened: ZipFile, connection: Connection, version: str, now: datetime) -> Manifest:
    shapes = tables.shapes(connection)
    manifest = Manifest(
        migration=version,
        made_at=now.astimezone(UTC).isoformat(),
        made_on=connection.dialect.name,
        programmes=_programmes(connection, shapes),
        tables={
            name: _write_table(opened, connection, shape, now) for name, shape in shapes.items()
        },
    )
    opened.writestr(_entry(archive.MANIFEST, now), manifest.to_json())
    return manifest


def _write_table(
    opened: ZipFile, connection: Connection, shape: tables.Shape, now: datetime
) -> TableNote:
    digest, rows, size = hashlib.sha256(), 0, 0
    named = _entry(archive.entry_of(shape.name), now)
    if shape.holds_bytes:
        # Most files are packed already, and one that packs too well would look like a zip bomb.
        named.compress_type = ZIP_STORED
    with opened.open(named, "w", force_zip64=True) as entry:
        for line in tables.lines(connection, shape):
            if len(line) > archive.LINE_LIMIT:
                raise BackupError(f"Table {shape.name}: a row is larger than a backup can hold.")
            entry.write(line)
            digest.update(line)
            rows, size = rows + 1, size + len(line)
    return TableNote(rows, size, digest.hexdigest(), shape.kinds)


def _programmes(connection: Connection, shapes: dict[str, tables.Shape]) -> list[dict[str, str]]:
    # For who reads the manifest; a table of a later version may look different.
    shape = shapes.get("programme")
    if shape is None or not {"code", "name_nl"} <= shape.kinds.keys():
        return []
    columns = shape.table.c
    asked = select(columns.code, columns.name_nl).order_by(columns.code)
    return [{"code": row.code, "name": row.name_nl} for row in connection.execute(asked)]


def _entry(name: str, now: datetime) -> ZipInfo:
    moment = now.astimezone(UTC)
    entry = ZipInfo(name, (max(moment.year, 1980), *moment.timetuple()[1:6]))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file beside the one that is wanted, for its owner only; renamed when it is whole."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        _keep_name(path.parent)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _keep_name(folder: Path) -> None:
    # The new name must survive a power cut too.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
