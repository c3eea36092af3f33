"""How long to wait before the next try, and when to give up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

#: The pause after each try that failed. A server that is down for a day misses nothing.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
#: After so many tries somebody has to look.
MOST_TRIES = len(PAUSES) + 1


class MailState(StrEnum):
    """Where a mail is, as the page shows it."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given-up"
    CANCELLED = "cancelled"


def next_try(tries: int, now: datetime, *, hopeless: bool = False) -> datetime | None:
    """When to try again after so many tries that failed; None to give up.

    `hopeless`: the server said that it will never take this mail.
    """
    if hopeless or tries >= MOST_TRIES:
        return None
    return now + PAUSES[tries - 1]
