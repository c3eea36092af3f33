"""Totals tell what many buy together, and of nobody what they buy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyergroups.demand.rules import (
    Period,
    Stated,
    Total,
    rounded,
    share,
    standing_now,
    statements,
)
from buyergroups.demand.rules import told as total_told
from tests.demand.attacker import bounds

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
    total = total_told(rows, own(reader))
    return total.euro if total else None


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
    assert told([*rows, Stated(at(3), 3, 260_000)]) == 1_100_000


def test_who_leaves_has_changed_and_may_come_back_unnoticed() -> None:
    rows = evenly(8) + stated((1, 1, None), (2, 2, None), (3, 2, 100_000), (4, 3, None))
    assert told(rows) == 800_000, "one and three: two that are not as they were"
    assert told([*rows, Stated(at(5), 4, None)]) == 500_000


def test_one_large_change_does_not_hide_behind_two_small_ones() -> None:
    rows = evenly(6) + stated((1, 1, 100_001), (2, 2, 100_001), (3, 3, 900_000))
    assert told(rows) == 600_000


def test_a_readers_own_change_does_not_count_as_cover() -> None:
    """Who changed with two others would see what these two did, and goes on seeing what stood."""
    rows = evenly(7) + stated((1, 1, 200_000), (1, 2, 190_000), (1, 3, 180_000))
    assert told(rows) == told(rows, reader=4) == 970_000
    assert [told(rows, reader=who) for who in (1, 2, 3)] == [700_000] * 3
    rows += stated((2, 4, 190_000), (2, 5, 180_000), (2, 6, 170_000))
    assert [told(rows, reader=who) for who in (None, 1, 4)] == [1_200_000, 1_200_000, 970_000]


def test_nobody_is_the_difference_between_any_two_totals() -> None:
    """Four left and three came back: the third total is the first without the one who did not."""
    rows = evenly(9) + stated((1, 1, None), (1, 2, None), (1, 3, None), (1, 4, None))
    assert told(rows) == 500_000
    back = [*rows, *stated((2, 2, 100_000), (2, 3, 100_000), (2, 4, 100_000))]
    assert told(back) == 500_000, "800,000 would give the first one away"
    assert told([*back, *stated((3, 5, 150_000), (3, 6, 150_000))]) == 900_000


def test_who_bought_nothing_hides_nobody() -> None:
    nothing = stated((0, 8, 0), (0, 9, 0))
    assert told(evenly(4) + nothing) is None
    joined = stated((1, 8, 0), (1, 9, 0))
    assert told(evenly(6) + stated((1, 1, 200_000), (1, 2, 200_000)) + joined) == 600_000


def test_what_is_stated_in_one_act_is_one_change() -> None:
    rows = evenly(6) + stated((1, 1, 1), (1, 2, 200_000), (1, 3, 210_000))
    assert told(rows) == 710_000


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
        st.none() | st.integers(0, 50).map(lambda n: n * 1000) | st.integers(0, 10**6),
    ),
    max_size=40,
)


def told_in_turn(rows: list[Stated], reader: int | None) -> list[Total]:
    """What somebody sees who looks after each act."""
    seen: list[Total] = []
    for moment in sorted({row.moment for row in rows}):
        total = total_told([row for row in rows if row.moment <= moment], own(reader))
        if total is not None and (not seen or seen[-1] != total):
            seen.append(total)
        elif total is None:
            assert not seen, "what was told once is not taken back"
    return seen


@given(events, st.none() | st.integers(1, 9))
def test_any_two_dates_tell_no_single_figure(
    happened: list[tuple[int, int | None]], reader: int | None
) -> None:
    """Somebody who looks after each act, and knows their own figure, compares all they saw."""
    rows = evenly(8, 30_000)
    rows += [Stated(at(nr), who, euro) for nr, (who, euro) in enumerate(happened, 1)]
    seen = told_in_turn(rows, reader)
    for total in seen:
        others = [euro for who, euro in total.amounts.items() if who != reader and euro]
        assert len(others) >= 5
        assert max(others) * 100 <= sum(others) * 60
    for before, after in combinations(seen, 2):
        moved = [
            abs(after.amounts.get(key, 0) - before.amounts.get(key, 0))
            for key in (before.amounts.keys() | after.amounts.keys()) - own(reader)
        ]
        unknown = [size for size in moved if size]
        assert not unknown or len(unknown) >= 3
        assert not unknown or max(unknown) * 100 <= sum(unknown) * 60


@given(events)
def test_two_readers_who_compare_know_of_no_other_totals(
    happened: list[tuple[int, int | None]],
) -> None:
    rows = [Stated(at(nr), who, euro) for nr, (who, euro) in enumerate(happened)]
    moments = {total.moment for total in told_in_turn(rows, None)}
    for reader in range(1, 10):
        assert {total.moment for total in told_in_turn(rows, reader)} <= moments


figures = st.integers(50_000, 900_000)
#: Who acts, together with how many, and whether they leave; nobody is back with the same figure.
acts = st.lists(
    st.tuples(st.integers(1, 10), st.sampled_from([1, 1, 2, 3]), st.booleans(), figures),
    min_size=2,
    max_size=20,
)


@settings(max_examples=60)
@given(st.lists(figures, min_size=8, max_size=8), acts, st.sampled_from([None, 1]))
def test_who_solves_all_that_was_ever_told_finds_no_figure(
    beginning: list[int], happened: list[tuple[int, int, bool, int]], reader: int | None
) -> None:
    """From every total together, a figure can still be twice as much as it can be at the least."""
    rows = [Stated(at(0), who, euro) for who, euro in enumerate(beginning, 1)]
    gone: set[int] = set()
    for minute, (first, number, leaves, euro) in enumerate(happened, 1):
        for who in range(first, first + number):
            if who not in gone:
                rows.append(Stated(at(minute), who, None if leaves else euro + who * 1000))
            gone |= {who} if leaves else set()
    seen = told_in_turn(rows, reader)
    if seen:
        for (who, _), (least, most) in bounds(seen, own(reader), {2, 3, 4}).items():
            assert most >= 2 * least, who


@settings(max_examples=60)
@given(
    st.lists(figures, min_size=10, max_size=10),
    st.lists(st.sets(st.integers(1, 10), min_size=1, max_size=4), min_size=3, max_size=25),
    st.sampled_from([None, 1]),
)
def test_who_is_in_and_out_all_the_time_is_never_known_to_the_euro(
    euros: list[int], turns: list[set[int]], reader: int | None
) -> None:
    """The worst that can be arranged: the same figures, in ever other totals."""
    rows = [Stated(at(0), who, euro) for who, euro in enumerate(euros, 1)]
    away: set[int] = set()
    for minute, turn in enumerate(turns, 1):
        away ^= turn
        rows += stated(*((minute, who, None if who in away else euros[who - 1]) for who in turn))
    seen = told_in_turn(rows, reader)
    if seen:
        for least, most in bounds(seen, own(reader), {2, 3}).values():
            assert most - least >= 1000


@given(events, st.randoms(use_true_random=False))
def test_in_which_order_the_rows_are_read_makes_no_difference(
    happened: list[tuple[int, int | None]], random: object
) -> None:
    rows = [Stated(at(nr), who, euro) for nr, (who, euro) in enumerate(happened)]
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert total_told(mixed) == total_told(rows)
