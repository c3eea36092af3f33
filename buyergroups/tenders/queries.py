"""Reads tenders that the reader may see, and the sheet of the knowledge lead of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.groups.places import Place
from buyergroups.suppliers.merged import home_of, latest_facts
from buyergroups.tenders.access import may_keep, sheets_scope
from buyergroups.tenders.rules import Given, Openness, openness
from models.base import Precision
from models.chains import Chain, ChainVersion
from models.consultations import (
    ConsultationKind,
    ConsultationState,
    ConsultationSupplier,
    ConsultationTender,
    MarketConsultation,
)
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Language, Person
from models.suppliers import Supplier, SupplierVersion
from models.tenders import GivenInformation, GivenTo, Tender

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """A tender as it stands."""

    id: int
    ref: str
    version: int
    group_id: int
    organisation_id: int
    chain_id: int
    subject: str
    language: Language
    planned: date | None
    precision: Precision
    published_on: date | None
    platform_ref: str
    ended_at: datetime | None
    end_reason: str | None
    organisation_slug: str
    organisation: str
    sector: Sector
    chain_slug: str
    chain: str


def _tenders(actor: Actor) -> Any:
    return (
        select(
            Tender.id,
            Tender.ref,
            Tender.version,
            Tender.group_id,
            Tender.organisation_id,
            Tender.chain_id,
            Tender.subject,
            Tender.language,
            Tender.planned,
            Tender.planned_precision,
            Tender.published_on,
            Tender.platform_ref,
            Tender.ended_at,
            Tender.end_reason,
            Organisation.slug,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            Chain.slug,
            ChainVersion.name_nl,
        )
        .select_from(Tender)
        .join(Organisation, Organisation.id == Tender.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == latest_version(Organisation.id))
        .join(Chain, Chain.id == Tender.chain_id)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(visible_to(actor, Tender))
    )


#: What is still to come first, by its day; what is not dated after that, what ended last.
_ORDER = (Tender.ended_at.is_not(None), Tender.planned.is_(None), Tender.planned, Tender.id)


def tenders_of_group(
    session: Session, actor: Actor, group_id: int, page: int | None = None
) -> tuple[list[Planned], int]:
    """A page of the tenders of a group (or all), and how many in all the reader may see."""
    statement = _tenders(actor).where(Tender.group_id == group_id)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    ordered = statement.order_by(*_ORDER)
    if page is not None:
        ordered = ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return [Planned(*row) for row in session.execute(ordered)], total


def tenders_of_consultation(session: Session, actor: Actor, consultation_id: int) -> list[Planned]:
    """The tenders that a consultation prepares, as far as the reader may see them."""
    linked = select(ConsultationTender.tender_id).where(
        ConsultationTender.consultation_id == consultation_id,
        ConsultationTender.removed_at.is_(None),
    )
    rows = session.execute(_tenders(actor).where(Tender.id.in_(linked)).order_by(*_ORDER))
    return [Planned(*row) for row in rows]


def tender_at(session: Session, actor: Actor, ref: str) -> Planned:
    """One tender; raises NotThereError where the reader may not see it."""
    row = session.execute(_tenders(actor).where(Tender.ref == ref)).one_or_none()
    if row is None:
        raise NotThereError(f"tender {ref}")
    return Planned(*row)


def of_group(tender: Planned, group_id: int) -> Planned:
    """The same tender; raises NotThereError at the address of another group."""
    if tender.group_id != group_id:
        raise NotThereError(f"tender {tender.ref} of group {group_id}")
    return tender


def going_on(tender: Planned) -> Planned:
    """The same tender; raises NotThereError where it does not go on: nothing of it changes."""
    if tender.ended_at is not None:
        raise NotThereError(f"tender {tender.ref} has ended")
    return tender


def sheet_is_seen(session: Session, actor: Actor, tender_id: int) -> bool:
    """Whether the reader may see which supplier got what."""
    found = select(Tender.id).where(Tender.id == tender_id, sheets_scope(actor))
    return session.scalar(found) is not None


@dataclass(frozen=True, slots=True)
class Prepares:
    """A consultation that prepares a tender; its file is for whoever may read that."""

    id: int
    ref: str
    subject: str
    language: Language
    kind: ConsultationKind
    state: ConsultationState
    held_on: date | None


def consultations_of(session: Session, actor: Actor, tender_id: int) -> list[Prepares]:
    """The consultations that prepare a tender and whose file the reader may read."""
    rows = session.execute(
        select(
            MarketConsultation.id,
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.language,
            MarketConsultation.kind,
            MarketConsultation.state,
            MarketConsultation.held_on,
        )
        .join(ConsultationTender, ConsultationTender.consultation_id == MarketConsultation.id)
        .where(
            ConsultationTender.tender_id == tender_id,
            ConsultationTender.removed_at.is_(None),
            files_scope(actor),
        )
        .order_by(MarketConsultation.sort_day, MarketConsultation.id)
    )
    return [Prepares(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet, with the suppliers that were given it, by name."""

    id: int
    ref: str
    version: int
    what: str
    language: Language
    given_on: date
    all_since: date | None
    all_where: str
    consultation_id: int | None
    removed_at: datetime | None
    removed_reason: str | None
    recorded_at: datetime
    by: str | None
    suppliers: tuple[tuple[int, str], ...] = ()


def sheet_of(session: Session, tender_id: int) -> list[SheetLine]:
    """The lines of a tender's sheet, the oldest first; those that lapsed at the end."""
    rows = session.execute(
        select(
            GivenInformation.id,
            GivenInformation.ref,
            GivenInformation.version,
            GivenInformation.what,
            GivenInformation.language,
            GivenInformation.given_on,
            GivenInformation.all_since,
            GivenInformation.all_where,
            GivenInformation.consultation_id,
            GivenInformation.removed_at,
            GivenInformation.removed_reason,
            GivenInformation.recorded_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == GivenInformation.recorded_by_id)
        .where(GivenInformation.tender_id == tender_id)
        .order_by(
            GivenInformation.removed_at.is_not(None),
            GivenInformation.given_on,
            GivenInformation.id,
        )
    ).all()
    receivers = _receivers(session, [row.id for row in rows])
    return [SheetLine(*[*row, receivers.get(row.id, ())]) for row in rows]


def _receivers(
    session: Session, given_ids: Collection[int]
) -> Mapping[int, tuple[tuple[int, str], ...]]:
    rows = session.execute(
        select(GivenTo.given_id, Supplier.id, SupplierVersion.name, SupplierVersion.sort_name)
        .select_from(GivenTo)
        .join(Supplier, Supplier.id == home_of(GivenTo.supplier_id))
        .join(SupplierVersion, SupplierVersion.id == latest_facts(Supplier.id))
        .where(GivenTo.given_id.in_(given_ids), GivenTo.removed_at.is_(None))
        .distinct()
        .order_by(SupplierVersion.sort_name, Supplier.id)
    )
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for given_id, supplier_id, name, _ in rows:
        found[given_id] = (*found.get(given_id, ()), (supplier_id, name))
    return found


def line_at(session: Session, tender_id: int, ref: str) -> SheetLine:
    """One line of a sheet; raises NotThereError."""
    found = next((line for line in sheet_of(session, tender_id) if line.ref == ref), None)
    if found is None:
        raise NotThereError(f"information {ref}")
    return found


def heard_suppliers(session: Session, consultation_ids: Collection[int]) -> Sequence[Any]:
    """Whom these consultations invited or heard: `id` and `name`, by name."""
    return session.execute(
        select(Supplier.id, SupplierVersion.name, SupplierVersion.sort_name)
        .select_from(ConsultationSupplier)
        .join(Supplier, Supplier.id == home_of(ConsultationSupplier.supplier_id))
        .join(SupplierVersion, SupplierVersion.id == latest_facts(Supplier.id))
        .where(
            ConsultationSupplier.consultation_id.in_(consultation_ids),
            ConsultationSupplier.removed_at.is_(None),
        )
        .distinct()
        .order_by(SupplierVersion.sort_name, Supplier.id)
    ).all()


def openness_of(
    session: Session, rows: Sequence[Planned], today: date, actor: Actor
) -> dict[int, Openness]:
    """How equal suppliers are before each tender whose sheet the reader may see."""
    found: dict[int, list[Given]] = {
        tender_id: []
        for tender_id in session.scalars(
            select(Tender.id).where(Tender.id.in_([row.id for row in rows]), sheets_scope(actor))
        )
    }
    lines = session.execute(
        select(
            GivenInformation.tender_id, GivenInformation.given_on, GivenInformation.all_since
        ).where(GivenInformation.tender_id.in_(list(found)), GivenInformation.removed_at.is_(None))
    )
    for tender_id, given_on, all_since in lines:
        found[tender_id].append(Given(given_on, all_since))
    return {
        row.id: openness(found[row.id], today, _coming(row), row.published_on)
        for row in rows
        if row.id in found
    }


def _coming(row: Planned) -> date | None:
    """When the publication comes; of what does not go on none."""
    return None if row.ended_at is not None else row.planned


@dataclass(frozen=True, slots=True)
class Unequal:
    """A tender of which something is not available to all yet."""

    ref: str
    subject: str


def unequal(session: Session, actor: Actor, group_id: int) -> list[Unequal]:
    """Tenders of a group with such lines, of the organisations that the reader speaks for."""
    line = select(GivenInformation.id).where(
        GivenInformation.tender_id == Tender.id,
        GivenInformation.removed_at.is_(None),
        GivenInformation.all_since.is_(None),
    )
    rows = session.execute(
        select(Tender.ref, Tender.subject, Tender.organisation_id)
        .where(
            Tender.group_id == group_id,
            Tender.ended_at.is_(None),
            sheets_scope(actor),
            line.exists(),
        )
        .order_by(Tender.planned.is_(None), Tender.planned, Tender.id)
    )
    return [
        Unequal(row.ref, row.subject)
        for row in rows
        if may_keep(actor, Place(group_id, row.organisation_id))
    ]
