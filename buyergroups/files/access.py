"""Who may erase old files. Who may see or add one is said by what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.files import FileSubject
from models.history import ActorKind


def may_erase(actor: Actor, kind: Any) -> bool:
    """A job tidies up what tasks made; nothing that people attached is ever tidied up."""
    return actor.kind is ActorKind.JOB and kind is FileSubject.TASK


RULES: Mapping[Action, Rule] = {Action.FILES_ERASE: may_erase}
SCOPES: Mapping[type[Base], Scope] = {}
