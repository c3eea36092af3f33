"""When somebody's digest is due, and of which time it tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from buyergroups.clock import local_day
from buyergroups.jobs.rules import Daily, Weekly
from models.digests import Rhythm

#: What is being recorded at this moment may carry a moment just before it: it is told next time.
SETTLING = timedelta(minutes=5)
#: However long nothing could be sent, a digest goes no further back.
FURTHEST = timedelta(days=31)
#: A first one does not come long after its moment: who never had one waits for the next moment,
#: so that nobody gets Monday's mail on the Sunday after digests came to be.
FIRST_AFTER = timedelta(days=1)
#: Of how long a first one tells, whatever somebody chose.
FIRST = timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """How often somebody wants a digest, and when; Monday is 0, the hour is Amsterdam's."""

    rhythm: Rhythm = Rhythm.WEEKLY
    weekday: int = 0
    hour: int = 8

    @property
    def schedule(self) -> Weekly | Daily | None:
        """The planned moments; None for who wants none."""
        if self.rhythm is Rhythm.WEEKLY:
            return Weekly(self.weekday, self.hour)
        return Daily(self.hour) if self.rhythm is Rhythm.DAILY else None


#: For who never chose.
DEFAULT = Choice()


@dataclass(frozen=True)
class Window:
    """A digest tells of what was recorded after `since` and up to `until`."""

    since: datetime
    until: datetime


def due(
    choice: Choice, holds_from: datetime | None, last: datetime | None, now: datetime
) -> datetime | None:
    """The planned moment to make a digest for: the latest one, if it was not dealt with.

    `holds_from`: from when on the choice holds, or the account; a planned moment before it is
    none. `last`: the planned moment that was dealt with last. Whatever was missed before the latest
    moment is told in that one digest.
    """
    if choice.schedule is None:
        return None
    planned = choice.schedule.latest(now)
    if holds_from is not None and planned < holds_from:
        return None
    if last is None and now - planned > FIRST_AFTER:
        return None
    return planned if last is None or last < planned else None


def following(choice: Choice, now: datetime) -> datetime | None:
    """When the next digest is planned; None for who wants none."""
    return choice.schedule.following(now) if choice.schedule is not None else None


def window(planned: datetime, told: datetime | None, now: datetime, *, goes_on: bool) -> Window:
    """Of which time a digest tells.

    `told`: up to where somebody was told everything. `goes_on`: they have had digests ever since;
    otherwise it is as a first one, and begins a week before its planned moment.
    """
    until = now - SETTLING
    first = planned - FIRST
    since = first if told is None else told if goes_on else max(told, first)
    since = max(since, now - FURTHEST)
    return Window(min(since, until), until)


def last_day_ahead(choice: Choice, now: datetime) -> date:
    """The last day of which a digest names what is coming: the one after the next digest."""
    following_one = following(choice, now) or now
    return local_day(following_one) + timedelta(days=1)
