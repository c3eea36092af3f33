"""Reads news: a part of it in words, the latest first.

One statement finds what is new among all sources; one more per kind that it found says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    false,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.news.offers import SOURCES, Reach, Section
from models.following import Follow
from models.people import Person

#: Further back than this nothing is new, and the page of news goes no further.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    """A piece of news in words."""

    code: str
    id: int
    section: Section
    at: datetime
    by: str | None
    subject: str
    address: str
    what: str
    dutch: bool


@dataclass(frozen=True)
class Span:
    """News recorded after `since` and, where that is said, up to `until`.

    What was put off is news on the day on which it comes back: without `until` before that too.
    """

    since: datetime
    until: datetime | None = None


def own_reach(actor: Actor) -> Reach:
    """What is somebody's: chains they lead, groups they are in or look after, what they follow."""
    return Reach(
        actor,
        chains=_own_or_followed(actor, actor.leads, "chain_id"),
        groups=_own_or_followed(actor, actor.member_of | actor.oversees, "group_id"),
        topics=_own_or_followed(actor, (), "topic_id"),
    )


def _own_or_followed(
    actor: Actor, own: Collection[int], field: str
) -> Callable[[Any], ColumnElement[bool]]:
    followed = _followed(actor, field)
    if not own:
        return lambda column: column.in_(followed)
    return lambda column: or_(column.in_(own), column.in_(followed))


def with_chains(reach: Reach, chain_ids: Collection[int]) -> Reach:
    """The same with these chains instead of its own."""
    return Reach(reach.actor, lambda column: column.in_(chain_ids), reach.groups, reach.topics)


def group_reach(actor: Actor, group_id: int) -> Reach:
    """What happened in one group, as far as somebody may see it."""
    nothing = lambda _: false()  # noqa: E731
    return Reach(actor, nothing, lambda column: column == group_id, nothing)


def listed(
    session: Session,
    reach: Reach,
    span: Span,
    language: str,
    *,
    most: int,
    offset: int = 0,
    sections: Collection[Section] = tuple(Section),
    but: int | None = None,
) -> list[Item]:
    """A part of what is new, the latest first; without what `but` did themselves."""
    found = all_of(reach, span, sections, but=but)
    rows = session.execute(
        select(found.c.code, found.c.id, found.c.at, Person.name.label("by"))
        .outerjoin(Person, Person.id == found.c.by_id)
        .order_by(found.c.at.desc(), found.c.code, found.c.id.desc())
        .limit(most)
        .offset(offset)
    ).all()
    return _said(session, language, rows)


def all_of(reach: Reach, span: Span, sections: Collection[Section], *, but: int | None) -> Any:
    """What the sources have, as one table: code, id, at, by_id."""
    parts = [
        _within(code, rows, span, but)
        for code, source in SOURCES.items()
        if source.section in sections and (rows := source.rows(reach)) is not None
    ]
    return union_all(*(parts or [_nothing()])).subquery()


def _nothing() -> Statement:
    """No rows, for who can have no news of these sections: with columns of the right types."""
    columns = Person.id, Person.blocked_at.label("at"), Person.id.label("by_id")
    return select(literal("").label("code"), *columns).where(false())


def _within(code: str, rows: Statement, span: Span, but: int | None) -> Statement:
    row = rows.subquery()
    asked = select(literal(code).label("code"), row.c.id, row.c.at, row.c.by_id)
    asked = asked.where(row.c.at > span.since)
    if span.until is not None:
        asked = asked.where(row.c.at <= span.until)
    if but is not None:
        asked = asked.where(or_(row.c.by_id.is_(null()), row.c.by_id != but))
    return asked


def _said(session: Session, language: str, rows: Sequence[Any]) -> list[Item]:
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.code, set()).add(row.id)
    told = {code: SOURCES[code].told(session, language, those) for code, those in ids.items()}
    return [
        Item(
            row.code,
            row.id,
            SOURCES[row.code].section,
            row.at,
            row.by,
            words.subject,
            words.address,
            words.what,
            words.dutch,
        )
        for row in rows
        if (words := told[row.code].get(row.id)) is not None
    ]


def _followed(actor: Actor, column: str) -> Statement:
    followed = getattr(Follow, column)
    return select(followed).where(_own_open(actor), followed.is_not(None))


def _own_open(actor: Actor) -> ColumnElement[bool]:
    return and_(visible_to(actor, Follow), Follow.until.is_(None))
