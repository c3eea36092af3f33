"""The pages of the programme manager and the administrator, in each of their states."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import ALL, check, picture
from tests.support.browser import DESKTOP, NARROW, Pages

SUN = "/ketens/zonnepanelen"
RECORD = "/jaarselectie/2028/vastleggen"


def send(page: Page, form: str = "form[data-concept]") -> None:
    page.locator(f"{form} button[type=submit]").last.click()


def test_the_yearly_selection(pages: Pages) -> None:
    page = pages.open("manager")
    for name, address in {
        "jaarselecties": "/jaarselectie",
        "jaarselectie": "/jaarselectie/2027",
        "jaarselectie-nog-niet": "/jaarselectie/2028",
        "jaarselectie-vastleggen": RECORD,
    }.items():
        page.goto(address)
        check(page, name, ALL if name == "jaarselectie" else (DESKTOP, NARROW))
    page.get_by_text("Toon deze ketens").click()
    wrong = page.locator("fieldset", has_text="Wegen").last
    wrong.get_by_label("Uitkomst").select_option("add")
    send(page)
    expect(page.get_by_text("Schrijf waarom deze keten toch meedoet").first).to_be_visible()
    check(page, "jaarselectie-vastleggen-fout")
    page.get_by_role("button", name="English").click()
    page.goto("/jaarselectie/2027")
    picture(page, "selection")


def test_a_selection_is_recorded_with_the_keyboard_alone(pages: Pages) -> None:
    page = pages.open("manager", javascript=False)
    page.goto(RECORD)
    panel = page.locator("fieldset").first
    panel.get_by_label("Uitkomst").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("De keten groeit door")
    for label, text in (
        ("Waarom een ander aantal ketens?", "Er is geld voor een keten"),
        ("Wie ging akkoord?", "allen"),
        ("Document", "ronde 3"),
    ):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(text)
    page.get_by_role("button", name="Jaarselectie vastleggen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Jaarselectie 2028")
    expect(page.get_by_text("De keten groeit door")).to_be_visible()


def test_the_facts_of_a_chain(pages: Pages) -> None:
    page = pages.open("manager")
    for name, address in {
        "keten-beheren": f"{SUN}/beheer",
        "keten-gegevens": f"{SUN}/beheer/gegevens",
        "keten-belegging": "/ketens/wegen/beheer/belegging",
        "keten-impact": f"{SUN}/beheer/impact",
        "keten-trekkers": f"{SUN}/beheer/trekkers",
        "keten-trekkers-leeg": "/ketens/elektriciteit/beheer/trekkers",
    }.items():
        page.goto(address)
        check(page, name, ALL if name == "keten-impact" else (DESKTOP, NARROW))


def test_the_facts_of_a_chain_with_a_mistake(pages: Pages) -> None:
    page = pages.open("manager")
    for part in ("gegevens", "belegging", "impact"):
        page.goto(f"{SUN}/beheer/{part}")
        send(page)
        expect(page.get_by_text("Nog niet vastgelegd")).to_be_visible()
        check(page, f"keten-{part}-fout")
    page.goto(f"{SUN}/beheer/trekkers")
    page.get_by_text("Beëindigen").first.click()
    send(page, "details form")
    check(page, "keten-trekkers-fout")
    page.get_by_role("button", name="English").click()
    page.goto(f"{SUN}/beheer/impact")
    picture(page, "chain-impact")


def test_criteria(pages: Pages) -> None:
    page = pages.open("manager")
    for name, address in {
        "fasecriteria": "/beheer/fasecriteria",
        "criterium-wijzigen": "/beheer/fasecriteria/1",
        "criterium-vervallen": "/beheer/fasecriteria/1/vervallen",
        "criterium-toevoegen": "/beheer/fasecriteria/fase/1/toevoegen",
    }.items():
        page.goto(address)
        check(page, name)
    page.goto("/beheer/fasecriteria/1")
    page.get_by_label("Tekst in het Nederlands").fill("Een ander teken")
    page.get_by_label("De betekenis", exact=False).check()
    page.get_by_label("Waarom?").fill("Herzien")
    send(page)
    expect(page.get_by_text("Een ander teken", exact=True)).to_be_visible()
    page.locator("summary").first.click()
    check(page, "fasecriteria-vervallen")
    page.goto("/beheer/fasecriteria/1")
    check(page, "criterium-over")


def test_settings(pages: Pages) -> None:
    page = pages.open("beheer")
    for name, address in {
        "instellingen": "/beheer/instellingen",
        "instelling": "/beheer/instellingen/stale-days",
        "instelling-ja-nee": "/beheer/instellingen/factor-required",
    }.items():
        page.goto(address)
        check(page, name)
    page.goto("/beheer/instellingen/stale-days")
    page.get_by_label("Nieuwe waarde").fill("99999")
    send(page)
    check(page, "instelling-fout")
    page.get_by_label("Nieuwe waarde").fill("150")
    page.get_by_label("Waarom?").fill("Een langer ritme")
    send(page)
    check(page, "instelling-gewijzigd")
    page.get_by_role("button", name="English").click()
    page.goto("/beheer/instellingen")
    picture(page, "settings")


@pytest.mark.parametrize("kind", ["statusupdates", "fasebeoordelingen"])
def test_corrections(pages: Pages, kind: str) -> None:
    page = pages.open("beheer")
    page.goto(f"{SUN}/geschiedenis")
    check(page, "geschiedenis-beheerder")
    page.locator(f"a[href^='/{kind}/']").first.click()
    check(page, f"corrigeren-{kind}")
    address = page.url
    send(page)
    check(page, f"corrigeren-{kind}-fout")
    page.get_by_label("Keten", exact=True).select_option("elektriciteit")
    page.get_by_label("Wat was er mis?").fill("Op de verkeerde keten gezet")
    send(page)
    expect(page.get_by_text("Stond bij de keten")).to_be_visible()
    check(page, f"geschiedenis-correctie-{kind}")
    page.goto(address)
    check(page, f"corrigeren-{kind}-over")
