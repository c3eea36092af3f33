"""Reads the facts of a chain as the programme manager keeps them, each with who recorded it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from models.chains import ChainVersion, Coverage, Impact
from models.decisions import Decision
from models.people import Person, Role, RoleAssignment
from models.programme import RelatedProgramme

#: More decisions than these nobody looks through in a list.
MOST_DECISIONS = 100


def _newest(model: Any, chain_id: int, *columns: Any) -> Any:
    return (
        select(model, Person.name.label("by"), *columns)
        .outerjoin(Person, Person.id == model.recorded_by_id)
        .where(model.chain_id == chain_id)
        .order_by(model.recorded_at.desc(), model.id.desc())
        .limit(1)
    )


def facts(session: Session, chain_id: int) -> Any:
    """Name, cluster and priority as they are now: `ChainVersion`, `by`, `reference`."""
    statement = _newest(ChainVersion, chain_id, Decision.reference).outerjoin(
        Decision, Decision.id == ChainVersion.decision_id
    )
    return session.execute(statement).one()


def coverage(session: Session, chain_id: int) -> Any:
    """Whether another programme covers the chain: `Coverage`, `by`; None when never said."""
    return session.execute(_newest(Coverage, chain_id)).first()


def impact(session: Session, chain_id: int) -> Any:
    """What was recorded last about impact: `Impact`, `by`; None when nothing was."""
    return session.execute(_newest(Impact, chain_id)).first()


def related_programmes(session: Session, programme_id: int) -> Sequence[tuple[int, str]]:
    """The programmes that can cover a chain, by name."""
    rows = session.execute(
        select(RelatedProgramme.id, RelatedProgramme.name_nl)
        .where(RelatedProgramme.programme_id == programme_id)
        .order_by(RelatedProgramme.name_nl)
    )
    return [(row.id, row.name_nl) for row in rows]


def decisions(session: Session, actor: Actor, programme_id: int) -> Sequence[Any]:
    """The latest decisions of all bodies."""
    return session.execute(
        select(Decision.id, Decision.reference, Decision.decided_on, Decision.text)
        .where(Decision.programme_id == programme_id, visible_to(actor, Decision))
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
        .limit(MOST_DECISIONS)
    ).all()


@dataclass(frozen=True, slots=True)
class HeldLead:
    """Somebody who leads the chain, did, or will."""

    id: int
    ref: str
    name: str
    since: date
    until: date | None
    holds: bool


def leads(session: Session, now: datetime, chain_id: int) -> list[HeldLead]:
    """The leads of a chain, the latest first."""
    rows = session.execute(
        select(
            RoleAssignment.id,
            Person.ref,
            Person.name,
            RoleAssignment.since,
            RoleAssignment.until,
            role_holds(now, local_day(now)).label("holds"),
        )
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.chain_id == chain_id, RoleAssignment.role == Role.CHAIN_LEAD)
        .order_by(RoleAssignment.since.desc(), RoleAssignment.id.desc())
    )
    return [HeldLead(*row[:5], holds=bool(row.holds)) for row in rows]
