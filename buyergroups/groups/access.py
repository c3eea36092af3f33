"""Who may see a buyer group, and who keeps it: "Who sees what" in the domain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.groups import BuyerGroup
from models.history import ActorKind


class Kept(Protocol):
    """What the rules ask of a group: which it is, and the chains it works on now."""

    @property
    def id(self) -> int: ...

    @property
    def chain_ids(self) -> Collection[int]: ...


def may_open(actor: Actor, _: Any = None) -> bool:
    """The list is for whoever can see a group in it."""
    return actor.is_person and (actor.in_programme_team or bool(actor.memberships))


def may_see(actor: Actor, group: Any) -> bool:
    """Its members and the programme team; an administrator only as one of these.

    Whoever may see a group sees its members with their mail addresses: those are of one's own
    groups, or for the programme team.
    """
    return actor.is_person and (actor.in_programme_team or group.id in actor.member_of)


def groups_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see`, for a list."""
    if not actor.is_person:
        return false()
    return true() if actor.in_programme_team else BuyerGroup.id.in_(actor.member_of)


def may_start(actor: Actor, chain_ids: Collection[int] | None = None) -> bool:
    """Leads begin groups on their own chains; the programme manager on any chain.

    All of the chains: whoever takes part sees drafts and totals of each of them.
    """
    if actor.is_programme_manager or actor.kind is ActorKind.SEED:
        return True
    return bool(actor.leads) and actor.leads.issuperset(chain_ids or ())


def may_keep(actor: Actor, group: Kept) -> bool:
    """Name, scope, state and chains: leads of its chains, its own lead, the programme manager."""
    return (
        actor.is_programme_manager
        or actor.kind is ActorKind.SEED
        or not actor.leads.isdisjoint(group.chain_ids)
        or group.id in actor.heads
    )


def may_run(actor: Actor, group: Kept) -> bool:
    """Members, invitations, requests and meetings: the same, and the secretary of the group."""
    return may_keep(actor, group) or group.id in actor.secretary_of_groups


RULES: Mapping[Action, Rule] = {
    Action.GROUPS_OPEN: may_open,
    Action.GROUP_SEE: may_see,
    Action.GROUP_START: may_start,
    Action.GROUP_KEEP: may_keep,
    Action.GROUP_RUN: may_run,
}
SCOPES: Mapping[type[Base], Scope] = {BuyerGroup: groups_scope}
