"""All that stands in a database, as plain rows: what a test compares before and after."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Dialect, select

from buyergroups.db import Database
from models.base import Base

Contents = dict[str, list[tuple[Any, ...]]]


def contents(database: Database, *names: str) -> Contents:
    """Every row of every table (or of these), by name, in the order of the tables' columns.

    Past the ORM, which would take ten times as long to make of each value what it stands for.
    """
    found: Contents = {}
    with database.read() as session:
        connection = session.connection()
        cursor = connection.connection.cursor()
        for name in names or Base.metadata.tables:
            cursor.execute(_statement(name, connection.dialect))
            found[name] = list(cursor.fetchall())
        cursor.close()
    return found


def columns(name: str) -> list[str]:
    """The names of the values of a row of this table."""
    return [column.name for column in Base.metadata.tables[name].columns]


@cache
def _statement(name: str, dialect: Dialect) -> str:
    table = Base.metadata.tables[name]
    return str(select(table).order_by(*table.primary_key).compile(dialect=dialect))
