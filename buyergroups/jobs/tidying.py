"""The job that keeps the table of runs short."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select

from buyergroups.jobs.rules import Daily
from buyergroups.jobs.table import Job, Work, told
from buyergroups.words import Words
from models.jobs import JobRun, RunCause, RunOutcome

KEPT = timedelta(days=30)
REMOVED = Words(
    "Verwijderde uitvoeringen, ouder dan 30 dagen: %(count)s.",
    "Removed runs, older than 30 days: %(count)s.",
)


def tidy(work: Work) -> Words | None:
    """Remove runs of long ago. The last of each job stays, and so does what it stands for."""
    last = select(func.max(JobRun.id)).group_by(JobRun.job, JobRun.cause)
    old = delete(JobRun).where(
        JobRun.planned_for < work.now - KEPT,
        JobRun.outcome != RunOutcome.RUNNING,
        JobRun.cause == RunCause.SCHEDULE,
        JobRun.id.not_in(last.scalar_subquery()),
    )
    with work.database.write(counts=False) as session:
        count = cast(CursorResult[Any], session.execute(old)).rowcount
    return told(REMOVED, count=count) if count else None


TIDY = Job(
    "opruimen",
    Words("Oude uitvoeringen opruimen", "Tidy up old runs"),
    Daily(3, 10),
    tidy,
)
