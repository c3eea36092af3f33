"""Reads who gets a digest when, what somebody chose, and up to where they were told everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.db import latest_id
from buyergroups.digests.rules import DEFAULT, Choice
from models.digests import Digest, DigestChoice, Rhythm
from models.history import HistoryEntry
from models.notices import OutboxMail
from models.people import Person, PersonSession


@dataclass(frozen=True)
class Reader:
    """Somebody who may sign in: what they chose, and the planned moment dealt with last."""

    person_id: int
    choice: Choice
    holds_from: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class Told:
    """Up to where somebody was told everything, and the mail that still waits with the rest."""

    #: None: they never had a digest.
    until: datetime | None
    #: Whether they have had digests ever since.
    goes_on: bool = True
    waiting_mail_id: int | None = None
    #: Somebody is sending that mail at this moment: what becomes of it is known later.
    is_being_sent: bool = False


def readers(session: Session) -> list[Reader]:
    """Everybody with an account that is in use, in one statement, whatever they chose."""
    came = (
        select(func.min(PersonSession.started_at))
        .where(PersonSession.person_id == Person.id)
        .scalar_subquery()
    )
    made = (
        select(func.min(HistoryEntry.at))
        .where(
            HistoryEntry.object_type == Person.__tablename__, HistoryEntry.object_id == Person.id
        )
        .scalar_subquery()
    )
    last = (
        select(func.max(Digest.planned_at)).where(Digest.person_id == Person.id).scalar_subquery()
    )
    rows = session.execute(
        select(
            Person.id,
            DigestChoice.rhythm,
            DigestChoice.weekday,
            DigestChoice.hour,
            func.coalesce(DigestChoice.recorded_at, came, made).label("holds_from"),
            last.label("last"),
        )
        .outerjoin(DigestChoice, DigestChoice.id == latest_id(DigestChoice, person_id=Person.id))
        .where(_may_sign_in())
        .order_by(Person.id)
    )
    return [Reader(row.id, _choice(row), row.holds_from, row.last) for row in rows]


def _may_sign_in() -> ColumnElement[bool]:
    """Not blocked, and the first password was chosen: whoever was only invited gets none yet."""
    return and_(Person.blocked_at.is_(None), Person.password_hash.is_not(None))


def choice_of(session: Session, person_id: int) -> Choice:
    """What somebody chose last; every week on Monday at eight where they never did."""
    row = session.execute(
        select(DigestChoice.rhythm, DigestChoice.weekday, DigestChoice.hour).where(
            DigestChoice.id == latest_id(DigestChoice, person_id=person_id)
        )
    ).first()
    return DEFAULT if row is None else _choice(row)


def own_choice(session: Session, actor: Actor) -> Choice:
    """What the reader of a page chose."""
    return choice_of(session, actor.person_id or 0)


def _choice(row: Any) -> Choice:
    return DEFAULT if row.rhythm is None else Choice(row.rhythm, row.weekday, row.hour)


def told_until(session: Session, person_id: int, now: datetime) -> Told:
    """Up to where somebody was told everything.

    A mail that was not sent told nothing: the next digest begins where it begins. One that was
    taken out when it was to be sent had nothing to tell.
    """
    last = _last_digest(session, person_id)
    if last is None:
        return Told(None)
    stopped = select(func.max(DigestChoice.recorded_at)).where(
        DigestChoice.person_id == person_id, DigestChoice.rhythm == Rhythm.NEVER
    )
    stopped_at = session.scalar(stopped)
    goes_on = stopped_at is None or stopped_at < last.planned_at
    if not last.waits:
        given_up = last.given_up_at is not None and last.cancelled_at is None
        return Told(last.since if given_up else last.until, goes_on)
    sending = last.claimed_until is not None and last.claimed_until > now
    return Told(last.since, goes_on, last.mail_id, is_being_sent=sending)


def _last_digest(session: Session, person_id: int) -> Any:
    waits = and_(
        OutboxMail.id.is_not(None),
        OutboxMail.sent_at.is_(None),
        OutboxMail.cancelled_at.is_(None),
        OutboxMail.given_up_at.is_(None),
    )
    return session.execute(
        select(
            Digest.planned_at,
            Digest.since,
            Digest.until,
            Digest.mail_id,
            OutboxMail.claimed_until,
            OutboxMail.given_up_at,
            OutboxMail.cancelled_at,
            waits.label("waits"),
        )
        .outerjoin(OutboxMail, OutboxMail.id == Digest.mail_id)
        .where(Digest.person_id == person_id)
        .order_by(Digest.planned_at.desc())
        .limit(1)
    ).first()


def digest_of_mail(session: Session, mail_id: int) -> Digest | None:
    """Which digest a mail is to tell."""
    return session.scalar(select(Digest).where(Digest.mail_id == mail_id))


def digests_of(session: Session, person_id: int) -> Sequence[Any]:
    """Every digest that was made for somebody, to take along: when, and when it was sent."""
    return session.execute(
        select(Digest.planned_at, Digest.since, Digest.until, OutboxMail.sent_at)
        .outerjoin(OutboxMail, OutboxMail.id == Digest.mail_id)
        .where(Digest.person_id == person_id)
        .order_by(Digest.planned_at)
    ).all()


def choices_of(session: Session, person_id: int) -> Sequence[Any]:
    """Everything that somebody chose, to take along."""
    return session.execute(
        select(
            DigestChoice.recorded_at, DigestChoice.rhythm, DigestChoice.weekday, DigestChoice.hour
        )
        .where(DigestChoice.person_id == person_id)
        .order_by(DigestChoice.id)
    ).all()


def person_of_ref(session: Session, ref: str) -> int:
    """Whose link to unsubscribe it is; 0, which is nobody, for who is not there."""
    return session.scalar(select(Person.id).where(Person.ref == ref)) or 0
