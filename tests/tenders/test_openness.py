"""The rule of the sheet: does everybody have in time what one supplier was given?"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from buyergroups.tenders.rules import URGENT, Given, Openness, openness

TODAY = date(2026, 11, 21)
days = st.dates(TODAY - timedelta(days=400), TODAY)
lines = st.lists(
    st.builds(
        lambda given_on, later: Given(given_on, given_on + later if later is not None else None),
        days,
        st.none() | st.timedeltas(timedelta(0), timedelta(days=0)),
    ),
    max_size=5,
)
planned = st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=400))


def test_nothing_given_is_nothing_to_worry_about() -> None:
    assert openness([], TODAY, TODAY, None) is Openness.NOTHING_GIVEN
    assert openness([], TODAY, TODAY, TODAY) is Openness.NOTHING_GIVEN


@given(lines, planned)
def test_it_is_urgent_from_thirty_days_before_the_publication(
    there: list[Given], first: date | None
) -> None:
    found = openness(there, TODAY, first, None)
    unequal = any(line.all_since is None for line in there)
    near = first is not None and first <= TODAY + URGENT
    assert (found is Openness.URGENT) == (unequal and near)
    assert (found is Openness.NOT_YET) == (unequal and not near)


@given(days, days, days)
def test_who_got_it_before_the_publication_and_all_after_it_is_too_late(
    first: date, all_since: date, published: date
) -> None:
    line = Given(min(first, all_since), max(first, all_since))
    found = openness([line], TODAY, published, published)
    late = line.given_on <= published < (line.all_since or TODAY)
    during = published < line.given_on != line.all_since
    unequal = Openness.TOO_LATE if late else Openness.UNEQUAL_SINCE
    assert found is (unequal if late or during else Openness.ALL_HAVE_IT)


def test_what_all_have_tomorrow_they_do_not_have_today() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert openness([Given(TODAY, tomorrow)], TODAY, None, None) is Openness.NOT_YET
    assert openness([Given(TODAY, TODAY)], TODAY, None, None) is Openness.ALL_HAVE_IT


@given(days, st.none() | st.integers(0, 9), planned)
def test_after_the_publication_all_get_it_on_the_same_day_or_it_stays_unequal(
    published: date, later: int | None, first: date | None
) -> None:
    given_on = published + timedelta(days=1)
    line = Given(given_on, None if later is None else given_on + timedelta(days=later))
    found = openness([line], TODAY, first, published)
    equal = later == 0
    assert found is (Openness.ALL_HAVE_IT if equal else Openness.UNEQUAL_SINCE)
    before = Given(published, given_on)
    assert openness([line, before], TODAY, first, published) is Openness.TOO_LATE
