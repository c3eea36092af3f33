"""Who reads news: whoever is signed in, each their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def may_open(actor: Actor, _: Any = None) -> bool:
    """Everybody has news of their own; what is in it, the sources ask."""
    return actor.is_person


RULES: Mapping[Action, Rule] = {Action.NEWS_OPEN: may_open}
SCOPES: Mapping[type[Base], Scope] = {}
