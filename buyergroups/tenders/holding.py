"""A tender as a writer holds it: permitted, as it was seen, and still going on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.groups.places import Place
from buyergroups.tenders import rules
from buyergroups.words import Words
from models.tenders import Tender

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft deze aanbesteding intussen gewijzigd.",
    "Somebody else has changed this tender meanwhile.",
)
ENDED = Words(
    "Deze aanbesteding gaat niet door; er verandert niets meer aan.",
    "This tender does not go on; nothing of it changes any more.",
)


def hold_tender(session: Session, actor: Actor, ref: str, seen: int | None = None) -> Tender:
    """The tender, for who keeps it and saw it as it is; two who change it wait for each other.

    Raises NotThereError, ChangedMeanwhileError, and RefusedError where it does not go on.
    """
    tender = session.scalar(select(Tender).where(Tender.ref == ref).with_for_update())
    if tender is None:
        raise NotThereError(f"tender {ref}")
    require(actor, Action.TENDER_KEEP, Place(tender.group_id, tender.organisation_id))
    # Before the version: who sees how it stands now could not send it again either.
    if tender.ended_at is not None:
        raise RefusedError(ENDED)
    if seen is not None and tender.version != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return tender


def hold_sheet(session: Session, actor: Actor, ref: str) -> Tender:
    """The tender for who keeps its sheet: nobody writes on one that they may not read."""
    tender = hold_tender(session, actor, ref)
    require(actor, Action.SHEET_KEEP, tender)
    return tender


def refuse_day(now: datetime, day: date | None, *, past: bool = False) -> None:
    """Raise RefusedError for a day that nobody means, or one to come where it has been."""
    today = local_day(now)
    if day is None:
        return
    if past and day > today:
        raise RefusedError(rules.NOT_YET)
    if rules.is_odd(day, today):
        first, last = rules.FIRST_DAY, today + rules.AHEAD
        raise RefusedError(rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
