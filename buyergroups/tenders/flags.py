"""What about a tender needs its organisation, so that all suppliers know the same in time.

What a private member plans is its own: a flag on a tender is for who sees the tender, on its sheet
for who sees the sheet, and on a consultation before a tender for who sees both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.rules import TO_COME
from buyergroups.flags.offers import Found, Key, Look, Rule, Severity, Solve, SubjectKind, Told
from buyergroups.settings.catalogue import SettingKey
from buyergroups.tenders.access import sheets_scope
from buyergroups.tenders.rules import Given, last_day
from buyergroups.words import Words
from models.consultations import ConsultationState, ConsultationTender, MarketConsultation
from models.groups import BuyerGroup
from models.tenders import GivenInformation, Tender

DAY = timedelta(days=1)
#: Without a report that is ready; what was called off prepares nothing.
WITHOUT_REPORT = (*TO_COME, ConsultationState.HELD)


def seen(actor: Actor) -> Select[Any]:
    """The tenders that somebody sees."""
    return select(Tender.id).where(visible_to(actor, Tender))


def seen_sheets(actor: Actor) -> Select[Any]:
    """The tenders whose sheet somebody sees."""
    return select(Tender.id).where(sheets_scope(actor))


def seen_prepared(actor: Actor) -> Select[Any]:
    """The links between a consultation and a tender of which somebody sees both."""
    files = select(MarketConsultation.id).where(files_scope(actor))
    return select(ConsultationTender.id).where(
        ConsultationTender.consultation_id.in_(files),
        ConsultationTender.tender_id.in_(seen(actor)),
    )


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What tenders are about."""
    rows = session.execute(
        select(Tender.id, Tender.ref, Tender.subject, BuyerGroup.slug)
        .join(BuyerGroup, BuyerGroup.id == Tender.group_id)
        .where(Tender.id.in_({key.id for key in keys}))
    )
    found = {
        row.id: Told(row.subject, f"/buyer-groups/{row.slug}/aanbestedingen/{row.ref}")
        for row in rows
    }
    return {key: found[key.id] for key in keys if key.id in found}


def told_prepared(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What the consultation is about, and the tender that it prepares."""
    rows = session.execute(
        select(
            ConsultationTender.id,
            MarketConsultation.ref,
            MarketConsultation.subject,
            Tender.subject.label("tender"),
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationTender.consultation_id)
        .join(Tender, Tender.id == ConsultationTender.tender_id)
        .where(ConsultationTender.id.in_({key.id for key in keys}))
    )
    found = {
        row.id: Told(f"{row.subject} → {row.tender}", f"/marktconsultaties/{row.ref}")
        for row in rows
    }
    return {key: found[key.id] for key in keys if key.id in found}


def _running() -> Statement:
    """Tenders that were neither published nor stopped."""
    return select(
        Tender.id,
        Tender.planned,
        Tender.planned_precision,
        Tender.chain_id,
        Tender.group_id,
        Tender.organisation_id,
    ).where(Tender.published_on.is_(None), Tender.ended_at.is_(None))


def _found(row: Any, since: Any) -> Found:
    return Found(
        row.id,
        since=since,
        chain_id=row.chain_id,
        group_id=row.group_id,
        organisation_id=row.organisation_id,
    )


def past(session: Session, look: Look) -> Iterator[Found]:
    """The planned publication is past, and nobody said what became of it."""
    for row in session.execute(_running().where(Tender.planned < look.today)):
        last = last_day(row.planned, row.planned_precision)
        if last is not None and last < look.today:
            yield _found(row, last + DAY)


def not_for_all(session: Session, look: Look) -> Iterator[Found]:
    """Something was given to a supplier, and by today not everybody can have it."""
    rows = session.execute(
        select(
            Tender.id,
            Tender.chain_id,
            Tender.group_id,
            Tender.organisation_id,
            GivenInformation.given_on,
            GivenInformation.all_since,
        )
        .join(Tender, Tender.id == GivenInformation.tender_id)
        .where(GivenInformation.removed_at.is_(None), Tender.ended_at.is_(None))
        .order_by(GivenInformation.given_on.desc(), GivenInformation.id)
    )
    found = {}
    for row in rows:
        if not Given(row.given_on, row.all_since).for_all(look.today):
            found[row.id] = _found(row, row.given_on)
    yield from found.values()


def without_report(session: Session, look: Look) -> Iterator[Found]:
    """A tender is about to be published, or was, and a consultation for it has no report.

    Source: a report is due "in any case before the tender is published".
    """
    days = timedelta(days=look.settings[SettingKey.BEFORE_TENDER_DAYS])
    day = func.coalesce(Tender.published_on, Tender.planned).label("day")
    rows = session.execute(
        select(
            ConsultationTender.id,
            day,
            Tender.chain_id,
            Tender.group_id,
            Tender.organisation_id,
        )
        .join(Tender, Tender.id == ConsultationTender.tender_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationTender.consultation_id)
        .where(
            ConsultationTender.removed_at.is_(None),
            MarketConsultation.state.in_(WITHOUT_REPORT),
            Tender.ended_at.is_(None),
            day <= look.today + days,
        )
    )
    for row in rows:
        yield _found(row, row.day - days)


TENDER = SubjectKind("tender", Words("Aanbesteding", "Tender"), seen, told)
SHEET = SubjectKind(
    "sheet", Words("Kennisblad van een aanbesteding", "Sheet of a tender"), seen_sheets, told
)
PREPARED = SubjectKind(
    "prepared",
    Words("Marktconsultatie voor een aanbesteding", "Market consultation for a tender"),
    seen_prepared,
    told_prepared,
)
PAST = Rule(
    "tender-date-past",
    Words(
        "De geplande publicatie is voorbij, en wat ervan kwam is niet vastgelegd",
        "The planned publication is past, and what became of it was not recorded",
    ),
    Severity.NORMAL,
    TENDER,
    past,
    Solve(Words("Publicatie vastleggen", "Record the publication"), "/gepubliceerd"),
    todo=Words(
        "Leg de publicatie vast, of dat de aanbesteding niet doorgaat.",
        "Record the publication, or that the tender is called off.",
    ),
)
NOT_FOR_ALL = Rule(
    "information-not-for-all",
    Words(
        "Een marktpartij kreeg informatie die niet iedereen heeft",
        "A supplier got information that not everybody has",
    ),
    Severity.HIGH,
    SHEET,
    not_for_all,
    Solve(Words("Naar het kennisblad", "To the sheet")),
    todo=Words(
        "Geef dezelfde informatie aan alle marktpartijen, en leg op het kennisblad vast sinds "
        "wanneer.",
        "Give all suppliers the same information, and record on the sheet since when.",
    ),
)
WITHOUT = Rule(
    "report-before-tender",
    Words(
        "De aanbesteding verschijnt of verscheen, en het verslag is er niet",
        "The tender is about to be published or was, and there is no report",
    ),
    Severity.HIGH,
    PREPARED,
    without_report,
    Solve(Words("Verslag afmaken", "Finish the report"), "/stap?naar=reported"),
    (SettingKey.BEFORE_TENDER_DAYS,),
    todo=Words(
        "Maak het verslag van de marktconsultatie af.",
        "Finish the report of the market consultation.",
    ),
)
RULES = (PAST, NOT_FOR_ALL, WITHOUT)
