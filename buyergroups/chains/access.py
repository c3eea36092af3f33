"""Who may see and change chains and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.chains import Chain
from models.decisions import Decision


def signed_in(actor: Actor, _: Any = None) -> bool:
    """Board, chains and decisions are seen by everyone who is signed in."""
    return actor.is_person


def everything_when_signed_in(actor: Actor) -> ColumnElement[bool]:
    """The same as `signed_in`, for a list."""
    return true() if actor.is_person else false()


def is_programme_manager(actor: Actor, _: Any = None) -> bool:
    """Selection, coverage, impact and the facts of a chain are the programme manager's."""
    return actor.is_programme_manager


RULES: Mapping[Action, Rule] = {
    Action.CHAIN_SEE: signed_in,
    Action.CHAIN_EDIT: is_programme_manager,
    Action.CHAIN_COVER: is_programme_manager,
    Action.CHAIN_SELECT: is_programme_manager,
    Action.DECISION_SEE: signed_in,
}
SCOPES: Mapping[type[Base], Scope] = {
    Chain: everything_when_signed_in,
    Decision: everything_when_signed_in,
}
