"""Writes what somebody follows; each is about the actor and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.errors import NotThereError
from buyergroups.following.kinds import Kind
from buyergroups.history.recording import recorded
from models.following import Follow
from models.people import Person


def follow(session: Session, actor: Actor, now: datetime, *, kind: Kind, key: int) -> None:
    """Follow something from now on; whoever does so already still does.

    Raises NotThereError for what the actor may not see.
    """
    if _open(session, actor, kind, key) is None:
        with recorded(session, actor, now):
            session.add(Follow(person_id=actor.person_id, since=now, **{kind.field: key}))


def unfollow(session: Session, actor: Actor, now: datetime, *, kind: Kind, key: int) -> None:
    """Follow it no longer; whoever did not follow it still does not.

    Raises NotThereError for what the actor may not see.
    """
    found = _open(session, actor, kind, key)
    if found is not None:
        with recorded(session, actor, now):
            found.until = now


def _open(session: Session, actor: Actor, kind: Kind, key: int) -> Follow | None:
    """That the actor follows this, if so."""
    require(actor, Action.FOLLOW)
    model: Any = kind.model
    seen = select(model.id).where(model.id == key, visible_to(actor, model))
    if session.scalar(seen) is None:
        raise NotThereError(f"{kind} {key}")
    # Of two windows in which the same person presses at once, the second waits here.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return session.scalar(
        select(Follow).where(visible_to(actor, Follow), kind.column == key, Follow.until.is_(None))
    )
