"""Freshness, attention and the state of an assessment, as the domain words them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.chains.standing import (
    AssessmentState,
    Attention,
    Freshness,
    attention,
    can_go_stale,
    completed,
    freshness,
    holds,
    state_at,
    step_is_past,
)
from models.chains import SelectionOutcome
from models.phases import AssessmentOutcome, Progress

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fresh(days_ago: int | None, *, may_stale: bool = True) -> Freshness:
    reported = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return freshness(reported, TODAY, ageing_days=90, stale_days=120, may_stale=may_stale)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (None, Freshness.NEVER),
        (0, Freshness.FRESH),
        (90, Freshness.FRESH),
        (91, Freshness.AGEING),
        (120, Freshness.AGEING),
        (121, Freshness.STALE),
        (4000, Freshness.STALE),
    ],
)
def test_a_report_ages_after_90_days_and_is_stale_after_120(
    days_ago: int | None, expected: Freshness
) -> None:
    assert fresh(days_ago) is expected


@pytest.mark.parametrize("days_ago", [100, 4000])
def test_a_chain_that_cannot_go_stale_does_not_age_either(days_ago: int) -> None:
    assert fresh(days_ago, may_stale=False) is Freshness.FRESH


@pytest.mark.parametrize("has_lead", [True, False])
@pytest.mark.parametrize("covered", [True, False])
@pytest.mark.parametrize("done", [True, False])
def test_only_a_led_uncovered_uncompleted_chain_can_go_stale(
    *, has_lead: bool, covered: bool, done: bool
) -> None:
    expected = has_lead and not covered and not done
    assert can_go_stale(has_lead=has_lead, covered=covered, completed=done) is expected


def test_the_latest_year_says_whether_a_chain_is_completed() -> None:
    assert completed({2026: SelectionOutcome.ADD, 2027: SelectionOutcome.COMPLETE})
    assert not completed({2026: SelectionOutcome.COMPLETE, 2027: SelectionOutcome.ADD})
    assert not completed({})


def test_a_deadline_of_today_is_not_past() -> None:
    assert not step_is_past(TODAY, TODAY)
    assert step_is_past(TODAY - timedelta(days=1), TODAY)
    assert not step_is_past(None, TODAY)


def needs(progress: Progress | None = None, **other: object) -> Attention:
    values = {
        "fresh": Freshness.FRESH,
        "next_step_on": None,
        "ours": True,
        "expects_reports": True,
    } | other
    return attention(progress=progress, today=TODAY, **values)  # type: ignore[arg-type]


def test_what_needs_a_person_most_counts() -> None:
    assert needs(Progress.ON_TRACK) is Attention.NONE
    assert needs(Progress.STAGNATES, fresh=Freshness.STALE) is Attention.STAGNATES
    assert needs(Progress.NEEDS_ATTENTION, fresh=Freshness.STALE) is Attention.STALE
    assert needs(None, fresh=Freshness.NEVER) is Attention.NEVER_REPORTED
    assert needs(Progress.ON_TRACK, next_step_on=date(2026, 11, 20)) is Attention.STEP_PAST


def test_nobody_is_asked_about_a_chain_that_is_not_ours() -> None:
    quiet = {"ours": False, "expects_reports": False}
    assert needs(Progress.STAGNATES, **quiet) is Attention.NONE
    assert needs(None, fresh=Freshness.NEVER, **quiet) is Attention.NONE


moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments, st.sampled_from(AssessmentOutcome), moments, st.none() | moments)
def test_the_state_at_a_moment_never_looks_ahead(
    moment: datetime,
    outcome: AssessmentOutcome,
    outcome_at: datetime,
    corrected_at: datetime | None,
) -> None:
    state = state_at(moment, outcome, outcome_at, corrected_at)
    if corrected_at is not None and corrected_at <= moment:
        assert state is AssessmentState.CORRECTED
    elif outcome_at > moment:
        assert state is AssessmentState.PROVISIONAL
    else:
        assert state.value == outcome.value


def test_provisional_and_confirmed_hold() -> None:
    assert {state for state in AssessmentState if holds(state)} == {
        AssessmentState.PROVISIONAL,
        AssessmentState.CONFIRMED,
    }
    assert state_at(NOON, None, None, None) is AssessmentState.PROVISIONAL
