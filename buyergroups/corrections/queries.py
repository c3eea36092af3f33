"""Reads what can be corrected: a report or an assessment, with its chain and who recorded it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.standing import holds, state_now
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from models.chains import Chain, ChainVersion
from models.people import Person
from models.phases import PhaseAssessment, StatusUpdate


def _by_ref(session: Session, actor: Actor, model: Any, ref: str) -> Any:
    row = session.execute(
        select(model, Chain.slug, Person.name.label("by"))
        .join(Chain, Chain.id == model.chain_id)
        .join(Person, Person.id == model.recorded_by_id)
        .where(model.ref == ref, visible_to(actor, model))
    ).first()
    if row is None:
        raise NotThereError(f"{model.__tablename__} {ref[:20]}")
    return row


def report(session: Session, actor: Actor, ref: str) -> Any:
    """A report at an address: `StatusUpdate`, `slug`, `by`; raises NotThereError."""
    return _by_ref(session, actor, StatusUpdate, ref)


def assessment(session: Session, actor: Actor, ref: str) -> Any:
    """An assessment at an address: `PhaseAssessment`, `slug`, `by`; raises NotThereError."""
    return _by_ref(session, actor, PhaseAssessment, ref)


def is_corrected(session: Session, report_id: int) -> bool:
    """Whether another report names this one as its mistake."""
    found = select(StatusUpdate.id).where(StatusUpdate.corrects_id == report_id)
    return session.scalar(found) is not None


def holding(session: Session, chain_id: int) -> PhaseAssessment | None:
    """The assessment that says in which phase the market of a chain is."""
    rows = session.scalars(
        select(PhaseAssessment)
        .where(PhaseAssessment.chain_id == chain_id)
        .order_by(PhaseAssessment.recorded_at.desc(), PhaseAssessment.id.desc())
    )
    return next(
        (row for row in rows if holds(state_now(row.outcome, row.outcome_at, row.corrected_at))),
        None,
    )


def chains(session: Session, actor: Actor) -> Sequence[Any]:
    """All chains by name: id, slug, name."""
    newest = latest_id(ChainVersion, chain_id=Chain.id)
    return session.execute(
        select(Chain.id, Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == newest)
        .where(visible_to(actor, Chain))
        .order_by(ChainVersion.sort_name, Chain.id)
    ).all()


def refs(session: Session, model: Any, ids: Collection[int]) -> dict[int, str]:
    """The references of rows by their ids."""
    rows = session.execute(select(model.id, model.ref).where(model.id.in_(sorted(ids))))
    return {row.id: row.ref for row in rows}
