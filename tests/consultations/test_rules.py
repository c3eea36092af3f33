"""The pure rules: moves, when a report is due, what is missing, days, times and references."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.clock import AMSTERDAM, ClockHalf
from buyergroups.consultations import rules
from buyergroups.consultations.rules import Readiness
from models.consultations import ConsultationKind, ConsultationState, ItemOutcome

S = ConsultationState


@given(st.lists(st.sampled_from(S), max_size=12))
def test_whatever_is_tried_only_the_moves_of_the_table_happen(wishes: list[S]) -> None:
    """Nothing leaves an end, nothing is published by a move, what was held stays held."""
    state, was_held = S.ANNOUNCED, False
    for wish in wishes:
        if wish in rules.next_states(state):
            assert (state, wish) in rules.MOVES
            assert state not in (S.CANCELLED, S.PUBLISHED)
            assert wish is not S.PUBLISHED
            if was_held:
                assert wish in rules.WAS_HELD
            state = wish
        was_held = was_held or state in rules.WAS_HELD


def test_from_announced_everything_is_reached_and_ends_are_ends() -> None:
    reached, new = {S.ANNOUNCED}, {S.ANNOUNCED}
    while new:
        new = {to for was, to in rules.MOVES if was in new} - reached
        reached |= new
    assert reached == set(S)
    assert {was for was, _ in rules.MOVES}.isdisjoint({S.CANCELLED, S.PUBLISHED})


@pytest.mark.parametrize("kind", ConsultationKind)
def test_step_by_step_everything_is_published(kind: ConsultationKind) -> None:
    state, way = S.ANNOUNCED, [S.ANNOUNCED]
    while (step := rules.next_step(kind, state)) is not None:
        assert (state, step) in rules.MOVES
        way.append(state := step)
    open_first = kind is ConsultationKind.WRITTEN
    assert way == [S.ANNOUNCED, *([S.OPEN] if open_first else []), S.HELD, S.REPORTED, S.PUBLISHED]
    assert rules.next_step(kind, S.CANCELLED) is None


def test_what_is_called_off_or_taken_back_has_a_reason() -> None:
    asked = {move for move in rules.MOVES if rules.needs_reason(*move)}
    assert asked == {
        (S.ANNOUNCED, S.CANCELLED),
        (S.OPEN, S.CANCELLED),
        (S.REPORTED, S.HELD),
    }


HELD = date(2026, 11, 1)


def test_a_report_is_due_after_so_many_days_and_before_the_tender() -> None:
    assert rules.report_due(HELD, 30) == date(2026, 12, 1)
    assert rules.report_due(HELD, 30, date(2027, 6, 1)) == date(2026, 12, 1)
    assert rules.report_due(HELD, 30, date(2026, 11, 20)) == date(2026, 11, 19)


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(1, 365), st.integers(-400, 400))
def test_a_report_comes_before_the_tender_but_not_before_it_was_held(
    held: date, days: int, ahead: int
) -> None:
    planned = held + timedelta(days=ahead)
    due = rules.report_due(held, days, planned)
    assert due >= held
    assert due < planned or due == held
    assert due <= rules.report_due(held, days)


TALK = Readiness(ConsultationKind.ONE_TO_ONE, 2, 1, 0, has_report=True)


@pytest.mark.parametrize(
    ("ready", "wanting"),
    [
        (TALK, []),
        (Readiness(ConsultationKind.ONE_TO_ONE, 1, 1, 0, True), [rules.TOO_FEW]),
        (Readiness(ConsultationKind.ONE_TO_ONE, 2, 0, 0, True), [rules.NOBODY_HEARD]),
        (Readiness(ConsultationKind.ONE_TO_ONE, 2, 2, 1, True), [rules.UNCHECKED]),
        (Readiness(ConsultationKind.ONE_TO_ONE, 2, 1, 0, False), [rules.REPORT_EMPTY]),
        (Readiness(ConsultationKind.DIALOGUE, 0, 3, 3, True), []),
        (Readiness(ConsultationKind.MARKET_DAY, 0, 0, 0, False), [rules.REPORT_EMPTY]),
    ],
)
def test_what_is_missing_is_said(ready: Readiness, wanting: list[object]) -> None:
    assert rules.missing(ready) == wanting


@pytest.mark.parametrize("text", ["", "TN123456", "2026/S 123-456789", "a", "12.3-b", "x" * 60])
def test_what_can_be_a_reference(text: str) -> None:
    assert rules.is_platform_ref(text)


@pytest.mark.parametrize("text", ["x" * 61, " a", "a ", "-", "<b>", "é", "a\nb", "a;b", "٣"])
def test_what_cannot_be_a_reference(text: str) -> None:
    assert not rules.is_platform_ref(text)


@given(st.dates(date(2010, 1, 1), date(2035, 1, 1)), st.times())
def test_a_time_is_what_the_clock_shows(day: date, at: time) -> None:
    shown = at.replace(second=0, microsecond=0)
    moment = rules.moment_at(day, shown)
    if moment is not None:
        local = moment.astimezone(AMSTERDAM)
        assert (local.date(), local.time()) == (day, shown)


def test_the_hour_that_is_skipped_is_not_there() -> None:
    assert rules.moment_at(date(2027, 3, 28), time(2, 30)) is None
    assert rules.moment_at(date(2027, 3, 28), time(3, 30)) is not None
    first = rules.moment_at(date(2026, 10, 25), time(2, 30))
    assert first is not None
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = rules.moment_at(date(2026, 10, 25), time(2, 30), ClockHalf.WINTER)
    assert second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    # Where the time comes once, nothing hangs on which was chosen.
    once = rules.moment_at(date(2026, 10, 25), time(3, 30), ClockHalf.WINTER)
    assert once == rules.moment_at(date(2026, 10, 25), time(3, 30))


def test_a_year_that_is_no_year_is_odd() -> None:
    today = date(2026, 11, 21)
    assert rules.is_odd(date(9999, 1, 1), today)
    assert rules.is_odd(date(1999, 1, 1), today)
    assert not rules.is_odd(today, today)


def test_what_is_not_taken_up_is_explained() -> None:
    assert {code for code in ItemOutcome if rules.needs_why(code)} == {
        ItemOutcome.PARTLY,
        ItemOutcome.NOT,
    }
