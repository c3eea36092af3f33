"""What may be told of what organisations buy, so that nobody's own figure can be worked out.

Source: `domain.md`, "What private competitors may learn". A total is told only when it rests on
enough organisations besides the reader's, none of them too large, rounded; and it is made anew
only when enough of them changed, so that two totals do not tell what one organisation did.

What is left: from many totals of one year, in which the same organisations come and go with the
same figures, a figure can be narrowed down, though not to the euro: every total is rounded. Each
such change is an act of the organisation, or of who keeps its membership, and is in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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

    @cached_property
    def euro(self) -> int:
        """As it is told: rounded."""
        return rounded(sum(self.amounts.values()))

    def is_safe(self, own: Set[int]) -> bool:
        """Whether it tells a reader of these organisations nothing of a single other one.

        Who bought nothing does not count as one of the others: it hides nobody.
        """
        others = [euro for key, euro in self.amounts.items() if euro and key not in own]
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


def told(stated: Iterable[Stated], own: Set[int] = frozenset()) -> Total | None:
    """The total for a reader of these organisations; `None`: every one would tell too much.

    All readers are told of the same totals, so that two who compare learn nothing; but one's own
    change is no cover for those of others, so one of them can still see an earlier total.
    """
    made = _one_after_another(_totals(stated), frozenset())
    return next(reversed(_one_after_another(made, own)), None)


def rounded(euro: int) -> int:
    """To two figures, half up: 1,254,000 becomes 1,300,000."""
    unit: int = 10 ** max(0, len(str(euro)) - FIGURES)
    return (euro + unit // 2) // unit * unit


def share(euro: int, market: int) -> int:
    """Per cent of the estimated market, half up."""
    return (euro * 200 + market) // (market * 2)


def _totals(stated: Iterable[Stated]) -> Iterator[Total]:
    """With all that was recorded up to each moment, in any order; of one moment the last counts."""
    amounts: dict[int, int] = {}
    in_order = sorted(stated, key=lambda one: one.moment)
    for moment, together in groupby(in_order, key=lambda one: one.moment):
        for one in together:
            amounts.pop(one.organisation_id, None)
            if one.euro is not None:
                amounts[one.organisation_id] = one.euro
        yield Total(moment, dict(amounts))


def _one_after_another(totals: Iterable[Total], own: Set[int]) -> list[Total]:
    """Those of the totals that a reader of these organisations can be told, each in its turn.

    Each is held against all before it: where four left and three came back, the difference
    between the first and the last is the figure of the fourth.
    """
    found: list[Total] = []
    for total in totals:
        news = not found or found[-1].euro != total.euro
        if news and total.is_safe(own) and all(_is_apart(row, total, own) for row in found[::-1]):
            found.append(total)
    return found


def _is_apart(before: Total, after: Total, own: Set[int]) -> bool:
    """Whether the difference between two totals tells nobody what another organisation did."""
    changed = {key for key, _ in before.amounts.items() ^ after.amounts.items()} - own
    sizes = [abs(after.amounts.get(key, 0) - before.amounts.get(key, 0)) for key in changed]
    told_apart = [size for size in sizes if size]
    return not told_apart or (
        len(told_apart) >= FEWEST_CHANGED and not _one_is_too_large(told_apart)
    )


def _one_is_too_large(amounts: Sequence[int]) -> bool:
    return max(amounts) * 100 > sum(amounts) * LARGEST
