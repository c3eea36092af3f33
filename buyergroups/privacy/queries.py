"""Reads requests for removal, and whose retention term has passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import Statement
from buyergroups.clock import local_day
from models.people import Affiliation, Person, RemovalRequest, Role, RoleAssignment

MOST_SHOWN = 100


def requests_of(session: Session, person_id: int) -> Sequence[RemovalRequest]:
    """What somebody asked for, the latest first."""
    return session.scalars(
        select(RemovalRequest)
        .where(RemovalRequest.person_id == person_id)
        .order_by(RemovalRequest.id.desc())
    ).all()


def open_request(session: Session, person_id: int) -> RemovalRequest | None:
    """The request of somebody that waits for an answer."""
    return session.scalar(
        select(RemovalRequest).where(
            RemovalRequest.person_id == person_id, RemovalRequest.handled_at.is_(None)
        )
    )


def open_requests(session: Session) -> Sequence[Any]:
    """Every request that waits: `ref`, `name`, `recorded_at`; the oldest first."""
    return session.execute(
        select(Person.ref, Person.name, RemovalRequest.recorded_at)
        .join(Person, Person.id == RemovalRequest.person_id)
        .where(RemovalRequest.handled_at.is_(None))
        .order_by(RemovalRequest.id)
        .limit(MOST_SHOWN)
    ).all()


@dataclass(frozen=True)
class Held:
    """The roles that somebody ever had, whether one goes on, and when the last one ended."""

    roles: frozenset[Role]
    goes_on: bool
    ended_on: date | None


def held_by(session: Session, now: datetime, person_id: int) -> Held:
    """What somebody was, and since when no more."""
    rows = session.execute(
        select(RoleAssignment.role, RoleAssignment.until).where(
            RoleAssignment.person_id == person_id
        )
    ).all()
    today = local_day(now)
    left = session.scalar(
        select(func.max(Affiliation.until)).where(Affiliation.person_id == person_id)
    )
    ends = [day for day in (*(row.until for row in rows), left) if day is not None]
    return Held(
        frozenset(row.role for row in rows),
        any(row.until is None or row.until > today for row in rows),
        max(ends) if ends else None,
    )


def retention_over(session: Session, now: datetime, days: int) -> Sequence[Any]:
    """Whose last role or organisation ended so many days ago: `ref`, `name`, `ended_on`."""
    rows = _ended_before(now, days)
    return session.execute(rows.order_by(Person.sort_name, Person.id).limit(MOST_SHOWN)).all()


def how_many_over(session: Session, now: datetime, days: int) -> int:
    """How many people those are."""
    return (
        session.scalar(select(func.count()).select_from(_ended_before(now, days).subquery())) or 0
    )


def _ended_before(now: datetime, days: int) -> Statement:
    today = local_day(now)
    roles = (
        select(func.max(RoleAssignment.until))
        .where(RoleAssignment.person_id == Person.id)
        .scalar_subquery()
    )
    left = (
        select(func.max(Affiliation.until))
        .where(Affiliation.person_id == Person.id)
        .scalar_subquery()
    )
    going_on = (
        select(RoleAssignment.id)
        .where(
            RoleAssignment.person_id == Person.id,
            or_(RoleAssignment.until.is_(None), RoleAssignment.until > today),
        )
        .exists()
    )
    before = today - timedelta(days=days)
    return select(
        Person.ref, Person.name, Person.sort_name, roles.label("role_until"), left.label("left_on")
    ).where(
        Person.anonymised_at.is_(None),
        ~going_on,
        or_(roles.is_not(None), left.is_not(None)),
        or_(roles.is_(None), roles <= before),
        or_(left.is_(None), left <= before),
    )
