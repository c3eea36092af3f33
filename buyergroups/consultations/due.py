"""Reads what is due of consultations, what is to come, and what was done since a moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.queries import planned_tender
from buyergroups.consultations.rules import TO_COME
from models.consultations import (
    ConsultationFollowUp,
    ConsultationState,
    MarketConsultation,
)
from models.groups import MemberRole

#: More than so many nobody is asked for at once.
MOST_WAITING = 30


def keeps_scope(actor: Actor) -> ColumnElement[bool]:
    """Of the files that somebody may read, those that are theirs to keep; as `may_keep`.

    But of the programme team those of its own groups only: nobody is asked for all of them.
    """
    runs = actor.oversees | actor.heads | actor.secretary_of_groups
    own = [
        and_(
            MarketConsultation.group_id == place.group_id,
            MarketConsultation.organisation_id == place.organisation_id,
        )
        for place in actor.memberships
        if place.role is not MemberRole.OBSERVER
    ]
    return and_(files_scope(actor), or_(MarketConsultation.group_id.in_(runs), *own))


def waiting(
    session: Session, actor: Actor, today: date, held_by: date, group_id: int | None = None
) -> Sequence[Any]:
    """What waits for whoever keeps it: a report that is due soon, or what was planned and is past.

    `held_by`: a report of what was held later is not due soon, but for a tender.
    """
    planned = planned_tender(actor)
    asked = (
        select(
            MarketConsultation.id,
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.state,
            MarketConsultation.held_on,
            planned.label("planned"),
        )
        .where(
            keeps_scope(actor),
            or_(
                and_(
                    MarketConsultation.state == ConsultationState.HELD,
                    or_(MarketConsultation.held_on <= held_by, planned.is_not(None)),
                ),
                and_(
                    MarketConsultation.state.in_(TO_COME),
                    MarketConsultation.held_on < today,
                ),
            ),
        )
        .order_by(MarketConsultation.held_on, MarketConsultation.id)
        .limit(MOST_WAITING)
    )
    if group_id is not None:
        asked = asked.where(MarketConsultation.group_id == group_id)
    return session.execute(asked).all()


def own_follow_ups(session: Session, actor: Actor, until: date, most: int) -> Sequence[Any]:
    """What somebody has still to do after consultations, due by a day or without a day."""
    return session.execute(
        select(
            ConsultationFollowUp.id,
            ConsultationFollowUp.what,
            ConsultationFollowUp.due,
            MarketConsultation.ref,
            MarketConsultation.subject,
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationFollowUp.consultation_id)
        .where(
            ConsultationFollowUp.owner_id == actor.person_id,
            ConsultationFollowUp.done_on.is_(None),
            ConsultationFollowUp.removed_at.is_(None),
            or_(ConsultationFollowUp.due.is_(None), ConsultationFollowUp.due <= until),
            files_scope(actor),
        )
        .order_by(
            ConsultationFollowUp.due.is_(None), ConsultationFollowUp.due, ConsultationFollowUp.id
        )
        .limit(most)
    ).all()


def to_come(
    session: Session,
    actor: Actor,
    group_ids: Collection[int],
    first: date,
    last: date,
    most: int,
) -> Sequence[Any]:
    """The consultations of these groups that are planned in a period, the next one first."""
    return session.execute(
        select(
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.kind,
            MarketConsultation.state,
            MarketConsultation.held_on,
            MarketConsultation.starts_at,
            MarketConsultation.place,
        )
        .where(
            MarketConsultation.group_id.in_(group_ids),
            MarketConsultation.state.in_([*TO_COME, ConsultationState.CANCELLED]),
            MarketConsultation.held_on >= first,
            MarketConsultation.held_on <= last,
            files_scope(actor),
        )
        .order_by(MarketConsultation.held_on, MarketConsultation.starts_at, MarketConsultation.id)
        .limit(most)
    ).all()
