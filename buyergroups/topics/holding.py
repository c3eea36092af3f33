"""A topic under its lock, and the step to its next state: what all its services share."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import stamp
from buyergroups.topics import labels, rules
from buyergroups.words import Words
from models.topics import Topic, TopicMove, TopicState

MOVED_MEANWHILE = Words(
    "Iemand anders heeft dit vraagstuk intussen een stap verder gebracht.",
    "Somebody else has taken this topic a step further meanwhile.",
)


def held(session: Session, topic_id: int, beside: str = "") -> Topic:
    """The topic; two who write about it wait for each other here. Raises NotThereError.

    `beside`: the address of another one that the row will point to, locked in one order for all,
    so that of two topics that are closed as each other's duplicate one waits for the other.
    """
    rows = session.scalars(
        select(Topic)
        .where(or_(Topic.id == topic_id, Topic.slug == beside) if beside else Topic.id == topic_id)
        .order_by(Topic.id)
        .with_for_update()
    )
    topic = next((row for row in rows.all() if row.id == topic_id), None)
    if topic is None:
        raise NotThereError(f"topic {topic_id}")
    return topic


def last_move(session: Session, topic_id: int) -> TopicMove:
    """The step that was recorded last: the state that a topic is in."""
    return session.scalars(
        select(TopicMove)
        .where(TopicMove.topic_id == topic_id)
        .order_by(TopicMove.recorded_at.desc(), TopicMove.id.desc())
        .limit(1)
    ).one()


def refuse_unless_movable(
    session: Session, topic: Topic, to: TopicState, seen: int | None = None
) -> TopicMove:
    """The last step, from which the topic can go there.

    Raises RefusedError where it cannot, and ChangedMeanwhileError where somebody else moved it
    after `seen`, the step that a form was filled in beside.
    """
    last = last_move(session, topic.id)
    if seen is not None and last.id != seen:
        raise ChangedMeanwhileError(MOVED_MEANWHILE)
    if not rules.can_move(last.state, to):
        refused = rules.NO_SUCH_MOVE.filled(
            was=labels.STATES[last.state].words, to=labels.STATES[to].words
        )
        raise RefusedError(refused)
    return last


def move(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    topic: Topic,
    to: TopicState,
    on: date,
    reason: str,
    seen: int | None = None,
    duplicate_of_id: int | None = None,
) -> TopicMove:
    """The next step of a topic, to be recorded by who calls. Raises RefusedError."""
    last = refuse_unless_movable(session, topic, to, seen)
    error = rules.day_refusal(on, last.moved_on, local_day(now))
    if error is not None:
        raise error
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    step = TopicMove(
        topic_id=topic.id,
        state=to,
        moved_on=on,
        reason=reason.strip(),
        duplicate_of_id=duplicate_of_id,
        **stamp(actor, now),
    )
    session.add(step)
    return step


def refuse_odd(day: date, now: datetime, ahead: timedelta = rules.AHEAD) -> None:
    """Raise RefusedError for a day that nobody means."""
    error = rules.odd_day(day, local_day(now), ahead)
    if error is not None:
        raise error
