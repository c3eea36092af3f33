"""When a job is due: on both clock changes, after a stop, and when the clock is set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.clock import AMSTERDAM, local_day
from buyergroups.jobs.rules import Daily, Every, Schedule, Weekly, due, lease_holds

# Hypothesis adds the zone itself.
FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
SCHEDULES: st.SearchStrategy[Schedule] = st.one_of(
    st.builds(Every, st.sampled_from([1, 5, 15, 60])),
    st.builds(Daily, st.integers(0, 23), st.integers(0, 59)),
    st.builds(Weekly, st.integers(0, 6), st.integers(0, 23), st.integers(0, 59)),
)


@given(SCHEDULES, MOMENTS)
def test_the_latest_is_not_after_now_and_the_next_follows_it(
    schedule: Schedule, now: datetime
) -> None:
    latest = schedule.latest(now)
    assert latest <= now < schedule.following(now)
    assert schedule.following(latest) == schedule.following(now)
    assert schedule.latest(latest) == latest
    assert schedule.latest(schedule.following(now)) == schedule.following(now)


@given(SCHEDULES, MOMENTS, st.lists(st.integers(1, 3000), max_size=30))
def test_whenever_it_looks_each_moment_runs_at_most_once_and_the_latest_always(
    schedule: Schedule, start: datetime, steps: list[int]
) -> None:
    now, last, ran = start, None, []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        moment = due(schedule, last, now)
        if moment is not None:
            ran.append(moment)
            last = moment
        assert last == schedule.latest(now)
    assert ran == sorted(set(ran))


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("schedule", [Daily(2, 30), Weekly(6, 2, 30)], ids=["daily", "weekly"])
def test_half_past_two_happens_once_on_a_clock_change(
    change: date, at: datetime, schedule: Schedule
) -> None:
    now = datetime.combine(change, datetime.min.time(), AMSTERDAM).astimezone(UTC)
    last, ran = schedule.latest(now), []
    for _ in range(26 * 60):
        now += timedelta(minutes=1)
        moment = due(schedule, last, now)
        if moment is not None and local_day(moment) == change:
            ran.append(moment)
        last = moment or last
    assert ran == [at]


def test_weekly_at_ten_stays_at_ten() -> None:
    before = Weekly(0, 10).latest(datetime(2026, 10, 20, tzinfo=UTC))
    after = Weekly(0, 10).following(datetime(2026, 10, 25, 12, tzinfo=UTC))
    assert [m.astimezone(AMSTERDAM).hour for m in (before, after)] == [10, 10]
    assert after - before == timedelta(days=7, hours=1)


def test_a_lease_that_this_clock_cannot_have_given_holds_nobody_up() -> None:
    now, length = datetime(2026, 11, 21, tzinfo=UTC), timedelta(seconds=90)
    assert lease_holds(now + length, now, length)
    assert not lease_holds(now, now, length)
    assert not lease_holds(now + timedelta(hours=1), now, length)
