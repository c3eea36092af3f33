"""What needs a lead about the reports on a chain, and who decides about an assessment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, select, union
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains import flags as chain_kind
from buyergroups.chains.flags import CHAIN, standings_of
from buyergroups.chains.naming import named_chain
from buyergroups.chains.standing import Freshness, can_go_stale, step_is_past
from buyergroups.clock import local_day
from buyergroups.flags.offers import (
    Found,
    Key,
    Look,
    Rule,
    Severity,
    Solve,
    SubjectKind,
    Told,
)
from buyergroups.phases.queries import OPGAVE_OVERLEG
from buyergroups.phases.today import DECIDE, REPORT
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words
from models.chains import Chain
from models.decisions import Body, Decision, Meeting
from models.phases import PhaseAssessment

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


def waiting(session: Session, look: Look) -> Iterator[Found]:
    """Provisional assessments past which the opgave-overleg came together more than once.

    It came together on the days of its meetings, and on those on which it decided about other
    assessments. A written procedure about anything else passes no assessment by.
    """
    of_body = and_(Body.programme_id == look.programme.id, Body.code == OPGAVE_OVERLEG)
    met = select(Meeting.held_on).join(Body, Body.id == Meeting.body_id).where(of_body)
    about = select(PhaseAssessment.id).where(PhaseAssessment.decision_id == Decision.id)
    decided = (
        select(Decision.decided_on)
        .join(Body, Body.id == Decision.body_id)
        .where(of_body, about.exists())
    )
    days = sorted(day for day in session.scalars(union(met, decided)) if day <= look.today)
    rows = session.execute(
        select(
            PhaseAssessment.id,
            PhaseAssessment.ref,
            PhaseAssessment.chain_id,
            PhaseAssessment.recorded_at,
        )
        .join(Chain, Chain.id == PhaseAssessment.chain_id)
        .where(
            Chain.programme_id == look.programme.id,
            PhaseAssessment.outcome.is_(None),
            PhaseAssessment.corrected_at.is_(None),
        )
    )
    for row in rows:
        after = days[bisect_right(days, local_day(row.recorded_at)) :]
        if len(after) > 1:
            yield Found(row.id, row.ref, since=after[1], chain_id=row.chain_id)


def _seen(actor: Actor) -> Select[Any]:
    row = PhaseAssessment
    return select(row.id).where(row.chain_id.in_(chain_kind.seen(actor)))


def _told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    row = PhaseAssessment
    asked = named_chain(select(row.id).where(row.id.in_({key.id for key in keys})), row.chain_id)
    found = {
        line.id: Told(line.chain, f"/ketens/{line.slug}/fase") for line in session.execute(asked)
    }
    return {key: found[key.id] for key in keys if key.id in found}


def _decides(actor: Actor) -> bool:
    return actor.is_programme_manager or bool(actor.secretary_of)


ASSESSMENT = SubjectKind(
    "assessment",
    Words("Fasebeoordeling", "Phase assessment"),
    _seen,
    _told,
    _decides,
    for_all=True,
    who=Words("opgave-overleg", "opgave-overleg"),
)
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
    todo=Words(
        "Geef een statusupdate, of zeg dat de vorige nog klopt.",
        "Give a status update, or say that the last one still holds.",
    ),
)
STEP_PAST = Rule(
    "next-step-past",
    Words("De dag van de volgende stap is voorbij", "The day of the next step is past"),
    Severity.NORMAL,
    CHAIN,
    step_past,
    Solve(Words("Nieuwe stap of datum", "New step or date"), "/volgende-stap"),
    told_elsewhere=True,
    todo=Words(
        "Zeg dat de stap klaar is, of kies een nieuwe stap of dag.",
        "Say that the step is done, or choose a new step or day.",
    ),
)
WAITING = Rule(
    "assessment-waits",
    Words(
        "De fasebeoordeling wacht al langer dan één overleg op een besluit",
        "The phase assessment has waited for a decision for more than one meeting",
    ),
    Severity.NORMAL,
    ASSESSMENT,
    waiting,
    Solve(DECIDE, "/fasebeoordelingen/{part}/besluit", whole=True),
    waits_for_others=True,
    todo=Words(
        "Het opgave-overleg besluit; de programmamanager of de secretaris legt dat vast.",
        "The opgave-overleg decides; the programme manager or the secretary records it.",
    ),
)
RULES = (STALE, STEP_PAST, WAITING)
