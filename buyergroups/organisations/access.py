"""Who may read and keep the register of organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.history import ActorKind
from models.organisations import Organisation


def may_see_organisations(actor: Actor, _: Any = None) -> bool:
    """Everyone signed in: a register says who takes part, and holds nothing about people.

    What an organisation buys or plans is not in it, and who works there is a page of its own right.
    """
    return actor.is_person


def may_edit_organisations(actor: Actor, _: Any = None) -> bool:
    """Administrators, who keep people and organisations; the programme manager and secretaries.

    These invite organisations and know first what became of one. Leads propose to them. Commands
    and the loading of data bring the first ones.
    """
    if actor.kind in (ActorKind.COMMAND, ActorKind.SEED):
        return True
    keeps = actor.is_administrator or actor.is_programme_manager or bool(actor.secretary_of)
    return actor.is_person and keeps


def organisations_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_organisations`, for a list."""
    return true() if actor.is_person else false()


RULES: Mapping[Action, Rule] = {
    Action.ORGANISATION_SEE: may_see_organisations,
    Action.ORGANISATION_EDIT: may_edit_organisations,
}
SCOPES: Mapping[type[Base], Scope] = {Organisation: organisations_scope}
