"""Reads what organisations buy: all of it for the rules, single figures for who may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import latest_id
from buyergroups.demand.rules import Period, Stated, joined, parted, statements
from buyergroups.groups.places import always_public
from models.demand import HowKnown, MarketEstimate, Volume
from models.groups import GroupChain, Membership
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Person

PAGE_SIZE = 50


@dataclass
class Known:
    """All that was stated in a chain, for the rules to make totals of; never for a page."""

    #: By year and sector.
    stated: dict[tuple[int, Sector], list[Stated]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: The sectors of those that take part, or did.
    present: set[Sector] = field(default_factory=set)
    #: By year.
    market: dict[int, MarketEstimate] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Every year of which anything was stated, the latest first."""
        return sorted({*(year for year, _ in self.stated), *self.market}, reverse=True)


def works_on(session: Session, group_id: int, chain_id: int) -> bool:
    """Whether the group works on the chain now."""
    found = session.scalar(
        select(GroupChain.id).where(
            GroupChain.group_id == group_id,
            GroupChain.chain_id == chain_id,
            GroupChain.until.is_(None),
        )
    )
    return found is not None


def last_volume(session: Session, chain_id: int, organisation_id: int, year: int) -> Volume | None:
    """What an organisation stated last of a chain and a year, for who may state it."""
    return session.scalars(
        select(Volume)
        .where(
            Volume.chain_id == chain_id,
            Volume.organisation_id == organisation_id,
            Volume.year == year,
        )
        .order_by(Volume.recorded_at.desc(), Volume.id.desc())
        .limit(1)
    ).first()


def last_estimate(session: Session, chain_id: int, year: int) -> MarketEstimate | None:
    """How large the market of a chain is in a year, as last estimated."""
    return session.scalars(
        select(MarketEstimate)
        .where(MarketEstimate.chain_id == chain_id, MarketEstimate.year == year)
        .order_by(MarketEstimate.recorded_at.desc(), MarketEstimate.id.desc())
        .limit(1)
    ).first()


# ---- for the rules ----------------------------------------------------------------------------


def known(session: Session, now: datetime, chain_ids: Collection[int]) -> Mapping[int, Known]:
    """All that was stated of chains, whoever asks: four statements, for the rules only."""
    found = {chain_id: Known() for chain_id in chain_ids}
    figures = _figures(session, now, chain_ids)
    turned = _turned_private(session, now, chain_ids)
    for (chain_id, organisation_id), all_of_it in _periods(session, now, chain_ids).items():
        public, private = parted(all_of_it, turned.get(organisation_id))
        for sector, periods in ((Sector.PUBLIC, public), (Sector.PRIVATE, private)):
            if not any(row.start <= now for row in periods):
                continue
            found[chain_id].present.add(sector)
            for year, stated in figures.get((chain_id, organisation_id), {}).items():
                found[chain_id].stated[year, sector] += statements(
                    organisation_id, stated, periods, now
                )
    for estimate in session.scalars(
        select(MarketEstimate)
        .where(MarketEstimate.chain_id.in_(chain_ids), MarketEstimate.recorded_at <= now)
        .order_by(MarketEstimate.recorded_at, MarketEstimate.id)
    ):
        found[estimate.chain_id].market[estimate.year] = estimate
    return found


Figures = dict[int, list[tuple[datetime, int | None]]]


def _figures(
    session: Session, now: datetime, chain_ids: Collection[int]
) -> Mapping[tuple[int, int], Figures]:
    """By chain and organisation, and then by year, in the order of recording."""
    found: dict[tuple[int, int], Figures] = defaultdict(lambda: defaultdict(list))
    for row in session.execute(
        select(
            Volume.chain_id, Volume.organisation_id, Volume.year, Volume.recorded_at, Volume.euro
        )
        .where(Volume.chain_id.in_(chain_ids), Volume.recorded_at <= now)
        .order_by(Volume.recorded_at, Volume.id)
    ):
        found[row.chain_id, row.organisation_id][row.year].append((row.recorded_at, row.euro))
    return found


def _turned_private(
    session: Session, now: datetime, chain_ids: Collection[int]
) -> Mapping[int, datetime]:
    """From when organisations count as private, for good.

    Who would count with one sector today and with another tomorrow, in all that was told before,
    could be worked out from the difference.
    """
    taking_part = (
        select(Membership.organisation_id)
        .join(GroupChain, GroupChain.group_id == Membership.group_id)
        .where(GroupChain.chain_id.in_(chain_ids))
    )
    rows = session.execute(
        select(OrganisationVersion.organisation_id, func.min(OrganisationVersion.recorded_at))
        .where(
            OrganisationVersion.sector == Sector.PRIVATE,
            OrganisationVersion.recorded_at <= now,
            OrganisationVersion.organisation_id.in_(taking_part),
        )
        .group_by(OrganisationVersion.organisation_id)
    )
    return {row[0]: row[1] for row in rows}


def _periods(
    session: Session, now: datetime, chain_ids: Collection[int]
) -> Mapping[tuple[int, int], list[Period]]:
    """When organisations took part in any group of a chain, as recorded up to now."""
    periods: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for row in session.execute(
        select(
            GroupChain.chain_id,
            Membership.organisation_id,
            Membership.recorded_at,
            Membership.since,
            Membership.until,
            Membership.ended_at,
            GroupChain.recorded_at.label("linked_at"),
            GroupChain.since.label("linked_since"),
            GroupChain.until.label("linked_until"),
            GroupChain.ended_at.label("unlinked_at"),
        )
        .join(Membership, Membership.group_id == GroupChain.group_id)
        .where(GroupChain.chain_id.in_(chain_ids), Membership.recorded_at <= now)
    ):
        period = _period(row)
        if period.end is None or period.end > period.start:
            periods[row.chain_id, row.organisation_id].append(period)
    return {key: joined(rows) for key, rows in periods.items()}


def _period(row: Any) -> Period:
    """What was recorded later does not count before it was recorded."""
    start = max(
        row.recorded_at,
        start_of_day(row.since),
        row.linked_at,
        start_of_day(row.linked_since),
    )
    ends = [
        max(ended, start_of_day(until))
        for ended, until in ((row.ended_at, row.until), (row.unlinked_at, row.linked_until))
        if ended is not None and until is not None
    ]
    return Period(start, min(ends) if ends else None)


# ---- single figures ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What a list of single figures is narrowed to."""

    chain_ids: tuple[int, ...]
    year: int | None = None
    sector: Sector | None = None
    organisation_ids: frozenset[int] | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Single:
    """What one organisation buys in a chain in a year, as it stated last."""

    chain_id: int
    organisation_id: int
    slug: str
    organisation: str
    sector: Sector
    year: int
    euro: int
    how_known: HowKnown
    note: str
    recorded_at: datetime
    by: str | None


def _counts_as() -> ColumnElement[str]:
    """Public or private, as in the totals: who was private once stays so here."""
    return case(
        (always_public(Volume.organisation_id), Sector.PUBLIC.value), else_=Sector.PRIVATE.value
    )


def _newest() -> Any:
    return latest_id(
        Volume,
        chain_id=Volume.chain_id,
        organisation_id=Volume.organisation_id,
        year=Volume.year,
    )


def _taking_part(now: datetime) -> ColumnElement[bool]:
    return (
        select(Membership.id)
        .join(GroupChain, GroupChain.group_id == Membership.group_id)
        .where(
            Membership.organisation_id == Volume.organisation_id,
            GroupChain.chain_id == Volume.chain_id,
            GroupChain.until.is_(None),
            membership_holds(now, local_day(now)),
        )
        .correlate(Volume)
        .exists()
    )


def _conditions(actor: Actor, now: datetime, filters: Filters) -> list[ColumnElement[bool]]:
    found = [
        Volume.id == _newest(),
        Volume.euro.is_not(None),
        Volume.chain_id.in_(filters.chain_ids),
        _taking_part(now),
        visible_to(actor, Volume),
    ]
    if filters.year is not None:
        found.append(Volume.year == filters.year)
    if filters.sector is not None:
        found.append(_counts_as() == filters.sector.value)
    if filters.organisation_ids is not None:
        found.append(Volume.organisation_id.in_(filters.organisation_ids))
    return found


def single_volumes(
    session: Session, actor: Actor, now: datetime, filters: Filters, *, whole: bool = False
) -> tuple[list[Single], int]:
    """A page of the figures that the reader may see (or all), the latest year first."""
    statement = (
        select(
            Volume.chain_id,
            Volume.organisation_id,
            Organisation.slug,
            OrganisationVersion.name,
            _counts_as(),
            Volume.year,
            Volume.euro,
            Volume.how_known,
            Volume.note,
            Volume.recorded_at,
            Person.name,
        )
        .select_from(Volume)
        .join(Organisation, Organisation.id == Volume.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .outerjoin(Person, Person.id == Volume.recorded_by_id)
        .where(*_conditions(actor, now, filters))
    )
    total = session.scalar(select(func.count()).select_from(statement.subquery()))
    ordered = statement.order_by(
        Volume.year.desc(), Volume.chain_id, Volume.euro.desc(), OrganisationVersion.sort_name
    )
    if not whole:
        ordered = ordered.limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    rows: Sequence[Any] = session.execute(ordered).all()
    return [Single(*[*row[:4], Sector(row[4]), *row[5:]]) for row in rows], total or 0


def years_seen(session: Session, actor: Actor, chain_ids: Collection[int]) -> Sequence[int]:
    """The years of which the reader may see a single figure, the latest first."""
    return session.scalars(
        select(Volume.year)
        .where(Volume.chain_id.in_(chain_ids), visible_to(actor, Volume))
        .distinct()
        .order_by(Volume.year.desc())
    ).all()


def figures_of(
    session: Session, actor: Actor, chain_id: int, organisation_id: int, year: int
) -> Sequence[Any]:
    """Everything an organisation stated of a chain and a year, the latest first."""
    return session.execute(
        select(
            Volume.id,
            Volume.euro,
            Volume.how_known,
            Volume.note,
            Volume.recorded_at,
            Person.name.label("by"),
        )
        .outerjoin(Person, Person.id == Volume.recorded_by_id)
        .where(
            Volume.chain_id == chain_id,
            Volume.organisation_id == organisation_id,
            Volume.year == year,
            visible_to(actor, Volume),
        )
        .order_by(Volume.recorded_at.desc(), Volume.id.desc())
    ).all()


def estimates_of(session: Session, chain_id: int, year: int) -> Sequence[Any]:
    """How large the market was said to be, the latest first."""
    return session.execute(
        select(
            MarketEstimate.id,
            MarketEstimate.euro,
            MarketEstimate.source,
            MarketEstimate.recorded_at,
            Person.name.label("by"),
        )
        .outerjoin(Person, Person.id == MarketEstimate.recorded_by_id)
        .where(MarketEstimate.chain_id == chain_id, MarketEstimate.year == year)
        .order_by(MarketEstimate.recorded_at.desc(), MarketEstimate.id.desc())
    ).all()
