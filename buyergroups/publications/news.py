"""Published reports as news, for everybody who follows one of their chains or the group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import visible_to
from buyergroups.consultations.news import within
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.words import Words
from models.consultations import ConsultationReport, MarketConsultation
from models.people import Language

PUBLISHED = Words("verslag gepubliceerd", "report published")
CORRECTED = Words("verslag verbeterd, versie %(nr)s", "report corrected, version %(nr)s")


def _rows(reach: Reach) -> Select[Any]:
    row = ConsultationReport
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(MarketConsultation, MarketConsultation.id == row.consultation_id)
        .where(within(reach), visible_to(reach.actor, ConsultationReport))
    )


def _told(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = ConsultationReport
    rows = session.execute(
        select(row.id, row.nr, row.title, row.language, MarketConsultation.ref)
        .join(MarketConsultation, MarketConsultation.id == row.consultation_id)
        .where(row.id.in_(ids))
    )
    return {
        line.id: Told(
            line.title,
            f"/publiek/marktconsultaties/{line.ref}",
            (PUBLISHED if line.nr == 1 else CORRECTED).into(language, nr=line.nr),
            dutch=line.language is Language.DUTCH,
        )
        for line in rows
    }


NEWS = (Source("report-published", Section.CHANGED, _rows, _told),)
