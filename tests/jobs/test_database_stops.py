"""The database stops for a minute, at any point: nothing is done twice and nothing is missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.jobs import claims
from buyergroups.jobs.rules import Every
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import Job, Work
from buyergroups.notices.services import queue_mail
from buyergroups.words import Words
from models.jobs import JobRun, RunOutcome
from models.notices import OutboxMail
from models.people import Language
from tests.support.run import NOW
from tests.web.trouble import broken

MINUTES = 16
STOPS_AT = 3


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """What is logged of all this is long."""
    with capture_logs():
        yield


@dataclass
class Trouble:
    """Stops the database once, where it was asked to, and lets it come back after a while."""

    database: Database
    where: str
    stack: ExitStack = field(default_factory=ExitStack)
    stopped: bool = False

    def at(self, where: str) -> None:
        if where == self.where and not self.stopped:
            self.stopped = True
            self.stack.enter_context(broken(self.database))

    def over(self) -> None:
        self.stack.close()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Mailer:
    """A job as the tracker has them: what is due and not done, each in a short transaction."""

    def __init__(self, trouble: Trouble, clock: Clock) -> None:
        self.trouble, self.clock = trouble, clock
        self.job = Job("mailer", Words("post", "mail"), Every(1), self.run)

    def run(self, work: Work) -> None:
        if work.clock() >= NOW + timedelta(minutes=STOPS_AT):
            self.trouble.at("before the work")
        for minute in range(MINUTES):
            if NOW + timedelta(minutes=minute) > work.now:
                return
            self.queue(work, f"m{minute}@gemeente.example")
            if minute == STOPS_AT:
                self.trouble.at("after the work")

    def queue(self, work: Work, to: str) -> None:
        with work.database.write(counts=False) as session:
            if session.scalar(select(OutboxMail.id).where(OutboxMail.to_address == to)) is None:
                queue_mail(
                    session,
                    work.now,
                    to=to,
                    subject="Post",
                    text="Post",
                    language=Language.DUTCH,
                    kind="invitation",
                )


def sent(database: Database) -> Counter[str]:
    with database.read() as session:
        return Counter(session.scalars(select(OutboxMail.to_address)))


def outcomes(database: Database) -> dict[datetime, RunOutcome]:
    with database.read() as session:
        rows = session.scalars(select(JobRun)).all()
    assert len({row.planned_for for row in rows}) == len(rows)
    return {row.planned_for: row.outcome for row in rows}


@pytest.mark.data("bare")
@pytest.mark.parametrize(
    "where", ["before the tick", "before the work", "after the work", "before it is recorded"]
)
def test_a_minute_without_a_database(
    own_database: Database, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    clock, trouble = Clock(), Trouble(own_database, where)
    finish = claims.finish

    def finish_after(*args: object, **values: object) -> bool:
        if clock.now >= NOW + timedelta(minutes=STOPS_AT):
            trouble.at("before it is recorded")
        return finish(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(claims, "finish", finish_after)
    job = Mailer(trouble, clock).job
    at_work = [Scheduler(own_database, Settings(), clock, (job,)) for _ in range(2)]
    for minute in range(MINUTES):
        clock.now = NOW + timedelta(minutes=minute)
        if minute == STOPS_AT:
            trouble.at("before the tick")
        for one in at_work:
            with suppress(DBAPIError):  # as the scheduler's process does: the next tick comes
                one.tick()
        if minute == STOPS_AT:
            assert trouble.stopped
            with pytest.raises(DBAPIError):
                at_work[0].tick()
            trouble.over()
    assert sent(own_database) == Counter(f"m{minute}@gemeente.example" for minute in range(MINUTES))
    assert set(outcomes(own_database).values()) == {RunOutcome.DONE}


@pytest.mark.data("bare")
def test_a_run_that_lost_its_connection_is_done_again(own_database: Database) -> None:
    """A restart of the database takes a moment: the run of that day is not given up for it."""
    clock, trouble = Clock(), Trouble(own_database, "in the work")
    ran: list[datetime] = []

    def run(work: Work) -> None:
        trouble.at("in the work")
        ran.append(clock.now)
        try:
            with work.database.read() as session:
                session.scalar(select(OutboxMail.id))
        finally:
            trouble.over()

    job = Job("daily", Words("dagelijks", "daily"), Every(24 * 60), run)
    one = Scheduler(own_database, Settings(), clock, (job,))
    for _ in range(3):
        with suppress(DBAPIError):
            one.tick()
        clock.now += timedelta(minutes=1)
    assert len(ran) == 2
    assert list(outcomes(own_database).values()) == [RunOutcome.DONE]
