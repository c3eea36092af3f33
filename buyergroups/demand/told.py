"""What a reader is told of the demand in a chain: figures that are exact, rounded or kept back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from buyergroups.demand.queries import Known
from buyergroups.demand.rules import Stated, latest_total, rounded, share, standing_now
from models.people import Sector


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the programme team, or a member for these organisations."""

    team: bool
    #: Takes part for a public organisation.
    public: bool
    organisations: frozenset[int]

    def sees_single(self, sector: Sector) -> bool:
        """Whether the single figures of a sector are for this reader, so that a sum hides none."""
        return self.team or (self.public and sector is Sector.PUBLIC)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount for a reader in whole euro; without one it is not known, or kept back."""

    euro: int | None = None
    exact: bool = False
    kept_back: bool = False
    #: When a rounded total was made.
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class YearTold:
    """One calendar year of a chain, as this reader may know it."""

    year: int
    public: Figure
    private: Figure
    together: Figure
    #: The estimated market, and where that stands.
    market: int | None
    source: str | None
    #: Per cent of the market.
    share: int | None


def years_told(known: Known, reader: Reader) -> list[YearTold]:
    """Every year of which anything was stated, the latest first."""
    return [_year(known, reader, year) for year in known.years]


def _year(known: Known, reader: Reader, year: int) -> YearTold:
    public, private = (
        _figure(known.stated.get((year, sector), ()), reader, sector, sector in known.present)
        for sector in (Sector.PUBLIC, Sector.PRIVATE)
    )
    together = _together(public, private)
    estimate = known.market.get(year)
    market = estimate.euro if estimate else None
    told = together.euro is not None and market is not None
    return YearTold(
        year,
        public,
        private,
        together,
        market,
        estimate.source if estimate else None,
        share(together.euro or 0, market or 1) if told else None,
    )


def _figure(stated: Iterable[Stated], reader: Reader, sector: Sector, present: bool) -> Figure:
    """`present`: somebody of this sector takes part, so that a total is kept back rather than nil.

    Whether anybody stated anything yet is not told either.
    """
    rows = list(stated)
    if reader.sees_single(sector):
        amounts = standing_now(rows)
        return Figure(sum(amounts.values()) if amounts else None, exact=True)
    total = latest_total(rows)
    euro = total.told_to(reader.organisations) if total else None
    if total is None or euro is None:
        return Figure(kept_back=present or bool(rows))
    return Figure(euro, made_at=total.moment)


def _together(public: Figure, private: Figure) -> Figure:
    """The sum; where one of the two is kept back, so is the sum."""
    if public.kept_back or private.kept_back:
        return Figure(kept_back=True)
    known = [figure.euro for figure in (public, private) if figure.euro is not None]
    if public.exact and private.exact:
        return Figure(sum(known) if known else None, exact=True)
    made = [figure.made_at for figure in (public, private) if figure.made_at is not None]
    return Figure(rounded(sum(known)), made_at=max(made))
