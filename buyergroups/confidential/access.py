"""Who reads what a supplier gave in confidence: those in whose confidence it is, nobody else.

Neither the programme team nor an administrator as such. Source: "Consultations" in the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import aliased, object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.consultations.access import files_scope
from buyergroups.groups.places import always_public
from models.base import Base
from models.confidential import ConfidentialAnswer, ConfidentialReader, InConfidenceOf
from models.consultations import MarketConsultation


def may_read(actor: Actor, answer: Any) -> bool:
    """The same as `answers_scope`, of one answer."""
    if not isinstance(answer, ConfidentialAnswer):
        return False
    session = object_session(answer)
    found = select(ConfidentialAnswer.id).where(
        ConfidentialAnswer.id == answer.id, answers_scope(actor)
    )
    return session is not None and session.scalar(found) is not None


def answers_scope(actor: Actor) -> ColumnElement[bool]:
    """Answers in files that one may read, given in one's confidence; access ends with membership.

    An answer that another stands in the place of is as readable as that one was when it was given.
    """
    if not actor.is_person:
        return false()
    kind = ConfidentialAnswer.in_confidence_of
    team = true() if actor.in_programme_team else false()
    file = select(MarketConsultation.id).where(
        MarketConsultation.id == ConfidentialAnswer.consultation_id,
        files_scope(actor),
        or_(
            and_(kind == InConfidenceOf.ORGANISATION, _of_organisation(actor)),
            and_(kind == InConfidenceOf.NAMED, _named(actor), _may_be_named(actor)),
            and_(kind == InConfidenceOf.TEAM, team),
        ),
    )
    return file.exists()


def _of_organisation(actor: Actor) -> ColumnElement[bool]:
    places = [
        and_(
            MarketConsultation.group_id == place.group_id,
            MarketConsultation.organisation_id == place.organisation_id,
        )
        for place in actor.memberships
    ]
    return or_(false(), *places)


def _named(actor: Actor) -> ColumnElement[bool]:
    reader = aliased(ConfidentialReader)
    found = select(reader.id).where(
        reader.answer_id == ConfidentialAnswer.id, reader.person_id == actor.person_id
    )
    return found.exists()


def _may_be_named(actor: Actor) -> ColumnElement[bool]:
    """Members for a public organisation, and leads of a chain of the group; as long as they are."""
    group_id = MarketConsultation.group_id
    members = [
        and_(group_id == place.group_id, always_public(place.organisation_id))
        for place in actor.memberships
    ]
    return or_(group_id.in_(actor.oversees), *members)


RULES: Mapping[Action, Rule] = {Action.CONFIDENTIAL_READ: may_read}
SCOPES: Mapping[type[Base], Scope] = {ConfidentialAnswer: answers_scope}
