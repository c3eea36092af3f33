"""Reads the file of a consultation, block by block, for whoever may read the file.

One statement for each block. Notes only as far as they are for the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from models.consultations import (
    ConsultationAttendee,
    ConsultationFollowUp,
    ConsultationInterest,
    ConsultationItem,
    ConsultationMove,
    ConsultationQuestion,
    ConsultationSupplier,
    PlatformAnswer,
)
from models.organisations import OrganisationVersion
from models.people import Person
from models.suppliers import Supplier, SupplierMerge, SupplierVersion


def attendees(session: Session, consultation_id: int) -> Sequence[Any]:
    """Who attended for the group, by name: person_id, name, organisation."""
    return session.execute(
        select(
            ConsultationAttendee.person_id,
            Person.name,
            OrganisationVersion.name.label("organisation"),
        )
        .join(Person, Person.id == ConsultationAttendee.person_id)
        .outerjoin(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(ConsultationAttendee.organisation_id),
        )
        .where(
            ConsultationAttendee.consultation_id == consultation_id,
            ConsultationAttendee.removed_at.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    ).all()


def suppliers(session: Session, consultation_id: int) -> Sequence[Any]:
    """Which suppliers were invited or present, by name: ref, name, and what is known of it."""
    # What was merged is called after the one that it is by now; a merge leads there in one step.
    into = select(SupplierMerge.into_id).where(
        SupplierMerge.supplier_id == ConsultationSupplier.supplier_id
    )
    home = func.coalesce(into.scalar_subquery(), ConsultationSupplier.supplier_id)
    return session.execute(
        select(
            Supplier.ref,
            SupplierVersion.name,
            ConsultationSupplier.invited,
            ConsultationSupplier.present,
            ConsultationSupplier.checked_on,
        )
        .select_from(ConsultationSupplier)
        .join(Supplier, Supplier.id == home)
        .join(
            SupplierVersion,
            SupplierVersion.id == latest_id(SupplierVersion, supplier_id=Supplier.id),
        )
        .where(
            ConsultationSupplier.consultation_id == consultation_id,
            ConsultationSupplier.removed_at.is_(None),
        )
        .order_by(SupplierVersion.sort_name, Supplier.id)
    ).all()


def questions(session: Session, consultation_id: int) -> Sequence[Any]:
    """What was asked, in order: id, text, theme_id."""
    return session.execute(
        select(ConsultationQuestion.id, ConsultationQuestion.text, ConsultationQuestion.theme_id)
        .where(
            ConsultationQuestion.consultation_id == consultation_id,
            ConsultationQuestion.removed_at.is_(None),
        )
        .order_by(ConsultationQuestion.position, ConsultationQuestion.id)
    ).all()


def items(session: Session, actor: Actor, consultation_id: int) -> Sequence[Any]:
    """What was heard, in order, as far as it is for the reader."""
    return session.execute(
        select(
            ConsultationItem.id,
            ConsultationItem.text,
            ConsultationItem.theme_id,
            ConsultationItem.readers,
            ConsultationItem.outcome,
            ConsultationItem.outcome_why,
        )
        .where(
            ConsultationItem.consultation_id == consultation_id,
            ConsultationItem.removed_at.is_(None),
            visible_to(actor, ConsultationItem),
        )
        .order_by(ConsultationItem.position, ConsultationItem.id)
    ).all()


def follow_ups(session: Session, consultation_id: int) -> Sequence[Any]:
    """What follows: what is still to do first, by day."""
    return session.execute(
        select(
            ConsultationFollowUp.id,
            ConsultationFollowUp.what,
            ConsultationFollowUp.owner_id,
            Person.name.label("owner"),
            ConsultationFollowUp.due,
            ConsultationFollowUp.done_on,
            ConsultationFollowUp.result,
        )
        .join(Person, Person.id == ConsultationFollowUp.owner_id)
        .where(
            ConsultationFollowUp.consultation_id == consultation_id,
            ConsultationFollowUp.removed_at.is_(None),
        )
        .order_by(
            ConsultationFollowUp.done_on.is_not(None),
            ConsultationFollowUp.due.is_(None),
            ConsultationFollowUp.due,
            ConsultationFollowUp.id,
        )
    ).all()


def answers(session: Session, consultation_id: int) -> Sequence[Any]:
    """The copies of questions and answers on the national platform, in order."""
    return session.execute(
        select(
            PlatformAnswer.id,
            PlatformAnswer.question,
            PlatformAnswer.answer,
            PlatformAnswer.published_on,
            PlatformAnswer.recorded_at,
        )
        .where(
            PlatformAnswer.consultation_id == consultation_id,
            PlatformAnswer.removed_at.is_(None),
        )
        .order_by(PlatformAnswer.position, PlatformAnswer.id)
    ).all()


def moves(session: Session, consultation_id: int) -> Sequence[Any]:
    """How it went from state to state, the first one first."""
    return session.execute(
        select(
            ConsultationMove.was,
            ConsultationMove.state,
            ConsultationMove.moved_on,
            ConsultationMove.reason,
            ConsultationMove.recorded_at,
            Person.name.label("by"),
        )
        .outerjoin(Person, Person.id == ConsultationMove.recorded_by_id)
        .where(ConsultationMove.consultation_id == consultation_id)
        .order_by(ConsultationMove.id)
    ).all()


def interests(session: Session, consultation_id: int) -> Sequence[Any]:
    """Who is shut out for an interest now; for who runs the group."""
    return session.execute(
        select(
            ConsultationInterest.id,
            ConsultationInterest.person_id,
            Person.name,
            ConsultationInterest.about,
            ConsultationInterest.recorded_at,
        )
        .join(Person, Person.id == ConsultationInterest.person_id)
        .where(
            ConsultationInterest.consultation_id == consultation_id,
            ConsultationInterest.removed_at.is_(None),
        )
        .order_by(Person.sort_name, ConsultationInterest.id)
    ).all()
