"""Much made-up data, for the benchmark. The same seed number gives the same data.

The rows go in directly, not through the services, which would take minutes for thousands of
chains. Their history is written all the same, and a transaction lasts about a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.chains.rules import decision_reference
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from models.base import REF_ALPHABET, REF_LENGTH, Base, Precision, sort_name
from models.chains import Chain, ChainVersion, Cluster, Impact, ImpactLevel
from models.decisions import Body, Decision, DecisionKind
from models.history import ActorKind
from models.people import Language, Person, Role, RoleAssignment
from models.phases import (
    AssessmentOutcome,
    Phase,
    PhaseAssessment,
    Progress,
    ReportKind,
    StagnationReason,
    StatusUpdate,
)
from models.programme import Programme, Theme
from seed.bulk_consultations import add_consultations
from seed.bulk_groups import add_groups
from seed.bulk_register import load_organisations
from seed.parts import SEED
from seed.reference import load_reference

REASON = "Verzonnen gegevens in bulk"
DOMAIN = "bulk.example"
DECIDING_BODY = "opgave-overleg"
#: One in so many chains has no lead.
WITHOUT_LEAD = 10
#: About a second of writing each.
CHAINS_AT_ONCE = 150
PEOPLE_AT_ONCE = 2000
#: How far back the reports go, where the programme keeps records that long.
MOST_DAYS = 400

CHANGED = (
    "De marktconsultatie is afgerond. Drie leveranciers kunnen het gevraagde nu leveren.",
    "Twee gemeenten sluiten aan bij de buyer group. De gezamenlijke eisen liggen ter inzage.",
    "De pilot loopt langer door. **De levertijden** zijn nog te lang voor een raamovereenkomst.",
    "Er is overlegd over de meetmethode. Een besluit volgt na het zomerreces.",
)
STEPS = (
    "Eisen vaststellen met de buyer group",
    "Aanbesteding publiceren",
    "Resultaten van de pilot bespreken",
    "Marktconsultatie voorbereiden",
)


class Added(NamedTuple):
    """How much was added; what was there already is left as it is."""

    chains: int
    people: int
    organisations: int = 0
    groups: int = 0
    consultations: int = 0


@dataclass(frozen=True)
class Ground:
    """What the rows refer to, and the period they lie in."""

    programme_id: int
    decision_id: int
    clusters: Sequence[int]
    themes: Sequence[int]
    phases: Sequence[int]
    people: Sequence[int]
    #: The texts of CHANGED, laid out.
    html: Mapping[str, str]
    start: datetime
    now: datetime
    seed: int


def load_bulk(
    database: Database,
    now: datetime,
    *,
    chains: int,
    people: int,
    organisations: int = 0,
    groups: int = 0,
    consultations: int = 0,
    seed: int,
) -> Added:
    """Add chains "Bulkketen 0001" and on, people, organisations, buyer groups and consultations
    likewise, where missing.

    The people write the reports and lead most of the chains; with chains there is at least one.
    Consultations are of a made-up group: with them there is at least one, with somebody in it.
    Loads the reference data where there is none.
    """
    load_reference(database, now)
    groups = max(groups, 1) if consultations else groups
    most = max(people, 1) if chains or groups else people
    with database.read() as session:
        slugs = set(session.scalars(select(Chain.slug)))
        emails = set(session.scalars(select(Person.email)))
    new_people = [nr for nr in range(1, most + 1) if _email(nr) not in emails]
    new_chains = [nr for nr in range(1, chains + 1) if _slug(nr) not in slugs]
    for numbers in _parts(new_people, PEOPLE_AT_ONCE):
        with database.write() as session, recorded(session, SEED, now, reason=REASON):
            session.add_all(_person(nr, seed) for nr in numbers)
    if new_chains:
        ground = _ground(database, now, seed)
        for numbers in _parts(new_chains, CHAINS_AT_ONCE):
            with database.write() as session, recorded(session, SEED, now, reason=REASON):
                _add_chains(session, ground, numbers)
    new_organisations = load_organisations(database, now, organisations)
    new_groups = add_groups(database, now, groups=groups, seed=seed)
    talks = add_consultations(database, now, consultations=consultations, seed=seed)
    return Added(len(new_chains), len(new_people), new_organisations, new_groups, talks)


def _parts(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _slug(nr: int) -> str:
    return f"bulkketen-{nr:04d}"


def _email(nr: int) -> str:
    return f"bulkpersoon-{nr:04d}@{DOMAIN}"


def _ref(random: Random) -> str:
    return "".join(random.choices(REF_ALPHABET, k=REF_LENGTH))


def _person(nr: int, seed: int) -> Person:
    name = f"Bulkpersoon {nr:04d}"
    return Person(
        ref=_ref(Random(f"{seed} person {nr}")),  # noqa: S311
        email=_email(nr),
        name=name,
        sort_name=sort_name(name),
    )


def _ground(database: Database, now: datetime, seed: int) -> Ground:
    html = {text: render(text).html for text in CHANGED}
    with database.write() as session:
        programme = session.scalars(select(Programme).order_by(Programme.id)).first()
        assert programme is not None
        kept_from = start_of_day(programme.records_from)
        bulk_people = Person.email.like(f"bulkpersoon-%@{DOMAIN}")
        return Ground(
            programme_id=programme.id,
            decision_id=_decision(session, programme.id, now),
            clusters=session.scalars(select(Cluster.id).order_by(Cluster.position)).all(),
            themes=session.scalars(
                select(Theme.id).where(Theme.scored_per_chain).order_by(Theme.position)
            ).all(),
            phases=session.scalars(select(Phase.id).order_by(Phase.nr)).all(),
            people=session.scalars(select(Person.id).where(bulk_people).order_by(Person.id)).all(),
            html=html,
            start=max(kept_from, now - timedelta(days=MOST_DAYS)),
            now=now,
            seed=seed,
        )


def _decision(session: Session, programme_id: int, now: datetime) -> int:
    """The decision that confirms assessments, made the first time."""
    known = session.scalar(select(Decision.id).where(Decision.document == REASON).limit(1))
    if known is not None:
        return known
    body = session.scalars(select(Body).where(Body.code == DECIDING_BODY)).one()
    day = local_day(now)
    highest = session.scalar(
        select(func.max(Decision.nr)).where(Decision.body_id == body.id, Decision.year == day.year)
    )
    nr = (highest or 0) + 1
    decision = Decision(
        programme_id=programme_id,
        body_id=body.id,
        kind=DecisionKind.WRITTEN_PROCEDURE,
        decided_on=day,
        year=day.year,
        nr=nr,
        reference=decision_reference(body.prefix, day.year, nr),
        who_agreed="Niemand: dit besluit is verzonnen",
        document=REASON,
        text="Bevestigt de fasebeoordelingen van de bulkketens.",
        **stamp(SEED, now),
    )
    with recorded(session, SEED, now, reason=REASON):
        session.add(decision)
    return decision.id


def _add_chains(session: Session, ground: Ground, numbers: Sequence[int]) -> None:
    chains = {nr: Chain(programme_id=ground.programme_id, slug=_slug(nr)) for nr in numbers}
    session.add_all(chains.values())
    session.flush()
    for nr, chain in chains.items():
        session.add_all(_about(Story(ground, nr, chain.id)))


def _about(story: Story) -> Iterator[Base]:
    yield story.version()
    yield from story.impacts()
    if story.nr % WITHOUT_LEAD:
        yield story.lead()
    yield from story.reports()
    yield from story.assessments()


class Story:
    """What happened to one chain: the same for the same number and seed."""

    def __init__(self, ground: Ground, nr: int, chain_id: int) -> None:
        self.ground = ground
        self.nr = nr
        self.chain_id = chain_id
        self.random = Random(f"{ground.seed} chain {nr}")  # noqa: S311
        self.person_id = ground.people[nr % len(ground.people)]

    def version(self) -> ChainVersion:
        """Priority, and covered by nobody."""
        name = f"Bulkketen {self.nr:04d}"
        return ChainVersion(
            chain_id=self.chain_id,
            cluster_id=self.random.choice(self.ground.clusters),
            name_nl=name,
            sort_name=sort_name(name),
            priority=True,
            in_criteria_tool=self.random.random() < 0.5,
            reason=REASON,
            **stamp(SEED, self.ground.start),
        )

    def impacts(self) -> Iterator[Impact]:
        """One per theme."""
        for theme_id in self.ground.themes:
            yield Impact(
                chain_id=self.chain_id,
                theme_id=theme_id,
                level=self.random.choice(list(ImpactLevel)),
                reason=REASON,
                **stamp(SEED, self.ground.start),
            )

    def lead(self) -> RoleAssignment:
        """Whoever writes the reports, from the beginning."""
        return RoleAssignment(
            person_id=self.person_id,
            role=Role.CHAIN_LEAD,
            chain_id=self.chain_id,
            since=local_day(self.ground.start),
            **stamp(SEED, self.ground.start),
        )

    def reports(self) -> Iterator[StatusUpdate]:
        """Three to six, most of them with a next step."""
        for moment in self._moments(self.random.randint(3, 6)):
            progress = self.random.choices(list(Progress), weights=(6, 3, 1))[0]
            stagnates = progress is Progress.STAGNATES
            changed = self.random.choice(CHANGED)
            planned = self.random.random() < 0.8
            yield StatusUpdate(
                ref=_ref(self.random),
                chain_id=self.chain_id,
                kind=ReportKind.UPDATE,
                reported_at=moment,
                progress=progress,
                stagnation_reason=self.random.choice(list(StagnationReason)) if stagnates else None,
                changed=changed,
                changed_html=self.ground.html[changed],
                next_step=self.random.choice(STEPS) if planned else None,
                next_step_on=local_day(moment) + timedelta(days=self.random.randint(20, 200))
                if planned
                else None,
                language=Language.DUTCH,
                **self._by_person(moment),
            )

    def assessments(self) -> Iterator[PhaseAssessment]:
        """A confirmed one, and for half of the chains a later provisional one."""
        confirmed, provisional = self._moments(2)
        place = self.random.randrange(len(self.ground.phases))
        yield self._assessment(
            confirmed,
            place,
            outcome=AssessmentOutcome.CONFIRMED,
            outcome_at=confirmed + (provisional - confirmed) / 2,
            decision_id=self.ground.decision_id,
        )
        if self.random.random() < 0.5:
            yield self._assessment(provisional, min(place + 1, len(self.ground.phases) - 1))

    def _assessment(self, moment: datetime, place: int, **outcome: object) -> PhaseAssessment:
        return PhaseAssessment(
            ref=_ref(self.random),
            chain_id=self.chain_id,
            phase_id=self.ground.phases[place],
            since=local_day(moment),
            since_precision=Precision.DAY,
            reason=REASON,
            language=Language.DUTCH,
            criteria={},
            **outcome,
            **self._by_person(moment),
        )

    def _moments(self, count: int) -> list[datetime]:
        period = self.ground.now - self.ground.start
        return [
            self.ground.start + period * part
            for part in sorted(self.random.random() for _ in range(count))
        ]

    def _by_person(self, moment: datetime) -> dict[str, object]:
        return {
            "recorded_at": moment,
            "recorded_by_id": self.person_id,
            "recorded_kind": ActorKind.SEED,
        }
