"""Reads people, their sessions and tries to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import PERSON_WITH_ROLES, Actor, actor_from_rows
from buyergroups.access.permissions import visible_to
from buyergroups.accounts import rules
from buyergroups.clock import local_day
from buyergroups.db import Database
from models.base import ChangeNumber
from models.news import NewsSeen
from models.people import Person, PersonSession, Role, RoleAssignment, SignInTry, TryOutcome


@dataclass(frozen=True)
class SignedIn:
    """A session that was found by its key, with the person and the rights of this moment."""

    session_id: int
    ref: str
    started_at: datetime
    last_seen_at: datetime
    change_number: int
    #: Until when they have seen what was new.
    news_seen: datetime | None
    actor: Actor


# One statement for session, person, roles and change number: it runs for every page.
_BY_KEY = (
    PERSON_WITH_ROLES.add_columns(
        PersonSession.id.label("session_id"),
        PersonSession.ref.label("session_ref"),
        PersonSession.started_at,
        PersonSession.last_seen_at,
        select(ChangeNumber.value)
        .where(ChangeNumber.id == 1)
        .scalar_subquery()
        .label("change_number"),
        select(NewsSeen.seen_at)
        .where(NewsSeen.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
        .label("news_seen"),
    )
    .join(PersonSession, PersonSession.person_id == Person.id)
    .where(
        PersonSession.key_hash == bindparam("key_hash"),
        PersonSession.ended_at.is_(None),
        Person.blocked_at.is_(None),
    )
)


def signed_in_by_key(session: Session, key_hash: str, now: datetime) -> SignedIn | None:
    """The open session with this key, or None."""
    # Past the ORM, which adds a quarter to the time of a statement that every page has.
    rows = (
        session.connection()
        .execute(_BY_KEY, {"key_hash": key_hash, "moment": now, "day": local_day(now)})
        .all()
    )
    if not rows:
        return None
    first = rows[0]
    return SignedIn(
        session_id=first.session_id,
        ref=first.session_ref,
        started_at=first.started_at,
        last_seen_at=first.last_seen_at,
        change_number=first.change_number,
        news_seen=first.news_seen,
        actor=actor_from_rows(rows),
    )


# For open pages that ask whether there is anything new: who it is they need not know.
_STILL_OPEN = (
    select(
        PersonSession.started_at,
        PersonSession.last_seen_at,
        select(ChangeNumber.value).where(ChangeNumber.id == 1).scalar_subquery().label("number"),
    )
    .join(Person, Person.id == PersonSession.person_id)
    .where(
        PersonSession.key_hash == bindparam("key_hash"),
        PersonSession.ended_at.is_(None),
        Person.blocked_at.is_(None),
    )
)


def still_open(database: Database, key_hash: str) -> Any:
    """The times of an open session, and the change number; None when it is over."""
    return database.glance(_STILL_OPEN, key_hash=key_hash)


def person_by_email(session: Session, email: str) -> Person | None:
    """Whoever signs in with this address and is not blocked."""
    return session.scalar(
        select(Person).where(Person.email == rules.plain_email(email), Person.blocked_at.is_(None))
    )


def person_by_id(session: Session, person_id: int | None) -> Person:
    """Somebody who is known to be there."""
    return session.get_one(Person, person_id)


def tries(session: Session, now: datetime, *, account_hash: str, address: str) -> rules.Tries:
    """How many tries failed, or are not finished, in the window before now."""
    counted = and_(
        SignInTry.at > now - rules.WINDOW,
        SignInTry.outcome.in_([TryOutcome.OPEN, TryOutcome.FAILED]),
    )
    same_account = SignInTry.account_hash == account_hash
    here = SignInTry.address == address
    row = session.execute(
        select(
            func.count().filter(and_(same_account, here)).label("pair"),
            func.count().filter(here).label("address"),
            func.count().filter(and_(same_account, ~here)).label("account_elsewhere"),
            func.count().label("overall"),
        )
        .select_from(SignInTry)
        .where(counted)
    ).one()
    known = session.scalar(
        select(SignInTry.id)
        .where(
            same_account,
            here,
            SignInTry.outcome == TryOutcome.SIGNED_IN,
            SignInTry.at > now - rules.KNOWN_FOR,
        )
        .limit(1)
    )
    return rules.Tries(
        row.pair, row.address, row.account_elsewhere, row.overall, known_here=known is not None
    )


def open_sessions(
    session: Session, actor: Actor, now: datetime, *, idle_minutes: int, hours: int
) -> Sequence[Any]:
    """The sessions that are open for this person and reached no time-out, the latest first."""
    return session.execute(
        select(
            PersonSession.ref,
            PersonSession.started_at,
            PersonSession.last_seen_at,
            PersonSession.address,
            PersonSession.device,
        )
        .where(
            visible_to(actor, PersonSession),
            PersonSession.person_id == actor.person_id,
            PersonSession.ended_at.is_(None),
            PersonSession.last_seen_at > now - timedelta(minutes=idle_minutes),
            PersonSession.started_at > now - timedelta(hours=hours),
        )
        .order_by(PersonSession.last_seen_at.desc(), PersonSession.id)
    ).all()


def has_administrator(session: Session) -> bool:
    """Whether anybody was ever made administrator here."""
    return (
        session.scalar(
            select(RoleAssignment.id).where(RoleAssignment.role == Role.ADMINISTRATOR).limit(1)
        )
        is not None
    )


def is_administrator(session: Session, person_id: int) -> bool:
    """Whether this person has the role, and no end of it was recorded."""
    return (
        session.scalar(
            select(RoleAssignment.id).where(
                RoleAssignment.person_id == person_id,
                RoleAssignment.role == Role.ADMINISTRATOR,
                RoleAssignment.ended_at.is_(None),
            )
        )
        is not None
    )


def has_demonstration_accounts(session: Session) -> bool:
    """Whether the accounts of the demonstration, whose password is public, are in the database."""
    return (
        session.scalar(select(Person.id).where(Person.is_demonstration.is_(True)).limit(1))
        is not None
    )


def person_of_session(session: Session, key_hash: str) -> int | None:
    """Whose session this is, also when it timed out; None when it was ended, or for the blocked."""
    return session.scalar(
        select(PersonSession.person_id)
        .join(Person, Person.id == PersonSession.person_id)
        .where(
            PersonSession.key_hash == key_hash,
            PersonSession.ended_at.is_(None),
            Person.blocked_at.is_(None),
        )
    )


def has_role(session: Session, new: RoleAssignment) -> bool:
    """Whether somebody has the role of a new assignment, at its first day or later."""
    # `IS NOT DISTINCT FROM`: a role without a chain or body is the same as another without one.
    same = select(RoleAssignment.id).where(
        RoleAssignment.person_id == new.person_id,
        RoleAssignment.role == new.role,
        RoleAssignment.chain_id.is_not_distinct_from(new.chain_id),
        RoleAssignment.body_id.is_not_distinct_from(new.body_id),
        or_(RoleAssignment.until.is_(None), RoleAssignment.until > new.since),
    )
    return session.scalar(same.limit(1)) is not None
