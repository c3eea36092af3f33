"""What can happen to a chain, as one line of its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from buyergroups.chains.standing import AssessmentState
from buyergroups.clock import local_day
from models.base import Precision


class EventKind(StrEnum):
    """What happened."""

    REPORTED = "reported"
    ASSESSED = "assessed"
    DECIDED = "decided"
    SELECTED = "selected"
    COVERED = "covered"
    FOUND = "found"
    ATTACHED = "attached"
    DETACHED = "detached"
    LEAD_CAME = "lead-came"
    LEAD_LEFT = "lead-left"
    IMPACT_SET = "impact-set"
    CHANGED = "changed"
    PLAN_MOVED = "plan-moved"
    REPORT_PUBLISHED = "report-published"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was recorded of a chain. `was` and `is_now` are codes, ids or names."""

    at: datetime
    kind: EventKind
    by: str | None
    row: Any
    was: Any = None
    is_now: Any = None
    state: AssessmentState | None = None
    since: date | None = None
    since_precision: Precision = Precision.UNKNOWN
    ref: str | None = None  #: under which it can be corrected, where it still holds

    @property
    def day(self) -> date:
        """The day of recording, in Amsterdam."""
        return local_day(self.at)
