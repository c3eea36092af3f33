"""Runs in any order, missed, doubled and killed, end in the same open flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.chains.flags import CHAIN
from buyergroups.db import Database
from buyergroups.flags import offers, running
from buyergroups.flags.offers import Found, Look, Rule, Severity
from buyergroups.flags.running import RulesFailedError, run_flags
from buyergroups.flags.services import switch_rule
from buyergroups.jobs.table import LostRunError, Work
from buyergroups.words import Words
from models.flags import Flag, FlagRun
from tests.flags.making import SETTINGS, keys, run
from tests.support.acting import Acting
from tests.support.run import NOW

SUBJECTS = range(1, 6)
#: What can happen between two moments: something begins or ceases to hold, or a run in some way.
EVENTS = st.one_of(
    st.tuples(st.just("turn"), st.sampled_from("ab"), st.sampled_from(list(SUBJECTS))),
    st.tuples(st.sampled_from(["run", "twice", "killed", "stale"]), st.just(""), st.integers(0, 6)),
    st.tuples(st.just("day"), st.just(""), st.just(0)),
)


class World:
    """What is so: for which subjects two rules hold, since when, and whether they can be asked."""

    def __init__(self) -> None:
        self.truth: dict[str, dict[int, date]] = {"a": {}, "b": {}}
        self.broken: set[str] = set()
        self.now = NOW
        self.asked = 0
        offers.declare(self.rule("a"), self.rule("b"))

    def rule(self, code: str) -> Rule:
        def holds(_: Session, __: Look) -> Iterator[Found]:
            self.asked += 1
            if code in self.broken:
                raise ZeroDivisionError(code)
            yield from [Found(key, since=day) for key, day in self.truth[code].items()]

        return Rule(code, Words(code, code), Severity.LOW, CHAIN, holds)

    def turn(self, code: str, subject: int) -> None:
        if subject in self.truth[code]:
            del self.truth[code][subject]
        else:
            self.truth[code][subject] = self.now.date()

    @property
    def expected(self) -> set[tuple[str, int, str]]:
        return {(code, key, "") for code, those in self.truth.items() for key in those}


@pytest.fixture(autouse=True)
def real_rules() -> Iterator[None]:
    """The rules of the areas come back whatever a test declared."""
    yield
    areas.register_rules()


def work(database: Database, now: datetime, keep: Callable[[], None] = lambda: None) -> Work:
    return Work(database, SETTINGS, lambda: now, now, keep)


def killed_after(steps: int) -> Callable[[], None]:
    left = [steps]

    def keep() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise LostRunError("killed")

    return keep


@contextmanager
def many_batches() -> Iterator[None]:
    before = running.BATCH, running.BREATH_SECONDS
    running.BATCH, running.BREATH_SECONDS = 1, 0.0
    yield
    running.BATCH, running.BREATH_SECONDS = before


def happen(database: Database, world: World, event: tuple[str, str, int]) -> None:
    name, code, number = event
    if name == "turn":
        world.turn(code, number)
    elif name == "day":
        world.now += timedelta(days=1)
    elif name == "killed":
        with suppress(LostRunError):  # it can be done before it is killed
            run_flags(work(database, world.now, killed_after(number)))
    else:
        # A new write each time: otherwise a run has nothing to look at.
        with database.write():
            pass
        run_flags(work(database, world.now))
        if name == "twice":
            run_flags(work(database, world.now))
        if name == "stale":
            # Another run that looked before this one wrote what it found, writes it once more.
            both = list(world.rule("a").holds(None, None))  # type: ignore[arg-type]
            with database.write() as session:
                if both:
                    running._open(session, world.now, world.rule("a"), both)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(EVENTS, max_size=14))
def test_any_order_of_events_and_runs_ends_in_the_same_flags(
    fresh: Database, events: list[tuple[str, str, int]]
) -> None:
    world = World()
    with fresh.write() as session:  # what the example before left
        session.execute(delete(Flag))
        session.execute(delete(FlagRun))
    with many_batches():
        for event in events:
            happen(fresh, world, event)
            keys(fresh)  # never two open ones of one rule and subject
        with fresh.write():
            pass
        run_flags(work(fresh, world.now))
    assert keys(fresh) == world.expected
    with fresh.read() as session:
        for flag in session.scalars(select(Flag).where(Flag.closed_at.is_(None))):
            assert flag.since == world.truth[flag.rule][flag.subject_id]
        assert not [flag for flag in session.scalars(select(Flag)) if _odd(flag)]


def _odd(flag: Flag) -> bool:
    return flag.closed_at is not None and flag.closed_at < flag.opened_at


def test_a_rule_that_fails_stops_no_other_and_shows(fresh: Database) -> None:
    world = World()
    world.turn("a", 1)
    run(fresh)
    world.turn("a", 2)
    world.turn("b", 3)
    world.broken = {"a"}
    with fresh.write():
        pass
    with pytest.raises(RulesFailedError, match="ZeroDivisionError"):
        run(fresh)
    assert keys(fresh) == {("a", 1, ""), ("b", 3, "")}  # what was open stays until it can be asked
    with fresh.read() as session:
        errors = {row.rule: row.error for row in session.scalars(select(FlagRun))}
    assert "ZeroDivisionError" in str(errors["a"])
    assert errors["b"] is None
    world.broken = set()
    run(fresh)  # without another write: a rule that failed is asked again
    assert keys(fresh) == world.expected


def test_a_rule_that_is_off_or_gone_has_no_open_flags(demo: Database) -> None:
    world, act = World(), Acting(demo)
    offers.declare(world.rule("a"), world.rule("b"))
    world.turn("a", 1)
    world.turn("b", 2)
    run(demo)
    off: dict[str, Any] = {"code": "a", "is_on": False, "reason": "stil", "seen": 0}
    act.do("beheer", switch_rule, **off)
    run(demo)
    assert keys(demo) == {("b", 2, "")}
    offers.declare(world.rule("a"))
    run(demo, NOW + timedelta(days=1))
    assert keys(demo) == set()


def test_nothing_new_is_not_looked_at_again(fresh: Database) -> None:
    world = World()
    run(fresh)
    asked = world.asked
    run(fresh, NOW + timedelta(minutes=30))
    assert world.asked == asked
    run(fresh, NOW + timedelta(minutes=61))  # what raises no change number is not forgotten
    assert world.asked == asked + 2
    # Another day of Amsterdam, which begins at eleven in the evening (UTC) here.
    run(fresh, datetime(2026, 11, 21, 22, 55, tzinfo=UTC))
    asked = world.asked
    run(fresh, datetime(2026, 11, 21, 23, 5, tzinfo=UTC))
    assert world.asked == asked + 2


def test_an_empty_database_has_nothing_to_look_at(bare: Database) -> None:
    World()
    assert run(bare) is None
