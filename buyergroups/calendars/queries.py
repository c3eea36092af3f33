"""Reads whose a feed is, and what stands in a calendar: consultations and meetings of groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.listed import about_chain
from models.calendars import CalendarFeed
from models.consultations import MarketConsultation

#: As much of each as a calendar takes in; a calendar of the whole programme stays readable.
MOST = 1000


def owner_of(session: Session, token_hash: str) -> int | None:
    """Whose feed has this secret, as long as it was not ended."""
    return session.scalar(
        select(CalendarFeed.person_id).where(
            CalendarFeed.token_hash == token_hash, CalendarFeed.ended_at.is_(None)
        )
    )


def feed_since(session: Session, actor: Actor) -> datetime | None:
    """Since when somebody has an address for their calendar."""
    return session.scalar(
        select(CalendarFeed.recorded_at).where(
            CalendarFeed.person_id == actor.person_id, CalendarFeed.ended_at.is_(None)
        )
    )


def consultations(session: Session, actor: Actor, programme_id: int, since: date) -> Sequence[Any]:
    """The files that somebody may read, from a day on."""
    return session.execute(
        _facts(actor)
        .where(
            MarketConsultation.programme_id == programme_id,
            files_scope(actor),
            MarketConsultation.sort_day >= since,
        )
        .order_by(MarketConsultation.sort_day.desc(), MarketConsultation.id.desc())
        .limit(MOST)
    ).all()


def consultations_of_chain(session: Session, actor: Actor, chain_id: int) -> Sequence[Any]:
    """Those about a chain that somebody may know of, the latest first."""
    return session.execute(
        _facts(actor)
        .where(about_chain(chain_id), visible_to(actor, MarketConsultation))
        .order_by(MarketConsultation.sort_day.desc(), MarketConsultation.id.desc())
        .limit(MOST)
    ).all()


def one(session: Session, actor: Actor, consultation_id: int) -> Any:
    """One, for a reader of its file."""
    return session.execute(
        _facts(actor).where(MarketConsultation.id == consultation_id, files_scope(actor))
    ).one()


def _facts(actor: Actor) -> Any:
    """What a calendar tells; of the file only for who may read that."""
    readable = files_scope(actor)

    def of_the_file(column: Any) -> ColumnElement[Any]:
        return case((readable, column), else_=None).label(column.key)

    return select(
        MarketConsultation.ref,
        MarketConsultation.version,
        MarketConsultation.kind,
        MarketConsultation.state,
        MarketConsultation.subject,
        MarketConsultation.held_on,
        of_the_file(MarketConsultation.closes_on),
        of_the_file(MarketConsultation.opens_on),
        of_the_file(MarketConsultation.starts_at),
        of_the_file(MarketConsultation.ends_at),
        func.coalesce(of_the_file(MarketConsultation.place), "").label("place"),
        case((readable, literal(1)), else_=literal(0)).label("may_read"),
    )
