"""The four phases of market transformation, and what people recorded of chains in them.

Source: section 4.1 of the Agenda MVOI (2026). The criteria are a starting set of this project's
own wording; the source has no list.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    CleanText,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Precision,
    Ref,
    ShortText,
    mark,
    one_of,
    precise,
    references,
)
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)


class Phase(Base):
    """Where the market of a chain stands, and what procurement does there."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        UniqueConstraint("programme_id", "nr"),
    )

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    nr: Mapped[int]
    code: Mapped[CodeText]
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    name_en: Mapped[ShortText] = mapped_column(info=VALUE)
    role_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    role_en: Mapped[ShortText] = mapped_column(info=VALUE)


class PhaseCriterion(Base):
    """Something that shows that a market is in a phase. Criteria advise, they do not block."""

    __tablename__ = "phase_criterion"
    __table_args__ = (UniqueConstraint("phase_id", "code"),)

    id: Mapped[Key]
    phase_id: Mapped[int] = references("phase.id")
    code: Mapped[CodeText]
    position: Mapped[int]
    text_nl: Mapped[str] = mapped_column(info=VALUE)
    text_en: Mapped[str] = mapped_column(info=VALUE)
    retired_on: Mapped[date | None] = mapped_column(info=VALUE)


class CriterionState(enum.StrEnum):
    """Open, partly met or met, on evidence."""

    OPEN = "open"
    PARTLY = "partly"
    MET = "met"


class CriterionFinding(Recorded, Base):
    """What somebody found of a criterion in a chain, with the evidence; the latest holds."""

    __tablename__ = "criterion_finding"
    __table_args__ = (
        one_of("state", CriterionState),
        CheckConstraint("state = 'open' OR evidence <> ''", name="evidenced"),
        Index("ix_criterion_finding_latest", "chain_id", "criterion_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    criterion_id: Mapped[int] = references("phase_criterion.id")
    state: Mapped[CriterionState] = mapped_column(Code(CriterionState), info=VALUE)
    evidence: Mapped[str]
    link: Mapped[str | None] = mapped_column(CleanText(2000))
    evidence_on: Mapped[date | None] = mapped_column(info=VALUE)
    language: Mapped[Language] = mapped_column(Code(Language))


class Progress(enum.StrEnum):
    """Op koers, aandacht nodig, stagneert."""

    ON_TRACK = "on-track"
    NEEDS_ATTENTION = "needs-attention"
    STAGNATES = "stagnates"


class StagnationReason(enum.StrEnum):
    """Why a chain stagnates, from a list so that it can be counted."""

    NO_POLICY = "no-overarching-policy"
    CAPACITY = "capacity"
    BUDGET = "budget"
    KNOWLEDGE = "knowledge"
    NO_ALTERNATIVE = "no-sustainable-alternative"
    NO_INDICATOR = "no-measurable-indicator"
    MARKET_UNWILLING = "market-not-willing"
    OTHER = "other"


class ReportKind(enum.StrEnum):
    """A full report, 'still correct, nothing changed', or the correction of a mistake."""

    UPDATE = "update"
    STILL_CORRECT = "still-correct"
    CORRECTION = "correction"


class StatusUpdate(Recorded, Base):
    """A dated report on a chain by its lead.

    Each row is the whole status at that moment: 'still correct' repeats what it confirms.
    `reported_at` is the moment a person last looked; a correction keeps the one it corrects, and
    from its own recording on the row that it names does not count any more, on whichever chain.
    """

    __tablename__ = "status_update"
    __table_args__ = (
        one_of("kind", ReportKind),
        one_of("progress", Progress),
        one_of("stagnation_reason", StagnationReason),
        CheckConstraint(
            "(progress = 'stagnates') = (stagnation_reason IS NOT NULL)", name="stagnation_reasoned"
        ),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
        CheckConstraint(
            "(kind = 'correction') = (corrects_id IS NOT NULL)", name="correction_names"
        ),
        CheckConstraint(
            "next_step_on IS NULL OR next_step IS NOT NULL", name="dated_step_has_words"
        ),
        Index("ix_status_update_latest", "chain_id", "reported_at", "recorded_at", "id"),
        Index("uq_status_update_corrected_once", "corrects_id", unique=True),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    chain_id: Mapped[int] = references("chain.id")
    kind: Mapped[ReportKind] = mapped_column(Code(ReportKind), info=VALUE)
    reported_at: Mapped[datetime]
    progress: Mapped[Progress] = mapped_column(Code(Progress), info=VALUE)
    stagnation_reason: Mapped[StagnationReason | None] = mapped_column(
        Code(StagnationReason), info=VALUE
    )
    changed: Mapped[str | None]
    changed_html: Mapped[str | None] = mapped_column(info=mark(HistoryMark.NONE))
    next_step: Mapped[ShortText | None]
    next_step_on: Mapped[date | None] = mapped_column(info=VALUE)
    language: Mapped[Language] = mapped_column(Code(Language))
    corrects_id: Mapped[int | None] = references("status_update.id", nullable=True)
    reason: Mapped[str | None]


class AssessmentOutcome(enum.StrEnum):
    """What became of a provisional assessment."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class PhaseAssessment(Recorded, Base):
    """A motivated assessment that the market is in a phase, from a date on.

    Provisional until it has an outcome. The outcome is filled in once, with its moment, so the
    row tells what held on any day: see `buyergroups.phases.rules.holds`.
    """

    __tablename__ = "phase_assessment"
    __table_args__ = (
        one_of("outcome", AssessmentOutcome),
        one_of("since_precision", Precision),
        precise("since"),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
        CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="outcome_dated"),
        CheckConstraint(
            "outcome IS NULL OR outcome = 'withdrawn' OR decision_id IS NOT NULL",
            name="outcome_decided",
        ),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_phase_assessment_latest", "chain_id", "recorded_at", "id"),
        Index(
            "uq_phase_assessment_one_open",
            "chain_id",
            unique=True,
            sqlite_where=text("outcome IS NULL AND corrected_at IS NULL"),
            postgresql_where=text("outcome IS NULL AND corrected_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    chain_id: Mapped[int] = references("chain.id")
    phase_id: Mapped[int] = references("phase.id")
    since: Mapped[date | None] = mapped_column(info=VALUE)
    since_precision: Mapped[Precision] = mapped_column(Code(Precision), info=VALUE)
    reason: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    #: The criteria as they stood: {criterion id: state}.
    criteria: Mapped[dict[str, str]]
    outcome: Mapped[AssessmentOutcome | None] = mapped_column(Code(AssessmentOutcome), info=VALUE)
    outcome_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    outcome_by_id: Mapped[int | None] = references("person.id", nullable=True)
    outcome_reason: Mapped[str | None]
    decision_id: Mapped[int | None] = references("decision.id", nullable=True)
    corrected_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    corrects_id: Mapped[int | None] = references("phase_assessment.id", nullable=True)
    #: Why it corrects another one; `reason` stays the lead's own.
    correction_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, info=mark(HistoryMark.NONE))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
