"""What about topics needs somebody: a practice test that is not planned, late or without advice.

Source: "Cross-cutting topics" in the domain: none planned 30 days after it was raised, planned date
passed, running longer than planned, finished but without advice after 14 days, advice not yet put
on an agenda. It names no days for the last one: from the day after the advice, unless it is set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import latest_id
from buyergroups.flags.offers import (
    MANAGER,
    Found,
    Key,
    Look,
    Rule,
    Severity,
    Solve,
    SubjectKind,
    Told,
)
from buyergroups.settings.catalogue import SettingKey
from buyergroups.topics.labels import TURNS
from buyergroups.topics.queries import Standing, as_they_stand, newest
from buyergroups.topics.rules import Turn
from buyergroups.topics.today import PLAN, START, WORK
from buyergroups.words import Words
from models.practice_tests import PracticeFinding, PracticeQuestion, PracticeTest, PracticeTestPlan
from models.topics import Topic, TopicState

DAY = timedelta(days=1)


def seen(actor: Actor) -> Select[Any]:
    """Everyone who is signed in sees every topic."""
    return select(Topic.id).where(visible_to(actor, Topic))


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What topics are called now."""
    rows = session.execute(as_they_stand().where(Topic.id.in_({key.id for key in keys})))
    return {Key(row.id): Told(row.title, f"/vraagstukken/{row.slug}", row.language) for row in rows}


def decides(actor: Actor) -> bool:
    """The programme manager answers for topics; a secretary finds them under today."""
    return actor.is_programme_manager


def _topics(session: Session, look: Look) -> Sequence[Standing]:
    """All topics as they stand; read once a run."""

    def read() -> Sequence[Standing]:
        ours = as_they_stand().where(Topic.programme_id == look.programme.id)
        return [Standing(*row) for row in session.execute(ours)]

    return look.once("topics", read)


def _done(session: Session, look: Look) -> Mapping[int, date]:
    """Since when both questions of the last test of a topic have a finding."""

    def read() -> Mapping[int, date]:
        first = (
            select(PracticeTest.topic_id, func.min(PracticeFinding.recorded_at).label("at"))
            .join(PracticeTest, PracticeTest.id == PracticeFinding.test_id)
            .join(Topic, Topic.id == PracticeTest.topic_id)
            .where(PracticeTest.id == newest(PracticeTest))
            .group_by(PracticeTest.topic_id, PracticeFinding.question)
        )
        found: dict[int, list[Any]] = {}
        for topic_id, at in session.execute(first):
            found.setdefault(topic_id, []).append(at)
        every = len(PracticeQuestion)
        return {key: local_day(max(ats)) for key, ats in found.items() if len(ats) == every}

    return look.once("tested topics", read)


def _since(rows: Iterator[tuple[Standing, date]], look: Look) -> Iterator[Found]:
    """From the day on which something ought to have happened."""
    for row, day in rows:
        if day <= look.today:
            yield Found(row.id, since=day)


def unplanned(session: Session, look: Look) -> Iterator[Found]:
    """Raised longer ago than the setting, and no practice test planned."""
    days = timedelta(days=look.settings[SettingKey.TEST_PLAN_DAYS])
    rows = (row for row in _topics(session, look) if row.state is TopicState.RAISED)
    return _since(((row, row.since + days + DAY) for row in rows), look)


def not_begun(session: Session, look: Look) -> Iterator[Found]:
    """The day on which the practice test was to begin has passed."""
    rows = (
        (row, row.starts_on + DAY)
        for row in _topics(session, look)
        if row.state is TopicState.PLANNED and row.starts_on
    )
    return _since(rows, look)


def too_long(session: Session, look: Look) -> Iterator[Found]:
    """The practice test runs longer than planned, and did not answer both questions."""
    done = _done(session, look)
    rows = (
        (row, row.ends_on + DAY)
        for row in _topics(session, look)
        if row.state is TopicState.RUNNING and row.ends_on and row.id not in done
    )
    return _since(rows, look)


def without_advice(session: Session, look: Look) -> Iterator[Found]:
    """The test was done longer ago than the setting, and there is no advice.

    It is done once both questions have an answer and the time that was planned for it is over;
    where the advice was taken back, the time for another one begins anew.
    """
    days, done = timedelta(days=look.settings[SettingKey.ADVICE_DAYS]), _done(session, look)
    rows = (
        (row, max(done[row.id], row.ends_on or row.since, row.since) + days + DAY)
        for row in _topics(session, look)
        if row.state is TopicState.RUNNING and row.id in done
    )
    return _since(rows, look)


def off_agenda(session: Session, look: Look) -> Iterator[Found]:
    """There is advice, and it is on no agenda, or it was and nothing was decided."""
    days = timedelta(days=look.settings[SettingKey.AGENDA_DAYS])
    rows = (
        (row, (row.agenda_on or local_day(row.advised_at) + days) + DAY)
        for row in _topics(session, look)
        if row.state is TopicState.ADVISED and row.advised_at
    )
    return _since(rows, look)


def _tested_by(actor: Actor) -> Select[Any]:
    """The topics of which somebody does the last practice test."""
    plan = latest_id(PracticeTestPlan, test_id=PracticeTest.id)
    return (
        select(PracticeTest.topic_id)
        .join(Topic, Topic.id == PracticeTest.topic_id)
        .join(PracticeTestPlan, PracticeTestPlan.id == plan)
        .where(
            PracticeTest.id == newest(PracticeTest), PracticeTestPlan.tester_id == actor.person_id
        )
    )


TOPIC = SubjectKind(
    "topic",
    Words("Vraagstuk", "Cross-cutting topic"),
    seen,
    told,
    decides,
    for_all=True,
    who=MANAGER,
)
UNPLANNED = Rule(
    "topic-without-test",
    Words("Er is geen praktijktoets gepland", "No practice test is planned"),
    Severity.HIGH,
    TOPIC,
    unplanned,
    Solve(PLAN, "/praktijktoets/plannen"),
    (SettingKey.TEST_PLAN_DAYS,),
    told_elsewhere=True,
    todo=Words(
        "Plan een praktijktoets, of sluit het vraagstuk met een reden.",
        "Plan a practice test, or close the topic with a reason.",
    ),
)
NOT_BEGUN = Rule(
    "test-not-begun",
    Words("De praktijktoets had moeten beginnen", "The practice test should have begun"),
    Severity.NORMAL,
    TOPIC,
    not_begun,
    Solve(START, "/praktijktoets/starten"),
    own=_tested_by,
    who=TURNS[Turn.TESTER],
    todo=Words(
        "Leg vast dat de toets begon, of wijzig het plan ervan.",
        "Record that the test began, or change its plan.",
    ),
)
TOO_LONG = Rule(
    "test-too-long",
    Words(
        "De praktijktoets loopt langer dan gepland", "The practice test takes longer than planned"
    ),
    Severity.NORMAL,
    TOPIC,
    too_long,
    Solve(WORK, "/praktijktoets"),
    own=_tested_by,
    who=TURNS[Turn.TESTER],
    todo=Words(
        "Beantwoord beide vragen, of wijzig in het plan tot wanneer de toets loopt.",
        "Answer both questions, or change in the plan until when the test runs.",
    ),
)
WITHOUT_ADVICE = Rule(
    "test-without-advice",
    Words("De praktijktoets is klaar, maar er is geen advies", "The test is done without advice"),
    Severity.HIGH,
    TOPIC,
    without_advice,
    Solve(Words("Advies vastleggen", "Record advice"), "/praktijktoets/advies"),
    (SettingKey.ADVICE_DAYS,),
    own=_tested_by,
    who=TURNS[Turn.TESTER],
    todo=Words(
        "Leg het advies vast; daarna besluit het opgave-overleg.",
        "Record the advice; then the opgave-overleg decides.",
    ),
)
OFF_AGENDA = Rule(
    "advice-on-no-agenda",
    Words(
        "Het advies staat op geen agenda die nog komt", "The advice is on no agenda that is to come"
    ),
    Severity.NORMAL,
    TOPIC,
    off_agenda,
    Solve(Words("Op de agenda zetten", "Put on the agenda"), "/agenda"),
    (SettingKey.AGENDA_DAYS,),
    told_elsewhere=True,
    todo=Words(
        "Zet het op de agenda van een opgave-overleg, of leg het besluit vast.",
        "Put it on the agenda of an opgave-overleg, or record the decision.",
    ),
)
RULES = (UNPLANNED, NOT_BEGUN, TOO_LONG, WITHOUT_ADVICE, OFF_AGENDA)
