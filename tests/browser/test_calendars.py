"""Overview, chain tab and calendars in a real browser: each state, and the address of a feed."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from models.consultations import ConsultationState, ItemOutcome
from tests.access.people import ICT
from tests.consultations.rows import Rows
from tests.support.browser import LiveServer, Pages, look


def _made(live: LiveServer) -> None:
    rows = Rows(live.database)
    ref = rows.consultation("Levensduur van laptops")
    for theme in ("circular", "diversity-inclusion"):
        rows.question(ref, theme)
    rows.item(ref, "Vijf jaar kan", theme="circular", outcome=ItemOutcome.TAKEN_UP, why="Eis")
    rows.item(ref, "Losse accu's zijn duurder")
    rows.consultation("Straks", held_on=date(2099, 1, 1), state=ConsultationState.ANNOUNCED)
    rows.consultation("Bekend verslag", state=ConsultationState.PUBLISHED)


def test_lists_and_chain_tabs(pages: Pages, live: LiveServer) -> None:
    _made(live)
    page = pages.open("publiek")
    page.goto("/marktconsultaties")
    look(page, "marktconsultaties")
    page.get_by_label("Onderwerp").fill("laptops")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("link", name="Levensduur van laptops")).to_be_visible()
    page.goto("/marktconsultaties?zoek=bestaatniet")
    look(page, "marktconsultaties-geen")
    page.goto("/marktconsultaties?soort=x")
    look(page, "marktconsultaties-fout")
    page.goto(f"/ketens/{ICT}/marktconsultaties")
    expect(page.locator("main")).to_contain_text("dit stapelt")
    look(page, "keten-marktconsultaties")
    page.goto(f"/ketens/{ICT}/kalender")
    look(page, "keten-kalender")
    page.goto("/ketens/wegen/kalender")
    look(page, "keten-kalender-leeg")
    other = pages.open("klankbord")
    other.goto(f"/ketens/{ICT}/marktconsultaties")
    look(other, "keten-marktconsultaties-gepubliceerd")


def test_an_address_for_ones_own_calendar(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto("/mijn")
    page.get_by_role("link", name="Mijn kalender").click()
    look(page, "mijn-kalender-geen")
    page.get_by_role("button", name="Adres maken").click()
    field = page.get_by_label("Adres van je kalender")
    address = field.input_value()
    look(page, "mijn-kalender-adres")
    page.get_by_role("link", name="Ik heb het gekopieerd").click()
    look(page, "mijn-kalender")
    answer = page.request.get(address[address.index("/kalender/") :])
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VCALENDAR" in answer.text()
    page.get_by_role("button", name="Adres intrekken").click()
    expect(page.locator(".kb-alert--ok")).to_contain_text("werkt niet meer")
    assert page.request.get(address[address.index("/kalender/") :]).status == 404
