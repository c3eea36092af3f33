"""Reads which chains wait for their baseline."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains.queries import Among, reading_of, standings
from buyergroups.chains.standing import Standing
from buyergroups.clock import local_day
from buyergroups.settings.queries import programme, settings_at
from models.chains import Chain
from models.people import Person
from models.phases import AssessmentOutcome, Phase, PhaseAssessment


def some_wait(session: Session, chain_ids: Collection[int]) -> bool:
    """Whether one of these chains has no assessment that holds; one cheap look before the rest."""
    holds = (
        select(PhaseAssessment.id)
        .where(
            PhaseAssessment.chain_id == Chain.id,
            PhaseAssessment.corrected_at.is_(None),
            or_(
                PhaseAssessment.outcome.is_(None),
                PhaseAssessment.outcome == AssessmentOutcome.CONFIRMED,
            ),
        )
        .exists()
    )
    asked = select(Chain.id).where(Chain.id.in_(chain_ids), ~holds).limit(1)
    return session.scalar(asked) is not None


def own_chains(session: Session, actor: Actor, now: datetime) -> list[Standing]:
    """The chains that somebody leads, in order of name."""
    return _standings(session, actor, now, Among(chain_ids=actor.leads)) if actor.leads else []


def priority_chains(session: Session, actor: Actor, now: datetime) -> list[Standing]:
    """The priority chains, in order of name."""
    return _standings(session, actor, now, Among(priority=True))


def all_chains(session: Session, actor: Actor, now: datetime) -> tuple[int, list[Standing]]:
    """The programme, and every chain of it in order of name."""
    found = programme(session)
    return (found.id if found else 0), _standings(session, actor, now, Among())


def _standings(session: Session, actor: Actor, now: datetime, among: Among) -> list[Standing]:
    found = programme(session)
    if found is None:
        return []
    reading = reading_of(local_day(now), settings_at(session, now))
    rows = standings(session, actor, found.id, reading, among)
    return sorted(rows, key=lambda row: (row.sort_name, row.id))


def last_assessments(session: Session, chain_ids: Collection[int]) -> Mapping[int, Any]:
    """The last assessment of each chain, whatever became of it, with who made it."""
    latest = (
        select(func.max(PhaseAssessment.id))
        .where(PhaseAssessment.chain_id.in_(chain_ids))
        .group_by(PhaseAssessment.chain_id)
    )
    rows = session.execute(
        select(
            PhaseAssessment.id,
            PhaseAssessment.chain_id,
            PhaseAssessment.since,
            PhaseAssessment.since_precision,
            PhaseAssessment.reason,
            PhaseAssessment.language,
            PhaseAssessment.recorded_at,
            Phase.nr,
            Person.name.label("by"),
        )
        .join(Phase, Phase.id == PhaseAssessment.phase_id)
        .join(Person, Person.id == PhaseAssessment.recorded_by_id)
        .where(PhaseAssessment.id.in_(latest))
    )
    return {row.chain_id: row for row in rows}
