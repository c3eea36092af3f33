"""Who sees how far the baseline is; who fills it in is asked per chain, as for any assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base


def may_see_baseline(actor: Actor, _: Any = None) -> bool:
    """The programme team: leads fill it in, manager and secretary see what is missing."""
    return actor.in_programme_team


@dataclass(frozen=True)
class ChainToFill:
    """A chain of which the baseline comes from a file; `waits` where nothing was recorded yet."""

    id: int
    waits: bool


def may_import(actor: Actor, chain: ChainToFill | None = None) -> bool:
    """Leads bring in their own chains; the programme manager those of which nothing is known yet.

    So whoever begins the programme brings in one list, and from then on the lead keeps it.
    Administrators do not: they have no mandate over content.
    """
    if chain is None:
        return bool(actor.leads) or actor.is_programme_manager
    return chain.id in actor.leads or (actor.is_programme_manager and chain.waits)


RULES: Mapping[Action, Rule] = {
    Action.BASELINE_SEE: may_see_baseline,
    Action.BASELINE_IMPORT: may_import,
}
SCOPES: Mapping[type[Base], Scope] = {}
