"""Who may follow things, and who sees who follows what: the person, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.following import Follow


def may_follow(actor: Actor, _: Any = None) -> bool:
    """Whoever is signed in follows what they want to hear of, of what they see."""
    return actor.is_person


def is_own(actor: Actor, follow: Any) -> bool:
    """Oneself; administrators and the programme team neither."""
    return actor.is_person and follow.person_id == actor.person_id


def own_follows(actor: Actor) -> ColumnElement[bool]:
    """The same as `is_own`, for a list."""
    return Follow.person_id == actor.person_id if actor.is_person else false()


RULES: Mapping[Action, Rule] = {
    Action.FOLLOW: may_follow,
    Action.FOLLOW_SEE: is_own,
}
SCOPES: Mapping[type[Base], Scope] = {Follow: own_follows}
