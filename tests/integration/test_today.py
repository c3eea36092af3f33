"""The page of today: what needs somebody, and the one click that does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.phases.services import report_status, say_still_correct
from models.phases import Progress, ReportKind, StatusUpdate
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.statements import statements


def told(client: CheckingClient) -> list[str]:
    return client.page("/").all(".kb-today__what")


def test_a_lead_sees_what_is_stale_past_or_returned(client: CheckingClient) -> None:
    lines = told(client.as_("trekker2"))
    assert [line.split(" ", 1)[0] for line in lines] == ["Schoonmaak"] * 3
    assert "teruggegeven" in lines[0]
    assert "bijgewerkt 5 maanden geleden" in lines[1]
    assert "volgende stap was 7 aug 2026" in lines[2]


def test_still_correct_from_here_and_the_line_is_gone(client: CheckingClient) -> None:
    client.as_("trekker2")
    answer = client.send("/", form="form[action='/ketens/schoonmaak/nog-actueel']")
    assert answer.location == "/"
    assert not [line for line in told(client) if "bijgewerkt" in line]


def test_a_chain_that_was_never_reported_on_asks_for_it(client: CheckingClient) -> None:
    lines = told(client.as_("trekker3"))
    assert any("Netwerken" in line and "nog geen statusupdate" in line for line in lines)


@pytest.mark.parametrize("account", ["opgave", "manager"])
def test_who_decides_sees_what_waits(client: CheckingClient, account: str) -> None:
    lines = told(client.as_(account))
    assert any(line.startswith("Batterijen") and "voorlopig" in line for line in lines)
    assert any(line.startswith("ICT-hardware") for line in lines)


@pytest.mark.parametrize("account", ["publiek", "beheer", "klankbord"])
def test_nothing_to_do_says_so_with_one_useful_thing(client: CheckingClient, account: str) -> None:
    page = client.as_(account).page("/")
    assert "Niets vraagt je aandacht." in page.words
    assert page.soup.select_one("main a[href='/bord']")


def test_what_changed_since_the_visit_before_this_one(
    client: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    client.as_("publiek").page("/")
    clock.forward(days=1)
    act = Acting(demo, clock.now)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
    )
    clock.forward(days=1)
    page = client.as_("publiek").page("/")
    assert "Sinds je vorige bezoek" in page.words
    assert "Zonnepanelen : statusupdate, op koers" in page.words
    assert "Catering" not in " ".join(page.all("[aria-labelledby=nieuws] li"))
    clock.forward(days=1)
    assert "Niets veranderd" in client.as_("publiek").page("/").words


def test_it_reads_in_english_too(client: CheckingClient) -> None:
    client.as_("trekker2")
    client.send("/", form=".kb-lang form:last-of-type", taal="en")
    page = client.page("/")
    assert page.heading == "Today"
    assert "3 things need your attention." in page.words
    assert "last reported 5 months ago" in page.words


@pytest.mark.parametrize("address", ["/", "/bord"])
def test_a_page_that_is_kept_is_of_one_session(
    new_client: Callable[[], CheckingClient], address: str
) -> None:
    """Somebody who signs in elsewhere gets a page whose forms work there."""
    first, second = new_client().as_("trekker"), new_client().as_("trekker")
    for client in (first, second):
        answer = client.send(address, form=".kb-lang form:last-of-type", taal="en")
        assert answer.status_code == 303
        client.send(address, form=".kb-lang form:first-of-type", taal="nl")


@pytest.mark.both_databases
def test_looking_again_reads_next_to_nothing(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker")
    first = client.page("/")
    with statements(demo.engine) as seen:
        again = client.page("/")
    assert len(seen) == 2, str(seen)
    assert again.words == first.words
    act = Acting(demo)
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])
    with statements(demo.engine) as seen:
        client.page("/")
    assert len(seen) > 2


def test_what_changed_meanwhile_is_there(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker2")
    before = told(client)
    act = Acting(demo)
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])
    assert len(told(client)) == len(before) - 1


@pytest.mark.both_databases
def test_still_correct_clicked_twice_is_said_once(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker2")
    form = "form[action='/ketens/schoonmaak/nog-actueel']"
    sent = client.page("/").fields(form)
    answers = [client.post("/ketens/schoonmaak/nog-actueel", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Vastgelegd: nog actueel." in client.page("/ketens/schoonmaak").words
    with demo.read() as session:
        mine = select(func.count(StatusUpdate.id)).where(
            StatusUpdate.kind == ReportKind.STILL_CORRECT,
            StatusUpdate.recorded_at == client.clock(),
        )
        assert session.scalar(mine) == 1
