"""Totals tell what many buy together, and of nobody what they buy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.demand.rules import (
    Period,
    Stated,
    Total,
    latest_total,
    rounded,
    share,
    standing_now,
    statements,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def stated(*rows: tuple[int, int, int | None]) -> list[Stated]:
    """Rows of minute, organisation, euro."""
    return [Stated(at(minute), who, euro) for minute, who, euro in rows]


def evenly(number: int, euro: int = 100_000, minute: int = 0) -> list[Stated]:
    return stated(*((minute, who, euro) for who in range(1, number + 1)))


def own(reader: int | None) -> frozenset[int]:
    return frozenset() if reader is None else frozenset({reader})


def told(rows: Iterable[Stated], reader: int | None = None) -> int | None:
    total = latest_total(rows)
    return total.told_to(own(reader)) if total else None


def test_five_others_are_enough_and_four_are_not() -> None:
    assert told(evenly(5)) == 500_000
    assert told(evenly(4)) is None
    assert told(evenly(5), reader=1) is None, "one of the five is the reader's own"
    assert told(evenly(6), reader=1) == 600_000
    assert told(evenly(5), reader=99) == 500_000


@pytest.mark.parametrize(("largest", "sees"), [(600_000, True), (600_001, False)])
def test_none_of_the_others_has_more_than_sixty_per_cent(largest: int, *, sees: bool) -> None:
    rows = [*evenly(4), Stated(at(0), 9, largest)]
    assert (told(rows) is not None) is sees


def test_the_readers_own_figure_does_not_hide_a_large_one() -> None:
    """Without the reader's five million, one of the others would have nearly all that is left."""
    rows = [
        *evenly(5, euro=10_000),
        Stated(at(0), 8, 900_000),
        Stated(at(0), 9, 5_000_000),
        Stated(at(0), 10, 5_000_000),
    ]
    assert told(rows) is not None
    assert told(rows, reader=1) is not None
    assert told(rows[:-1]) is None, "nine has over sixty per cent"
    assert told([*evenly(5, euro=10_000), *stated((0, 8, 900_000), (0, 9, 1_200_000))]) is not None
    assert told([*evenly(5, euro=10_000), *stated((0, 8, 900_000), (0, 9, 1_200_000))], 9) is None


def test_nothing_from_everybody_is_not_told() -> None:
    assert told(evenly(6, euro=0)) is None


@pytest.mark.parametrize(
    ("euro", "is_told"),
    [
        (0, 0),
        (7, 7),
        (99, 99),
        (104, 100),
        (105, 110),
        (1_254_000, 1_300_000),
        (1_249_999, 1_200_000),
        (995, 1000),
    ],
)
def test_two_figures_are_told(euro: int, is_told: int) -> None:
    assert rounded(euro) == is_told


def test_the_share_of_the_market() -> None:
    assert share(1_300_000, 4_000_000) == 33
    assert share(5, 1000) == 1


def test_two_changes_do_not_make_it_anew_and_a_third_does() -> None:
    rows = evenly(6) + stated((1, 1, 300_000), (2, 2, 280_000))
    assert told(rows) == 600_000
    total = latest_total([*rows, Stated(at(3), 3, 260_000)])
    assert total is not None
    assert (total.moment, total.told_to()) == (at(3), 1_100_000)


def test_who_leaves_has_changed_and_may_come_back_unnoticed() -> None:
    rows = evenly(8) + stated((1, 1, None), (2, 2, None), (3, 2, 100_000), (4, 3, None))
    assert told(rows) == 800_000, "one and three: two that are not as they were"
    assert told([*rows, Stated(at(5), 4, None)]) == 500_000


def test_one_large_change_does_not_hide_behind_two_small_ones() -> None:
    rows = evenly(6) + stated((1, 1, 100_001), (2, 2, 100_001), (3, 3, 900_000))
    assert told(rows) == 600_000


def test_a_readers_own_change_does_not_count_as_cover() -> None:
    """Who knows their own change would see what is left: one large change beside a small one."""
    rows = evenly(7) + stated((1, 1, 200_000), (1, 2, 190_000), (1, 3, 110_000))
    assert told(rows) == 700_000


def test_what_is_stated_in_one_act_is_one_change() -> None:
    total = latest_total(evenly(6) + stated((1, 1, 1), (1, 2, 200_000), (1, 3, 210_000)))
    assert total is not None
    assert total.moment == at(1)


def test_a_total_that_was_told_stays_until_there_is_another() -> None:
    rows = evenly(5) + stated((1, 1, None), (1, 2, None), (1, 3, None))
    assert told(rows) == 500_000


def test_an_organisation_counts_while_it_takes_part() -> None:
    figures = [(at(2), 100), (at(8), None), (at(9), 300)]
    periods = [Period(at(0), at(5)), Period(at(7), None)]
    counted = [(row.moment, row.euro) for row in statements(1, figures, periods, at(20))]
    assert counted == [
        (at(0), None),
        (at(2), 100),
        (at(5), None),
        (at(7), 100),
        (at(8), None),
        (at(9), 300),
    ]


def test_an_end_that_is_still_to_come_changes_nothing_yet() -> None:
    rows = statements(1, [(at(1), 100)], [Period(at(0), at(50))], at(20))
    assert standing_now(rows) == {1: 100}
    assert standing_now(statements(1, [(at(1), 100)], [Period(at(0), at(50))], at(50))) == {}


events = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.none() | st.integers(0, 50).map(lambda n: n * 1000) | st.integers(0, 10**9),
    ),
    max_size=40,
)


@given(events, st.none() | st.integers(1, 9))
def test_who_looks_each_time_learns_no_single_figure(
    happened: list[tuple[int, int | None]], reader: int | None
) -> None:
    """Somebody who looks after each act, and knows their own figure, compares all they saw."""
    rows = [Stated(at(nr), who, euro) for nr, (who, euro) in enumerate(happened)]
    seen: list[Total] = []
    for end in range(1, len(rows) + 1):
        total = latest_total(rows[:end])
        if total is not None and (not seen or seen[-1].moment != total.moment):
            seen.append(total)
    for total in seen:
        others = [euro for who, euro in total.amounts.items() if who != reader]
        if total.told_to(own(reader)) is not None:
            assert len(others) >= 5
            assert max(others) * 100 <= sum(others) * 60
    for before, after in pairwise(seen):
        keys = before.amounts.keys() | after.amounts.keys()
        moved = {
            key: abs(after.amounts.get(key, 0) - before.amounts.get(key, 0))
            for key in keys
            if before.amounts.get(key) != after.amounts.get(key)
        }
        assert len(moved) >= 3
        unknown = [size for key, size in moved.items() if key != reader]
        assert sum(unknown) > 0
        assert max(unknown) * 100 <= sum(unknown) * 60


@given(events, st.randoms(use_true_random=False))
def test_in_which_order_the_rows_are_read_makes_no_difference(
    happened: list[tuple[int, int | None]], random: object
) -> None:
    rows = [Stated(at(nr), who, euro) for nr, (who, euro) in enumerate(happened)]
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert latest_total(mixed) == latest_total(rows)
