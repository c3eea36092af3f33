"""Who may ask to join a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def signed_in(actor: Actor, _: Any = None) -> bool:
    """Whoever is signed in can ask to join."""
    return actor.is_person


RULES: Mapping[Action, Rule] = {
    Action.GROUP_JOIN: signed_in,
}
SCOPES: Mapping[type[Base], Scope] = {}
