"""The scheduler's side of tasks: claim one, start its process, see to it that it ends."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from threading import Event

from buyergroups.clock import Clock
from buyergroups.config import ROOT
from buyergroups.db import Database
from buyergroups.tasks import services
from buyergroups.tasks.table import KINDS, SECONDS
from models.jobs import Task, TaskState

#: What a process may take besides its work: to start, and to write down its end.
SPARE = timedelta(seconds=60)

#: How often to look whether it is time to stop.
LOOK_SECONDS = 0.5
STOPPED = "stopped"

Command = Callable[[str, str], Sequence[str]]


def command_of(ref: str, runner: str) -> Sequence[str]:
    """The process of a task."""
    return (sys.executable, "-m", "flask", "--app", "wsgi", "tasks", "perform", ref, runner)


def work_off(
    database: Database,
    clock: Clock,
    runner: str,
    *,
    command: Command = command_of,
    stop: Event | None = None,
) -> list[str]:
    """Do the tasks that wait, one after the other, each in a process of its own; their refs."""
    done: list[str] = []
    stop = stop or Event()
    while not stop.is_set():
        ref, seconds = _next(database, clock, runner)
        if ref is None:
            break
        failure = _run(command(ref, runner), seconds, stop)
        with database.write(counts=False) as session:
            if failure == STOPPED:
                services.put_back(session, ref=ref, runner=runner)
                break
            # It says itself how it ended, unless it could not.
            services.finish_task(
                session, clock(), ref=ref, runner=runner, failure=failure or "died"
            )
        done.append(ref)
    return done


def _next(database: Database, clock: Clock, runner: str) -> tuple[str | None, int]:
    with database.read() as session:
        if not services.any_open(session):
            return None, 0  # a quiet moment takes no write lock
    longest = max((kind.seconds for kind in KINDS.values()), default=SECONDS)
    with database.write(counts=False) as session:
        lease = timedelta(seconds=longest) + SPARE
        task: Task | None = services.claim_task(session, clock(), runner, lease)
        if task is None:
            return None, 0
        assert task.state is TaskState.RUNNING
        kind = KINDS.get(task.kind)
        return task.ref, kind.seconds if kind else SECONDS


def _run(command: Sequence[str], seconds: int, stop: Event) -> str | None:
    """Wait for the process, or end it; the code of what was wrong with it."""
    # Its standard input stays open as long as this process lives.
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as process:  # noqa: S603
        ends = time.monotonic() + seconds
        while process.poll() is None:
            if stop.is_set() or time.monotonic() > ends:
                process.kill()
                return STOPPED if stop.is_set() else "too-long"
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=LOOK_SECONDS)
    return None
