"""What changed on the board between two days: per chain, and counted. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from buyergroups.chains.standing import AssessmentState, Freshness, Standing


class ChangeKind(StrEnum):
    """What can change about a chain; the first ones weigh most."""

    MOVED = "moved"
    CONFIRMED = "confirmed"
    COVERED = "covered"
    UNCOVERED = "uncovered"
    SELECTED = "selected"
    LEFT = "left"
    STALE = "stale"
    REPORTED = "reported"
    CORRECTED = "corrected"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Told:
    """What was written about a change: the reason of an assessment, or the words of a report."""

    html: str | None
    text: str | None
    language: str
    by: str
    #: When it was recorded, or reported.
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """How a chain differs from what it was; with `was` None it was not there."""

    kinds: tuple[ChangeKind, ...]
    was: Standing | None
    now: Standing
    assessment: Told | None = None
    report: Told | None = None

    @property
    def progress_changed(self) -> bool:
        """Whether it goes better or worse than it did."""
        return self.was is not None and self.was.progress not in (None, self.now.progress)


@dataclass(frozen=True, slots=True)
class Before:
    """The board of the earlier day, as far as changes are told from it."""

    day: date
    moment: datetime
    standings: Mapping[int, Standing]
    #: The chains of the selection that was the latest then, and is now; None where none was made.
    selected_then: Collection[int] | None
    selected_now: Collection[int] | None
    #: The reason of the latest assessment, and the latest report with words, since that day.
    assessments: Mapping[int, Told]
    reports: Mapping[int, Told]


@dataclass(frozen=True, slots=True)
class Since:
    """The changes since a day, for the chains of a board."""

    day: date
    changes: Mapping[int, Change] = field(default_factory=dict)
    #: How many chains changed in each way; a chain can count more than once.
    counts: Mapping[ChangeKind, int] = field(default_factory=dict)
    unchanged: int = 0

    def listed(self) -> Sequence[Change]:
        """The changes in the order in which they weigh, then by name."""
        order = list(ChangeKind)
        return sorted(
            self.changes.values(), key=lambda c: (order.index(c.kinds[0]), c.now.sort_name)
        )


def changes_since(before: Before, chains: Iterable[Standing]) -> Since:
    """What changed for these chains since an earlier day."""
    found: dict[int, Change] = {}
    unchanged = 0
    for now in chains:
        was = before.standings.get(now.id)
        kinds = _kinds(was, now, before)
        if kinds:
            told = before.assessments.get(now.id), before.reports.get(now.id)
            found[now.id] = Change(kinds, was, now, *told)
        else:
            unchanged += 1
    counts = {
        kind: count
        for kind in ChangeKind
        if (count := sum(kind in change.kinds for change in found.values()))
    }
    return Since(before.day, found, counts, unchanged)


def _kinds(was: Standing | None, now: Standing, before: Before) -> tuple[ChangeKind, ...]:
    """In which ways a chain differs from what it was; in the order of the kinds."""
    chosen_then, chosen_now = (
        now.id in (selected or ()) for selected in (before.selected_then, before.selected_now)
    )
    happened = {
        ChangeKind.MOVED: now.phase_id != (was.phase_id if was else None),
        ChangeKind.CONFIRMED: _was_confirmed(was, now),
        ChangeKind.COVERED: now.covered and not (was and _where(was) == _where(now)),
        ChangeKind.UNCOVERED: was is not None and was.covered and not now.covered,
        ChangeKind.SELECTED: chosen_now and not chosen_then,
        ChangeKind.LEFT: chosen_then and not chosen_now,
        ChangeKind.STALE: now.fresh is Freshness.STALE
        and not (was and was.fresh is Freshness.STALE),
        ChangeKind.REPORTED: now.id in before.reports,
        ChangeKind.CORRECTED: _was_corrected(was, now, before),
        ChangeKind.FACTS: was is not None and _facts(was) != _facts(now),
    }
    return tuple(kind for kind in ChangeKind if happened[kind])


def _was_corrected(was: Standing | None, now: Standing, before: Before) -> bool:
    """Another report holds, though nobody looked since: an older one was corrected."""
    looked_since = now.reported_at is not None and now.reported_at > before.moment
    return was is not None and was.report_id != now.report_id and not looked_since


def _where(chain: Standing) -> tuple[object, ...]:
    """Which programme covers a chain, and how surely."""
    return (chain.coverage, chain.covered_by, chain.covered_part)


def _facts(chain: Standing) -> tuple[object, ...]:
    """What a manager says of a chain, beside whether it is covered."""
    return (chain.name, chain.cluster_id, chain.priority)


def _was_confirmed(was: Standing | None, now: Standing) -> bool:
    return (
        was is not None
        and was.phase_id == now.phase_id
        and was.state is AssessmentState.PROVISIONAL
        and now.state is AssessmentState.CONFIRMED
    )
