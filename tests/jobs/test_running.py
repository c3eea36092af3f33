"""Jobs run once whoever is at it, catch up, fail visibly, stand still, and survive kill -9."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from buyergroups import areas
from buyergroups.config import ROOT, Settings
from buyergroups.db import Database
from buyergroups.jobs import services
from buyergroups.jobs.rules import Every
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import JOBS, Job, Work, declare
from buyergroups.words import Words
from models.history import HistoryEntry
from models.jobs import JobRun, RunCause, RunOutcome
from tests.support.acting import Acting
from tests.support.run import NOW

SETTINGS = Settings()


class Counter:
    """A job that notes when it ran."""

    def __init__(self, name: str = "count", fails: bool = False) -> None:
        self.ran: list[datetime] = []
        self.fails = fails
        self.job = Job(name, Words(name, name), Every(1), self.run)

    def run(self, work: Work) -> Words | None:
        self.ran.append(work.now)
        if self.fails:
            raise RuntimeError("this job cannot")
        return None


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table() -> Iterator[Callable[..., None]]:
    """Other jobs in the table, for this test."""
    before = dict(JOBS)
    yield declare
    declare(*before.values())


def scheduler(database: Database, clock: Clock, *counters: Counter) -> Scheduler:
    return Scheduler(database, SETTINGS, clock, tuple(counter.job for counter in counters))


def runs(database: Database, job: str = "count") -> list[JobRun]:
    with database.read() as session:
        return list(
            session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.planned_for))
        )


def test_each_minute_once_and_what_was_missed_with_one_run(bare: Database, clock: Clock) -> None:
    counter = Counter()
    works = scheduler(bare, clock, counter)
    works.tick()
    works.tick()
    clock.forward(minutes=1)
    works.tick()
    assert len(counter.ran) == 2
    clock.forward(hours=5)
    works.tick()
    works.tick()
    assert len(counter.ran) == 3
    assert runs(bare)[-1].planned_for == Every(1).latest(clock.now)


def test_a_clock_set_back_runs_nothing_twice(bare: Database, clock: Clock) -> None:
    counter = Counter()
    works = scheduler(bare, clock, counter)
    for _ in range(5):
        works.tick()
        clock.forward(minutes=1)
    clock.forward(minutes=-5)
    for _ in range(5):
        works.tick()
        clock.forward(minutes=1)
    assert len(counter.ran) == 5
    works.tick()
    assert len(counter.ran) == 6


def test_a_job_that_fails_stops_no_other_and_shows(bare: Database, clock: Clock) -> None:
    bad, good = Counter("bad", fails=True), Counter()
    scheduler(bare, clock, bad, good).tick()
    assert len(good.ran) == 1
    (run,) = runs(bare, "bad")
    assert run.outcome is RunOutcome.FAILED
    assert "RuntimeError: this job cannot" in (run.error or "")
    assert "Traceback" in (run.error or "")


def test_a_second_scheduler_waits_until_the_first_is_silent(bare: Database, clock: Clock) -> None:
    counter = Counter()
    first, second = scheduler(bare, clock, counter), scheduler(bare, clock, counter)
    first.tick()
    clock.forward(seconds=60)
    assert second.tick() == []
    clock.forward(seconds=31)
    assert len(second.tick()) == 1


def test_two_schedulers_at_once_run_nothing_twice(own_database: Database) -> None:
    """Without the lease, that only saves work: the row is what guarantees it."""
    moment = NOW
    counter = Counter()
    for step in range(8):
        at = moment + timedelta(minutes=step)
        together = threading.Barrier(3)

        def work(at: datetime = at, together: threading.Barrier = together) -> None:
            one = Scheduler(own_database, SETTINGS, lambda: at, (counter.job,))
            together.wait()
            one.run_due()

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(counter.ran) == 8
    assert len(runs(own_database)) == 8


KILLED = """
import os, signal, sys
from datetime import datetime, timedelta
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.jobs import claims
from buyergroups.jobs.rules import Every
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import Job
from buyergroups.words import Words
import buyergroups.jobs.running as running
url, moment, where = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "claim":
    running.claims.claim = die
if where == "record":
    running.claims.finish = die
job = Job("count", Words("x", "x"), Every(1), die if where == "work" else lambda work: None)
now = datetime.fromisoformat(moment)
Scheduler(Database(url), Settings(), lambda: now, (job,)).tick()
"""


@pytest.mark.parametrize(("where", "begun"), [("claim", 0), ("work", 1), ("record", 1)])
@pytest.mark.data("bare")
def test_killed_at_any_point_the_next_one_takes_over(
    own_database: Database, clock: Clock, where: str, begun: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, own_database.url, clock.now.isoformat(), where],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(runs(own_database)) == begun
    counter = Counter()
    works = scheduler(own_database, clock, counter)
    clock.forward(seconds=89)
    assert works.tick() == []  # the one that died still has the lease, for all that is known
    clock.forward(minutes=10)
    works.tick()
    works.tick()
    found = runs(own_database)
    assert [run.outcome for run in found] == [RunOutcome.DONE] * len(found)
    # What had begun is finished by the next one, and what was missed since is one run.
    assert len(counter.ran) == begun + 1
    assert [run.tries for run in found] == [2, 1][-begun - 1 :]


def test_who_always_dies_is_left_to_a_person(bare: Database, clock: Clock) -> None:
    counter = Counter()

    def die(work: Work) -> None:
        raise KeyboardInterrupt

    fatal = Job("count", Words("x", "x"), Every(60 * 24), die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            Scheduler(bare, SETTINGS, clock, (fatal,)).run_due()
        clock.forward(minutes=11)
    assert Scheduler(bare, SETTINGS, clock, (fatal,)).run_due() == []
    (run,) = runs(bare)
    assert (run.outcome, run.tries, counter.ran) == (RunOutcome.FAILED, 3, [])
    assert "3 keer" in (run.error or "")


def test_paused_it_stands_still_and_then_catches_up(
    demo: Database, clock: Clock, table: Callable[..., None]
) -> None:
    counter = Counter()
    table(counter.job)
    works, acting = scheduler(demo, clock, counter), Acting(demo)
    works.tick()
    acting.do("beheer", services.pause, job="count", reason="de server verhuist")
    clock.forward(minutes=30)
    works.tick()
    assert len(counter.ran) == 1
    acting.do("beheer", services.resume, job="count")
    works.tick()
    works.tick()
    assert len(counter.ran) == 2
    with demo.read() as session:
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "job_pause")
        ).all()
        assert [entry.action for entry in entries] == ["insert", "update"]
        assert {entry.person_id for entry in entries} == {acting.actor("beheer").person_id}


def test_asked_for_twice_it_runs_once_and_says_for_whom(
    demo: Database, clock: Clock, table: Callable[..., None]
) -> None:
    counter = Counter()
    table(counter.job)
    works, acting = scheduler(demo, clock, counter), Acting(demo)
    works.tick()
    acting.forward(seconds=5)
    first = acting.do("beheer", services.request_run, job="count")
    assert acting.do("beheer", services.request_run, job="count").id == first.id
    works.run_asked()
    works.run_asked()
    asked = [run for run in runs(demo) if run.cause is RunCause.ASKED]
    assert [run.asked_by_id for run in asked] == [acting.actor("beheer").person_id]
    assert len(counter.ran) == 2


def test_the_table_of_the_tracker_is_whole() -> None:
    areas.register_work()
    assert next(iter(JOBS)) == "outbox"
    assert all(job.words.nl and job.words.en for job in JOBS.values())
