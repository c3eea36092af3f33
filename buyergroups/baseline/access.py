"""Who sees how far the baseline is; who fills it in is asked per chain, as for any assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def may_see_baseline(actor: Actor, _: Any = None) -> bool:
    """The programme team: leads fill it in, manager and secretary see what is missing."""
    return actor.in_programme_team


RULES: Mapping[Action, Rule] = {Action.BASELINE_SEE: may_see_baseline}
SCOPES: Mapping[type[Base], Scope] = {}
