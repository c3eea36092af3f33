"""Writes where somebody works: one organisation at a time, and nothing of before is rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.base import Precision
from models.people import Affiliation, Person

IN_FUTURE = Words(
    "Leg een overstap vast op de dag zelf of daarna, niet vooraf.",
    "Record a change of organisation on the day itself or later, not before.",
)
TOO_EARLY = Words(
    "Deze persoon werkte tot of vanaf %(day)s ergens anders. Kies die dag of een latere.",
    "This person worked elsewhere until or from %(day)s. Choose that day or a later one.",
)
WORKS_THERE = Words(
    "Deze persoon werkt daar al. Kies een andere organisatie.",
    "This person works there already. Choose another organisation.",
)
WORKS_NOWHERE = Words(
    "Deze persoon hoort nu bij geen organisatie. Kies er een.",
    "This person belongs to no organisation now. Choose one.",
)
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft intussen vastgelegd waar deze persoon werkt.",
    "Somebody else has recorded meanwhile where this person works.",
)


def affiliations_of(session: Session, person_id: int) -> Sequence[Affiliation]:
    """Where somebody works and worked, the latest first."""
    return session.scalars(
        select(Affiliation)
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.id.desc())
    ).all()


def begin_affiliation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person_id: int,
    organisation_id: int,
    since: date | None = None,
    reason: str | None = None,
) -> Affiliation:
    """Somebody new works for an organisation; without a day it is not known since when."""
    require(actor, Action.PERSON_EDIT)
    made = _affiliation(actor, now, person_id, organisation_id, since)
    with recorded(session, actor, now, reason=reason):
        session.add(made)
    return made


def change_affiliation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person_id: int,
    organisation_id: int | None,
    since: date | None = None,
    reason: str,
    seen: int | None = None,
) -> None:
    """From a day on (today by default) somebody works elsewhere, or for no organisation.

    `seen`: the affiliation that the form showed, 0 for none. Raises RefusedError for a day in the
    future or before the one before began, ChangedMeanwhileError when another one stands there.
    """
    require(actor, Action.PERSON_EDIT)
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    earlier = affiliations_of(session, person_id)
    current = next((row for row in earlier if row.until is None), None)
    if seen is not None and seen != (current.id if current else 0):
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    day = since or local_day(now)
    _refuse(earlier, current, organisation_id, day, local_day(now))
    with recorded(session, actor, now, reason=reason):
        if current is not None:
            _end(current, actor, now, day)
            session.flush()
        if organisation_id is not None:
            session.add(_affiliation(actor, now, person_id, organisation_id, day))


def end_affiliation(
    session: Session, actor: Actor, now: datetime, *, person_id: int, reason: str
) -> None:
    """Whoever still works somewhere does so no more from today on."""
    require(actor, Action.PERSON_EDIT)
    with recorded(session, actor, now, reason=reason):
        for row in affiliations_of(session, person_id):
            if row.until is None:
                _end(row, actor, now, max(local_day(now), row.since or local_day(now)))


def move_people(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    from_id: int,
    into_id: int,
    on: date,
    reason: str,
) -> int:
    """Everybody who works for an organisation works for another one from a day on; how many."""
    require(actor, Action.ORGANISATION_EDIT)
    rows = session.scalars(
        select(Affiliation)
        .where(Affiliation.organisation_id == from_id, Affiliation.until.is_(None))
        .order_by(Affiliation.id)
        .with_for_update()
    ).all()
    with recorded(session, actor, now, reason=reason):
        days = [(row.person_id, max(on, row.since or on)) for row in rows]
        for row, (_, day) in zip(rows, days, strict=True):
            _end(row, actor, now, day)
        session.flush()
        session.add_all(_affiliation(actor, now, who, into_id, day) for who, day in days)
    return len(rows)


def _refuse(
    earlier: Sequence[Affiliation],
    current: Affiliation | None,
    organisation_id: int | None,
    day: date,
    today: date,
) -> None:
    if current is None and organisation_id is None:
        raise RefusedError(WORKS_NOWHERE)
    if current is not None and current.organisation_id == organisation_id:
        raise RefusedError(WORKS_THERE)
    if day > today:
        raise RefusedError(IN_FUTURE)
    known = [edge for row in earlier for edge in (row.since, row.until) if edge is not None]
    if known and day < max(known):
        raise RefusedError(TOO_EARLY, day=f"{max(known):%d-%m-%Y}")


def _end(row: Affiliation, actor: Actor, now: datetime, day: date) -> None:
    row.until, row.ended_at, row.ended_by_id = day, now, actor.person_id


def _affiliation(
    actor: Actor, now: datetime, person_id: int, organisation_id: int, since: date | None
) -> Affiliation:
    return Affiliation(
        person_id=person_id,
        organisation_id=organisation_id,
        since=since,
        since_precision=Precision.UNKNOWN if since is None else Precision.DAY,
        **stamp(actor, now),
    )
