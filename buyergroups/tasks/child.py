"""The short-lived process of one task: with limits, and gone when its scheduler is gone."""

from __future__ import annotations

import os
import resource
import sys
import threading
import traceback
from collections.abc import Callable

from buyergroups.clock import Clock
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.tasks import services
from buyergroups.tasks.table import KINDS, TaskFailedError, TaskKind, TaskWork


class LostTaskError(Exception):
    """The task is somebody else's by now."""


def kind_of(database: Database, ref: str, runner: str) -> TaskKind | None:
    """The kind of a task that this runner claimed, if this version knows it."""
    with database.read() as session:
        task = services.own(session, ref, runner, lock=False)
        return KINDS.get(task.kind) if task is not None else None


def perform(
    database: Database, settings: Settings, clock: Clock, *, ref: str, runner: str
) -> str | None:
    """Do a task that this runner claimed; the code of what failed, if anything did."""
    with database.read() as session:
        task = services.own(session, ref, runner, lock=False)
        if task is None:
            return None
        kind, given = KINDS.get(task.kind), task.given
        task_id, asked_by_id = task.id, task.asked_by_id

    def tell(progress: int, message: str) -> None:
        with database.write(counts=False) as session:
            if not services.tell(
                session, ref=ref, runner=runner, progress=progress, message=message
            ):
                raise LostTaskError(ref)

    work = TaskWork(database, settings, clock, task_id, asked_by_id, given, tell)
    result, failure, error = _do(kind, work)
    with database.write(counts=False) as session:
        services.finish_task(
            session,
            clock(),
            ref=ref,
            runner=runner,
            result=result,
            failure=failure,
            error=error,
        )
    return failure


def _do(
    kind: TaskKind | None, work: TaskWork
) -> tuple[dict[str, object] | None, str | None, str | None]:
    if kind is None:
        return None, "unknown", None
    try:
        return kind.run(work), None, None
    except MemoryError:
        return None, "memory", traceback.format_exc()
    except LostTaskError:
        raise
    except TaskFailedError as failed:
        return None, failed.code, traceback.format_exc()
    except Exception:
        return None, "error", traceback.format_exc()


def limit(*, seconds: int, megabytes: int) -> None:
    """What this process may use from now on, of processor and memory."""
    size = megabytes * 1024 * 1024
    for what, wanted in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, size)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (wanted if hard < 0 else min(wanted, hard), hard))


def end_with_parent(end: Callable[[int], None] = os._exit) -> None:
    """Stop at once when the scheduler is gone: its end of our standard input closes."""

    def watch() -> None:
        sys.stdin.buffer.read()
        end(1)

    threading.Thread(target=watch, daemon=True, name="parent").start()
