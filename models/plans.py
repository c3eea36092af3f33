"""What a chain plan has besides its text: rows of a version, and facts on how it fares.

A row belongs to one version and is frozen with it. Its key stays the same in the versions after
it, so that measurements and progress, which are facts with a date, go on.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import (
    PROGRAMME_TEAM,
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    ShortText,
    mark,
    new_ref,
    one_of,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)
UNTOLD = mark(HistoryMark.NONE)


class PlanRow:
    """A row of a version of a plan; one that was taken out of a draft keeps the moment."""

    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(CleanText(10), default=lambda: new_ref(), info=UNTOLD)  # noqa: PLW0108
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    @declared_attr
    def version_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("document_version.id"), info=VALUE)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - it is asked of the class
        return {"version_id_col": cls.version}


class PlanFocus(PlanRow, Base):
    """A theme that the plan focuses on."""

    __tablename__ = "plan_focus"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    theme_id: Mapped[int] = references("theme.id")
    why: Mapped[str | None]


class PlanGoal(PlanRow, Base):
    """A goal on a theme: from a baseline to a target on a day, in a unit."""

    __tablename__ = "plan_goal"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    theme_id: Mapped[int] = references("theme.id")
    indicator: Mapped[ShortText]
    unit: Mapped[ShortText]
    baseline: Mapped[float | None] = mapped_column(Float())
    target: Mapped[float] = mapped_column(Float())
    target_on: Mapped[date] = mapped_column(info=VALUE)


class ActivityLevel(enum.StrEnum):
    """What an activity works on, by the levels of the programme's monitoring."""

    ACTIVITY = "activity"
    PROCESS = "process"
    EFFECT = "effect"


class ActivityState(enum.StrEnum):
    """How far an activity is."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class PlanActivity(PlanRow, Base):
    """An activity or intervention; not buying is one too."""

    __tablename__ = "plan_activity"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        one_of("level", ActivityLevel),
        one_of("state", ActivityState),
        CheckConstraint("since IS NULL OR until IS NULL OR until >= since", name="in_order"),
    )

    what: Mapped[ShortText]
    target_group: Mapped[ShortText | None]
    contribution: Mapped[str | None]
    level: Mapped[ActivityLevel] = mapped_column(Code(ActivityLevel), info=VALUE)
    who: Mapped[ShortText | None]
    since: Mapped[date | None] = mapped_column(info=VALUE)
    until: Mapped[date | None] = mapped_column(info=VALUE)
    state: Mapped[ActivityState] = mapped_column(Code(ActivityState), info=VALUE)
    note: Mapped[str | None]


class Grade(enum.StrEnum):
    """How likely, or how severe."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class PlanRisk(PlanRow, Base):
    """A risk for people or environment in the chain."""

    __tablename__ = "plan_risk"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        one_of("likelihood", Grade),
        one_of("severity", Grade),
    )

    what: Mapped[ShortText]
    step_id: Mapped[int] = references("due_diligence_step.id")
    likelihood: Mapped[Grade] = mapped_column(Code(Grade), info=VALUE)
    severity: Mapped[Grade] = mapped_column(Code(Grade), info=VALUE)
    mitigation: Mapped[str | None]
    owner: Mapped[ShortText | None]


class PlanInstrument(PlanRow, Base):
    """What a policy instrument does in this chain, and who moves first."""

    __tablename__ = "plan_instrument"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    instrument_id: Mapped[int] = references("policy_instrument.id")
    does: Mapped[str]
    moves_first: Mapped[ShortText | None]


class PlanProgramme(PlanRow, Base):
    """Another programme that touches the chain, known or under a name of its own."""

    __tablename__ = "plan_programme"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint(
            "related_programme_id IS NOT NULL OR name IS NOT NULL", name="programme_named"
        ),
    )

    related_programme_id: Mapped[int | None] = references("related_programme.id", nullable=True)
    name: Mapped[ShortText | None]
    how: Mapped[str | None]


class PlanLaw(PlanRow, Base):
    """European product law that matters in this chain, and why."""

    __tablename__ = "plan_law"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    name: Mapped[ShortText]
    why: Mapped[str | None]


class PlanMoney(PlanRow, Base):
    """Who pays how much in a year, in whole euros, and for which activity."""

    __tablename__ = "plan_money"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint("amount_eur >= 0", name="not_negative"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year_likely"),
    )

    payer: Mapped[ShortText]
    activity_key: Mapped[str | None] = mapped_column(CleanText(10))
    amount_eur: Mapped[int]
    year: Mapped[int] = mapped_column(info=VALUE)


class PlanMeasurement(Recorded, Base):
    """What a goal was measured at on a day; of one day the row that was recorded last holds."""

    __tablename__ = "plan_measurement"
    __table_args__ = (Index("ix_plan_measurement_goal", "document_id", "goal_key", "id"),)

    id: Mapped[Key]
    document_id: Mapped[int] = references("document.id")
    goal_key: Mapped[str] = mapped_column(CleanText(10), info=UNTOLD)
    measured_on: Mapped[date] = mapped_column(info=VALUE)
    value: Mapped[float] = mapped_column(Float(), info=VALUE)
    note: Mapped[str | None]


class PlanProgress(Recorded, Base):
    """How far an activity of an adopted plan is, from a moment on, and what came of it."""

    __tablename__ = "plan_progress"
    __table_args__ = (
        one_of("state", ActivityState),
        CheckConstraint("state <> 'done' OR note <> ''", name="done_with_result"),
        Index("ix_plan_progress_activity", "document_id", "activity_key", "id"),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = references("document.id")
    activity_key: Mapped[str] = mapped_column(CleanText(10), info=UNTOLD)
    state: Mapped[ActivityState] = mapped_column(Code(ActivityState), info=VALUE)
    note: Mapped[str | None]
