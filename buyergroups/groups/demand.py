"""Reads where private organisations have a large share of the demand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from buyergroups.db import latest_id
from models.groups import GroupChain, PrivateDemand


def latest_demand(session: Session, chain_id: int) -> PrivateDemand | None:
    """What was recorded last about private demand in a chain."""
    return session.scalars(
        select(PrivateDemand)
        .where(PrivateDemand.chain_id == chain_id)
        .order_by(PrivateDemand.recorded_at.desc(), PrivateDemand.id.desc())
        .limit(1)
    ).first()


def large_demand(group_id: Any) -> ColumnElement[bool]:
    """Whether a chain that a group works on now is marked so."""
    newest = latest_id(PrivateDemand, chain_id=GroupChain.chain_id)
    return (
        select(PrivateDemand.id)
        .join(GroupChain, PrivateDemand.id == newest)
        .where(GroupChain.group_id == group_id, GroupChain.until.is_(None), PrivateDemand.large)
        .exists()
    )


def has_large_private_demand(session: Session, group_id: int) -> bool:
    """The same of one group."""
    return bool(session.scalar(select(large_demand(group_id))))
