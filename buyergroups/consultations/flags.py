"""Reports of consultations that are late. Told to who reads the file, and to nobody else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.rules import report_due
from buyergroups.flags.offers import Found, Key, Look, Rule, Severity, Solve, SubjectKind, Told
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words
from models.consultations import (
    ConsultationChain,
    ConsultationMove,
    ConsultationState,
    MarketConsultation,
)

DAY = timedelta(days=1)


def seen(actor: Actor) -> Select[Any]:
    """The consultations whose file somebody reads: knowing the published report is not enough."""
    return select(MarketConsultation.id).where(files_scope(actor))


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What consultations are about."""
    rows = session.execute(
        select(MarketConsultation.id, MarketConsultation.ref, MarketConsultation.subject).where(
            MarketConsultation.id.in_({key.id for key in keys})
        )
    )
    found = {row.id: Told(row.subject, f"/marktconsultaties/{row.ref}") for row in rows}
    return {key: found[key.id] for key in keys if key.id in found}


def about_one(consultation_id: Any) -> Any:
    """The chain of a consultation; of several the first."""
    return (
        select(func.min(ConsultationChain.chain_id))
        .where(
            ConsultationChain.consultation_id == consultation_id,
            ConsultationChain.removed_at.is_(None),
        )
        .scalar_subquery()
    )


def _in(state: ConsultationState) -> Select[Any]:
    return select(
        MarketConsultation.id,
        MarketConsultation.group_id,
        MarketConsultation.organisation_id,
        MarketConsultation.held_on,
        about_one(MarketConsultation.id).label("chain_id"),
    ).where(MarketConsultation.state == state)


def _found(row: Any, since: Any) -> Found:
    return Found(
        row.id,
        since=since,
        chain_id=row.chain_id,
        group_id=row.group_id,
        organisation_id=row.organisation_id,
    )


def overdue(session: Session, look: Look) -> Iterator[Found]:
    """Held too long ago to have no report: so many days by the setting, thirty by the domain."""
    days = look.settings[SettingKey.REPORT_DAYS]
    held = _in(ConsultationState.HELD)
    late = MarketConsultation.held_on < look.today - timedelta(days=days)
    for row in session.execute(held.where(late)):
        yield _found(row, report_due(row.held_on, days) + DAY)


def unpublished(session: Session, look: Look) -> Iterator[Found]:
    """The report is ready for longer than the setting, and nobody published it."""
    days = timedelta(days=look.settings[SettingKey.PUBLISH_DAYS])
    ready = (
        select(func.max(ConsultationMove.moved_on))
        .where(
            ConsultationMove.consultation_id == MarketConsultation.id,
            ConsultationMove.state == ConsultationState.REPORTED,
        )
        .correlate(MarketConsultation)
        .scalar_subquery()
    )
    reported = _in(ConsultationState.REPORTED).add_columns(ready.label("ready"))
    for row in session.execute(reported.where(ready < look.today - days)):
        yield _found(row, row.ready + days + DAY)


CONSULTATION = SubjectKind(
    "consultation", Words("Marktconsultatie", "Market consultation"), seen, told
)
OVERDUE = Rule(
    "report-overdue",
    Words(
        "Het verslag van de marktconsultatie is te laat",
        "The report of the market consultation is late",
    ),
    Severity.HIGH,
    CONSULTATION,
    overdue,
    Solve(Words("Verslag afmaken", "Finish the report"), "/stap?naar=reported"),
    (SettingKey.REPORT_DAYS,),
    told_elsewhere=True,
    todo=Words(
        "Maak het verslag af en leg vast dat het klaar is.",
        "Finish the report and record that it is ready.",
    ),
)
UNPUBLISHED = Rule(
    "report-unpublished",
    Words("Het verslag is klaar en niet gepubliceerd", "The report is ready and not published"),
    Severity.NORMAL,
    CONSULTATION,
    unpublished,
    Solve(Words("Naar het verslag", "To the report"), "/verslag"),
    (SettingKey.PUBLISH_DAYS,),
    todo=Words(
        "Publiceer het verslag.",
        "Publish the report.",
    ),
)
RULES = (OVERDUE, UNPUBLISHED)
