"""The scheduler's process: a tick each minute, and in between what people are waiting for.

APScheduler only wakes it. What is due, and that it happens once, is for the database to say.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from buyergroups.clock import AMSTERDAM, utc_now
from buyergroups.jobs import claims
from buyergroups.jobs.running import Scheduler

log = structlog.get_logger()

#: Somebody who asked for something on a page waits no longer than this.
ERRANDS = timedelta(seconds=5)
#: How often to look whether the web server, that started this process, is still there.
PARENT_SECONDS = 1.0

Errand = Callable[[Event], object]


def run_until_stopped(
    scheduler: Scheduler, errand: Errand, *, stop: Event | None = None, parent: int | None = None
) -> None:
    """Tick until a signal comes, `stop` is set, or the process `parent` is gone.

    `errand` does what waits besides jobs; it returns soon after the event it gets is set.
    """
    stop = stop or Event()
    _on_signals(stop)
    clockwork = _clockwork(scheduler, errand, stop)
    clockwork.start()
    log.info("scheduler started", runner=scheduler.runner)
    try:
        while not stop.wait(PARENT_SECONDS):
            if parent is not None and os.getppid() != parent:
                stop.set()
    finally:
        stop.set()
        clockwork.shutdown(wait=True)
        _careful(lambda: claims.release_lease(scheduler.database, scheduler.runner))
        log.info("scheduler stopped", runner=scheduler.runner)


def _clockwork(scheduler: Scheduler, errand: Errand, stop: Event) -> BackgroundScheduler:
    made = BackgroundScheduler(
        timezone=AMSTERDAM,
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )

    def errands() -> None:
        if scheduler.leads():
            scheduler.run_asked()
            errand(stop)

    soon = utc_now()
    made.add_job(
        lambda: _careful(scheduler.tick), "cron", second=0, next_run_time=soon, id="minute"
    )
    made.add_job(
        lambda: _careful(errands),
        "interval",
        seconds=ERRANDS.total_seconds(),
        next_run_time=soon + timedelta(seconds=1),
        id="errands",
    )
    return made


def _careful(work: Callable[[], object]) -> None:
    """Whatever happens in one tick (the database is away, say), the next one comes."""
    try:
        work()
    except Exception as failure:
        log.exception("tick failed", error=type(failure).__name__)


def _on_signals(stop: Event) -> None:
    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
