"""A chain lead reports, loses the connection, comes second, and says that all is still correct."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from buyergroups.phases.services import report_status
from buyergroups.web import state
from models.phases import Progress
from tests.support.acting import Acting
from tests.support.browser import LiveServer, Pages, axe, look, no_sideways_scroll

CHAIN = "/ketens/zonnepanelen"
REPORT = f"{CHAIN}/statusupdate"


def fill(page: Page, text: str) -> None:
    page.get_by_label("aandacht nodig").check()
    reason = page.get_by_label("Waarom stagneert het?")
    if reason.is_visible():  # a reason was chosen before; without one it is not asked
        reason.select_option("")
    page.get_by_label("Wat is er veranderd?").fill(text)


def test_a_lead_reports_from_today_in_a_few_actions(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker2")
    page.goto(f"{live.url}/")
    axe(page)
    look(page, "vandaag")
    no_sideways_scroll(page)
    page.get_by_role("button", name=re.compile("Nog actueel ?: Schoonmaak")).click()
    expect(page.get_by_text("Vastgelegd: Schoonmaak is nog actueel.")).to_be_visible()
    expect(page.get_by_text("bijgewerkt 22 weken geleden")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Statusupdate ?: Schoonmaak")).first.click()
    fill(page, "**Drie** panden doen mee.")
    page.get_by_label("Volgende stap", exact=True).fill("Afspraken vastleggen")
    page.get_by_label("Op (dd-mm-jjjj)").fill("15-1-2027")
    page.get_by_role("button", name="Bekijk hoe het eruitziet").click()
    expect(page.locator("#voorbeeld strong")).to_have_text("Drie")
    axe(page)
    look(page, "statusupdate")
    no_sideways_scroll(page)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Je statusupdate is vastgelegd.")).to_be_visible()
    expect(page.get_by_text("Afspraken vastleggen").first).to_be_visible()


def test_what_is_typed_survives_a_closed_browser_and_a_lost_session(
    pages: Pages, live: LiveServer
) -> None:
    live.app.extensions[state.EXTENSION].draft_seconds = 0.2
    page = pages.open("trekker")
    page.goto(f"{live.url}{REPORT}")
    fill(page, "Half geschreven")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()
    page.close()
    page = pages.open("trekker")
    page.goto(f"{live.url}{REPORT}")
    expect(page.get_by_label("Wat is er veranderd?")).to_have_value("Half geschreven")
    axe(page)
    look(page, "concept")
    live.clock.forward(minutes=61)
    page.get_by_label("Wat is er veranderd?").fill("Half geschreven, nu af")
    expect(page.get_by_text("Je bent uitgelogd. Wat je typte is bewaard")).to_be_visible()
    page.get_by_role("button", name="Vastleggen").click()
    expect(page).to_have_url(f"{live.url}/inloggen?volgende={REPORT}")
    page.get_by_label("Mailadres").fill("trekker@ketenbord.example")
    page.get_by_label("Wachtwoord").fill("ketenbord-demo")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_label("Wat is er veranderd?")).to_have_value("Half geschreven, nu af")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Je statusupdate is vastgelegd.")).to_be_visible()


def test_the_second_who_saves_sees_both_texts(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker")
    page.goto(f"{live.url}{REPORT}")
    fill(page, "Mijn kant van het verhaal")
    act = Acting(live.database, live.clock.now)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="De stap van de ander",
    )
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("heading", name="Iemand anders was je voor")).to_be_visible()
    expect(page.get_by_text("De stap van de ander").first).to_be_visible()
    expect(page.get_by_label("Wat is er veranderd?")).to_have_value("Mijn kant van het verhaal")
    axe(page)
    look(page, "conflict")
    no_sideways_scroll(page)
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Je statusupdate is vastgelegd.")).to_be_visible()


def test_a_phase_is_assessed_and_returned(pages: Pages, live: LiveServer) -> None:
    lead = pages.open("trekker")
    lead.goto(f"{live.url}{CHAIN}")
    lead.get_by_role("link", name="Fase beoordelen").click()
    lead.get_by_label("II Competitie", exact=True).check()
    lead.get_by_label("Sinds wanneer?").fill("10-2026")
    lead.get_by_label("Waarom?").fill("Twee aanbieders erbij.")
    axe(lead)
    look(lead, "fase-beoordelen")
    lead.get_by_role("button", name="Beoordeling vastleggen").click()
    expect(lead.get_by_text("Ze is voorlopig tot het opgave-overleg beslist")).to_be_visible()
    secretary = pages.open("opgave")
    secretary.goto(f"{live.url}/")
    secretary.get_by_role("link", name=re.compile("Besluit vastleggen ?: Zonnepanelen")).click()
    secretary.get_by_label("Teruggeven", exact=True).check()
    secretary.get_by_label("Reden van teruggave").fill("Laat eerst een tweede pilot zien.")
    secretary.get_by_label("Wie ging akkoord?").fill("Alle leden")
    secretary.get_by_label("Document", exact=True).fill("Ronde 12")
    axe(secretary)
    look(secretary, "besluit")
    no_sideways_scroll(secretary)
    secretary.get_by_role("button", name="Besluit vastleggen").click()
    expect(secretary.get_by_text("Vastgelegd als besluit OO-2026-")).to_be_visible()
    lead.goto(f"{live.url}/")
    expect(lead.get_by_text("fasebeoordeling teruggegeven: Laat eerst")).to_be_visible()


def test_everything_works_without_javascript(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker", javascript=False)
    page.goto(f"{live.url}/bord")
    page.get_by_role("button", name=re.compile("Nog actueel ?: Zonnepanelen")).click()
    expect(page.get_by_text("Vastgelegd: Zonnepanelen is nog actueel.")).to_be_visible()
    page.goto(f"{live.url}{REPORT}")
    fill(page, "Zonder script")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Zonder script")).to_be_visible()


def test_the_form_begins_near_the_top_of_a_phone(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker", width=390)
    for address in (REPORT, f"{CHAIN}/fase/beoordelen", f"{CHAIN}/fase/criteria/1"):
        page.goto(f"{live.url}{address}")
        box = page.locator("form[data-concept]").bounding_box()
        assert box is not None
        assert box["y"] < 600, address


def test_an_untouched_report_is_asked_about(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker", width=390)
    page.goto(f"{live.url}{REPORT}")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Er is niets veranderd.")).to_be_visible()
    axe(page)
    look(page, "statusupdate-ongewijzigd")
    no_sideways_scroll(page)
    page.get_by_role("button", name="Nog actueel").click()
    expect(page.get_by_text("Vastgelegd: Zonnepanelen is nog actueel.")).to_be_visible()


def test_a_mistake_is_one_click_from_its_field(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker")
    page.goto(f"{live.url}{CHAIN}/fase/beoordelen")
    page.get_by_label("Sinds wanneer?").fill("29 feb 2027")
    page.get_by_role("button", name="Beoordeling vastleggen").click()
    axe(page)
    look(page, "fout-met-links")
    page.get_by_role("alert").get_by_role("link", name="bestaat niet").click()
    expect(page.get_by_label("Sinds wanneer?")).to_be_focused()


def test_a_step_is_done_or_moved_from_today(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker2", width=390)
    page.goto(f"{live.url}/")
    expect(page.locator(".kb-today__line").first).to_contain_text("Schoonmaak")
    summary = page.locator(".kb-short summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("15 jan 2027")
    axe(page)
    look(page, "vandaag-nieuwe-datum")
    no_sideways_scroll(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("De volgende stap van Schoonmaak is vastgelegd.")).to_be_visible()
    live.clock.forward(days=60)
    live.sign_in(page.context, "trekker2")
    page.goto(f"{live.url}/")
    page.get_by_role("button", name=re.compile("Afgerond ?: Schoonmaak")).click()
    expect(page.get_by_role("heading", name="Wat is de volgende stap?")).to_be_visible()
    axe(page)
    look(page, "volgende-stap")
    no_sideways_scroll(page)
