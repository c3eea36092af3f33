"""Turns 'so many days ago' into moments that people could have worked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from buyergroups.clock import AMSTERDAM, local_day

#: Minutes between things that the same people do on one day.
APART = timedelta(minutes=6)
SATURDAY = 5


@dataclass(frozen=True)
class Timing:
    """Days before now; nothing falls in a weekend, and nothing after now."""

    now: datetime

    def day(self, ago: int) -> date:
        """So many days ago, or the Friday before when that is in a weekend."""
        day = self.exactly(ago)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def exactly(self, ago: int) -> date:
        """So many days ago, whatever day of the week that is."""
        return local_day(self.now) - timedelta(days=ago)

    def moment(self, day: date, who: str, nth: int = 0) -> datetime:
        """A moment in office hours; the same each time for the same day and name."""
        minutes = crc32(f"{who} {day.isoformat()}".encode()) % (6 * 60)
        start = datetime.combine(day, time(9), AMSTERDAM)
        return start + timedelta(minutes=minutes) + nth * APART

    def selections(self) -> list[tuple[int, date]]:
        """Two years with the day on which their selection was decided.

        In November and December the selection for next year has just been made.
        """
        today = local_day(self.now)
        if today.month >= 11:
            return [
                (today.year, date(today.year - 1, 12, 10)),
                (today.year + 1, self.day(10)),
            ]
        return [
            (today.year - 1, date(today.year - 2, 12, 10)),
            (today.year, date(today.year - 1, 12, 10)),
        ]
