"""Restores a backup into an empty database: checked before anything is touched, compared after."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Insert,
    Text,
    bindparam,
    cast,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from buyergroups import upgrade
from buyergroups.backups import tables
from buyergroups.backups.archive import Archive, Manifest, Row, open_archive
from buyergroups.backups.cells import BackupError, Kind
from buyergroups.backups.tables import Shape
from buyergroups.db import Database


@dataclass(frozen=True)
class Blueprint:
    """What a version of the tables looks like, and how many rows it has when it is new."""

    shapes: Mapping[str, Shape]
    rows: Mapping[str, int]


def check_backup(path: Path) -> Manifest:
    """Read a backup to the end; raises BackupError for what is wrong with it."""
    with open_archive(path) as archive:
        _check(archive)
        return archive.manifest


def restore_backup(database: Database, path: Path) -> Manifest:
    """Load a backup into an empty database, all of it or nothing. Raises BackupError.

    The tables get the version of the backup, are loaded, are read back and compared with the
    backup, and only then move on to the version of this code; one transaction does all of it.
    """
    with open_archive(path) as archive:
        blueprint = _check(archive)
        try:
            with upgrade.changing(database) as connection:
                _restore(connection, archive, blueprint)
        except upgrade.BrokenReferencesError as error:
            raise _broken() from error
        except DBAPIError as error:
            raise BackupError(f"The database refused the backup: {error.orig}") from error
        return archive.manifest


def _restore(connection: Connection, archive: Archive, blueprint: Blueprint) -> None:
    version = archive.manifest.migration
    tables.be_patient(connection)
    _prepare(connection, version, blueprint)
    shapes = tables.shapes(connection)
    _compare_shapes(shapes, archive.manifest)
    with _references_later(connection):
        for shape in shapes.values():
            connection.execute(shape.table.delete())
        for name, shape in shapes.items():
            _load(connection, shape, archive.rows(name))
    for name, shape in shapes.items():
        _continue_numbers(connection, shape)
        _compare_rows(connection, shape, archive.manifest.tables[name].sha256)
    if version != upgrade.head():
        upgrade.move(connection)


# ---- before anything is touched ---------------------------------------------------------------


def _check(archive: Archive) -> Blueprint:
    manifest = archive.manifest
    known = upgrade.versions()
    if manifest.migration not in known:
        raise BackupError(
            f"The backup was made with version {manifest.migration} of the tables; this code knows "
            f"up to {known[-1]}. Restore it with newer code."
        )
    blueprint = _blueprint(manifest.migration)
    _compare_shapes(blueprint.shapes, manifest)
    for name in manifest.tables:
        for _ in archive.rows(name):
            pass
    return blueprint


@cache
def _blueprint(version: str) -> Blueprint:
    """Read from a database that is made for it and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'blueprint.sqlite3'}")
        try:
            upgrade.upgrade(database, version)
            with database.read() as session:
                connection = session.connection()
                shapes = tables.shapes(connection)
                rows = {name: tables.count(connection, shape) for name, shape in shapes.items()}
        finally:
            database.dispose()
    return Blueprint(shapes, rows)


def _compare_shapes(shapes: Mapping[str, Shape], manifest: Manifest) -> None:
    found = {(name, *item) for name, shape in shapes.items() for item in shape.kinds.items()}
    noted = {(name, *item) for name, note in manifest.tables.items() for item in note.kinds.items()}
    wrong = {f"{name}.{column}" for name, column, _ in found ^ noted}
    wrong |= shapes.keys() ^ manifest.tables.keys()
    if wrong:
        raise BackupError(
            f"The backup does not fit version {manifest.migration} of the tables; missing, unknown "
            f"or of another kind: {', '.join(sorted(wrong)[:5])}."
        )


# ---- the database -----------------------------------------------------------------------------


def _prepare(connection: Connection, version: str, blueprint: Blueprint) -> None:
    """Tables of the backup's version, in a database where nobody has written."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        others = sorted(set(inspect(connection).get_table_names()) - {tables.VERSION_TABLE})
        if others:
            raise BackupError(f"The database is not empty: it has other tables ({others[0]}).")
        upgrade.move(connection, version)
        return
    if found != version:
        raise BackupError(
            f"The tables of this database have version {found}, those of the backup {version}. "
            "Restore into a database without tables."
        )
    shapes = tables.shapes(connection)
    filled = [
        f"{name} {rows}"
        for name, shape in shapes.items()
        if (rows := tables.count(connection, shape)) != blueprint.rows.get(name)
    ]
    if filled:
        more = ", ..." if len(filled) > 5 else ""
        raise BackupError(
            f"The database is not empty ({', '.join(filled[:5])}{more}). "
            "Restore into an empty one; nothing was changed."
        )


@contextmanager
def _references_later(connection: Connection) -> Iterator[None]:
    """References are checked when everything is loaded: rows refer to later ones too.

    On SQLite `upgrade.changing` has switched them off, and checks them at its end.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    inspector = inspect(connection)
    constraints = [
        (name, str(key["name"]))
        for name in inspector.get_table_names()
        for key in inspector.get_foreign_keys(name)
    ]
    for name, key in constraints:
        _alter(connection, name, key, "DEFERRABLE INITIALLY DEFERRED")
    yield
    try:
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    except IntegrityError as error:
        raise _broken() from error
    for name, key in constraints:
        _alter(connection, name, key, "NOT DEFERRABLE")


def _alter(connection: Connection, name: str, key: str, how: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"ALTER TABLE {quote(name)} ALTER CONSTRAINT {quote(key)} {how}"))


def _broken() -> BackupError:
    return BackupError("The backup is damaged: rows refer to rows that are not in it.")


def _load(connection: Connection, shape: Shape, rows: Iterable[Row]) -> None:
    statement = _insert(connection, shape)
    naive = {name for name, type_ in shape.types.items() if _is_naive(connection, type_)}
    source = iter(rows)
    while batch := list(islice(source, shape.batch)):
        connection.execute(
            statement,
            [
                {
                    f"v_{name}": value.replace(tzinfo=None)
                    if name in naive and isinstance(value, datetime)
                    else value
                    for name, value in row.items()
                }
                for row in batch
            ],
        )


def _insert(connection: Connection, shape: Shape) -> Insert:
    postgresql = connection.dialect.name == "postgresql"
    values: dict[str, Any] = {}
    for name, kind in shape.kinds.items():
        if kind is Kind.JSON:
            # The text as it is: SQLAlchemy would write it anew.
            given: Any = bindparam(f"v_{name}", type_=Text())
            values[name] = cast(given, JSON) if postgresql else given
        else:
            values[name] = bindparam(f"v_{name}", type_=shape.types[name])
    return shape.table.insert().values(values)


def _is_naive(connection: Connection, type_: Any) -> bool:
    return isinstance(type_, DateTime) and not (
        connection.dialect.name == "postgresql" and type_.timezone
    )


def _continue_numbers(connection: Connection, shape: Shape) -> None:
    """On PostgreSQL the next row gets the number after the last one, as on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    for name in shape.key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{shape.name}"', name)))
        if sequence is not None:
            last = connection.scalar(select(func.max(shape.table.c[name])))
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))


def _compare_rows(connection: Connection, shape: Shape, expected: str) -> None:
    digest = hashlib.sha256()
    for line in tables.lines(connection, shape):
        digest.update(line)
    if digest.hexdigest() != expected:
        raise BackupError(f"Table {shape.name} is not what the backup holds; nothing was changed.")
