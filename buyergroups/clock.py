"""Time: instants are UTC, days are Amsterdam's. The only file that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class ClockHalf(StrEnum):
    """Which of the two, where the clock shows the same time twice: an hour in late October."""

    SUMMER = "zomertijd"
    WINTER = "wintertijd"


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The day it is, or was, in Amsterdam at a moment."""
    return moment.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """The moment (UTC) at which a day begins in Amsterdam."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first moment (UTC) after a day in Amsterdam; that day has 23, 24 or 25 hours."""
    return start_of_day(day + timedelta(days=1))


def moments_at(day: date, at: time) -> dict[ClockHalf | None, datetime]:
    """The moments (UTC) at which the clock in Amsterdam shows a time: nearly always one.

    None in the hour that is skipped in spring. Two in the hour that comes twice in autumn; only
    then do they have a name. A time without a zone is meant.
    """
    shown = datetime.combine(day, at)
    first, second = (shown.replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(AMSTERDAM).replace(tzinfo=None) != shown:
        return {}
    if first == second:
        return {None: first}
    return {ClockHalf.SUMMER: first, ClockHalf.WINTER: second}


def half_of(moment: datetime) -> ClockHalf | None:
    """Which of the two a moment is, where the clock shows its time twice; mostly None."""
    local = moment.astimezone(AMSTERDAM)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return None
    return ClockHalf.WINTER if local.fold else ClockHalf.SUMMER
