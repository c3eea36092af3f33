"""Pure rules of flags: what differs, and how far ahead one can be snoozed.

Source: "Flags" in the domain. Nothing here asks a clock or a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from buyergroups.flags.offers import Found, Key
from buyergroups.words import Words

T = TypeVar("T")
#: Longer than half a year is not snoozing but leaving it. Our design.
LONGEST_SNOOZE = timedelta(days=183)

DAY_MISSING = Words(
    "Vul in op welke dag het terug moet komen.", "Fill in on which day it has to come back."
)
NOT_AHEAD = Words(
    "Kies een dag na vandaag. Op die dag komt het aandachtspunt terug.",
    "Choose a day after today. On that day the flag comes back.",
)
TOO_FAR = Words(
    "Stel hoogstens een half jaar uit: tot en met %(last)s.",
    "Snooze for half a year at most: up to %(last)s.",
)


@dataclass(frozen=True)
class Held:
    """A flag that is open: its row, and since which day it says that it is so."""

    id: int
    since: date | None


@dataclass(frozen=True)
class Differences:
    """What to write so that the open flags of a rule are those for which it holds."""

    opened: Sequence[Found]
    closed: Sequence[int]
    #: Since which day it is so by now, by the row of a flag that stays.
    moved: Mapping[int, date | None]

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.opened or self.closed or self.moved)


def differences(held: Mapping[Key, Held], found: Iterable[Found]) -> Differences:
    """What opens, what closes, and what stays with another day."""
    holds = {one.key: one for one in found}
    return Differences(
        opened=[one for key, one in holds.items() if key not in held],
        closed=[flag.id for key, flag in held.items() if key not in holds],
        moved={
            flag.id: holds[key].since
            for key, flag in held.items()
            if key in holds and holds[key].since != flag.since
        },
    )


def batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The rows in parts, so that no transaction takes long."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def last_snooze(today: date) -> date:
    """The last day to which somebody can snooze."""
    return today + LONGEST_SNOOZE


def snooze_mistake(until: date, today: date) -> Words | None:
    """What is wrong with the day on which a flag is to come back."""
    if until <= today:
        return NOT_AHEAD
    return TOO_FAR if until > last_snooze(today) else None
