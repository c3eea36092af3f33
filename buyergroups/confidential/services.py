"""Writes what a supplier gave in confidence, and who read it or took it along.

Nothing here touches the consultation itself: its version and its history would tell everybody who
reads the file that something was given in confidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.clock import local_day
from buyergroups.confidential import queries
from buyergroups.confidential.access import confidences, may_be_named
from buyergroups.errors import NotAllowedError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from buyergroups.writing.meanwhile import meanwhile
from models.confidential import (
    AccessKind,
    ConfidentialAccess,
    ConfidentialAnswer,
    ConfidentialReader,
    InConfidenceOf,
)
from models.consultations import MarketConsultation
from models.people import Language

TEXT_MISSING = Words("Schrijf wat de marktpartij zei.", "Write what the supplier said.")
SUPPLIER_ELSEWHERE = Words(
    "Deze marktpartij staat niet bij deze marktconsultatie. Voeg haar daar eerst toe.",
    "This supplier does not stand with this consultation. Add it there first.",
)
NOT_FOR_YOU = Words(
    "In dit vertrouwen kun jij niets vastleggen. Kies wie het leest.",
    "You cannot record anything in this confidence. Choose who reads it.",
)
READER_ELSEWHERE = Words(
    "Noem alleen publieke deelnemers van de groep en ketentrekkers van haar ketens.",
    "Name only public members of the group and leads of its chains.",
)
READERS_MISSING = Words("Kies wie het leest.", "Choose who reads it.")
LATER = Words("Deze dag is nog niet geweest.", "This day has not come yet.")
TOLD_LATER = Words(
    "De dag waarop de marktpartij dit hoorde, is nog niet geweest.",
    "The day on which the supplier was told has not come yet.",
)
HOW_WITHOUT_DAY = Words(
    "Vul ook in op welke dag de marktpartij dit hoorde.",
    "Also fill in on which day the supplier was told.",
)
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit antwoord intussen vervangen.",
    "Somebody else has replaced this answer meanwhile.",
)


def keep_answer(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    consultation: MarketConsultation,
    supplier_id: int,
    theme_id: int | None,
    text: str,
    in_confidence_of: InConfidenceOf,
    reader_ids: Collection[int],
    given_on: date,
    told_on: date | None,
    told_how: str,
    language: Language,
) -> ConfidentialAnswer:
    """Record what a supplier said in confidence. Raises RefusedError.

    `reader_ids`: where readers are named, those besides the writer, who is one where they can be.
    `told_on`: the day on which the supplier was told in whose confidence it is.
    """
    require(actor, Action.CONFIDENTIAL_WRITE, consultation)
    if supplier_id not in queries.supplier_ids(session, consultation.id):
        raise RefusedError(SUPPLIER_ELSEWHERE)
    answer = ConfidentialAnswer(
        consultation_id=consultation.id,
        supplier_id=supplier_id,
        theme_id=theme_id,
        in_confidence_of=in_confidence_of,
        given_on=given_on,
        told_on=told_on,
        told_how=told_how.strip(),
        text=text.strip(),
        language=language,
        **stamp(actor, now),
    )
    return _keep(session, actor, now, consultation, answer, reader_ids)


def replace_answer(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    theme_id: int | None,
    text: str,
    in_confidence_of: InConfidenceOf,
    reader_ids: Collection[int],
    given_on: date,
    told_on: date | None,
    told_how: str,
    language: Language,
) -> ConfidentialAnswer:
    """Another text, other readers, another day: another row, of the same supplier.

    The one before stays as it was. Who reads that one from then on: see `answers_scope`. Raises
    ChangedMeanwhileError when it was replaced already, NotThereError for who may not read it.
    """
    old = _readable(session, actor, ref)
    consultation = session.get_one(MarketConsultation, old.consultation_id)
    require(actor, Action.CONFIDENTIAL_WRITE, consultation)
    answer = ConfidentialAnswer(
        consultation_id=old.consultation_id,
        supplier_id=old.supplier_id,
        replaces_id=old.id,
        theme_id=theme_id,
        in_confidence_of=in_confidence_of,
        given_on=given_on,
        told_on=told_on,
        told_how=told_how.strip(),
        text=text.strip(),
        language=language,
        **stamp(actor, now),
    )
    with meanwhile(CHANGED_MEANWHILE):
        _keep(session, actor, now, consultation, answer, reader_ids)
    _tell(session, actor, now, [old.id], AccessKind.REPLACED)
    return answer


def record_reading(session: Session, actor: Actor, now: datetime, *, ref: str) -> None:
    """Somebody is shown the text of an answer. Raises NotThereError for who may not read it."""
    _tell(session, actor, now, [_readable(session, actor, ref).id], AccessKind.READ)


def record_export(
    session: Session, actor: Actor, now: datetime, *, answer_ids: Collection[int]
) -> None:
    """Somebody takes answers along in a file. Raises NotThereError when one is not for them."""
    mine = select(ConfidentialAnswer.id).where(
        ConfidentialAnswer.id.in_(answer_ids), visible_to(actor, ConfidentialAnswer)
    )
    if not answer_ids or set(session.scalars(mine)) != set(answer_ids):
        raise NotAllowedError("answers given in confidence")
    _tell(session, actor, now, sorted(answer_ids), AccessKind.EXPORTED)


def _readable(session: Session, actor: Actor, ref: str) -> ConfidentialAnswer:
    found = session.scalar(select(ConfidentialAnswer).where(ConfidentialAnswer.ref == ref))
    if found is None:
        raise NotThereError("answer given in confidence")
    require(actor, Action.CONFIDENTIAL_READ, found)
    return found


def _tell(
    session: Session, actor: Actor, now: datetime, answer_ids: Iterable[int], kind: AccessKind
) -> None:
    if actor.person_id is None:
        raise NotAllowedError("nobody reads what was given in confidence")
    for answer_id in answer_ids:
        session.add(
            ConfidentialAccess(answer_id=answer_id, person_id=actor.person_id, kind=kind, at=now)
        )
    session.flush()


def _keep(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    answer: ConfidentialAnswer,
    reader_ids: Collection[int],
) -> ConfidentialAnswer:
    _refuse(session, actor, now, consultation, answer)
    readers = _readers(session, actor, now, consultation, answer.in_confidence_of, reader_ids)
    with recorded(session, actor, now):
        session.add(answer)
        session.flush()
        for person_id in sorted(readers):
            session.add(ConfidentialReader(answer_id=answer.id, person_id=person_id))
    _tell(session, actor, now, [answer.id], AccessKind.WRITTEN)
    return answer


def _refuse(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    answer: ConfidentialAnswer,
) -> None:
    today = local_day(now)
    if not answer.text:
        raise RefusedError(TEXT_MISSING)
    if answer.in_confidence_of not in confidences(actor, consultation):
        raise RefusedError(NOT_FOR_YOU)
    if answer.given_on > today:
        raise RefusedError(LATER)
    if answer.told_on is not None and answer.told_on > today:
        raise RefusedError(TOLD_LATER)
    if answer.told_how and answer.told_on is None:
        raise RefusedError(HOW_WITHOUT_DAY)
    if answer.theme_id is not None and not queries.is_theme(
        session, consultation.programme_id, answer.theme_id
    ):
        raise NotThereError("theme")


def _readers(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    confidence: InConfidenceOf,
    reader_ids: Collection[int],
) -> set[int]:
    """The named readers, the writer among them where they can be one."""
    if confidence is not InConfidenceOf.NAMED:
        return set()
    can_be = {row.id for row in queries.people_to_name(session, now, consultation)}
    if not set(reader_ids) <= can_be:
        raise RefusedError(READER_ELSEWHERE)
    own = {actor.person_id} if actor.person_id and may_be_named(actor, consultation) else set()
    readers = {*reader_ids, *own}
    if not readers:
        raise RefusedError(READERS_MISSING)
    return readers
