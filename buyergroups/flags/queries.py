"""Reads flags: a page of the list, one with its history, and those of a chain or group.

Every statement asks what the reader sees: a flag on what somebody may not see is neither shown nor
counted. Names come from the areas, one statement per kind of subject.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.flags.access import answers_scope, mine_scope
from buyergroups.flags.filters import NO_ONE, Choices, Filters, Show
from buyergroups.flags.offers import KINDS, RULES, Key, Rule, Severity, Told
from models.chains import Chain, ChainVersion
from models.flags import Flag, FlagEvent, FlagEventKind
from models.groups import BuyerGroup, GroupVersion
from models.people import Person

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A flag with what it is about."""

    id: int
    ref: str
    rule: Rule
    told: Told
    part: str
    since: date
    opened_at: datetime
    closed_at: datetime | None
    snoozed_until: date | None
    assigned_to: str | None
    #: Whether the reader is there to solve it.
    answers: bool
    chain_id: int | None = None
    group_id: int | None = None
    subject_id: int = 0

    @property
    def solve(self) -> str:
        """The address of the form that solves it; empty where it is not the reader's."""
        if self.rule.solve is None or not self.answers:
            return ""
        return self.rule.solve.address(self.told, self.part)


@dataclass(frozen=True)
class Listed:
    """A page of the list, and how many there are in all."""

    rows: Sequence[Row]
    total: int

    @property
    def pages(self) -> int:
        """How many pages so many rows take."""
        return max(1, -(-self.total // PAGE_SIZE))


def is_open(today: date) -> ColumnElement[bool]:
    """Open, and not snoozed on this day."""
    return and_(
        Flag.closed_at.is_(None),
        or_(Flag.snoozed_until.is_(None), Flag.snoozed_until <= today),
    )


def is_snoozed(today: date) -> ColumnElement[bool]:
    """Open, and to come back on a later day."""
    return and_(Flag.closed_at.is_(None), Flag.snoozed_until > today)


def listed(session: Session, actor: Actor, today: date, filters: Filters) -> Listed:
    """One page, the most urgent first; so many statements, however many there are."""
    where = _conditions(actor, today, filters)
    total = session.scalar(select(func.count()).select_from(Flag).where(*where)) or 0
    asked = _ordered(_rows(actor).where(*where))
    asked = asked.limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    return Listed(_found(session, asked), total)


def all_listed(session: Session, actor: Actor, today: date, filters: Filters) -> Sequence[Row]:
    """The whole list, for a file."""
    return _found(session, _ordered(_rows(actor).where(*_conditions(actor, today, filters))))


def some(
    session: Session, actor: Actor, today: date, which: ColumnElement[bool], most: int
) -> Sequence[Row]:
    """The most urgent open ones of which something holds."""
    asked = _rows(actor).where(visible_to(actor, Flag), is_open(today), which)
    return _found(session, _ordered(asked).limit(most))


def count(session: Session, actor: Actor, which: ColumnElement[bool]) -> int:
    """How many of those that the reader sees."""
    asked = select(func.count()).select_from(Flag).where(visible_to(actor, Flag), which)
    return session.scalar(asked) or 0


def counts(session: Session, actor: Actor, today: date) -> dict[Show, int]:
    """How many there are in each list."""
    mine, opened = mine_scope(actor), is_open(today)
    row = session.execute(
        select(
            func.count().filter(and_(opened, mine)),
            func.count().filter(opened),
            func.count().filter(is_snoozed(today)),
        )
        .select_from(Flag)
        .where(visible_to(actor, Flag), Flag.closed_at.is_(None))
    ).one()
    return dict(zip(Show, row, strict=True))


def snoozed(session: Session, actor: Actor, today: date) -> set[tuple[str, int, str]]:
    """Rule, subject and part of the flags that were put off, of those that the reader sees."""
    rows = session.execute(
        select(Flag.rule, Flag.subject_id, Flag.part).where(
            visible_to(actor, Flag), is_snoozed(today)
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}


def by_rule(session: Session, actor: Actor | None) -> dict[str, int]:
    """How many subjects each rule holds for, of those that the reader sees; without one, of all."""
    seen = () if actor is None else (visible_to(actor, Flag),)
    rows = session.execute(
        select(Flag.rule, func.count()).where(Flag.closed_at.is_(None), *seen).group_by(Flag.rule)
    )
    return {row[0]: row[1] for row in rows}


# ---- one flag ---------------------------------------------------------------------------------


def flag_by_ref(session: Session, actor: Actor, ref: str, *, lock: bool = False) -> Flag:
    """A flag that the reader sees; raises NotThereError, also where its rule is gone."""
    asked = select(Flag).where(Flag.ref == ref, visible_to(actor, Flag))
    found = session.scalar(asked.with_for_update() if lock else asked)
    if found is None or found.rule not in RULES:
        raise NotThereError(f"flag {ref}")
    return found


def row_of(session: Session, actor: Actor, flag: Flag) -> Row:
    """What it is about; raises NotThereError when its subject is told no more."""
    found = _found(session, _rows(actor).where(Flag.id == flag.id))
    if not found:
        raise NotThereError(f"flag {flag.ref}")
    return found[0]


def times(session: Session, flag: Flag) -> Sequence[Any]:
    """Every time that the rule held for the subject, the latest first."""
    return session.execute(
        select(Flag.id, Flag.ref, Flag.since, Flag.opened_at, Flag.closed_at)
        .where(
            Flag.rule == flag.rule,
            Flag.subject_kind == flag.subject_kind,
            Flag.subject_id == flag.subject_id,
            Flag.part == flag.part,
        )
        .order_by(Flag.opened_at.desc(), Flag.id.desc())
        .limit(PAGE_SIZE)
    ).all()


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did with a flag."""

    kind: FlagEventKind
    text: str
    language: str
    until: date | None
    person: str | None
    recorded_at: datetime
    by: str | None


def events(session: Session, flag_ids: Collection[int]) -> Sequence[Event]:
    """What people did with these, the latest first."""
    asked, by = Person.__table__.alias("asked"), Person.__table__.alias("by")
    rows = session.execute(
        select(
            FlagEvent.kind,
            FlagEvent.text,
            FlagEvent.language,
            FlagEvent.until,
            asked.c.name,
            FlagEvent.recorded_at,
            by.c.name,
        )
        .outerjoin(asked, asked.c.id == FlagEvent.person_id)
        .outerjoin(by, by.c.id == FlagEvent.recorded_by_id)
        .where(FlagEvent.flag_id.in_(flag_ids))
        .order_by(FlagEvent.id.desc())
        .limit(PAGE_SIZE)
    )
    return [Event(*row) for row in rows]


# ---- what to choose from ----------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """Chains, groups and people of the open flags that the reader sees: what stands in an address,
    and how it is called."""

    chains: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]

    @property
    def choices(self) -> Choices:
        """What can stand in the address."""
        return Choices(
            *([code for code, _ in rows] for rows in (self.chains, self.groups, self.people))
        )


def offered(session: Session, actor: Actor) -> Offered:
    """What the list can be narrowed to; three statements."""
    seen = [visible_to(actor, Flag), Flag.closed_at.is_(None)]
    chains = (
        select(Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(Chain.id.in_(select(Flag.chain_id).where(*seen).correlate(None)))
        .order_by(ChainVersion.sort_name, Chain.id)
    )
    groups = (
        select(BuyerGroup.slug, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_id(GroupVersion, group_id=BuyerGroup.id))
        .where(BuyerGroup.id.in_(select(Flag.group_id).where(*seen).correlate(None)))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    )
    people = (
        select(Person.ref, Person.name)
        .where(Person.id.in_(select(Flag.assigned_to_id).where(*seen).correlate(None)))
        .order_by(Person.sort_name, Person.id)
    )
    return Offered(
        *([(code, name) for code, name in session.execute(one)] for one in (chains, groups, people))
    )


# ---- inside -----------------------------------------------------------------------------------


def _conditions(actor: Actor, today: date, filters: Filters) -> list[ColumnElement[bool]]:
    found = [visible_to(actor, Flag), Flag.rule.in_(list(RULES))]
    found.append(is_snoozed(today) if filters.show is Show.SNOOZED else is_open(today))
    if filters.show is Show.MINE:
        found.append(mine_scope(actor))
    if filters.rule:
        found.append(Flag.rule == filters.rule)
    if filters.severity is not None:
        codes = [rule.code for rule in RULES.values() if rule.severity is filters.severity]
        found.append(Flag.rule.in_(codes))
    if filters.chain:
        found.append(Flag.chain_id.in_(select(Chain.id).where(Chain.slug == filters.chain)))
    if filters.group:
        slug = BuyerGroup.slug == filters.group
        found.append(Flag.group_id.in_(select(BuyerGroup.id).where(slug)))
    if filters.person == NO_ONE:
        found.append(Flag.assigned_to_id.is_(None))
    elif filters.person:
        person = select(Person.id).where(Person.ref == filters.person)
        found.append(Flag.assigned_to_id.in_(person))
    return found


def _rows(actor: Actor) -> Statement:
    return select(
        Flag.id,
        Flag.ref,
        Flag.rule,
        Flag.subject_kind,
        Flag.subject_id,
        Flag.part,
        Flag.since,
        Flag.opened_at,
        Flag.closed_at,
        Flag.snoozed_until,
        Flag.chain_id,
        Flag.group_id,
        Person.name.label("assigned_to"),
        func.coalesce(answers_scope(actor), false()).label("answers"),
    ).outerjoin(Person, Person.id == Flag.assigned_to_id)


def rank() -> Any:
    """To order by: the most urgent first."""
    order = list(Severity)
    ranks = {code: order.index(rule.severity) for code, rule in RULES.items()}
    return case(ranks, value=Flag.rule, else_=len(order)) if ranks else Flag.id


def _ordered(asked: Statement) -> Statement:
    return asked.order_by(rank(), func.coalesce(Flag.since, Flag.opened_at), Flag.id)


def _found(session: Session, asked: Statement) -> list[Row]:
    rows = session.execute(asked).all()
    keys: dict[str, set[Key]] = {}
    for row in rows:
        keys.setdefault(row.subject_kind, set()).add(Key(row.subject_id, row.part))
    told = {code: KINDS[code].told(session, those) for code, those in keys.items() if code in KINDS}
    return [
        Row(
            id=row.id,
            ref=row.ref,
            rule=RULES[row.rule],
            told=told[row.subject_kind][key],
            part=row.part,
            since=row.since or local_day(row.opened_at),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            snoozed_until=row.snoozed_until,
            assigned_to=row.assigned_to,
            answers=bool(row.answers),
            chain_id=row.chain_id,
            group_id=row.group_id,
            subject_id=row.subject_id,
        )
        for row in rows
        if row.rule in RULES
        and (key := Key(row.subject_id, row.part)) in told.get(row.subject_kind, {})
    ]
