"""Signing in in two steps: between password and second factor there is a row that opens nothing."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.accounts.rules import hash_of
from models.people import Person, PersonSession, SignInTry, TryOutcome
from models.signing import HalfSignIn

#: How long the second step may take.
HALF_LASTS = timedelta(minutes=15)


def begin_half(
    session: Session,
    now: datetime,
    *,
    person_id: int,
    try_id: int | None,
    address: str,
    device: str,
) -> str:
    """The password was right; the key goes into the cookie, and only its hash is kept."""
    key = secrets.token_urlsafe(32)
    session.add(
        HalfSignIn(
            key_hash=hash_of(key),
            person_id=person_id,
            try_id=try_id,
            started_at=now,
            address=address,
            device=device[:200],
        )
    )
    return key


def find_half(
    session: Session, now: datetime, *, key: str, take: bool = False
) -> HalfSignIn | None:
    """The open half with this key; the blocked have none."""
    statement = (
        select(HalfSignIn)
        .join(Person, Person.id == HalfSignIn.person_id)
        .where(
            HalfSignIn.key_hash == hash_of(key),
            HalfSignIn.ended_at.is_(None),
            HalfSignIn.started_at > now - HALF_LASTS,
            Person.blocked_at.is_(None),
        )
    )
    return session.scalar(statement.with_for_update() if take else statement)


def finish_half(session: Session, now: datetime, *, half: HalfSignIn) -> None:
    """The second step went well: the half ends, and its try counts as a sign-in."""
    half.ended_at = now
    if half.try_id is not None:
        session.get_one(SignInTry, half.try_id).outcome = TryOutcome.SIGNED_IN


def end_halves(session: Session, now: datetime, *, person_id: int) -> None:
    """Nobody goes on to the second step with what was begun before."""
    for row in session.scalars(
        select(HalfSignIn).where(HalfSignIn.person_id == person_id, HalfSignIn.ended_at.is_(None))
    ):
        row.ended_at = now


def is_new_place(session: Session, *, person_id: int, address: str, device: str) -> bool:
    """Whether somebody who signed in before never did so with this device at this address."""
    theirs = select(PersonSession.id).where(PersonSession.person_id == person_id)
    here = theirs.where(PersonSession.address == address, PersonSession.device == device[:200])
    before = session.scalar(theirs.limit(1)) is not None
    return before and session.scalar(here.limit(1)) is None
