"""Reads one topic whole: its steps, what was advised and decided, and what looks like it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.searching.queries import Wanted, ranked, similar
from buyergroups.searching.wording import words_of
from buyergroups.topics.queries import newest
from models.decisions import Decision
from models.people import Person
from models.practice_tests import (
    PracticeAlternative,
    PracticeFinding,
    PracticeTest,
    PracticeTestPlan,
)
from models.programme import RelatedProgramme
from models.searching import SearchScope
from models.topics import (
    Topic,
    TopicAdvice,
    TopicAgenda,
    TopicDecision,
    TopicEndorsement,
    TopicHandover,
    TopicLink,
    TopicMove,
    TopicReceipt,
    TopicState,
    TopicTheme,
    TopicVersion,
)

#: What is recorded of a topic itself, and of its practice tests.
_OF_TOPIC: tuple[Any, ...] = (
    TopicVersion,
    TopicMove,
    TopicAdvice,
    TopicAgenda,
    TopicDecision,
    TopicEndorsement,
    TopicHandover,
    TopicReceipt,
)
_OF_TEST: tuple[Any, ...] = (PracticeTestPlan, PracticeFinding, PracticeAlternative)


def last_change(session: Session, topic_id: int | None = None) -> Any:
    """When a person last recorded something of a topic, or of all: `at` and `by`; or None."""
    of_topic = [select(row.recorded_at, row.recorded_by_id) for row in _OF_TOPIC]
    of_test = [select(row.recorded_at, row.recorded_by_id) for row in _OF_TEST]
    if topic_id is not None:
        tests = select(PracticeTest.id).where(PracticeTest.topic_id == topic_id)
        of_topic = [
            asked.where(row.topic_id == topic_id)
            for asked, row in zip(of_topic, _OF_TOPIC, strict=True)
        ]
        of_test = [
            asked.where(row.test_id.in_(tests))
            for asked, row in zip(of_test, _OF_TEST, strict=True)
        ]
    recorded = union_all(*of_topic, *of_test).subquery()
    return session.execute(
        select(recorded.c.recorded_at.label("at"), Person.name.label("by"))
        .join(Person, Person.id == recorded.c.recorded_by_id)
        .order_by(recorded.c.recorded_at.desc())
        .limit(1)
    ).first()


def themes_of(session: Session, version_id: int) -> list[int]:
    """The themes of a version."""
    asked = select(TopicTheme.theme_id).where(TopicTheme.version_id == version_id)
    return list(session.scalars(asked.order_by(TopicTheme.id)))


def links_of(session: Session, version_id: int) -> list[str]:
    """The links of a version, as they were given."""
    asked = select(TopicLink.link).where(TopicLink.version_id == version_id)
    return list(session.scalars(asked.order_by(TopicLink.id)))


def titles(session: Session, topic_ids: Collection[int]) -> Sequence[Any]:
    """What these are called now, with their addresses; by title."""
    return session.execute(
        select(Topic.id, Topic.slug, TopicVersion.title, TopicVersion.language)
        .join(TopicVersion, TopicVersion.id == latest_id(TopicVersion, topic_id=Topic.id))
        .where(Topic.id.in_(topic_ids))
        .order_by(TopicVersion.title, Topic.id)
    ).all()


def steps(session: Session, topic_id: int) -> Sequence[Any]:
    """How it went on, the latest first; with the topic that it was a duplicate of."""
    other, words = aliased(Topic), aliased(TopicVersion)
    latest = (
        select(words.id)
        .where(words.topic_id == other.id)
        .order_by(words.recorded_at.desc(), words.id.desc())
        .limit(1)
    )
    version = aliased(TopicVersion)
    return session.execute(
        select(
            TopicMove.id,
            TopicMove.state,
            TopicMove.moved_on,
            TopicMove.reason,
            TopicMove.recorded_at,
            Person.name.label("by"),
            other.slug.label("other_slug"),
            version.title.label("other_title"),
            version.language.label("other_language"),
        )
        .select_from(TopicMove)
        .outerjoin(Person, Person.id == TopicMove.recorded_by_id)
        .outerjoin(other, other.id == TopicMove.duplicate_of_id)
        .outerjoin(version, version.id == latest.correlate(other).scalar_subquery())
        .where(TopicMove.topic_id == topic_id)
        .order_by(TopicMove.recorded_at.desc(), TopicMove.id.desc())
    ).all()


def advices(session: Session, topic_id: int) -> Sequence[Any]:
    """Every advice, the latest first: `TopicAdvice`, `by`."""
    return session.execute(
        select(TopicAdvice, Person.name.label("by"))
        .outerjoin(Person, Person.id == TopicAdvice.recorded_by_id)
        .where(TopicAdvice.topic_id == topic_id)
        .order_by(TopicAdvice.recorded_at.desc(), TopicAdvice.id.desc())
    ).all()


def agendas(session: Session, topic_id: int) -> Sequence[Any]:
    """On which agendas it stood, the latest first."""
    return session.execute(
        select(TopicAgenda.advice_id, TopicAgenda.meeting_on, Person.name.label("by"))
        .select_from(TopicAgenda)
        .outerjoin(Person, Person.id == TopicAgenda.recorded_by_id)
        .where(TopicAgenda.topic_id == topic_id)
        .order_by(TopicAgenda.recorded_at.desc(), TopicAgenda.id.desc())
    ).all()


_DECIDED = (
    Decision.id.label("decision_id"),
    Decision.reference,
    Decision.decided_on,
    Decision.who_agreed,
    Decision.document,
    Decision.text,
    Decision.recorded_at,
    Person.name.label("by"),
)


def decisions(session: Session, topic_id: int) -> Sequence[Any]:
    """What was decided on its advice, the latest first."""
    return session.execute(
        select(TopicDecision.id, TopicDecision.outcome, TopicDecision.domain, TopicDecision.reason)
        .add_columns(*_DECIDED)
        .select_from(TopicDecision)
        .join(Decision, Decision.id == TopicDecision.decision_id)
        .outerjoin(Person, Person.id == Decision.recorded_by_id)
        .where(TopicDecision.topic_id == topic_id)
        .order_by(TopicDecision.recorded_at.desc(), TopicDecision.id.desc())
    ).all()


def endorsements(session: Session, topic_id: int) -> Sequence[Any]:
    """Who endorsed to work together on it, the latest first."""
    return session.execute(
        select(TopicEndorsement.id, TopicEndorsement.who)
        .add_columns(*_DECIDED)
        .select_from(TopicEndorsement)
        .join(Decision, Decision.id == TopicEndorsement.decision_id)
        .outerjoin(Person, Person.id == Decision.recorded_by_id)
        .where(TopicEndorsement.topic_id == topic_id)
        .order_by(TopicEndorsement.recorded_at.desc(), TopicEndorsement.id.desc())
    ).all()


def handovers(session: Session, topic_id: int) -> Sequence[Any]:
    """What went to another policy domain, with the receipt: the latest first."""
    return session.execute(
        select(
            TopicHandover.handed_on,
            TopicHandover.what,
            TopicHandover.to_whom,
            TopicReceipt.received_on,
            TopicReceipt.receipt,
            Person.name.label("by"),
        )
        .select_from(TopicHandover)
        .outerjoin(TopicReceipt, TopicReceipt.handover_id == TopicHandover.id)
        .outerjoin(Person, Person.id == TopicHandover.recorded_by_id)
        .where(TopicHandover.topic_id == topic_id)
        .order_by(TopicHandover.recorded_at.desc(), TopicHandover.id.desc())
    ).all()


# ---- what looks like it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alike:
    """A topic or programme that looks like it, and the words that they share."""

    #: By which a form says that it was shown.
    key: str
    name: str
    language: str
    words: str
    slug: str = ""
    state: TopicState | None = None
    #: Of a programme: whether it has ended.
    ended: int | None = None


def topics_alike(
    session: Session, actor: Actor, title: str, text: str, *, but: int | None = None
) -> list[Alike]:
    """The topics that look most like it; two statements."""
    found = dict(similar(session, SearchScope.TOPIC, Wanted.of(title, text), but=but))
    rows = session.execute(
        select(Topic.id, Topic.slug, TopicVersion.title, TopicVersion.language, TopicMove.state)
        .select_from(Topic)
        .join(TopicVersion, TopicVersion.id == newest(TopicVersion))
        .join(TopicMove, TopicMove.id == newest(TopicMove))
        .where(Topic.id.in_(found), visible_to(actor, Topic))
    )
    known = {row.id: row for row in rows}
    return [
        Alike(f"t{key}", row.title, row.language, ", ".join(words), row.slug, row.state)
        for key, words in found.items()
        if (row := known.get(key)) is not None
    ]


def programmes_alike(session: Session, programme_id: int, title: str, text: str) -> list[Alike]:
    """The related programmes that may do it already; there are a dozen, so all are looked at."""
    rows = session.scalars(
        select(RelatedProgramme).where(RelatedProgramme.programme_id == programme_id)
    )
    known = {row.id: row for row in rows}
    words = {
        key: words_of(" ".join([row.name_nl, row.about or "", *row.active_in]))
        for key, row in known.items()
    }
    return [
        Alike(f"p{key}", known[key].name_nl, "nl", ", ".join(common), ended=known[key].ended_year)
        for key, common in ranked(Wanted.of(title, text), words)
    ]
