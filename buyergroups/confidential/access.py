"""Who reads and who writes what a supplier gave in confidence: those in whose confidence it is.

Neither the programme team nor an administrator as such. Source: "Consultations" in the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import aliased, object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.consultations.access import files_scope, may_keep
from buyergroups.groups.places import always_public
from models.base import Base
from models.confidential import ConfidentialAnswer, ConfidentialReader, InConfidenceOf
from models.consultations import MarketConsultation
from models.groups import MemberRole

#: Made once: naming the columns of a table takes longer than asking for them.
_NEWER, _READER = aliased(ConfidentialAnswer), aliased(ConfidentialReader)


def may_read(actor: Actor, answer: Any) -> bool:
    """The same as `answers_scope`, of one answer."""
    if not isinstance(answer, ConfidentialAnswer):
        return False
    session = object_session(answer)
    found = select(ConfidentialAnswer.id).where(
        ConfidentialAnswer.id == answer.id, answers_scope(actor)
    )
    return session is not None and session.scalar(found) is not None


def may_write(actor: Actor, consultation: Any) -> bool:
    """Who keeps the file, and either heard it for the organisation or is one to be told."""
    return may_keep(actor, consultation) and bool(confidences(actor, consultation))


def confidences(actor: Actor, consultation: MarketConsultation) -> Mapping[InConfidenceOf, bool]:
    """In whose confidence somebody can write, and whether they read it back themselves.

    A member of the organisation that logged it heard the supplier, and writes for all; anybody
    else only what they may read themselves.
    """
    member = any(
        place.group_id == consultation.group_id
        and place.organisation_id == consultation.organisation_id
        and place.role is not MemberRole.OBSERVER
        for place in actor.memberships
    )
    reads = {
        InConfidenceOf.ORGANISATION: member,
        InConfidenceOf.NAMED: may_be_named(actor, consultation),
        InConfidenceOf.TEAM: actor.in_programme_team,
    }
    return {kind: own for kind, own in reads.items() if own or member}


def may_be_named(actor: Actor, consultation: MarketConsultation) -> bool:
    """Whether somebody can be a named reader: a public member of the group, or a lead of it."""
    session = object_session(consultation)
    found = select(MarketConsultation.id).where(
        MarketConsultation.id == consultation.id, _may_be_named(actor)
    )
    return session is not None and session.scalar(found) is not None


def answers_scope(actor: Actor) -> ColumnElement[bool]:
    """Answers in files that one may read, given in one's confidence; access ends with membership.

    Of an answer that others stand in the place of, it takes the right to read each of those too:
    whoever is no longer in the confidence reads nothing of what was said before either, and who
    came to it later reads only what was given since.
    """
    if not actor.is_person:
        return false()
    later = _replacements()
    hidden = (
        select(later.c.was)
        .join(_NEWER, _NEWER.id == later.c.by)
        .where(~_in_confidence(actor, _NEWER))
    )
    return and_(_in_confidence(actor, ConfidentialAnswer), ConfidentialAnswer.id.not_in(hidden))


@cache
def _replacements() -> Any:
    """Each answer that was replaced, beside each one that ever stood in its place."""
    answer, next_one = aliased(ConfidentialAnswer), aliased(ConfidentialAnswer)
    first = select(answer.replaces_id.label("was"), answer.id.label("by")).where(
        answer.replaces_id.is_not(None)
    )
    found = first.cte("replacements", recursive=True)
    return found.union(
        select(found.c.was, next_one.id).join(next_one, next_one.replaces_id == found.c.by)
    )


def _in_confidence(actor: Actor, answer: Any) -> ColumnElement[bool]:
    """Of one answer by itself."""
    kind = answer.in_confidence_of
    team = true() if actor.in_programme_team else false()
    file = select(MarketConsultation.id).where(
        MarketConsultation.id == answer.consultation_id,
        files_scope(actor),
        or_(
            and_(kind == InConfidenceOf.ORGANISATION, _of_organisation(actor)),
            and_(kind == InConfidenceOf.NAMED, _named(actor, answer), _may_be_named(actor)),
            and_(kind == InConfidenceOf.TEAM, team),
        ),
    )
    return file.correlate(answer).exists()


def _of_organisation(actor: Actor) -> ColumnElement[bool]:
    places = [
        and_(
            MarketConsultation.group_id == place.group_id,
            MarketConsultation.organisation_id == place.organisation_id,
        )
        for place in actor.memberships
    ]
    return or_(false(), *places)


def _named(actor: Actor, answer: Any) -> ColumnElement[bool]:
    found = select(_READER.id).where(
        _READER.answer_id == answer.id, _READER.person_id == actor.person_id
    )
    # Said aloud: left to itself, a reader of any answer would be one of all.
    return found.correlate(answer).exists()


def _may_be_named(actor: Actor) -> ColumnElement[bool]:
    """Members for a public organisation, and leads of a chain of the group; as long as they are."""
    group_id = MarketConsultation.group_id
    members = [
        and_(group_id == place.group_id, always_public(place.organisation_id))
        for place in actor.memberships
    ]
    return or_(group_id.in_(actor.oversees), *members)


RULES: Mapping[Action, Rule] = {
    Action.CONFIDENTIAL_READ: may_read,
    Action.CONFIDENTIAL_WRITE: may_write,
}
SCOPES: Mapping[type[Base], Scope] = {ConfidentialAnswer: answers_scope}
