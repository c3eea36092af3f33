"""Mails about somebody's account: written in their language, put in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.letters import letter
from buyergroups.notices.services import cancel_mail, queue_mail
from models.notices import OutboxMail
from models.people import Person


def mail_person(
    session: Session,
    now: datetime,
    template: str,
    person: Person,
    *,
    to: str | None = None,
    has_link: bool = False,
    **values: Any,
) -> None:
    """One mail to somebody, in their language; to their own address unless another is named."""
    written = letter(template, person.language, name=person.name, **values)
    queue_mail(
        session,
        now,
        to=to or person.email,
        subject=written.subject,
        text=written.text,
        language=written.language,
        kind=template.removeprefix("mail/").removesuffix(".txt"),
        person_id=person.id,
        keep_text=not has_link,
    )


def cancel_mails(
    session: Session, now: datetime, *, person_id: int, only_links: bool = True
) -> None:
    """Take out what waits for somebody: mails with a link that is over, or all of them."""
    waiting = select(OutboxMail).where(
        OutboxMail.person_id == person_id,
        OutboxMail.sent_at.is_(None),
        OutboxMail.cancelled_at.is_(None),
    )
    if only_links:
        waiting = waiting.where(OutboxMail.keep_text.is_(False))
    for mail in session.scalars(waiting).all():
        cancel_mail(session, now, mail=mail)
