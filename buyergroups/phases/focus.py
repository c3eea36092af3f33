"""On which themes the adopted plans of chains focus, for the board by theme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.documents import Document, DocumentVersion
from models.plans import PlanFocus


def focus_of(
    session: Session, chain_ids: Collection[int], moment: datetime
) -> frozenset[tuple[int, int]]:
    """The themes that plans focused on as they were adopted at a moment, by chain and theme."""
    rows = session.execute(
        select(Document.subject_id, PlanFocus.theme_id)
        .join(DocumentVersion, DocumentVersion.id == PlanFocus.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind == "chain-plan",
            Document.subject_id.in_(chain_ids),
            PlanFocus.removed_at.is_(None),
            DocumentVersion.adopted_at <= moment,
            or_(DocumentVersion.superseded_at.is_(None), DocumentVersion.superseded_at > moment),
        )
    )
    return frozenset((row.subject_id, row.theme_id) for row in rows)
