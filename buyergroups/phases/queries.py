"""Reads reports and assessments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from buyergroups.chains.phase_line import findings
from buyergroups.chains.reports import counts, latest_id, newest_first
from buyergroups.chains.standing import AssessmentState, state_at
from buyergroups.errors import NotThereError
from models.chains import Chain, ChainVersion
from models.decisions import Body, Decision
from models.people import Language, Person
from models.phases import (
    AssessmentOutcome,
    Phase,
    PhaseAssessment,
    ReportKind,
    StatusUpdate,
)

#: The body that confirms or returns phase assessments.
OPGAVE_OVERLEG = "opgave-overleg"


def last_report(session: Session, chain_id: int) -> StatusUpdate | None:
    """The row that says how the chain is doing now."""
    return session.scalars(
        select(StatusUpdate)
        .where(StatusUpdate.chain_id == chain_id, counts())
        .order_by(*newest_first())
        .limit(1)
    ).first()


def said_already(
    session: Session, chain_id: int, *, seen: int | None, person_id: int | None
) -> bool:
    """Whether this person's own 'still correct' about what they saw is the last word already."""
    rows = session.execute(
        select(StatusUpdate.id, StatusUpdate.kind, StatusUpdate.recorded_by_id)
        .where(StatusUpdate.chain_id == chain_id)
        .order_by(StatusUpdate.recorded_at.desc(), StatusUpdate.id.desc())
        .limit(2)
    ).all()
    return (
        len(rows) == 2
        and rows[0].kind is ReportKind.STILL_CORRECT
        and rows[0].recorded_by_id == person_id
        and rows[1].id == seen
    )


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
    decision_id: int | None
    #: Who corrected another one by this, and why.
    corrected_by: str | None
    correction_reason: str | None
    #: The criteria as they stood: {criterion id: state}.
    criteria: dict[str, str]


def assessments(session: Session, chain_id: int, moment: datetime) -> list[AssessmentRow]:
    """The assessments of a chain recorded by a moment, the newest first, as they stood then."""
    rows = session.execute(
        select(PhaseAssessment, Person.name, Decision.reference)
        .join(Person, Person.id == PhaseAssessment.recorded_by_id)
        .outerjoin(Decision, Decision.id == PhaseAssessment.decision_id)
        .where(PhaseAssessment.chain_id == chain_id, PhaseAssessment.recorded_at <= moment)
        .order_by(PhaseAssessment.recorded_at.desc(), PhaseAssessment.id.desc())
    ).all()
    assessors = assessors_of(session, rows)
    return [_assessment(row, assessors[row.id], by, decision, moment) for row, by, decision in rows]


def assessors_of(session: Session, rows: Sequence[Any]) -> dict[int, str]:
    """Who assessed, by id; whoever corrected it later did not. A statement per chain of moves."""
    known = {row.id: (row.corrects_id, by) for row, by, _ in rows}
    while missing := {wrong for wrong, _ in known.values() if wrong and wrong not in known}:
        found = session.execute(
            select(PhaseAssessment.id, PhaseAssessment.corrects_id, Person.name)
            .join(Person, Person.id == PhaseAssessment.recorded_by_id)
            .where(PhaseAssessment.id.in_(missing))
        )
        known |= {row.id: (row.corrects_id, row.name) for row in found}
    named: dict[int, str] = {}
    for key in sorted(known):  # what is corrected was recorded first
        wrong, by = known[key]
        named[key] = named[wrong] if wrong else by
    return named


def _assessment(
    row: PhaseAssessment, assessor: str, by: str, decision: str | None, moment: datetime
) -> AssessmentRow:
    return AssessmentRow(
        ref=row.ref,
        phase_id=row.phase_id,
        since=row.since,
        since_precision=row.since_precision,
        reason=row.reason,
        language=row.language,
        recorded_at=row.recorded_at,
        by=assessor,
        corrected_by=by if row.corrects_id else None,
        correction_reason=row.correction_reason,
        state=state_at(moment, row.outcome, row.outcome_at, row.corrected_at),
        outcome_at=row.outcome_at,
        outcome_reason=row.outcome_reason,
        decision=decision,
        decision_id=row.decision_id,
        criteria=dict(row.criteria),
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
        .where(StatusUpdate.id == latest_id(chain_id))
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


def deciding_body_or_none(session: Session) -> Body | None:
    """The body that decides on phases, once the reference data was loaded."""
    return session.scalars(select(Body).where(Body.code == OPGAVE_OVERLEG)).first()


def deciding_body(session: Session) -> Body:
    """The body that decides on phases; raises NotThereError while nothing was loaded."""
    body = deciding_body_or_none(session)
    if body is None:
        raise NotThereError("opgave-overleg")
    return body


def decided_on(session: Session) -> list[date]:
    """The last days on which the body that decides on phases decided, newest first."""
    return list(
        session.scalars(
            select(Decision.decided_on)
            .join(Body, Body.id == Decision.body_id)
            .where(Body.code == OPGAVE_OVERLEG)
            .distinct()
            .order_by(Decision.decided_on.desc())
            .limit(2)
        )
    )


def _latest_name() -> Any:
    """The present name of the chain of an assessment or report."""
    return (
        select(ChainVersion.name_nl)
        .where(ChainVersion.chain_id == Chain.id)
        .order_by(ChainVersion.recorded_at.desc(), ChainVersion.id.desc())
        .limit(1)
        .correlate(Chain)
        .scalar_subquery()
        .label("name_nl")
    )


def _first_author() -> Any:
    """Per assessment who made the first one of its line of corrections."""
    line = (
        select(PhaseAssessment.id, PhaseAssessment.recorded_by_id.label("author_id"))
        .where(PhaseAssessment.corrects_id.is_(None))
        .cte("line", recursive=True)
    )
    return line.union_all(
        select(PhaseAssessment.id, line.c.author_id).join(
            line, line.c.id == PhaseAssessment.corrects_id
        )
    )


def waiting(session: Session) -> Sequence[Any]:
    """The provisional assessments, the longest waiting first; `first`: the first of its chain."""
    earlier = aliased(PhaseAssessment)
    was_confirmed = (
        select(earlier.id)
        .where(
            earlier.chain_id == PhaseAssessment.chain_id,
            earlier.outcome == AssessmentOutcome.CONFIRMED,
        )
        .exists()
    )
    line = _first_author()
    return session.execute(
        select(
            PhaseAssessment.ref,
            PhaseAssessment.recorded_at,
            PhaseAssessment.since,
            PhaseAssessment.since_precision,
            PhaseAssessment.reason,
            PhaseAssessment.language,
            PhaseAssessment.criteria,
            Chain.slug,
            _latest_name(),
            Phase.nr,
            Phase.name_nl.label("phase_nl"),
            Phase.name_en,
            Person.name.label("by"),
            (~was_confirmed).label("first"),
        )
        .join(Chain, Chain.id == PhaseAssessment.chain_id)
        .join(Phase, Phase.id == PhaseAssessment.phase_id)
        .join(line, line.c.id == PhaseAssessment.id)
        .join(Person, Person.id == line.c.author_id)
        .where(PhaseAssessment.outcome.is_(None), PhaseAssessment.corrected_at.is_(None))
        .order_by(PhaseAssessment.recorded_at, PhaseAssessment.id)
    ).all()


def locked_assessments(
    session: Session, refs: Collection[str]
) -> list[tuple[PhaseAssessment, str]]:
    """These assessments with the names of their chains, kept as they are until it is recorded."""
    # The chains first and in one order, as whoever assesses does: nobody waits in a circle.
    ids = session.scalars(
        select(PhaseAssessment.chain_id).where(PhaseAssessment.ref.in_(refs)).distinct()
    )
    session.execute(
        select(Chain.id).where(Chain.id.in_(sorted(ids))).order_by(Chain.id).with_for_update()
    )
    rows = session.execute(
        select(PhaseAssessment, _latest_name())
        .join(Chain, Chain.id == PhaseAssessment.chain_id)
        .where(PhaseAssessment.ref.in_(refs))
        .order_by(Chain.id)
        .with_for_update(of=PhaseAssessment)
    )
    return [(row, name) for row, name in rows]


def returned_last(session: Session, chain_ids: Collection[int]) -> Sequence[Any]:
    """The assessments that were returned and not followed by another, of these chains."""
    later = aliased(PhaseAssessment)
    followed = (
        select(later.id)
        .where(later.chain_id == PhaseAssessment.chain_id, later.id > PhaseAssessment.id)
        .exists()
    )
    return session.execute(
        select(PhaseAssessment.outcome_reason, Chain.slug, _latest_name())
        .join(Chain, Chain.id == PhaseAssessment.chain_id)
        .where(
            PhaseAssessment.chain_id.in_(chain_ids),
            PhaseAssessment.outcome == AssessmentOutcome.RETURNED,
            ~followed,
        )
        .order_by(PhaseAssessment.outcome_at)
    ).all()
