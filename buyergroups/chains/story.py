"""The history of a chain as people read it: the newest first, with from, to, who and why.

From what was recorded: each source gives at most as many rows as the page can need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.chains.attached import file_events
from buyergroups.chains.events import Event, EventKind
from buyergroups.chains.standing import AssessmentState, holds, state_at, state_now
from models.chains import (
    ChainVersion,
    ClusterName,
    Coverage,
    Impact,
    SelectedChain,
    YearlySelection,
)
from models.decisions import Decision
from models.history import ActorKind, HistoryEntry
from models.people import Person, Role, RoleAssignment
from models.phases import CriterionFinding, PhaseAssessment, PhaseCriterion, StatusUpdate
from models.programme import Theme

PAGE_SIZE = 50


def story(session: Session, chain_id: int, moment: datetime, page: int = 1) -> list[Event]:
    """One page of what was recorded by a moment, and one event more if there is another page."""
    most = page * PAGE_SIZE + 1
    sources: Sequence[Callable[[Session, int, int], Iterable[Event]]] = (
        _reports,
        _assessments,
        _selections,
        _coverage,
        _findings,
        file_events,
        _leads,
        _impacts,
        _versions,
    )
    events = [
        event
        for source in sources
        for event in source(session, chain_id, most)
        if event.at <= moment
    ]
    events.sort(key=lambda event: event.at, reverse=True)
    return events[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1]


def _before(column: Any, *, per: Any = None) -> ColumnElement[Any]:
    """The value of a column in the row recorded before this one."""
    model = column.class_
    order = (model.recorded_at, model.id)
    over = func.lag(column).over(order_by=order, partition_by=per)
    return over.label("was")


def _reports(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    wrong, right = aliased(StatusUpdate), aliased(StatusUpdate)
    corrector = aliased(Person)
    rows = session.execute(
        select(
            StatusUpdate.ref,
            StatusUpdate.recorded_at,
            StatusUpdate.kind,
            StatusUpdate.progress,
            StatusUpdate.stagnation_reason,
            StatusUpdate.changed_html,
            StatusUpdate.next_step,
            StatusUpdate.next_step_on,
            StatusUpdate.language,
            StatusUpdate.reason,
            _before(StatusUpdate.progress),
            wrong.progress.label("wrong"),
            wrong.reported_at.label("wrong_at"),
            _elsewhere(wrong.chain_id, chain_id).label("came_from"),
            right.reason.label("corrected_reason"),
            right.recorded_at.label("corrected_at"),
            corrector.name.label("corrected_by"),
            _elsewhere(right.chain_id, chain_id).label("went_to"),
            Person.name.label("by"),
        )
        .join(Person, Person.id == StatusUpdate.recorded_by_id)
        .outerjoin(wrong, wrong.id == StatusUpdate.corrects_id)
        .outerjoin(right, right.corrects_id == StatusUpdate.id)
        .outerjoin(corrector, corrector.id == right.recorded_by_id)
        .where(StatusUpdate.chain_id == chain_id)
        .order_by(StatusUpdate.recorded_at.desc(), StatusUpdate.id.desc())
        .limit(most)
    )
    for row in rows:
        was = row.wrong or row.was
        ref = None if row.corrected_at else row.ref
        yield Event(row.recorded_at, EventKind.REPORTED, row.by, row, was, row.progress, ref=ref)


def _elsewhere(other_chain: Any, chain_id: int) -> ColumnElement[Any]:
    """The present name of another chain; nothing when it is this one."""
    return (
        select(ChainVersion.name_nl)
        .where(ChainVersion.chain_id == other_chain, other_chain != chain_id)
        .order_by(ChainVersion.recorded_at.desc(), ChainVersion.id.desc())
        .limit(1)
        .correlate_except(ChainVersion)
        .scalar_subquery()
    )


def _assessments(session: Session, chain_id: int, _: int) -> Iterable[Event]:
    rows = _assessment_rows(session, chain_id)
    known = [row[0] for row in rows]
    now_holds = [row for row in known if holds(_state(row))][-1:]
    for row in rows:
        assessment = row.PhaseAssessment
        yield Event(
            assessment.recorded_at,
            EventKind.ASSESSED,
            row.by,
            row,
            was=_phase_before(known, assessment),
            is_now=assessment.phase_id,
            state=_state(assessment),
            since=assessment.since,
            since_precision=assessment.since_precision,
            ref=assessment.ref if assessment in now_holds else None,
        )
        # A correction takes the decision along; it was taken on the row that it names.
        if row.Decision is not None and assessment.outcome_at > assessment.recorded_at:
            yield _decided(assessment, row.Decision, row.decided_by, known)


def _assessment_rows(session: Session, chain_id: int) -> Sequence[Row[Any]]:
    decider, corrector = aliased(Person), aliased(Person)
    wrong, right = aliased(PhaseAssessment), aliased(PhaseAssessment)
    return session.execute(
        select(
            PhaseAssessment,
            Person.name.label("by"),
            decider.name.label("decided_by"),
            Decision,
            _elsewhere(wrong.chain_id, chain_id).label("came_from"),
            right.correction_reason.label("corrected_reason"),
            right.recorded_at.label("corrected_at"),
            corrector.name.label("corrected_by"),
            _elsewhere(right.chain_id, chain_id).label("went_to"),
        )
        .join(Person, Person.id == PhaseAssessment.recorded_by_id)
        .outerjoin(decider, decider.id == PhaseAssessment.outcome_by_id)
        .outerjoin(Decision, Decision.id == PhaseAssessment.decision_id)
        .outerjoin(wrong, wrong.id == PhaseAssessment.corrects_id)
        .outerjoin(right, right.corrects_id == PhaseAssessment.id)
        .outerjoin(corrector, corrector.id == right.recorded_by_id)
        .where(PhaseAssessment.chain_id == chain_id)
        .order_by(PhaseAssessment.recorded_at, PhaseAssessment.id)
    ).all()


def _state(row: PhaseAssessment) -> AssessmentState:
    return state_now(row.outcome, row.outcome_at, row.corrected_at)


def _decided(
    assessment: PhaseAssessment,
    decision: Decision,
    by: str | None,
    known: Sequence[PhaseAssessment],
) -> Event:
    assert assessment.outcome is not None
    assert assessment.outcome_at is not None
    state = AssessmentState(assessment.outcome.value)
    # Of what came before it, some was withdrawn for it: that does not come back.
    now_holds = assessment.phase_id if holds(state) else _phase_at(known, assessment.outcome_at)
    return Event(
        assessment.outcome_at,
        EventKind.DECIDED,
        by,
        {"assessment": assessment, "decision": decision},
        assessment.phase_id,
        now_holds,
        state,
    )


def _phase_before(known: Sequence[PhaseAssessment], this: PhaseAssessment) -> int | None:
    """The phase that held just before an assessment was recorded."""
    earlier = known[: next(nr for nr, other in enumerate(known) if other.id == this.id)]
    return _phase_at(earlier, this.recorded_at - timedelta(microseconds=1))


def _phase_at(known: Sequence[PhaseAssessment], moment: datetime) -> int | None:
    """The phase that held at a moment, by the last of these assessments that did."""
    held = None
    for one in known:
        state = state_at(moment, one.outcome, one.outcome_at, one.corrected_at)
        if one.recorded_at <= moment and holds(state):
            held = one.phase_id
    return held


def _selections(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    rows = session.execute(
        select(
            YearlySelection.recorded_at,
            YearlySelection.year,
            SelectedChain.outcome,
            SelectedChain.reason,
            SelectedChain.covered_reason,
            Decision.reference,
            Person.name.label("by"),
        )
        .join(SelectedChain, SelectedChain.selection_id == YearlySelection.id)
        .join(Decision, Decision.id == YearlySelection.decision_id)
        .outerjoin(Person, Person.id == YearlySelection.recorded_by_id)
        .where(SelectedChain.chain_id == chain_id)
        .order_by(YearlySelection.recorded_at.desc())
        .limit(most)
    )
    for row in rows:
        yield Event(row.recorded_at, EventKind.SELECTED, row.by, row, None, row.outcome)


def _coverage(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    rows = session.execute(
        select(Coverage, _before(Coverage.kind), Person.name)
        .outerjoin(Person, Person.id == Coverage.recorded_by_id)
        .where(Coverage.chain_id == chain_id)
        .order_by(Coverage.recorded_at.desc(), Coverage.id.desc())
        .limit(most)
    )
    for coverage, was, by in rows:
        yield Event(
            coverage.recorded_at,
            EventKind.COVERED,
            by,
            coverage,
            was,
            coverage.kind,
            since=coverage.since,
            since_precision=coverage.since_precision,
        )


def _findings(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    was = _before(CriterionFinding.state, per=CriterionFinding.criterion_id)
    rows = session.execute(
        select(
            CriterionFinding.recorded_at,
            CriterionFinding.state,
            CriterionFinding.evidence,
            CriterionFinding.link,
            CriterionFinding.language,
            PhaseCriterion.text_nl,
            PhaseCriterion.text_en,
            was,
            Person.name.label("by"),
        )
        .join(PhaseCriterion, PhaseCriterion.id == CriterionFinding.criterion_id)
        .outerjoin(Person, Person.id == CriterionFinding.recorded_by_id)
        .where(CriterionFinding.chain_id == chain_id)
        .order_by(CriterionFinding.recorded_at.desc(), CriterionFinding.id.desc())
        .limit(most)
    )
    for row in rows:
        yield Event(row.recorded_at, EventKind.FOUND, row.by, row, row.was, row.state)


def _leads(session: Session, chain_id: int, _: int) -> Iterable[Event]:
    giver = aliased(Person)
    ender = aliased(Person)
    came, left = aliased(HistoryEntry), aliased(HistoryEntry)
    rows: Iterable[Row[Any]] = session.execute(
        select(
            RoleAssignment.recorded_at,
            RoleAssignment.since,
            RoleAssignment.until,
            RoleAssignment.ended_at,
            Person.name,
            giver.name.label("by"),
            ender.name.label("ended_by"),
            came.reason,
            left.reason.label("end_reason"),
        )
        .join(Person, Person.id == RoleAssignment.person_id)
        .outerjoin(giver, giver.id == RoleAssignment.recorded_by_id)
        .outerjoin(ender, ender.id == RoleAssignment.ended_by_id)
        .outerjoin(came, _history_of(came, RoleAssignment, "insert"))
        .outerjoin(left, _history_of(left, RoleAssignment, "update"))
        .where(RoleAssignment.chain_id == chain_id, RoleAssignment.role == Role.CHAIN_LEAD)
    )
    for row in rows:
        yield Event(row.recorded_at, EventKind.LEAD_CAME, row.by, row, None, row.name)
        if row.ended_at is not None:
            yield Event(row.ended_at, EventKind.LEAD_LEFT, row.ended_by, row, row.name, None)


def _history_of(entry: Any, model: Any, action: str) -> ColumnElement[bool]:
    """The line of the history on a row, where the reason stands; an end is recorded once."""
    return and_(
        entry.object_type == model.__tablename__,
        entry.object_id == model.id,
        entry.action == action,
    )


def _impacts(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    rows = session.execute(
        select(
            Impact.recorded_at,
            Impact.level,
            Impact.reason,
            Impact.recorded_kind,
            Theme.id.label("theme_id"),
            _before(Impact.level, per=Impact.theme_id),
            Person.name.label("by"),
        )
        .join(Theme, Theme.id == Impact.theme_id)
        .outerjoin(Person, Person.id == Impact.recorded_by_id)
        .where(Impact.chain_id == chain_id)
        .order_by(Impact.recorded_at.desc(), Impact.id.desc())
        .limit(most)
    )
    for row in rows:
        if row.was is not None or row.recorded_kind is ActorKind.PERSON:
            yield Event(row.recorded_at, EventKind.IMPACT_SET, row.by, row, row.was, row.level)


def _versions(session: Session, chain_id: int, most: int) -> Iterable[Event]:
    """What a chain is called, its cluster and its priority, where that changed; and its start."""
    cluster = (
        select(ClusterName.name_nl)
        .where(
            ClusterName.cluster_id == ChainVersion.cluster_id,
            ClusterName.recorded_at <= ChainVersion.recorded_at,
        )
        .order_by(ClusterName.recorded_at.desc(), ClusterName.id.desc())
        .limit(1)
        .correlate(ChainVersion)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ChainVersion.recorded_at,
            ChainVersion.name_nl,
            ChainVersion.priority,
            ChainVersion.reason,
            ChainVersion.also_named_nl,
            ChainVersion.in_criteria_tool,
            Decision.reference,
            cluster.label("cluster"),
            Person.name.label("by"),
        )
        .outerjoin(Person, Person.id == ChainVersion.recorded_by_id)
        .outerjoin(Decision, Decision.id == ChainVersion.decision_id)
        .where(ChainVersion.chain_id == chain_id)
        .order_by(ChainVersion.recorded_at.desc(), ChainVersion.id.desc())
        .limit(most + 1)
    ).all()
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        yield Event(row.recorded_at, EventKind.CHANGED, row.by, row, before, row)
