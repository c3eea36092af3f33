"""Reads topics as they stand: those of a list, one, and those that somebody has to act on.

`as_they_stand` has what rules about topics ask for: the state and since when, the days of the
planned test, the advice, and on which agenda it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.topics.filters import Filters
from buyergroups.topics.rules import Turn, turn
from models.chains import Chain, ChainVersion
from models.people import Language, Person
from models.practice_tests import PracticeTest, PracticeTestPlan
from models.programme import Theme
from models.topics import (
    AdviceOutcome,
    Topic,
    TopicAdvice,
    TopicAgenda,
    TopicChain,
    TopicDecision,
    TopicHandover,
    TopicMove,
    TopicOrigin,
    TopicReceipt,
    TopicState,
    TopicTheme,
    TopicVersion,
    Urgency,
)

PAGE_SIZE = 50
#: A board with more cards than this is no board; the table has them all.
MOST_ON_BOARD = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A topic as it is known now. What is of a test, an advice or a decision is of the last one."""

    id: int
    slug: str
    recorded_by_id: int | None
    version_id: int
    title: str
    asked: str
    origin: TopicOrigin
    origin_about: str
    parliament_nr: str
    due: date | None
    urgency: Urgency
    urgency_reason: str
    language: Language
    move_id: int
    state: TopicState
    since: date
    tester_id: int | None
    tester: str | None
    starts_on: date | None
    ends_on: date | None
    advice_id: int | None
    advised_at: datetime | None
    advised: AdviceOutcome | None
    advised_domain: str | None
    agenda_on: date | None
    decided: AdviceOutcome | None
    decided_domain: str | None
    handed_on: date | None
    received_on: date | None

    @property
    def turn(self) -> Turn:
        """Who has to do something."""
        return turn(
            self.state,
            self.decided,
            handed=self.handed_on is not None,
            received=self.received_on is not None,
        )


def newest(model: Any) -> Any:
    """The id of the row of a topic that was recorded last."""
    return latest_id(model, topic_id=Topic.id)


_COLUMNS = (
    Topic.id,
    Topic.slug,
    Topic.recorded_by_id,
    TopicVersion.id.label("version_id"),
    TopicVersion.title,
    TopicVersion.asked,
    TopicVersion.origin,
    TopicVersion.origin_about,
    TopicVersion.parliament_nr,
    TopicVersion.due,
    TopicVersion.urgency,
    TopicVersion.urgency_reason,
    TopicVersion.language,
    TopicMove.id.label("move_id"),
    TopicMove.state,
    TopicMove.moved_on.label("since"),
    PracticeTestPlan.tester_id,
    Person.name.label("tester"),
    PracticeTestPlan.starts_on,
    PracticeTestPlan.ends_on,
    TopicAdvice.id.label("advice_id"),
    TopicAdvice.recorded_at.label("advised_at"),
    TopicAdvice.outcome.label("advised"),
    TopicAdvice.domain.label("advised_domain"),
    TopicAgenda.meeting_on.label("agenda_on"),
    TopicDecision.outcome.label("decided"),
    TopicDecision.domain.label("decided_domain"),
    TopicHandover.handed_on,
    TopicReceipt.received_on,
)


def as_they_stand() -> Any:
    """Every topic with the columns of `Standing`, in that order."""
    # A plan that was taken back is none; the one of the next test comes in its place.
    tested = and_(PracticeTest.id == newest(PracticeTest), TopicMove.state != TopicState.RAISED)
    plan = latest_id(PracticeTestPlan, test_id=PracticeTest.id)
    agenda = latest_id(TopicAgenda, advice_id=TopicAdvice.id)
    handed = latest_id(TopicHandover, decided_id=TopicDecision.id)
    return (
        select(*_COLUMNS)
        .select_from(Topic)
        .join(TopicVersion, TopicVersion.id == newest(TopicVersion))
        .join(TopicMove, TopicMove.id == newest(TopicMove))
        .outerjoin(PracticeTest, tested)
        .outerjoin(PracticeTestPlan, PracticeTestPlan.id == plan)
        .outerjoin(Person, Person.id == PracticeTestPlan.tester_id)
        .outerjoin(TopicAdvice, TopicAdvice.id == newest(TopicAdvice))
        .outerjoin(TopicAgenda, TopicAgenda.id == agenda)
        .outerjoin(TopicDecision, TopicDecision.id == newest(TopicDecision))
        .outerjoin(TopicHandover, TopicHandover.id == handed)
        .outerjoin(TopicReceipt, TopicReceipt.handover_id == TopicHandover.id)
    )


def topic(session: Session, actor: Actor, programme_id: int, slug: str) -> Standing:
    """One topic; raises NotThereError, also for who may not see it."""
    statement = as_they_stand().where(
        Topic.programme_id == programme_id, Topic.slug == slug, visible_to(actor, Topic)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotThereError(f"topic {slug[:80]}")
    return Standing(*row)


# ---- lists ------------------------------------------------------------------------------------


def board(session: Session, actor: Actor, programme_id: int, filters: Filters) -> list[Standing]:
    """The topics that the address asks for, those that wait longest in a state first."""
    statement = _found(actor, programme_id, filters).order_by(*_longest()).limit(MOST_ON_BOARD)
    return [Standing(*row) for row in session.execute(statement)]


def topics(
    session: Session, actor: Actor, programme_id: int, filters: Filters, *, whole: bool = False
) -> tuple[list[Standing], int]:
    """A page of the topics (or all), by state from raised to closed, and how many in all."""
    found = _found(actor, programme_id, filters)
    total = session.scalar(select(func.count()).select_from(found.subquery()))
    by_state = case({state.value: nr for nr, state in enumerate(TopicState)}, value=TopicMove.state)
    ordered = found.order_by(by_state, *_longest())
    if not whole:
        ordered = ordered.limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    return [Standing(*row) for row in session.execute(ordered)], total or 0


def of_chain(session: Session, actor: Actor, chain_id: int) -> list[Standing]:
    """The topics about a chain that were decided to belong within MVOI, the latest first."""
    statement = as_they_stand().where(
        visible_to(actor, Topic),
        TopicDecision.outcome == AdviceOutcome.WITHIN_MVOI,
        _about_chain(TopicChain.chain_id == chain_id),
    )
    ordered = statement.order_by(TopicDecision.recorded_at.desc(), Topic.id.desc())
    return [Standing(*row) for row in session.execute(ordered)]


def underway_of_chain(session: Session, actor: Actor, chain_id: int) -> list[Standing]:
    """The topics about a chain on which nothing was decided yet, those that wait longest first."""
    statement = as_they_stand().where(
        visible_to(actor, Topic),
        TopicMove.state.not_in([TopicState.DECIDED, TopicState.CLOSED]),
        _about_chain(TopicChain.chain_id == chain_id),
    )
    return [Standing(*row) for row in session.execute(statement.order_by(*_longest()))]


def waiting(session: Session, actor: Actor) -> list[Standing]:
    """Every topic that is not closed, those that wait longest first."""
    still_open = TopicMove.state != TopicState.CLOSED
    statement = as_they_stand().where(still_open, visible_to(actor, Topic))
    return [Standing(*row) for row in session.execute(statement.order_by(*_longest()))]


def _longest() -> tuple[Any, ...]:
    return (TopicMove.moved_on, Topic.id)


def _found(actor: Actor, programme_id: int, filters: Filters) -> Any:
    found = [
        Topic.programme_id == programme_id,
        visible_to(actor, Topic),
        *(_has_word(word) for word in filters.title.split()),
    ]
    if filters.state is not None:
        found.append(TopicMove.state == filters.state)
    if filters.origin is not None:
        found.append(TopicVersion.origin == filters.origin)
    if filters.urgency is not None:
        found.append(TopicVersion.urgency == filters.urgency)
    if filters.chain:
        chain = select(Chain.id).where(Chain.slug == filters.chain)
        found.append(_about_chain(TopicChain.chain_id.in_(chain)))
    if filters.theme:
        theme = select(Theme.id).where(Theme.code == filters.theme)
        about = and_(TopicTheme.version_id == TopicVersion.id, TopicTheme.theme_id.in_(theme))
        found.append(exists().where(about))
    return as_they_stand().where(*found)


def _about_chain(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(TopicChain.version_id == TopicVersion.id, which)


def _has_word(word: str) -> ColumnElement[bool]:
    """A word anywhere in the title, in capitals or not; SQLite knows those of ASCII only."""
    ways = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return or_(*(TopicVersion.title.icontains(way, autoescape=True) for way in sorted(ways)))


# ---- what stands beside them ------------------------------------------------------------------


def chains_of(
    session: Session, version_ids: Collection[int]
) -> dict[int, list[tuple[int, str, str]]]:
    """Id, address and name of the chains of these versions, by name."""
    rows: Any = session.execute(
        select(TopicChain.version_id, Chain.id, Chain.slug, ChainVersion.name_nl)
        .join(Chain, Chain.id == TopicChain.chain_id)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(TopicChain.version_id.in_(version_ids))
        .order_by(TopicChain.version_id, ChainVersion.sort_name)
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    for version_id, key, slug, name in rows:
        found.setdefault(version_id, []).append((key, slug, name))
    return found


def chains_asked_about(session: Session, programme_id: int) -> Sequence[tuple[str, str]]:
    """Address and name of the chains that some topic is about, to choose from."""
    about = (
        select(TopicChain.chain_id)
        .join(Topic, Topic.programme_id == programme_id)
        .where(TopicChain.version_id == newest(TopicVersion))
    )
    rows = session.execute(
        select(Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(Chain.id.in_(about))
        .order_by(ChainVersion.sort_name)
    )
    return [(row[0], row[1]) for row in rows]
