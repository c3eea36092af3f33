"""Reads drafts and sent forms."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.writing import Draft, Submission


def draft_of(session: Session, *, person_id: int, form: str) -> Draft | None:
    """What this person typed in this form before, if anything."""
    return session.scalar(select(Draft).where(Draft.person_id == person_id, Draft.form == form))


def submission_by_key(session: Session, key: str) -> Submission | None:
    """The form that was sent with this key, if it was recorded."""
    return session.scalar(select(Submission).where(Submission.key == key))
