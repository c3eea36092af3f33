"""Pure rules of tenders: sensible days, and what is not yet available to all."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from buyergroups.words import Words
from models.base import Precision

FIRST_DAY = date(2015, 1, 1)
#: How far ahead a publication can be planned.
AHEAD = timedelta(days=3653)
#: From how long before the planned publication something that one has and all have not is urgent.
URGENT = timedelta(days=30)

ODD_DAY = Words(
    "Kies een dag tussen %(first)s en %(last)s.", "Choose a day between %(first)s and %(last)s."
)
NOT_YET = Words(
    "Deze dag ligt in de toekomst. Leg vast wat al gebeurd is.",
    "This day lies in the future. Record what has happened.",
)
BEFORE_GIVEN = Words(
    "Iedereen kan het niet eerder hebben dan de eerste: die kreeg het op %(day)s.",
    "All cannot have had it before the first one, who got it on %(day)s.",
)


class Openness(StrEnum):
    """How equal suppliers are before a tender."""

    NOTHING_GIVEN = "nothing-given"
    ALL_HAVE_IT = "all-have-it"
    NOT_YET = "not-yet"
    URGENT = "urgent"
    TOO_LATE = "too-late"
    UNEQUAL_SINCE = "unequal-since"


@dataclass(frozen=True)
class Given:
    """Since when one line of the sheet is available to all; None is not yet."""

    given_on: date
    all_since: date | None

    def for_all(self, today: date) -> bool:
        """Whether everybody can have it today."""
        return self.all_since is not None and self.all_since <= today

    def came_late(self, published: date) -> bool:
        """Whether one had it before a tender was published, and all only after that."""
        return self.given_on <= published and (self.all_since is None or self.all_since > published)

    def was_unequal(self, published: date) -> bool:
        """Whether one got it after the publication, and all later or not at all."""
        return self.given_on > published and self.all_since != self.given_on


def openness(
    lines: Iterable[Given], today: date, planned: date | None, published: date | None
) -> Openness:
    """Whether everybody has what one supplier was given, in time for the publication.

    `planned`: the first day on which the publication can be.
    """
    found = list(lines)
    if published is not None:
        return _since(found, published)
    if all(line.for_all(today) for line in found):
        return Openness.ALL_HAVE_IT if found else Openness.NOTHING_GIVEN
    near = planned is not None and planned - today <= URGENT
    return Openness.URGENT if near else Openness.NOT_YET


def _since(lines: Sequence[Given], published: date) -> Openness:
    """Of a tender that was published: what was unequal then can no longer be made equal."""
    if any(line.came_late(published) for line in lines):
        return Openness.TOO_LATE
    if any(line.was_unequal(published) for line in lines):
        return Openness.UNEQUAL_SINCE
    return Openness.ALL_HAVE_IT if lines else Openness.NOTHING_GIVEN


def last_day(planned: date | None, precision: Precision) -> date | None:
    """The last day that a publication planned for a day, a month or a year can be."""
    if planned is None or precision is Precision.UNKNOWN:
        return None
    if precision is Precision.DAY:
        return planned
    month = 12 if precision is Precision.YEAR else planned.month
    return planned.replace(month=month, day=monthrange(planned.year, month)[1])


def is_odd(day: date, today: date) -> bool:
    """Whether nobody means this day."""
    return not FIRST_DAY <= day <= today + AHEAD
