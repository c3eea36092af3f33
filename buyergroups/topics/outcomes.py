"""Writes what becomes of an advice: the agenda, the decision, endorsement, handing over.

Meetings will call these with a decision of their own; until then a written procedure gives one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains.services import acted_for
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.phases.queries import OPGAVE_OVERLEG
from buyergroups.topics import holding, rules
from buyergroups.words import Words
from buyergroups.writing.meanwhile import meanwhile
from models.decisions import Body, Decision
from models.topics import (
    AdviceOutcome,
    Topic,
    TopicAdvice,
    TopicAgenda,
    TopicDecision,
    TopicEndorsement,
    TopicHandover,
    TopicReceipt,
    TopicState,
)

BESTUURLIJK_OVERLEG = "bestuurlijk-overleg"

NOTHING_TO_DECIDE = Words(
    "Over dit vraagstuk valt nu niets te besluiten. Misschien besloot iemand anders je voor.",
    "There is nothing to decide on this topic now. Perhaps somebody else recorded it before you.",
)
OTHER_BODY = Words(
    "Over adviezen besluit het opgave-overleg.", "The opgave-overleg decides on advice."
)
ENDORSED_ELSEWHERE = Words(
    "Samenwerking wordt bekrachtigd in het bestuurlijk overleg.",
    "Cooperation is endorsed in the bestuurlijk overleg.",
)
OTHER_DECISION = Words("Dit besluit is van een ander overleg.", "This decision is of another body.")
NOTHING_TO_ENDORSE = Words(
    "Bekrachtigen kan zodra het opgave-overleg besloot dat dit binnen MVOI hoort.",
    "It can be endorsed once the opgave-overleg decided that this belongs within MVOI.",
)
WHO_ENDORSED = Words(
    "Schrijf welke partijen van het Manifest bekrachtigen.",
    "Write which parties of the Manifest endorse it.",
)
ENDORSED_MEANWHILE = Words(
    "Intussen is een bekrachtiging vastgelegd. Kijk eerst of die van jou daarbij hoort.",
    "An endorsement was recorded meanwhile. See first whether yours is the same.",
)
NOTHING_TO_HAND_OVER = Words(
    "Er is niet besloten dat dit vraagstuk naar een ander beleidsdomein gaat.",
    "It was not decided that this topic goes to another policy domain.",
)
WHAT_MISSING = Words("Schrijf wat is overgedragen.", "Write what was handed over.")
WHOM_MISSING = Words("Schrijf aan wie het is overgedragen.", "Write to whom it was handed over.")
BEFORE_ADVICE = Words(
    "Het advies is van %(day)s. Kies een overleg op die dag of later.",
    "The advice is of %(day)s. Choose a meeting on that day or later.",
)
BEFORE_DECISION = Words(
    "Besloten is op %(day)s. Kies die dag of later.",
    "It was decided on %(day)s. Choose that day or later.",
)
BEFORE_HANDOVER = Words(
    "Overgedragen is op %(day)s. Kies die dag of later.",
    "It was handed over on %(day)s. Choose that day or later.",
)
NOT_HANDED_OVER = Words("Er is nog niets overgedragen.", "Nothing was handed over yet.")
RECEIVED_BEFORE = Words(
    "De ontvangst is al vastgelegd.", "That it was received is recorded already."
)
RECEIPT_MISSING = Words(
    "Schrijf wie de ontvangst bevestigde, en waar dat staat.",
    "Write who confirmed it, and where that is written down.",
)


def executive_body(session: Session) -> Body | None:
    """The bestuurlijk overleg, once the reference data was loaded."""
    return session.scalars(select(Body).where(Body.code == BESTUURLIJK_OVERLEG)).first()


def put_on_agenda(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    body: Body,
    meeting_on: date,
    seen: int | None = None,
) -> TopicAgenda:
    """The advice stands on the agenda of the opgave-overleg of a day; a later one replaces it.

    `seen`: the step of the topic that this was decided beside, as everywhere.
    """
    require(actor, Action.TOPIC_KEEP)
    topic = refuse_unless_decidable(session, topic_id, seen)
    last = holding.last_move(session, topic.id)
    if body.code != OPGAVE_OVERLEG:
        raise RefusedError(OTHER_BODY)
    holding.refuse_odd(meeting_on, now, rules.AGENDA_AHEAD)
    if meeting_on < last.moved_on:
        raise RefusedError(BEFORE_ADVICE, day=f"{last.moved_on:%d-%m-%Y}")
    row = TopicAgenda(
        topic_id=topic.id,
        advice_id=_last(session, TopicAdvice, topic.id).id,
        body_id=body.id,
        meeting_on=meeting_on,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
    return row


def refuse_unless_decidable(session: Session, topic_id: int, seen: int | None = None) -> Topic:
    """The topic under its lock; raises ChangedMeanwhileError where nothing waits for a decision.

    So it does where another advice came after `seen`, the step that somebody looked at.
    """
    topic = holding.held(session, topic_id)
    last = holding.last_move(session, topic.id)
    if last.state is not TopicState.ADVISED:
        raise ChangedMeanwhileError(NOTHING_TO_DECIDE)
    if seen is not None and last.id != seen:
        raise ChangedMeanwhileError(holding.MOVED_MEANWHILE)
    return topic


def decide_topic(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    body: Body,
    decision: Decision,
    outcome: AdviceOutcome,
    domain: str,
    reason: str,
    seen: int | None = None,
) -> TopicDecision:
    """The opgave-overleg decided on the advice, as this decision says; once.

    Raises ChangedMeanwhileError where nothing waits for a decision or another advice came after
    `seen`, and RefusedError.
    """
    require(actor, Action.PHASE_DECIDE, body)
    topic = refuse_unless_decidable(session, topic_id, seen)
    _refuse_decision(body, decision, OPGAVE_OVERLEG, OTHER_BODY)
    mistake = rules.outcome_mistake(outcome, domain)
    if mistake is not None or not reason.strip():
        raise RefusedError(mistake or WHY_MISSING)
    row = TopicDecision(
        topic_id=topic.id,
        advice_id=_last(session, TopicAdvice, topic.id).id,
        decision_id=decision.id,
        outcome=outcome,
        domain=domain.strip()[:200] if outcome is AdviceOutcome.OTHER_DOMAIN else "",
        reason=reason.strip(),
        **stamp(actor, now),
    )
    acted_as, on = acted_for(actor, body), decision.decided_on
    with meanwhile(NOTHING_TO_DECIDE), recorded(session, actor, now, acted_as=acted_as):
        to = TopicState.DECIDED
        holding.move(session, actor, now, topic=topic, to=to, on=on, reason=reason)
        session.add(row)
    return row


def endorse_topic(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    body: Body,
    decision: Decision,
    who: str,
    seen: int | None = None,
) -> TopicEndorsement:
    """Parties of the Manifest endorse in the bestuurlijk overleg to work together on it.

    Raises RefusedError, and ChangedMeanwhileError where one was recorded after `seen`, the
    endorsement that was the last (0 for none).
    """
    require(actor, Action.PHASE_DECIDE, body)
    topic = holding.held(session, topic_id)
    decided = _decided(session, topic)
    if decided is None or decided.outcome is not AdviceOutcome.WITHIN_MVOI:
        raise RefusedError(NOTHING_TO_ENDORSE)
    last = _last(session, TopicEndorsement, topic.id)
    if seen is not None and seen != (last.id if last else 0):
        raise ChangedMeanwhileError(ENDORSED_MEANWHILE)
    _refuse_decision(body, decision, BESTUURLIJK_OVERLEG, ENDORSED_ELSEWHERE)
    decided_on = holding.last_move(session, topic.id).moved_on
    if decision.decided_on < decided_on:
        raise RefusedError(BEFORE_DECISION, day=f"{decided_on:%d-%m-%Y}")
    if not who.strip():
        raise RefusedError(WHO_ENDORSED)
    row = TopicEndorsement(
        topic_id=topic.id, decision_id=decision.id, who=who.strip(), **stamp(actor, now)
    )
    with recorded(session, actor, now, acted_as=acted_for(actor, body)):
        session.add(row)
    return row


def hand_over(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    handed_on: date,
    what: str,
    to_whom: str,
) -> TopicHandover:
    """What was handed over to the other policy domain, and to whom. Raises RefusedError."""
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id)
    decided = _decided(session, topic)
    if decided is None or decided.outcome is not AdviceOutcome.OTHER_DOMAIN:
        raise RefusedError(NOTHING_TO_HAND_OVER)
    decided_on = holding.last_move(session, topic.id).moved_on
    if not (what.strip() and to_whom.strip()):
        raise RefusedError(WHOM_MISSING if what.strip() else WHAT_MISSING)
    _refuse_day(now, handed_on, decided_on, BEFORE_DECISION)
    row = TopicHandover(
        topic_id=topic.id,
        decided_id=decided.id,
        handed_on=handed_on,
        what=what.strip(),
        to_whom=to_whom.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
    return row


def confirm_receipt(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    received_on: date,
    receipt: str,
) -> TopicReceipt:
    """The other domain confirmed what was handed over last. Raises RefusedError."""
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id)
    handed = _last(session, TopicHandover, topic.id)
    if handed is None:
        raise RefusedError(NOT_HANDED_OVER)
    there = select(TopicReceipt.id).where(TopicReceipt.handover_id == handed.id)
    if session.scalar(there) is not None:
        raise ChangedMeanwhileError(RECEIVED_BEFORE)
    if not receipt.strip():
        raise RefusedError(RECEIPT_MISSING)
    _refuse_day(now, received_on, handed.handed_on, BEFORE_HANDOVER)
    row = TopicReceipt(
        topic_id=topic.id,
        handover_id=handed.id,
        received_on=received_on,
        receipt=receipt.strip(),
        **stamp(actor, now),
    )
    with meanwhile(RECEIVED_BEFORE), recorded(session, actor, now):
        session.add(row)
    return row


def _last(session: Session, model: Any, topic_id: int) -> Any:
    """The row of a topic that was recorded last."""
    return session.scalar(
        select(model)
        .where(model.topic_id == topic_id)
        .order_by(model.recorded_at.desc(), model.id.desc())
        .limit(1)
    )


def _refuse_decision(body: Body, decision: Decision, code: str, words: Words) -> None:
    if body.code != code:
        raise RefusedError(words)
    if decision.body_id != body.id:
        raise RefusedError(OTHER_DECISION)


def _refuse_day(now: datetime, day: date, first: date, words: Words) -> None:
    error = rules.day_refusal(day, first, local_day(now), words)
    if error is not None:
        raise error


def _decided(session: Session, topic: Topic) -> TopicDecision | None:
    """What was decided, while the topic is in that state."""
    if holding.last_move(session, topic.id).state is not TopicState.DECIDED:
        return None
    found: TopicDecision = _last(session, TopicDecision, topic.id)
    return found
