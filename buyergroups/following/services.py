"""Writes which chains somebody follows; each is about the actor and nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.errors import NotThereError
from buyergroups.history.recording import recorded
from models.chains import Chain
from models.following import Follow
from models.people import Person


def follow(session: Session, actor: Actor, now: datetime, *, chain_id: int) -> None:
    """Follow a chain from now on; whoever does so already still does.

    Raises NotThereError for a chain that the actor may not see.
    """
    if _open(session, actor, chain_id) is None:
        with recorded(session, actor, now):
            session.add(Follow(person_id=actor.person_id, chain_id=chain_id, since=now))


def unfollow(session: Session, actor: Actor, now: datetime, *, chain_id: int) -> None:
    """Follow a chain no longer; whoever did not follow it still does not.

    Raises NotThereError for a chain that the actor may not see.
    """
    found = _open(session, actor, chain_id)
    if found is not None:
        with recorded(session, actor, now):
            found.until = now


def _open(session: Session, actor: Actor, chain_id: int) -> Follow | None:
    """That the actor follows this chain, if so."""
    require(actor, Action.CHAIN_FOLLOW)
    seen = select(Chain.id).where(Chain.id == chain_id, visible_to(actor, Chain))
    if session.scalar(seen) is None:
        raise NotThereError(f"chain {chain_id}")
    # Of two windows in which the same person presses at once, the second waits here.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return session.scalar(
        select(Follow).where(
            visible_to(actor, Follow), Follow.chain_id == chain_id, Follow.until.is_(None)
        )
    )
