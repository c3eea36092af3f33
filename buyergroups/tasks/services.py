"""Starts tasks and keeps what becomes of them. Who may start which is for its area to say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.errors import NotAllowedError
from models.jobs import Task, TaskState

#: Whose process died so often will not be tried again.
MOST_TRIES = 2
MOST_ERROR = 20_000
OPEN = (TaskState.QUEUED, TaskState.RUNNING)


def queue_task(
    session: Session, actor: Actor, now: datetime, *, kind: str, given: dict[str, Any] | None = None
) -> Task:
    """A task that begins within seconds after the commit. The same one, still open, is not doubled.

    `given`: small, ids and codes only.
    """
    if actor.person_id is None:
        raise NotAllowedError(f"task {kind} by nobody")
    given = given or {}
    open_ones = session.scalars(
        select(Task).where(
            Task.asked_by_id == actor.person_id, Task.kind == kind, Task.state.in_(OPEN)
        )
    )
    for task in open_ones:
        if task.given == given:
            return task
    task = Task(kind=kind, asked_by_id=actor.person_id, asked_at=now, given=given)
    session.add(task)
    session.flush()
    return task


def any_open(session: Session) -> bool:
    """Whether there is anything to do or to wait for."""
    return session.scalar(select(Task.id).where(Task.state.in_(OPEN)).limit(1)) is not None


def claim_task(session: Session, now: datetime, runner: str, lease: timedelta) -> Task | None:
    """The task that waits longest, for this runner alone; first those whose runner is gone."""
    gone = select(Task).where(Task.state == TaskState.RUNNING, Task.lease_until <= now)
    for task in session.scalars(gone.with_for_update(skip_locked=True)):
        if task.tries >= MOST_TRIES:
            close(task, now, TaskState.FAILED, message="died")
        else:
            task.state, task.runner, task.lease_until = TaskState.QUEUED, None, None
    session.flush()
    queued = (
        select(Task)
        .where(Task.state == TaskState.QUEUED)
        .order_by(Task.asked_at, Task.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.scalar(queued)
    if found is not None:
        found.state, found.runner, found.lease_until = TaskState.RUNNING, runner, now + lease
        found.started_at, found.progress, found.message = now, 0, None
        found.tries += 1
        session.flush()
    return found


def tell(session: Session, *, ref: str, runner: str, progress: int, message: str) -> bool:
    """Keep how far a task is; False when it is somebody else's by now."""
    task = own(session, ref, runner)
    if task is not None:
        task.progress, task.message = max(0, min(100, progress)), message
    return task is not None


def finish_task(
    session: Session,
    now: datetime,
    *,
    ref: str,
    runner: str,
    result: dict[str, Any] | None = None,
    failure: str | None = None,
    error: str | None = None,
) -> bool:
    """Keep the end of a task, or the code of what failed; False when it is not this runner's."""
    task = own(session, ref, runner)
    if task is None:
        return False
    if failure is None:
        task.result, task.progress = result, 100
    close(
        task,
        now,
        TaskState.DONE if failure is None else TaskState.FAILED,
        message=failure,
        error=error,
    )
    return True


def put_back(session: Session, *, ref: str, runner: str) -> None:
    """The scheduler stops: the task waits for the next one, as if it had not begun."""
    task = own(session, ref, runner)
    if task is not None:
        task.state, task.runner, task.lease_until = TaskState.QUEUED, None, None
        task.tries -= 1


def own(session: Session, ref: str, runner: str, *, lock: bool = True) -> Task | None:
    """The task, as long as it runs and is this runner's."""
    found = select(Task).where(
        Task.ref == ref, Task.runner == runner, Task.state == TaskState.RUNNING
    )
    return session.scalar(found.with_for_update() if lock else found)


def close(
    task: Task, now: datetime, state: TaskState, *, message: str | None, error: str | None = None
) -> None:
    """Set the end of a task."""
    task.state, task.message, task.finished_at = state, message, now
    task.error = error[-MOST_ERROR:].replace("\x00", "") if error else None
    task.lease_until = None
