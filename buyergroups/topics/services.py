"""Writes topics: raising, changing, taking a step back, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.groups.rules import address_of
from buyergroups.history.recording import recorded, stamp
from buyergroups.topics import holding, labels, rules, search
from buyergroups.topics.rules import Facts
from buyergroups.words import Words
from models.chains import Chain
from models.people import Language
from models.programme import Theme
from models.topics import (
    AdviceOutcome,
    Topic,
    TopicChain,
    TopicDecision,
    TopicHandover,
    TopicLink,
    TopicMove,
    TopicOrigin,
    TopicState,
    TopicTheme,
    TopicVersion,
)

__all__ = ["change_topic", "close_topic", "raise_topic", "search", "step_back"]

#: Addresses under /vraagstukken that are pages of their own.
TAKEN = frozenset({"nieuw"})

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit vraagstuk intussen gewijzigd.",
    "Somebody else has changed this topic meanwhile.",
)
IS_CLOSED = Words(
    "Dit vraagstuk is gesloten. Heropen het om er iets aan te wijzigen.",
    "This topic is closed. Reopen it to change something.",
)
NOT_HANDED_OVER = Words(
    "Dit vraagstuk gaat naar een ander beleidsdomein. Leg eerst vast wat is overgedragen, en aan "
    "wie.",
    "This topic goes to another policy domain. Record first what was handed over, and to whom.",
)
NO_SUCH_TOPIC = Words("Kies een vraagstuk dat er is.", "Choose a topic that is there.")


def raise_topic(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    facts: Facts,
    language: Language = Language.DUTCH,
) -> Topic:
    """A new topic, raised today for the reason of its urgency. Raises RefusedError."""
    require(actor, Action.TOPIC_RAISE)
    _refuse_facts(session, now, facts)
    topic = Topic(
        programme_id=programme_id,
        slug=_address(session, programme_id, facts.title),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(topic)
        session.flush()
        _add_version(session, actor, now, topic, facts, language)
        session.add(
            TopicMove(
                topic_id=topic.id,
                state=TopicState.RAISED,
                moved_on=local_day(now),
                reason=facts.urgency_reason.strip(),
                **stamp(actor, now),
            )
        )
    return topic


def change_topic(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    facts: Facts,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """Other words, chains or links; what stood there before stays. The address stays too.

    `seen`: the version that the form showed. Raises RefusedError, ChangedMeanwhileError.
    """
    topic = holding.held(session, topic_id)
    require(actor, Action.TOPIC_CHANGE, topic)
    last = session.scalars(
        select(TopicVersion.id)
        .where(TopicVersion.topic_id == topic.id)
        .order_by(TopicVersion.recorded_at.desc(), TopicVersion.id.desc())
        .limit(1)
    ).one()
    if seen is not None and last != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if holding.last_move(session, topic.id).state is TopicState.CLOSED:
        raise RefusedError(IS_CLOSED)
    _refuse_facts(session, now, facts)
    with recorded(session, actor, now):
        _add_version(session, actor, now, topic, facts, language)


def step_back(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    on: date,
    reason: str,
    seen: int | None = None,
) -> TopicMove:
    """One step back: a plan taken back, a test begun again, an advice returned, reopened."""
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id)
    last = holding.last_move(session, topic.id)
    to = rules.BACK.get(last.state)
    if to is None:
        state = labels.STATES[last.state].words
        raise RefusedError(rules.NO_SUCH_MOVE.filled(was=state, to=Words("terug", "back")))
    with recorded(session, actor, now, reason=reason):
        return holding.move(
            session, actor, now, topic=topic, to=to, on=on, reason=reason, seen=seen
        )


def close_topic(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic_id: int,
    on: date,
    reason: str,
    duplicate_of: str = "",
    seen: int | None = None,
) -> TopicMove:
    """The topic is done with, or asks the same as another one (`duplicate_of`, its address).

    Raises RefusedError, also where it was to be handed over to another domain and was not.
    """
    require(actor, Action.TOPIC_KEEP)
    topic = holding.held(session, topic_id, beside=duplicate_of)
    last = holding.refuse_unless_movable(session, topic, TopicState.CLOSED, seen)
    if last.state is TopicState.DECIDED and _waits_for_handover(session, topic.id):
        raise RefusedError(NOT_HANDED_OVER)
    other = _other(session, topic, duplicate_of) if duplicate_of else None
    with recorded(session, actor, now, reason=reason):
        return holding.move(
            session,
            actor,
            now,
            topic=topic,
            to=TopicState.CLOSED,
            on=on,
            reason=reason,
            duplicate_of_id=other,
        )


def _other(session: Session, topic: Topic, slug: str) -> int:
    """The topic that asks the same; never the topic itself, nor one that is a duplicate."""
    found = session.scalar(
        select(Topic.id).where(Topic.programme_id == topic.programme_id, Topic.slug == slug)
    )
    if found is None:
        raise RefusedError(NO_SUCH_TOPIC)
    if found == topic.id:
        raise RefusedError(rules.OWN_DUPLICATE)
    if holding.last_move(session, found).duplicate_of_id is not None:
        raise RefusedError(rules.DUPLICATE_CIRCLE)
    return found


def _waits_for_handover(session: Session, topic_id: int) -> bool:
    """Whether the last decision sends it elsewhere and nothing was handed over since."""
    decided = session.scalars(
        select(TopicDecision)
        .where(TopicDecision.topic_id == topic_id)
        .order_by(TopicDecision.recorded_at.desc(), TopicDecision.id.desc())
        .limit(1)
    ).one()
    if decided.outcome is not AdviceOutcome.OTHER_DOMAIN:
        return False
    handed = select(TopicHandover.id).where(TopicHandover.decided_id == decided.id)
    return session.scalar(handed.limit(1)) is None


def _refuse_facts(session: Session, now: datetime, facts: Facts) -> None:
    for error in rules.facts_refusals(facts, local_day(now)):
        raise error
    _refuse_unknown(session, Chain, facts.chain_ids)
    _refuse_unknown(session, Theme, facts.theme_ids)


def _refuse_unknown(session: Session, model: type[Chain] | type[Theme], ids: Sequence[int]) -> None:
    there = set(session.scalars(select(model.id).where(model.id.in_(ids))))
    if set(ids) - there:
        raise NotThereError(model.__tablename__)


def _address(session: Session, programme_id: int, title: str) -> str:
    """The title as an address; with a number behind it where another topic has it."""
    base = address_of(title)[:100]
    there = set(
        session.scalars(
            select(Topic.slug).where(
                Topic.programme_id == programme_id, Topic.slug.startswith(base, autoescape=True)
            )
        )
    )
    taken = there | TAKEN
    return (
        base
        if base not in taken
        else next(
            found for nr in range(2, len(taken) + 3) if (found := f"{base}-{nr}") not in taken
        )
    )


def _add_version(
    session: Session, actor: Actor, now: datetime, topic: Topic, facts: Facts, language: Language
) -> None:
    of_parliament = facts.origin is TopicOrigin.PARLIAMENT
    version = TopicVersion(
        topic_id=topic.id,
        title=" ".join(facts.title.split())[:200],
        asked=facts.asked.strip(),
        origin=facts.origin,
        origin_about=facts.origin_about.strip(),
        parliament_nr=facts.parliament_nr.strip()[:60] if of_parliament else "",
        due=facts.due,
        urgency=facts.urgency,
        urgency_reason=facts.urgency_reason.strip(),
        language=language,
        **stamp(actor, now),
    )
    session.add(version)
    session.flush()
    same = {"version_id": version.id, **stamp(actor, now)}
    session.add_all(TopicChain(chain_id=key, **same) for key in dict.fromkeys(facts.chain_ids))
    session.add_all(TopicTheme(theme_id=key, **same) for key in dict.fromkeys(facts.theme_ids))
    session.add_all(TopicLink(link=link, **same) for link in dict.fromkeys(facts.links))
