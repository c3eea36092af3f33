"""Runs what is due: claim, work without a transaction around it, record the outcome."""

from __future__ import annotations

import os
import secrets
import socket
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from buyergroups.clock import Clock
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.jobs import claims
from buyergroups.jobs.claims import Plan
from buyergroups.jobs.table import Job, LostRunError, Work
from buyergroups.words import Words
from models.jobs import RunCause

log = structlog.get_logger()

#: A scheduler that is silent for so long has no lease any more.
SCHEDULER_LEASE = timedelta(seconds=90)


def runner_name() -> str:
    """Another one for each process that ever runs."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{secrets.token_hex(6)}"


@dataclass(frozen=True)
class Ran:
    """A run that this process did."""

    job: str
    planned_for: datetime
    result: Words | None = None
    error: str | None = None
    #: Somebody else took it over meanwhile: the outcome is theirs.
    lost: bool = False


@dataclass(frozen=True)
class Scheduler:
    """One process that runs jobs. Any number of them may be at work on one database."""

    database: Database
    settings: Settings
    clock: Clock
    jobs: Sequence[Job]
    runner: str = field(default_factory=runner_name)
    lease: timedelta = SCHEDULER_LEASE

    def tick(self) -> list[Ran]:
        """Run what is due, unless another scheduler is at work."""
        if not self.leads():
            return []
        return self.run_due()

    def leads(self) -> bool:
        """Whether this is the scheduler at work; says to the page that it lives."""
        return claims.hold_lease(self.database, self.runner, self.clock(), self.lease)

    def run_due(self) -> list[Ran]:
        """Run everything that is due and not done, each once, whoever else is at it."""
        now = self.clock()
        with self.database.read() as session:
            found = claims.plans(session, self.jobs, now)
        return self._run(found)

    def run_asked(self) -> list[Ran]:
        """Only what people asked for: between two ticks they need not wait for the minute."""
        with self.database.read() as session:
            found = claims.requested_now(session, self.jobs)
        return self._run(found)

    def _run(self, found: list[Plan]) -> list[Ran]:
        done = []
        for plan in found:
            run_id = claims.claim(self.database, plan, self.runner, self.clock())
            if run_id is not None:
                done.append(self._perform(plan, run_id, None))
                self.leads()
        return done

    def once(self, job: Job, now: datetime | None = None) -> Ran | None:
        """Run a job at once, as if it were another moment if one is given; by command."""
        moment = self.clock()
        plan = Plan(job, moment, RunCause.COMMAND)
        run_id = claims.claim(self.database, plan, self.runner, moment)
        return self._perform(plan, run_id, now) if run_id is not None else None

    def _perform(self, plan: Plan, run_id: int, about: datetime | None) -> Ran:
        job, result, error = plan.job, None, None

        def keep() -> None:
            claims.keep(self.database, run_id, self.runner, self.clock() + job.lease)

        clock = _standing(about) if about else self.clock
        work = Work(self.database, self.settings, clock, clock(), keep)
        try:
            result = job.run(work)
        except LostRunError:
            log.warning("run lost", job=job.name, planned_for=plan.planned_for.isoformat())
            return Ran(job.name, plan.planned_for, lost=True)
        except OperationalError as gone:
            # Not the job's fault: a database that was away, or busy. The next tick does it again.
            log.warning("run cut off", job=job.name, error=type(gone).__name__)
            claims.keep(self.database, run_id, self.runner, self.clock())
            return Ran(job.name, plan.planned_for, lost=True)
        except Exception:  # whatever it is, the other jobs go on
            error = traceback.format_exc()
            log.exception("job failed", job=job.name)
        kept = claims.finish(
            self.database, run_id, self.runner, self.clock(), result=result, error=error
        )
        return Ran(job.name, plan.planned_for, result, error, lost=not kept)


def _standing(moment: datetime) -> Clock:
    return lambda: moment
