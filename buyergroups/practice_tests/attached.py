"""Where files hang in this area: at the answers to the two questions of a test."""

from __future__ import annotations

from functools import partial

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.files.table import Place, Subject, SubjectKind
from buyergroups.practice_tests.labels import PATHS
from buyergroups.topics.page import SECTION
from buyergroups.topics.queries import newest
from buyergroups.words import Words
from models.files import FileSubject
from models.practice_tests import PracticeQuestion, PracticeTest, PracticeTestPlan
from models.topics import Topic, TopicMove, TopicState, TopicVersion


def _test(session: Session, number: int) -> Subject | None:
    """The test: files come and go while it runs; with the advice its evidence stands."""
    row = session.execute(
        select(Topic, TopicMove.state, PracticeTestPlan.tester_id)
        .select_from(Topic)
        .join(PracticeTest, PracticeTest.topic_id == Topic.id)
        .join(TopicMove, TopicMove.id == newest(TopicMove))
        .join(PracticeTestPlan, PracticeTestPlan.test_id == PracticeTest.id)
        .where(PracticeTest.id == number)
        .order_by(PracticeTestPlan.recorded_at.desc(), PracticeTestPlan.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    running = row.state is TopicState.RUNNING
    return Subject(id=number, seen=row.Topic, changed=row.tester_id if running else None)


def _place(question: PracticeQuestion, session: Session, number: int, _: str) -> Place:
    row = session.execute(
        select(Topic.slug, TopicVersion.title)
        .select_from(Topic)
        .join(PracticeTest, PracticeTest.topic_id == Topic.id)
        .join(TopicVersion, TopicVersion.id == newest(TopicVersion))
        .where(PracticeTest.id == number)
    ).one()
    address = url_for("practice_tests.report", slug=row.slug)
    return Place(row.title, f"{address}#{PATHS[question]}", SECTION)


ON_EFFECTIVE = SubjectKind(
    FileSubject.TEST_EFFECTIVE,
    "toets-doeltreffend",
    Words("Bijlage bij doeltreffend", "Attachment to effective"),
    _test,
    see=Action.TOPIC_SEE,
    change=Action.TOPIC_TEST,
    place=partial(_place, PracticeQuestion.EFFECTIVE),
)
ON_EFFICIENT = SubjectKind(
    FileSubject.TEST_EFFICIENT,
    "toets-doelmatig",
    Words("Bijlage bij doelmatig", "Attachment to efficient"),
    _test,
    see=Action.TOPIC_SEE,
    change=Action.TOPIC_TEST,
    place=partial(_place, PracticeQuestion.EFFICIENT),
)
