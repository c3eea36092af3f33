"""Who may state what an organisation buys, see single figures, and estimate a market.

Source: `domain.md`, "What private competitors may learn" and "Who sees what".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import object_session

from buyergroups.access.actor import Actor
from buyergroups.access.groups import Belonging
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.groups.places import Place, always_public, may_speak
from models.base import Base
from models.demand import Volume
from models.groups import GroupChain
from models.history import ActorKind


def may_state(actor: Actor, place: Place) -> bool:
    """Who speaks for the organisation in the group."""
    return may_speak(actor, place)


def may_estimate(actor: Actor, chain_id: int) -> bool:
    """How large a market is, its chain lead or the programme manager says, with a source."""
    return actor.is_programme_manager or actor.kind is ActorKind.SEED or chain_id in actor.leads


def may_see(actor: Actor, volume: Any) -> bool:
    """The same as `volumes_scope`, of one figure."""
    if not isinstance(volume, Volume):
        return False
    session = object_session(volume)
    found = select(Volume.id).where(Volume.id == volume.id, volumes_scope(actor))
    return session is not None and session.scalar(found) is not None


def volumes_scope(actor: Actor) -> ColumnElement[bool]:
    """Single figures: the programme team all; others their own organisation's, and members for a
    public organisation also those of public organisations in the chains of that group."""
    if not actor.is_person:
        return false()
    if actor.in_programme_team:
        return true()
    own = {row.organisation_id for row in actor.memberships}
    return or_(
        Volume.organisation_id.in_(own),
        and_(
            always_public(Volume.organisation_id),
            or_(false(), *(_through(row) for row in actor.memberships)),
        ),
    )


def _through(row: Belonging) -> ColumnElement[bool]:
    """The chains of a group in which somebody takes part for a public organisation."""
    chains = select(GroupChain.chain_id).where(
        GroupChain.group_id == row.group_id, GroupChain.until.is_(None)
    )
    return and_(Volume.chain_id.in_(chains), always_public(row.organisation_id))


RULES: Mapping[Action, Rule] = {
    Action.DEMAND_STATE: may_state,
    Action.MARKET_ESTIMATE: may_estimate,
    Action.VOLUME_SEE: may_see,
}
SCOPES: Mapping[type[Base], Scope] = {Volume: volumes_scope}
