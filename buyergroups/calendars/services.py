"""Writes the secret address of somebody's own calendar: made, made anew, ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts.rules import hash_of
from buyergroups.errors import NotAllowedError
from buyergroups.history.recording import recorded, stamp
from models.calendars import CalendarFeed
from models.people import Person


def make_feed(session: Session, actor: Actor, now: datetime, *, token: str) -> None:
    """From now on whoever has the token reads one's calendar; the address of before ends."""
    person_id = _own(session, actor)
    with recorded(session, actor, now):
        _end(session, now, person_id)
        session.flush()  # before the new one: somebody has one at a time
        session.add(
            CalendarFeed(person_id=person_id, token_hash=hash_of(token), **stamp(actor, now))
        )


def end_feed(session: Session, actor: Actor, now: datetime) -> None:
    """The address stops working at once; without one there is nothing to do."""
    person_id = _own(session, actor)
    with recorded(session, actor, now):
        _end(session, now, person_id)


def _end(session: Session, now: datetime, person_id: int) -> None:
    for feed in session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.ended_at.is_(None)
        )
    ):
        feed.ended_at = now


def _own(session: Session, actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowedError("the calendar of nobody")
    # Of two at the same time the second one ends what the first one made.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return actor.person_id
