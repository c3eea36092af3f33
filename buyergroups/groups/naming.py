"""Reads names and addresses of groups: what they are called, and what is taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.groups.queries import latest_of
from models.base import sort_name
from models.groups import BuyerGroup, GroupSlug, GroupStanding, GroupState, GroupVersion


def named(session: Session, group_ids: Collection[int]) -> Sequence[Any]:
    """Id, address and name of these groups, by name."""
    return session.execute(
        select(BuyerGroup.id, BuyerGroup.slug, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(BuyerGroup.id.in_(group_ids))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    ).all()


def address_taken(session: Session, programme_id: int, slug: str, but: int | None) -> bool:
    """Whether another group has this address, or had it."""
    now = select(BuyerGroup.id).where(
        BuyerGroup.programme_id == programme_id, BuyerGroup.slug == slug
    )
    before = select(GroupSlug.group_id).where(
        GroupSlug.programme_id == programme_id, GroupSlug.slug == slug
    )
    found = [*session.scalars(now), *session.scalars(before)]
    return any(key != but for key in found)


def name_taken(session: Session, programme_id: int, name: str) -> bool:
    """Whether an open group of the programme is called this, case and accents apart."""
    found = session.scalar(
        select(BuyerGroup.id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(GroupStanding, GroupStanding.id == latest_of(GroupStanding))
        .where(
            BuyerGroup.programme_id == programme_id,
            GroupVersion.sort_name == sort_name(" ".join(name.split())),
            GroupStanding.state != GroupState.CLOSED,
        )
        .limit(1)
    )
    return found is not None
