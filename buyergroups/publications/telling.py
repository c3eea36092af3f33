"""That a report was published or corrected, as lines in the history of its chains."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.events import Event, EventKind
from models.consultations import ConsultationChain, ConsultationReport, MarketConsultation
from models.people import Person


def report_events(session: Session, actor: Actor, chain_id: int) -> Iterable[Event]:
    """What everybody may know of consultations on a chain: their reports, version by version."""
    rows = session.execute(
        select(
            MarketConsultation.ref,
            ConsultationReport.nr,
            ConsultationReport.title,
            ConsultationReport.language,
            ConsultationReport.reason,
            ConsultationReport.recorded_at,
            Person.name.label("by"),
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationReport.consultation_id)
        .join(ConsultationChain, ConsultationChain.consultation_id == MarketConsultation.id)
        .join(Person, Person.id == ConsultationReport.recorded_by_id)
        .where(
            ConsultationChain.chain_id == chain_id,
            ConsultationChain.removed_at.is_(None),
            visible_to(actor, ConsultationReport),
        )
    )
    for row in rows:
        yield Event(row.recorded_at, EventKind.REPORT_PUBLISHED, row.by, row)
