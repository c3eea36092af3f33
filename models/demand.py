"""What organisations buy in a chain in a year, how large the market is, and what they pledge.

Every figure is a row with its moment of recording: the latest one holds, earlier ones stay. The
history keeps that a figure changed, never the figure.
"""

from __future__ import annotations

import enum

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import PROGRAMME_TEAM, Base, Code, HistoryMark, Key, mark, one_of, references
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class HowKnown(enum.StrEnum):
    """How an organisation knows what it buys."""

    MEASURED = "measured"
    CONTRACTED = "contracted"
    ESTIMATED = "estimated"


class Volume(Recorded, Base):
    """What an organisation buys in a chain in a calendar year, in whole euro, without tax.

    Without an amount it was withdrawn: from then on the organisation does not count.
    """

    __tablename__ = "volume"
    __table_args__ = (
        one_of("how_known", HowKnown),
        CheckConstraint("euro IS NULL OR euro >= 0", name="not_negative"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_of_this_age"),
        Index("ix_volume_latest", "chain_id", "year", "organisation_id", "recorded_at", "id"),
        Index("ix_volume_organisation", "organisation_id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    organisation_id: Mapped[int] = references("organisation.id")
    year: Mapped[int] = mapped_column(info=VALUE)
    euro: Mapped[int | None] = mapped_column(BigInteger)
    how_known: Mapped[HowKnown] = mapped_column(Code(HowKnown), info=VALUE)
    note: Mapped[str]

    @property
    def history_audience(self) -> str:
        """Who stated a figure, and when, is for the programme team."""
        return PROGRAMME_TEAM


class MarketEstimate(Recorded, Base):
    """How large the Dutch market of a chain is in a calendar year, in whole euro, and who says so.

    Without an amount it was withdrawn.
    """

    __tablename__ = "market_estimate"
    __table_args__ = (
        CheckConstraint("euro IS NULL OR euro > 0", name="positive"),
        CheckConstraint("source <> ''", name="sourced"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_of_this_age"),
        Index("ix_market_estimate_latest", "chain_id", "year", "recorded_at", "id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    year: Mapped[int] = mapped_column(info=VALUE)
    euro: Mapped[int | None] = mapped_column(BigInteger, info=VALUE)
    source: Mapped[str]
