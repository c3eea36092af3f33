"""Who may open the imports, and see one. What may be in a file is for the area that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope, can
from models.base import Base
from models.history import ActorKind
from models.imports import Import


def may_open(actor: Actor, _: Any = None) -> bool:
    """Whoever may import anything: a register, the chains they lead, or a group they run."""
    return actor.is_person and (
        can(actor, Action.ORGANISATION_EDIT)
        or can(actor, Action.BASELINE_IMPORT)
        or bool(actor.heads or actor.secretary_of_groups)
    )


def may_see(actor: Actor, row: Any) -> bool:
    """Whoever sent the file: it can hold mail addresses, and is nobody else's to record."""
    return actor.is_person and row.recorded_by_id == actor.person_id


def may_erase(actor: Actor, _: Any = None) -> bool:
    """A job tidies up files that were kept long enough."""
    return actor.kind is ActorKind.JOB


def imports_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see`, for a list."""
    return Import.recorded_by_id == actor.person_id if actor.is_person else false()


RULES: Mapping[Action, Rule] = {
    Action.IMPORT_OPEN: may_open,
    Action.IMPORT_SEE: may_see,
    Action.IMPORT_ERASE: may_erase,
}
SCOPES: Mapping[type[Base], Scope] = {Import: imports_scope}
