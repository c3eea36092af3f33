"""What the clock of Amsterdam shows, and the moments that can be meant by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buyergroups.clock import AMSTERDAM, ClockHalf, half_of, moments_at
from buyergroups.web.formats import moment_words

MOMENTS = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
#: The hours around the changes of 2026 and 2027, and any other.
NEAR = st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)]) | DAYS
HALF_PAST_TWO = time(2, 30)


@given(MOMENTS)
@example(datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
@example(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
def test_every_moment_is_found_again_by_what_the_clock_shows(moment: datetime) -> None:
    local = moment.astimezone(AMSTERDAM)
    found = moments_at(local.date(), local.time())
    assert found[half_of(moment)] == moment
    assert (len(found) == 2) == (half_of(moment) is not None)


@given(NEAR, st.times())
@example(date(2027, 3, 28), HALF_PAST_TWO)
@example(date(2027, 3, 28), time(3))
@example(date(2027, 10, 31), time(3))
def test_what_is_found_is_what_the_clock_shows(day: date, at: time) -> None:
    found = moments_at(day, at)
    for moment in found.values():
        local = moment.astimezone(AMSTERDAM)
        assert (local.date(), local.time()) == (day, at)
    assert sorted(found.values()) == list(found.values())
    if not found:
        assert (day.month, at.hour) == (3, 2)
    if len(found) == 2:
        assert (day.month, at.hour) == (10, 2)
        assert found[ClockHalf.WINTER] - found[ClockHalf.SUMMER] == timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        (date(2026, 3, 29), []),
        (date(2027, 3, 28), []),
        (date(2026, 10, 25), ["00:30", "01:30"]),
        (date(2027, 10, 31), ["00:30", "01:30"]),
        (date(2027, 10, 30), ["00:30"]),
        (date(2027, 11, 1), ["01:30"]),
    ],
)
def test_half_past_two(day: date, moments: list[str]) -> None:
    assert [f"{one:%H:%M}" for one in moments_at(day, HALF_PAST_TWO).values()] == moments


def test_a_moment_that_the_clock_shows_twice_says_which() -> None:
    first, second = moments_at(date(2027, 10, 31), HALF_PAST_TWO).values()
    assert moment_words(first, "nl") == "31 okt 2027 om 02:30 (zomertijd)"
    assert moment_words(second, "en") == "31 Oct 2027 at 02:30 (winter time)"
    assert moment_words(second + timedelta(minutes=30), "nl") == "31 okt 2027 om 03:00"
