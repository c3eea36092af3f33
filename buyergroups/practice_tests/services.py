"""Writes practice tests: the plan, its start, the two answers, alternatives, and the advice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.clock import local_day
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.practice_tests import labels, rules
from buyergroups.practice_tests.rules import Advice, Answer, Plan
from buyergroups.topics import holding
from buyergroups.topics import labels as topic_labels
from buyergroups.words import Words
from models.base import Base
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.people import Language, Person
from models.practice_tests import (
    PracticeAlternative,
    PracticeFinding,
    PracticeQuestion,
    PracticeTest,
    PracticeTestGroup,
    PracticeTestOrganisation,
    PracticeTestPlan,
)
from models.programme import PolicyInstrument
from models.topics import AdviceOutcome, Topic, TopicAdvice, TopicState

#: The instrument that a test is about; the others are its alternatives.
PROCUREMENT = "procurement"

PLANNED_MEANWHILE = Words(
    "Iemand anders heeft het plan van deze toets intussen gewijzigd.",
    "Somebody else has changed the plan of this test meanwhile.",
)
FOUND_MEANWHILE = Words(
    "Iemand anders heeft dit intussen bijgewerkt.", "Somebody else has updated this meanwhile."
)
NOT_RUNNING = Words(
    "Dat kan terwijl de toets loopt. Nu is de stand '%(state)s'.",
    "This can be done while the test is running. Now the state is '%(state)s'.",
)
NOT_OPEN = Words(
    "Aan het plan van een toets verandert niets meer als hij klaar is.",
    "The plan of a test does not change any more once it is done.",
)


def plan_test(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    plan: Plan,
    reason: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> PracticeTest:
    """A test for a topic that was raised; `reason`: why it is tested like this.

    `seen`: the step of the topic that the form showed. Raises RefusedError.
    """
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id)
    last = holding.refuse_unless_movable(session, topic, TopicState.PLANNED, seen)
    if last.state is not TopicState.RAISED:  # a step back leads there too
        raise ChangedMeanwhileError(holding.MOVED_MEANWHILE)
    _refuse_plan(session, actor, now, plan)
    test = PracticeTest(topic_id=topic.id, **stamp(actor, now))
    with recorded(session, actor, now):
        session.add(test)
        session.flush()
        _add_plan(session, actor, now, test, plan, language)
        holding.move(
            session,
            actor,
            now,
            topic=topic,
            to=TopicState.PLANNED,
            on=local_day(now),
            reason=reason,
        )
    return test


def change_plan(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    plan: Plan,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """Other days, others to test with; also while it runs. The plan before stays to be read."""
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id)
    state = holding.last_move(session, topic.id).state
    if state not in (TopicState.PLANNED, TopicState.RUNNING):
        raise RefusedError(NOT_OPEN)
    test, last = current(session, topic)
    if seen is not None and last.id != seen:
        raise ChangedMeanwhileError(PLANNED_MEANWHILE)
    _refuse_plan(session, actor, now, plan)
    with recorded(session, actor, now):
        _add_plan(session, actor, now, test, plan, language)


def start_test(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    on: date,
    reason: str,
    seen: int | None = None,
) -> None:
    """The test runs from a day on; `reason`: what it begins with. Raises RefusedError."""
    topic = _to_test(session, actor, topic_id)
    last = holding.refuse_unless_movable(session, topic, TopicState.RUNNING, seen)
    if last.state is not TopicState.PLANNED:  # a step back leads there too
        raise ChangedMeanwhileError(holding.MOVED_MEANWHILE)
    if not reason.strip():
        raise RefusedError(rules.BEGINNING_MISSING)
    with recorded(session, actor, now):
        holding.move(session, actor, now, topic=topic, to=TopicState.RUNNING, on=on, reason=reason)


def answer_question(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    question: PracticeQuestion,
    answer: Answer,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> PracticeFinding:
    """What was found on one of the two questions; what stood there before stays.

    `seen`: the finding that the form showed, 0 for none. Raises RefusedError.
    """
    topic = _to_test(session, actor, topic_id)
    test, _ = _running(session, topic)
    _refuse_newer(session, seen, PracticeFinding, test_id=test.id, question=question)
    mistake = rules.answer_mistake(answer)
    if mistake is not None:
        raise RefusedError(mistake)
    found = PracticeFinding(
        test_id=test.id,
        question=question,
        verdict=answer.verdict,
        finding=answer.finding.strip(),
        strength=answer.strength,
        sources=answer.sources.strip(),
        language=language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(found)
    return found


def describe_alternative(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    instrument_id: int,
    does: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> PracticeAlternative:
    """What another policy instrument could do for the topic. Raises RefusedError."""
    topic = _to_test(session, actor, topic_id)
    test, _ = _running(session, topic)
    instrument = session.get(PolicyInstrument, instrument_id)
    if instrument is None or instrument.code == PROCUREMENT:
        raise NotThereError(f"instrument {instrument_id}")
    _refuse_newer(session, seen, PracticeAlternative, test_id=test.id, instrument_id=instrument_id)
    if not does.strip():
        raise RefusedError(rules.DOES_MISSING)
    row = PracticeAlternative(
        test_id=test.id,
        instrument_id=instrument_id,
        does=does.strip(),
        language=language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
    return row


def give_advice(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    advice: Advice,
    on: date,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> TopicAdvice:
    """The advice with which a test ends; refused as long as a question is not answered."""
    topic = _to_test(session, actor, topic_id)
    holding.refuse_unless_movable(session, topic, TopicState.ADVISED, seen)
    test, _ = _running(session, topic)
    _refuse_advice(session, test, advice)
    elsewhere = advice.outcome is AdviceOutcome.OTHER_DOMAIN
    row = TopicAdvice(
        topic_id=topic.id,
        test_id=test.id,
        outcome=advice.outcome,
        domain=advice.domain.strip()[:200] if elsewhere else "",
        told=advice.told.strip() if elsewhere else "",
        reason=advice.reason.strip(),
        language=language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        holding.move(
            session,
            actor,
            now,
            topic=topic,
            to=TopicState.ADVISED,
            on=on,
            reason=advice.reason,
        )
        session.add(row)
    return row


def _refuse_advice(session: Session, test: PracticeTest, advice: Advice) -> None:
    """An advice rests on both answers; raises RefusedError."""
    answered = session.scalars(
        select(PracticeFinding.question).where(PracticeFinding.test_id == test.id)
    ).all()
    missing = rules.unanswered(answered)
    if missing:
        raise RefusedError(rules.FINDINGS_MISSING.filled(questions=_named(missing)))
    for mistake in rules.advice_mistakes(advice):
        raise RefusedError(mistake)


def _named(questions: Sequence[PracticeQuestion]) -> Words:
    words = [labels.QUESTIONS[question] for question in questions]
    return Words(
        " en ".join(word.nl.lower() for word in words),
        " and ".join(word.en.lower() for word in words),
    )


def current(session: Session, topic: Topic) -> tuple[PracticeTest, PracticeTestPlan]:
    """The last test of a topic with its plan; raises NotThereError where there is none."""
    test = session.scalar(_latest(PracticeTest, topic_id=topic.id))
    if test is None:
        raise NotThereError(f"test of topic {topic.id}")
    plan = session.scalars(_latest(PracticeTestPlan, test_id=test.id)).one()
    return test, plan


def _to_test(session: Session, actor: Actor, topic_id: int) -> Topic:
    """The topic, for who does its test."""
    topic = holding.held(session, topic_id)
    test = session.scalar(_latest(PracticeTest, topic_id=topic.id))
    plan = session.scalar(_latest(PracticeTestPlan, test_id=test.id)) if test else None
    require(actor, Action.TOPIC_TEST, plan.tester_id if plan else None)
    return topic


def _running(session: Session, topic: Topic) -> tuple[PracticeTest, PracticeTestPlan]:
    state = holding.last_move(session, topic.id).state
    if state is not TopicState.RUNNING:
        raise RefusedError(NOT_RUNNING.filled(state=topic_labels.STATES[state].words))
    return current(session, topic)


def _latest(model: Any, **same: Any) -> Any:
    return (
        select(model).filter_by(**same).order_by(model.recorded_at.desc(), model.id.desc()).limit(1)
    )


def _refuse_newer(session: Session, seen: int | None, model: type[Base], **same: Any) -> None:
    if seen is None:
        return
    last = session.scalar(_latest(model, **same))
    if (last.id if last is not None else 0) != seen:
        raise ChangedMeanwhileError(FOUND_MEANWHILE)


def _refuse_plan(session: Session, actor: Actor, now: datetime, plan: Plan) -> None:
    error = rules.plan_refusal(plan)
    if error is not None:
        raise error
    for day in (plan.starts_on, plan.ends_on):
        holding.refuse_odd(day, now)
    _refuse_unseen(session, actor, Person, (plan.tester_id,))
    _refuse_unseen(session, actor, BuyerGroup, plan.group_ids)
    _refuse_unseen(session, actor, Organisation, plan.organisation_ids)


def _refuse_unseen(session: Session, actor: Actor, model: Any, ids: Sequence[int]) -> None:
    """What this person may not see, or is not there, is no part of a plan of theirs."""
    seen = session.scalars(select(model.id).where(model.id.in_(ids), visible_to(actor, model)))
    if set(ids) - set(seen):
        raise NotThereError(model.__tablename__)


def _add_plan(
    session: Session,
    actor: Actor,
    now: datetime,
    test: PracticeTest,
    plan: Plan,
    language: Language,
) -> PracticeTestPlan:
    row = PracticeTestPlan(
        test_id=test.id,
        tester_id=plan.tester_id,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        method=plan.method.strip(),
        language=language,
        **stamp(actor, now),
    )
    session.add(row)
    session.flush()
    same = {"plan_id": row.id, **stamp(actor, now)}
    session.add_all(
        PracticeTestGroup(group_id=key, **same) for key in dict.fromkeys(plan.group_ids)
    )
    session.add_all(
        PracticeTestOrganisation(organisation_id=key, **same)
        for key in dict.fromkeys(plan.organisation_ids)
    )
    return row
