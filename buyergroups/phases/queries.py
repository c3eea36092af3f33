"""Reads reports and assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.chains.phase_line import findings
from buyergroups.chains.standing import AssessmentState, state_at
from buyergroups.errors import NotThereError
from models.chains import Chain
from models.decisions import Body, Decision
from models.people import Language, Person
from models.phases import PhaseAssessment, StatusUpdate

#: The body that confirms or returns phase assessments.
OPGAVE_OVERLEG = "opgave-overleg"


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


def report_row(session: Session, chain_id: int) -> Any:
    """The last report as a form shows it, with who gave it; None when there is none yet."""
    return session.execute(
        select(
            StatusUpdate.id,
            StatusUpdate.kind,
            StatusUpdate.progress,
            StatusUpdate.stagnation_reason,
            StatusUpdate.changed,
            StatusUpdate.next_step,
            StatusUpdate.next_step_on,
            StatusUpdate.language,
            StatusUpdate.reported_at,
            Person.name.label("by"),
        )
        .join(Person, Person.id == StatusUpdate.recorded_by_id)
        .where(StatusUpdate.chain_id == chain_id)
        .order_by(StatusUpdate.recorded_at.desc(), StatusUpdate.id.desc())
        .limit(1)
    ).first()


def last_assessment_id(session: Session, chain_id: int) -> int | None:
    """The last assessment of a chain, whatever became of it."""
    return session.scalar(
        select(PhaseAssessment.id)
        .where(PhaseAssessment.chain_id == chain_id)
        .order_by(PhaseAssessment.recorded_at.desc(), PhaseAssessment.id.desc())
        .limit(1)
    )


def assessment_by_ref(session: Session, ref: str) -> Any:
    """An assessment at an address, with the address of its chain; raises NotThereError."""
    row = session.execute(
        select(PhaseAssessment.id, Chain.slug)
        .join(Chain, Chain.id == PhaseAssessment.chain_id)
        .where(PhaseAssessment.ref == ref)
    ).first()
    if row is None:
        raise NotThereError(f"assessment {ref[:20]}")
    return row


def deciding_body(session: Session) -> Body:
    """The body that decides on phases; raises NotThereError while nothing was loaded."""
    body = session.scalars(select(Body).where(Body.code == OPGAVE_OVERLEG)).first()
    if body is None:
        raise NotThereError("opgave-overleg")
    return body
