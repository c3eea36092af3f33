"""Reads who led a chain at a moment, what they were called then, and how to reach them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.permissions import Action, can
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


@dataclass(frozen=True)
class Contact:
    """Somebody to turn to about a chain; `email` only for whoever may see it."""

    name: str
    since: date
    email: str | None


@dataclass(frozen=True)
class Contacts:
    """Who leads a chain now, and the programme managers, for where nobody does."""

    leads: tuple[Contact, ...]
    managers: tuple[Contact, ...]


def contacts(session: Session, actor: Actor, reading: Reading, chain_id: int) -> Contacts:
    """Whom to turn to about a chain.

    Mail addresses are for the programme team and oneself: "Who sees what" in the domain.
    """
    role = RoleAssignment.role
    rows = session.execute(
        select(Person.id, Person.name, Person.email, role, RoleAssignment.since)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            or_(
                (role == Role.CHAIN_LEAD) & (RoleAssignment.chain_id == chain_id),
                role == Role.PROGRAMME_MANAGER,
            ),
            role_holds(),
        )
        .order_by(RoleAssignment.since, RoleAssignment.id),
        {"moment": reading.moment, "day": reading.day},
    ).all()
    found: dict[Role, list[Contact]] = {Role.CHAIN_LEAD: [], Role.PROGRAMME_MANAGER: []}
    for row in rows:
        email = row.email if can(actor, Action.MAIL_SEE, row.id) else None
        found[row.role].append(Contact(row.name, row.since, email))
    return Contacts(tuple(found[Role.CHAIN_LEAD]), tuple(found[Role.PROGRAMME_MANAGER]))
