"""When a digest is due and of which time it tells: pure rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from buyergroups.digests.rules import (
    FURTHEST,
    SETTLING,
    Choice,
    due,
    following,
    last_day_ahead,
    window,
)
from models.digests import Rhythm
from tests.digests.making import MONDAY, WEEK

DAY = timedelta(days=1)
DAILY, NEVER = Choice(Rhythm.DAILY), Choice(Rhythm.NEVER)


def test_by_default_it_is_monday_at_eight() -> None:
    assert due(Choice(), None, None, MONDAY) == MONDAY
    assert due(Choice(), None, MONDAY - 2 * WEEK, MONDAY - timedelta(seconds=1)) == MONDAY - WEEK
    # The first one does not come on a Sunday because digests came to be that day.
    assert due(Choice(), None, None, MONDAY + DAY) == MONDAY
    assert due(Choice(), None, None, MONDAY + DAY + timedelta(seconds=1)) is None
    assert following(Choice(), MONDAY) == MONDAY + WEEK
    assert last_day_ahead(Choice(), MONDAY) == date(2026, 12, 1)


def test_at_eight_it_is_also_when_the_clock_has_changed() -> None:
    assert due(DAILY, None, None, datetime(2026, 10, 26, 7, 0, tzinfo=UTC)) == datetime(
        2026, 10, 26, 7, 0, tzinfo=UTC
    )
    assert due(DAILY, None, None, datetime(2026, 10, 24, 6, 0, tzinfo=UTC)) == datetime(
        2026, 10, 24, 6, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("choice", "holds_from", "last", "expected"),
    [
        (Choice(), None, MONDAY, None),
        (Choice(), None, MONDAY - WEEK, MONDAY),
        # Three weeks without a server are told at once, not one by one.
        (Choice(), None, MONDAY - 3 * WEEK, MONDAY),
        # Nobody gets one for a moment before they came, or before they chose it.
        (Choice(), MONDAY + DAY, None, None),
        (Choice(), MONDAY, None, MONDAY),
        (NEVER, None, None, None),
        # Who changes from Monday to Sunday has no second one for the same week.
        (Choice(weekday=6), MONDAY - timedelta(hours=1), MONDAY - WEEK, None),
    ],
)
def test_what_is_due(
    choice: Choice, holds_from: datetime | None, last: datetime | None, expected: datetime | None
) -> None:
    assert due(choice, holds_from, last, MONDAY + timedelta(hours=3)) == expected


def test_a_digest_begins_where_the_one_before_ended() -> None:
    told = MONDAY - 2 * WEEK
    found = window(MONDAY, told, MONDAY, goes_on=True)
    assert (found.since, found.until) == (told, MONDAY - SETTLING)
    assert window(MONDAY, None, MONDAY, goes_on=True).since == MONDAY - WEEK
    assert window(MONDAY, MONDAY - 20 * WEEK, MONDAY, goes_on=True).since == MONDAY - FURTHEST


def test_who_begins_again_hears_of_one_week_and_nothing_twice() -> None:
    assert window(MONDAY, MONDAY - 3 * WEEK, MONDAY, goes_on=False).since == MONDAY - WEEK
    assert window(MONDAY, MONDAY - DAY, MONDAY, goes_on=False).since == MONDAY - DAY
    # A clock that was set back: a time without length, and no time that runs backwards.
    odd = window(MONDAY, MONDAY + DAY, MONDAY, goes_on=True)
    assert odd.since == odd.until
