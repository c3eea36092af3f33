"""Who may read the history: administrators all that is not private, everybody their own acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import EVERYONE, OWN, Base
from models.history import HistoryEntry


def is_administrator(actor: Actor, _: Any = None) -> bool:
    """The logbook names what everybody did: administrators, nobody else."""
    return actor.is_administrator


def may_see_entry(actor: Actor, entry: Any) -> bool:
    """One's own acts; an administrator sees everybody's, save what is private.

    What is for the programme team an administrator sees only as one of them.
    """
    if not actor.is_person:
        return False
    hears = entry.audience == EVERYONE or (entry.audience != OWN and actor.in_programme_team)
    return (actor.is_administrator and hears) or entry.person_id == actor.person_id


def entries_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_entry`, for a list."""
    if not actor.is_person:
        return false()
    own = HistoryEntry.person_id == actor.person_id
    if not actor.is_administrator:
        return own
    audience = HistoryEntry.audience
    return or_(own, audience != OWN if actor.in_programme_team else audience == EVERYONE)


RULES: Mapping[Action, Rule] = {
    Action.LOGBOOK_OPEN: is_administrator,
    Action.HISTORY_SEE: may_see_entry,
}
SCOPES: Mapping[type[Base], Scope] = {HistoryEntry: entries_scope}
