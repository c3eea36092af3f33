"""Reads who follows which chains: for that person's own pages and mails only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from models.chains import Chain
from models.following import Follow
from models.people import Person


def chains_followed_by(session: Session, actor: Actor) -> dict[int, datetime]:
    """The chains that somebody follows now, each since when."""
    rows = session.execute(
        select(Follow.chain_id, Follow.since)
        .where(visible_to(actor, Follow), Follow.until.is_(None))
        .order_by(Follow.since, Follow.id)
    )
    return {row.chain_id: row.since for row in rows}


def followers_of(session: Session, chain_id: int) -> Sequence[int]:
    """The people who follow a chain now, to mail each of them. Never to show on a page."""
    return session.scalars(
        select(Follow.person_id)
        .join(Person, Person.id == Follow.person_id)
        .where(Follow.chain_id == chain_id, Follow.until.is_(None), Person.blocked_at.is_(None))
        .order_by(Follow.id)
    ).all()


def all_follows(session: Session, person_id: int) -> Sequence[Any]:
    """Everything that somebody follows or followed, to take along; for nobody else."""
    return session.execute(
        select(Chain.slug, Follow.since, Follow.until)
        .join(Chain, Chain.id == Follow.chain_id)
        .where(Follow.person_id == person_id)
        .order_by(Follow.id)
    ).all()
