"""What hangs on a published version, for everybody: its PDF, and copies of its attachments.

Nobody adds to either by hand: a version never changes.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.files.table import Subject, SubjectKind
from buyergroups.words import Words
from models.consultations import ConsultationReport, MarketConsultation
from models.files import FileSubject


def _version(session: Session, number: int) -> Subject | None:
    row = session.get(ConsultationReport, number)
    if row is None:
        return None
    consultation = session.get_one(MarketConsultation, row.consultation_id)
    return Subject(id=row.id, seen=row, changed=consultation)


ON_PUBLISHED = SubjectKind(
    FileSubject.PUBLISHED_REPORT,
    None,
    Words("Gepubliceerd verslag", "Published report"),
    _version,
    see=Action.REPORT_SEE,
    change=Action.CONSULTATION_PUBLISH,
)
ATTACHED_TO_PUBLISHED = SubjectKind(
    FileSubject.PUBLISHED_ATTACHMENT,
    None,
    Words("Bijlage bij gepubliceerd verslag", "Attachment to a published report"),
    _version,
    see=Action.REPORT_SEE,
    change=Action.CONSULTATION_PUBLISH,
)
