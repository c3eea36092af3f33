"""Suppliers in a real browser: a pasted list, who was there, and one that was double."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.access.people import ICT
from tests.suppliers.making import consult, ref_of
from tests.support.browser import LiveServer, Pages, look


def test_a_list_is_pasted_marked_and_compared(pages: Pages, live: LiveServer) -> None:
    ref = consult(live.database, {"Kwartelhof Laptops B.V.": {}}, chain="gas")
    page = pages.open("manager", width=390)
    page.goto(f"/marktconsultaties/{ref}/marktpartijen")
    look(page, "marktpartijen-van-een-consultatie")
    page.get_by_role("link", name="Marktpartijen toevoegen").click()
    page.get_by_role("button", name="Vergelijk met het register").click()
    expect(page.get_by_role("alert")).to_contain_text("ten minste een naam")
    page.get_by_label("Namen, een per regel").fill("Kwartelhof Laptop\nZilverspar")
    page.get_by_role("button", name="Vergelijk met het register").click()
    expect(page.locator("main")).to_contain_text("Er is nog niets vastgelegd.")
    look(page, "marktpartijen-vergelijken")
    page.get_by_role("button", name="Op de lijst zetten").click()
    expect(page.locator("main")).to_contain_text("Kies welke het is.")
    look(page, "marktpartijen-vergelijken-fout")
    page.get_by_label("een andere: toevoegen aan het register").check()
    page.get_by_role("button", name="Op de lijst zetten").click()
    expect(page.locator("main")).to_contain_text("2 marktpartijen toegevoegd.")
    page.get_by_role("link", name="Wie was er?").click()
    look(page, "marktpartijen-aanwezig")
    page.get_by_label("Zilverspar").check()
    page.get_by_role("button", name="Aanwezigheid vastleggen").click()
    expect(page.locator("main")).to_contain_text("3 uitgenodigd, 2 aanwezig.")
    page.get_by_role("link", name="Wijzigen: Zilverspar").click()
    page.get_by_label("Hoeveel minuten is deze marktpartij gehoord?").fill("20")
    look(page, "marktpartij-van-een-consultatie")
    page.get_by_role("button", name="Wijziging vastleggen").click()
    expect(page.get_by_role("status")).to_contain_text("Vastgelegd.")
    page.goto("/ketens/gas/marktpartijen")
    expect(page.locator("main")).to_contain_text("2 marktpartijen gehoord, van 20 tot 30 minuten")
    look(page, "gelijke-behandeling")


def test_a_double_is_merged(pages: Pages, live: LiveServer) -> None:
    consult(live.database, {"Kwartelhof Kabels": {}, "Kwartelhof Kabels B.V.": {}})
    page = pages.open("manager")
    page.goto("/organisaties")
    page.get_by_role("link", name="Marktpartijen").click()
    look(page, "marktpartijen")
    page.get_by_role("link", name="Kwartelhof Kabels", exact=True).click()
    look(page, "marktpartij")
    page.get_by_role("link", name="Contactpersoon toevoegen").click()
    look(page, "contactpersoon")
    page.get_by_label("Naam").fill("Jan Voorbeeld")
    page.get_by_role("button", name="Contactpersoon toevoegen").click()
    page.get_by_role("link", name="Vraag vastleggen").click()
    look(page, "vraag-om-gehoord-te-worden")
    page.get_by_label("Over welke keten?").select_option(ICT)
    page.get_by_role("button", name="Vraag vastleggen").click()
    page.get_by_role("link", name="Samenvoegen").click()
    look(page, "marktpartij-samenvoegen-keuze")
    page.get_by_role("link", name="Kwartelhof Kabels B.V.").click()
    look(page, "marktpartij-samenvoegen")
    page.get_by_label("Waarom?").fill("Dubbel")
    page.get_by_role("button", name="Samenvoeging vastleggen").click()
    page.get_by_role("heading", name="Kwartelhof Kabels B.V.").wait_for()
    expect(page.locator("main")).to_contain_text("Jan Voorbeeld")
    page.get_by_role("link", name="Gegevens wijzigen").click()
    look(page, "marktpartij-wijzigen")
    page.goto(f"/marktpartijen/{ref_of(live.database, 'Kwartelhof Kabels')}/geschiedenis")
    look(page, "marktpartij-geschiedenis")


def test_without_javascript_a_member_adds_a_supplier(pages: Pages) -> None:
    page = pages.open("privaat", javascript=False, width=390)
    page.goto("/marktpartijen")
    look(page, "marktpartijen-leeg")
    page.get_by_role("link", name="Marktpartij toevoegen").click()
    page.get_by_role("button", name="Marktpartij toevoegen").click()
    look(page, "marktpartij-toevoegen-fout")
    page.get_by_label("Naam").fill("Voorbeeld B.V.")
    page.get_by_role("button", name="Marktpartij toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voorbeeld B.V.")
