"""The geometry of charts: whatever goes in, everything stands on the drawing, in order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buyergroups.web.charts.lanes import APART, Band, Lane, Mark, Span, swim
from buyergroups.web.charts.matrix import Cell, matrix
from buyergroups.web.charts.scales import DayScale, last_of_month, value_scale
from buyergroups.web.charts.stacks import stacks
from buyergroups.web.charts.tones import NOTHING, RAMP, SERIES, step_of
from buyergroups.web.charts.trend import HEIGHT, TOP, Point, trend

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
SCALES = st.tuples(DAYS, DAYS).map(lambda two: DayScale(min(two), max(two)))
VALUES = st.floats(-1e9, 1e9, allow_nan=False)
YEAR = DayScale(date(2026, 1, 1), date(2026, 12, 31))


def words(value: float) -> str:
    return f"{value:g}"


def span(begins: date | None, sure: date, ends: date, *texts: str) -> Span:
    return Span(begins, sure, ends, RAMP[0], texts or ("II Competitie", "II"), "title")


def lane(*spans: Span, marks: tuple[Mark, ...] = (), bands: tuple[Band, ...] = ()) -> Lane:
    return Lane("told", "note", spans, marks, bands)


def test_a_scale_knows_its_days() -> None:
    assert YEAR.days == 365
    assert YEAR.at(date(2026, 1, 1)) == 0
    assert YEAR.at(date(2026, 7, 2)) == pytest.approx(49.86, abs=0.01)
    assert YEAR.at(date(2020, 1, 1)) == 0
    assert YEAR.at(date(2030, 1, 1)) == 100
    assert DayScale(date(2026, 3, 1), date(2026, 3, 1)).days == 1
    with pytest.raises(ValueError, match="ends on or after"):
        DayScale(date(2026, 3, 2), date(2026, 3, 1))


@given(SCALES, DAYS, DAYS)
def test_a_later_day_never_stands_before_an_earlier_one(
    scale: DayScale, one: date, other: date
) -> None:
    first, last = sorted((one, other))
    assert 0 <= scale.at(first) <= scale.at(last) <= 100


@given(SCALES)
def test_the_years_fill_the_scale(scale: DayScale) -> None:
    years = scale.years()
    assert years[0].at == 0
    assert sum(year.share for year in years) == pytest.approx(100, abs=0.02 * len(years))
    assert [year.text for year in years] == [
        str(year) for year in range(scale.first.year, scale.last.year + 1)
    ]


def test_a_long_time_writes_some_of_its_years() -> None:
    ten, hundred = (
        swim(DayScale(date(2000, 1, 1), date(last, 12, 31)), [], today=YEAR.last)
        for last in (2009, 2099)
    )
    assert ten.every == (1, 2)
    assert hundred.every == (4, 15)
    assert swim(YEAR, [], today=YEAR.last).every == (1, 1)


def test_a_year_of_which_little_is_shown_is_not_written() -> None:
    chart = swim(DayScale(date(2025, 12, 10), date(2027, 12, 31)), [], today=YEAR.last)
    assert [chart.written(place) for place in range(3)] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    longer = swim(DayScale(date(2025, 11, 1), date(2027, 12, 31)), [], today=YEAR.last)
    assert longer.written(0) == (True, False), "where there is room for it on a wide drawing only"


def test_the_last_day_of_time() -> None:
    scale = DayScale(date(9999, 1, 1), date.max)
    assert [year.text for year in scale.years()] == ["9999"]
    assert swim(scale, [lane(span(None, date.max, date.max))], today=date.max).future == 100


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_the_last_day_of_a_month(day: date) -> None:
    last = last_of_month(day)
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + timedelta(days=1)).day == 1


@given(st.lists(VALUES, max_size=20))
def test_all_values_lie_on_their_scale(values: list[float]) -> None:
    scale = value_scale(values)
    assert scale.low <= min([0.0, *values]) + 1e-6
    assert max([0.0, *values]) <= scale.high + 1e-6
    assert scale.low < scale.high
    assert 2 <= len(scale.ticks) <= 8
    assert all(0 <= scale.share(value) <= 1 for value in values)


def test_round_ticks() -> None:
    assert value_scale([0, 37]).ticks == (0, 10, 20, 30, 40)
    assert value_scale([0.4]).ticks == (0, 0.1, 0.2, 0.3, 0.4)
    assert value_scale([]).ticks == (0, 1)
    assert value_scale([5e-324]).low == 0
    for odd in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            value_scale([odd])


def test_a_bar_is_soft_first_and_sure_after() -> None:
    [drawn] = swim(
        YEAR, [lane(span(date(2026, 2, 1), date(2026, 2, 28), date(2026, 6, 30)))], today=YEAR.last
    ).lanes
    [bar] = drawn.spans
    assert (bar.at, bar.sure_at) == (YEAR.at(date(2026, 2, 1)), YEAR.at(date(2026, 2, 28)))
    assert bar.ends == YEAR.at(date(2026, 7, 1))
    assert bar.edged
    assert bar.text == "II Competitie"


def test_a_bar_from_before_has_no_edge_and_one_outside_is_not_drawn() -> None:
    early = span(date(2020, 1, 1), date(2020, 1, 1), date(2026, 6, 30))
    unknown = span(None, date(2026, 3, 1), date(2026, 6, 30))
    for one in (early, unknown):
        [bar] = swim(YEAR, [lane(one)], today=YEAR.last).lanes[0].spans
        assert (bar.at, bar.edged) == (0, False)
    for gone in (
        span(None, date(2020, 1, 1), date(2025, 12, 31)),
        span(date(2027, 1, 1), date(2027, 1, 1), date(2028, 1, 1)),
        span(date(2026, 5, 1), date(2026, 5, 1), date(2026, 4, 1)),
    ):
        assert swim(YEAR, [lane(gone)], today=YEAR.last).lanes[0].empty


def test_a_text_that_does_not_fit_stands_after_the_bar_or_gets_shorter() -> None:
    texts = ("III Synergie & integratie, voorlopig", "III, voorlopig", "III")
    day = timedelta(days=1)
    short = span(date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 9), *texts)
    [bar] = swim(YEAR, [lane(short)], today=YEAR.last).lanes[0].spans
    assert (bar.text, bar.text_after) == ("", texts[0])
    following = span(short.ends + day, short.ends + day, date(2026, 12, 31), "IV")
    [bar, _] = swim(YEAR, [lane(short, following)], today=YEAR.last).lanes[0].spans
    assert (bar.text, bar.text_after, bar.short, bar.short_after) == ("", "", "", "")
    wider = span(date(2026, 3, 1), date(2026, 3, 1), date(2026, 5, 15), *texts)
    following = span(wider.ends + day, wider.ends + day, date(2026, 12, 31), "IV")
    [bar, _] = swim(YEAR, [lane(wider, following)], today=YEAR.last).lanes[0].spans
    assert bar.text == texts[1]


@given(SCALES, st.lists(st.tuples(DAYS, DAYS, DAYS), max_size=6), DAYS)
def test_bars_stay_on_the_drawing(
    scale: DayScale, spans: list[tuple[date, date, date]], today: date
) -> None:
    drawn = swim(scale, [lane(*(span(*days) for days in spans))], today=today).lanes[0]
    for bar in drawn.spans:
        assert min(bar.at, bar.soft, bar.sure) >= 0
        assert bar.ends <= 100.01


NEAR = st.dates(date(2026, 10, 1), date(2026, 12, 31))


@given(SCALES, st.lists(NEAR | DAYS, max_size=12), NEAR | DAYS)
@example(DayScale(date(2010, 1, 1), date(2029, 12, 31)), [date(2026, 11, 2)] * 5, date(2026, 11, 3))
def test_marks_keep_their_order_and_their_side_of_today(
    scale: DayScale, days: list[date], today: date
) -> None:
    made = tuple(Mark(day, "step", "#000", "title", text="I") for day in days)
    marks = swim(scale, [lane(marks=made)], today=today).lanes[0].marks
    assert len(marks) == sum(scale.shows(day) for day in days)
    assert [mark.mark.day for mark in marks] == sorted(day for day in days if scale.shows(day))
    for mark in marks:
        true = scale.at(mark.mark.day) + 50 / scale.days
        assert true - 0.02 <= mark.at <= true + APART
        if mark.mark.day < today:
            assert mark.at <= max(scale.at(today), true) + 0.02


def test_two_marks_on_one_day_do_not_hide_each_other() -> None:
    day = date(2026, 5, 1)
    two = tuple(Mark(day, shape, "#000", shape, text="II") for shape in ("confirmed", "step"))
    first, second = swim(YEAR, [lane(marks=two)], today=YEAR.last).lanes[0].marks
    assert second.at > first.at
    assert (first.text, second.text) == ("", "II")
    apart = (two[0], Mark(day, "step", "#000", "above", above=True))
    assert len({mark.at for mark in swim(YEAR, [lane(marks=apart)], today=day).lanes[0].marks}) == 1


def test_what_is_drawn_is_known_to_the_legend() -> None:
    made = lane(marks=(Mark(date(2026, 5, 1), "step", "#000", "title"),))
    chart = swim(YEAR, [made], today=date(2026, 6, 1), lines=[(date(2026, 6, 1), "vandaag")])
    assert chart.uses("step")
    assert not chart.uses("confirmed")
    assert not chart.soft
    assert [(line.text, line.dashed) for line in chart.lines] == [("vandaag", False)]
    assert swim(YEAR, [], today=date(2027, 1, 1), lines=[(date(2027, 1, 1), "x")]).lines == []


def test_a_band_shows_the_longest_text_that_fits() -> None:
    band = Band(date(2026, 1, 1), date(2026, 12, 31), ("Jaarselectie 2026: voortzetten", "2026"))
    [drawn] = swim(YEAR, [lane(bands=(band,))], today=YEAR.last).lanes[0].bands
    assert (drawn.at, drawn.ends, drawn.text) == (0, 100, band.texts[0])
    ten = DayScale(date(2020, 1, 1), date(2029, 12, 31))
    assert swim(ten, [lane(bands=(band,))], today=ten.last).lanes[0].bands[0].text == "2026"
    assert (
        swim(DayScale(date(2027, 1, 1), date(2027, 1, 2)), [lane(bands=(band,))], today=YEAR.last)
        .lanes[0]
        .empty
    )


@given(SCALES, st.lists(st.tuples(DAYS, VALUES), max_size=8), st.none() | VALUES)
def test_a_trend_stays_on_its_drawing(
    scale: DayScale, rows: list[tuple[date, float]], target: float | None
) -> None:
    made = trend(scale, [Point(day, value, "") for day, value in rows], say=words, target=target)
    assert [one.point.day for one in made.points] == sorted(d for d, _ in rows if scale.shows(d))
    for one in made.points:
        assert 0 <= one.at <= 100
        assert TOP <= one.y <= TOP + HEIGHT
    assert len(made.steps) == max(0, len(made.points) - 1)
    assert (made.target is None) == (target is None)


def test_the_last_value_is_written_where_the_target_leaves_room() -> None:
    rows = [Point(date(2026, 3, 1), 48, "a"), Point(date(2026, 9, 1), 49, "b")]
    first, last = trend(YEAR, rows, say=words, target=50).points
    assert (first.text, last.text) == ("", "49")
    assert last.label_y > last.y
    free = trend(YEAR, rows, say=words, target=5).points[-1]
    assert free.label_y < free.y


AMOUNT = st.none() | st.floats(0, 1e9)


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT), max_size=8))
def test_the_parts_of_a_bar_follow_each_other(rows: list[tuple[float | None, ...]]) -> None:
    made = stacks(
        ["a", "b", "c"], [(str(nr), row) for nr, row in enumerate(rows)], say=words, unknown="?"
    )
    for row, values in zip(made.rows, rows, strict=True):
        passed = 0.0
        for part in row.parts:
            assert part.at == pytest.approx(passed, abs=0.05)
            passed = part.at + part.share
        assert row.ends <= 100.01
        assert (row.total == "?") == (None in values)
        assert len(row.values) == 3


def test_a_total_of_zero_is_zero_and_an_unknown_one_is_not() -> None:
    made = stacks(
        ["a", "b"],
        [("2026", (0, 0)), ("2027", (3, None)), ("2028", (1, 2))],
        say=words,
        unknown="?",
    )
    assert [row.total for row in made.rows] == ["0", "?", "3"]
    assert [len(row.parts) for row in made.rows] == [0, 1, 2]
    assert stacks(["a"], [], say=words, unknown="?").rows == []


@pytest.mark.parametrize(
    ("names", "values"), [(["a"], (-1,)), (["a", "b"], (1,)), (["a"] * 7, (1,) * 7)]
)
def test_what_cannot_be_stacked(names: list[str], values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        stacks(names, [("2026", values)], say=words, unknown="?")


def test_series_differ_without_colour() -> None:
    """In grey, two of them may have the same tone only with another texture."""
    looks = {(_grey(tone.fill) // 40, tone.texture) for tone in SERIES}
    assert len(looks) == len(SERIES)
    shades = [_grey(tone.fill) for tone in RAMP]
    assert shades == sorted(shades, reverse=True)
    assert all(first - second > 25 for first, second in pairwise(shades))


@pytest.mark.parametrize("tone", [*RAMP, *SERIES, NOTHING])
def test_letters_can_be_read_on_every_tone(tone: object) -> None:
    fill, ink = (_luminance(getattr(tone, name)) for name in ("fill", "ink"))
    assert (max(fill, ink) + 0.05) / (min(fill, ink) + 0.05) >= 4.5


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _grey(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _luminance(colour: str) -> float:
    """As WCAG 2.2 counts it."""
    parts = [part / 255 for part in _channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("highest", [1, 2, 3, 4, 6])
def test_more_is_darker(highest: int) -> None:
    assert step_of(0, highest) == NOTHING
    shades = [_grey(step_of(level, highest).fill) for level in range(highest + 1)]
    assert shades == sorted(shades, reverse=True)
    assert step_of(highest, highest) == RAMP[-1]
    for odd in (-1, highest + 1):
        with pytest.raises(ValueError, match="level"):
            step_of(odd, highest)


def test_a_matrix_has_a_cell_for_every_pair() -> None:
    made = matrix("Kans", ["hoog", "laag"], ["a", "b", "c"], {(1, 2): Cell(2, "veel")}, highest=3)
    assert [len(cells) for _, cells in made.rows] == [3, 3]
    filled = made.rows[1][1][2]
    assert (filled.column, filled.filled, filled.of) == ("c", 2, 3)
    assert made.rows[0][1][0].cell is None
