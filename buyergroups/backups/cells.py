"""A value of the database as one cell of a backup, and back: the same on every database.

What stands in a cell is decided by the kind of the column, which is read from the database itself
and not from the models: a backup can be older than this code.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Time,
)
from sqlalchemy.types import TypeEngine

#: What an integer column of either database can hold.
LARGEST = 2**63


class BackupError(Exception):
    """A backup cannot be made or restored; the sentence says why. Nothing was changed."""


class Kind(StrEnum):
    """The kinds of column; a moment is kept in UTC, JSON as its text, bytes in base64."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    JSON = "json"
    BYTES = "bytes"


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind.BOOLEAN),
    (Integer, Kind.INTEGER),
    (Float, Kind.NUMBER),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DATE),
    (Time, Kind.TIME),
    (JSON, Kind.JSON),
    (LargeBinary, Kind.BYTES),
    (String, Kind.TEXT),
)


def kind_of(found: TypeEngine[Any], place: str) -> Kind:
    """The kind of a column; raises BackupError for one that has no place in a backup."""
    for type_, kind in _KINDS:
        if isinstance(found, type_):
            return kind
    raise BackupError(f"{place} is of type {found!r}, which a backup cannot hold.")


# ---- out --------------------------------------------------------------------------------------


def _moment_out(value: datetime) -> str:
    # SQLite has no zones: what it holds is UTC.
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat()


_OUT: Mapping[Kind, tuple[type | tuple[type, ...], Callable[[Any], Any]]] = {
    Kind.INTEGER: (int, int),
    Kind.NUMBER: ((float, int), float),
    Kind.TEXT: (str, str),
    Kind.BOOLEAN: (bool, bool),
    Kind.DATE: (date, date.isoformat),
    Kind.TIME: (time, time.isoformat),
    Kind.MOMENT: (datetime, _moment_out),
    Kind.JSON: (str, str),
    Kind.BYTES: (bytes, lambda value: base64.b64encode(value).decode("ascii")),
}


def to_cell(kind: Kind, value: Any) -> Any:
    """A value of the database as JSON can hold it; raises BackupError when it is no such value."""
    if value is None:
        return None
    expected, convert = _OUT[kind]
    if not isinstance(value, expected):
        raise BackupError(f"A {kind} column holds a {type(value).__name__}.")
    return convert(value)


# ---- in ---------------------------------------------------------------------------------------


def _is(cell: Any, *types: type) -> Any:
    # True is an int for Python, not for a database.
    if type(cell) not in types:
        raise ValueError("another kind of value")
    return cell


def _integer_in(cell: Any) -> int:
    number: int = _is(cell, int)
    if not -LARGEST <= number < LARGEST:
        raise ValueError("too large")
    return number


def _text_in(cell: Any) -> str:
    text: str = _is(cell, str)
    if "\x00" in text:
        raise ValueError("a NUL character")
    text.encode()
    return text


def _moment_in(cell: Any) -> datetime:
    moment = datetime.fromisoformat(_is(cell, str))
    if moment.tzinfo is None or moment.astimezone(UTC).isoformat() != cell:
        raise ValueError("not a moment in UTC")
    return moment.astimezone(UTC)


def _json_in(cell: Any) -> str:
    json.loads(_text_in(cell))
    return str(cell)


def _bytes_in(cell: Any) -> bytes:
    try:
        return base64.b64decode(_is(cell, str), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


_IN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer_in,
    Kind.NUMBER: lambda cell: float(_is(cell, float, int)),
    Kind.TEXT: _text_in,
    Kind.BOOLEAN: lambda cell: _is(cell, bool),
    Kind.DATE: lambda cell: date.fromisoformat(_is(cell, str)),
    Kind.TIME: lambda cell: time.fromisoformat(_is(cell, str)),
    Kind.MOMENT: _moment_in,
    Kind.JSON: _json_in,
    Kind.BYTES: _bytes_in,
}


def from_cell(kind: Kind, cell: Any) -> Any:
    """The value in a cell; raises ValueError when it does not fit the kind."""
    return None if cell is None else _IN[kind](cell)
