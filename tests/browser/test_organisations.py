"""The register in a real browser: add one, merge it, and a request for removal."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from models.people import Person
from tests.support.browser import LiveServer, Pages, look


def test_a_manager_adds_an_organisation_and_merges_it(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/organisaties")
    look(page, "organisaties")
    page.get_by_role("link", name="Organisatie toevoegen").click()
    page.get_by_role("button", name="Organisatie toevoegen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Naam").fill("Voorbeeldwaterschap")
    page.get_by_label("publiek", exact=True).check()
    page.get_by_label("Valt onder").fill("Unie van Waterschap")
    page.get_by_label("Waarom, en waaruit blijkt dit?").fill("Doet mee")
    page.get_by_role("button", name="Organisatie toevoegen").click()
    expect(page.locator("main")).to_contain_text("Bedoel je: Unie van Waterschappen?")
    look(page, "organisatie-toevoegen-fout")
    page.get_by_label("Valt onder").fill("Unie van Waterschappen")
    page.get_by_role("button", name="Organisatie toevoegen").click()
    page.get_by_role("heading", name="Voorbeeldwaterschap").wait_for()
    look(page, "organisatie")
    page.get_by_role("link", name="Samenvoegen").click()
    look(page, "organisatie-samenvoegen-keuze")
    page.get_by_label("Gaat op in").fill("Provincie Voorbeeldland")
    page.get_by_role("button", name="Bekijk wat er verhuist").click()
    look(page, "organisatie-samenvoegen")
    page.get_by_label("Waarom?").fill("Overgenomen")
    page.get_by_role("button", name="Samenvoeging vastleggen").click()
    page.get_by_role("heading", name="Provincie Voorbeeldland").wait_for()
    expect(page.locator("main")).to_contain_text("Voorbeeldwaterschap")
    page.get_by_role("link", name="Voorbeeldwaterschap").click()
    look(page, "organisatie-geschiedenis")


def test_without_javascript_a_member_finds_an_organisation(pages: Pages) -> None:
    page = pages.open("privaat", javascript=False, width=390)
    page.goto("/organisaties")
    page.get_by_label("Naam").fill("voorbeeldstad")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name="Gemeente Voorbeeldstad").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gemeente Voorbeeldstad")
    expect(page.locator("footer")).to_be_attached()
    expect(page.locator("main")).not_to_contain_text("Wie hier werkt")


def test_a_request_for_removal_from_asking_to_answer(pages: Pages, live: LiveServer) -> None:
    asks = pages.open("klankbord")
    asks.goto("/mijn/verwijderen")
    look(asks, "verwijderen-vragen")
    asks.get_by_label("Wil je er iets bij zeggen?").fill("Ik stop")
    asks.get_by_role("button", name="Verwijdering vragen").click()
    asks.get_by_role("button", name="Verzoek intrekken").wait_for()
    with live.database.read() as session:
        email = Person.email == "klankbord@ketenbord.example"
        ref = session.scalars(select(Person.ref).where(email)).one()
    admin = pages.open("beheer")
    admin.goto("/")
    admin.get_by_role("link", name="Behandelen").click()
    look(admin, "verwijderen-behandelen")
    admin.get_by_label("Afwijzen").check()
    admin.get_by_label("Waarom?").fill("Je hebt nog een rol")
    admin.get_by_role("button", name="Vastleggen").click()
    admin.wait_for_url(f"**/personen/{ref}")
    look(admin, "persoon")
    admin.get_by_role("link", name="Andere organisatie").click()
    look(admin, "persoon-organisatie")
    asks.reload()
    expect(asks.locator("main")).to_contain_text("Je hebt nog een rol")
