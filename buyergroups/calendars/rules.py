"""What stands in a calendar, and on which day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Marks(StrEnum):
    """What happens on the day of a consultation."""

    HELD = "held"
    CLOSES = "closes"
    OPENS = "opens"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a day, and a time where one is known. It holds nothing confidential."""

    #: The same for as long as the thing is there, whatever changes.
    uid: str
    #: Higher after each change.
    sequence: int
    title: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    #: Of its page.
    address: str
    cancelled: bool
    #: What it is and how it stands, for who reads the calendar in the tracker.
    about: str = ""
    #: Whether the reader knows only its published report.
    published_only: bool = False


def day_of(
    held_on: date | None, closes_on: date | None, opens_on: date | None
) -> tuple[date, Marks] | None:
    """On which day a consultation without a time stands in a calendar, and what happens then.

    The day that it is or was held; without one, the last day on which answers can come, and
    without that the first. None where no day is known.
    """
    days = ((held_on, Marks.HELD), (closes_on, Marks.CLOSES), (opens_on, Marks.OPENS))
    return next(((day, mark) for day, mark in days if day is not None), None)
