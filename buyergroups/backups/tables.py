"""The tables of a database as they are, read from the database itself, and their rows as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    TableClause,
    Text,
    cast,
    collate,
    column,
    func,
    inspect,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from buyergroups.backups.cells import BackupError, Kind, kind_of, to_cell

VERSION_TABLE = "alembic_version"
BATCH = 500
#: Of parts of files, a quarter of a megabyte each.
BATCH_OF_BYTES = 8


@dataclass(frozen=True)
class Shape:
    """A table: its columns in order of name with kind and type, and what its rows are sorted by."""

    name: str
    kinds: dict[str, Kind]
    types: dict[str, TypeEngine[Any]]
    key: tuple[str, ...]

    @property
    def holds_bytes(self) -> bool:
        """Whether its rows are large, and packed as well as they can be."""
        return Kind.BYTES in self.kinds.values()

    @property
    def batch(self) -> int:
        """How many rows are in memory at a time."""
        return BATCH_OF_BYTES if self.holds_bytes else BATCH

    @property
    def table(self) -> TableClause:
        """For statements."""
        columns: list[ColumnClause[Any]] = [
            column(name, type_) for name, type_ in self.types.items()
        ]
        return table(self.name, *columns)


def shapes(connection: Connection) -> dict[str, Shape]:
    """Every table but the one that holds the version."""
    inspector = inspect(connection)
    found = {}
    for name in sorted(inspector.get_table_names()):
        if name == VERSION_TABLE:
            continue
        types = {
            str(item["name"]): item["type"]
            for item in sorted(inspector.get_columns(name), key=lambda item: str(item["name"]))
        }
        key = tuple(inspector.get_pk_constraint(name)["constrained_columns"])
        if not key:
            raise BackupError(f"Table {name} has no primary key.")
        kinds = {item: kind_of(type_, f"{name}.{item}") for item, type_ in types.items()}
        found[name] = Shape(name, kinds, types, key)
    return found


def count(connection: Connection, shape: Shape) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(shape.table)).scalar_one()


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """The rows in order of their key, each as one line, fetched as they are needed."""
    postgresql = connection.dialect.name == "postgresql"
    source = shape.table
    asked = select(
        *(_asked(source.c[name], kind, postgresql) for name, kind in shape.kinds.items())
    ).order_by(*(_sorted(source.c[name], shape.kinds[name], postgresql) for name in shape.key))
    rows = connection.execute(asked, execution_options={"yield_per": shape.batch})
    for row in rows:
        try:
            cells = {
                name: to_cell(kind, value)
                for (name, kind), value in zip(shape.kinds.items(), row, strict=True)
            }
        except BackupError as error:
            raise BackupError(f"Table {shape.name}: {error}") from error
        yield line(cells)


def line(cells: dict[str, Any]) -> bytes:
    """One row; the same cells always give the same bytes."""
    written = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode() + b"\n"


def be_patient(connection: Connection) -> None:
    """A whole table may take longer than a page is given."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def _asked(source: ColumnElement[Any], kind: Kind, postgresql: bool) -> ColumnElement[Any]:  # noqa: FBT001
    # JSON as the text it is, so that no value in it can change on the way.
    if kind is not Kind.JSON:
        return source
    return cast(source, Text) if postgresql else type_coerce(source, Text)


def _sorted(source: ColumnElement[Any], kind: Kind, postgresql: bool) -> ColumnElement[Any]:  # noqa: FBT001
    return collate(source, "C") if postgresql and kind is Kind.TEXT else source
