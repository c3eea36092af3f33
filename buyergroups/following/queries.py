"""Reads who follows what: for that person's own pages only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.following.kinds import Kind
from models.chains import Chain
from models.following import Follow
from models.groups import BuyerGroup
from models.topics import Topic


def followed_by(session: Session, actor: Actor, kind: Kind) -> dict[int, datetime]:
    """What somebody follows now of one kind and sees, each since when."""
    model: Any = kind.model
    rows = session.execute(
        select(kind.column.label("key"), Follow.since)
        .join(model, model.id == kind.column)
        .where(visible_to(actor, Follow), visible_to(actor, model), Follow.until.is_(None))
        .order_by(Follow.since, Follow.id)
    )
    return {row.key: row.since for row in rows}


def chains_followed_by(session: Session, actor: Actor) -> dict[int, datetime]:
    """The chains that somebody follows now, each since when."""
    return followed_by(session, actor, Kind.CHAIN)


def follows(session: Session, actor: Actor, kind: Kind, key: int) -> bool:
    """Whether somebody follows this now."""
    own = visible_to(actor, Follow)
    found = select(Follow.id).where(own, kind.column == key, Follow.until.is_(None))
    return session.scalar(found) is not None


def all_follows(session: Session, person_id: int) -> Sequence[Any]:
    """Everything that somebody follows or followed, to take along; for nobody else."""
    return session.execute(
        select(
            Chain.slug.label("chain"),
            BuyerGroup.slug.label("group"),
            Topic.slug.label("topic"),
            Follow.since,
            Follow.until,
        )
        .outerjoin(Chain, Chain.id == Follow.chain_id)
        .outerjoin(BuyerGroup, BuyerGroup.id == Follow.group_id)
        .outerjoin(Topic, Topic.id == Follow.topic_id)
        .where(Follow.person_id == person_id)
        .order_by(Follow.id)
    ).all()
