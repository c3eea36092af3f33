"""What waits in the outbox, and the links in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from buyergroups.db import Database
from models.notices import OutboxMail


def mails(database: Database, kind: str | None = None) -> Sequence[OutboxMail]:
    """Everything that was queued and not cancelled, oldest first."""
    with database.read() as session:
        found = session.scalars(
            select(OutboxMail).where(OutboxMail.cancelled_at.is_(None)).order_by(OutboxMail.id)
        ).all()
        return [mail for mail in found if kind in (None, mail.kind)]


def link_in(mail: OutboxMail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]
