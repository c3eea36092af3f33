"""What the page of background work shows of jobs: a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.jobs import rules, services
from buyergroups.jobs.table import Job
from models.jobs import JobLease, JobPause, JobRun, RunOutcome
from models.people import Person


@dataclass(frozen=True)
class Pause:
    """Since when a job stands still, by whom and why."""

    reason: str
    since: datetime
    by: str


@dataclass(frozen=True)
class JobRow:
    """A job with what happens next and what happened last."""

    job: Job
    following: datetime
    last: JobRun | None
    pause: Pause | None
    waits: bool
    #: Its last planned moment passed a while ago and no run of it began.
    late: bool


@dataclass(frozen=True)
class FailedRun:
    """A run that failed, whole."""

    run: JobRun
    job: Job | None
    asked_by: str | None


@dataclass(frozen=True)
class Overview:
    """All jobs, and whether the scheduler is alive."""

    jobs: list[JobRow]
    ticked_at: datetime | None
    alive: bool


def overview(session: Session, jobs: Sequence[Job], now: datetime) -> Overview:
    """Each job of the table in its order."""
    last = _last_runs(session)
    planned = _last_planned(session, now)
    pauses = _pauses(session)
    waiting = {row.job for row in services.waiting_requests(session, [job.name for job in jobs])}
    lease = session.get(JobLease, 1)
    ticked_at = lease.ticked_at if lease else None
    rows = [
        JobRow(
            job,
            job.schedule.following(now),
            last.get(job.name),
            pauses.get(job.name),
            job.name in waiting,
            late=_late(job, planned.get(job.name), now),
        )
        for job in jobs
    ]
    return Overview(rows, ticked_at, rules.is_alive(ticked_at, now))


def is_alive(session: Session, now: datetime) -> bool:
    """Whether a scheduler is at work."""
    lease = session.get(JobLease, 1)
    return rules.is_alive(lease.ticked_at if lease else None, now)


def _late(job: Job, last: datetime | None, now: datetime) -> bool:
    due = rules.due(job.schedule, last, now)
    return due is not None and now - due >= rules.SILENT


def _last_runs(session: Session) -> dict[str, JobRun]:
    newest = select(func.max(JobRun.id)).group_by(JobRun.job).scalar_subquery()
    return {run.job: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def _last_planned(session: Session, now: datetime) -> dict[str, datetime]:
    rows = session.execute(
        select(JobRun.job, func.max(JobRun.planned_for).label("moment"))
        .where(JobRun.planned_for <= now)
        .group_by(JobRun.job)
    )
    return {row.job: row.moment for row in rows}


def _pauses(session: Session) -> dict[str, Pause]:
    rows = session.execute(
        select(JobPause.job, JobPause.reason, JobPause.recorded_at, Person.name)
        .outerjoin(Person, Person.id == JobPause.recorded_by_id)
        .where(JobPause.ended_at.is_(None))
    )
    return {row.job: Pause(row.reason, row.recorded_at, row.name or "-") for row in rows}


def failed_runs(session: Session, jobs: dict[str, Job], most: int = 20) -> list[FailedRun]:
    """The runs that failed lately, newest first, with their errors whole."""
    asker = aliased(Person)
    rows = session.execute(
        select(JobRun, asker.name)
        .outerjoin(asker, asker.id == JobRun.asked_by_id)
        .where(JobRun.outcome == RunOutcome.FAILED)
        .order_by(JobRun.id.desc())
        .limit(most)
    )
    return [FailedRun(run, jobs.get(run.job), name) for run, name in rows]
