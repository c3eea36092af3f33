"""Reads who led a chain at a moment, and what they were called then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import role_holds
from buyergroups.chains.standing import Lead, Reading
from models.people import FormerName, Person, Role, RoleAssignment

MOMENT: BindParameter[datetime] = bindparam("moment")

#: What somebody was called at the moment: the first name that was given up after it, if any.
CALLED_THEN = func.coalesce(
    select(FormerName.name)
    .where(FormerName.person_id == Person.id, FormerName.until > MOMENT)
    .order_by(FormerName.until, FormerName.id)
    .limit(1)
    .correlate(Person)
    .scalar_subquery(),
    Person.name,
)
_LEADS = (
    select(RoleAssignment.chain_id, Person.ref, CALLED_THEN)
    .join(Person, Person.id == RoleAssignment.person_id)
    .where(RoleAssignment.role == Role.CHAIN_LEAD, role_holds())
    .order_by(RoleAssignment.chain_id, RoleAssignment.since, RoleAssignment.id)
)
_SOME_LEADS = _LEADS.where(RoleAssignment.chain_id.in_(bindparam("chain_ids", expanding=True)))


def leads_at(
    session: Session, reading: Reading, chain_ids: Collection[int] | None = None
) -> dict[int, tuple[Lead, ...]]:
    """The leads of these chains, or of all, at a moment, as known then."""
    found: dict[int, tuple[Lead, ...]] = {}
    values: dict[str, Any] = {"moment": reading.moment, "day": reading.day}
    if chain_ids is None:
        rows = session.execute(_LEADS, values)
    else:
        rows = session.execute(_SOME_LEADS, {**values, "chain_ids": list(chain_ids)})
    for chain_id, ref, name in rows:
        assert chain_id is not None
        found[chain_id] = (*found.get(chain_id, ()), Lead(ref, name))
    return found
