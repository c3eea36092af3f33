"""Where files hang in this area: on the evidence of a criterion, and on a decision."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.chains.services import acted_for
from buyergroups.files.table import Place, Subject, SubjectKind
from buyergroups.words import Words
from models.chains import Chain, YearlySelection
from models.decisions import Body, Decision
from models.files import FileSubject
from models.phases import CriterionFinding, PhaseAssessment, PhaseCriterion


def _finding(session: Session, number: int) -> Subject | None:
    row = session.get(CriterionFinding, number)
    if row is None:
        return None
    chain_id = row.chain_id
    return Subject(
        id=row.id,
        seen=row,
        changed=chain_id,
        acted_as=lambda _: f"chain-lead:chain/{chain_id}",
        chain_id=chain_id,
    )


def _place_of_finding(session: Session, number: int, language: str) -> Place:
    row = session.execute(
        select(PhaseCriterion.text_nl, PhaseCriterion.text_en, Chain.slug)
        .join(CriterionFinding, CriterionFinding.criterion_id == PhaseCriterion.id)
        .join(Chain, Chain.id == CriterionFinding.chain_id)
        .where(CriterionFinding.id == number)
    ).one()
    name = row.text_en if language == "en" else row.text_nl
    return Place(name, url_for("phases.phase", slug=row.slug), "chains")


def _decision(session: Session, number: int) -> Subject | None:
    row = session.get(Decision, number)
    if row is None:
        return None
    body = session.get_one(Body, row.body_id)
    return Subject(id=row.id, seen=row, changed=body, acted_as=lambda actor: acted_for(actor, body))


def _place_of_decision(session: Session, number: int, _: str) -> Place:
    """The page where the decision stands: of its selection, else of a chain that it is about."""
    reference = session.scalars(select(Decision.reference).where(Decision.id == number)).one()
    year = session.scalar(select(YearlySelection.year).where(YearlySelection.decision_id == number))
    if year is not None:
        return Place(reference, url_for("selection.of_year", year=year), "chains")
    slug = session.scalar(
        select(Chain.slug)
        .join(PhaseAssessment, PhaseAssessment.chain_id == Chain.id)
        .where(PhaseAssessment.decision_id == number)
        .order_by(Chain.id)
        .limit(1)
    )
    address = url_for("phases.phase", slug=slug) if slug else url_for("phases.board")
    return Place(reference, address, "chains")


ON_FINDING = SubjectKind(
    FileSubject.FINDING,
    "onderbouwing",
    Words("Bijlage bij de onderbouwing", "Attachment to the evidence"),
    _finding,
    see=Action.BOARD_SEE,
    change=Action.PHASE_ASSESS,
    place=_place_of_finding,
)
ON_DECISION = SubjectKind(
    FileSubject.DECISION,
    "besluit",
    Words("Bijlage bij het besluit", "Attachment to the decision"),
    _decision,
    see=Action.DECISION_SEE,
    change=Action.PHASE_DECIDE,
    place=_place_of_decision,
)
