"""Who may see, write, review and adopt the plan of a chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.documents import Document


def sees(actor: Actor, _: int) -> bool:
    """What was adopted everyone who is signed in."""
    return actor.is_person


def scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `sees`, for a list of documents."""
    return true() if actor.is_person else false()


def sees_draft(actor: Actor, chain_id: int) -> bool:
    """The programme team, and who takes part in a group of the chain, its experts too."""
    return actor.in_programme_team or chain_id in actor.group_chains


def draft_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `sees_draft`, for a list of documents."""
    return true() if actor.in_programme_team else Document.subject_id.in_(actor.group_chains)


def edits(actor: Actor, chain_id: int) -> bool:
    """A plan is written by the current leads of its chain."""
    return chain_id in actor.leads


def remarks(actor: Actor, chain_id: int) -> bool:
    """The programme team, and the experts of the chain: they read and comment."""
    return actor.in_programme_team or chain_id in actor.advises_on


def reviews(actor: Actor, _: int) -> bool:
    """The programme team reviews plans."""
    return actor.in_programme_team


def adopts(actor: Actor, _: int) -> bool:
    """The programme manager adopts a plan, or later the opgave-overleg in a meeting."""
    return actor.is_programme_manager


def acted_as(actor: Actor, chain_id: int) -> str | None:
    """Lead of this chain, else programme manager, secretary, another lead, or expert."""
    if chain_id in actor.leads:
        return f"chain-lead:chain/{chain_id}"
    if actor.is_programme_manager:
        return "programme-manager"
    if actor.secretary_of:
        return f"secretary:body/{min(actor.secretary_of)}"
    return "chain-lead" if actor.leads else "expert"


def keeps(actor: Actor, chain_id: Any) -> bool:
    """How an adopted plan fares is kept by the current leads of its chain."""
    return chain_id in actor.leads


RULES: Mapping[Action, Rule] = {Action.PLAN_KEEP: keeps}
SCOPES: Mapping[type[Base], Scope] = {}
