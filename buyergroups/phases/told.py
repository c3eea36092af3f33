"""Reads what people wrote of chains between two moments, for the list of what changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, null, or_, select
from sqlalchemy.orm import Session

from buyergroups.chains.reports import counts, reporter
from buyergroups.phases.changes import Told
from buyergroups.phases.queries import assessors_of
from models.people import Person
from models.phases import AssessmentOutcome, PhaseAssessment, ReportKind, StatusUpdate


def assessments_between(session: Session, after: datetime, moment: datetime) -> dict[int, Told]:
    """Per chain why its phase was last assessed, or given back, between two moments."""
    returned = and_(
        PhaseAssessment.outcome == AssessmentOutcome.RETURNED,
        PhaseAssessment.outcome_at > after,
        PhaseAssessment.outcome_at <= moment,
    )
    made = and_(PhaseAssessment.recorded_at > after, PhaseAssessment.recorded_at <= moment)
    not_corrected = or_(
        PhaseAssessment.corrected_at.is_(None), PhaseAssessment.corrected_at > moment
    )
    rows = session.execute(
        select(PhaseAssessment, Person.name, null())
        .join(Person, Person.id == PhaseAssessment.recorded_by_id)
        .where(or_(made, returned), not_corrected)
    ).all()
    assessors = assessors_of(session, rows)
    events = [
        (at, row.chain_id, Told(None, why, row.language, assessors[row.id], at))
        for row, _, _ in rows
        for at, why in ((row.recorded_at, row.reason), (row.outcome_at, row.outcome_reason))
        if at is not None and why and after < at <= moment
    ]
    return {chain_id: told for _, chain_id, told in sorted(events, key=lambda event: event[0])}


def reports_between(session: Session, after: datetime, moment: datetime) -> dict[int, Told]:
    """The latest report per chain that was given between two moments, as it was corrected since.

    'Still correct' is no report, and the correction of an older one is no news either.
    """
    rows = session.scalars(
        select(StatusUpdate)
        .where(
            StatusUpdate.kind != ReportKind.STILL_CORRECT,
            counts(moment=moment),
            StatusUpdate.reported_at > after,
            StatusUpdate.recorded_at <= moment,
        )
        .order_by(StatusUpdate.reported_at, StatusUpdate.recorded_at, StatusUpdate.id)
    )
    latest = {row.chain_id: row for row in rows}
    people = {row.recorded_by_id for row in latest.values()}
    named = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    names: dict[int | None, str] = {row.id: row.name for row in named}
    return {
        chain_id: Told(
            row.changed_html,
            None,
            row.language,
            reporter(session, row.id) if row.corrects_id else names[row.recorded_by_id],
            row.reported_at,
        )
        for chain_id, row in latest.items()
    }
