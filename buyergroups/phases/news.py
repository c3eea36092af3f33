"""Reports and assessments as news: reported, assessed, decided; and what waits for a decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.chains import labels
from buyergroups.chains.naming import named_chain
from buyergroups.chains.reports import counts
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.phases.queries import OPGAVE_OVERLEG
from buyergroups.words import Words
from models.decisions import Body
from models.phases import AssessmentOutcome, Phase, PhaseAssessment, ReportKind, StatusUpdate

REPORTED = Words("statusupdate, %(progress)s", "status update, %(progress)s")
ASSESSED = Words("beoordeeld in fase %(phase)s", "assessed in phase %(phase)s")
TO_DECIDE = Words("fase %(phase)s wacht op een besluit", "phase %(phase)s waits for a decision")
DECIDED = {
    AssessmentOutcome.CONFIRMED: Words("fase %(phase)s bevestigd", "phase %(phase)s confirmed"),
    AssessmentOutcome.RETURNED: Words("fase %(phase)s teruggegeven", "phase %(phase)s returned"),
}


def _reports(reach: Reach) -> Select[Any]:
    row = StatusUpdate
    return found(row.id, row.recorded_at, row.recorded_by_id).where(
        reach.chains(row.chain_id), row.kind == ReportKind.UPDATE, counts()
    )


def _assessments(reach: Reach) -> Select[Any]:
    row = PhaseAssessment
    return found(row.id, row.recorded_at, row.recorded_by_id).where(
        reach.chains(row.chain_id), row.corrects_id.is_(None)
    )


def _decisions(reach: Reach) -> Select[Any]:
    row = PhaseAssessment
    return found(row.id, row.outcome_at, row.outcome_by_id).where(
        reach.chains(row.chain_id), row.outcome.in_(DECIDED), row.corrected_at.is_(None)
    )


def _to_decide(reach: Reach) -> Select[Any] | None:
    """For the secretary of the opgave-overleg and the programme manager."""
    actor, row = reach.actor, PhaseAssessment
    if not (actor.is_programme_manager or actor.secretary_of):
        return None
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    asked = asked.where(row.outcome.is_(None), row.corrected_at.is_(None))
    if actor.is_programme_manager:
        return asked
    decides = select(Body.id).where(Body.code == OPGAVE_OVERLEG, Body.id.in_(actor.secretary_of))
    return asked.where(decides.exists())


def _told_reports(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = StatusUpdate
    asked = named_chain(select(row.id, row.progress).where(row.id.in_(ids)), row.chain_id)
    return {
        line.id: Told(
            line.chain,
            f"/ketens/{line.slug}",
            REPORTED.into(language, progress=labels.PROGRESS[line.progress].words.into(language)),
        )
        for line in session.execute(asked)
    }


def _told(
    session: Session, language: str, ids: Collection[int], words: Words | None, address: str
) -> Mapping[int, Told]:
    row = PhaseAssessment
    asked = (
        select(row.id, row.ref, row.outcome, Phase.name_nl, Phase.name_en)
        .join(Phase, Phase.id == row.phase_id)
        .where(row.id.in_(ids))
    )
    told = {}
    for line in session.execute(named_chain(asked, row.chain_id)):
        phase = line.name_en if language == "en" else line.name_nl
        what = (words or DECIDED[line.outcome]).into(language, phase=phase)
        told[line.id] = Told(line.chain, address.format(slug=line.slug, ref=line.ref), what)
    return told


def _source(code: str, section: Section, rows: Any, words: Words | None, address: str) -> Source:
    return Source(
        code,
        section,
        rows,
        lambda session, language, ids: _told(session, language, ids, words, address),
    )


NEWS = (
    Source("report", Section.CHANGED, _reports, _told_reports),
    _source("assessment", Section.CHANGED, _assessments, ASSESSED, "/ketens/{slug}/fase"),
    _source("phase-decision", Section.CHANGED, _decisions, None, "/ketens/{slug}/fase"),
    _source(
        "phase-to-decide",
        Section.PERSONAL,
        _to_decide,
        TO_DECIDE,
        "/fasebeoordelingen/{ref}/besluit",
    ),
)
