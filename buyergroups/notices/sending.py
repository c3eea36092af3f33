"""Sends what is due in the outbox: claim in a short transaction, send, record in another one.

A mail is recorded as sent right after the server accepted it. A sender that is killed exactly
between those two leaves it claimed, and it is sent once more when the claim is over: at least
once, at that very edge. The Message-ID is the same, so that a mail program can tell. Words that are
made when a mail is sent are made at each try, and kept nowhere.
"""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.notices import rules, services
from buyergroups.notices.makers import MAKERS
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


class WordsError(Exception):
    """The words of a mail could not be made; why is in the log, and says nothing of a text."""


@dataclass(frozen=True)
class _Sender:
    """Who sends, in one round."""

    database: Database
    clock: Callable[[], datetime]
    post: Post
    settings: Settings | None
    claim: timedelta
    done: Round
    name: str


def send_due(
    database: Database,
    clock: Callable[[], datetime],
    office: PostOffice,
    *,
    settings: Settings | None = None,
    claim: timedelta = CLAIM,
    at_once: int = AT_ONCE,
    between: Callable[[], None] = lambda: None,
) -> Round:
    """Send everything that is due now, over one connection; what fails waits for a later try.

    `between` is called before each mail; when it raises, what is left is freed for others.
    `settings` is for the makers of words.
    """
    done = Round()
    post = Post(office)
    sender = _Sender(database, clock, post, settings, claim, done, secrets.token_hex(8))
    try:
        while ids := _claim(database, clock(), sender.name, claim, at_once, done):
            for mail_id in ids:
                between()
                _send(sender, mail_id)
                if post.refused:
                    return done  # the others keep their tries for when the server is back
    finally:
        post.close()
        _free(database, sender.name)
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


def _send(sender: _Sender, mail_id: int) -> None:
    with sender.database.read() as session:
        mail = _held(sender, session, mail_id)
        if mail is None:
            return
        message, error = _message(sender, session, mail)
    if message is not None:
        error = _hand_in(sender.post, message)
    with sender.database.write(counts=False) as session:
        mail = session.get(OutboxMail, mail_id, with_for_update=True)
        if mail is None or mail.claimed_by != sender.name:
            return
        now = sender.clock()
        if message is None and error is None:
            services.cancel_mail(session, now, mail=mail)
            sender.done.cancelled += 1
        else:
            if message is not None and error is None:
                mail.to_address = str(message["To"])
            _record(mail, now, error, sender.done, hopeless=sender.post.is_hopeless(error))


def _held(sender: _Sender, session: Session, mail_id: int) -> OutboxMail | None:
    """The mail, if it is still this sender's to send."""
    mail = session.get(OutboxMail, mail_id)
    if mail is None or mail.claimed_by != sender.name or mail.cancelled_at is not None:
        return None
    assert mail.claimed_until is not None
    # Too late to be done in time: somebody else may have it soon.
    late = mail.claimed_until - sender.clock() < sender.claim / 5
    return None if late else mail


def _message(
    sender: _Sender, session: Session, mail: OutboxMail
) -> tuple[EmailMessage | None, Exception | None]:
    """The mail as it goes, or why it cannot be made; neither when there is nothing to say."""
    maker = MAKERS.get(mail.kind)
    made = None
    if maker is not None:
        try:
            assert sender.settings is not None
            made = maker(session, mail, sender.clock(), sender.settings)
        except Exception as error:  # whatever it is, the other mails go on
            log.exception("words not made", ref=mail.ref, kind=mail.kind)
            # Only its name is kept with the mail: what it quotes may be of the text.
            return None, WordsError(type(error).__name__)
        if made is None:
            return None, None
    return message_of(mail, sender.post.office.sender, made), None


def _hand_in(post: Post, message: EmailMessage) -> Exception | None:
    """What the server said against it, if anything."""
    try:
        post.send(message)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        return error
    return None


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
