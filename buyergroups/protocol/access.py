"""Who reads the competition protocol, and who keeps the rules for private organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.history import ActorKind


def signed_in(actor: Actor, _: Any = None) -> bool:
    """Whoever is signed in reads the competition protocol."""
    return actor.is_person


def is_programme_manager(actor: Actor, _: Any = None) -> bool:
    """The protocol and where private demand is large: the programme manager's."""
    return actor.is_programme_manager or actor.kind is ActorKind.SEED


RULES: Mapping[Action, Rule] = {
    Action.PROTOCOL_SEE: signed_in,
    Action.PROTOCOL_EDIT: is_programme_manager,
    Action.PRIVATE_DEMAND_MARK: is_programme_manager,
}
SCOPES: Mapping[type[Base], Scope] = {}
