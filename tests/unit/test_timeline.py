"""From which day each phase holds, in whatever order it was recorded; and the years to show."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.chains.standing import AssessmentState, holds
from buyergroups.phases.timeline import (
    MOST_YEARS,
    TOO_LONG,
    Assessed,
    Held,
    Years,
    held_phases,
    read_years,
    usual_years,
)
from models.base import Precision

TODAY = date(2026, 11, 21)
DAY, MONTH, YEAR, UNKNOWN = Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.UNKNOWN
CONFIRMED = AssessmentState.CONFIRMED


def assessed(
    phase: int,
    since: date | None,
    precision: Precision,
    recorded: date,
    state: AssessmentState = CONFIRMED,
) -> Assessed:
    return Assessed(1, phase, since, precision, recorded, state, None)


def told(held: list[Held]) -> list[tuple[int, date, date]]:
    return [(one.assessed.phase_id, one.earliest, one.latest) for one in held]


def test_a_phase_holds_until_the_next_one() -> None:
    rows = [
        assessed(1, date(2023, 1, 1), YEAR, date(2024, 12, 31)),
        assessed(2, date(2025, 10, 1), MONTH, date(2025, 11, 6)),
        assessed(3, date(2026, 5, 20), DAY, date(2026, 6, 1)),
    ]
    assert told(held_phases(rows)) == [
        (1, date(2023, 1, 1), date(2023, 12, 31)),
        (2, date(2025, 10, 1), date(2025, 10, 31)),
        (3, date(2026, 5, 20), date(2026, 5, 20)),
    ]


def test_it_held_already_when_it_was_recorded() -> None:
    [one] = held_phases([assessed(1, date(2026, 1, 1), YEAR, date(2026, 4, 10))])
    assert (one.earliest, one.latest) == (date(2026, 1, 1), date(2026, 4, 10))


def test_what_is_recorded_later_says_more() -> None:
    """Back dated before the phase of before: that one never held."""
    rows = [
        assessed(1, date(2024, 1, 1), DAY, date(2024, 2, 1)),
        assessed(3, date(2026, 3, 1), DAY, date(2026, 3, 5)),
        assessed(2, date(2026, 1, 15), DAY, date(2026, 6, 1)),
    ]
    assert [one.assessed.phase_id for one in held_phases(rows)] == [1, 2]


def test_the_same_day_twice_is_the_later_word() -> None:
    rows = [assessed(nr, date(2026, 3, 1), DAY, date(2026, 3, nr)) for nr in (2, 3)]
    assert [one.assessed.phase_id for one in held_phases(rows)] == [3]
    again = [assessed(2, date(2026, 3, 1), MONTH, date(2026, 4, nr)) for nr in (2, 3)]
    assert [one.assessed.recorded_on for one in held_phases(again)] == [date(2026, 4, 3)]


@pytest.mark.parametrize(
    "state", [AssessmentState.RETURNED, AssessmentState.WITHDRAWN, AssessmentState.CORRECTED]
)
def test_what_does_not_hold_is_no_bar(state: AssessmentState) -> None:
    rows = [
        assessed(1, date(2025, 1, 1), DAY, date(2025, 1, 1)),
        assessed(2, date(2026, 1, 1), DAY, date(2026, 1, 1), state),
    ]
    assert [one.assessed.phase_id for one in held_phases(rows)] == [1]


def test_a_start_that_nobody_knows() -> None:
    """It lies after what was known before, and before it was recorded."""
    [alone] = held_phases([assessed(2, None, UNKNOWN, date(2025, 5, 9))])
    assert alone.open
    assert alone.latest == date(2025, 5, 9)
    recorded = date(2026, 8, 3)
    rows = [
        assessed(1, date(2014, 1, 1), YEAR, recorded),
        assessed(2, date(2017, 1, 1), YEAR, recorded),
        assessed(3, None, UNKNOWN, recorded),
        assessed(4, None, UNKNOWN, recorded),
    ]
    assert told(held_phases(rows)) == [
        (1, date(2014, 1, 1), date(2014, 12, 31)),
        (2, date(2017, 1, 1), date(2017, 12, 31)),
        (3, date(2017, 12, 31), recorded),
        (4, date(2017, 12, 31), recorded),
    ]
    assert not any(one.open for one in held_phases(rows))


def test_a_vague_start_is_narrowed_by_the_next_phase() -> None:
    rows = [
        assessed(1, date(2026, 1, 1), YEAR, date(2026, 4, 10)),
        assessed(2, date(2026, 3, 5), DAY, date(2026, 11, 1)),
    ]
    assert told(held_phases(rows)) == [
        (1, date(2026, 1, 1), date(2026, 3, 5)),
        (2, date(2026, 3, 5), date(2026, 3, 5)),
    ]


@st.composite
def histories(draw: st.DrawFn) -> list[Assessed]:
    """Assessments in order of recording; none holds from a day after that, as services see to."""
    days = sorted(draw(st.lists(st.dates(date(2015, 1, 1), TODAY), max_size=7)))
    rows = []
    for recorded in days:
        precision = draw(st.sampled_from(Precision))
        since: date | None = draw(st.dates(date(2014, 1, 1), recorded))
        assert since is not None
        since = {
            UNKNOWN: None,
            YEAR: since.replace(month=1, day=1),
            MONTH: since.replace(day=1),
        }.get(precision, since)
        state = draw(st.sampled_from(AssessmentState))
        rows.append(assessed(draw(st.integers(1, 4)), since, precision, recorded, state))
    return rows


@given(histories())
def test_in_whatever_order_it_was_recorded(rows: list[Assessed]) -> None:
    held = held_phases(rows)
    standing = [row for row in rows if holds(row.state)]
    assert [one.assessed for one in held][-1:] == standing[-1:], "the last one is the board's"
    for one in held:
        assert one.earliest <= one.latest <= one.assessed.recorded_on
    for one, following in pairwise(held):
        assert one.earliest <= following.earliest
        assert one.latest <= following.latest
        assert one.assessed != following.assessed


@given(histories())
def test_what_did_not_hold_changes_nothing(rows: list[Assessed]) -> None:
    assert held_phases(rows) == held_phases([row for row in rows if holds(row.state)])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, (2024, 2027)),
        ({"van": "2026"}, (2026, 2027)),
        ({"van": "2030"}, (2030, 2030)),
        ({"van": "1990"}, (1990, 2009)),
        ({"tot": "2025"}, (2024, 2025)),
        ({"tot": "2020"}, (2020, 2020)),
        ({"tot": "2100"}, (2081, 2100)),
        ({"van": " 2020 ", "tot": "2021"}, (2020, 2021)),
    ],
)
def test_the_years_that_were_asked(asked: dict[str, str], expected: tuple[int, int]) -> None:
    years, mistakes = read_years(asked)
    assert mistakes == []
    scale = years.scale((2024, 2027))
    assert (scale.first, scale.last) == (date(expected[0], 1, 1), date(expected[1], 12, 31))
    assert years.is_written_as({name: text.strip() for name, text in asked.items()})


@pytest.mark.parametrize(
    "text", ["later", "20x", "26", "1989", "2101", "２０２６", "2026.0", "-2026"]
)
def test_what_is_no_year(text: str) -> None:
    years, mistakes = read_years({"van": text, "tot": "2026"})
    assert (years.first, years.last) == (None, 2026)
    assert [mistake.where for mistake in mistakes] == ["van"]
    assert text in mistakes[0].sentence("nl")


def test_years_that_do_not_go_together() -> None:
    years, [mistake] = read_years({"van": "2027", "tot": "2024"})
    assert years == Years()
    assert "2027" in mistake.sentence("nl")
    assert "2027" in mistake.sentence("en")
    years, [mistake] = read_years({"van": "2000", "tot": str(2000 + MOST_YEARS)})
    assert (years, mistake.words) == (Years(), TOO_LONG)
    assert read_years({"van": "2000", "tot": str(2000 + MOST_YEARS - 1)})[1] == []


def test_the_usual_years_come_from_what_is_known() -> None:
    assert usual_years(TODAY, []) == (2025, 2026)
    assert usual_years(TODAY, [date(2026, 5, 1)]) == (2025, 2026)
    assert usual_years(TODAY, [date(2014, 1, 1), date(2026, 5, 1)]) == (2023, 2026)
    assert usual_years(TODAY, [date(2025, 1, 1), date(2027, 1, 6)]) == (2025, 2027)
    assert usual_years(TODAY, [date(2025, 1, 1), date(2099, 1, 6)]) == (2025, 2026)


@given(
    st.lists(st.dates(date(1900, 1, 1)), max_size=6), st.dates(date(1991, 1, 1), date(2099, 1, 1))
)
def test_today_is_always_among_the_usual_years(known: list[date], today: date) -> None:
    first, last = usual_years(today, known)
    assert first <= today.year <= last
    assert last - first < 4
    assert Years().scale((first, last)).shows(today + timedelta(days=0))
