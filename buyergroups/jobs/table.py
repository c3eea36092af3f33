"""What a scheduled job is, and the table of them; `buyergroups.areas` fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.clock import Clock
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.jobs.rules import Schedule
from buyergroups.words import Words
from models.history import ActorKind

#: Who acts in a job; it may open and close flags, send notices, do tasks, and nothing else.
JOB_ACTOR = Actor(ActorKind.JOB)
LEASE = timedelta(minutes=10)


class LostRunError(Exception):
    """The run took so long that somebody else has it now: leave everything to them."""


@dataclass(frozen=True)
class Work:
    """What a job gets. It writes in short transactions of its own, and can be done again."""

    database: Database
    settings: Settings
    clock: Clock
    #: The moment that the run is about.
    now: datetime
    #: Say that the work goes on, between its parts; raises LostRunError.
    keep: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Job:
    """Something that happens by itself. What it returns says what it did."""

    name: str
    words: Words
    schedule: Schedule
    run: Callable[[Work], Words | None]
    #: Without a sign of life for so long, a run is taken over by the next scheduler.
    lease: timedelta = LEASE


JOBS: dict[str, Job] = {}


def declare(*jobs: Job) -> None:
    """Fill the table, in this order."""
    JOBS.clear()
    JOBS.update({job.name: job for job in jobs})


def told(words: Words, **values: Any) -> Words:
    """A sentence with its values, in both languages."""
    return words.filled(**values)
