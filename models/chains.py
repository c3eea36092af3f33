"""Clusters and chains, and what is known of them: impact, coverage, yearly selection.

What is on a card of the board is kept as rows with a moment of recording: the latest row of a
chain holds, and the board of an earlier day reads the latest row of that day.
Source: chapters 4 and 5 and annex IV of the Agenda MVOI (2026).
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Precision,
    ShortText,
    SortText,
    mark,
    one_of,
    precise,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class Cluster(Base):
    """A group of chains."""

    __tablename__ = "cluster"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    position: Mapped[int]


class ClusterName(Recorded, Base):
    """The name of a cluster from the moment of recording on; `short` is for cards."""

    __tablename__ = "cluster_name"
    __table_args__ = (Index("ix_cluster_name_latest", "cluster_id", "recorded_at", "id"),)

    id: Mapped[Key]
    cluster_id: Mapped[int] = references("cluster.id")
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    short_nl: Mapped[ShortText] = mapped_column(info=VALUE)


class Chain(Base):
    """A product chain: what is bought. Its address is its Dutch name with hyphens."""

    __tablename__ = "chain"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    slug: Mapped[ShortText] = mapped_column(info=VALUE)


class ChainSlug(Base):
    """A former address of a chain; it redirects."""

    __tablename__ = "chain_slug"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    chain_id: Mapped[int] = references("chain.id")
    slug: Mapped[ShortText] = mapped_column(info=VALUE)


class ChainVersion(Recorded, Base):
    """Name, cluster and priority of a chain from the moment of recording on."""

    __tablename__ = "chain_version"
    __table_args__ = (Index("ix_chain_version_latest", "chain_id", "recorded_at", "id"),)

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    cluster_id: Mapped[int] = references("cluster.id")
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    #: Another name in use for the same chain, as the source itself uses two.
    also_named_nl: Mapped[ShortText | None] = mapped_column(info=VALUE)
    sort_name: Mapped[SortText]
    priority: Mapped[bool] = mapped_column(info=VALUE)
    in_criteria_tool: Mapped[bool] = mapped_column(info=VALUE)
    decision_id: Mapped[int | None] = references("decision.id", nullable=True)
    reason: Mapped[str]


class ImpactLevel(enum.StrEnum):
    """How much public procurement can do for a theme in a chain, by expert judgement."""

    NONE = "none"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"


class Impact(Recorded, Base):
    """The impact on one theme in one chain; `unknown` where there is one of unknown size."""

    __tablename__ = "impact"
    __table_args__ = (
        one_of("level", ImpactLevel),
        Index("ix_impact_latest", "chain_id", "theme_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    theme_id: Mapped[int] = references("theme.id")
    level: Mapped[ImpactLevel] = mapped_column(Code(ImpactLevel), info=VALUE)
    reason: Mapped[str]


class CoverageKind(enum.StrEnum):
    """Whether another programme works in the chain; possibly counts as covered, everywhere."""

    COVERED = "covered"
    POSSIBLE = "possible"
    NONE = "none"


class Coverage(Recorded, Base):
    """Which programme works in the chain, which part, since when; no name is 'to be determined'."""

    __tablename__ = "coverage"
    __table_args__ = (
        one_of("kind", CoverageKind),
        one_of("since_precision", Precision),
        precise("since"),
        Index("ix_coverage_latest", "chain_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    kind: Mapped[CoverageKind] = mapped_column(Code(CoverageKind), info=VALUE)
    related_programme_id: Mapped[int | None] = references("related_programme.id", nullable=True)
    #: The programme's name as it was when recorded: a card of an earlier day keeps it.
    covered_by: Mapped[ShortText | None] = mapped_column(info=VALUE)
    part: Mapped[str | None]
    since: Mapped[date | None] = mapped_column(info=VALUE)
    since_precision: Mapped[Precision] = mapped_column(Code(Precision), info=VALUE)
    reason: Mapped[str]


class SelectionOutcome(enum.StrEnum):
    """Outcome of the yearly review: voortzetten, verdiepen, afronden, nieuw."""

    CONTINUE = "continue"
    DEEPEN = "deepen"
    COMPLETE = "complete"
    ADD = "add"


class YearlySelection(Recorded, Base):
    """The selection for one year, as decided; a later decision on the same year replaces it."""

    __tablename__ = "yearly_selection"
    __table_args__ = (Index("ix_yearly_selection_latest", "programme_id", "year", "recorded_at"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    year: Mapped[int] = mapped_column(info=VALUE)
    decision_id: Mapped[int] = references("decision.id")
    #: Why the body decided on another number of chains than is usual.
    other_number_reason: Mapped[str | None]


class SelectedChain(Base):
    """One chain in the review of a year, with its outcome; `complete` leaves the selection."""

    __tablename__ = "selected_chain"
    __table_args__ = (
        UniqueConstraint("selection_id", "chain_id"),
        one_of("outcome", SelectionOutcome),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_selected_chain_chain", "chain_id"),
    )

    id: Mapped[Key]
    selection_id: Mapped[int] = references("yearly_selection.id")
    chain_id: Mapped[int] = references("chain.id")
    outcome: Mapped[SelectionOutcome] = mapped_column(Code(SelectionOutcome), info=VALUE)
    reason: Mapped[str]
    #: Why a chain that another programme covers was selected all the same.
    covered_reason: Mapped[str | None]
