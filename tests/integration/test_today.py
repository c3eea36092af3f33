"""The page of today: what needs somebody, and the one click that does it."""

from __future__ import annotations

import pytest

from buyergroups.db import Database
from buyergroups.phases.services import report_status
from models.phases import Progress
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient


def told(client: CheckingClient) -> list[str]:
    return client.page("/").all(".kb-today__what")


def test_a_lead_sees_what_is_stale_past_or_returned(client: CheckingClient) -> None:
    page = client.as_("trekker2").page("/")
    [line] = page.all(".kb-today__what")
    assert line.startswith("Schoonmaak ")
    parts = page.all(".kb-today__what span")
    assert "teruggegeven" in parts[0]
    assert "bijgewerkt 5 maanden geleden" in parts[1]
    assert "volgende stap was 7 aug 2026" in parts[2]
    assert "3 dingen vragen je aandacht" in page.words
    buttons = [words.split(" :")[0].split(":")[0] for words in page.all(".kb-today .kb-button")]
    assert sorted(buttons) == sorted(set(buttons)), "each deed once"


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
    assert any(line.startswith("Batterijen") and "wacht op besluit" in line for line in lines)
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
