"""Following a chain and copying its address, with and without a script, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import LiveServer, Pages, look

CHAIN = "/ketens/catering"
BUTTON = "form.kb-follow button"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_address_is_copied(pages: Pages, language: str) -> None:
    page = pages.open("trekker2", permissions=["clipboard-read", "clipboard-write"])
    page.goto(CHAIN)
    page.locator(f"#taal-{language} button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.wait_for_load_state()
    address = page.locator("#kort-adres").input_value()
    button = page.get_by_role("button", name="Kopieer link" if language == "nl" else "Copy link")
    button.focus()
    page.keyboard.press("Enter")
    told = "Gekopieerd." if language == "nl" else "Copied."
    expect(page.locator(".kb-copy [role=status]")).to_have_text(told)
    assert page.evaluate("navigator.clipboard.readText()") == address
    path = address.split("/", 3)[3]
    page.goto(f"/{path}")
    expect(page).to_have_url(CHAIN)
    look(page, f"keten-delen-{language}")


def test_without_a_clipboard_the_address_is_selected(pages: Pages) -> None:
    page = pages.open("publiek")
    page.add_init_script("delete Navigator.prototype.clipboard; document.execCommand = () => false")
    page.goto(CHAIN)
    page.get_by_role("button", name="Kopieer link").click()
    expect(page.get_by_text("Kopiëren lukt niet. Het adres is geselecteerd.")).to_be_visible()
    assert (
        page.evaluate("window.getSelection().toString()")
        == page.locator("#kort-adres").input_value()
    )


def test_without_a_script_there_is_a_field_and_the_button_follows(pages: Pages) -> None:
    page = pages.open("publiek", javascript=False)
    page.goto(CHAIN)
    expect(page.get_by_label("Kort adres van deze keten")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.locator(BUTTON).click()
    expect(page.get_by_text("Je volgt Catering.")).to_be_visible()
    page.goto("/mijn/ketens")
    page.get_by_role("button", name="Niet meer volgen").click()
    expect(page.get_by_text("Je volgt nog niets.")).to_be_visible()


def test_the_pages_of_what_one_follows(pages: Pages) -> None:
    page = pages.open("publiek")
    for slug in ("catering", "ict-hardware-en-mobiele-apparaten"):
        page.goto(f"/ketens/{slug}")
        page.locator(BUTTON).click()
        expect(page.locator(BUTTON)).to_contain_text("Niet meer volgen")
    for address, name in (("/mijn/ketens", "gevolgd"), ("/ketens?toon=gevolgd", "ketens-gevolgd")):
        page.goto(address)
        expect(page.locator("tbody th[scope=row]")).to_have_count(2)
        look(page, name)
    # From the board to who leads the chain: one click, and the name is there.
    page.goto("/bord")
    page.get_by_role("link", name="Catering").click()
    expect(page.get_by_text("Joost van Dalen, sinds")).to_be_visible()


def test_the_bell_and_the_digest(pages: Pages, live: LiveServer) -> None:
    page = pages.open("trekker")
    page.goto(live.url)
    bell = page.locator("#bel")
    expect(bell.locator(".kb-bell__count")).to_have_text(re.compile(r"\d+"))
    bell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen")
    # Shown is seen: the number goes, and what is new stays marked on this page.
    expect(bell.locator(".kb-bell__count")).to_have_count(0)
    expect(page.get_by_role("button", name="Alles gezien")).to_have_count(0)
    expect(page.locator(".kb-news__line--new").first).to_be_visible()
    look(page, "meldingen")
    page.goto("/mijn/overzichtsmail")
    look(page, "overzichtsmail")
    page.get_by_role("radio", name="Elke dag").check()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("je krijgt een overzichtsmail elke dag om 08:00")).to_be_visible()


def test_a_topic_and_a_group_are_followed(pages: Pages) -> None:
    page = pages.open("manager")
    for address in ("/vraagstukken/pfas", "/buyer-groups/ict-hardware-langer-gebruiken"):
        page.goto(address)
        page.locator(BUTTON).click()
        expect(page.locator(BUTTON)).to_contain_text("Niet meer volgen")
    page.goto("/mijn/ketens")
    expect(page.locator("tbody th[scope=row]")).to_have_count(2)
    look(page, "gevolgd-groep-en-vraagstuk")
