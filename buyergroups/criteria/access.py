"""Who may edit the criteria of the phases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def is_programme_manager(actor: Actor, _: Any = None) -> bool:
    """What shows that a market is in a phase is content: the programme manager's."""
    return actor.is_programme_manager


RULES: Mapping[Action, Rule] = {Action.CRITERIA_EDIT: is_programme_manager}
SCOPES: Mapping[type[Base], Scope] = {}
