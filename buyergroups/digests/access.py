"""Who chooses how often a digest comes: everybody for themselves, and nobody for another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def may_choose(actor: Actor, _: Any = None) -> bool:
    """Whoever has an account; each service is about the actor alone."""
    return actor.is_person


RULES: Mapping[Action, Rule] = {Action.DIGEST_CHOOSE: may_choose}
SCOPES: Mapping[type[Base], Scope] = {}
