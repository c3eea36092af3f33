"""Who may change settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def is_administrator(actor: Actor, _: Any) -> bool:
    """Settings are technical: administrators change them, nobody else."""
    return actor.is_administrator


RULES: Mapping[Action, Rule] = {Action.SETTING_EDIT: is_administrator}
SCOPES: Mapping[type[Base], Scope] = {}
