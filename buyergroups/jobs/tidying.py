"""The job that tidies up: old runs, and what areas keep for a while only."""

from __future__ import annotations

from collections.abc import Callable
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


#: What areas tidy up at the same time; `buyergroups.areas` fills it.
TIDIERS: list[Callable[[Work], Words | None]] = []


def tidy(work: Work) -> Words | None:
    """Everything that is due; what each part did, in one sentence after another."""
    done = [said for part in (remove_runs, *TIDIERS) if (said := part(work)) is not None]
    if not done:
        return None
    return Words(" ".join(said.nl for said in done), " ".join(said.en for said in done))


def remove_runs(work: Work) -> Words | None:
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
    Words("Opruimen wat oud is", "Tidy up what is old"),
    Daily(3, 10),
    tidy,
)
