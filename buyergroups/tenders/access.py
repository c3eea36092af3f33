"""Who sees a tender and the sheet of its knowledge lead, and who keeps them.

Source: `domain.md`: "An organisation's ... planned tenders are its own", "Private members see
public members' plans only as published"; and "Consultations": who is shut out of the file of a
consultation does not read on the sheet of its tender what was given there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true, union
from sqlalchemy.orm import aliased, object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.consultations.access import closed_files
from buyergroups.groups.places import Place, always_public, may_speak
from models.base import Base
from models.consultations import ConsultationTender
from models.groups import MemberRole
from models.tenders import GivenInformation, Tender

#: Made once: naming the columns of a table takes longer than asking for them.
_LINK, _LINE = aliased(ConsultationTender), aliased(GivenInformation)


def may_keep(actor: Actor, place: Place) -> bool:
    """Who speaks for the organisation in the group."""
    return may_speak(actor, place)


def may_see(actor: Actor, tender: Any) -> bool:
    """The same as `tenders_scope`, of one tender."""
    return _holds(tender, tenders_scope(actor))


def may_see_sheet(actor: Actor, tender: Any) -> bool:
    """Which supplier got what: the organisation, public members and the programme team."""
    return _holds(tender, sheets_scope(actor))


def may_keep_sheet(actor: Actor, tender: Any) -> bool:
    """Who speaks for the organisation, and may read what they write on."""
    return may_see_sheet(actor, tender) and may_keep(
        actor, Place(tender.group_id, tender.organisation_id)
    )


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
    return or_(_plans(actor), published)


def sheets_scope(actor: Actor) -> ColumnElement[bool]:
    """The sheet names suppliers: never for other private members, published or not.

    Nor for who is shut out of a consultation that prepares the tender, or that a line comes from.
    Who speaks for the tender's own organisation keeps the sheet, and sees what they gave.
    """
    if not actor.is_person:
        return false()
    return and_(_plans(actor), or_(_own(actor), Tender.id.not_in(_closed(actor))))


def _own(actor: Actor) -> ColumnElement[bool]:
    """The tenders of an organisation for which somebody speaks as its member."""
    places = [
        and_(
            Tender.group_id == place.group_id,
            Tender.organisation_id == place.organisation_id,
        )
        for place in actor.memberships
        if place.role is not MemberRole.OBSERVER
    ]
    return or_(false(), *places)


def _closed(actor: Actor) -> Any:
    """The tenders with anything of a consultation whose file stays closed to somebody."""
    return union(
        select(_LINK.tender_id).where(
            _LINK.consultation_id.in_(closed_files(actor)), _LINK.removed_at.is_(None)
        ),
        select(_LINE.tender_id).where(_LINE.consultation_id.in_(closed_files(actor))),
    )


def _plans(actor: Actor) -> ColumnElement[bool]:
    """Those of one's organisation; public members those of each other; the team all."""
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
    Action.SHEET_KEEP: may_keep_sheet,
    Action.SHEET_SEE: may_see_sheet,
}
SCOPES: Mapping[type[Base], Scope] = {Tender: tenders_scope}
