"""Who may read the history: administrators all that is not private, everybody their own acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.history.recording import OWN
from models.base import PROGRAMME_TEAM, Base
from models.history import HistoryEntry


def is_administrator(actor: Actor, _: Any = None) -> bool:
    """The logbook names what everybody did: administrators, nobody else."""
    return actor.is_administrator


def may_see_entry(actor: Actor, entry: Any) -> bool:
    """One's own acts; an administrator sees everybody's, save what is private or of a draft."""
    if not actor.is_person:
        return False
    hears = entry.audience != OWN and (actor.in_programme_team or entry.audience != PROGRAMME_TEAM)
    return entry.person_id == actor.person_id or (actor.is_administrator and hears)


def entries_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_entry`, for a list."""
    if not actor.is_person:
        return false()
    own = HistoryEntry.person_id == actor.person_id
    if not actor.is_administrator:
        return own
    hears = HistoryEntry.audience != OWN
    if not actor.in_programme_team:
        hears = and_(hears, HistoryEntry.audience != PROGRAMME_TEAM)
    return or_(own, hears)


RULES: Mapping[Action, Rule] = {
    Action.LOGBOOK_OPEN: is_administrator,
    Action.HISTORY_SEE: may_see_entry,
}
SCOPES: Mapping[type[Base], Scope] = {HistoryEntry: entries_scope}
