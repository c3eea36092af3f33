"""Where a chain stands: everything on its card, at a moment, from what was recorded by then.

Pure: no Flask, no session, no clock. Source of the rules: "Phases" and "Freshness" in the domain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from buyergroups.chains.rules import counts_as_covered
from buyergroups.clock import local_day
from models.base import Precision
from models.chains import CoverageKind, SelectionOutcome
from models.phases import AssessmentOutcome, Progress, StagnationReason

#: Later than anything that is recorded.
FOREVER = datetime.max.replace(tzinfo=UTC)


class AssessmentState(StrEnum):
    """Where an assessment stands: what it became, or was, at a moment."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


class Freshness(StrEnum):
    """How long ago a person last reported on a chain."""

    NEVER = "never"
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


class Attention(IntEnum):
    """How much a chain needs a person; the highest stands first on the board."""

    NONE = 0
    AGEING = 1
    NEVER_REPORTED = 2
    STEP_PAST = 3
    NEEDS_ATTENTION = 4
    STALE = 5
    STAGNATES = 6


def state_at(
    moment: datetime,
    outcome: AssessmentOutcome | None,
    outcome_at: datetime | None,
    corrected_at: datetime | None,
) -> AssessmentState:
    """Where an assessment stood at a moment."""
    if corrected_at is not None and corrected_at <= moment:
        return AssessmentState.CORRECTED
    if outcome is None or outcome_at is None or outcome_at > moment:
        return AssessmentState.PROVISIONAL
    return AssessmentState(outcome.value)


def state_now(
    outcome: AssessmentOutcome | None, outcome_at: datetime | None, corrected_at: datetime | None
) -> AssessmentState:
    """Where an assessment stands, whatever the clock of the machine that recorded it said."""
    return state_at(FOREVER, outcome, outcome_at, corrected_at)


def holds(state: AssessmentState) -> bool:
    """Whether an assessment in this state says where the market stands."""
    return state in (AssessmentState.PROVISIONAL, AssessmentState.CONFIRMED)


def can_go_stale(*, has_lead: bool, covered: bool, completed: bool) -> bool:
    """Only a chain with a current lead, not covered and not completed, can go stale."""
    return has_lead and not covered and not completed


def freshness(
    reported_on: date | None, today: date, *, ageing_days: int, stale_days: int, may_stale: bool
) -> Freshness:
    """Fresh; ageing after so many days and stale after more, where a chain can go stale at all."""
    if reported_on is None:
        return Freshness.NEVER
    age = (today - reported_on).days
    if not may_stale or age <= min(ageing_days, stale_days):
        return Freshness.FRESH
    return Freshness.STALE if age > stale_days else Freshness.AGEING


def step_is_past(next_step_on: date | None, today: date) -> bool:
    """A deadline of today is not past."""
    return next_step_on is not None and next_step_on < today


def attention(
    *,
    progress: Progress | None,
    fresh: Freshness,
    next_step_on: date | None,
    today: date,
    ours: bool,
    expects_reports: bool,
) -> Attention:
    """What about a chain needs a person most.

    `ours`: not covered by another programme and not completed. `expects_reports`: it can go stale.
    """
    reasons = [Attention.NONE]
    if ours and progress is Progress.STAGNATES:
        reasons.append(Attention.STAGNATES)
    if ours and progress is Progress.NEEDS_ATTENTION:
        reasons.append(Attention.NEEDS_ATTENTION)
    if fresh is Freshness.STALE:
        reasons.append(Attention.STALE)
    if fresh is Freshness.NEVER and expects_reports:
        reasons.append(Attention.NEVER_REPORTED)
    if fresh is Freshness.AGEING and expects_reports:
        reasons.append(Attention.AGEING)
    if expects_reports and step_is_past(next_step_on, today):
        reasons.append(Attention.STEP_PAST)
    return max(reasons)


@dataclass(frozen=True, slots=True)
class Lead:
    """A current lead of a chain."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a standing is read with: the moment, its day in Amsterdam, and the settings of then."""

    moment: datetime
    day: date
    ageing_days: int
    stale_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A chain with the facts of a card."""

    id: int
    slug: str
    name: str
    also_named: str | None
    sort_name: str
    cluster_id: int
    priority: bool
    coverage: CoverageKind
    covered_by: str | None
    covered_part: str | None
    covered_since: date | None
    covered_since_precision: Precision
    phase_id: int | None
    state: AssessmentState | None
    since: date | None
    since_precision: Precision
    report_id: int | None
    progress: Progress | None
    stagnation_reason: StagnationReason | None
    reported_at: datetime | None
    reported_on: date | None
    next_step: str | None
    next_step_on: date | None
    language: str | None
    leads: tuple[Lead, ...]
    selections: Mapping[int, SelectionOutcome]
    fresh: Freshness
    attention: Attention

    @property
    def covered(self) -> bool:
        """Covered or possibly covered: it stands in a strip of its own."""
        return counts_as_covered(self.coverage)

    @property
    def waits_for_baseline(self) -> bool:
        """Ours, and nobody said yet in which phase its market is."""
        return self.phase_id is None and not self.covered and not self.completed

    @property
    def led_by(self) -> str:
        """The names of its leads."""
        return ", ".join(lead.name for lead in self.leads)

    @property
    def completed(self) -> bool:
        """The latest selection that speaks of the chain completed it."""
        return completed(self.selections)


def completed(selections: Mapping[int, SelectionOutcome]) -> bool:
    """Whether the latest outcome of a chain is 'afronden'."""
    return bool(selections) and selections[max(selections)] is SelectionOutcome.COMPLETE


class Facts(NamedTuple):
    """The columns that a standing is made from, as `chains.queries` reads them, in this order.

    A tuple of its own, because an attribute of a database row costs thirty times as much.
    """

    id: int
    slug: str
    name_nl: str
    also_named_nl: str | None
    sort_name: str
    cluster_id: int
    priority: bool
    coverage: CoverageKind | None
    covered_by: str | None
    covered_part: str | None
    covered_since: date | None
    covered_since_precision: Precision | None
    phase_id: int | None
    since: date | None
    since_precision: Precision | None
    outcome: AssessmentOutcome | None
    outcome_at: datetime | None
    corrected_at: datetime | None
    report_id: int | None
    progress: Progress | None
    stagnation_reason: StagnationReason | None
    reported_at: datetime | None
    next_step: str | None
    next_step_on: date | None
    language: str | None


def standing_of(
    row: Facts,
    reading: Reading,
    leads: tuple[Lead, ...],
    selections: Mapping[int, SelectionOutcome],
) -> Standing:
    """A standing from what was read of a chain, with the leads and selections of that moment."""
    coverage = row.coverage or CoverageKind.NONE
    reported_on = local_day(row.reported_at) if row.reported_at else None
    fresh, needed = _needs(row, reading, coverage, reported_on, selections, led=bool(leads))
    return Standing(
        id=row.id,
        slug=row.slug,
        name=row.name_nl,
        also_named=row.also_named_nl,
        sort_name=row.sort_name,
        cluster_id=row.cluster_id,
        priority=row.priority,
        coverage=coverage,
        covered_by=row.covered_by,
        covered_part=row.covered_part,
        covered_since=row.covered_since,
        covered_since_precision=row.covered_since_precision or Precision.UNKNOWN,
        phase_id=row.phase_id,
        state=_state(row, reading.moment),
        since=row.since,
        since_precision=row.since_precision or Precision.UNKNOWN,
        report_id=row.report_id,
        progress=row.progress,
        stagnation_reason=row.stagnation_reason,
        reported_at=row.reported_at,
        reported_on=reported_on,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        language=row.language,
        leads=leads,
        selections=selections,
        fresh=fresh,
        attention=needed,
    )


def _state(row: Facts, moment: datetime) -> AssessmentState | None:
    if row.phase_id is None:
        return None
    return state_at(moment, row.outcome, row.outcome_at, row.corrected_at)


def _needs(
    row: Facts,
    reading: Reading,
    coverage: CoverageKind,
    reported_on: date | None,
    selections: Mapping[int, SelectionOutcome],
    *,
    led: bool,
) -> tuple[Freshness, Attention]:
    """How fresh the last report is, and what about the chain needs a person."""
    covered, done = counts_as_covered(coverage), completed(selections)
    may_stale = can_go_stale(has_lead=led, covered=covered, completed=done)
    fresh = freshness(
        reported_on,
        reading.day,
        ageing_days=reading.ageing_days,
        stale_days=reading.stale_days,
        may_stale=may_stale,
    )
    return fresh, attention(
        progress=row.progress,
        fresh=fresh,
        next_step_on=row.next_step_on,
        today=reading.day,
        ours=not covered and not done,
        expects_reports=may_stale,
    )
