"""Scales of charts: a day or a value in, a place out. Pure.

Places across are percentages of the width of a drawing, so that it fits every screen and its
letters keep their size; places down are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, isfinite, log10

#: A little wider than a letter of 13 px is on average, in pixels.
LETTER = 6.2
#: No step of a scale is smaller.
LEAST = 1e-6


def fits(text: str, share: float, width: float) -> bool:
    """Whether a text fits in a share (percent) of a drawing of so many pixels."""
    return len(text) * LETTER + 12 <= share / 100 * width


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of a scale with its text: where it stands, and how far it is to the next one."""

    at: float
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class DayScale:
    """Days from left to right. Both days are shown whole; raises ValueError the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a scale ends on or after the day on which it begins")

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def shows(self, day: date) -> bool:
        """Whether a day is on it."""
        return self.first <= day <= self.last

    def at(self, day: date) -> float:
        """Where a day begins, in percent; what lies outside stands at the edge."""
        passed = min(max((day - self.first).days, 0), self.days)
        return round(100 * passed / self.days, 2)

    def years(self) -> list[Tick]:
        """A tick per calendar year, the first one from the edge."""
        found = []
        for year in range(self.first.year, self.last.year + 1):
            begins = self.at(date(year, 1, 1))
            # The last day of the year, because the year after 9999 has no date.
            ends = self.at(date(year, 12, 31)) + 100 / self.days
            found.append(Tick(begins, round(min(ends, 100) - begins, 2), str(year)))
        return found

    def quarters(self) -> list[float]:
        """Where a quarter begins that begins no year."""
        return [
            self.at(day)
            for year in range(self.first.year, self.last.year + 1)
            for month in (4, 7, 10)
            if self.shows(day := date(year, month, 1))
        ]


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values from `low` to `high`, with round values between them as ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far a value is from low (0) to high (1); what lies outside stands at the edge."""
        part = (value - self.low) / (self.high - self.low)
        return min(max(part, 0.0), 1.0)


def value_scale(values: Iterable[float], *, steps: int = 4) -> ValueScale:
    """A scale on which these values and zero lie, in about so many round steps.

    Raises ValueError for a value that is not finite.
    """
    known = [0.0, *(float(value) for value in values)]
    if not all(isfinite(value) for value in known):
        raise ValueError("a chart shows finite values only")
    low, high = min(known), max(known)
    step = _round_up(max((high - low) / steps, LEAST)) if high > low else 1.0
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return ValueScale(ticks[0], ticks[-1], ticks)


def _round_up(step: float) -> float:
    """The first of 1, 2, 2.5, 5 and 10, times a power of ten, that is not less."""
    power = 10.0 ** floor(log10(step))
    return next((n * power for n in (1, 2, 2.5, 5, 10) if n * power >= step), 10 * power)


def every(ticks: int, share: float) -> int:
    """Of so many ticks beside each other, each how many-th has room for a text of this share."""
    return max(1, ceil(share * ticks / 100))


def last_of_month(day: date) -> date:
    """The last day of the month of a day."""
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)
