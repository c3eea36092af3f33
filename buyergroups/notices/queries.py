"""What the page of background work shows of the outbox. Never a text: it may hold a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from buyergroups.notices.rules import MailState
from models.notices import OutboxMail

STATE = case(
    (OutboxMail.sent_at.is_not(None), MailState.SENT.value),
    (OutboxMail.cancelled_at.is_not(None), MailState.CANCELLED.value),
    (OutboxMail.given_up_at.is_not(None), MailState.GIVEN_UP.value),
    else_=MailState.QUEUED.value,
)
#: First what somebody has to look at, then what waits, then what is over.
ORDER = case(
    (STATE.in_([MailState.GIVEN_UP.value]), 0), (STATE.in_([MailState.QUEUED.value]), 1), else_=2
)


@dataclass(frozen=True)
class Outbox:
    """How many mails are where, and those that matter most."""

    counts: dict[MailState, int]
    mails: Sequence[Any]


def outbox(session: Session, most: int = 50) -> Outbox:
    """Two statements, however many mails there are."""
    counts = dict.fromkeys(MailState, 0)
    for row in session.execute(select(STATE.label("state"), func.count()).group_by(STATE)):
        counts[MailState(row[0])] = row[1]
    mails = session.execute(
        select(
            OutboxMail.ref,
            OutboxMail.to_address,
            OutboxMail.subject,
            OutboxMail.kind,
            OutboxMail.language,
            OutboxMail.queued_at,
            OutboxMail.due_at,
            OutboxMail.sent_at,
            OutboxMail.tries,
            OutboxMail.last_error,
            STATE.label("state"),
        )
        .order_by(ORDER, OutboxMail.id.desc())
        .limit(most)
    ).all()
    return Outbox(counts, mails)


def overdue(session: Session, before: datetime) -> int:
    """How many mails were due before a moment and never tried since."""
    waiting = and_(
        OutboxMail.sent_at.is_(None),
        OutboxMail.cancelled_at.is_(None),
        OutboxMail.given_up_at.is_(None),
        OutboxMail.due_at < before,
    )
    return session.scalar(select(func.count()).select_from(OutboxMail).where(waiting)) or 0
