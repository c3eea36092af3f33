"""Who sees a consultation, who reads its file, and who keeps it.

Source: "Consultations" and "Who sees what" in the domain. Once its report is published, everybody
knows of a consultation; its file (who was there, what was asked, notes) stays with the group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, aliased, object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.groups.places import Place, always_public, may_speak
from models.base import Base
from models.consultations import (
    ConsultationInterest,
    ConsultationItem,
    ConsultationState,
    ItemReaders,
    MarketConsultation,
)
from models.groups import InterestDeclaration, InterestKind
from models.history import ActorKind

# Of names of their own, whatever else a statement reads; made once, because naming the columns
# of a table takes longer than asking for them.
_CLOSED = aliased(MarketConsultation)
_SAID, _LATER = aliased(InterestDeclaration), aliased(InterestDeclaration)


def may_log(actor: Actor, place: Place) -> bool:
    """Who speaks for an organisation in a group, observers excepted; the programme team."""
    return may_speak(actor, place)


def may_see(actor: Actor, consultation: Any) -> bool:
    """The same as `consultations_scope`, of one consultation."""
    return _holds(consultation, consultations_scope(actor))


def may_read(actor: Actor, consultation: Any) -> bool:
    """The same as `files_scope`, of one consultation."""
    return _holds(consultation, files_scope(actor))


def may_keep(actor: Actor, consultation: Any) -> bool:
    """Who logged it with their organisation, and who runs the group; of a file they may read."""
    return may_read(actor, consultation) and (
        may_speak(actor, Place(consultation.group_id, consultation.organisation_id))
        or _runs(actor, consultation)
    )


def may_publish(actor: Actor, consultation: Any) -> bool:
    """Publishing is for everybody at once: who runs the group, of a file they may read."""
    return may_read(actor, consultation) and _runs(actor, consultation)


def may_read_notes(actor: Actor, consultation: Any) -> bool:
    """Whether notes for public members are for this reader, in a file that they may read."""
    return _holds(consultation, and_(files_scope(actor), reads_notes(actor)))


def shut_out_of(session: Session, actor: Actor) -> frozenset[int]:
    """The groups of whose files somebody reads none: their organisation is a supplier too.

    What they would log there they could not read themselves.
    """
    return frozenset(session.scalars(_competes(actor)) if actor.memberships else ())


def _runs(actor: Actor, consultation: Any) -> bool:
    """Leads of the group's chains, its own lead and secretary, the programme manager."""
    return (
        actor.is_programme_manager
        or actor.kind is ActorKind.SEED
        or consultation.group_id in actor.oversees | actor.heads | actor.secretary_of_groups
    )


def _holds(consultation: Any, scope: ColumnElement[bool]) -> bool:
    if not isinstance(consultation, MarketConsultation):
        return False
    session = object_session(consultation)
    found = select(MarketConsultation.id).where(MarketConsultation.id == consultation.id, scope)
    return session is not None and session.scalar(found) is not None


def files_scope(actor: Actor) -> ColumnElement[bool]:
    """The files of one's own groups, and all for the programme team, but those one is shut out of.

    Whoever declared an interest in one consultation is shut out of that one; a private member
    whose organisation is supplier or competitor too, of all consultations of the group.
    """
    if not actor.is_person:
        return false()
    group_id = MarketConsultation.group_id
    mine = true() if actor.in_programme_team else group_id.in_(actor.member_of)
    if not actor.memberships:
        return and_(mine, MarketConsultation.id.not_in(_declared(actor)))
    return and_(
        mine,
        MarketConsultation.id.not_in(_declared(actor)),
        group_id.not_in(_competes(actor)),
    )


def closed_files(actor: Actor) -> Select[int]:
    """The consultations whose files stay closed to somebody, wherever they would come from."""
    declared = _CLOSED.id.in_(_declared(actor))
    if not actor.memberships:
        return select(_CLOSED.id).where(declared)
    return select(_CLOSED.id).where(or_(declared, _CLOSED.group_id.in_(_competes(actor))))


# Both are asked once per statement, not once per consultation: a list counts thousands of these.


def _declared(actor: Actor) -> Select[int]:
    return select(ConsultationInterest.consultation_id).where(
        ConsultationInterest.person_id == actor.person_id,
        ConsultationInterest.removed_at.is_(None),
    )


def _competes(actor: Actor) -> Select[int]:
    """The groups where the last declaration of anybody of one's organisation says so."""
    newer = select(_LATER.id).where(
        _LATER.group_id == _SAID.group_id,
        _LATER.person_id == _SAID.person_id,
        _LATER.organisation_id == _SAID.organisation_id,
        or_(
            _LATER.recorded_at > _SAID.recorded_at,
            and_(_LATER.recorded_at == _SAID.recorded_at, _LATER.id > _SAID.id),
        ),
    )
    places = [
        and_(_SAID.group_id == place.group_id, _SAID.organisation_id == place.organisation_id)
        for place in actor.memberships
    ]
    return select(_SAID.group_id).where(
        _SAID.kind != InterestKind.NONE,
        ~newer.exists(),
        or_(false(), *places),
    )


def consultations_scope(actor: Actor) -> ColumnElement[bool]:
    """What somebody knows of: the files they may read, and what was published."""
    if not actor.is_person:
        return false()
    return or_(MarketConsultation.state == ConsultationState.PUBLISHED, files_scope(actor))


def may_read_item(actor: Actor, item: Any) -> bool:
    """The same as `items_scope`, of one item."""
    if not isinstance(item, ConsultationItem):
        return False
    session = object_session(item)
    found = select(ConsultationItem.id).where(ConsultationItem.id == item.id, items_scope(actor))
    return session is not None and session.scalar(found) is not None


def items_scope(actor: Actor) -> ColumnElement[bool]:
    """What was heard, in files that one may read; notes as far as they are for the reader."""
    if not actor.is_person:
        return false()
    file = (
        select(MarketConsultation.id)
        .where(
            MarketConsultation.id == ConsultationItem.consultation_id,
            files_scope(actor),
            or_(ConsultationItem.readers != ItemReaders.PUBLIC_MEMBERS, reads_notes(actor)),
        )
        # Also where the statement around it reads consultations: those are not the same row.
        .correlate(ConsultationItem)
    )
    return file.exists()


def reads_notes(actor: Actor) -> ColumnElement[bool]:
    """Notes are for the programme team, public members and the organisation that logged them."""
    if actor.in_programme_team:
        return true()
    places = [
        and_(
            MarketConsultation.group_id == place.group_id,
            or_(
                MarketConsultation.organisation_id == place.organisation_id,
                always_public(place.organisation_id),
            ),
        )
        for place in actor.memberships
    ]
    return or_(false(), *places)


RULES: Mapping[Action, Rule] = {
    Action.CONSULTATION_KEEP: may_keep,
    Action.CONSULTATION_LOG: may_log,
    Action.CONSULTATION_NOTES: may_read_notes,
    Action.CONSULTATION_PUBLISH: may_publish,
    Action.CONSULTATION_READ: may_read,
    Action.CONSULTATION_SEE: may_see,
    Action.CONSULTATION_ITEM_READ: may_read_item,
}
SCOPES: Mapping[type[Base], Scope] = {
    MarketConsultation: consultations_scope,
    ConsultationItem: items_scope,
}
