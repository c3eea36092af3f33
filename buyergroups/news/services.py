"""Writes until when somebody has seen what was new; about the actor and nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from models.news import NewsSeen
from models.people import Person


def mark_seen(session: Session, actor: Actor, now: datetime, *, until: datetime) -> datetime:
    """What was recorded up to a moment is no longer new to the actor; it never goes back.

    A moment in the future counts as now. Returns the moment that holds.
    """
    require(actor, Action.NEWS_OPEN)
    # Of two windows that are opened at once, the second waits here.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    seen_at = min(until, now)
    found = session.scalar(select(NewsSeen).where(NewsSeen.person_id == actor.person_id))
    if found is None:
        session.add(NewsSeen(person_id=actor.person_id, seen_at=seen_at))
    elif found.seen_at < seen_at:
        found.seen_at = seen_at
    session.flush()
    return seen_at if found is None else found.seen_at
