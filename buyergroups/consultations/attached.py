"""Where files hang in this area: at the report of a consultation, and at its notes."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.consultations.page import SECTION
from buyergroups.files.table import Place, Subject, SubjectKind
from buyergroups.words import Words
from models.consultations import MarketConsultation
from models.files import FileSubject


def _consultation(session: Session, number: int) -> Subject | None:
    row = session.get(MarketConsultation, number)
    if row is None:
        return None
    return Subject(id=row.id, seen=row, changed=row, group_id=row.group_id)


def _place(session: Session, number: int, _: str) -> Place:
    row = session.get_one(MarketConsultation, number)
    return Place(row.subject, url_for("consultations.consultation", ref=row.ref), SECTION)


ON_REPORT = SubjectKind(
    FileSubject.CONSULTATION_REPORT,
    "consultatieverslag",
    Words(
        "Bijlage bij het verslag, openbaar als dat wordt gepubliceerd",
        "Attachment to the report, public once that is published",
    ),
    _consultation,
    see=Action.CONSULTATION_READ,
    change=Action.CONSULTATION_KEEP,
    place=_place,
)
ON_NOTES = SubjectKind(
    FileSubject.CONSULTATION_NOTES,
    "consultatienotities",
    Words(
        "Bijlage bij de notities, voor publieke deelnemers",
        "Attachment to the notes, for public members",
    ),
    _consultation,
    see=Action.CONSULTATION_NOTES,
    change=Action.CONSULTATION_KEEP,
    place=_place,
)
