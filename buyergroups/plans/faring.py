"""How an adopted plan fares: its activities, goals, and what was recorded of them since. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from buyergroups.plans import rules
from buyergroups.plans.parts import ACTIVITIES, GOALS
from buyergroups.plans.queries import Fact
from models.plans import ActivityState

Facts = Mapping[str, Sequence[Fact]]


@dataclass(frozen=True)
class ActivityNow:
    """An activity of a plan in the state it is in by now."""

    row: Any
    state: ActivityState
    fact: Fact | None
    overdue: bool


@dataclass(frozen=True)
class GoalNow:
    """A goal with what it was measured at."""

    row: Any
    measured: tuple[Fact, ...]
    share: int | None

    @property
    def last(self) -> Fact | None:
        """The measurement of the latest day."""
        return self.measured[-1] if self.measured else None


@dataclass(frozen=True)
class Recent:
    """Something recorded since the plan was adopted: of an activity, or of a goal."""

    fact: Fact
    activity: Any = None
    goal: Any = None


@dataclass(frozen=True)
class Fares:
    """How a plan fares: its activities and goals, and what is new. What is drawn is kept by it."""

    activities: tuple[ActivityNow, ...]
    goals: tuple[GoalNow, ...]
    #: Since the plan was adopted, the newest first.
    since: tuple[Recent, ...]

    @property
    def counts(self) -> Mapping[ActivityState, int]:
        """How many activities are in each state."""
        return Counter(item.state for item in self.activities)

    @property
    def overdue(self) -> Sequence[ActivityNow]:
        """What should have been finished."""
        return [item for item in self.activities if item.overdue]


def faring(
    found: Mapping[str, Sequence[Any]],
    progress: Facts,
    measured: Facts,
    *,
    adopted_at: datetime | None,
    today: date,
) -> Fares:
    """How the rows of a version fare by these facts; overdue is counted from `today`."""
    return Fares(
        activities=tuple(
            _activity(row, progress.get(row.key, ()), today) for row in found[ACTIVITIES.code]
        ),
        goals=tuple(_goal(row, tuple(measured.get(row.key, ()))) for row in found[GOALS.code]),
        since=_since(found, progress, measured, adopted_at) if adopted_at else (),
    )


def _since(
    found: Mapping[str, Sequence[Any]], progress: Facts, measured: Facts, adopted_at: datetime
) -> tuple[Recent, ...]:
    of_activities = [
        Recent(fact, activity=row)
        for row in found[ACTIVITIES.code]
        for fact in progress.get(row.key, ())
    ]
    of_goals = [
        Recent(fact, goal=row) for row in found[GOALS.code] for fact in measured.get(row.key, ())
    ]
    newer = [item for item in (*of_activities, *of_goals) if item.fact.at >= adopted_at]
    return tuple(sorted(newer, key=lambda item: (item.fact.at, item.fact.id), reverse=True))


def _activity(row: Any, facts: Sequence[Fact], today: date) -> ActivityNow:
    fact = facts[-1] if facts else None
    now = fact.value if fact else row.state
    return ActivityNow(row, now, fact, rules.is_overdue(now, row.until, today))


def _goal(row: Any, measured: tuple[Fact, ...]) -> GoalNow:
    last = measured[-1].value if measured else None
    return GoalNow(row, measured, rules.share(row.baseline, row.target, last))
