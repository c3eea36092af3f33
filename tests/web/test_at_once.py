"""Twenty-four people save one thing at once: one is told that it was saved, the others that not."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from models.base import Base
from models.decisions import Decision
from models.phases import CriterionFinding, PhaseAssessment, StatusUpdate
from tests.access.people import ICT, open_assessment
from tests.support.apps import StandingClock, make_app, make_client
from tests.support.client import CheckingClient, Page

PEOPLE = 24
FORM = "form[data-concept]"
CHAIN = f"/ketens/{ICT}"


@dataclass(frozen=True)
class Form:
    """One form: who fills it in with what, and which table it adds a row to."""

    account: str
    address: str
    table: type[Base]
    fields: Mapping[str, str]
    #: The field with one's own words; everybody writes something else.
    own: str


FORMS = {
    "report": Form(
        "trekker", f"{CHAIN}/statusupdate", StatusUpdate, {"voortgang": "on-track"}, "stap"
    ),
    "finding": Form(
        "trekker",
        f"{CHAIN}/fase/criteria/1",
        CriterionFinding,
        {"stand": "met"},
        "onderbouwing",
    ),
    "assessment": Form(
        "trekker", f"{CHAIN}/fase/beoordelen", PhaseAssessment, {"fase": "3"}, "waarom"
    ),
    "decision": Form(
        "opgave",
        "/fasebeoordelingen/{assessment}/besluit",
        Decision,
        {"uitkomst": "returned", "akkoord": "allen", "document": "ronde"},
        "reden",
    ),
}


def rows(database: Database, table: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def send_at_once(
    clients: list[CheckingClient], address: str, bodies: list[dict[str, str]]
) -> list[Page]:
    """Every client sends its own body, all at the same moment."""
    together = threading.Barrier(len(clients))
    found: dict[int, Page] = {}

    def send(nr: int) -> None:
        together.wait()
        for _ in range(20):
            found[nr] = Page(clients[nr].post(address, data=bodies[nr]))
            if found[nr].status != 503:  # too busy: nothing was done, and one tries again
                return

    threads = [threading.Thread(target=send, args=(nr,)) for nr in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[nr] for nr in range(len(clients))]


@pytest.mark.both_databases
@pytest.mark.parametrize("name", FORMS)
def test_one_is_saved_and_the_others_are_told(
    own_database: Database, clock: StandingClock, name: str
) -> None:
    form = FORMS[name]
    app = make_app(own_database, clock)
    clients = [make_client(app, own_database, clock).as_(form.account) for _ in range(PEOPLE)]
    address = form.address.format(assessment=open_assessment(own_database, ICT))
    bodies = [
        client.page(address).fields(FORM) | {**form.fields, form.own: f"Woorden van {nr}."}
        for nr, client in enumerate(clients)
    ]
    before = rows(own_database, form.table)
    for client in clients:
        client.checks = False
    answers = send_at_once(clients, address, bodies)
    assert Counter(answer.status for answer in answers) == {303: 1, 409: PEOPLE - 1}
    assert rows(own_database, form.table) == before + 1
    winner = next(nr for nr, answer in enumerate(answers) if answer.status == 303)
    for nr, answer in enumerate(answers):
        if nr != winner:
            assert f"Woorden van {nr}." in answer.text
            assert f"Woorden van {winner}." in answer.words


@pytest.mark.both_databases
def test_one_form_sent_many_times_at_once_is_recorded_once(
    own_database: Database, clock: StandingClock
) -> None:
    """A finger that stays on the button: all of them are told that it was recorded."""
    form = FORMS["report"]
    app = make_app(own_database, clock)
    client = make_client(app, own_database, clock).as_(form.account)
    body = client.page(form.address).fields(FORM) | {**form.fields, form.own: "Een keer."}
    others = []
    for _ in range(8):
        other = make_client(app, own_database, clock)
        with client.session_transaction() as mine, other.session_transaction() as theirs:
            theirs.update(mine)
        other.checks = False
        others.append(other)
    before = rows(own_database, form.table)
    answers = send_at_once(others, form.address, [body] * len(others))
    assert [answer.status for answer in answers] == [303] * len(others)
    assert rows(own_database, form.table) == before + 1
