"""Who may state what an organisation buys, see single figures, and estimate a market.

Source: `domain.md`, "What private competitors may learn" and "Who sees what".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from buyergroups.access.actor import Actor
from buyergroups.access.groups import Belonging
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.demand import Volume
from models.groups import GroupChain, MemberRole
from models.history import ActorKind
from models.organisations import Organisation, OrganisationVersion, Sector


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation in a group."""

    group_id: int
    organisation_id: int


def may_state(actor: Actor, place: Place) -> bool:
    """Its members in the group, observers excepted; the programme team on its behalf."""
    return (
        actor.in_programme_team
        or actor.kind is ActorKind.SEED
        or any(
            row.group_id == place.group_id
            and row.organisation_id == place.organisation_id
            and row.role is not MemberRole.OBSERVER
            for row in actor.memberships
        )
    )


def may_estimate(actor: Actor, chain_id: int) -> bool:
    """How large a market is, its chain lead or the programme manager says, with a source."""
    return (
        actor.is_programme_manager or actor.kind is ActorKind.SEED or chain_id in actor.leads
    )


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
            _is_public(Volume.organisation_id),
            or_(false(), *(_through(row) for row in actor.memberships)),
        ),
    )


def _is_public(organisation_id: Any) -> ColumnElement[bool]:
    version, latest = aliased(OrganisationVersion), aliased(OrganisationVersion)
    newest = (
        select(latest.id)
        .where(latest.organisation_id == organisation_id)
        .order_by(latest.recorded_at.desc(), latest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return exists(select(version.id).where(version.id == newest, version.sector == Sector.PUBLIC))


def _through(row: Belonging) -> ColumnElement[bool]:
    """The chains of a group in which somebody takes part for a public organisation."""
    chains = select(GroupChain.chain_id).where(
        GroupChain.group_id == row.group_id, GroupChain.until.is_(None)
    )
    mine = select(Organisation.id).where(Organisation.id == row.organisation_id)
    return and_(Volume.chain_id.in_(chains), exists(mine.where(_is_public(Organisation.id))))


RULES: Mapping[Action, Rule] = {
    Action.DEMAND_STATE: may_state,
    Action.MARKET_ESTIMATE: may_estimate,
}
SCOPES: Mapping[type[Base], Scope] = {Volume: volumes_scope}
