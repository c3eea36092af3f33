"""What the pages of demand are made from: years, drawings and rows of a file, for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.demand import queries
from buyergroups.demand.labels import KEPT_BACK, SECTORS, TOO_LOW, UNKNOWN
from buyergroups.demand.readers import readers
from buyergroups.demand.told import Figure, YearTold, is_kept_back, years_told
from buyergroups.groups.page import GroupPage
from buyergroups.groups.places import organisations_in
from buyergroups.groups.queries import GroupChainRow
from buyergroups.web import state
from buyergroups.web.amounts import short_euro
from buyergroups.web.charts.stacks import Stacks, stacks
from models.groups import MemberRole
from models.organisations import Sector

#: Who is asked what their organisation buys; experts and observers are there for something else.
BUYING = frozenset(MemberRole) - {MemberRole.EXPERT, MemberRole.OBSERVER}


@dataclass(frozen=True)
class ChainTold:
    """The demand in one chain of a group, as the reader may know it."""

    chain: GroupChainRow
    years: Sequence[YearTold]
    #: Whether something can be kept from this reader.
    kept_back: bool
    may_estimate: bool

    @property
    def latest(self) -> YearTold | None:
        """The latest year up to this one of which a sum is told, else the latest one."""
        this = state.today().year
        summed = [year for year in self.years if year.together.euro is not None]
        return next((year for year in summed if year.year <= this), next(iter(self.years), None))

    @property
    def chart(self) -> Stacks:
        """Bars of the years, the earliest first: of what is told in words, and nothing else."""
        language = state.language()
        say, unknown = partial(short_euro, language=language), KEPT_BACK.into(language)
        years = [
            year
            for year in reversed(self.years)
            if year.public.euro is not None or year.private.euro is not None
        ]
        drawn = stacks(
            [SECTORS[sector].words.into(language) for sector in Sector],
            [(str(year.year), [_drawn(year.public), _drawn(year.private)]) for year in years],
            say=say,
            unknown=unknown,
        )
        # The sum as it is told: of rounded amounts it is rounded again.
        sums = [unknown if y.together.euro is None else say(y.together.euro) for y in years]
        rows = [replace(row, total=told) for row, told in zip(drawn.rows, sums, strict=True)]
        return replace(drawn, rows=rows)


def _drawn(figure: Figure) -> float | None:
    """What is not known is nothing to draw; what is kept back says so."""
    return None if figure.kept_back else figure.euro or 0


def chains_told(header: GroupPage) -> list[ChainTold]:
    """Every chain of the group: all that is stated of it by any group, made fit for the reader."""
    session, actor, chains = state.reading(), state.actor(), header.group.chains
    ids = [row.chain_id for row in chains]
    known = queries.known(session, state.now(), ids)
    as_who = readers(session, actor, ids)
    return [
        ChainTold(
            row,
            years_told(known[row.chain_id], as_who[row.chain_id]),
            is_kept_back(known[row.chain_id], as_who[row.chain_id]),
            can(actor, Action.MARKET_ESTIMATE, row.chain_id),
        )
        for row in chains
    ]


def missing(session: Session, header: GroupPage, year: int) -> list[tuple[Any, GroupChainRow]]:
    """What the reader can state of this year and nobody did: own organisations, with chains."""
    actor, now, group = state.actor(), state.now(), header.group
    own = frozenset(
        row.organisation_id
        for row in actor.memberships
        if row.group_id == group.id and row.role in BUYING
    )
    if not own or not group.is_open:
        return []
    filters = queries.Filters(
        tuple(row.chain_id for row in group.chains), year=year, organisation_ids=own
    )
    rows, _ = queries.single_volumes(session, actor, now, filters, whole=True)
    there = {(row.organisation_id, row.chain_id) for row in rows}
    return [
        (place, chain)
        for place in organisations_in(session, actor, now, group.id)
        for chain in group.chains
        if place.id in own and (place.id, chain.chain_id) not in there
    ]


def told_rows(chains: Sequence[ChainTold]) -> list[tuple[object, ...]]:
    """The same as on the page, for a file."""
    return [
        (
            told.chain.name,
            year.year,
            *(_cell(figure) for figure in (year.public, year.private, year.together)),
            year.market,
            TOO_LOW.into(state.language()) if year.too_low else year.share,
            year.source,
        )
        for told in chains
        for year in told.years
    ]


def _cell(figure: Figure) -> object:
    if figure.euro is not None:
        return figure.euro
    return (KEPT_BACK if figure.kept_back else UNKNOWN).into(state.language())
