"""A version under the lock on its document, so that what is checked of it still holds."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.documents import rules
from buyergroups.documents.kinds import Subject, refuse_idle
from buyergroups.errors import NotThereError
from models.documents import Document, DocumentVersion


def draft_to_edit(
    session: Session, actor: Actor, version_id: int
) -> tuple[DocumentVersion, Subject]:
    """A draft under its lock, for whoever may write in it; raises RefusedError when it is none."""
    version, subject = locked(session, actor, version_id)
    require(actor, Action.DOCUMENT_EDIT, subject)
    refuse_idle(session, subject)
    rules.refuse_unless_draft(version.state)
    return version, subject


def locked(session: Session, actor: Actor, version_id: int) -> tuple[DocumentVersion, Subject]:
    """A version as it stands now, under the lock on its document, and what it is about."""
    row = session.execute(
        select(Document.id, Document.kind, Document.subject_id)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotThereError(f"version {version_id}")
    session.execute(select(Document.id).where(Document.id == row.id).with_for_update())
    version = session.get_one(DocumentVersion, version_id, populate_existing=True)
    require(actor, Action.DOCUMENT_SEE, version)
    return version, Subject(row.kind, row.subject_id)
