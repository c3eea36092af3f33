"""Claims on runs: the unique row that keeps two schedulers from doing one thing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from buyergroups.db import Database
from buyergroups.jobs import rules
from buyergroups.jobs.table import Job, LostRunError
from buyergroups.words import Words
from models.jobs import JobLease, JobPause, JobRequest, JobRun, RunCause, RunOutcome

DIED = (
    "De run brak {tries} keer af zonder dat hij klaar was. / The run was cut off {tries} times "
    "before it was done."
)
MOST_ERROR = 20_000


@dataclass(frozen=True)
class Plan:
    """A run that is due: of a planned moment, of a request, or one whose process died."""

    job: Job
    planned_for: datetime
    cause: RunCause
    asked_by_id: int | None = None
    #: The run to take over, as it was found.
    run_id: int | None = None
    tries: int = 0
    was_of: str = ""


def hold_lease(database: Database, runner: str, now: datetime, length: timedelta) -> bool:
    """Whether this scheduler is the one at work; takes or extends the lease if it can."""
    with database.write(counts=False) as session:
        row = session.get(JobLease, 1, with_for_update=True)
        if row is None:
            row = JobLease(id=1)
            session.add(row)
        if row.holder != runner and rules.lease_holds(row.until, now, length):
            return False
        row.holder, row.until, row.ticked_at = runner, now + length, now
        return True


def release_lease(database: Database, runner: str) -> None:
    """Let the next scheduler begin at once."""
    with database.write(counts=False) as session:
        row = session.get(JobLease, 1, with_for_update=True)
        if row is not None and row.holder == runner:
            row.holder = row.until = None


def plans(session: Session, jobs: Sequence[Job], now: datetime) -> list[Plan]:
    """What is to be done at this moment: abandoned runs first, then requests, then the schedule."""
    paused = set(session.scalars(select(JobPause.job).where(JobPause.ended_at.is_(None))))
    known = {job.name: job for job in jobs if job.name not in paused}
    running = session.scalars(
        select(JobRun).where(JobRun.outcome == RunOutcome.RUNNING).order_by(JobRun.id)
    ).all()
    found = [
        Plan(
            known[run.job],
            run.planned_for,
            run.cause,
            run.asked_by_id,
            run_id=run.id,
            tries=run.tries,
            was_of=run.runner,
        )
        for run in running
        if run.job in known and run.lease_until <= now
    ]
    busy = {run.job for run in running if run.lease_until > now}
    found += requested(session, known)
    for job in known.values():
        planned = rules.due(job.schedule, _last(session, job, now), now)
        if planned is not None and job.name not in busy:
            found.append(Plan(job, planned, RunCause.SCHEDULE))
    return found


def requested_now(session: Session, jobs: Sequence[Job]) -> list[Plan]:
    """What people asked for and nobody began, of jobs that do not stand still."""
    paused = set(session.scalars(select(JobPause.job).where(JobPause.ended_at.is_(None))))
    return requested(session, {job.name: job for job in jobs if job.name not in paused})


def requested(session: Session, known: dict[str, Job]) -> list[Plan]:
    """What people asked for and nobody began."""
    begun = exists().where(
        JobRun.job == JobRequest.job, JobRun.planned_for == JobRequest.planned_for
    )
    rows = session.scalars(select(JobRequest).where(~begun).order_by(JobRequest.id))
    return [
        Plan(known[row.job], row.planned_for, RunCause.ASKED, row.recorded_by_id)
        for row in rows
        if row.job in known
    ]


def _last(session: Session, job: Job, now: datetime) -> datetime | None:
    return session.scalar(
        select(JobRun.planned_for)
        .where(
            JobRun.job == job.name,
            JobRun.cause == RunCause.SCHEDULE,
            JobRun.planned_for <= now,
        )
        .order_by(JobRun.planned_for.desc())
        .limit(1)
    )


def claim(database: Database, plan: Plan, runner: str, now: datetime) -> int | None:
    """The run, if it is this scheduler's to do; None when another one was first."""
    if plan.run_id is not None:
        return _take_over(database, plan, runner, now)
    try:
        with database.write(counts=False) as session:
            run = JobRun(
                job=plan.job.name,
                planned_for=plan.planned_for,
                cause=plan.cause,
                asked_by_id=plan.asked_by_id,
                runner=runner,
                lease_until=now + plan.job.lease,
                started_at=now,
            )
            session.add(run)
            session.flush()
            return run.id
    except IntegrityError:
        return None


def _take_over(database: Database, plan: Plan, runner: str, now: datetime) -> int | None:
    hopeless = plan.tries >= rules.MOST_TRIES
    values: dict[str, Any] = {
        "runner": runner,
        "tries": plan.tries + 1,
        "lease_until": now + plan.job.lease,
    }
    if hopeless:
        error = DIED.format(tries=plan.tries)
        values = {"outcome": RunOutcome.FAILED, "finished_at": now, "error": error}
    found = and_(
        JobRun.id == plan.run_id,
        JobRun.outcome == RunOutcome.RUNNING,
        JobRun.runner == plan.was_of,
        JobRun.tries == plan.tries,
    )
    with database.write(counts=False) as session:
        mine = _changed(session, update(JobRun).where(found).values(**values))
    return plan.run_id if mine and not hopeless else None


def keep(database: Database, run_id: int, runner: str, until: datetime) -> None:
    """Extend the lease of a run; raises LostRunError when it is somebody else's by now."""
    with database.write(counts=False) as session:
        if not _changed(session, _own(run_id, runner).values(lease_until=until)):
            raise LostRunError(f"run {run_id}")


def finish(
    database: Database,
    run_id: int,
    runner: str,
    now: datetime,
    *,
    result: Words | None,
    error: str | None,
) -> bool:
    """Record how it went; False when the run is somebody else's by now."""
    values = {
        "outcome": RunOutcome.FAILED if error else RunOutcome.DONE,
        "finished_at": now,
        "result": result._asdict() if result else None,
        "error": error[-MOST_ERROR:].replace("\x00", "") if error else None,
    }
    with database.write(counts=False) as session:
        return _changed(session, _own(run_id, runner).values(**values))


def _own(run_id: int, runner: str) -> Any:
    return update(JobRun).where(
        JobRun.id == run_id,
        JobRun.runner == runner,
        JobRun.outcome == RunOutcome.RUNNING,
    )


def _changed(session: Session, statement: Any) -> bool:
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1
