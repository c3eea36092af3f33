"""What about the reports on a chain needs its lead; the same rules as its card on the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from buyergroups.chains.flags import CHAIN, standings_of
from buyergroups.chains.standing import Freshness, can_go_stale, step_is_past
from buyergroups.flags.offers import Found, Look, Rule, Severity, Solve
from buyergroups.phases.today import REPORT
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words

DAY = timedelta(days=1)


def stale(session: Session, look: Look) -> Iterator[Found]:
    """Chains on which nobody reported for longer than the setting."""
    days = timedelta(days=look.settings[SettingKey.STALE_DAYS])
    for row in standings_of(session, look):
        if row.fresh is Freshness.STALE and row.reported_on is not None:
            yield Found(row.id, since=row.reported_on + days + DAY, chain_id=row.id)


def step_past(session: Session, look: Look) -> Iterator[Found]:
    """Chains that expect reports and of which the day of the next step has passed."""
    for row in standings_of(session, look):
        expects = can_go_stale(
            has_lead=bool(row.leads), covered=row.covered, completed=row.completed
        )
        if expects and row.next_step_on and step_is_past(row.next_step_on, look.today):
            yield Found(row.id, since=row.next_step_on + DAY, chain_id=row.id)


STALE = Rule(
    "chain-stale",
    Words(
        "De keten is verouderd: er is lang niets gemeld", "The chain is stale: no report for long"
    ),
    Severity.HIGH,
    CHAIN,
    stale,
    Solve(REPORT, "/statusupdate"),
    (SettingKey.STALE_DAYS,),
    told_elsewhere=True,
)
STEP_PAST = Rule(
    "next-step-past",
    Words("De dag van de volgende stap is voorbij", "The day of the next step is past"),
    Severity.NORMAL,
    CHAIN,
    step_past,
    Solve(Words("Nieuwe stap of datum", "New step or date"), "/volgende-stap"),
    told_elsewhere=True,
)
RULES = (STALE, STEP_PAST)
