"""The small marks on other pages: of a chain, a group, a thing, and on cards.

They say what and since when, with the way to solve it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.clock import local_day
from buyergroups.flags.offers import RULES, SubjectKind, Told
from buyergroups.flags.queries import Row, is_open, rank, some
from models.flags import Flag

#: The page of a chain or a group shows so many; the list has them all.
MOST = 6


def of_chain(session: Session, actor: Actor, today: date, chain_id: int) -> Sequence[Row]:
    """The marks on the page of a chain."""
    return some(session, actor, today, Flag.chain_id == chain_id, MOST)


def of_group(session: Session, actor: Actor, today: date, group_id: int) -> Sequence[Row]:
    """The marks on the page of a group."""
    return some(session, actor, today, Flag.group_id == group_id, MOST)


def of_subject(
    session: Session, actor: Actor, today: date, kind: SubjectKind, subject_id: int
) -> Sequence[Row]:
    """The marks on the page of a thing that belongs to no one chain or group."""
    of_it = and_(Flag.subject_kind == kind.code, Flag.subject_id == subject_id)
    return some(session, actor, today, of_it, MOST)


def of_subjects(
    session: Session, actor: Actor, today: date, kind: SubjectKind, ids: Collection[int]
) -> dict[int, list[Row]]:
    """The same of many things of one kind, by their ids, for a list of them."""
    if not ids:
        return {}
    of_them = and_(Flag.subject_kind == kind.code, Flag.subject_id.in_(ids))
    found: dict[int, list[Row]] = {}
    for row in some(session, actor, today, of_them, MOST * len(ids)):
        found.setdefault(row.subject_id, []).append(row)
    return found


def on_cards(session: Session, today: date, chain_ids: Collection[int]) -> dict[int, list[Row]]:
    """What cards of chains do not say themselves: of flags that everybody sees, one statement."""
    rows = session.execute(
        select(Flag.id, Flag.ref, Flag.rule, Flag.chain_id, Flag.since, Flag.opened_at)
        .where(Flag.chain_id.in_(chain_ids), _unsaid(), is_open(today))
        .order_by(rank(), Flag.since, Flag.id)
    )
    found: dict[int, list[Row]] = {}
    for row in rows:
        since = row.since or local_day(row.opened_at)
        one = Row(
            row.id,
            row.ref,
            RULES[row.rule],
            Told("", ""),
            "",
            since,
            row.opened_at,
            None,
            None,
            None,
            answers=False,
        )
        found.setdefault(row.chain_id, []).append(one)
    return found


def on_own_cards(
    session: Session, actor: Actor, today: date, chain_ids: Collection[int]
) -> dict[int, list[Row]]:
    """The same for who leads the chains: with the way to solve each."""
    if not chain_ids:
        return {}
    found: dict[int, list[Row]] = {}
    which = and_(Flag.chain_id.in_(chain_ids), _unsaid())
    for row in some(session, actor, today, which, MOST * len(chain_ids)):
        found.setdefault(row.chain_id or 0, []).append(row)
    return found


def _unsaid() -> ColumnElement[bool]:
    """Of flags that everybody sees, those that a card does not say itself."""
    return Flag.rule.in_(
        [rule.code for rule in RULES.values() if rule.kind.for_all and not rule.told_elsewhere]
    )
