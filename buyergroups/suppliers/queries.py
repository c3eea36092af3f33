"""Reads the register: a page of the list, one supplier, and where it was heard.

Everything about consultations is of the files that the reader may read, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.suppliers.access import entered_by
from buyergroups.suppliers.filters import Filters
from buyergroups.suppliers.lookup import all_named
from buyergroups.suppliers.merged import home_of, is_home, latest_facts, same_as
from buyergroups.suppliers.rules import Likeness
from models.chains import Chain, ChainVersion
from models.consultations import (
    ConsultationChain,
    ConsultationState,
    ConsultationSupplier,
    MarketConsultation,
)
from models.people import Person
from models.suppliers import Supplier, SupplierContact, SupplierMerge, SupplierVersion, SupplierWish

PAGE_SIZE = 50
#: Of the consultations of one supplier a page shows so many, the latest first.
MOST_SHOWN = 50
#: A consultation in which suppliers really were heard.
HEARD = (ConsultationState.HELD, ConsultationState.REPORTED, ConsultationState.PUBLISHED)
Version = SupplierVersion


@dataclass(frozen=True)
class SupplierPage:
    """A page of the list, and how many there are in all."""

    rows: Sequence[Any]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def suppliers(session: Session, actor: Actor, filters: Filters) -> SupplierPage:
    """One page of the register by name; three statements, however many there are."""
    wanted = (
        select(Supplier.id)
        .join(Version, Version.id == latest_facts(Supplier.id))
        .where(*_conditions(actor, filters))
    )
    total = session.scalar(select(func.count()).select_from(wanted.subquery()))
    first = (filters.page - 1) * PAGE_SIZE
    ids = session.scalars(_by_name(wanted).limit(PAGE_SIZE).offset(first)).all()
    rows = session.execute(_by_name(_listed(actor, ids).where(Supplier.id.in_(ids)))).all()
    return SupplierPage(rows, total or 0)


def all_suppliers(session: Session, actor: Actor, filters: Filters) -> Sequence[Any]:
    """The whole list, for a file."""
    return session.execute(_by_name(_listed(actor).where(*_conditions(actor, filters)))).all()


def _by_name(statement: Statement) -> Statement:
    return statement.order_by(Version.sort_name, Supplier.id)


def _listed(actor: Actor, ids: Sequence[int] | None = None) -> Statement:
    """Suppliers as they are known now, with how often each was heard and when last."""
    heard = times_heard(actor, ids).subquery()
    return (
        select(Supplier.id, Supplier.ref, Version, heard.c.times, heard.c.last)
        .select_from(Supplier)
        .join(Version, Version.id == latest_facts(Supplier.id))
        .outerjoin(heard, heard.c.home_id == Supplier.id)
    )


def attended_by_home() -> tuple[ColumnElement[int], Statement]:
    """What a supplier at a consultation is by now, and the rows of both to add columns to."""
    merge = aliased(SupplierMerge)
    home = func.coalesce(merge.into_id, ConsultationSupplier.supplier_id)
    rows = (
        select(home.label("home_id"))
        .select_from(ConsultationSupplier)
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .outerjoin(merge, merge.supplier_id == ConsultationSupplier.supplier_id)
        .where(ConsultationSupplier.removed_at.is_(None))
    )
    return home, rows


def times_heard(actor: Actor, ids: Sequence[int] | None = None) -> Statement:
    """Of each supplier in how many consultations it was heard, and the day of the last."""
    home, rows = attended_by_home()
    asked = rows.where(
        ConsultationSupplier.present,
        MarketConsultation.state.in_(HEARD),
        files_scope(actor),
        *([home.in_(ids)] if ids is not None else []),
    )
    return asked.add_columns(
        func.count(func.distinct(MarketConsultation.id)).label("times"),
        func.max(MarketConsultation.sort_day).label("last"),
    ).group_by(home)


def _conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [visible_to(actor, Supplier), is_home(Supplier.id)]
    if filters.words:
        found.append(Supplier.id.in_(_called(filters.words)))
    if filters.chain:
        _, rows = attended_by_home()
        about = (
            rows.join(ConsultationChain, ConsultationChain.consultation_id == MarketConsultation.id)
            .join(Chain, Chain.id == ConsultationChain.chain_id)
            .where(
                ConsultationSupplier.present,
                MarketConsultation.state.in_(HEARD),
                ConsultationChain.removed_at.is_(None),
                Chain.slug == filters.chain,
                files_scope(actor),
            )
        )
        found.append(Supplier.id.in_(about))
    if filters.size is not None:
        found.append(Version.company_size == filters.size)
    return found


def _called(words: Sequence[str]) -> Any:
    """The suppliers with all these words in their name, or in that of one merged into them."""
    named, facts = aliased(Supplier), aliased(Version)
    return (
        select(home_of(named.id))
        .join(facts, facts.id == latest_facts(named.id))
        .where(*[facts.sort_name.contains(word, autoescape=True) for word in words])
    )


def chains_heard(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """The chains of the files that somebody reads: address and name, by name."""
    about = (
        select(ConsultationChain.chain_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationChain.consultation_id)
        .where(ConsultationChain.removed_at.is_(None), files_scope(actor))
    )
    rows = session.execute(
        select(Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == _chain_now(Chain.id))
        .where(Chain.id.in_(about), visible_to(actor, Chain))
        .order_by(ChainVersion.sort_name)
    )
    return [(slug, name) for slug, name in rows]


def _chain_now(chain_id: Any) -> Any:
    return latest_id(ChainVersion, chain_id=chain_id)


# ---- one supplier -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A supplier at an address, and the one that it is by now."""

    id: int
    ref: str
    home_id: int
    home_ref: str


def supplier_at(session: Session, actor: Actor, ref: str) -> Found:
    """The supplier at an address; raises NotThereError, also for who may not see it."""
    home = aliased(Supplier)
    row: Any = session.execute(
        select(Supplier.id, Supplier.ref, home.id, home.ref)
        .join(home, home.id == home_of(Supplier.id))
        .where(Supplier.ref == ref, visible_to(actor, Supplier))
    ).one_or_none()
    if row is None:
        raise NotThereError(f"supplier {ref[:20]}")
    return Found(*row)


def entered_name(session: Session, actor: Actor, ref: str) -> str:
    """How somebody called a supplier that they entered; raises NotThereError for all others.

    It was merged since, and they read no file with it: they keep what they typed, and no more.
    """
    name = session.scalar(
        select(Version.name)
        .join(Supplier, Supplier.id == Version.supplier_id)
        .where(Supplier.ref == ref, entered_by(actor), Version.recorded_by_id == actor.person_id)
        .order_by(Version.id.desc())
        .limit(1)
    )
    if name is None:
        raise NotThereError(f"supplier {ref[:20]}")
    return name


def facts(session: Session, supplier_id: int) -> Version:
    """What is known now of a supplier that was found."""
    return session.scalars(select(Version).where(Version.id == latest_facts(supplier_id))).one()


def merged(session: Session, supplier_id: int) -> Sequence[Any]:
    """What was merged into a supplier: reference, name, reason and moment."""
    return session.execute(
        select(Supplier.ref, Version.name, SupplierMerge.reason, SupplierMerge.recorded_at)
        .join(Supplier, Supplier.id == SupplierMerge.supplier_id)
        .join(Version, Version.id == latest_facts(Supplier.id))
        .where(SupplierMerge.into_id == supplier_id)
        .order_by(SupplierMerge.id.desc())
    ).all()


def contacts(session: Session, actor: Actor, supplier_id: int) -> Sequence[Any]:
    """The contact persons; those of before are for the programme team only."""
    asked = (
        select(SupplierContact)
        .join(Supplier, Supplier.id == SupplierContact.supplier_id)
        .where(same_as(supplier_id), visible_to(actor, Supplier))
        .order_by(SupplierContact.ended_at.is_not(None), SupplierContact.name, SupplierContact.id)
    )
    if not actor.in_programme_team:
        asked = asked.where(SupplierContact.ended_at.is_(None))
    return session.scalars(asked).all()


def wishes(session: Session, actor: Actor, supplier_id: int) -> Sequence[Any]:
    """On which chains it asked to be heard, the latest first; what was taken back at the end."""
    return session.execute(
        select(
            SupplierWish.id,
            SupplierWish.asked_on,
            SupplierWish.note,
            SupplierWish.removed_at,
            SupplierWish.removed_reason,
            Chain.slug,
            ChainVersion.name_nl,
        )
        .join(Supplier, Supplier.id == SupplierWish.supplier_id)
        .join(Chain, Chain.id == SupplierWish.chain_id)
        .join(ChainVersion, ChainVersion.id == _chain_now(Chain.id))
        .where(same_as(supplier_id), visible_to(actor, Supplier))
        .order_by(
            SupplierWish.removed_at.is_not(None),
            SupplierWish.asked_on.desc(),
            SupplierWish.id.desc(),
        )
    ).all()


def consultations(session: Session, actor: Actor, supplier_id: int) -> Sequence[Any]:
    """Where it was invited or heard, in files that one may read; one more than a page shows."""
    home, rows = attended_by_home()
    found = session.execute(
        rows.add_columns(
            MarketConsultation.ref,
            MarketConsultation.subject,
            MarketConsultation.language,
            MarketConsultation.kind,
            MarketConsultation.state,
            MarketConsultation.sort_day,
            MarketConsultation.minutes_each,
            ConsultationSupplier.invited,
            ConsultationSupplier.present,
            ConsultationSupplier.minutes,
        )
        .where(home == supplier_id, files_scope(actor))
        .order_by(
            MarketConsultation.sort_day.desc(),
            MarketConsultation.id.desc(),
            ConsultationSupplier.present,
        )
        # Two that were merged may both stand in one file.
        .limit(2 * (MOST_SHOWN + 1))
    )
    return list({row.ref: row for row in found}.values())[: MOST_SHOWN + 1]


def versions(session: Session, supplier_id: int) -> Sequence[Any]:
    """All that was ever recorded of a supplier, the latest first, with who did so."""
    return session.execute(
        select(Version, Person.name.label("by"))
        .outerjoin(Person, Person.id == Version.recorded_by_id)
        .where(Version.supplier_id == supplier_id)
        .order_by(Version.recorded_at.desc(), Version.id.desc())
    ).all()


def entries(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Any]:
    """Of suppliers when and by whom they were entered, and how often they were heard; by id."""
    heard = times_heard(actor, ids).subquery()
    rows = session.execute(
        select(
            Supplier.id,
            Supplier.recorded_at,
            Person.name.label("by"),
            func.coalesce(heard.c.times, 0).label("times"),
        )
        .outerjoin(Person, Person.id == Supplier.recorded_by_id)
        .outerjoin(heard, heard.c.home_id == Supplier.id)
        .where(Supplier.id.in_(ids), visible_to(actor, Supplier))
    )
    return {row.id: row for row in rows}


def near(session: Session, actor: Actor, supplier_id: int) -> Sequence[Any]:
    """The other suppliers that may be the same one, as rows of the list: named so, or nearly."""
    named = [row for row in all_named(session, actor) if row.home_id != supplier_id]
    likeness, own = Likeness([row.name for row in named]), facts(session, supplier_id)
    ids = {named[place].home_id for place in likeness.like(own.name)}
    ids |= {row.home_id for row in named if row.sort_name == own.sort_name}
    return session.execute(_by_name(_listed(actor, list(ids)).where(Supplier.id.in_(ids)))).all()
