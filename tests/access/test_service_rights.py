"""Every service refuses who may not do it, whatever page, command or job calls it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any, NoReturn

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.accounts import services as accounts
from buyergroups.chains import rules
from buyergroups.chains import services as chains
from buyergroups.db import Database
from buyergroups.errors import NotAllowedError
from buyergroups.phases import services as phases
from buyergroups.settings import services as settings
from buyergroups.settings.catalogue import SettingKey
from models.base import Precision
from models.chains import Chain, ChainVersion, CoverageKind, ImpactLevel, SelectionOutcome
from models.decisions import Body, Decision
from models.people import EndReason, Language, Person, PersonSession, Role, RoleAssignment
from models.phases import (
    CriterionState,
    Phase,
    PhaseAssessment,
    PhaseCriterion,
    Progress,
)
from models.programme import Programme, Theme
from tests.access.people import ICT, LONG_AGO, MAKER, actor_of, add_others, block, person_id
from tests.access.routes import EVERYBODY, SIGNED_IN
from tests.support.run import NOW

MODULES: tuple[ModuleType, ...] = (accounts, chains, phases, settings)
DECIDERS = {"manager", "opgave"}
ANYBODY = set(SIGNED_IN)

#: Who may do it; everybody else is refused. ICT-hardware is led by `trekker`, not by `trekker2`.
WHO_MAY: dict[str, set[str]] = {
    "report_status": {"trekker"},
    "say_still_correct": {"trekker"},
    "record_finding": {"trekker"},
    "assess_phase": {"trekker"},
    "record_procedure": DECIDERS,
    "confirm_assessment": DECIDERS,
    "return_assessment": DECIDERS,
    "select_chains": {"manager"},
    "cover_chain": {"manager"},
    "set_impact": {"manager"},
    "change_chain": {"manager"},
    "change_setting": {"beheer"},
    "add_person": {"beheer"},
    "set_password": {"beheer"},
    "make_administrator": {"beheer"},
    "give_role": {"beheer"},
    "give_role to a lead": {"manager"},
    "end_role": {"beheer"},
    "end_role of a lead": {"manager"},
    "end_session": {"beheer"},
    "end_session of one's own": ANYBODY,
    "choose_language": ANYBODY,
}


@dataclass
class Ground:
    """What the services are about: the chain ICT-hardware, and somebody else."""

    session: Session
    actor: Actor
    chain_id: int
    somebody: int

    def call(self, service: Callable[..., Any], **values: Any) -> Any:
        return service(self.session, self.actor, NOW, **values)

    def on_chain(self, service: Callable[..., Any], **values: Any) -> Any:
        return self.call(service, chain_id=self.chain_id, **values)

    def first(self, model: type[Any], *conditions: Any) -> Any:
        found = self.session.scalars(select(model).where(*conditions).order_by(model.id)).first()
        assert found is not None, model
        return found

    @property
    def body(self) -> Body:
        return self.first(Body, Body.code == "opgave-overleg")  # type: ignore[no-any-return]

    @property
    def decision(self) -> Decision:
        return self.first(Decision, Decision.body_id == self.body.id)  # type: ignore[no-any-return]

    @property
    def open_assessment(self) -> PhaseAssessment:
        return self.first(  # type: ignore[no-any-return]
            PhaseAssessment,
            PhaseAssessment.chain_id == self.chain_id,
            PhaseAssessment.outcome.is_(None),
        )


def decide(ground: Ground, service: Callable[..., Any], **values: Any) -> None:
    ground.call(
        service,
        assessment=ground.open_assessment,
        body=ground.body,
        decision=ground.decision,
        **values,
    )


def choose(ground: Ground) -> None:
    choice = rules.Choice(ICT, SelectionOutcome.ADD, "omdat")
    ground.call(
        chains.select_chains,
        year=2028,
        choices=[choice],
        decision=ground.decision,
        expected=1,
    )


def change(ground: Ground) -> None:
    version = ground.first(ChainVersion, ChainVersion.chain_id == ground.chain_id)
    ground.on_chain(
        chains.change_chain,
        name_nl="Andere naam",
        cluster_id=version.cluster_id,
        priority=True,
        in_criteria_tool=True,
        reason="omdat",
    )


def end_role(ground: Ground, role: Role) -> None:
    assignment = ground.first(
        RoleAssignment, RoleAssignment.role == role, RoleAssignment.ended_at.is_(None)
    )
    ground.call(accounts.end_role, assignment=assignment)


def end_session(ground: Ground, person: int | None) -> None:
    row = ground.first(PersonSession, PersonSession.person_id == person)
    ground.call(accounts.end_session, ref=row.ref, reason=EndReason.ENDED_ELSEWHERE)


CALLS: dict[str, Callable[[Ground], Any]] = {
    "report_status": lambda g: g.on_chain(phases.report_status, progress=Progress.ON_TRACK),
    "say_still_correct": lambda g: g.on_chain(phases.say_still_correct),
    "record_finding": lambda g: g.on_chain(
        phases.record_finding,
        criterion_id=g.first(PhaseCriterion).id,
        state=CriterionState.OPEN,
    ),
    "assess_phase": lambda g: g.on_chain(
        phases.assess_phase,
        phase_id=g.first(Phase).id,
        since=date(2026, 1, 1),
        since_precision=Precision.YEAR,
        reason="omdat",
    ),
    "record_procedure": lambda g: g.call(
        chains.record_procedure,
        body=g.body,
        decided_on=date(2026, 11, 1),
        who_agreed="Iedereen",
        document="Brief",
        text="Tekst",
    ),
    "confirm_assessment": lambda g: decide(g, phases.confirm_assessment),
    "return_assessment": lambda g: decide(g, phases.return_assessment, reason="omdat"),
    "select_chains": choose,
    "cover_chain": lambda g: g.on_chain(
        chains.cover_chain, kind=CoverageKind.POSSIBLE, reason="omdat"
    ),
    "set_impact": lambda g: g.on_chain(
        chains.set_impact, theme_id=g.first(Theme).id, level=ImpactLevel.SMALL, reason="omdat"
    ),
    "change_chain": change,
    "change_setting": lambda g: g.call(
        settings.change_setting,
        programme_id=g.first(Programme).id,
        key=SettingKey.STALE_DAYS,
        value=100,
        reason="omdat",
    ),
    "add_person": lambda g: g.call(accounts.add_person, email="nieuw@x.example", name="Nieuw"),
    "set_password": lambda g: g.call(
        accounts.set_password, person=g.session.get_one(Person, g.somebody), password_hash="x"
    ),
    "make_administrator": lambda g: g.call(
        accounts.make_administrator, email="nieuw@x.example", name="Nieuw", password_hash="x"
    ),
    "give_role": lambda g: g.call(accounts.give_role, person_id=g.somebody, role=Role.EXPERT),
    "give_role to a lead": lambda g: g.on_chain(
        accounts.give_role, person_id=g.somebody, role=Role.CHAIN_LEAD
    ),
    "end_role": lambda g: end_role(g, Role.EXPERT),
    "end_role of a lead": lambda g: end_role(g, Role.CHAIN_LEAD),
    "end_session": lambda g: end_session(g, g.somebody),
    "end_session of one's own": lambda g: end_session(g, g.actor.person_id or g.somebody),
    "choose_language": lambda g: g.call(accounts.choose_language, language=Language.ENGLISH),
}


class UndoError(Exception):
    """Ends a transaction in which everything went well."""


def undo() -> NoReturn:
    raise UndoError


@pytest.fixture
def people(demo: Database) -> Database:
    """Everybody is there, has a session, and `blocked` is blocked."""
    areas.register_rules()
    add_others(demo)
    with demo.write() as session:
        for account in [*SIGNED_IN, "trekker3"]:
            accounts.start_session(
                session, NOW, person_id=person_id(session, account), address="-", device="-"
            )
    block(demo, "blocked")
    return demo


def outcome(database: Database, who: str, call: Callable[[Ground], Any]) -> str:
    """'allowed' or 'refused'; nothing of it stays."""
    with database.read() as session:
        actor = actor_of(session, who)
        chain_id = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()
        somebody = person_id(session, "trekker3")
    try:
        with database.write() as session:
            call(Ground(session, actor, chain_id, somebody))
            session.flush()
            undo()
    except NotAllowedError:
        return "refused"
    except UndoError:
        return "allowed"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", list(WHO_MAY))
def test_a_service_refuses_who_may_not(people: Database, name: str) -> None:
    found = {who: outcome(people, who, CALLS[name]) for who in EVERYBODY}
    assert {who for who, told in found.items() if told == "allowed"} == WHO_MAY[name]


def services() -> Iterator[str]:
    """The functions that write for somebody."""
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            names = list(inspect.signature(function).parameters)
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and names[:2] == ["session", "actor"]:
                yield name


def test_no_service_is_left_out() -> None:
    assert {name.split(" ")[0] for name in WHO_MAY} == set(services())
    assert WHO_MAY.keys() == CALLS.keys()


@pytest.mark.sqlite_only
def test_a_secretary_decides_for_the_own_body_only(people: Database) -> None:
    def elsewhere(ground: Ground) -> None:
        body = ground.first(Body, Body.code == "bestuurlijk-overleg")
        ground.call(
            chains.record_procedure,
            body=body,
            decided_on=date(2026, 11, 1),
            who_agreed="Iedereen",
            document="Brief",
            text="Tekst",
        )

    assert outcome(people, "opgave", elsewhere) == "refused"
    assert outcome(people, "manager", elsewhere) == "allowed"


@pytest.mark.sqlite_only
def test_a_lead_reports_on_the_own_chains_only(people: Database) -> None:
    def on(slug: str) -> Callable[[Ground], None]:
        def report(ground: Ground) -> None:
            chain = ground.first(Chain, Chain.slug == slug)
            ground.call(phases.report_status, chain_id=chain.id, progress=Progress.ON_TRACK)

        return report

    led = {"trekker": {ICT, "zonnepanelen"}, "trekker2": {"bedrijfskleding", "catering"}}
    for who, own in led.items():
        for slug in (ICT, "zonnepanelen", "bedrijfskleding", "catering", "gas"):
            expected = "allowed" if slug in own else "refused"
            assert outcome(people, who, on(slug)) == expected, (who, slug)


@pytest.mark.sqlite_only
def test_a_role_holds_from_its_first_day(people: Database) -> None:
    with people.write() as session:
        accounts.give_role(
            session,
            MAKER,
            LONG_AGO,
            person_id=person_id(session, "former"),
            role=Role.PROGRAMME_MANAGER,
            since=date(2026, 11, 22),
        )
    assert outcome(people, "former", CALLS["cover_chain"]) == "refused"
