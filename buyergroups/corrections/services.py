"""Writes technical corrections: a new row that names the one recorded by mistake, with the reason.

What was recorded stays as it is. Freshness is not touched: nobody looked at the chain.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains.rules import first_day
from buyergroups.chains.standing import AssessmentState
from buyergroups.clock import local_day
from buyergroups.corrections import queries
from buyergroups.errors import RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import Rendered
from buyergroups.phases.queries import criteria_states
from buyergroups.phases.rules import refuse_misfit
from buyergroups.phases.services import IN_FUTURE, refuse_unless_movable
from buyergroups.words import Words
from models.base import Precision
from models.chains import Chain
from models.phases import (
    AssessmentOutcome,
    PhaseAssessment,
    Progress,
    ReportKind,
    StagnationReason,
    StatusUpdate,
)

WHAT_WAS_WRONG = Words("Schrijf wat er mis was.", "Write what was wrong.")
TEXT_MISSING = Words(
    "Schrijf de onderbouwing zoals ze hoort.", "Write the reasons as they should be."
)
SAME = Words("Er is niets veranderd om te corrigeren.", "Nothing was changed to correct.")
CORRECTED = Words(
    "Deze statusupdate is al gecorrigeerd. Corrigeer zo nodig de correctie.",
    "This report was corrected already. Correct the correction if needed.",
)
NOT_HOLDING = Words(
    "Op deze keten geldt een andere fasebeoordeling. Alleen de geldende wordt gecorrigeerd.",
    "Another assessment holds for this chain. Only the one that holds is corrected.",
)
LATER_THERE = Words(
    "De andere keten is zelf al beoordeeld. De correctie zou die beoordeling opzij zetten.",
    "The other chain was assessed itself. The correction would push that assessment aside.",
)
AS = "administrator"


def correct_report(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    report_id: int,
    chain_id: int,
    progress: Progress,
    stagnation_reason: StagnationReason | None,
    changed: Rendered | None,
    next_step: str,
    next_step_on: date | None,
    reason: str,
) -> StatusUpdate:
    """A report as it should have been recorded, perhaps on another chain.

    It keeps the moment at which a person looked. Raises RefusedError when the report was
    corrected already, when nothing differs, without a reason, or when the parts do not fit.
    """
    require(actor, Action.PHASE_CORRECT)
    wrong = session.get_one(StatusUpdate, report_id)
    _lock(session, wrong.chain_id, chain_id)
    if queries.is_corrected(session, report_id):
        raise RefusedError(CORRECTED)
    refuse_misfit(progress, stagnation_reason, next_step, next_step_on)
    row = _right_report(wrong, changed, reason)
    row.chain_id, row.progress, row.stagnation_reason = chain_id, progress, stagnation_reason
    row.next_step, row.next_step_on = next_step.strip() or None, next_step_on
    if not row.reason:
        raise RefusedError(WHAT_WAS_WRONG)
    if _same_report(wrong, row):
        raise RefusedError(SAME)
    with recorded(session, actor, now, acted_as=AS, reason=row.reason):
        _stamped(row, actor, now)
        session.add(row)
    return row


def _right_report(wrong: StatusUpdate, changed: Rendered | None, reason: str) -> StatusUpdate:
    """It takes the place of the wrong one in time."""
    return StatusUpdate(
        kind=ReportKind.CORRECTION,
        corrects_id=wrong.id,
        reported_at=wrong.reported_at,
        language=wrong.language,
        changed=changed.text if changed else None,
        changed_html=changed.html if changed else None,
        reason=reason.strip(),
    )


def _stamped(row: StatusUpdate | PhaseAssessment, actor: Actor, now: datetime) -> None:
    for name, value in stamp(actor, now).items():
        setattr(row, name, value)


def _same_report(one: StatusUpdate, other: StatusUpdate) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in (
            "chain_id",
            "progress",
            "stagnation_reason",
            "changed",
            "next_step",
            "next_step_on",
        )
    )


def correct_assessment(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assessment_id: int,
    chain_id: int,
    phase_id: int,
    since: date | None,
    since_precision: Precision,
    text: str,
    reason: str,
) -> PhaseAssessment:
    """An assessment as it should have been recorded, perhaps on another chain.

    Only the one that holds is corrected. Of a confirmed one the decision stays where chain and
    phase stay; otherwise the body has not decided on it yet, and it is provisional again.
    """
    require(actor, Action.PHASE_CORRECT)
    wrong = session.get_one(PhaseAssessment, assessment_id)
    _lock(session, wrong.chain_id, chain_id)
    session.refresh(wrong)
    new = PhaseAssessment(chain_id=chain_id, phase_id=phase_id, corrects_id=assessment_id)
    new.since = first_day(since, since_precision)
    new.since_precision = Precision.UNKNOWN if new.since is None else since_precision
    new.reason, new.correction_reason = text.strip(), reason.strip()
    new.language, new.criteria = wrong.language, dict(wrong.criteria)
    _refuse_wrong(session, now, wrong, new)
    if chain_id != wrong.chain_id:
        new.criteria = criteria_states(session, chain_id)
    _keep_decision(wrong, new)
    with recorded(session, actor, now, acted_as=AS, reason=reason.strip()):
        wrong.corrected_at = now
        session.flush()
        _stamped(new, actor, now)
        session.add(new)
    return new


def _keep_decision(wrong: PhaseAssessment, new: PhaseAssessment) -> None:
    """What the body decided on still holds where neither chain nor phase is another one."""
    same = (wrong.chain_id, wrong.phase_id) == (new.chain_id, new.phase_id)
    if same and wrong.outcome is AssessmentOutcome.CONFIRMED:
        new.outcome, new.outcome_at = wrong.outcome, wrong.outcome_at
        new.outcome_by_id, new.decision_id = wrong.outcome_by_id, wrong.decision_id


def _refuse_wrong(
    session: Session, now: datetime, wrong: PhaseAssessment, new: PhaseAssessment
) -> None:
    refuse_unless_movable(wrong, AssessmentState.CORRECTED)
    there = queries.holding(session, wrong.chain_id)
    if there is None or there.id != wrong.id:
        raise RefusedError(NOT_HOLDING)
    if new.since is not None and new.since > local_day(now):
        raise RefusedError(IN_FUTURE)
    if not new.reason:
        raise RefusedError(TEXT_MISSING)
    if not new.correction_reason:
        raise RefusedError(WHAT_WAS_WRONG)
    names = ("chain_id", "phase_id", "since", "since_precision", "reason")
    if all(getattr(wrong, name) == getattr(new, name) for name in names):
        raise RefusedError(SAME)
    if new.chain_id != wrong.chain_id:
        other = queries.holding(session, new.chain_id)
        later = other is not None and other.recorded_at >= wrong.recorded_at
        if other is not None and (later or other.outcome is None):
            raise RefusedError(LATER_THERE)


def _lock(session: Session, *chain_ids: int) -> None:
    """Who reports on, assesses or corrects the same chains waits here."""
    session.execute(
        select(Chain.id).where(Chain.id.in_(set(chain_ids))).order_by(Chain.id).with_for_update()
    )
