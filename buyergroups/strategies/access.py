"""Who may see, write, discuss and adopt the market vision and the market strategy of a group.

The domain says that they are the group's and versioned as a plan is, and that the inside of a group
is for its members and the programme team. Who writes and who adopts it leaves open; what stands
below is the product's own choice: the group writes (its lead, secretary and core group, and the
leads of its chains, who run it), everyone who sees it comments, and a lead of its chains or the
programme manager adopts, never who submitted.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.documents import Document


def sees(actor: Actor, group_id: int) -> bool:
    """Who sees the group: its members and the programme team; of a draft no fewer."""
    return actor.is_person and (actor.in_programme_team or group_id in actor.member_of)


def scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `sees`, for a list of documents."""
    if not actor.is_person:
        return false()
    return true() if actor.in_programme_team else Document.subject_id.in_(actor.member_of)


def edits(actor: Actor, group_id: int) -> bool:
    """The lead, the secretary and the core group of the group, and the leads of its chains."""
    return (
        group_id in actor.heads
        or group_id in actor.secretary_of_groups
        or group_id in actor.core_of
        or group_id in actor.oversees
    )


def adopts(actor: Actor, group_id: int) -> bool:
    """A lead of one of its chains, or the programme manager."""
    return actor.is_programme_manager or group_id in actor.oversees


def reviews(actor: Actor, group_id: int) -> bool:
    """Who writes it settles comments and takes it back; who adopts it sends it back."""
    return edits(actor, group_id) or adopts(actor, group_id)


def acted_as(actor: Actor, group_id: int) -> str | None:
    """A lead of one of its chains, else a member of the group, else what else they are."""
    if group_id in actor.oversees:
        return "chain-lead"
    if group_id in actor.member_of:
        return "member"
    if actor.is_programme_manager:
        return "programme-manager"
    if actor.secretary_of:
        return f"secretary:body/{min(actor.secretary_of)}"
    return "chain-lead" if actor.leads else None


RULES: Mapping[Action, Rule] = {}
SCOPES: Mapping[type[Base], Scope] = {}
