"""Writes what people find of a chain: status, criteria, assessments and their outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains.meanwhile import Seen, latest_of, meanwhile, still_the_last
from buyergroups.chains.reports import latest_id
from buyergroups.chains.rules import first_day
from buyergroups.chains.services import acted_for, record_procedure
from buyergroups.chains.standing import AssessmentState, state_now
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import Rendered
from buyergroups.phases import queries, rules
from buyergroups.words import Words
from models.base import Precision
from models.decisions import Body, Decision
from models.people import Language
from models.phases import (
    AssessmentOutcome,
    CriterionFinding,
    CriterionState,
    PhaseAssessment,
    Progress,
    ReportKind,
    StagnationReason,
    StatusUpdate,
)

NOTHING_TO_CONFIRM = Words(
    "Er is nog geen statusupdate om te bevestigen. Schrijf eerst een statusupdate.",
    "There is no report yet to confirm. Write a report first.",
)
EVIDENCE_MISSING = Words(
    "Geef de onderbouwing: waaruit blijkt dit?", "Give the evidence: what shows this?"
)
EVIDENCE_IN_FUTURE = Words(
    "De onderbouwing kan niet van een dag in de toekomst zijn.",
    "The evidence cannot be of a day in the future.",
)
NO_WEB_ADDRESS = Words(
    "Schrijf de link als een volledig adres dat begint met https://.",
    "Write the link as a whole address that begins with https://.",
)
IN_FUTURE = Words(
    "Een fase kan niet gelden vanaf een dag in de toekomst.",
    "A phase cannot hold from a day in the future.",
)
OTHER_BODY = Words(
    "Over fasebeoordelingen besluit het opgave-overleg.",
    "The opgave-overleg decides on phase assessments.",
)
OTHER_DECISION = Words("Dit besluit is van een ander overleg.", "This decision is of another body.")
DECIDED_MEANWHILE = Words(
    "Iemand anders heeft intussen over deze fasebeoordeling besloten.",
    "Somebody else has decided on this assessment meanwhile.",
)
SOME_DECIDED_MEANWHILE = Words(
    "Intussen is er iets veranderd aan de beoordeling van: %(chains)s. Er is nog niets vastgelegd.",
    "Meanwhile something changed in the assessment of: %(chains)s. Nothing was recorded yet.",
)
REPORTED_MEANWHILE = Words(
    "Iemand anders heeft intussen over deze keten een statusupdate gegeven.",
    "Somebody else has reported on this chain meanwhile.",
)
FOUND_MEANWHILE = Words(
    "Iemand anders heeft dit criterium intussen bijgewerkt.",
    "Somebody else has updated this criterion meanwhile.",
)
ASSESSED_MEANWHILE = Words(
    "Iemand anders heeft intussen een fasebeoordeling van deze keten vastgelegd.",
    "Somebody else has recorded an assessment of this chain meanwhile.",
)


def report_status(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    progress: Progress,
    stagnation_reason: StagnationReason | None = None,
    changed: Rendered | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    language: Language | None = None,
    seen: Seen | None = None,
    by: tuple[Action, Any] | None = None,
) -> StatusUpdate:
    """A report by the chain's lead. Raises RefusedError where the parts do not fit together.

    `seen`: what the form showed; raises ChangedMeanwhileError when there is a newer report.
    `by`: what gives whoever acts the right to it, where that is not leading the chain.
    """
    require(actor, *(by or (Action.STATUS_REPORT, chain_id)))
    still_the_last(session, chain_id, seen, select(latest_id(chain_id)), REPORTED_MEANWHILE)
    rules.refuse_misfit(progress, stagnation_reason, next_step, next_step_on)
    row = StatusUpdate(
        chain_id=chain_id,
        kind=ReportKind.UPDATE,
        reported_at=now,
        progress=progress,
        stagnation_reason=stagnation_reason,
        changed=changed.text if changed else None,
        changed_html=changed.html if changed else None,
        next_step=next_step.strip() or None,
        next_step_on=next_step_on,
        language=language or actor.language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=_acted_as(actor, chain_id)):
        session.add(row)
    return row


def say_still_correct(
    session: Session, actor: Actor, now: datetime, *, chain_id: int, seen: Seen | None = None
) -> StatusUpdate:
    """'Still correct, nothing changed': repeats the last report; RefusedError without one."""
    require(actor, Action.STATUS_REPORT, chain_id)
    still_the_last(session, chain_id, seen, select(latest_id(chain_id)), REPORTED_MEANWHILE)
    last = queries.last_report(session, chain_id)
    if last is None:
        raise RefusedError(NOTHING_TO_CONFIRM)
    row = StatusUpdate(
        chain_id=chain_id,
        kind=ReportKind.STILL_CORRECT,
        reported_at=now,
        progress=last.progress,
        stagnation_reason=last.stagnation_reason,
        next_step=last.next_step,
        next_step_on=last.next_step_on,
        language=last.language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=_acted_as(actor, chain_id)):
        session.add(row)
    return row


def change_step(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    changed: Rendered | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    seen: Seen | None = None,
) -> StatusUpdate:
    """The next step was done, moved or chosen; the rest of the last report is said again.

    `changed` tells what was done. Raises RefusedError where nobody reported before.
    """
    require(actor, Action.STATUS_REPORT, chain_id)
    still_the_last(session, chain_id, seen, select(latest_id(chain_id)), REPORTED_MEANWHILE)
    last = queries.last_report(session, chain_id)
    if last is None:
        raise RefusedError(NOTHING_TO_CONFIRM)
    moved = changed is None and next_step.strip() == last.next_step
    return report_status(
        session,
        actor,
        now,
        chain_id=chain_id,
        progress=last.progress,
        stagnation_reason=last.stagnation_reason,
        changed=changed,
        next_step=next_step,
        next_step_on=next_step_on,
        language=last.language if moved else None,
    )


def record_finding(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    criterion_id: int,
    state: CriterionState,
    evidence: str = "",
    link: str = "",
    evidence_on: date | None = None,
    seen: Seen | None = None,
) -> CriterionFinding:
    """How far a criterion is met, on evidence; raises RefusedError when that is missing."""
    require(actor, Action.PHASE_ASSESS, chain_id)
    last = latest_of(CriterionFinding, chain_id, CriterionFinding.criterion_id == criterion_id)
    still_the_last(session, chain_id, seen, last, FOUND_MEANWHILE)
    if state is not CriterionState.OPEN and not evidence.strip():
        raise RefusedError(EVIDENCE_MISSING)
    if evidence_on is not None and evidence_on > local_day(now):
        raise RefusedError(EVIDENCE_IN_FUTURE)
    if link.strip() and not rules.is_web_address(link.strip()):
        raise RefusedError(NO_WEB_ADDRESS)
    finding = CriterionFinding(
        chain_id=chain_id,
        criterion_id=criterion_id,
        state=state,
        evidence=evidence.strip(),
        link=link.strip() or None,
        evidence_on=evidence_on,
        language=actor.language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=_acted_as(actor, chain_id)):
        session.add(finding)
    return finding


def assess_phase(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    phase_id: int,
    since: date | None,
    since_precision: Precision,
    reason: str,
    seen: Seen | None = None,
    by: tuple[Action, Any] | None = None,
) -> PhaseAssessment:
    """The lead's assessment: it holds at once, as provisional, and withdraws the open one.

    It may skip a phase or go back; criteria that are open do not block it. Raises RefusedError for
    a date in the future or without a reason, ChangedMeanwhileError when two assess at once.
    """
    require(actor, *(by or (Action.PHASE_ASSESS, chain_id)))
    _still_the_last_assessment(session, chain_id, seen)
    since = first_day(since, since_precision)
    if since is not None and since > local_day(now):
        raise RefusedError(IN_FUTURE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    role = _acted_as(actor, chain_id)
    with meanwhile(ASSESSED_MEANWHILE), recorded(session, actor, now, acted_as=role):
        _withdraw_open(session, now, chain_id)
        assessment = PhaseAssessment(
            chain_id=chain_id,
            phase_id=phase_id,
            since=since,
            since_precision=Precision.UNKNOWN if since is None else since_precision,
            reason=reason.strip(),
            language=actor.language,
            criteria=queries.criteria_states(session, chain_id),
            **stamp(actor, now),
        )
        session.add(assessment)
    return assessment


def confirm_assessment(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assessment: PhaseAssessment,
    body: Body,
    decision: Decision,
) -> None:
    """The body agrees: the assessment is confirmed by this decision."""
    _decide(session, actor, now, assessment, body, decision, AssessmentOutcome.CONFIRMED, None)


def confirm_together(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    refs: Sequence[str],
    body: Body,
    decided_on: date,
    who_agreed: str,
    document: str,
    text: str,
) -> Decision:
    """Several assessments confirmed by one decision; all of them, or none.

    Raises ChangedMeanwhileError, naming the chains, when one of them is no longer open.
    """
    require(actor, Action.PHASE_DECIDE, body)
    found = queries.locked_assessments(session, refs)
    over = [name for row, name in found if rules.is_over(row.outcome, row.corrected_at)]
    if over or len(found) != len(set(refs)) or not found:
        raise ChangedMeanwhileError(SOME_DECIDED_MEANWHILE, chains=", ".join(over) or "?")
    decision = record_procedure(
        session,
        actor,
        now,
        body=body,
        decided_on=decided_on,
        who_agreed=who_agreed,
        document=document,
        text=text,
    )
    for row, _ in found:
        confirm_assessment(session, actor, now, assessment=row, body=body, decision=decision)
    return decision


def return_assessment(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assessment: PhaseAssessment,
    body: Body,
    decision: Decision,
    reason: str,
) -> None:
    """The body returns it with a reason: the phase before it holds again."""
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    _decide(session, actor, now, assessment, body, decision, AssessmentOutcome.RETURNED, reason)


def _decide(
    session: Session,
    actor: Actor,
    now: datetime,
    assessment: PhaseAssessment,
    body: Body,
    decision: Decision,
    outcome: AssessmentOutcome,
    reason: str | None,
) -> None:
    require(actor, Action.PHASE_DECIDE, body)
    if body.code != queries.OPGAVE_OVERLEG:
        raise RefusedError(OTHER_BODY)
    if decision.body_id != body.id:
        raise RefusedError(OTHER_DECISION)
    refuse_unless_movable(assessment, AssessmentState(outcome.value))
    acted_as = acted_for(actor, body)
    with meanwhile(DECIDED_MEANWHILE), recorded(session, actor, now, acted_as=acted_as):
        _close(assessment, now, outcome, actor.person_id)
        assessment.outcome_reason = reason
        assessment.decision_id = decision.id


def refuse_unless_open(assessment: PhaseAssessment) -> None:
    """Raise ChangedMeanwhileError, saying where it stands, when there is nothing to decide."""
    try:
        refuse_unless_movable(assessment, AssessmentState.CONFIRMED)
    except RefusedError as error:
        raise ChangedMeanwhileError(error.words) from error


def refuse_unless_movable(assessment: PhaseAssessment, to: AssessmentState) -> None:
    """Raise RefusedError, saying where it stands, when it cannot become this."""
    state = state_now(assessment.outcome, assessment.outcome_at, assessment.corrected_at)
    if not rules.can_move(state, to):
        raise RefusedError(rules.NOT_MOVABLE[state])


def _still_the_last_assessment(session: Session, chain_id: int, seen: Seen | None) -> None:
    last = latest_of(PhaseAssessment, chain_id)
    still_the_last(session, chain_id, seen, last, ASSESSED_MEANWHILE)


def _withdraw_open(session: Session, now: datetime, chain_id: int) -> None:
    """A chain has at most one open assessment: a new one withdraws it."""
    open_one = session.scalar(
        select(PhaseAssessment).where(
            and_(
                PhaseAssessment.chain_id == chain_id,
                PhaseAssessment.outcome.is_(None),
                PhaseAssessment.corrected_at.is_(None),
            )
        )
    )
    if open_one is not None:
        _close(open_one, now, AssessmentOutcome.WITHDRAWN, None)
        session.flush()


def _close(
    assessment: PhaseAssessment, now: datetime, outcome: AssessmentOutcome, by: int | None
) -> None:
    assessment.outcome = outcome
    assessment.outcome_at = now
    assessment.outcome_by_id = by


def _acted_as(actor: Actor, chain_id: int) -> str:
    # Whoever else may do it, by an import, is the programme manager.
    return f"chain-lead:chain/{chain_id}" if chain_id in actor.leads else "programme-manager"
