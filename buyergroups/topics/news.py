"""Cross-cutting topics as news: every step, and a practice test that is somebody's to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.topics.labels import STATES
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.people import Language
from models.practice_tests import PracticeTest, PracticeTestPlan
from models.topics import Topic, TopicChain, TopicMove, TopicState, TopicVersion

STEP = Words("vraagstuk, %(state)s", "topic, %(state)s")
TO_PLAN = Words("opgebracht: plan een praktijktoets", "raised: plan a practice test")
TO_DECIDE = Words("advies gegeven, wacht op een besluit", "advice was given, waits for a decision")
#: What a step asks of who decides on topics.
ASKS = {TopicState.RAISED: TO_PLAN, TopicState.ADVISED: TO_DECIDE}
YOURS = Words(
    "je doet de praktijktoets, %(first)s tot %(last)s",
    "you do the practice test, %(first)s to %(last)s",
)


def _steps(reach: Reach) -> Select[Any]:
    """The last step of what somebody follows, raised or tests, and of topics about their chains.

    Not the steps before it: who reads of all of them at once reads the same topic six times.
    """
    row, actor = TopicMove, reach.actor
    asked = row.state.in_(ASKS) if _decides(actor) else false()
    about = select(TopicVersion.topic_id).join(TopicChain, TopicChain.version_id == TopicVersion.id)
    about = about.where(
        TopicVersion.id == latest_id(TopicVersion, topic_id=TopicVersion.topic_id),
        reach.chains(TopicChain.chain_id),
    )
    tested = select(PracticeTest.topic_id).join(
        PracticeTestPlan, PracticeTestPlan.test_id == PracticeTest.id
    )
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(Topic, Topic.id == row.topic_id)
        .where(
            visible_to(actor, Topic),
            row.id == latest_id(TopicMove, topic_id=Topic.id),
            ~asked,
            or_(
                reach.topics(row.topic_id),
                row.topic_id.in_(about),
                Topic.recorded_by_id == actor.person_id,
                row.topic_id.in_(tested.where(PracticeTestPlan.tester_id == actor.person_id)),
            ),
        )
    )


def _decides(actor: Actor) -> bool:
    """Plans tests and records what was decided, so that a step is asked and not only told."""
    return actor.is_programme_manager


def _asked(reach: Reach) -> Select[Any] | None:
    """Topics that wait for the programme manager, for as long as they do."""
    if not _decides(reach.actor):
        return None
    row = TopicMove
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(Topic, Topic.id == row.topic_id)
        .where(
            row.id == latest_id(TopicMove, topic_id=Topic.id),
            row.state.in_(ASKS),
            visible_to(reach.actor, Topic),
        )
    )


def _tests(reach: Reach) -> Select[Any]:
    """The tests that somebody is to do, for as long as there is anything to do."""
    row = PracticeTestPlan
    step = latest_id(TopicMove, topic_id=Topic.id)
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(PracticeTest, PracticeTest.id == row.test_id)
        .join(Topic, Topic.id == PracticeTest.topic_id)
        .join(TopicMove, TopicMove.id == step)
        .where(
            row.tester_id == reach.actor.person_id,
            TopicMove.state.in_([TopicState.PLANNED, TopicState.RUNNING]),
            PracticeTest.id == latest_id(PracticeTest, topic_id=Topic.id),
            row.id == latest_id(PracticeTestPlan, test_id=PracticeTest.id),
            visible_to(reach.actor, Topic),
        )
    )


def _titled(statement: Statement) -> Statement:
    return statement.add_columns(Topic.slug, TopicVersion.title, TopicVersion.language).join(
        TopicVersion, TopicVersion.id == latest_id(TopicVersion, topic_id=Topic.id)
    )


def _about(line: Any, what: str) -> Told:
    dutch = line.language is Language.DUTCH
    return Told(line.title, f"/vraagstukken/{line.slug}", what, dutch=dutch)


def _told_steps(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = TopicMove
    asked = select(row.id, row.state).join(Topic, Topic.id == row.topic_id).where(row.id.in_(ids))
    return {
        line.id: _about(line, STEP.into(language, state=STATES[line.state].words.into(language)))
        for line in session.execute(_titled(asked))
    }


def _told_asked(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = TopicMove
    asked = select(row.id, row.state).join(Topic, Topic.id == row.topic_id).where(row.id.in_(ids))
    return {
        line.id: _about(line, ASKS[line.state].into(language))
        for line in session.execute(_titled(asked))
    }


def _told_tests(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = PracticeTestPlan
    asked = (
        select(row.id, row.starts_on, row.ends_on)
        .join(PracticeTest, PracticeTest.id == row.test_id)
        .join(Topic, Topic.id == PracticeTest.topic_id)
        .where(row.id.in_(ids))
    )
    told = {}
    for line in session.execute(_titled(asked)):
        first, last = day_words(line.starts_on, language), day_words(line.ends_on, language)
        told[line.id] = _about(line, YOURS.into(language, first=first, last=last))
    return told


NEWS = (
    Source("topic", Section.CHANGED, _steps, _told_steps),
    Source("topic-asked", Section.PERSONAL, _asked, _told_asked),
    Source("practice-test", Section.PERSONAL, _tests, _told_tests),
)
