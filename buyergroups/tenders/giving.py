"""Writes the sheet of the knowledge lead: what was given, to whom, since when all can have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.suppliers.merged import home_of
from buyergroups.tenders import rules
from buyergroups.tenders.holding import hold_tender, refuse_day
from buyergroups.words import Words
from models.consultations import ConsultationTender, MarketConsultation
from models.people import Language
from models.suppliers import Supplier
from models.tenders import GivenInformation, GivenTo, Tender

WHAT_MISSING = Words("Schrijf welke informatie het was.", "Write which information it was.")
DAY_MISSING = Words("Schrijf wanneer het gegeven is.", "Write when it was given.")
TO_WHOM = Words("Kies of noem aan wie het gegeven is.", "Choose or name to whom it was given.")
WHERE_MISSING = Words("Schrijf waar iedereen het kan vinden.", "Write where all can find it.")
NOT_PREPARED = Words(
    "Deze consultatie bereidt deze aanbesteding niet voor.",
    "This consultation does not prepare this tender.",
)
WHY_REMOVED = Words("Schrijf waarom deze regel vervalt.", "Write why this line lapses.")
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft deze regel intussen gewijzigd.",
    "Somebody else has changed this line meanwhile.",
)
GONE = Words("Deze regel is vervallen.", "This line has lapsed.")


@dataclass(frozen=True)
class Line:
    """One line: all got it since `all_since` (empty is not yet), at `all_where`."""

    what: str
    given_on: date | None
    supplier_ids: Collection[int]
    consultation_id: int | None = None
    all_since: date | None = None
    all_where: str = ""
    language: Language = Language.DUTCH


def give_information(
    session: Session, actor: Actor, now: datetime, *, tender: str, line: Line
) -> GivenInformation:
    """Suppliers were given something on a day, before this tender. Raises RefusedError."""
    before = hold_tender(session, actor, tender)
    _refuse(session, actor, now, before, line)
    given = GivenInformation(
        tender_id=before.id, group_id=before.group_id, **_columns(line), **stamp(actor, now)
    )
    with recorded(session, actor, now):
        session.add(given)
        session.flush()
        _hand(session, actor, now, given, line.supplier_ids)
    return given


def change_information(
    session: Session, actor: Actor, now: datetime, *, ref: str, line: Line, seen: int
) -> None:
    """Another text, day or receiver; most often: all can have it now. Raises RefusedError."""
    given, tender = _kept(session, actor, ref, seen)
    there = session.scalars(
        select(home_of(GivenTo.supplier_id)).where(GivenTo.given_id == given.id)
    )
    _refuse(session, actor, now, tender, line, set(there))
    with recorded(session, actor, now):
        for name, value in _columns(line).items():
            setattr(given, name, value)
        _hand(session, actor, now, given, line.supplier_ids)
        session.flush()


def remove_information(
    session: Session, actor: Actor, now: datetime, *, ref: str, reason: str, seen: int
) -> None:
    """The line was a mistake; it stays readable as lapsed, with the reason."""
    given, _ = _kept(session, actor, ref, seen)
    if not reason.strip():
        raise RefusedError(WHY_REMOVED)
    with recorded(session, actor, now, reason=reason.strip()):
        given.removed_at, given.removed_reason = now, reason.strip()
        session.flush()


def _kept(session: Session, actor: Actor, ref: str, seen: int) -> tuple[GivenInformation, Tender]:
    of = select(Tender.ref).join(GivenInformation, GivenInformation.tender_id == Tender.id)
    tender_ref = session.scalar(of.where(GivenInformation.ref == ref))
    if tender_ref is None:
        raise NotThereError(f"information {ref}")
    tender = hold_tender(session, actor, tender_ref)
    given = session.scalars(select(GivenInformation).where(GivenInformation.ref == ref)).one()
    if given.version != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if given.removed_at is not None:
        raise RefusedError(GONE)
    return given, tender


def _refuse(
    session: Session,
    actor: Actor,
    now: datetime,
    tender: Tender,
    line: Line,
    there: Collection[int] = (),
) -> None:
    """Raises RefusedError. `there`: the suppliers of the line so far, seen otherwise or not."""
    if not line.what.strip():
        raise RefusedError(WHAT_MISSING)
    if line.given_on is None:
        raise RefusedError(DAY_MISSING)
    refuse_day(now, line.given_on, past=True)
    refuse_day(now, line.all_since, past=True)
    if line.all_since is not None and line.all_since < line.given_on:
        raise RefusedError(rules.BEFORE_GIVEN, day=f"{line.given_on:%d-%m-%Y}")
    if line.all_since is not None and not line.all_where.strip():
        raise RefusedError(WHERE_MISSING)
    known = select(Supplier.id).where(
        Supplier.id.in_(line.supplier_ids),
        or_(visible_to(actor, Supplier), Supplier.id.in_(there)),
    )
    if not line.supplier_ids or set(session.scalars(known)) != set(line.supplier_ids):
        raise RefusedError(TO_WHOM)
    if line.consultation_id is not None and not _prepares(session, actor, tender, line):
        raise RefusedError(NOT_PREPARED)


def _prepares(session: Session, actor: Actor, tender: Tender, line: Line) -> bool:
    found = (
        select(ConsultationTender.id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationTender.consultation_id)
        .where(
            ConsultationTender.tender_id == tender.id,
            ConsultationTender.consultation_id == line.consultation_id,
            ConsultationTender.removed_at.is_(None),
            visible_to(actor, MarketConsultation),
        )
    )
    return session.scalar(found) is not None


def _columns(line: Line) -> dict[str, object]:
    return {
        "what": line.what.strip(),
        "given_on": line.given_on,
        "consultation_id": line.consultation_id,
        "all_since": line.all_since,
        "all_where": line.all_where.strip(),
        "language": line.language,
    }


def _hand(
    session: Session,
    actor: Actor,
    now: datetime,
    given: GivenInformation,
    supplier_ids: Collection[int],
) -> None:
    """Exactly these suppliers got it; a receiver who was taken away can be put back.

    What was given to a supplier that was merged since was given to the one that it is by now.
    """
    there = session.execute(
        select(GivenTo, home_of(GivenTo.supplier_id)).where(GivenTo.given_id == given.id)
    ).all()
    for row, supplier_id in there:
        wanted = supplier_id in supplier_ids
        if wanted != (row.removed_at is None):
            row.removed_at = None if wanted else now
    for supplier_id in sorted(set(supplier_ids) - {supplier_id for _, supplier_id in there}):
        session.add(GivenTo(given_id=given.id, supplier_id=supplier_id, **stamp(actor, now)))
    session.flush()
