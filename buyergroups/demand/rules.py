"""What may be told of what organisations buy, so that nobody's own figure can be worked out.

Source: `domain.md`, "What private competitors may learn". A total is told only when it rests on
enough organisations besides the reader's, none of them too large, rounded; and it is made anew
only when enough of them changed, so that two totals do not tell what one organisation did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

#: Organisations besides the reader's, in a total that is told.
FEWEST = 5
#: Per cent that one organisation may have in what the reader does not know.
LARGEST = 60
#: Organisations that changed before a total is made anew.
FEWEST_CHANGED = 3
#: Figures that are told of a total.
FIGURES = 2

Amounts = Mapping[int, int]


@dataclass(frozen=True)
class Stated:
    """From a moment on an organisation counts with so many euro; `None`: it does not count."""

    moment: datetime
    organisation_id: int
    euro: int | None


@dataclass(frozen=True)
class Total:
    """A total as it was made at a moment; nothing recorded later is in it until the next one."""

    moment: datetime
    amounts: Amounts

    def told_to(self, own: Set[int] = frozenset()) -> int | None:
        """The rounded euro for a reader of these organisations; `None`: it would tell too much."""
        return rounded(sum(self.amounts.values())) if self._is_safe(own) else None

    def _is_safe(self, own: Set[int]) -> bool:
        others = [euro for key, euro in self.amounts.items() if key not in own]
        # When totals are made anew nobody is reckoned with who knows the changes of two.
        if len(self.amounts) - len(others) > 1:
            return False
        return len(others) >= FEWEST and not _one_is_too_large(others)


@dataclass(frozen=True)
class Period:
    """An organisation takes part in a group of the chain, until the end (not included)."""

    start: datetime
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether it takes part then."""
        return self.start <= moment and (self.end is None or moment < self.end)


def joined(periods: Iterable[Period]) -> list[Period]:
    """The same time in as few periods as possible, in order: many people make no many periods."""
    found: list[Period] = []
    for one in sorted(periods, key=lambda one: one.start):
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end < one.start):
            found.append(one)
        elif last.end is not None and (one.end is None or one.end > last.end):
            found[-1] = Period(last.start, one.end)
    return found


def parted(periods: Iterable[Period], moment: datetime | None) -> tuple[list[Period], list[Period]]:
    """Periods up to a moment and from it on; without one all of them are before it."""
    rows = list(periods)
    if moment is None:
        return rows, []
    before = [
        row if row.end is not None and row.end <= moment else Period(row.start, moment)
        for row in rows
        if row.start < moment
    ]
    after = [
        Period(max(row.start, moment), row.end)
        for row in rows
        if row.end is None or row.end > moment
    ]
    return before, after


def statements(
    organisation_id: int,
    figures: Sequence[tuple[datetime, int | None]],
    periods: Sequence[Period],
    now: datetime,
) -> list[Stated]:
    """With what an organisation counted, at each moment up to now at which that can have changed.

    `figures`: what it stated, in the order of recording; `None` where it withdrew. It counts as
    long as it takes part.
    """
    edges = {edge for row in periods for edge in (row.start, row.end) if edge is not None}
    moments = sorted({*edges, *(moment for moment, _ in figures)})
    found: list[Stated] = []
    for moment in (one for one in moments if one <= now):
        known = [euro for stated, euro in figures if stated <= moment]
        counts = bool(known) and any(row.holds(moment) for row in periods)
        found.append(Stated(moment, organisation_id, known[-1] if counts else None))
    return found


def standing_now(stated: Iterable[Stated]) -> dict[int, int]:
    """The organisations that count now, with their euro."""
    amounts: dict[int, int] = {}
    for one in sorted(stated, key=lambda one: one.moment):
        amounts.pop(one.organisation_id, None)
        if one.euro is not None:
            amounts[one.organisation_id] = one.euro
    return amounts


def latest_total(stated: Iterable[Stated]) -> Total | None:
    """The total as it was last made from what was recorded, in any order; `None`: never yet."""
    total: Total | None = None
    amounts: dict[int, int] = {}
    for moment, together in _by_moment(stated):
        for one in together:
            amounts.pop(one.organisation_id, None)
            if one.euro is not None:
                amounts[one.organisation_id] = one.euro
        made = Total(moment, dict(amounts))
        if made.told_to() is not None and _enough_changed(total, made):
            total = made
    return total


def rounded(euro: int) -> int:
    """To two figures, half up: 1,254,000 becomes 1,300,000."""
    unit: int = 10 ** max(0, len(str(euro)) - FIGURES)
    return (euro + unit // 2) // unit * unit


def share(euro: int, market: int) -> int:
    """Per cent of the estimated market, half up."""
    return (euro * 200 + market) // (market * 2)


def _by_moment(stated: Iterable[Stated]) -> Iterator[tuple[datetime, Iterator[Stated]]]:
    # Sorting keeps the order of what was recorded at one moment: the last one counts.
    return groupby(sorted(stated, key=lambda one: one.moment), key=lambda one: one.moment)


def _enough_changed(before: Total | None, after: Total) -> bool:
    """Whether the difference between two totals tells nobody what another organisation did."""
    if before is None:
        return True
    keys = before.amounts.keys() | after.amounts.keys()
    changes = {
        key: abs(after.amounts.get(key, 0) - before.amounts.get(key, 0))
        for key in keys
        if before.amounts.get(key) != after.amounts.get(key)
    }
    if len(changes) < FEWEST_CHANGED:
        return False
    # Whoever reads it knows their own change; nobody's may stand out among the others'.
    readers = [None, *changes]
    return not any(
        _one_is_too_large([size for key, size in changes.items() if key != reader])
        for reader in readers
    )


def _one_is_too_large(amounts: list[int]) -> bool:
    # Nothing from everybody would tell the figure of each.
    total = sum(amounts)
    return total == 0 or max(amounts) * 100 > total * LARGEST
