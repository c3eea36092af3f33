"""Puts mail in the outbox and takes it out again. Knows no area; nothing is sent from here."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.words import Words
from models.base import new_ref
from models.notices import OutboxMail
from models.people import Language

#: Nothing a header could be broken with.
_BREAKS = re.compile(r"[\r\n\t\x00-\x1f\x7f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>\",;:\\()\[\]]+@[^\s@<>\",;:\\()\[\]]+")
MOST_SUBJECT = 200

NO_ADDRESS = Words(
    "Dit is geen mailadres waar iets naartoe kan: %(address)s.",
    "This is no mail address that something can go to: %(address)s.",
)


def queue_mail(
    session: Session,
    now: datetime,
    *,
    to: str,
    subject: str,
    text: str,
    language: Language,
    kind: str,
    person_id: int | None = None,
    html: str | None = None,
    keep_text: bool = True,
) -> OutboxMail:
    """A mail that is sent once this transaction is committed; none if it is rolled back.

    `keep_text=False` for a text with a link that works once: it is blanked when the mail was sent
    or cancelled. Raises RefusedError for an address that cannot be one.
    """
    values = mail_values(now, to=to, subject=subject, text=text, language=language, kind=kind)
    mail = OutboxMail(**values, person_id=person_id, html=html, keep_text=keep_text)
    session.add(mail)
    session.flush()
    return mail


def mail_values(
    now: datetime, *, to: str, subject: str, text: str, language: Language, kind: str
) -> dict[str, Any]:
    """The columns of a mail that is due now; raises RefusedError as above."""
    if not _ADDRESS.fullmatch(to) or len(to) > 254 or _BREAKS.search(to):
        raise RefusedError(NO_ADDRESS, address=to[:254])
    return {
        "to_address": to,
        "subject": " ".join(_BREAKS.sub(" ", subject).split())[:MOST_SUBJECT],
        "text": text,
        "language": language,
        "kind": kind,
        "message_id": f"{new_ref()}{new_ref()}",
        "queued_at": now,
        "due_at": now,
    }


def cancel_mail(session: Session, now: datetime, *, mail: OutboxMail) -> bool:
    """Take a mail out that is not sent yet; whether there was anything to take out."""
    session.refresh(mail, with_for_update=True)
    if mail.sent_at is not None or mail.cancelled_at is not None:
        return False
    mail.cancelled_at = now
    blank(mail)
    session.flush()
    return True


def blank(mail: OutboxMail) -> None:
    """Take a text with a link that works once out; subject and kind stay."""
    if not mail.keep_text:
        mail.text = ""
        mail.html = None


def try_again(session: Session, actor: Actor, now: datetime, *, ref: str) -> OutboxMail:
    """Give a mail that was given up, or waits for its next try, all its tries again, from now."""
    require(actor, Action.JOBS_MANAGE)
    mail = session.scalar(select(OutboxMail).where(OutboxMail.ref == ref).with_for_update())
    if mail is None or mail.sent_at is not None or mail.cancelled_at is not None:
        raise NotThereError(f"mail {ref}")
    mail.tries, mail.due_at, mail.given_up_at = 0, now, None
    session.flush()
    return mail
