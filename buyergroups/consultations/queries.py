"""Reads consultations: one, its chains, its people, those of a group; `reading` has its file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.rules import Readiness
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.groups import members
from models.chains import Chain, ChainVersion
from models.consultations import (
    ConsultationAttendee,
    ConsultationChain,
    ConsultationItem,
    ConsultationSupplier,
    ConsultationTender,
    ItemReaders,
    MarketConsultation,
)
from models.groups import BuyerGroup, GroupChain, GroupVersion, Membership
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Person
from models.tenders import Tender

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Owners:
    """The group of a consultation and the organisation that logged it."""

    slug: str
    group: str
    organisation_slug: str
    organisation: str


def consultation_at(session: Session, actor: Actor, ref: str) -> MarketConsultation:
    """A consultation that the reader may know of; raises NotThereError otherwise."""
    found = session.scalar(
        select(MarketConsultation).where(
            MarketConsultation.ref == ref, visible_to(actor, MarketConsultation)
        )
    )
    if found is None:
        raise NotThereError(f"consultation {ref}")
    return found


def chains_of(session: Session, consultation_id: int) -> Sequence[Any]:
    """The chains that a consultation is about, by name: id, slug, name."""
    newest = latest_id(ChainVersion, chain_id=Chain.id)
    return session.execute(
        select(Chain.id, Chain.slug, ChainVersion.name_nl.label("name"))
        .join(ConsultationChain, ConsultationChain.chain_id == Chain.id)
        .join(ChainVersion, ChainVersion.id == newest)
        .where(
            ConsultationChain.consultation_id == consultation_id,
            ConsultationChain.removed_at.is_(None),
        )
        .order_by(ChainVersion.sort_name)
    ).all()


def owners_of(session: Session, consultation: MarketConsultation) -> Owners:
    """Whose consultation it is; for readers of the file only."""
    newest = latest_id(GroupVersion, group_id=BuyerGroup.id)
    row: Any = session.execute(
        select(BuyerGroup.slug, GroupVersion.name, Organisation.slug, OrganisationVersion.name)
        .select_from(BuyerGroup)
        .join(GroupVersion, GroupVersion.id == newest)
        .join(Organisation, Organisation.id == consultation.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == latest_version(Organisation.id))
        .where(BuyerGroup.id == consultation.group_id)
    ).one()
    return Owners(*row)


def chains_of_group(session: Session, group_id: int) -> Sequence[Any]:
    """The chains that a group works on now, by name: id, slug, name."""
    newest = latest_id(ChainVersion, chain_id=Chain.id)
    return session.execute(
        select(Chain.id, Chain.slug, ChainVersion.name_nl.label("name"))
        .join(GroupChain, GroupChain.chain_id == Chain.id)
        .join(ChainVersion, ChainVersion.id == newest)
        .where(GroupChain.group_id == group_id, GroupChain.until.is_(None))
        .order_by(ChainVersion.sort_name)
    ).all()


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody who can be there for the group, and for which organisation."""

    person_id: int
    name: str
    organisation_id: int | None = None
    organisation: str = ""
    sector: Sector | None = None

    @property
    def may_be_named(self) -> bool:
        """Whether a supplier can give this person something in confidence by name."""
        return self.sector is not Sector.PRIVATE


def people(
    session: Session, now: datetime, group_id: int, also: Collection[int] = ()
) -> list[Attending]:
    """The members of a group by name, then the leads of its chains, then who else is asked for."""
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            OrganisationVersion.organisation_id,
            OrganisationVersion.name,
            OrganisationVersion.sector,
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(Membership.group_id == group_id, membership_holds(now, local_day(now)))
        .order_by(Person.sort_name, Person.id, Membership.id)
    )
    found: dict[int, Attending] = {}
    for row in rows:
        found.setdefault(row[0], Attending(*row))
    for lead in members.leads(session, now, group_id):
        found.setdefault(lead.person_id, Attending(lead.person_id, lead.name))
    missing = set(also) - found.keys()
    if missing:
        asked = select(Person.id, Person.name).where(Person.id.in_(missing))
        for person in session.execute(asked.order_by(Person.sort_name, Person.id)):
            found[person.id] = Attending(person.id, person.name)
    return list(found.values())


def readiness(session: Session, consultation: MarketConsultation) -> Readiness:
    """What there is of a report, and at a one-to-one talk of who was there; one statement."""
    of, supplier = consultation.id, ConsultationSupplier
    present = _count(
        supplier,
        supplier.consultation_id == of,
        supplier.removed_at.is_(None),
        supplier.present.is_(True),
    )
    told = exists().where(
        ConsultationItem.consultation_id == of,
        ConsultationItem.removed_at.is_(None),
        ConsultationItem.readers == ItemReaders.REPORT,
    )
    row: Any = session.execute(
        select(
            _count(
                ConsultationAttendee,
                ConsultationAttendee.consultation_id == of,
                ConsultationAttendee.removed_at.is_(None),
            ).scalar_subquery(),
            present.scalar_subquery(),
            present.where(supplier.checked_on.is_(None)).scalar_subquery(),
            told,
        )
    ).one()
    has_report = bool(consultation.summary.strip()) or row[3]
    return Readiness(consultation.kind, row[0], row[1], row[2], has_report)


def _count(model: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(model).where(*conditions)


def planned_tender(actor: Actor) -> ScalarSelect[Any]:
    """The first day that a tender which a consultation prepares can be published.

    Of the tenders that the reader may see: what a private member plans is its own.
    """
    return (
        select(func.min(Tender.planned))
        .join(ConsultationTender, ConsultationTender.tender_id == Tender.id)
        .where(
            ConsultationTender.consultation_id == MarketConsultation.id,
            ConsultationTender.removed_at.is_(None),
            Tender.ended_at.is_(None),
            visible_to(actor, Tender),
        )
        .correlate(MarketConsultation)
        .scalar_subquery()
    )


def planned_of(session: Session, actor: Actor, consultation: MarketConsultation) -> Any:
    """The same of one consultation: a day, or None."""
    return session.scalar(
        select(planned_tender(actor)).where(MarketConsultation.id == consultation.id)
    )


def of_group(session: Session, actor: Actor, group_id: int, page: int) -> tuple[Sequence[Any], int]:
    """A page of the consultations of a group whose files the reader may read, the latest first."""
    where = (MarketConsultation.group_id == group_id, files_scope(actor))
    total = session.scalar(_count(MarketConsultation, *where))
    rows = session.execute(
        select(
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.language,
            MarketConsultation.kind,
            MarketConsultation.state,
            MarketConsultation.held_on,
            MarketConsultation.announced_on,
            OrganisationVersion.name.label("organisation"),
        )
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(MarketConsultation.organisation_id),
        )
        .where(*where)
        .order_by(MarketConsultation.sort_day.desc(), MarketConsultation.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return rows, total or 0
