"""Reads when somebody was here before this visit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.people import PersonSession


def visit_before(session: Session, person_id: int, session_ref: str) -> datetime | None:
    """When this person was last seen in a session that began before the present one."""
    started = (
        select(PersonSession.started_at).where(PersonSession.ref == session_ref).scalar_subquery()
    )
    return session.scalar(
        select(func.max(PersonSession.last_seen_at)).where(
            PersonSession.person_id == person_id, PersonSession.started_at < started
        )
    )
