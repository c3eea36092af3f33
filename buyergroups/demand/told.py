"""What a reader is told of the demand in a chain: figures that are exact, rounded or kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buyergroups.demand.queries import Known
from buyergroups.demand.readers import Reader
from buyergroups.demand.rules import rounded, share, standing_now, told
from models.organisations import Sector


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount for a reader in whole euro; without one it is not known, or kept back."""

    euro: int | None = None
    exact: bool = False
    kept_back: bool = False


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

    @property
    def too_low(self) -> bool:
        """Whether more is bought than the market is estimated at: its share means nothing then."""
        return self.share is not None and self.share > 100

    @property
    def tells(self) -> bool:
        """Whether it says anything; a year that does not is not shown, whoever stated what."""
        return any(
            value is not None for value in (self.public.euro, self.private.euro, self.market)
        )


def years_told(known: Known, reader: Reader) -> list[YearTold]:
    """The years of which this reader is told anything, the latest first."""
    years = (_year(known, reader, year) for year in known.years)
    return [year for year in years if year.tells]


def is_kept_back(known: Known, reader: Reader) -> bool:
    """Whether there can be figures of which this reader is told none."""
    return any(not reader.sees_single(sector) for sector in known.present)


def _year(known: Known, reader: Reader, year: int) -> YearTold:
    public, private = (
        _figure(known, reader, year, sector) for sector in (Sector.PUBLIC, Sector.PRIVATE)
    )
    together = _together([public, private])
    estimate = known.market.get(year)
    market = estimate.euro if estimate else None
    is_told = together.euro is not None and market is not None
    return YearTold(
        year,
        public,
        private,
        together,
        market,
        estimate.source if estimate and estimate.euro else None,
        share(together.euro or 0, market or 1) if is_told else None,
    )


def _figure(known: Known, reader: Reader, year: int, sector: Sector) -> Figure:
    """Where somebody of the sector takes part, a total that is not told is kept back.

    Whether anybody stated anything yet is not told either.
    """
    rows = known.stated.get((year, sector), [])
    if reader.sees_single(sector):
        amounts = standing_now(rows)
        return Figure(sum(amounts.values()) if amounts else None, exact=True)
    total = told(rows, reader.organisations)
    return Figure(total.euro) if total else Figure(kept_back=sector in known.present)


def _together(figures: Sequence[Figure]) -> Figure:
    """The sum; where one of the two is kept back, so is the sum."""
    if any(figure.kept_back for figure in figures):
        return Figure(kept_back=True)
    known = [figure.euro for figure in figures if figure.euro is not None]
    exact = all(figure.exact for figure in figures if figure.euro is not None)
    if not known or exact:
        return Figure(sum(known) if known else None, exact=True)
    return Figure(rounded(sum(known)))
