"""The timeline: from which day each phase holds, and which years are shown. Pure.

Source of the rules: "Phases" in the domain. The timeline draws by the date from which a phase
holds, with what was recorded up to the moment that is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from buyergroups.chains.standing import AssessmentState, holds
from buyergroups.phases.filters import LONGEST, UNKNOWN_YEAR, Mistake
from buyergroups.web.charts.scales import DayScale, last_of_month
from buyergroups.web.formats import YEARS, shown
from buyergroups.words import Words
from models.base import Precision
from models.phases import Progress, ReportKind, StagnationReason

FROM_AFTER_TO = Words(
    "Het eerste jaar (%(first)s) ligt na het laatste (%(last)s). Draai ze om.",
    "The first year (%(first)s) lies after the last one (%(last)s). Swap them.",
)
TOO_LONG = Words(
    "Kies ten hoogste %(most)s jaar. Dit zijn er %(count)s.",
    "Choose %(most)s years at most. These are %(count)s.",
)
#: How many years are shown when nobody chose, and how many can be.
USUAL_YEARS = 4
MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment as it stood at the moment that is asked."""

    chain_id: int
    phase_id: int
    since: date | None
    since_precision: Precision
    recorded_on: date
    state: AssessmentState
    #: The day on which it was confirmed, returned or withdrawn, if it was by then.
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that counts at the moment that is asked, with the step that it announced."""

    chain_id: int
    reported_on: date
    kind: ReportKind
    progress: Progress
    stagnation_reason: StagnationReason | None


@dataclass(frozen=True, slots=True)
class Held:
    """A phase that holds until the next one. It began on a day from `earliest` to `latest`."""

    assessed: Assessed
    earliest: date
    latest: date

    @property
    def open(self) -> bool:
        """Nobody knows when it began, nor what was before it."""
        return self.earliest == date.min


def held_phases(assessments: Iterable[Assessed]) -> list[Held]:
    """The phases that hold one after the other, from assessments in order of recording.

    What is recorded later says more: from the day on which it holds, what was recorded before it
    does not. So the last one is the phase on the board. An assessment that was returned, withdrawn
    or corrected says nothing about where the market was.
    """
    found: list[Held] = []
    for row in assessments:
        if not holds(row.state):
            continue
        new = _begins(row)
        while found and _gives_way(found[-1], new):
            found.pop()
        if found:
            last = found[-1]
            floor = last.earliest if _vague(last) or not _vague(new) else last.latest
            new = replace(new, earliest=max(new.earliest, min(floor, new.latest)))
            found = [replace(one, latest=min(one.latest, new.latest)) for one in found]
        found.append(new)
    return found


def _begins(row: Assessed) -> Held:
    """The days on which it can have begun; it held already when it was recorded."""
    if row.since is None or row.since_precision is Precision.UNKNOWN:
        return Held(row, date.min, row.recorded_on)
    last = {
        Precision.YEAR: date(row.since.year, 12, 31),
        Precision.MONTH: last_of_month(row.since),
    }.get(row.since_precision, row.since)
    return Held(row, row.since, max(min(last, row.recorded_on), row.since))


def _vague(held: Held) -> bool:
    return held.assessed.since is None


def _gives_way(earlier: Held, later: Held) -> bool:
    """Nothing is left of the earlier one, or the later one says the same of the same phase."""
    again = earlier.assessed.phase_id == later.assessed.phase_id
    window = (earlier.earliest, earlier.latest)
    return earlier.earliest >= later.latest or (again and window == (later.earliest, later.latest))


@dataclass(frozen=True, slots=True)
class Years:
    """The years to show, as somebody asked for them; None for what was not asked."""

    first: int | None = None
    last: int | None = None

    def parameters(self) -> list[tuple[str, str]]:
        """What stands in the address."""
        named = (("van", self.first), ("tot", self.last))
        return [(name, str(year)) for name, year in named if year is not None]

    def is_written_as(self, given: Mapping[str, str]) -> bool:
        """Whether an address says just this."""
        names = ("van", "tot")
        return dict(self.parameters()) == {name: given[name] for name in names if name in given}

    def scale(self, usual: tuple[int, int]) -> DayScale:
        """Whole years; what was not asked is as usual, as far as that goes together."""
        first, last = usual
        if self.first is not None:
            first, last = self.first, self.last or max(last, self.first)
            last = min(last, first + MOST_YEARS - 1)
        elif self.last is not None:
            first, last = min(first, self.last), self.last
            first = max(first, last - MOST_YEARS + 1)
        return DayScale(date(first, 1, 1), date(last, 12, 31))


def read_years(given: Mapping[str, str]) -> tuple[Years, list[Mistake]]:
    """The years that are asked for. What makes no sense is left out, and told."""
    mistakes: list[Mistake] = []
    first, last = (_year(name, given.get(name, ""), mistakes) for name in ("van", "tot"))
    if first is not None and last is not None:
        if first > last:
            return Years(), [Mistake("van", FROM_AFTER_TO, {"first": first, "last": last})]
        if (count := last - first + 1) > MOST_YEARS:
            return Years(), [Mistake("van", TOO_LONG, {"most": MOST_YEARS, "count": count})]
    return Years(first, last), mistakes


def _year(name: str, text: str, mistakes: list[Mistake]) -> int | None:
    typed = shown(text)
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and int(typed) in YEARS:
        return int(typed)
    mistakes.append(Mistake(name, UNKNOWN_YEAR, {"text": typed[:LONGEST]}))
    return None


def usual_years(today: date, known: Sequence[date]) -> tuple[int, int]:
    """The years in which something is known, the last ones; this year and the one before at least.

    What lies further than next year is left out until somebody asks for it.
    """
    days = [day for day in known if day.year in YEARS and day.year <= today.year + 1]
    last = max([today.year, *(day.year for day in days)])
    first = min([today.year - 1, *(day.year for day in days)])
    return max(first, last - USUAL_YEARS + 1, YEARS.start), last
