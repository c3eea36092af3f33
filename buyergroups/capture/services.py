"""Records a consultation after the fact: all that the one form holds, or nothing.

Each part is written by the service of its own area, which permits and refuses by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.confidential import services as confidential
from buyergroups.confidential.labels import InConfidenceOf
from buyergroups.consultations import blocks
from buyergroups.consultations import services as consultations
from buyergroups.consultations.blocks import FollowUpLine, ItemLine, QuestionLine
from buyergroups.consultations.facts import Facts
from buyergroups.errors import RefusedError
from buyergroups.groups.places import Place
from buyergroups.suppliers import services as suppliers
from buyergroups.suppliers.lookup import known
from buyergroups.suppliers.rules import Names
from buyergroups.words import Words
from models.consultations import MarketConsultation
from models.people import Language
from models.suppliers import Supplier

NOT_AMONG_THEM = Words(
    "Zet deze marktpartij ook bij 'Wie waren er'. Daar ziet elke lezer van het dossier haar naam; "
    "uit dit vertrouwelijke deel komt geen naam daarheen.",
    "Also put this supplier under 'Who was there'. There each reader of the file sees its name; "
    "no name goes there from this confidential part.",
)


@dataclass(frozen=True)
class Confided:
    """What a supplier said in confidence, as the form has it."""

    supplier: str
    text: str
    in_confidence_of: InConfidenceOf
    reader_ids: Collection[int] = ()
    theme_id: int | None = None
    told_on: date | None = None
    told_how: str = ""


@dataclass(frozen=True)
class Captured:
    """All that the form holds."""

    facts: Facts
    summary: str = ""
    attendee_ids: Collection[int] = ()
    supplier_names: Sequence[str] = ()
    #: Of some of these names the supplier that was meant; the others are matched.
    meant: Mapping[str, int] = field(default_factory=dict)
    questions: Sequence[QuestionLine] = ()
    items: Sequence[ItemLine] = ()
    follow_ups: Sequence[FollowUpLine] = ()
    confided: Sequence[Confided] = ()


def capture_consultation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    captured: Captured,
    language: Language = Language.DUTCH,
) -> MarketConsultation:
    """Log a consultation that was held, with its file. Raises RefusedError; then nothing stays."""
    require(actor, Action.CONSULTATION_LOG, place)
    made = consultations.log_consultation(
        session,
        actor,
        now,
        place=place,
        facts=captured.facts,
        summary=captured.summary,
        language=language,
    )
    _write_blocks(session, actor, now, made.ref, captured)
    _write_suppliers(session, actor, now, made, captured, language)
    return made


def _write_blocks(
    session: Session, actor: Actor, now: datetime, ref: str, captured: Captured
) -> None:
    who = (session, actor, now)
    if captured.attendee_ids:
        blocks.set_attendees(*who, ref=ref, person_ids=captured.attendee_ids)
    if captured.questions:
        blocks.set_questions(*who, ref=ref, lines=captured.questions)
    if captured.items:
        blocks.set_items(*who, ref=ref, lines=captured.items)
    if captured.follow_ups:
        blocks.set_follow_ups(*who, ref=ref, lines=captured.follow_ups)


def _there(
    session: Session, actor: Actor, now: datetime, made: MarketConsultation, captured: Captured
) -> Names:
    """The suppliers who were there, recorded as such, by the names that were typed."""
    meant = {
        name: captured.meant[name] for name in captured.supplier_names if name in captured.meant
    }
    for supplier in session.scalars(select(Supplier).where(Supplier.id.in_(meant.values()))):
        require(actor, Action.SUPPLIER_SEE, supplier)
    others = [name for name in captured.supplier_names if name not in meant]
    suppliers.match_or_add(session, actor, now, programme_id=made.programme_id, names=others)
    ids = {**meant, **known(session, actor, others)}
    if ids:
        blocks.add_present(session, actor, now, ref=made.ref, supplier_ids=list(ids.values()))
    return Names(ids.items())


def _write_suppliers(
    session: Session,
    actor: Actor,
    now: datetime,
    made: MarketConsultation,
    captured: Captured,
    language: Language,
) -> None:
    """Who was there, and what some of them said in confidence.

    Who spoke in confidence is named among those who were there, or the name is refused: everybody
    who reads the file sees who was there, so a name may not come there by the sealed part.
    """
    by_name = _there(session, actor, now, made, captured)
    for answer in captured.confided:
        supplier_id = by_name.certain(answer.supplier)
        if supplier_id is None:
            raise RefusedError(NOT_AMONG_THEM)
        confidential.keep_answer(
            session,
            actor,
            now,
            consultation=made,
            supplier_id=supplier_id,
            theme_id=answer.theme_id,
            text=answer.text,
            in_confidence_of=answer.in_confidence_of,
            reader_ids=answer.reader_ids,
            given_on=made.held_on or local_day(now),
            told_on=answer.told_on,
            told_how=answer.told_how,
            language=language,
        )
