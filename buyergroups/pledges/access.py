"""Who reads a pledge, and who keeps it.

Source: `domain.md`: plans of a private member are for itself and the programme team, and private
members see those of public members only as far as these show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased, object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.db import latest_id
from buyergroups.groups.places import Place, always_public, may_speak
from models.base import Base
from models.pledges import Pledge, PledgeReaders, PledgeVersion

#: Made once: naming the columns of a table takes longer than asking for them.
_VERSION = aliased(PledgeVersion)


def may_keep(actor: Actor, place: Place) -> bool:
    """Who speaks for the organisation in the group."""
    return may_speak(actor, place)


def may_see(actor: Actor, pledge: Any) -> bool:
    """The same as `pledges_scope`, of one pledge."""
    if not isinstance(pledge, Pledge):
        return False
    session = object_session(pledge)
    found = select(Pledge.id).where(Pledge.id == pledge.id, pledges_scope(actor))
    return session is not None and session.scalar(found) is not None


def pledges_scope(actor: Actor) -> ColumnElement[bool]:
    """The programme team all; members those of their organisation, and what others show them."""
    if not actor.is_person:
        return false()
    if actor.in_programme_team:
        return true()
    seen = [
        and_(
            Pledge.group_id == row.group_id,
            or_(
                Pledge.organisation_id == row.organisation_id,
                _shown_to(PledgeReaders.GROUP),
                and_(_shown_to(PledgeReaders.PUBLIC), always_public(row.organisation_id)),
            ),
        )
        for row in actor.memberships
    ]
    return or_(false(), *seen)


def _shown_to(readers: PledgeReaders) -> ColumnElement[bool]:
    newest = latest_id(PledgeVersion, pledge_id=Pledge.id)
    return exists().where(_VERSION.id == newest, _VERSION.readers == readers)


RULES: Mapping[Action, Rule] = {Action.PLEDGE_KEEP: may_keep, Action.PLEDGE_SEE: may_see}
SCOPES: Mapping[type[Base], Scope] = {Pledge: pledges_scope}
