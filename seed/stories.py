"""Plays the stories of the demonstration: what happened to each chain, through the services.

Everything is done at its own simulated moment, with the rights that the person had then, in one
order of time over all chains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.accounts.services import end_role, give_role
from buyergroups.chains.rules import Choice
from buyergroups.chains.services import cover_chain, record_procedure, select_chains
from buyergroups.clock import local_day, start_of_day
from buyergroups.markup.render import render
from buyergroups.phases.services import (
    assess_phase,
    confirm_assessment,
    record_finding,
    report_status,
    return_assessment,
    say_still_correct,
)
from models.base import Precision
from models.chains import Chain, CoverageKind, SelectionOutcome
from models.decisions import Body, Decision
from models.history import ActorKind
from models.people import Person, Role, RoleAssignment
from models.phases import CriterionState, Phase, PhaseAssessment, PhaseCriterion, Progress
from models.phases import StagnationReason as Stagnation
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.people import DOMAIN
from seed.timing import Timing

STEERING = "opgave-overleg"
SECRETARY = "opgave"
MANAGER = "manager"
CHAINS_PER_YEAR = 5

Entry = Mapping[str, Any]


class Event(NamedTuple):
    """Something that happened at a moment."""

    moment: datetime
    happen: Callable[[], None]


@dataclass
class Stage:
    """The session, the ids of everything, and what stands open while a story is told."""

    session: Session
    timing: Timing
    people: Mapping[str, int]
    chains: Mapping[str, int]
    phases: Mapping[str, int]
    criteria: Mapping[str, int]
    steering: Body
    start: datetime
    agreed: str
    leads: dict[str, str] = field(default_factory=dict)
    assessed: dict[str, PhaseAssessment] = field(default_factory=dict)
    decided: dict[str, Decision] = field(default_factory=dict)

    def actor(self, account: str, moment: datetime) -> Actor:
        """A person with the rights of a moment, acted for by the loading of data."""
        return load_actor(self.session, self.people[account], moment, kind=ActorKind.SEED)

    def lead(self, slug: str, moment: datetime) -> Actor:
        """Who leads a chain at this point of its story."""
        return self.actor(self.leads[slug], moment)


def play_stories(session: Session, now: datetime) -> None:
    """Everything that happened, in order of time."""
    decisions = read_yaml(STORIES / "besluiten.yaml")
    stage = _stage(session, Timing(now), decisions["akkoord"])
    events = [
        *_chain_events(stage, read_yaml(STORIES / "ketens.yaml")),
        *_decision_events(stage, decisions["besluiten"]),
        *_selection_events(stage, decisions["selecties"]),
    ]
    for event in sorted(events, key=lambda event: event.moment):
        event.happen()


def _stage(session: Session, timing: Timing, agreed: str) -> Stage:
    emails = session.execute(select(Person.email, Person.id).where(Person.is_demonstration))
    criteria = session.execute(select(PhaseCriterion.code, PhaseCriterion.id))
    return Stage(
        session=session,
        timing=timing,
        people={email.removesuffix(f"@{DOMAIN}"): key for email, key in emails},
        chains=dict(session.execute(select(Chain.slug, Chain.id)).all()),
        phases=dict(session.execute(select(Phase.code, Phase.id)).all()),
        criteria=dict(criteria.all()),
        steering=session.scalars(select(Body).where(Body.code == STEERING)).one(),
        start=start_of_day(session.scalars(select(Programme.records_from)).one()),
        agreed=agreed,
    )


def _chain_events(stage: Stage, stories: Mapping[str, list[Entry]]) -> Iterator[Event]:
    for slug, entries in stories.items():
        on_day: Counter[Any] = Counter()
        for entry in entries:
            ago = entry["ago"]
            moment = _moment(stage, ago, slug, on_day[ago])
            on_day[ago] += 1
            yield Event(moment, _bound(ACTS[entry["do"]], stage, slug, moment, entry))


def _moment(stage: Stage, ago: int | str, who: str, nth: int) -> datetime:
    if ago == "start":
        return stage.start + timedelta(hours=9)
    return stage.timing.moment(stage.timing.day(int(ago)), who, nth)


def _bound(
    act: Callable[[Stage, str, datetime, Entry], None],
    stage: Stage,
    slug: str,
    moment: datetime,
    entry: Entry,
) -> Callable[[], None]:
    return lambda: act(stage, slug, moment, entry)


def _lead(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    give_role(
        stage.session,
        stage.actor(MANAGER, moment),
        moment,
        person_id=stage.people[entry["account"]],
        role=Role.CHAIN_LEAD,
        chain_id=stage.chains[slug],
    )
    stage.leads[slug] = entry["account"]


def _end_lead(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    assignment = stage.session.scalars(
        select(RoleAssignment).where(
            RoleAssignment.person_id == stage.people[entry["account"]],
            RoleAssignment.chain_id == stage.chains[slug],
            RoleAssignment.ended_at.is_(None),
        )
    ).one()
    end_role(stage.session, stage.actor(MANAGER, moment), moment, assignment=assignment)


def _report(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    report_status(
        stage.session,
        stage.lead(slug, moment),
        moment,
        chain_id=stage.chains[slug],
        progress=Progress(entry["progress"]),
        stagnation_reason=Stagnation(entry["stagnation"]) if "stagnation" in entry else None,
        changed=render(entry["changed"]),
        next_step=entry["next"],
        next_step_on=stage.timing.exactly(entry["ago"] - entry["next_in"]),
    )


def _still(stage: Stage, slug: str, moment: datetime, _: Entry) -> None:
    actor = stage.lead(slug, moment)
    say_still_correct(stage.session, actor, moment, chain_id=stage.chains[slug])


def _finding(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    ago = entry.get("evidence_ago")
    record_finding(
        stage.session,
        stage.lead(slug, moment),
        moment,
        chain_id=stage.chains[slug],
        criterion_id=stage.criteria[entry["criterion"]],
        state=CriterionState(entry["state"]),
        evidence=entry["evidence"],
        link=entry.get("link", ""),
        evidence_on=None if ago is None else stage.timing.day(ago),
    )


def _assess(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    stage.assessed[slug] = assess_phase(
        stage.session,
        stage.lead(slug, moment),
        moment,
        chain_id=stage.chains[slug],
        phase_id=stage.phases[entry["phase"]],
        since=_since(stage, entry),
        since_precision=Precision(entry["precision"]),
        reason=entry["reason"],
    )
    if entry.get("confirmed"):
        _confirm(stage, slug, moment + timedelta(minutes=2), stage.decided[slug])


def _since(stage: Stage, entry: Entry) -> date | None:
    if "since_year" in entry:
        return date(entry["since_year"], 1, 1)
    return stage.timing.day(entry["since_ago"]) if "since_ago" in entry else None


def _cover(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    precision = Precision(entry["precision"])
    since = stage.timing.day(entry["since_ago"])
    cover_chain(
        stage.session,
        stage.actor(MANAGER, moment),
        moment,
        chain_id=stage.chains[slug],
        kind=CoverageKind(entry["kind"]),
        covered_by=entry["covered_by"],
        part=entry["part"],
        since=since.replace(day=1) if precision is Precision.MONTH else since,
        since_precision=precision,
        reason=entry["reason"],
    )


def _decide(stage: Stage, slug: str, moment: datetime, entry: Entry) -> None:
    stage.decided[slug] = _procedure(stage, moment, entry["document"], entry["text"])


ACTS: Mapping[str, Callable[[Stage, str, datetime, Entry], None]] = {
    "lead": _lead,
    "end-lead": _end_lead,
    "report": _report,
    "still": _still,
    "finding": _finding,
    "assess": _assess,
    "cover": _cover,
    "decide": _decide,
}


def _procedure(stage: Stage, moment: datetime, document: str, text: str) -> Decision:
    return record_procedure(
        stage.session,
        stage.actor(SECRETARY, moment),
        moment,
        body=stage.steering,
        decided_on=local_day(moment),
        who_agreed=stage.agreed,
        document=document,
        text=text,
    )


def _confirm(stage: Stage, slug: str, moment: datetime, decision: Decision) -> None:
    confirm_assessment(
        stage.session,
        stage.actor(SECRETARY, moment),
        moment,
        assessment=stage.assessed[slug],
        body=stage.steering,
        decision=decision,
    )


def _return(stage: Stage, slug: str, moment: datetime, decision: Decision, reason: str) -> None:
    return_assessment(
        stage.session,
        stage.actor(SECRETARY, moment),
        moment,
        assessment=stage.assessed[slug],
        body=stage.steering,
        decision=decision,
        reason=reason,
    )


def _decision_events(stage: Stage, entries: list[Entry]) -> Iterator[Event]:
    for entry in entries:
        moment = _moment(stage, entry["ago"], STEERING, 0)
        yield Event(moment, _bound(_decide_on_assessments, stage, "", moment, entry))


def _decide_on_assessments(stage: Stage, _: str, moment: datetime, entry: Entry) -> None:
    decision = _procedure(stage, moment, entry["document"], entry["text"])
    for slug in entry["bevestigt"]:
        _confirm(stage, slug, moment, decision)
    for slug, reason in entry.get("geeft_terug", {}).items():
        _return(stage, slug, moment, decision, reason)


def _selection_events(stage: Stage, entries: list[Entry]) -> Iterator[Event]:
    for entry, (year, day) in zip(entries, stage.timing.selections(), strict=True):
        moment = stage.timing.moment(day, STEERING)
        yield Event(moment, _bound(_select, stage, str(year), moment, entry))


def _select(stage: Stage, year: str, moment: datetime, entry: Entry) -> None:
    decision = _procedure(
        stage, moment, entry["document"].format(year=year), entry["text"].format(year=year)
    )
    select_chains(
        stage.session,
        stage.actor(MANAGER, moment),
        moment,
        year=int(year),
        choices=[
            Choice(row["keten"], SelectionOutcome(row["uitkomst"]), row["reden"])
            for row in entry["ketens"]
        ],
        decision=decision,
        expected=CHAINS_PER_YEAR,
    )
