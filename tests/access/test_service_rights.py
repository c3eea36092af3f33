"""Every service refuses who may not do it, whatever page, command or job calls it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

from buyergroups import areas
from buyergroups.accounts import services as accounts
from buyergroups.chains import services as chains
from buyergroups.config import ROOT
from buyergroups.db import Database
from buyergroups.errors import NotAllowedError, NotThereError, RefusedError
from buyergroups.phases import services as phases
from models.chains import Chain
from models.decisions import Body
from models.people import Role
from models.phases import (
    Progress,
)
from tests.access.people import ICT, LONG_AGO, MAKER, actor_of, add_others, block, person_id
from tests.access.routes import EVERYBODY, SIGNED_IN
from tests.access.services import CALLS, WHO_MAY, Ground
from tests.flags.making import of_flags
from tests.support.run import NOW

#: The services are tried in so many tests.
PARTS = 4


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
    of_flags(demo)
    return demo


def outcome(database: Database, who: str, call: Callable[[Ground], Any]) -> str:
    """'allowed' or 'refused'; nothing of it stays. Whoever hears why not was allowed to try."""
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
    except (UndoError, RefusedError, NotThereError):
        return "allowed"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("part", range(PARTS))
def test_a_service_refuses_who_may_not(people: Database, part: int) -> None:
    """Each call is undone, so that all of them can be made on people that are made once."""
    wrong = {}
    for name in list(WHO_MAY)[part::PARTS]:
        told = {who: outcome(people, who, CALLS[name]) for who in EVERYBODY}
        allowed = {who for who in told if told[who] == "allowed"}
        if allowed != WHO_MAY[name]:
            wrong[name] = allowed ^ WHO_MAY[name]
    assert wrong == {}


def services() -> Iterator[str]:
    """The functions of every area that write for somebody."""
    for path in sorted((ROOT / "buyergroups").glob("*/services.py")):
        module = import_module(f"buyergroups.{path.parent.name}.services")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            names = list(inspect.signature(function).parameters)
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and names[:2] == ["session", "actor"]:
                yield name


def test_no_service_is_left_out() -> None:
    assert {name.split(" ")[0] for name in WHO_MAY} == set(services())
    assert len(list(services())) == len(set(services()))
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
