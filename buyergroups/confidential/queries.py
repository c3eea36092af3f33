"""Reads what suppliers gave in confidence: for those in whose confidence it is, nobody else.

The text is read apart from the rest, so that no list or page holds it before somebody asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.belonging import Statement, latest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError
from buyergroups.groups.places import always_public
from buyergroups.suppliers.merged import home_of, latest_facts
from models.base import sort_name
from models.confidential import (
    AccessKind,
    ConfidentialAccess,
    ConfidentialAnswer,
    ConfidentialReader,
    InConfidenceOf,
)
from models.consultations import ConsultationInterest, ConsultationSupplier, MarketConsultation
from models.groups import GroupChain, Membership
from models.organisations import OrganisationVersion
from models.people import Language, Person, Role, RoleAssignment
from models.programme import Theme
from models.suppliers import Supplier, SupplierMerge, SupplierVersion


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything about an answer but its text."""

    id: int
    ref: str
    replaces_id: int | None
    consultation_id: int
    consultation: str
    subject: str
    subject_language: Language
    supplier: str
    supplier_ref: str
    theme_id: int | None
    confidence: InConfidenceOf
    given_on: date
    told_on: date | None
    told_how: str
    language: Language
    recorded_at: datetime
    by: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be named as a reader, or is."""

    id: int
    ref: str
    name: str
    #: For a member the organisation, for a lead nothing.
    organisation: str


@dataclass(frozen=True, slots=True)
class Access:
    """Who did what with an answer, and when."""

    answer_id: int
    kind: AccessKind
    at: datetime
    name: str


# ---- what a form needs ------------------------------------------------------------------------


def supplier_ids(session: Session, consultation_id: int) -> set[int]:
    """The suppliers that stand with a consultation."""
    there = select(ConsultationSupplier.supplier_id).where(
        ConsultationSupplier.consultation_id == consultation_id,
        ConsultationSupplier.removed_at.is_(None),
    )
    # What was merged is meant by its own number, and by that of what it is by now.
    return {*session.scalars(there), *(row.id for row in suppliers(session, consultation_id))}


def suppliers(session: Session, consultation_id: int) -> Sequence[Any]:
    """The suppliers that stand with a consultation, as they are by now: `id`, `ref`, `name`."""
    home = home_of(ConsultationSupplier.supplier_id)
    return session.execute(
        select(Supplier.id, Supplier.ref, SupplierVersion.name)
        .distinct()
        .select_from(ConsultationSupplier)
        .join(Supplier, Supplier.id == home)
        .join(SupplierVersion, SupplierVersion.id == latest_facts(Supplier.id))
        .where(
            ConsultationSupplier.consultation_id == consultation_id,
            ConsultationSupplier.removed_at.is_(None),
        )
        .order_by(SupplierVersion.name, Supplier.id)
    ).all()


def is_theme(session: Session, programme_id: int, theme_id: int) -> bool:
    """Whether the programme has this theme."""
    found = select(Theme.id).where(Theme.id == theme_id, Theme.programme_id == programme_id)
    return session.scalar(found) is not None


def people_to_name(
    session: Session, now: datetime, consultation: MarketConsultation
) -> list[Reader]:
    """Who can be named as a reader now: public members of the group, and leads of its chains.

    Without those who are shut out of the file by an interest of their own.
    """
    shut_out = select(ConsultationInterest.person_id).where(
        ConsultationInterest.consultation_id == consultation.id,
        ConsultationInterest.removed_at.is_(None),
    )
    here = and_(Person.blocked_at.is_(None), Person.id.not_in(shut_out))
    members, leads = _members(now, consultation.group_id), _leads(now, consultation.group_id)
    rows = {row[0]: Reader(*row) for row in session.execute(members.where(here))}
    for lead in session.execute(leads.where(here)):
        rows.setdefault(lead.id, Reader(lead.id, lead.ref, lead.name, organisation=""))
    return sorted(rows.values(), key=lambda row: (sort_name(row.name), row.id))


def _members(now: datetime, group_id: int) -> Statement:
    return (
        select(Person.id, Person.ref, Person.name, OrganisationVersion.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(
            Membership.group_id == group_id,
            membership_holds(now, local_day(now)),
            always_public(Membership.organisation_id),
        )
    )


def _leads(now: datetime, group_id: int) -> Statement:
    return (
        select(Person.id, Person.ref, Person.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .join(GroupChain, GroupChain.chain_id == RoleAssignment.chain_id)
        .where(
            RoleAssignment.role == Role.CHAIN_LEAD,
            role_holds(now, local_day(now)),
            GroupChain.group_id == group_id,
            GroupChain.until.is_(None),
        )
    )


# ---- answers ----------------------------------------------------------------------------------


def may_read_any(session: Session, actor: Actor, consultation_id: int) -> bool:
    """Whether somebody reads at least one answer of a consultation."""
    found = select(ConfidentialAnswer.id).where(
        ConfidentialAnswer.consultation_id == consultation_id,
        visible_to(actor, ConfidentialAnswer),
    )
    return session.scalar(found.limit(1)) is not None


def may_read_any_of(session: Session, actor: Actor, supplier_id: int) -> bool:
    """Whether somebody reads at least one answer of a supplier, in whatever consultation."""
    found = select(ConfidentialAnswer.id).where(
        _is_supplier(supplier_id), visible_to(actor, ConfidentialAnswer)
    )
    return session.scalar(found.limit(1)) is not None


def answers_in(
    session: Session, actor: Actor, consultation_id: int, *, whole: bool = False
) -> list[Answer]:
    """The answers of a consultation that somebody reads, by supplier and day.

    The newest text of each; `whole`: those that were replaced as well.
    """
    here = ConfidentialAnswer.consultation_id == consultation_id
    return _answers(session, actor, here, whole=whole)


def answers_of(
    session: Session, actor: Actor, supplier_id: int, *, whole: bool = False
) -> list[Answer]:
    """The answers of a supplier that somebody reads, by day; as `answers_in`."""
    return _answers(session, actor, _is_supplier(supplier_id), whole=whole)


def answer_at(session: Session, actor: Actor, consultation_id: int, ref: str) -> Answer:
    """An answer that somebody reads, replaced or not; raises NotThereError."""
    row = session.execute(
        _stated(actor).where(
            ConfidentialAnswer.consultation_id == consultation_id, ConfidentialAnswer.ref == ref
        )
    ).first()
    if row is None:
        raise NotThereError("answer given in confidence")
    return Answer(*row)


def story_of(session: Session, actor: Actor, answer: Answer) -> list[Answer]:
    """The answer with those before it and after it as far as somebody reads them, newest first."""
    rows = session.execute(
        _stated(actor).where(ConfidentialAnswer.consultation_id == answer.consultation_id)
    )
    by_id = {row.id: row for row in (Answer(*row) for row in rows)}
    later = {row.replaces_id: row for row in by_id.values() if row.replaces_id}
    newest = answer
    while newest.id in later:
        newest = later[newest.id]
    found = [newest]
    while (before := by_id.get(found[-1].replaces_id or 0)) is not None:
        found.append(before)
    return found


def texts_of(session: Session, actor: Actor, answer_ids: Collection[int]) -> Mapping[int, str]:
    """What was said, by answer, of those that somebody reads; the reading is recorded first."""
    rows = session.execute(
        select(ConfidentialAnswer.id, ConfidentialAnswer.text).where(
            ConfidentialAnswer.id.in_(answer_ids), visible_to(actor, ConfidentialAnswer)
        )
    )
    return {row.id: row.text for row in rows}


def readers_of(
    session: Session, actor: Actor, answer_ids: Collection[int]
) -> Mapping[int, list[Reader]]:
    """Who was named as a reader, by answer, for those who read it, by name."""
    rows = session.execute(
        select(ConfidentialReader.answer_id, Person.id, Person.ref, Person.name)
        .join(Person, Person.id == ConfidentialReader.person_id)
        .join(ConfidentialAnswer, ConfidentialAnswer.id == ConfidentialReader.answer_id)
        .where(ConfidentialAnswer.id.in_(answer_ids), visible_to(actor, ConfidentialAnswer))
        .order_by(Person.sort_name, Person.id)
    )
    found: dict[int, list[Reader]] = {number: [] for number in answer_ids}
    for row in rows:
        found[row.answer_id].append(Reader(row.id, row.ref, row.name, organisation=""))
    return found


def accesses_of(
    session: Session, actor: Actor, answer_ids: Collection[int]
) -> Mapping[int, list[Access]]:
    """Who wrote, read, replaced or took along, by answer, for those who read it; latest first."""
    rows = session.execute(
        select(
            ConfidentialAccess.answer_id,
            ConfidentialAccess.kind,
            ConfidentialAccess.at,
            Person.name,
        )
        .join(Person, Person.id == ConfidentialAccess.person_id)
        .join(ConfidentialAnswer, ConfidentialAnswer.id == ConfidentialAccess.answer_id)
        .where(ConfidentialAnswer.id.in_(answer_ids), visible_to(actor, ConfidentialAnswer))
        .order_by(ConfidentialAccess.id.desc())
    )
    found: dict[int, list[Access]] = {number: [] for number in answer_ids}
    for row in rows:
        found[row.answer_id].append(Access(*row))
    return found


def supplier_at(session: Session, ref: str) -> Any:
    """A supplier by its address: `id`, `ref`, `name`; raises NotThereError.

    For who reads an answer of it; whoever asks looks at that.
    """
    row = session.execute(
        select(Supplier.id, Supplier.ref, SupplierVersion.name)
        .join(SupplierVersion, SupplierVersion.id == latest_facts(Supplier.id))
        .where(Supplier.ref == ref)
    ).first()
    if row is None:
        raise NotThereError("supplier")
    return row


def _answers(
    session: Session, actor: Actor, condition: ColumnElement[bool], *, whole: bool
) -> list[Answer]:
    newest = () if whole else (~_was_replaced(),)
    rows = session.execute(
        _stated(actor)
        .where(condition, *newest)
        .order_by(SupplierVersion.sort_name, ConfidentialAnswer.given_on, ConfidentialAnswer.id)
    )
    return [Answer(*row) for row in rows]


def _was_replaced() -> ColumnElement[bool]:
    newer = aliased(ConfidentialAnswer)
    return select(newer.id).where(newer.replaces_id == ConfidentialAnswer.id).exists()


def _stated(actor: Actor) -> Statement:
    """The answers that somebody reads, without their text."""
    return (
        select(
            ConfidentialAnswer.id,
            ConfidentialAnswer.ref,
            ConfidentialAnswer.replaces_id,
            ConfidentialAnswer.consultation_id,
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.language,
            SupplierVersion.name,
            Supplier.ref,
            ConfidentialAnswer.theme_id,
            ConfidentialAnswer.in_confidence_of,
            ConfidentialAnswer.given_on,
            ConfidentialAnswer.told_on,
            ConfidentialAnswer.told_how,
            ConfidentialAnswer.language,
            ConfidentialAnswer.recorded_at,
            Person.name,
            _was_replaced(),
        )
        .join(MarketConsultation, MarketConsultation.id == ConfidentialAnswer.consultation_id)
        .join(Supplier, Supplier.id == home_of(ConfidentialAnswer.supplier_id))
        .join(SupplierVersion, SupplierVersion.id == latest_facts(Supplier.id))
        .join(Person, Person.id == ConfidentialAnswer.recorded_by_id)
        .where(visible_to(actor, ConfidentialAnswer))
    )


def _is_supplier(supplier_id: int) -> ColumnElement[bool]:
    """An answer of this supplier, or of one that turned out to be this one."""
    merged = select(SupplierMerge.supplier_id).where(SupplierMerge.into_id == supplier_id)
    own = ConfidentialAnswer.supplier_id
    return or_(own == supplier_id, own.in_(merged))
