"""Reads the assessments and reports of many chains by a moment, for the timeline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.reports import counts
from buyergroups.chains.standing import AssessmentState, state_at
from buyergroups.clock import local_day
from buyergroups.phases.timeline import Assessed, Reported
from models.phases import PhaseAssessment, StatusUpdate


def assessed_by(
    session: Session, actor: Actor, chain_ids: Collection[int], moment: datetime
) -> dict[int, list[Assessed]]:
    """The assessments per chain that were recorded by a moment, in that order, as they stood."""
    rows = session.execute(
        select(
            PhaseAssessment.chain_id,
            PhaseAssessment.phase_id,
            PhaseAssessment.since,
            PhaseAssessment.since_precision,
            PhaseAssessment.recorded_at,
            PhaseAssessment.outcome,
            PhaseAssessment.outcome_at,
            PhaseAssessment.corrected_at,
        )
        .where(
            PhaseAssessment.chain_id.in_(chain_ids),
            PhaseAssessment.recorded_at <= moment,
            visible_to(actor, PhaseAssessment),
        )
        .order_by(PhaseAssessment.recorded_at, PhaseAssessment.id)
    )
    found: dict[int, list[Assessed]] = {}
    for row in rows:
        found.setdefault(row.chain_id, []).append(_assessed(row, moment))
    return found


def _assessed(row: Any, moment: datetime) -> Assessed:
    state = state_at(moment, row.outcome, row.outcome_at, row.corrected_at)
    over = {
        AssessmentState.PROVISIONAL: None,
        AssessmentState.CORRECTED: row.corrected_at,
    }.get(state, row.outcome_at)
    return Assessed(
        chain_id=row.chain_id,
        phase_id=row.phase_id,
        since=row.since,
        since_precision=row.since_precision,
        recorded_on=local_day(row.recorded_at),
        state=state,
        ended_on=local_day(over) if over else None,
    )


def reported_by(
    session: Session, actor: Actor, chain_ids: Collection[int], moment: datetime
) -> dict[int, list[Reported]]:
    """The reports per chain that were recorded by a moment and not corrected by then."""
    rows = session.execute(
        select(
            StatusUpdate.chain_id,
            StatusUpdate.reported_at,
            StatusUpdate.kind,
            StatusUpdate.progress,
            StatusUpdate.stagnation_reason,
        )
        .where(
            StatusUpdate.chain_id.in_(chain_ids),
            StatusUpdate.recorded_at <= moment,
            counts(moment=moment),
            visible_to(actor, StatusUpdate),
        )
        .order_by(StatusUpdate.reported_at, StatusUpdate.recorded_at, StatusUpdate.id)
    )
    found: dict[int, list[Reported]] = {}
    for chain_id, reported_at, kind, progress, reason in rows:
        one = Reported(chain_id, local_day(reported_at), kind, progress, reason)
        found.setdefault(chain_id, []).append(one)
    return found
