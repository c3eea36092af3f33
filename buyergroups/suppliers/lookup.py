"""Reads what writing the register needs: who has a name or number, and what a merge joins."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.suppliers.merged import home_of, is_home, latest_facts, same_as
from buyergroups.suppliers.rules import Names
from models.base import sort_name
from models.consultations import ConsultationSupplier, MarketConsultation
from models.suppliers import Supplier, SupplierContact, SupplierMerge, SupplierVersion, SupplierWish
from models.tenders import GivenInformation, GivenTo, Tender

Version = SupplierVersion


def _named(actor: Actor) -> Any:
    """Every supplier that somebody sees under its name of now, and what it is by now."""
    home = home_of(Supplier.id).label("home_id")
    return (
        select(Version.sort_name, home, Version.name)
        .select_from(Supplier)
        .join(Version, Version.id == latest_facts(Supplier.id))
        .where(visible_to(actor, Supplier))
        # Of several of one name the one that was not merged, and the first.
        .order_by(home != Supplier.id, Supplier.id)
    )


def known(session: Session, actor: Actor, names: Collection[str]) -> dict[str, int]:
    """The suppliers that certainly have these names, by name, among those that somebody sees."""
    register = Names((row.name, row.home_id) for row in all_named(session, actor))
    found = {name: register.certain(name) for name in names}
    return {name: supplier_id for name, supplier_id in found.items() if supplier_id is not None}


def all_named(session: Session, actor: Actor) -> Sequence[Any]:
    """Name and id of all suppliers that somebody sees, with what merged ones were called."""
    return session.execute(_named(actor)).all()


def names_of(session: Session, supplier_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Of suppliers that were found already: reference and name, by id."""
    rows = session.execute(
        select(Supplier.id, Supplier.ref, Version.name)
        .join(Version, Version.id == latest_facts(Supplier.id))
        .where(Supplier.id.in_(supplier_ids))
    )
    return {key: (ref, name) for key, ref, name in rows}


def facts_now(session: Session, supplier_id: int) -> Version | None:
    """What is known of a supplier now."""
    return session.scalar(select(Version).where(Version.id == latest_facts(supplier_id)))


def other_with(
    session: Session, actor: Actor, but: int | None, *, name: str = "", kvk: str | None = None
) -> str | None:
    """The name of another supplier that has this name or number, among those one sees."""
    conditions = [Version.sort_name == sort_name(name)] if name else [Version.kvk == kvk]
    return session.scalar(
        select(Version.name)
        .join(Supplier, Version.id == latest_facts(Supplier.id))
        .where(
            *conditions,
            visible_to(actor, Supplier),
            is_home(Supplier.id),
            Supplier.id != (but or 0),
        )
        .limit(1)
    )


@dataclass(frozen=True)
class Moves:
    """What is read with the other supplier from a merge on; `seen` is that in short."""

    seen: str
    consultations: int
    wishes: int
    contacts: int
    given: int
    earlier: int


def moves(session: Session, actor: Actor, supplier_id: int, into_id: int) -> Moves:
    """What a merge joins, as far as the reader may know; what is confidential never counts."""
    of_it = select(Supplier.id).where(same_as(supplier_id))
    present = (
        select(func.count(func.distinct(ConsultationSupplier.consultation_id)))
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .where(
            ConsultationSupplier.supplier_id.in_(of_it),
            ConsultationSupplier.removed_at.is_(None),
            files_scope(actor),
        )
    )
    wishes = select(func.count()).where(
        SupplierWish.supplier_id.in_(of_it), SupplierWish.removed_at.is_(None)
    )
    contacts = select(func.count()).where(
        SupplierContact.supplier_id.in_(of_it), SupplierContact.ended_at.is_(None)
    )
    given = (
        select(func.count())
        .select_from(GivenTo)
        .join(GivenInformation, GivenInformation.id == GivenTo.given_id)
        .join(Tender, Tender.id == GivenInformation.tender_id)
        .where(
            GivenTo.supplier_id.in_(of_it),
            GivenTo.removed_at.is_(None),
            GivenInformation.removed_at.is_(None),
            visible_to(actor, Tender),
        )
    )
    earlier = select(func.count()).where(SupplierMerge.into_id == supplier_id)
    asked = (present, wishes, contacts, given, earlier)
    counts = [session.scalar(one) or 0 for one in asked]
    versions = [facts_now(session, key) for key in (supplier_id, into_id)]
    whole = [counts, [row.id if row else 0 for row in versions]]
    return Moves(hashlib.sha256(str(whole).encode()).hexdigest()[:20], *counts)
