"""Who may open the administration, manage background work, and see a task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.tasks.table import ONLY_CHAIN, ONLY_GROUP
from models.base import Base
from models.jobs import Task


def is_administrator(actor: Actor, _: Any = None) -> bool:
    """What runs by itself is technical: administrators, nobody else."""
    return actor.is_administrator


def may_open(actor: Actor, _: Any = None) -> bool:
    """The programme manager has pages there too; each page asks for itself."""
    return actor.is_administrator or actor.is_programme_manager


def may_see_task(actor: Actor, task: Any) -> bool:
    """Whoever asked for it; administrators see what runs."""
    return actor.is_person and (actor.is_administrator or task.asked_by_id == actor.person_id)


def may_have_result(actor: Actor, task: Any) -> bool:
    """What a task made is for whoever asked for it, as long as they may see what it is about."""
    if not actor.is_person or task.asked_by_id != actor.person_id:
        return False
    group, chain = task.given.get(ONLY_GROUP), task.given.get(ONLY_CHAIN)
    return actor.in_programme_team or (
        (group is None or group in actor.member_of)
        and (chain is None or chain in actor.group_chains)
    )


def tasks_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_task`, for a list."""
    if not actor.is_person:
        return false()
    return true() if actor.is_administrator else Task.asked_by_id == actor.person_id


RULES: Mapping[Action, Rule] = {
    Action.ADMINISTRATION_OPEN: may_open,
    Action.JOBS_MANAGE: is_administrator,
    Action.TASK_RESULT: may_have_result,
    Action.TASK_SEE: may_see_task,
}
SCOPES: Mapping[type[Base], Scope] = {Task: tasks_scope}
