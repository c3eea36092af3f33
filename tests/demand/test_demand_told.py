"""What the programme team, a public member and a private member are told of the same figures."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from buyergroups.demand.queries import Known
from buyergroups.demand.readers import Reader
from buyergroups.demand.rules import Stated
from buyergroups.demand.told import Figure, YearTold, years_told
from models.organisations import Sector

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEAM = Reader(team=True, public=False, organisations=frozenset())
PUBLIC = Reader(team=False, public=True, organisations=frozenset({1}))
PRIVATE = Reader(team=False, public=False, organisations=frozenset({101}))


def known(public: int, private: int, market: int | None = 10_000_000) -> Known:
    made = Known()
    for sector, first, number in ((Sector.PUBLIC, 1, public), (Sector.PRIVATE, 101, private)):
        if number:
            made.present.add(sector)
        made.stated[2026, sector] += [
            Stated(NOW, who, 123_456) for who in range(first, first + number)
        ]
    if market:
        estimate: Any = SimpleNamespace(euro=market, source="Marktstudie")
        made.market[2026] = estimate
    return made


def year(made: Known, reader: Reader) -> YearTold:
    (told,) = years_told(made, reader)
    return told


def test_the_team_sees_all_to_the_euro() -> None:
    told = year(known(2, 2), TEAM)
    assert (told.public.euro, told.private.euro, told.together.euro) == (246_912, 246_912, 493_824)
    assert told.share == 5
    assert told.together.exact


def test_a_public_member_sees_public_figures_and_no_small_private_total() -> None:
    told = year(known(2, 4), PUBLIC)
    assert told.public == Figure(246_912, exact=True)
    assert told.private == Figure(kept_back=True)
    assert (told.together, told.share) == (Figure(kept_back=True), None)


def test_a_public_member_sees_a_private_total_of_five_rounded() -> None:
    told = year(known(2, 5), PUBLIC)
    assert told.private.euro == 620_000
    assert told.together.euro == 870_000
    assert not told.together.exact


@pytest.mark.parametrize(("others", "euro"), [(4, None), (5, 740_000)])
def test_a_private_member_needs_five_others(others: int, euro: int | None) -> None:
    told = year(known(0, others + 1), PRIVATE)
    assert told.private.euro == euro
    assert told.private.kept_back is (euro is None)
    assert (told.share is None) is (euro is None)


def test_a_private_member_sees_public_ones_as_a_total_only() -> None:
    assert year(known(3, 6), PRIVATE).public == Figure(kept_back=True)
    told = year(known(6, 6), PRIVATE)
    assert told.public.euro == 740_000
    assert not told.public.exact


def test_without_private_members_nothing_is_kept_back() -> None:
    told = year(known(2, 0), PUBLIC)
    assert told.private == Figure()
    assert told.together.euro == 246_912


def test_nobody_learns_whether_a_private_member_stated_anything() -> None:
    silent = known(2, 0)
    silent.present.add(Sector.PRIVATE)
    assert year(silent, PUBLIC).private == year(known(2, 1), PUBLIC).private


def test_without_an_estimate_there_is_no_share() -> None:
    assert year(known(2, 2, market=None), TEAM).share is None
