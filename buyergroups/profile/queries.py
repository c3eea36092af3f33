"""Reads somebody's own data, all of it, for the own page and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts import factor, links
from buyergroups.errors import NotThereError
from buyergroups.following.queries import all_follows
from models.base import Base
from models.history import HistoryEntry, Recorded
from models.people import FormerName, Organisation, Person, PersonSession, RoleAssignment
from models.signing import LinkKind, OneTimeLink

#: What is not somebody's own text, or is a secret.
_LEFT_OUT = {"password_hash", "key_hash", "sort_name", "version"}


def own_person(session: Session, actor: Actor) -> tuple[Person, str | None]:
    """Oneself, and the name of the organisation."""
    row = session.execute(
        select(Person, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id == actor.person_id)
    ).first()
    if row is None:
        raise NotThereError("nobody")
    return row[0], row[1]


def own_factor(session: Session, actor: Actor) -> tuple[datetime, int] | None:
    """Since when there is a second factor, and how many recovery codes are left."""
    found = factor.factor_of(session, actor.person_id or 0)
    if found is None or found.confirmed_at is None:
        return None
    return found.confirmed_at, factor.recovery_codes_left(session, found.id)


def pending_secret(session: Session, actor: Actor) -> str | None:
    """The secret that waits for its first code."""
    found = factor.factor_of(session, actor.person_id or 0, pending=True)
    return found.secret if found else None


def address_link(session: Session, actor: Actor, now: datetime, token: str) -> OneTimeLink:
    """The link for another mail address, if it is this person's; raises NotThereError."""
    found = links.find_link(session, now, kind=LinkKind.ADDRESS, token=token)
    if found is None or found.person_id != actor.person_id:
        raise NotThereError("link")
    return found


def own_data(session: Session, actor: Actor) -> dict[str, Any]:
    """Everything that is kept about somebody, and what they recorded."""
    person, organisation = own_person(session, actor)
    return {
        "person": {**_plain(person), "organisation": organisation},
        "former_names": _rows(session, FormerName, FormerName.person_id == person.id),
        "roles": _rows(session, RoleAssignment, RoleAssignment.person_id == person.id),
        "follows": [
            {"chain": row.slug, "since": _value(row.since), "until": _value(row.until)}
            for row in all_follows(session, actor)
        ],
        "sessions": _rows(session, PersonSession, PersonSession.person_id == person.id),
        "recorded": {
            kind.__tablename__: found
            for kind in _recorded_kinds()
            if (found := _rows(session, kind, kind.recorded_by_id == person.id))
        },
        "changes": [
            {"at": row.at.isoformat(), "what": row.object_type, "id": row.object_id}
            for row in session.execute(
                select(HistoryEntry.at, HistoryEntry.object_type, HistoryEntry.object_id)
                .where(HistoryEntry.person_id == person.id)
                .order_by(HistoryEntry.id)
            )
        ],
    }


def _recorded_kinds() -> list[Any]:
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    own = [kind for kind in kinds if issubclass(kind, Recorded)]
    return sorted(own, key=lambda kind: str(kind.__tablename__))


def _rows(session: Session, kind: Any, condition: Any) -> Sequence[dict[str, Any]]:
    found = session.scalars(select(kind).where(condition).order_by(kind.id))
    return [_plain(row) for row in found]


def _plain(row: Any) -> dict[str, Any]:
    """Columns as JSON holds them, without secrets."""
    return {
        column.key: _value(getattr(row, column.key))
        for column in inspect(row).mapper.column_attrs
        if column.key not in _LEFT_OUT
    }


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
