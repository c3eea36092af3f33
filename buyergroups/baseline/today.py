"""What the baseline offers to the page of today, as long as chains wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from buyergroups.baseline import queries
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.words import Words

BASELINE = Words("Nulmeting", "Baseline")
ONE = Words(
    "1 van je ketens is nog niet in een fase beoordeeld",
    "1 of your chains was not assessed yet",
)
MORE = Words(
    "%(count)s van je ketens zijn nog niet in een fase beoordeeld",
    "%(count)s of your chains were not assessed yet",
)
ALL_ONE = Words(
    "1 prioritaire keten is nog niet in een fase beoordeeld",
    "1 priority chain was not assessed yet",
)
ALL = Words(
    "%(count)s prioritaire ketens zijn nog niet in een fase beoordeeld",
    "%(count)s priority chains were not assessed yet",
)
FILL_IN = Words("Nulmeting invullen", "Fill in the baseline")
LOOK = Words("Bekijk", "View")
PATH = "/nulmeting"


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """One line for a lead whose chains wait; one for the manager while others wait."""
    actor = visit.actor
    own = []
    if actor.leads and queries.some_wait(session, actor.leads):
        own = queries.own_chains(session, actor, visit.now)
    waiting = sum(row.waits_for_baseline for row in own)
    if waiting:
        what = (ONE if waiting == 1 else MORE).into(visit.language, count=waiting)
        return [_line(what, 95, Deed(FILL_IN, PATH), visit)]
    if not actor.is_programme_manager:
        return []
    rows = queries.priority_chains(session, actor, visit.now)
    waiting = sum(row.waits_for_baseline for row in rows)
    if not waiting:
        return []
    what = (ALL_ONE if waiting == 1 else ALL).into(visit.language, count=waiting)
    return [_line(what, 20, Deed(LOOK, PATH), visit)]


def _line(what: str, weight: int, deed: Deed, visit: Visit) -> Line:
    return Line(BASELINE.into(visit.language), PATH, what, weight, "warn", (deed,), dutch=False)


OFFER = Offer(lines=lines)
