"""Sends what is due in the outbox: claim in a short transaction, send, record in another one.

A mail is recorded as sent right after the server accepted it. A sender that is killed exactly
between those two leaves it claimed, and it is sent once more when the claim is over: at least
once, at that very edge. The Message-ID is the same, so that a mail program can tell.
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from buyergroups.db import Database
from buyergroups.notices import rules, services
from buyergroups.notices.post import Post, PostOffice, message_of
from models.notices import OutboxMail
from models.people import Person

log = structlog.get_logger()

#: Claimed at once: few, so that a sender that dies holds up few.
AT_ONCE = 20
#: Longer than a server may take over all of those.
CLAIM = timedelta(minutes=15)


@dataclass
class Round:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    cancelled: int = 0


def send_due(
    database: Database,
    clock: Callable[[], datetime],
    office: PostOffice,
    *,
    claim: timedelta = CLAIM,
    at_once: int = AT_ONCE,
    between: Callable[[], None] = lambda: None,
) -> Round:
    """Send everything that is due now, over one connection; what fails waits for a later try.

    `between` is called before each mail; when it raises, what is left is freed for others.
    """
    done = Round()
    sender = secrets.token_hex(8)
    post = Post(office)
    try:
        while ids := _claim(database, clock(), sender, claim, at_once, done):
            for mail_id in ids:
                between()
                _send(database, clock, post, sender, mail_id, claim, done)
                if post.refused:
                    return done  # the others keep their tries for when the server is back
    finally:
        post.close()
        _free(database, sender)
    return done


def waits(now: datetime) -> ColumnElement[bool]:
    """Whether a mail is due and nobody has it."""
    return and_(
        OutboxMail.sent_at.is_(None),
        OutboxMail.given_up_at.is_(None),
        OutboxMail.cancelled_at.is_(None),
        OutboxMail.due_at <= now,
        or_(OutboxMail.claimed_until.is_(None), OutboxMail.claimed_until <= now),
    )


def _claim(
    database: Database,
    now: datetime,
    sender: str,
    claim: timedelta,
    at_once: int,
    done: Round,
) -> list[int]:
    with database.read() as session:
        if session.scalar(select(OutboxMail.id).where(waits(now)).limit(1)) is None:
            return []  # a quiet minute takes no write lock
    with database.write(counts=False) as session:
        mails = session.scalars(
            select(OutboxMail)
            .where(waits(now))
            .order_by(OutboxMail.due_at, OutboxMail.id)
            .limit(at_once)
            .with_for_update(skip_locked=True)
        ).all()
        claimed = []
        for mail in mails:
            if _is_blocked(session, mail):
                services.cancel_mail(session, now, mail=mail)
                done.cancelled += 1
            else:
                mail.claimed_by, mail.claimed_until = sender, now + claim
                claimed.append(mail.id)
        return claimed


def _is_blocked(session: Session, mail: OutboxMail) -> bool:
    """Who lost the right to come in gets no mail either."""
    if mail.person_id is None:
        return False
    person = session.get(Person, mail.person_id)
    return person is not None and person.blocked_at is not None


def _send(
    database: Database,
    clock: Callable[[], datetime],
    post: Post,
    sender: str,
    mail_id: int,
    claim: timedelta,
    done: Round,
) -> None:
    with database.read() as session:
        mail = session.get(OutboxMail, mail_id)
        if mail is None or mail.claimed_by != sender or mail.cancelled_at is not None:
            return
        assert mail.claimed_until is not None
        if mail.claimed_until - clock() < claim / 5:
            return  # too late to be done in time: somebody else may have it soon
        message = message_of(mail, post.office.sender)
    error: Exception | None = None
    try:
        post.send(message)
    except (OSError, smtplib.SMTPException, UnicodeError) as caught:
        error = caught
    with database.write(counts=False) as session:
        mail = session.get(OutboxMail, mail_id, with_for_update=True)
        if mail is not None and mail.claimed_by == sender:
            _record(mail, clock(), error, done, hopeless=post.is_hopeless(error))


def _record(
    mail: OutboxMail, now: datetime, error: Exception | None, done: Round, *, hopeless: bool
) -> None:
    mail.tries += 1
    mail.claimed_by = mail.claimed_until = None
    if error is None:
        mail.sent_at, mail.last_error = now, None
        services.blank(mail)
        done.sent += 1
        return
    mail.last_error = f"{type(error).__name__}: {error}"[:2000].replace("\x00", "")
    # Never the address or the text: who reads logs need not know who gets what.
    log.warning("mail not sent", ref=mail.ref, tries=mail.tries, error=type(error).__name__)
    again = rules.next_try(mail.tries, now, hopeless=hopeless)
    if again is None:
        mail.given_up_at = now
        done.given_up += 1
    else:
        mail.due_at = again
        done.failed += 1


def _free(database: Database, sender: str) -> None:
    """Let others have what this sender claimed and did not try."""
    with suppress(Exception), database.write(counts=False) as session:
        for mail in session.scalars(select(OutboxMail).where(OutboxMail.claimed_by == sender)):
            mail.claimed_by = mail.claimed_until = None
