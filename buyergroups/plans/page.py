"""Where the plan of a chain is, and what its pages need: names, rows, and how it fares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from buyergroups.chains.page import ChainPage, chain_page, the_programme, the_themes
from buyergroups.clock import local_day
from buyergroups.documents.pages import Place
from buyergroups.documents.queries import VersionRow
from buyergroups.plans import queries, rules
from buyergroups.plans.kind import KIND
from buyergroups.plans.parts import ACTIVITIES, GOALS, RISKS, Names
from buyergroups.plans.queries import Fact
from buyergroups.web import state
from models.plans import ActivityState, Grade

SECTION = "chains"
PATH = "/ketens/<slug>/plan"


def place_of(slug: str) -> Place | ResponseReturnValue:
    """The plan of the chain at an address, or the redirect from a former address."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    return Place(
        kind=KIND,
        programme_id=header.programme.id,
        subject_id=header.chain_id,
        home=url_for("plans.plan", slug=header.standing.slug),
        layout="layouts/chain.html",
        menu=SECTION,
        context=header.context(),
    )


def names_for(version: VersionRow | None) -> Names:
    """What things are called, in the year in which a version was adopted, else now."""
    year = state.today().year
    if version is not None and version.adopted_at is not None:
        year = local_day(version.adopted_at).year
    programme_id = the_programme().id
    return state.remembered(
        ("plan names", year), lambda session: queries.names(session, programme_id, year)
    )


def scored_themes() -> frozenset[int]:
    """The themes that count as focus: all but social return."""
    return frozenset(row.id for row in the_themes(state.today().year) if row.scored)


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
    measured: Sequence[Fact]
    share: int | None

    @property
    def last(self) -> Fact | None:
        """The measurement of the latest day."""
        return self.measured[-1] if self.measured else None


@dataclass(frozen=True)
class Fares:
    """How a plan fares: its activities, goals and risks at a glance."""

    activities: Sequence[ActivityNow]
    goals: Sequence[GoalNow]
    counts: Mapping[ActivityState, int]
    #: The numbers of the risks in the table, by likelihood and severity.
    matrix: Mapping[tuple[Grade, Grade], Sequence[int]]
    since_adopted: int

    @property
    def overdue(self) -> Sequence[ActivityNow]:
        """What should have been finished."""
        return [item for item in self.activities if item.overdue]


def fares(place: Place, version: VersionRow, found: Mapping[str, Sequence[Any]]) -> Fares:
    """How a version fares; facts count for the adopted one only."""
    session, today = state.reading(), state.today()
    current = version.adopted_at is not None and version.superseded_at is None
    progress = queries.progress(session, place.subject_id) if current else {}
    measured = queries.measurements(session, place.subject_id) if current else {}
    activities = [
        _activity(row, progress.get(row.key, ()), today) for row in found[ACTIVITIES.code]
    ]
    matrix: dict[tuple[Grade, Grade], list[int]] = {}
    for nr, row in enumerate(found[RISKS.code], 1):
        matrix.setdefault((row.likelihood, row.severity), []).append(nr)
    facts = [fact for rows in (*progress.values(), *measured.values()) for fact in rows]
    return Fares(
        activities=activities,
        goals=[_goal(row, measured.get(row.key, ())) for row in found[GOALS.code]],
        counts=Counter(item.state for item in activities),
        matrix=matrix,
        since_adopted=sum(
            version.adopted_at is not None and fact.at >= version.adopted_at for fact in facts
        ),
    )


def _activity(row: Any, facts: Sequence[Fact], today: date) -> ActivityNow:
    fact = facts[-1] if facts else None
    now = fact.value if fact else row.state
    return ActivityNow(row, now, fact, rules.is_overdue(now, row.until, today))


def _goal(row: Any, measured: Sequence[Fact]) -> GoalNow:
    last = measured[-1].value if measured else None
    return GoalNow(row, measured, rules.share(row.baseline, row.target, last))
