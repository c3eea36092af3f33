"""Reads tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.errors import NotThereError
from models.jobs import Task, TaskState
from models.people import Person


def task_by_ref(session: Session, actor: Actor, ref: str) -> Task:
    """A task that this person may see; raises NotThereError."""
    task = session.scalar(select(Task).where(Task.ref == ref, visible_to(actor, Task)))
    if task is None:
        raise NotThereError(f"task {ref}")
    return task


def latest_tasks(session: Session, actor: Actor, most: int = 10) -> Sequence[Any]:
    """The newest tasks that this person may see."""
    return session.execute(_newest(actor).limit(most)).all()


def failed_tasks(session: Session, actor: Actor, most: int = 20) -> Sequence[Any]:
    """The newest of those that failed."""
    return session.execute(_newest(actor).where(Task.state == TaskState.FAILED).limit(most)).all()


def _newest(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Task.ref, Task.kind, Task.state, Task.asked_at, Person.name)
        .join(Person, Person.id == Task.asked_by_id)
        .where(visible_to(actor, Task))
        .order_by(Task.id.desc())
    )
