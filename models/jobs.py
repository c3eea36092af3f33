"""Background work: runs of scheduled jobs, pauses, requests, and tasks that people started."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Ref,
    mark,
    one_of,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class RunCause(enum.StrEnum):
    """Why a job ran: its schedule, somebody on the page, or somebody at the command line."""

    SCHEDULE = "schedule"
    ASKED = "asked"
    COMMAND = "command"


class RunOutcome(enum.StrEnum):
    """How a run went; `running` until that is known."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Base):
    """One run of a job for one planned moment. That there is at most one is the guarantee.

    While it runs, `lease_until` says until when nobody takes it over; it is extended on the way.
    """

    __tablename__ = "job_run"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("job", "planned_for"),
        one_of("cause", RunCause),
        one_of("outcome", RunOutcome),
        CheckConstraint("(outcome = 'running') = (finished_at IS NULL)", name="finish_recorded"),
        Index("ix_job_run_outcome", "outcome", "lease_until"),
    )

    id: Mapped[Key]
    job: Mapped[CodeText]
    planned_for: Mapped[datetime]
    cause: Mapped[RunCause] = mapped_column(Code(RunCause))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    runner: Mapped[CodeText]
    lease_until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[RunOutcome] = mapped_column(Code(RunOutcome), default=RunOutcome.RUNNING)
    #: What it did, in both languages.
    result: Mapped[dict[str, str] | None]
    error: Mapped[str | None]


class JobLease(Base):
    """One row: which scheduler is at work and when it last looked. It only saves work."""

    __tablename__ = "job_lease"
    __audited__ = False
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[Key]
    holder: Mapped[CodeText | None]
    until: Mapped[datetime | None]
    ticked_at: Mapped[datetime | None]


class JobRequest(Recorded, Base):
    """Somebody asked to run a job now; the scheduler runs it once, for the moment of asking."""

    __tablename__ = "job_request"
    __table_args__ = (UniqueConstraint("job", "planned_for"),)

    id: Mapped[Key]
    job: Mapped[CodeText] = mapped_column(info=VALUE)
    planned_for: Mapped[datetime] = mapped_column(info=mark(HistoryMark.NONE))


class JobPause(Recorded, Base):
    """A job stands still, with the reason, until somebody lets it go on."""

    __tablename__ = "job_pause"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="end_recorded"),
        Index(
            "uq_job_pause_open",
            "job",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    job: Mapped[CodeText] = mapped_column(info=VALUE)
    reason: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)
    version: Mapped[int] = mapped_column(default=1, info=mark(HistoryMark.NONE))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class TaskState(enum.StrEnum):
    """Where a task is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Task(Base):
    """Work that takes longer than a page may: who asked for it, how far it is, what came of it."""

    __tablename__ = "task"
    __audited__ = False
    __table_args__ = (
        one_of("state", TaskState),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_percent"),
        Index("ix_task_state", "state", "asked_at"),
        Index("ix_task_asked_by", "asked_by_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    kind: Mapped[CodeText]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    #: What the work needs to know; small, ids and codes only.
    given: Mapped[dict[str, Any]]
    state: Mapped[TaskState] = mapped_column(Code(TaskState), default=TaskState.QUEUED)
    progress: Mapped[int] = mapped_column(default=0)
    message: Mapped[CodeText | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    runner: Mapped[CodeText | None]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
