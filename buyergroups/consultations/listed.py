"""Reads the overview of consultations: a page of it, all of it for a file, and what to choose from.

Whoever knows only the published report sees its title, kind, day and chains of a consultation; what
stands in its file (group, organisation, themes of its questions, and the subject as it was changed
since the last version was published) neither shows nor narrows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.filters import Choices, Filters
from buyergroups.db import latest_id
from buyergroups.groups.queries import latest_of
from models.chains import Chain, ChainVersion
from models.consultations import (
    ConsultationChain,
    ConsultationKind,
    ConsultationQuestion,
    ConsultationReport,
    ConsultationState,
    MarketConsultation,
)
from models.groups import BuyerGroup, GroupVersion
from models.organisations import OrganisationVersion
from models.people import Language
from models.programme import Theme

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the overview. Group and organisation are empty for who may not read the file."""

    id: int
    ref: str
    subject: str
    language: Language
    kind: ConsultationKind
    state: ConsultationState
    #: On which it is or was held, else announced, else logged.
    day: date
    may_read: bool
    group_slug: str | None
    group: str | None
    organisation: str | None
    chains: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of the overview, and how many there are in all."""

    rows: Sequence[Listed]
    total: int

    @property
    def pages(self) -> int:
        """How many pages so many rows take."""
        return max(1, -(-self.total // PAGE_SIZE))


def consultations(session: Session, actor: Actor, programme_id: int, filters: Filters) -> Found:
    """One page, the latest day first; four statements, however many there are."""
    conditions = _conditions(actor, programme_id, filters)
    return _page(session, actor, conditions, PAGE_SIZE, (filters.page - 1) * PAGE_SIZE)


def of_chain(session: Session, actor: Actor, chain_id: int, most: int) -> Found:
    """The latest consultations about a chain, and how many there are in all."""
    conditions = [visible_to(actor, MarketConsultation), about_chain(chain_id)]
    return _page(session, actor, conditions, most, 0)


def count(session: Session, actor: Actor, programme_id: int, filters: Filters) -> int:
    """How many there are, before a file is made of them."""
    return _count(session, _conditions(actor, programme_id, filters))


def all_consultations(
    session: Session, actor: Actor, programme_id: int, filters: Filters
) -> Sequence[Listed]:
    """The whole list, for a file."""
    return _lines(session, actor, *_conditions(actor, programme_id, filters))


def about_chain(chain_id: Any) -> ColumnElement[bool]:
    """Whether a consultation is about a chain: a number, or a statement that finds it."""
    of = ConsultationChain.chain_id
    rows = select(ConsultationChain.consultation_id).where(
        of == chain_id if isinstance(chain_id, int) else of.in_(chain_id),
        ConsultationChain.removed_at.is_(None),
    )
    return MarketConsultation.id.in_(rows)


def _page(
    session: Session, actor: Actor, conditions: list[ColumnElement[bool]], most: int, after: int
) -> Found:
    # First which ones, and how many: what stands beside them is read for those of the page only.
    ids = session.scalars(
        _latest_first(select(MarketConsultation.id).where(*conditions)).limit(most).offset(after)
    ).all()
    total = _count(session, conditions)
    return Found(_lines(session, actor, MarketConsultation.id.in_(ids)), total)


def _count(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    rows = select(func.count()).select_from(MarketConsultation).where(*conditions)
    return session.scalar(rows) or 0


def _latest_first(statement: Any) -> Any:
    return statement.order_by(MarketConsultation.sort_day.desc(), MarketConsultation.id.desc())


def _lines(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[Listed]:
    facts = (
        select(
            MarketConsultation.id,
            MarketConsultation.ref,
            _known_as(actor).label("subject"),
            MarketConsultation.language,
            MarketConsultation.kind,
            MarketConsultation.state,
            MarketConsultation.sort_day,
            case((files_scope(actor), literal(1)), else_=literal(0)).label("may_read"),
            BuyerGroup.slug,
            GroupVersion.name.label("group"),
            OrganisationVersion.name.label("organisation"),
        )
        .select_from(MarketConsultation)
        .join(BuyerGroup, BuyerGroup.id == MarketConsultation.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(MarketConsultation.organisation_id),
        )
        .where(*conditions)
    )
    rows: Any = session.execute(_latest_first(facts)).all()
    chains = _chains(session, select(MarketConsultation.id).where(*conditions))
    return [_line(row, chains.get(row.id, ())) for row in rows]


def _line(row: Any, chains: tuple[tuple[str, str], ...]) -> Listed:
    of_the_file = row[8:] if row.may_read else (None, None, None)
    return Listed(*[*row[:7], bool(row.may_read), *of_the_file, chains])


def _chains(session: Session, consultation_ids: Any) -> dict[int, tuple[tuple[str, str], ...]]:
    """Address and name of the chains of these consultations, by name."""
    rows = session.execute(
        select(ConsultationChain.consultation_id, Chain.slug, ChainVersion.name_nl)
        .join(Chain, Chain.id == ConsultationChain.chain_id)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(
            ConsultationChain.consultation_id.in_(consultation_ids),
            ConsultationChain.removed_at.is_(None),
        )
        .order_by(ConsultationChain.consultation_id, ChainVersion.sort_name)
    )
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for key, slug, name in rows:
        found[key] = (*found.get(key, ()), (slug, name))
    return found


# ---- filters ----------------------------------------------------------------------------------


def _conditions(actor: Actor, programme_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    named = _known_as(actor, folded=True)
    found = [
        visible_to(actor, MarketConsultation),
        *(named.contains(word, autoescape=True) for word in filters.words),
    ]
    if filters.chain:
        # A chain is of one programme, and so is a group: its few are looked up through it.
        chain = select(Chain.id).where(
            Chain.programme_id == programme_id, Chain.slug == filters.chain
        )
        found.append(about_chain(chain))
    elif not filters.group:
        found.append(MarketConsultation.programme_id == programme_id)
    if filters.kind is not None:
        found.append(MarketConsultation.kind == filters.kind)
    if filters.state is not None:
        found.append(MarketConsultation.state == filters.state)
    if filters.year is not None:
        first, last = date(filters.year, 1, 1), date(filters.year, 12, 31)
        found.append(MarketConsultation.sort_day.between(first, last))
    return [*found, *_of_the_file(actor, filters)]


def _of_the_file(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    """What only readers of the file know narrows among the files that one may read."""
    found: list[ColumnElement[bool]] = []
    if filters.theme:
        themes = select(Theme.id).where(Theme.code == filters.theme)
        asked = select(ConsultationQuestion.consultation_id).where(
            ConsultationQuestion.theme_id.in_(themes), ConsultationQuestion.removed_at.is_(None)
        )
        found.append(MarketConsultation.id.in_(asked))
    if filters.group:
        groups = select(BuyerGroup.id).where(BuyerGroup.slug == filters.group)
        found.append(MarketConsultation.group_id.in_(groups))
    if filters.mine:
        found.append(MarketConsultation.group_id.in_(actor.member_of | actor.oversees))
    return [files_scope(actor), *found] if found else []


def _known_as(actor: Actor, *, folded: bool = False) -> ColumnElement[str]:
    """The subject for who may read the file; for others the title that was last published.

    `folded`: without case and accents, to be looked for.
    """
    subject, title = MarketConsultation.subject, ConsultationReport.title
    if folded:
        subject, title = MarketConsultation.sort_subject, ConsultationReport.sort_title
    last = latest_id(ConsultationReport, consultation_id=MarketConsultation.id)
    published = select(title).where(ConsultationReport.id == last)
    titled = published.correlate(MarketConsultation).scalar_subquery()
    return case((files_scope(actor), subject), else_=titled)


@dataclass(frozen=True)
class Offered:
    """What the reader can narrow to: only what there is something of that they may see."""

    chains: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]
    years: Sequence[int]

    def choices(self, themes: Collection[str]) -> Choices:
        """The same, to read an address with."""
        return Choices(
            chains={slug for slug, _ in self.chains},
            themes=themes,
            groups={slug for slug, _ in self.groups},
            years=self.years,
        )


def offered(session: Session, actor: Actor, programme_id: int) -> Offered:
    """Chains and groups by name, and the years from the latest to the first."""
    of_chain = exists().where(
        ConsultationChain.chain_id == Chain.id,
        ConsultationChain.removed_at.is_(None),
        MarketConsultation.id == ConsultationChain.consultation_id,
        visible_to(actor, MarketConsultation),
    )
    chains = session.execute(
        select(Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(Chain.programme_id == programme_id, of_chain)
        .order_by(ChainVersion.sort_name)
    )
    of_group = exists().where(MarketConsultation.group_id == BuyerGroup.id, files_scope(actor))
    groups = session.execute(
        select(BuyerGroup.slug, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(BuyerGroup.programme_id == programme_id, of_group)
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    )
    days = select(MarketConsultation.sort_day).where(
        MarketConsultation.programme_id == programme_id, visible_to(actor, MarketConsultation)
    )
    by_day = MarketConsultation.sort_day
    ends: Any = session.execute(
        select(
            days.order_by(by_day).limit(1).scalar_subquery(),
            days.order_by(by_day.desc()).limit(1).scalar_subquery(),
        )
    ).one()
    years = range(ends[1].year, ends[0].year - 1, -1) if ends[0] else ()
    return Offered([(row[0], row[1]) for row in chains], [(r[0], r[1]) for r in groups], [*years])
