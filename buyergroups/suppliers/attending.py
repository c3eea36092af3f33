"""Writes which suppliers were invited to a consultation and which were there.

Each write is one of the whole file: it raises the version of the consultation, so that of two who
write at the same time the second one is told. Nothing is deleted: what is taken off the list has
a moment at which it was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.consultations.holding import touch
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.suppliers import lookup, services
from buyergroups.suppliers.merged import home_of
from buyergroups.words import Words
from models.consultations import ConsultationKind, ConsultationSupplier, MarketConsultation
from models.suppliers import Supplier

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft deze marktconsultatie intussen gewijzigd.",
    "Somebody else has changed this market consultation meanwhile.",
)
NEITHER = Words(
    "Kies uitgenodigd, aanwezig of allebei. Hoort de marktpartij hier niet? Haal die van de lijst.",
    "Choose invited, present or both. Does the supplier not belong here? Take it off the list.",
)
NOT_INVITED = Words(
    "%(name)s was niet uitgenodigd. Was die er ook niet, haal die dan van de lijst.",
    "%(name)s was not invited. If it was not there either, take it off the list.",
)
CHECKED_AHEAD = Words(
    "De dag waarop het verslag is nagekeken kan niet in de toekomst liggen.",
    "The day on which the report was checked cannot lie in the future.",
)
AGREED_AHEAD = Words(
    "De dag waarop de marktpartij akkoord ging kan niet in de toekomst liggen.",
    "The day on which the supplier agreed cannot lie in the future.",
)
NOT_ONE_TO_ONE = Words(
    "Alleen van een een-op-eengesprek kijkt de marktpartij het verslag na.",
    "Only of a one-to-one talk does the supplier check the report.",
)


@dataclass(frozen=True)
class Attended:
    """How a supplier takes part; `minutes` empty is the time that was planned for each."""

    invited: bool
    present: bool
    minutes: int | None = None
    why: str = ""
    checked_on: date | None = None
    consented_on: date | None = None


def list_suppliers(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    consultation_id: int,
    supplier_ids: Sequence[int],
    new_names: Sequence[str],
    invited: bool,
    present: bool,
    why: str = "",
    seen: int | None = None,
) -> int:
    """Put suppliers on the list; who is on it already stays as it is. How many came on it.

    `new_names` are matched once more, so that nobody comes into the register twice by this.
    """
    consultation = _file(session, actor, consultation_id, seen)
    if not (invited or present):
        raise RefusedError(NEITHER)
    for supplier in session.scalars(select(Supplier).where(Supplier.id.in_(supplier_ids))):
        require(actor, Action.SUPPLIER_SEE, supplier)
    made = services.match_or_add(
        session, actor, now, programme_id=consultation.programme_id, names=new_names
    )
    wanted = _not_listed(session, consultation_id, [*supplier_ids, *(row.id for row in made)])
    facts = {"invited": invited, "present": present, "why": why.strip(), **stamp(actor, now)}
    rows = [
        ConsultationSupplier(consultation_id=consultation_id, supplier_id=key, **facts)
        for key in wanted
    ]
    with recorded(session, actor, now):
        session.add_all(rows)
        touch(consultation)
    return len(rows)


def _not_listed(
    session: Session, consultation_id: int, supplier_ids: Sequence[int]
) -> Sequence[int]:
    """What these suppliers are by now, without those that are on the list already."""
    there = select(home_of(ConsultationSupplier.supplier_id)).where(*_listed(consultation_id))
    home = home_of(Supplier.id)
    asked = select(home).where(Supplier.id.in_(supplier_ids), home.not_in(there))
    return list(dict.fromkeys(session.scalars(asked.order_by(Supplier.id))))


def change_attendance(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    consultation_id: int,
    row_id: int,
    attended: Attended,
    seen: int | None = None,
) -> None:
    """How one supplier takes part, otherwise than it stood there."""
    row, consultation = _row(session, actor, consultation_id, row_id, seen)
    if not (attended.invited or attended.present):
        raise RefusedError(NEITHER)
    today = local_day(now)
    for day, words in (
        (attended.checked_on, CHECKED_AHEAD),
        (attended.consented_on, AGREED_AHEAD),
    ):
        if day is not None and day > today:
            raise RefusedError(words)
    talk = consultation.kind is ConsultationKind.ONE_TO_ONE
    if attended.checked_on not in (None, row.checked_on) and not talk:
        raise RefusedError(NOT_ONE_TO_ONE)
    with recorded(session, actor, now):
        for name, value in vars(attended).items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        touch(consultation)


def take_off(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    consultation_id: int,
    row_id: int,
    seen: int | None = None,
) -> None:
    """A supplier does not belong on the list after all."""
    row, consultation = _row(session, actor, consultation_id, row_id, seen)
    with recorded(session, actor, now):
        row.removed_at = now
        touch(consultation)


def mark_present(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    consultation_id: int,
    present: Collection[int],
    seen: int | None = None,
) -> None:
    """Of everybody on the list, who was there: the rows with these ids, and no others.

    Raises RefusedError for one that was not invited and, so, was not there either.
    """
    consultation = _file(session, actor, consultation_id, seen)
    rows = session.scalars(select(ConsultationSupplier).where(*_listed(consultation_id))).all()
    for row in rows:
        if not row.invited and row.id not in present:
            facts = lookup.facts_now(session, row.supplier_id)
            raise RefusedError(NOT_INVITED, name=facts.name if facts else "")
    with recorded(session, actor, now):
        for row in rows:
            row.present = row.id in present
        touch(consultation)


def _listed(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        ConsultationSupplier.consultation_id == consultation_id,
        ConsultationSupplier.removed_at.is_(None),
    )


def _row(
    session: Session, actor: Actor, consultation_id: int, row_id: int, seen: int | None
) -> tuple[ConsultationSupplier, MarketConsultation]:
    consultation = _file(session, actor, consultation_id, seen)
    row = session.scalar(
        select(ConsultationSupplier)
        .where(
            ConsultationSupplier.id == row_id,
            ConsultationSupplier.consultation_id == consultation_id,
        )
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotThereError(f"supplier {row_id} of a consultation")
    if row.removed_at is not None:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return row, consultation


def _file(
    session: Session, actor: Actor, consultation_id: int, seen: int | None
) -> MarketConsultation:
    """The consultation that the actor keeps, while nobody else writes in its file."""
    consultation = session.scalar(
        select(MarketConsultation)
        .where(MarketConsultation.id == consultation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    require(actor, Action.CONSULTATION_KEEP, consultation)
    assert consultation is not None
    if seen is not None and seen != consultation.version:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return consultation
