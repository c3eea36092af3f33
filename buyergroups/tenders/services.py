"""Writes tenders, and which consultations prepare them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.consultations.holding import hold, live, touch
from buyergroups.errors import RefusedError
from buyergroups.groups import membership
from buyergroups.groups.places import Place, takes_part
from buyergroups.history.recording import recorded, stamp
from buyergroups.tenders.holding import hold_tender, refuse_day
from buyergroups.words import Words
from models.base import Precision
from models.consultations import ConsultationTender, MarketConsultation
from models.people import Language
from models.tenders import Tender

SUBJECT_MISSING = Words("Schrijf wat er wordt aanbesteed.", "Write what is tendered.")
CHAIN_ELSEWHERE = Words(
    "Kies een keten waar deze groep aan werkt.", "Choose a chain that this group works on."
)
NO_MEMBER = Words(
    "Deze organisatie neemt niet deel aan de groep.", "This organisation is not in the group."
)
GROUP_CLOSED = Words(
    "Deze groep is gesloten: er komen geen aanbestedingen bij.",
    "This group is closed: there are no more tenders.",
)
WHY_ENDED = Words("Schrijf waarom zij niet doorgaat.", "Write why it does not go on.")
PUBLISHED_ALREADY = Words(
    "Deze aanbesteding is al gepubliceerd.", "This tender has been published already."
)
ENDED_CHOSEN = Words(
    "‘%(subject)s’ gaat niet door (%(reason)s). Een consultatie kan haar niet meer voorbereiden.",
    "‘%(subject)s’ does not go on (%(reason)s). A consultation can no longer prepare it.",
)
PUBLISHED_BEFORE = Words(
    "‘%(subject)s’ is gepubliceerd op %(day)s, voordat deze consultatie gehouden werd. Een "
    "consultatie bereidt alleen voor wat daarna komt.",
    "‘%(subject)s’ was published on %(day)s, before this consultation was held. A consultation "
    "prepares only what comes after it.",
)
OTHER_GROUP = Words(
    "Een consultatie bereidt aanbestedingen van haar eigen groep voor.",
    "A consultation prepares tenders of its own group.",
)


@dataclass(frozen=True)
class Facts:
    """What is known of a tender: its first possible day of publication, and how exact that is."""

    subject: str
    chain_id: int
    planned: date | None
    precision: Precision
    platform_ref: str
    language: Language = Language.DUTCH


def plan_tender(
    session: Session, actor: Actor, now: datetime, *, place: Place, facts: Facts
) -> Tender:
    """The organisation will buy this. Raises RefusedError."""
    require(actor, Action.TENDER_KEEP, place)
    group = membership.lock(session, place.group_id)
    if not group.is_open:
        raise RefusedError(GROUP_CLOSED)
    if not takes_part(session, now, place):
        raise RefusedError(NO_MEMBER)
    _refuse(now, facts, group.chain_ids)
    tender = Tender(
        group_id=place.group_id,
        organisation_id=place.organisation_id,
        published_on=None,
        **_columns(facts),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(tender)
        session.flush()
    return tender


def change_tender(
    session: Session, actor: Actor, now: datetime, *, ref: str, facts: Facts, seen: int
) -> None:
    """Other facts. `seen`: the version that the writer saw. Raises RefusedError."""
    tender = hold_tender(session, actor, ref, seen)
    chains = membership.lock(session, tender.group_id).chain_ids
    _refuse(now, facts, {*chains, tender.chain_id})
    with recorded(session, actor, now):
        for name, value in _columns(facts).items():
            setattr(tender, name, value)
        session.flush()


def publish_tender(
    session: Session, actor: Actor, now: datetime, *, ref: str, on: date, seen: int
) -> None:
    """It was published on a day; from then on the whole group may know of it."""
    tender = hold_tender(session, actor, ref, seen)
    if tender.published_on is not None:
        raise RefusedError(PUBLISHED_ALREADY)
    refuse_day(now, on, past=True)
    with recorded(session, actor, now):
        tender.published_on = on
        session.flush()


def end_tender(
    session: Session, actor: Actor, now: datetime, *, ref: str, reason: str, seen: int
) -> None:
    """It does not go on. Raises RefusedError without a reason."""
    tender = hold_tender(session, actor, ref, seen)
    if not reason.strip():
        raise RefusedError(WHY_ENDED)
    with recorded(session, actor, now, reason=reason.strip()):
        tender.ended_at, tender.end_reason = now, reason.strip()
        session.flush()


def link_tenders(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    tender_ids: Collection[int],
    seen: int,
) -> None:
    """These tenders, of those the actor may see, are the ones that a consultation prepares.

    `seen`: the version of the file that the form showed. Raises ChangedMeanwhileError, RefusedError
    for a tender of another group, one that does not go on and one that was published before.
    """
    consultation = hold(session, actor, ref, seen)
    of_group = select(Tender).where(
        Tender.group_id == consultation.group_id, visible_to(actor, Tender)
    )
    offered = {tender.id: tender for tender in session.scalars(of_group)}
    if not offered.keys() >= set(tender_ids):
        raise RefusedError(OTHER_GROUP)
    there = {
        row.tender_id: row
        for row in live(session, ConsultationTender, consultation)
        if row.tender_id in offered
    }
    for tender_id in sorted(set(tender_ids) - there.keys()):
        _refuse_link(consultation, offered[tender_id])
    with recorded(session, actor, now):
        for tender_id in there.keys() - set(tender_ids):
            there[tender_id].removed_at = now
        for tender_id in sorted(set(tender_ids) - there.keys()):
            session.add(
                ConsultationTender(
                    consultation_id=consultation.id, tender_id=tender_id, **stamp(actor, now)
                )
            )
        touch(consultation)
        session.flush()


def _refuse_link(consultation: MarketConsultation, tender: Tender) -> None:
    if tender.ended_at is not None:
        raise RefusedError(ENDED_CHOSEN, subject=tender.subject, reason=tender.end_reason)
    held, published = consultation.held_on, tender.published_on
    if published is not None and (held is None or published < held):
        day = f"{published:%d-%m-%Y}"
        raise RefusedError(PUBLISHED_BEFORE, subject=tender.subject, day=day)


def _refuse(now: datetime, facts: Facts, chain_ids: Collection[int]) -> None:
    if not facts.subject.strip():
        raise RefusedError(SUBJECT_MISSING)
    if facts.chain_id not in chain_ids:
        raise RefusedError(CHAIN_ELSEWHERE)
    refuse_day(now, facts.planned)


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "subject": " ".join(facts.subject.split())[:200],
        "chain_id": facts.chain_id,
        "planned": facts.planned,
        "planned_precision": facts.precision,
        "platform_ref": " ".join(facts.platform_ref.split())[:60],
        "language": facts.language,
    }
