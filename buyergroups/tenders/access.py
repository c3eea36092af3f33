"""Who sees a tender and the sheet of its knowledge lead, and who keeps them.

Source: `domain.md`: "An organisation's ... planned tenders are its own", "Private members see
public members' plans only as published".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.groups.places import Place, always_public, may_speak
from models.base import Base
from models.tenders import Tender


def may_keep(actor: Actor, place: Place) -> bool:
    """Who speaks for the organisation in the group."""
    return may_speak(actor, place)


def may_see(actor: Actor, tender: Any) -> bool:
    """The same as `tenders_scope`, of one tender."""
    return _holds(tender, tenders_scope(actor))


def may_see_sheet(actor: Actor, tender: Any) -> bool:
    """Which supplier got what: the organisation, public members and the programme team."""
    return _holds(tender, sheets_scope(actor))


def _holds(tender: Any, scope: ColumnElement[bool]) -> bool:
    if not isinstance(tender, Tender):
        return False
    session = object_session(tender)
    found = select(Tender.id).where(Tender.id == tender.id, scope)
    return session is not None and session.scalar(found) is not None


def tenders_scope(actor: Actor) -> ColumnElement[bool]:
    """Those of one's organisation; public members those of each other; others once published."""
    if not actor.is_person:
        return false()
    published = and_(Tender.published_on.is_not(None), Tender.group_id.in_(actor.member_of))
    return or_(sheets_scope(actor), published)


def sheets_scope(actor: Actor) -> ColumnElement[bool]:
    """The sheet names suppliers: never for other private members, published or not."""
    if not actor.is_person:
        return false()
    if actor.in_programme_team:
        return true()
    places = [
        and_(
            Tender.group_id == place.group_id,
            or_(
                Tender.organisation_id == place.organisation_id,
                and_(always_public(Tender.organisation_id), always_public(place.organisation_id)),
            ),
        )
        for place in actor.memberships
    ]
    return or_(false(), *places)


RULES: Mapping[Action, Rule] = {
    Action.TENDER_KEEP: may_keep,
    Action.TENDER_SEE: may_see,
    Action.SHEET_SEE: may_see_sheet,
}
SCOPES: Mapping[type[Base], Scope] = {Tender: tenders_scope}
