"""A full run of the rules of flags over all that there is, while somebody writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from buyergroups.clock import utc_now
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.flags.running import run_flags
from buyergroups.jobs.table import Work
from models.chains import Chain
from models.consultations import MarketConsultation
from models.flags import Flag
from models.groups import BuyerGroup
from models.people import Person
from models.tenders import Tender
from tests.benchmark.load import percentile
from tests.support.statements import statements

TARGET_SECONDS = 30
PAUSE = 0.02
SUBJECTS = (Chain, BuyerGroup, MarketConsultation, Tender, Person)


@contextmanager
def somebody_writes(database: Database) -> Iterator[list[float]]:
    """A short write fifty times a second, and how long each of them took, in milliseconds."""
    took: list[float] = []
    over = threading.Event()

    def write() -> None:
        while not over.wait(PAUSE):
            began = time.monotonic()
            with database.write():
                pass
            took.append((time.monotonic() - began) * 1000)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


def measure(database: Database) -> Iterator[str]:
    """The run that opens everything, and the one after it that finds the same."""
    with database.read() as session:
        subjects = sum(
            session.scalar(select(func.count()).select_from(model)) or 0 for model in SUBJECTS
        )
    yield f"Flags: a full run over {subjects} subjects (at most {TARGET_SECONDS} s)"
    for name in ("the first, which opens all", "the next, which finds the same"):
        yield f"  {name}: {_once(database)}"
    with database.read() as session:
        yield f"  open flags: {session.scalar(select(func.count()).select_from(Flag))}"


def _once(database: Database) -> str:
    work = Work(database, Settings(), utc_now, utc_now())
    with somebody_writes(database) as took, statements(database.engine) as seen:
        began, processor = time.monotonic(), time.process_time()
        run_flags(work)
        seconds, cpu = time.monotonic() - began, time.process_time() - processor
    asked = sum(text.lstrip().upper().startswith("SELECT") for text in seen)
    p50, p99 = (percentile(took, part) for part in (50, 99))
    return (
        f"{seconds:.1f} s ({cpu:.1f} s of processor), {asked} statements to read; meanwhile "
        f"{len(took)} writes by others, p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest "
        f"{max(took, default=0):.0f} ms"
    )
