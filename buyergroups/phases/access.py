"""Who may see the board, report on a chain, assess its phase, and confirm or return that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.phases import CriterionFinding, PhaseAssessment, StatusUpdate


def may_see_board(actor: Actor, _: Any = None) -> bool:
    """Board, status, criteria and assessments are seen by everyone who is signed in."""
    return actor.is_person


def leads(actor: Actor, chain_id: Any) -> bool:
    """A chain is reported on and assessed by its current lead, nobody else."""
    return chain_id in actor.leads


def may_decide(actor: Actor, body: Any) -> bool:
    """The secretary of the body, or the programme manager, records what it decided."""
    return body.id in actor.secretary_of or actor.is_programme_manager


def may_correct(actor: Actor, _: Any = None) -> bool:
    """Administrators correct technical errors only, visibly."""
    return actor.is_administrator


def _scope(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_person else false()


RULES: Mapping[Action, Rule] = {
    Action.BOARD_SEE: may_see_board,
    Action.STATUS_REPORT: leads,
    Action.PHASE_ASSESS: leads,
    Action.PHASE_DECIDE: may_decide,
    Action.PHASE_CORRECT: may_correct,
}
SCOPES: Mapping[type[Base], Scope] = {
    StatusUpdate: _scope,
    PhaseAssessment: _scope,
    CriterionFinding: _scope,
}
