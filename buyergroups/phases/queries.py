"""Reads reports and assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.chains.phase_line import findings
from buyergroups.chains.standing import AssessmentState, state_at
from models.decisions import Decision
from models.people import Language, Person
from models.phases import PhaseAssessment, StatusUpdate


def last_report(session: Session, chain_id: int) -> StatusUpdate | None:
    """The row that says how the chain is doing now."""
    return session.scalars(
        select(StatusUpdate)
        .where(StatusUpdate.chain_id == chain_id)
        .order_by(StatusUpdate.recorded_at.desc(), StatusUpdate.id.desc())
        .limit(1)
    ).first()


def criteria_states(session: Session, chain_id: int) -> dict[str, str]:
    """The criteria of a chain as they stand, for an assessment to keep."""
    return {str(key): row.state.value for key, row in findings(session, chain_id).items()}


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment with what became of it."""

    ref: str
    phase_id: int
    since: date | None
    since_precision: Any
    reason: str
    language: Language
    recorded_at: datetime
    by: str
    state: AssessmentState
    outcome_at: datetime | None
    outcome_reason: str | None
    decision: str | None


def assessments(session: Session, chain_id: int, moment: datetime) -> list[AssessmentRow]:
    """The assessments of a chain recorded by a moment, the newest first, as they stood then."""
    rows = session.execute(
        select(PhaseAssessment, Person.name, Decision.reference)
        .join(Person, Person.id == PhaseAssessment.recorded_by_id)
        .outerjoin(Decision, Decision.id == PhaseAssessment.decision_id)
        .where(PhaseAssessment.chain_id == chain_id, PhaseAssessment.recorded_at <= moment)
        .order_by(PhaseAssessment.recorded_at.desc(), PhaseAssessment.id.desc())
    ).all()
    return [_assessment(row, by, decision, moment) for row, by, decision in rows]


def _assessment(
    row: PhaseAssessment, by: str, decision: str | None, moment: datetime
) -> AssessmentRow:
    return AssessmentRow(
        ref=row.ref,
        phase_id=row.phase_id,
        since=row.since,
        since_precision=row.since_precision,
        reason=row.reason,
        language=row.language,
        recorded_at=row.recorded_at,
        by=by,
        state=state_at(moment, row.outcome, row.outcome_at, row.corrected_at),
        outcome_at=row.outcome_at,
        outcome_reason=row.outcome_reason,
        decision=decision,
    )
