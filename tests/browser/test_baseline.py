"""The first hour of an empty installation: leads fill in all chains, one decision confirms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from buyergroups.baseline.services import BaselineRow, record_baseline
from buyergroups.web import state
from models.base import Precision
from models.phases import Progress
from tests.browser.test_pages import ALL, check
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.beginning import begin
from tests.support.browser import LiveServer, Pages, axe, live_server, look, no_sideways_scroll
from tests.support.databases import Databases


@pytest.fixture
def empty(databases: Databases) -> Iterator[LiveServer]:
    """The app with reference data and appointed people; nobody recorded anything."""
    with databases.own("sqlite", "fresh") as database:
        begin(database)
        with live_server(database, StandingClock()) as server:
            yield server


@pytest.fixture
def people(browser: Browser, empty: LiveServer) -> Iterator[Pages]:
    opened = Pages(browser, empty)
    yield opened
    opened.close()


def of(page: Page, chain: str) -> Locator:
    return page.get_by_role("group", name=chain)


def fill(page: Page, chain: str, phase: str) -> None:
    row = of(page, chain)
    row.get_by_label("Fase").select_option(phase)
    row.get_by_label("Sinds").fill("maart 2026")
    row.get_by_label("Voortgang").select_option("on-track")
    row.get_by_label("Volgende stap").fill("Marktdag")
    row.get_by_label("Op (dd-mm-jjjj)").fill("15 jan 2027")
    row.get_by_label("Waaruit blijkt dat?").fill("Drie aanbieders.")
    row.get_by_label("Link naar het bewijs").fill("https://voorbeeld.example/bewijs")


def test_from_an_empty_board_to_confirmed_phases(people: Pages, empty: LiveServer) -> None:
    lead = people.open("eerste")
    lead.goto("/")
    check(lead, "nulmeting-vandaag")
    lead.get_by_role("link", name="Nulmeting invullen").click()
    check(lead, "nulmeting", ALL)
    fill(lead, "Zonnepanelen", "2")
    of(lead, "Catering").get_by_label("Voortgang").select_option("stagnates")
    expect(of(lead, "Catering").get_by_label("Waarom stagneert het?")).to_be_visible()
    expect(of(lead, "Wegen").get_by_label("Waarom stagneert het?")).to_be_hidden()
    lead.get_by_role("button", name="Nulmeting vastleggen").click()
    alert = lead.get_by_role("alert")
    check(lead, "nulmeting-half", ALL)
    alert.get_by_role("link", name="Catering: Kies de fase.").click()
    expect(of(lead, "Catering").get_by_label("Fase")).to_be_focused()
    expect(of(lead, "Zonnepanelen").get_by_label("Volgende stap")).to_have_value("Marktdag")
    fill(lead, "Catering", "1")
    lead.get_by_role("button", name="Nulmeting vastleggen").click()
    expect(lead.get_by_text("De nulmeting van 2 ketens is vastgelegd.")).to_be_visible()
    expect(lead.get_by_role("group", name="Catering")).to_have_count(0)
    check(lead, "nulmeting-deels")

    manager = people.open("baas")
    manager.goto("/nulmeting")
    check(manager, "nulmeting-overzicht", ALL)

    secretary = people.open("notulist", width=390)
    secretary.goto("/")
    secretary.get_by_role("link", name="Samen bevestigen").click()
    secretary.get_by_role("button", name="Samen bevestigen").click()
    check(secretary, "samen-bevestigen-fout")
    secretary.get_by_label("Wie ging akkoord?").fill("Alle leden")
    secretary.get_by_label("Document", exact=True).fill("Ronde 1")
    check(secretary, "samen-bevestigen", ALL)
    secretary.get_by_role("button", name="Samen bevestigen").click()
    expect(secretary.get_by_text("als besluit OO-2026-01.")).to_be_visible()
    check(secretary, "samen-bevestigen-leeg")
    secretary.goto("/bord")
    expect(secretary.locator(".kb-card")).to_have_count(2)
    expect(secretary.locator(".kb-card .kb-badge--provisional")).to_have_count(0)


def test_a_draft_and_a_second_lead(people: Pages, empty: LiveServer) -> None:
    empty.app.extensions[state.EXTENSION].draft_seconds = 0.2
    lead = people.open("eerste", width=390)
    lead.goto("/nulmeting")
    fill(lead, "Catering", "1")
    fill(lead, "Zonnepanelen", "2")
    expect(lead.get_by_text("Concept bewaard om")).to_be_visible()
    act = Acting(empty.database, empty.clock.now)
    theirs = BaselineRow(
        chain_id=act.chains["catering"],
        phase_id=act.phases[3],
        since=None,
        since_precision=Precision.UNKNOWN,
        evidence="Van de ander.",
        progress=Progress.NEEDS_ATTENTION,
    )
    act.do("tweede", record_baseline, rows=[theirs])
    lead.get_by_role("button", name="Nulmeting vastleggen").click()
    expect(lead.get_by_role("heading", name="Iemand anders was je voor")).to_be_visible()
    expect(lead.get_by_text("Van de ander.")).to_be_visible()
    expect(of(lead, "Zonnepanelen").get_by_label("Volgende stap")).to_have_value("Marktdag")
    axe(lead)
    look(lead, "nulmeting-conflict")
    no_sideways_scroll(lead)
    lead.get_by_role("button", name="Nulmeting vastleggen").click()
    expect(lead.get_by_text("De nulmeting van 2 ketens is vastgelegd.")).to_be_visible()


def test_it_works_without_javascript_and_in_english(people: Pages) -> None:
    lead = people.open("eerste", javascript=False)
    lead.goto("/nulmeting")
    lead.get_by_role("button", name="English").click()
    expect(lead.get_by_role("heading", name="Baseline", exact=True)).to_be_visible()
    row = of(lead, "Catering")
    row.get_by_label("Phase").select_option("1")
    row.get_by_label("Progress").select_option("on-track")
    row.get_by_label("What shows that?").fill("Evidence")
    lead.get_by_role("button", name="Record baseline").click()
    expect(lead.get_by_text("The baseline of 1 chain was recorded.")).to_be_visible()
