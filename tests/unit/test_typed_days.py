"""Days, months and years as people type them, in both languages."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.web.formats import (
    NO_SUCH_DAY,
    NOT_A_DATE,
    ODD_YEAR,
    NotADayError,
    day_words,
    parse_day,
    parse_vague_day,
    typed_day,
    typed_vague_day,
    vague_day,
)
from models.base import Precision

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15 jan 2027", date(2027, 1, 15)),
        ("1 maart 2026", date(2026, 3, 1)),
        ("1 Mrt. 2026", date(2026, 3, 1)),
        ("31-okt-2026", date(2026, 10, 31)),
        ("3 May 2026", date(2026, 5, 3)),
        ("3 mei 2026", date(2026, 5, 3)),
        ("29 februari 2028", date(2028, 2, 29)),
        (" 5 SEPT 2026 ", date(2026, 9, 5)),
        ("21-11-2026", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
    ],
)
def test_a_day(typed: str, day: date) -> None:
    assert parse_day(typed) == day
    assert parse_vague_day(typed) == (day, Precision.DAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("maart 2026", date(2026, 3, 1)),
        ("mrt 2026", date(2026, 3, 1)),
        ("Oct 2025", date(2025, 10, 1)),
        ("okt. 2025", date(2025, 10, 1)),
        ("3-2026", date(2026, 3, 1)),
    ],
)
def test_a_month(typed: str, day: date) -> None:
    assert parse_vague_day(typed) == (day, Precision.MONTH)
    with pytest.raises(NotADayError):
        parse_day(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "March 1 2026",
        "1 maa 2026",
        "1 jan 20260",
        "1 jan 26",
        "jan",
        "1 \u202ejan 2027",
        "1 jan\x00 2027",
        "١ jan 2027",
        "1 ja" + "n" * 100_000 + " 2027",
        "[" * 100_000,
        "foo 2026",
    ],
)
def test_what_is_no_day_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotADayError) as found:
        parse_day(typed)
    assert found.value.words is NOT_A_DATE
    assert len(found.value.text) <= 40
    with pytest.raises(NotADayError):
        parse_vague_day(typed)


@pytest.mark.parametrize("typed", ["29 feb 2027", "29-2-2027", "31 april 2026", "0 jan 2026"])
def test_a_day_that_does_not_exist(typed: str) -> None:
    with pytest.raises(NotADayError) as found:
        parse_day(typed)
    assert found.value.words is NO_SUCH_DAY


@given(DAYS, st.sampled_from(["nl", "en"]))
def test_what_a_page_shows_can_be_typed(day: date, language: str) -> None:
    assert parse_day(day_words(day, language)) == day
    assert parse_day(typed_day(day)) == day
    assert parse_day(day.isoformat()) == day


@given(DAYS, st.sampled_from(list(Precision)), st.sampled_from(["nl", "en"]))
def test_a_vague_day_too(day: date, precision: Precision, language: str) -> None:
    known = {Precision.MONTH: day.replace(day=1), Precision.YEAR: day.replace(month=1, day=1)}
    expected: tuple[date | None, Precision] = (known.get(precision, day), precision)
    if precision is Precision.UNKNOWN:
        expected = None, precision
    else:
        assert parse_vague_day(vague_day(day, precision, language)) == expected
    assert parse_vague_day(typed_vague_day(day, precision)) == expected


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    with suppress(NotADayError):
        day, precision = parse_vague_day(typed)
        assert (day is None) is (precision is Precision.UNKNOWN)


@pytest.mark.parametrize("typed", ["1-1-1890", "31-12-9999", "2207-01-01", "1 jan 0026"])
def test_a_year_far_away_is_a_slip_of_the_finger(typed: str) -> None:
    with pytest.raises(NotADayError) as found:
        parse_day(typed)
    assert found.value.words is ODD_YEAR
