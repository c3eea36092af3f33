"""Equal treatment in a chain: who was heard, how often, how long, who never, who asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.suppliers import comparing, services
from buyergroups.suppliers.comparing import Order, Treated
from models.chains import Chain
from models.consultations import ConsultationState
from tests.access.people import actor_of
from tests.suppliers import making
from tests.suppliers.making import acting
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

#: A chain of which the demonstration tells nothing.
CHAIN = "gas"
PAGE = f"/ketens/{CHAIN}/marktpartijen"


def consult(database: Database, suppliers: dict[str, dict[str, Any]], **values: Any) -> str:
    return making.consult(database, suppliers, **{"chain": CHAIN, **values})


def treated(database: Database, who: str = "manager") -> dict[str, Treated]:
    with database.read() as session:
        chain_id = session.scalars(select(Chain.id).where(Chain.slug == CHAIN)).one()
        return {
            row.name: row for row in comparing.treated(session, actor_of(session, who), chain_id)
        }


def ask(database: Database, name: str, day: date) -> None:
    with acting(database, "manager") as (session, actor):
        services.add_wish(
            session,
            actor,
            NOW,
            supplier_id=making.supplier(session, name),
            chain_id=session.scalars(select(Chain.id).where(Chain.slug == CHAIN)).one(),
            asked_on=day,
        )


def test_how_often_and_how_long(demo: Database) -> None:
    consult(demo, {"Alfa": {"minutes": 10}, "Beta": {}, "Gamma": {"present": False}})
    consult(demo, {"Alfa": {}}, minutes_each=None, held_on=date(2026, 11, 1))
    consult(demo, {"Beta": {}}, state=ConsultationState.ANNOUNCED)
    consult(demo, {"Beta": {}}, state=ConsultationState.CANCELLED)
    consult(demo, {"Delta": {}}, chain="zonnepanelen")
    rows = treated(demo)
    told = {name: (row.times, row.minutes, row.unknown, row.last) for name, row in rows.items()}
    assert told == {
        "Alfa": (2, 10, 1, date(2026, 11, 1)),
        "Beta": (1, 30, 0, making.HELD),
        "Gamma": (0, 0, 0, None),
    }
    assert len(rows["Beta"].listed) == 3
    summary = comparing.summary(list(rows.values()))
    assert (summary.heard, summary.never, summary.least, summary.most) == (2, 1, 30, 30)
    assert summary.timed == 1, "of Alfa one time is known and one is not"


def test_who_asked_and_was_not_heard_since_waits(demo: Database) -> None:
    consult(demo, {"Alfa": {}, "Beta": {}})
    ask(demo, "Alfa", date(2026, 9, 1))
    ask(demo, "Beta", date(2026, 10, 2))
    ask(demo, "Nieuw", date(2026, 10, 2))
    rows = treated(demo)
    assert {name for name, row in rows.items() if row.waits} == {"Beta", "Nieuw"}
    assert comparing.summary(list(rows.values())).waiting == 2


def test_what_was_merged_is_one_that_was_heard_once(demo: Database) -> None:
    consult(demo, {"Alfa": {"minutes": 20}, "Alfa B.V.": {"minutes": 30}})
    ask(demo, "Alfa", date(2026, 9, 1))
    making.merge(demo, "Alfa", "Alfa B.V.")
    rows = treated(demo)
    assert set(rows) == {"Alfa B.V."}
    assert (rows["Alfa B.V."].times, rows["Alfa B.V."].minutes) == (1, 30)
    assert rows["Alfa B.V."].asked == date(2026, 9, 1)


def test_a_file_that_one_is_shut_out_of_does_not_count(demo: Database) -> None:
    ref = consult(demo, {"Alfa": {}})
    making.shut_out(demo, ref, "trekker")
    assert treated(demo, "trekker") == {}
    assert set(treated(demo)) == {"Alfa"}


@pytest.mark.parametrize("order", list(Order))
def test_every_order_has_everybody_once(order: Order) -> None:
    rows = [
        Treated(number, "", name, name, None)  # type: ignore[arg-type]
        for number, name in enumerate("cab")
    ]
    rows[1].heard, rows[1].last = {1: 10}, making.HELD
    rows[2].asked = making.HELD
    found = [row.name for row in comparing.in_order(rows, order)]
    assert (
        found
        == {
            Order.HEARD: ["b", "c", "a"],
            Order.NAME: ["a", "b", "c"],
            Order.MINUTES: ["b", "c", "a"],
            Order.LAST: ["b", "c", "a"],
            Order.ASKED: ["b", "a", "c"],
        }[order]
    )


@pytest.mark.both_databases
def test_the_page_and_its_file(client: CheckingClient, database: Database) -> None:
    consult(database, {"=Alfa": {"minutes": 10}, "Beta": {"present": False}})
    ask(database, "Beta", date(2026, 11, 2))
    page = client.as_("trekker").page(PAGE)
    assert page.all("tbody th a") == ["Beta", "=Alfa"]
    assert "1 marktpartij gehoord, elk 10 minuten" in page.words
    assert "1 marktpartij vroeg erom en is daarna niet gehoord" in page.words
    assert client.page(f"{PAGE}?volgorde=naam").all("tbody th a") == ["=Alfa", "Beta"]
    assert "is geen volgorde" in client.page(f"{PAGE}?volgorde=x", status=422).words
    text = client.get(f"{PAGE}.csv").get_data(as_text=True).removeprefix("\ufeff")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[1] == ["'=Alfa", "grootte niet bekend", "1", "10", "0", "1", "01-10-2026", ""]
    for who in ("publiek", "privaat", "beheer", "klankbord"):
        client.as_(who).page(PAGE, status=404)
        client.page(f"{PAGE}.csv", status=404)


def test_more_suppliers_take_no_more_statements(
    client: CheckingClient,
    database: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    client.as_("manager")
    counts = []
    for many in (2, 60):
        consult(database, {f"Partij {number} van {many}": {} for number in range(many)})
        ask(database, f"Partij 1 van {many}", making.HELD)
        of_each = []
        for path in (PAGE, "/marktpartijen", "/marktpartijen.csv"):
            with counted(database) as seen:
                client.get(path)
            of_each.append(len(seen))
        counts.append(of_each)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 22, counts


def test_a_time_that_is_not_known_is_not_told_as_nothing(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {"minutes": 50}, "Beta": {}, "Gamma": {}}, minutes_each=None)
    page = client.as_("trekker").page(PAGE)
    assert "3 marktpartijen gehoord; van 1 van de 3 is de tijd bekend: 50 minuten" in page.words
    assert "elk 50" not in page.words
    cells = [cell.get_text(" ", strip=True) for cell in page.soup.select("tbody td:nth-child(3)")]
    assert sorted(cells) == ["50", "–", "–"]
    text = client.get(f"{PAGE}.csv").get_data(as_text=True)
    assert "Beta;;" not in text.split("\n")[0]
    assert any(line.startswith("Beta;") and ";1;;1;" in line for line in text.splitlines())
