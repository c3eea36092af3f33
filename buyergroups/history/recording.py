"""Who changed what: a listener that writes one history row per changed row of an audited table.

A service opens `recorded` around its writes. A change of an audited row outside it is refused, so
nothing can be written by nobody. The rows hold ids and codes (columns marked `value`), or only
that a column changed (the default), never names or what somebody wrote. Thousands of new rows go
through `add_many`, which writes the same without an object for each.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, event, func, insert, inspect, select, update
from sqlalchemy.orm import InstanceState, Session

from buyergroups.access.actor import Actor
from models.base import Base, HistoryMark
from models.history import ActorKind, HistoryEntry

RECORD = "ketenbord_record"
CHANGED = "changed"


class UnrecordedChangeError(RuntimeError):
    """An audited row was about to change without anyone to name for it."""


@dataclass(frozen=True)
class Record:
    """Who changes, when, in which role and why; kept with the session while a service works."""

    actor: Actor
    now: datetime
    acted_as: str | None
    reason: str | None
    request_id: str | None


@contextmanager
def recorded(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    acted_as: str | None = None,
    reason: str | None = None,
) -> Iterator[None]:
    """Everything that is flushed inside is written to the history as done by this actor."""
    before = session.info.get(RECORD)
    request_id = session.info.get("request_id")
    session.info[RECORD] = Record(actor, now, acted_as, reason, request_id)
    try:
        yield
        session.flush()
    finally:
        session.info[RECORD] = before


def stamp(actor: Actor, now: datetime) -> dict[str, Any]:
    """The columns of a `Recorded` row."""
    return {
        "recorded_at": now,
        "recorded_by_id": actor.person_id,
        "recorded_kind": actor.kind,
    }


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _keep_old_values(_: type[Base], __: str, attribute: Any) -> None:
    # Without this an expired attribute that is set reads as having had no value before.
    event.listen(attribute, "set", lambda *_: None, active_history=True)


@event.listens_for(Session, "before_flush")
def _refuse_unrecorded(session: Session, *_: Any) -> None:
    # Each of these three is made anew whenever it is asked for: ask once.
    changed = [row for row in session.dirty if session.is_modified(row)]
    deleted = [row for row in session.deleted if _audited(row)]
    if session.info.get(RECORD) is None:
        for row in filter(_audited, [*session.new, *changed, *deleted]):
            raise UnrecordedChangeError(f"{type(row).__name__} changed outside `recorded`")
    for row in deleted:
        raise UnrecordedChangeError(f"{type(row).__name__}: nothing is deleted, things end")


@event.listens_for(Session, "after_flush")
def _write_history(session: Session, *_: Any) -> None:
    record: Record | None = session.info.get(RECORD)
    if record is None:
        return
    entries = [
        _entry(row, action, record)
        for rows, action in ((session.new, "insert"), (session.dirty, "update"))
        for row in rows
        if _audited(row) and (action == "insert" or session.is_modified(row))
    ]
    if entries:
        _insert(session, entries)


def add_many(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> Sequence[int]:
    """Insert many rows, all with the same columns, and what the listener would tell of each.

    Their numbers, in the order of the rows. For a writer of thousands: on SQLite everybody else
    waits as long as it takes.
    """
    record: Record | None = session.info.get(RECORD)
    if record is None:
        raise UnrecordedChangeError(f"{model.__name__} added outside `recorded`")
    if not rows:
        return []
    ids = _numbered(session, model.__table__, rows)
    told, audience = _told_of(model), model().history_audience
    entries = [
        {
            **_who(record),
            "action": "insert",
            "object_type": model.__tablename__,
            "object_id": number,
            "chain_id": row.get("chain_id"),
            "group_id": row.get("group_id"),
            "audience": audience,
            "changes": {
                key: [None, plain(row[key])] if whole else CHANGED
                for key, whole in told.items()
                if row.get(key) is not None
            },
        }
        for number, row in zip(ids, rows, strict=True)
    ]
    _insert(session, entries)
    return ids


def change_many(
    session: Session, model: type[Base], key: str, values: Mapping[int, tuple[Any, Any]]
) -> None:
    """Give one column of many rows another value, and tell the same as the listener would.

    `values`: by the number of a row what it held and what it holds from now on, which differ.
    Raises UnrecordedChangeError. Objects of these rows in the session know nothing of it.
    """
    record: Record | None = session.info.get(RECORD)
    if record is None:
        raise UnrecordedChangeError(f"{model.__name__} changed outside `recorded`")
    if not values:
        return
    table: Any = model.__table__
    one = update(table).where(table.c.id == bindparam("number")).values({key: bindparam("then")})
    session.connection().execute(
        one, [{"number": number, "then": new} for number, (_, new) in values.items()]
    )
    told, audience = _told_of(model), model().history_audience
    if key not in told:
        return
    entries = [
        {
            **_who(record),
            "action": "update",
            "object_type": model.__tablename__,
            "object_id": number,
            "chain_id": None,
            "group_id": None,
            "audience": audience,
            "changes": {key: [plain(old), plain(new)] if told[key] else CHANGED},
        }
        for number, (old, new) in values.items()
    ]
    _insert(session, entries)


def _told_of(model: type[Base]) -> dict[str, bool]:
    """The columns that the history tells of, and of which it tells the value."""
    marks = {
        attribute.key: attribute.columns[0].info.get("history", HistoryMark.CHANGED)
        for attribute in inspect(model).column_attrs
    }
    return {
        key: mark is HistoryMark.VALUE
        for key, mark in marks.items()
        if mark is not HistoryMark.NONE
    }


def _numbered(session: Session, table: Any, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert the rows; their numbers, in the same order."""
    if session.get_bind().dialect.name == "sqlite":
        # It tells numbers in order for one row at a time only. Nobody else writes now: take the
        # next ones.
        first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
        ids: Sequence[int] = range(first, first + len(rows))
        values = [{**row, "id": number} for number, row in zip(ids, rows, strict=True)]
        session.execute(insert(table), values)
        return ids
    added = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return session.scalars(added, [dict(row) for row in rows]).all()


def _insert(session: Session, entries: list[dict[str, Any]]) -> None:
    # Past the unit of work: a flush inside a flush is not allowed.
    session.connection().execute(HistoryEntry.__table__.insert(), entries)  # type: ignore[attr-defined]


def _audited(row: object) -> bool:
    return isinstance(row, Base) and row.__audited__


def _entry(row: Any, action: str, record: Record) -> dict[str, Any]:
    return {
        **_who(record),
        "action": action,
        "object_type": row.__tablename__,
        "object_id": row.id,
        "chain_id": row.id if row.__tablename__ == "chain" else getattr(row, "chain_id", None),
        "group_id": getattr(row, "group_id", None),
        "audience": row.history_audience,
        "changes": _changes(row, action),
    }


def _who(record: Record) -> dict[str, Any]:
    kind: ActorKind = record.actor.kind
    return {
        "at": record.now,
        "actor_kind": kind,
        "person_id": record.actor.person_id,
        "acted_as": record.acted_as,
        "reason": record.reason,
        "request_id": record.request_id,
    }


def _changes(row: Any, action: str) -> dict[str, Any]:
    state: InstanceState[Any] = inspect(row)
    changes: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        history_mark = attribute.columns[0].info.get("history", HistoryMark.CHANGED)
        difference = state.attrs[attribute.key].history
        if history_mark is HistoryMark.NONE or not difference.has_changes():
            continue
        old = difference.deleted[0] if difference.deleted else None
        new = difference.added[0] if difference.added else None
        if action == "insert" and new is None:
            continue
        changes[attribute.key] = (
            [plain(old), plain(new)] if history_mark is HistoryMark.VALUE else CHANGED
        )
    return changes


def plain(value: Any) -> Any:
    """A value as JSON can hold it: a code, a number, a date as text."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value
