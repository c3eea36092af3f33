"""Reads buyer groups: one, a page of the list, those of a chain; with chains and state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import latest_id, second
from buyergroups.errors import NotThereError
from buyergroups.groups.rules import names_in
from models.base import sort_name
from models.chains import Chain, ChainVersion
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupSlug,
    GroupStanding,
    GroupState,
    GroupVersion,
    Membership,
)
from models.organisations import OrganisationVersion, Sector
from models.people import Language

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class GroupChainRow:
    """A chain that a group works on, or did."""

    id: int
    chain_id: int
    slug: str
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is known now."""

    id: int
    slug: str
    version_id: int
    name: str
    scope: str
    scope_html: str
    market_parties: str
    language: Language
    standing_id: int
    state: GroupState
    state_since: date
    state_reason: str
    #: The first day of its first state: nobody takes part before it.
    began: date
    chains: tuple[GroupChainRow, ...] = ()

    @property
    def chain_ids(self) -> frozenset[int]:
        """The chains that it works on now."""
        return frozenset(row.chain_id for row in self.chains)

    @property
    def parties(self) -> list[str]:
        """The market parties that are involved, by name."""
        return names_in(self.market_parties)

    @property
    def is_open(self) -> bool:
        """Whether people can join."""
        return self.state is not GroupState.CLOSED


def latest_of(model: Any) -> ScalarSelect[int]:
    """The id of the row of a `BuyerGroup` that was recorded last."""
    return latest_id(model, group_id=BuyerGroup.id)


def _began() -> ScalarSelect[date]:
    earliest = second(GroupStanding)
    return (
        select(func.min(earliest.since))
        .where(earliest.group_id == BuyerGroup.id)
        .correlate(BuyerGroup)
        .scalar_subquery()
    )


def _groups() -> Any:
    return (
        select(
            BuyerGroup.id,
            BuyerGroup.slug,
            GroupVersion.id,
            GroupVersion.name,
            GroupVersion.scope,
            GroupVersion.scope_html,
            GroupVersion.market_parties,
            GroupVersion.language,
            GroupStanding.id,
            GroupStanding.state,
            GroupStanding.since,
            GroupStanding.reason,
            _began(),
        )
        .select_from(BuyerGroup)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(GroupStanding, GroupStanding.id == latest_of(GroupStanding))
    )


def _chain_name() -> ScalarSelect[int]:
    return latest_id(ChainVersion, chain_id=Chain.id)


def chains_of(
    session: Session, group_ids: Collection[int], *, former: bool = False
) -> dict[int, tuple[GroupChainRow, ...]]:
    """The chains of these groups by name, those of before too if asked."""
    statement = (
        select(
            GroupChain.group_id,
            GroupChain.id,
            GroupChain.chain_id,
            Chain.slug,
            ChainVersion.name_nl,
            GroupChain.since,
            GroupChain.until,
        )
        .select_from(GroupChain)
        .join(Chain, Chain.id == GroupChain.chain_id)
        .join(ChainVersion, ChainVersion.id == _chain_name())
        .where(GroupChain.group_id.in_(group_ids))
        .order_by(ChainVersion.sort_name, GroupChain.id)
    )
    if not former:
        statement = statement.where(GroupChain.until.is_(None))
    found: dict[int, tuple[GroupChainRow, ...]] = {}
    for row in session.execute(statement):
        found[row[0]] = (*found.get(row[0], ()), GroupChainRow(*row[1:]))
    return found


def group_by_id(session: Session, group_id: int) -> Group:
    """A group, whoever asks; raises NotThereError."""
    row: Any = session.execute(_groups().where(BuyerGroup.id == group_id)).one_or_none()
    if row is None:
        raise NotThereError(f"group {group_id}")
    return Group(*[*row, chains_of(session, [group_id]).get(group_id, ())])


def group_at(session: Session, programme_id: int, slug: str) -> Group:
    """The group at an address, present or former, whoever asks; raises NotThereError."""
    key = session.scalar(
        select(BuyerGroup.id).where(
            BuyerGroup.programme_id == programme_id, BuyerGroup.slug == slug
        )
    ) or session.scalar(
        select(GroupSlug.group_id).where(
            GroupSlug.programme_id == programme_id, GroupSlug.slug == slug
        )
    )
    if key is None:
        raise NotThereError(f"group at {slug[:80]}")
    return group_by_id(session, key)


# ---- lists ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    name: str = ""
    chain: str = ""
    state: GroupState | None = None
    mine: bool = False
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.name or self.chain or self.state or self.mine)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list; counts only for whoever may see the group."""

    id: int
    slug: str
    name: str
    state: GroupState
    since: date
    public: int
    private: int
    chains: tuple[GroupChainRow, ...]

    @property
    def members(self) -> int:
        """How many take part now."""
        return self.public + self.private


def _count(sector: Sector, now: datetime) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Membership)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(
            Membership.group_id == BuyerGroup.id,
            membership_holds(now, local_day(now)),
            OrganisationVersion.sector == sector,
        )
        .correlate(BuyerGroup)
        .scalar_subquery()
    )


def _listed(now: datetime) -> Any:
    return (
        select(
            BuyerGroup.id,
            BuyerGroup.slug,
            GroupVersion.name,
            GroupStanding.state,
            GroupStanding.since,
            _count(Sector.PUBLIC, now),
            _count(Sector.PRIVATE, now),
        )
        .select_from(BuyerGroup)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(GroupStanding, GroupStanding.id == latest_of(GroupStanding))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    )


def _conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found = [visible_to(actor, BuyerGroup)]
    if filters.name:
        found.append(GroupVersion.sort_name.contains(sort_name(filters.name), autoescape=True))
    if filters.state is not None:
        found.append(GroupStanding.state == filters.state)
    if filters.mine:
        own = exists().where(
            GroupChain.group_id == BuyerGroup.id,
            GroupChain.until.is_(None),
            GroupChain.chain_id.in_(actor.leads),
        )
        found.append(BuyerGroup.id.in_(actor.member_of) | own)
    if filters.chain:
        found.append(
            exists().where(
                GroupChain.group_id == BuyerGroup.id,
                GroupChain.until.is_(None),
                GroupChain.chain_id == Chain.id,
                Chain.slug == filters.chain,
            )
        )
    return found


def groups(
    session: Session, actor: Actor, now: datetime, filters: Filters, *, whole: bool = False
) -> tuple[list[Listed], int]:
    """A page of the groups that this actor may see (or all), and how many there are in all."""
    conditions = _conditions(actor, filters)
    statement = _listed(now).where(*conditions)
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    if not whole:
        statement = statement.limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    rows: Any = session.execute(statement).all()
    chains = chains_of(session, [row[0] for row in rows])
    return [Listed(*[*row, chains.get(row[0], ())]) for row in rows], total or 0


def chains_with_groups(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Address and name of the chains of the groups that this actor may see."""
    there = exists().where(
        GroupChain.chain_id == Chain.id,
        GroupChain.until.is_(None),
        BuyerGroup.id == GroupChain.group_id,
        visible_to(actor, BuyerGroup),
    )
    rows = session.execute(
        select(Chain.slug, ChainVersion.name_nl)
        .select_from(Chain)
        .join(ChainVersion, ChainVersion.id == _chain_name())
        .where(there)
        .order_by(ChainVersion.sort_name)
    )
    return [(row[0], row[1]) for row in rows]


def chain_options(
    session: Session, chain_ids: Collection[int] | None
) -> dict[str, tuple[int, str]]:
    """Chains to choose from, by address: those with these ids, or all."""
    statement = (
        select(Chain.slug, Chain.id, ChainVersion.name_nl)
        .select_from(Chain)
        .join(ChainVersion, ChainVersion.id == _chain_name())
        .order_by(ChainVersion.sort_name)
    )
    if chain_ids is not None:
        statement = statement.where(Chain.id.in_(chain_ids))
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


# ---- a chain ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfChain:
    """A group on the page of a chain: what everybody signed in knows of it."""

    id: int
    slug: str
    name: str
    scope_html: str
    language: Language
    state: GroupState
    since: date


def groups_of_chain(session: Session, chain_id: int) -> list[OfChain]:
    """The groups that work on a chain, the open ones first."""
    rows = session.execute(
        select(
            BuyerGroup.id,
            BuyerGroup.slug,
            GroupVersion.name,
            GroupVersion.scope_html,
            GroupVersion.language,
            GroupStanding.state,
            GroupStanding.since,
        )
        .select_from(BuyerGroup)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(GroupStanding, GroupStanding.id == latest_of(GroupStanding))
        .join(GroupChain, GroupChain.group_id == BuyerGroup.id)
        .where(GroupChain.chain_id == chain_id, GroupChain.until.is_(None))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    )
    found = [OfChain(*row) for row in rows]
    return sorted(found, key=lambda row: row.state is GroupState.CLOSED)


def counts(
    session: Session, actor: Actor, now: datetime, group_ids: Collection[int]
) -> Mapping[int, tuple[int, int]]:
    """How many public and private members these groups have, where the actor may see them."""
    rows = session.execute(
        select(BuyerGroup.id, _count(Sector.PUBLIC, now), _count(Sector.PRIVATE, now)).where(
            BuyerGroup.id.in_(group_ids), visible_to(actor, BuyerGroup)
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}
