"""Who changed what: a listener that writes one history row per changed row of an audited table.

A service opens `recorded` around its writes. A change of an audited row outside it is refused, so
nothing can be written by nobody. The rows hold ids and codes (columns marked `value`), or only
that a column changed (the default), never names or what somebody wrote.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, Session

from buyergroups.access.actor import Actor
from models.base import Base, HistoryMark
from models.history import ActorKind, HistoryEntry

RECORD = "ketenbord_record"
CHANGED = "changed"
#: For whom an entry is, beside those that the row itself names: only who acted.
OWN = "own"


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
    for row in [*session.new, *session.dirty, *session.deleted]:
        if not _audited(row) or (row in session.dirty and not session.is_modified(row)):
            continue
        if session.info.get(RECORD) is None:
            raise UnrecordedChangeError(f"{type(row).__name__} changed outside `recorded`")
        if row in session.deleted:
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


def _insert(session: Session, entries: list[dict[str, Any]]) -> None:
    # Past the unit of work: a flush inside a flush is not allowed.
    session.connection().execute(HistoryEntry.__table__.insert(), entries)  # type: ignore[attr-defined]


def _audited(row: object) -> bool:
    return isinstance(row, Base) and row.__audited__


def _entry(row: Any, action: str, record: Record) -> dict[str, Any]:
    kind: ActorKind = record.actor.kind
    return {
        "at": record.now,
        "actor_kind": kind,
        "person_id": record.actor.person_id,
        "acted_as": record.acted_as,
        "action": action,
        "object_type": row.__tablename__,
        "object_id": row.id,
        "chain_id": row.id if row.__tablename__ == "chain" else getattr(row, "chain_id", None),
        "group_id": getattr(row, "group_id", None),
        "audience": OWN if row.__private__ else row.history_audience,
        "reason": record.reason,
        "request_id": record.request_id,
        "changes": _changes(row, action),
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
