"""Reads what organisations buy, and makes of it what a reader may be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day, start_of_day
from buyergroups.demand.access import Place
from buyergroups.demand.rules import Period, Stated, statements
from models.demand import MarketEstimate, Volume
from models.groups import GroupChain, Membership
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Person

PAGE_SIZE = 50


@dataclass
class Known:
    """All that was stated in a chain, for the rules to make totals of; never for a page."""

    #: By year and sector.
    stated: dict[tuple[int, Sector], list[Stated]] = field(default_factory=lambda: defaultdict(list))
    #: The sectors of those that take part now.
    present: set[Sector] = field(default_factory=set)
    #: By year.
    market: dict[int, MarketEstimate] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Every year of which anything was stated, the latest first."""
        return sorted({*(year for year, _ in self.stated), *self.market}, reverse=True)


def takes_part(session: Session, now: datetime, place: Place) -> bool:
    """Whether anybody takes part in the group for the organisation now."""
    found = session.scalar(
        select(Membership.id)
        .where(
            Membership.group_id == place.group_id,
            Membership.organisation_id == place.organisation_id,
            membership_holds(now, local_day(now)),
        )
        .limit(1)
    )
    return found is not None


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


def last_volume(
    session: Session, chain_id: int, organisation_id: int, year: int
) -> Volume | None:
    """What an organisation stated last of a chain and a year."""
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


def known(session: Session, now: datetime, chain_ids: Collection[int]) -> Mapping[int, Known]:
    """All that was stated of chains, whoever asks: three statements, for the rules only."""
    found = {chain_id: Known() for chain_id in chain_ids}
    figures: dict[tuple[int, int, int], list[tuple[datetime, int | None]]] = defaultdict(list)
    for row in session.execute(
        select(
            Volume.chain_id, Volume.organisation_id, Volume.year, Volume.recorded_at, Volume.euro
        )
        .where(Volume.chain_id.in_(chain_ids), Volume.recorded_at <= now)
        .order_by(Volume.recorded_at, Volume.id)
    ):
        figures[row.chain_id, row.organisation_id, row.year].append((row.recorded_at, row.euro))
    periods, sectors = _periods(session, now, chain_ids)
    for (chain_id, organisation_id), rows in periods.items():
        if any(row.holds(now) for row in rows):
            found[chain_id].present.add(sectors[organisation_id])
    for (chain_id, organisation_id, year), stated in figures.items():
        rows = periods.get((chain_id, organisation_id), [])
        if rows:
            found[chain_id].stated[year, sectors[organisation_id]] += statements(
                organisation_id, stated, rows, now
            )
    for estimate in session.scalars(
        select(MarketEstimate)
        .where(MarketEstimate.chain_id.in_(chain_ids), MarketEstimate.recorded_at <= now)
        .order_by(MarketEstimate.recorded_at, MarketEstimate.id)
    ):
        found[estimate.chain_id].market[estimate.year] = estimate
    return found


def _periods(
    session: Session, now: datetime, chain_ids: Collection[int]
) -> tuple[dict[tuple[int, int], list[Period]], dict[int, Sector]]:
    """When organisations took part in any group of a chain, and whether they are public."""
    periods: dict[tuple[int, int], list[Period]] = defaultdict(list)
    sectors: dict[int, Sector] = {}
    for row in session.execute(
        select(
            GroupChain.chain_id,
            Membership.organisation_id,
            OrganisationVersion.sector,
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
        .join(
            OrganisationVersion,
            OrganisationVersion.id == newest_version(Membership.organisation_id, now),
        )
        .where(GroupChain.chain_id.in_(chain_ids))
    ):
        sectors[row.organisation_id] = row.sector
        start = max(
            row.recorded_at,
            start_of_day(row.since),
            row.linked_at,
            start_of_day(row.linked_since),
        )
        ends = [
            max(ended, start_of_day(until))
            for ended, until in (
                (row.ended_at, row.until),
                (row.unlinked_at, row.linked_until),
            )
            if ended is not None and until is not None
        ]
        end = min(ends) if ends else None
        if end is None or end > start:
            periods[row.chain_id, row.organisation_id].append(Period(start, end))
    return periods, sectors


def single_volumes(
    session: Session, actor: Actor, now: datetime, chain_ids: Collection[int], year: int
) -> Sequence[Any]:
    """The figures of single organisations that the reader may see, largest first."""
    later = aliased(Volume)
    newest = (
        select(later.id)
        .where(
            later.chain_id == Volume.chain_id,
            later.organisation_id == Volume.organisation_id,
            later.year == Volume.year,
        )
        .order_by(later.recorded_at.desc(), later.id.desc())
        .limit(1)
        .correlate(Volume)
        .scalar_subquery()
    )
    taking_part = (
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
    return session.execute(
        select(
            Volume.id,
            Volume.chain_id,
            Volume.organisation_id,
            Volume.euro,
            Volume.how_known,
            Volume.note,
            Volume.recorded_at,
            Organisation.slug,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            Person.name.label("by"),
        )
        .join(Organisation, Organisation.id == Volume.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .outerjoin(Person, Person.id == Volume.recorded_by_id)
        .where(
            Volume.id == newest,
            Volume.chain_id.in_(chain_ids),
            Volume.year == year,
            Volume.euro.is_not(None),
            taking_part,
            visible_to(actor, Volume),
        )
        .order_by(Volume.chain_id, Volume.euro.desc(), OrganisationVersion.sort_name)
    ).all()


def own_organisations(session: Session, actor: Actor, now: datetime, group_id: int) -> Sequence[Any]:
    """The organisations for which the reader takes part in the group."""
    own = {row.organisation_id for row in actor.memberships if row.group_id == group_id}
    return session.execute(
        select(Organisation.id, Organisation.slug, OrganisationVersion.name)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .where(Organisation.id.in_(own))
        .order_by(OrganisationVersion.sort_name)
    ).all()


def organisations_in(session: Session, now: datetime, group_id: int) -> Sequence[Any]:
    """The organisations that take part in a group now, with their sector."""
    return session.execute(
        select(
            Organisation.id, Organisation.slug, OrganisationVersion.name, OrganisationVersion.sector
        )
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .where(
            Organisation.id.in_(
                select(Membership.organisation_id).where(
                    Membership.group_id == group_id, membership_holds(now, local_day(now))
                )
            )
        )
        .order_by(OrganisationVersion.sort_name)
    ).all()


def figures_of(
    session: Session, actor: Actor, chain_id: int, organisation_id: int, year: int
) -> Sequence[Any]:
    """Everything an organisation stated of a chain and a year, the latest first."""
    return session.execute(
        select(Volume.euro, Volume.how_known, Volume.note, Volume.recorded_at, Person.name.label("by"))
        .outerjoin(Person, Person.id == Volume.recorded_by_id)
        .where(
            Volume.chain_id == chain_id,
            Volume.organisation_id == organisation_id,
            Volume.year == year,
            visible_to(actor, Volume),
        )
        .order_by(Volume.recorded_at.desc(), Volume.id.desc())
    ).all()
