"""Reads when somebody was here before today."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from buyergroups.clock import end_of_day, local_day, start_of_day
from models.people import PersonSession


def visit_before(session: Session, person_id: int, now: datetime) -> datetime | None:
    """The first page of the last day before today, in Amsterdam, on which somebody was here.

    A day is one visit: who comes back after lunch still sees what changed since yesterday.
    """
    today = start_of_day(local_day(now))
    own = PersonSession.person_id == person_id
    # A session that went on past midnight was there the day before, when it began.
    seen_at = case(
        (PersonSession.last_seen_at < today, PersonSession.last_seen_at),
        else_=PersonSession.started_at,
    )
    last = session.scalar(select(func.max(seen_at)).where(own, PersonSession.started_at < today))
    if last is None:
        return None
    day = local_day(last)
    first = session.scalar(
        select(func.min(PersonSession.started_at)).where(
            own,
            PersonSession.last_seen_at >= start_of_day(day),
            PersonSession.started_at < end_of_day(day),
        )
    )
    return max(first, start_of_day(day)) if first else last
