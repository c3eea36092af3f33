"""Whose a flag is: who leads the chain, the group that it is about, or who answers for its kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import latest_id
from buyergroups.flags.queries import Row
from models.groups import BuyerGroup, GroupVersion
from models.people import Person, Role, RoleAssignment


def owners(
    session: Session, actor: Actor, now: datetime, language: str, rows: Sequence[Row]
) -> Mapping[int, str]:
    """By flag, as far as the reader may know and anybody is; at most two statements."""
    leads = _leads(session, now, {row.chain_id for row in rows if row.chain_id})
    groups = _groups(session, actor, {row.group_id for row in rows if row.group_id})
    found = {}
    for row in rows:
        words = row.rule.who or row.rule.kind.who
        who = words.into(language) if words else ""
        if not row.rule.waits_for_others:
            # A group has its own people; of a chain alone, who leads it.
            who = groups.get(row.group_id or 0) or leads.get(row.chain_id or 0) or who
        if who:
            found[row.id] = who
    return found


def _leads(session: Session, now: datetime, chain_ids: Collection[int]) -> dict[int, str]:
    if not chain_ids:
        return {}
    rows = session.execute(
        select(RoleAssignment.chain_id, Person.name)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            RoleAssignment.role == Role.CHAIN_LEAD,
            RoleAssignment.chain_id.in_(chain_ids),
            role_holds(now, local_day(now)),
        )
        .order_by(RoleAssignment.chain_id, Person.sort_name, Person.id)
    )
    found: dict[int, list[str]] = {}
    for chain_id, name in rows:
        found.setdefault(chain_id or 0, []).append(name)
    return {key: ", ".join(names) for key, names in found.items()}


def _groups(session: Session, actor: Actor, group_ids: Collection[int]) -> dict[int, str]:
    if not group_ids:
        return {}
    rows = session.execute(
        select(BuyerGroup.id, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_id(GroupVersion, group_id=BuyerGroup.id))
        .where(BuyerGroup.id.in_(group_ids), visible_to(actor, BuyerGroup))
    )
    return {row[0]: row[1] for row in rows}
