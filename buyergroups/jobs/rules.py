"""When a job is due: planned moments from a schedule. Pure; a week has its clock changes in it.

A daily or weekly job happens once on every day that it names. Where its time does not exist
(02:30 on 29 March 2026) it is as long after midnight as on another day, which is 03:30 that day;
where its time comes twice (02:30 on 25 October 2026) it is the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from buyergroups.clock import AMSTERDAM, local_day

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Who died so often while doing one and the same run leaves it to a person.
MOST_TRIES = 3
#: No sign of life for so long: the scheduler does not run.
SILENT = timedelta(minutes=3)


@dataclass(frozen=True)
class Every:
    """Each so many minutes, counted from the whole hour when they divide it."""

    minutes: int

    def latest(self, now: datetime) -> datetime:
        """The last planned moment that is not after this one."""
        step = timedelta(minutes=self.minutes)
        return EPOCH + (now - EPOCH) // step * step

    def following(self, moment: datetime) -> datetime:
        """The first planned moment after this one."""
        return self.latest(moment) + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Daily:
    """Each day at a time on the clock of Amsterdam."""

    hour: int
    minute: int = 0

    def on(self, day: date) -> datetime:
        """The moment on a day."""
        return at_local(day, self.hour, self.minute)

    def latest(self, now: datetime) -> datetime:
        """The last planned moment that is not after this one."""
        day = local_day(now)
        return max(m for m in (self.on(day - timedelta(days=1)), self.on(day)) if m <= now)

    def following(self, moment: datetime) -> datetime:
        """The first planned moment after this one."""
        day = local_day(moment)
        return min(m for m in (self.on(day), self.on(day + timedelta(days=1))) if m > moment)


@dataclass(frozen=True)
class Weekly:
    """Each week on a day (Monday is 0) at a time on the clock of Amsterdam."""

    weekday: int
    hour: int
    minute: int = 0

    def on(self, week: date) -> datetime:
        """The moment in the week of a day."""
        day = week + timedelta(days=self.weekday - week.weekday())
        return at_local(day, self.hour, self.minute)

    def latest(self, now: datetime) -> datetime:
        """The last planned moment that is not after this one."""
        day = local_day(now)
        return max(m for m in (self.on(day - timedelta(days=7)), self.on(day)) if m <= now)

    def following(self, moment: datetime) -> datetime:
        """The first planned moment after this one."""
        day = local_day(moment)
        return min(m for m in (self.on(day), self.on(day + timedelta(days=7))) if m > moment)


Schedule = Every | Daily | Weekly


def at_local(day: date, hour: int, minute: int) -> datetime:
    """A time on the clock of Amsterdam as a moment; see above for the two days that are odd."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


def due(schedule: Schedule, last: datetime | None, now: datetime) -> datetime | None:
    """The planned moment to run for now: the latest one, if no run for it or after it was claimed.

    Whatever was missed before it is caught up on by that one run.
    """
    latest = schedule.latest(now)
    return latest if last is None or last < latest else None


def is_alive(ticked_at: datetime | None, now: datetime) -> bool:
    """Whether the scheduler gave a sign of life lately. A clock that was set back is no death."""
    return ticked_at is not None and now - ticked_at < SILENT


def lease_holds(until: datetime | None, now: datetime, length: timedelta) -> bool:
    """Whether a lease is still somebody's. One that nobody can have taken by this clock is not."""
    return until is not None and now < until <= now + length


def latest_of(moments: Iterable[datetime]) -> datetime | None:
    """The last of some moments, or None."""
    return max(moments, default=None)
