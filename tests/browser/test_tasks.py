"""Five tasks by the path of somebody who comes for the first time, counted in what they do.

Signing in counts (address, password, button), and so does each field, choice and press. None takes
more than eight. Nobody scrolls sideways, types an address or reads a manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import DESKTOP, PHONE, Pages
from tests.support.client import DOMAIN, PASSWORD

MOST = 8


@dataclass
class Hands:
    """Does things in a page, and counts them."""

    page: Page
    done: int = 0

    def sign_in(self, account: str) -> None:
        self.page.goto("/")
        self.fill("Mailadres", f"{account}@{DOMAIN}")
        self.fill("Wachtwoord", PASSWORD)
        self.press("Inloggen")
        expect(self.page.locator("h1")).to_have_text("Vandaag")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.done += 1

    def press(self, name: str | re.Pattern[str], where: Locator | None = None) -> None:
        self.click((where or self.page.locator("body")).get_by_role("button", name=name))

    def follow(self, name: str | re.Pattern[str], where: Locator | None = None) -> None:
        self.click((where or self.page.locator("body")).get_by_role("link", name=name, exact=True))

    def click(self, what: Locator) -> None:
        what.click()
        self.done += 1

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.done += 1


@pytest.fixture(params=[DESKTOP, PHONE])
def hands(request: pytest.FixtureRequest, pages: Pages) -> Hands:
    return Hands(pages.open(width=request.param))


def test_report_on_a_chain_that_is_on_no_board_by_default(hands: Hands) -> None:
    hands.sign_in("trekker2")
    hands.follow("Statusupdate : Bedrijfskleding", hands.page.locator("main"))
    hands.fill("Wat is er veranderd?", "Een tweede gemeente doet mee.")
    hands.press("Vastleggen")
    expect(hands.page.get_by_text("Je statusupdate is vastgelegd.")).to_be_visible()
    assert hands.done == 6 <= MOST


def test_report_on_a_chain_by_the_list_of_chains(hands: Hands) -> None:
    hands.sign_in("trekker2")
    hands.follow("Ketens", hands.page.get_by_role("navigation", name="Hoofdmenu"))
    hands.follow("Bedrijfskleding", hands.page.get_by_role("table"))
    hands.follow("Statusupdate", hands.page.locator("main"))
    hands.fill("Wat is er veranderd?", "Een tweede gemeente doet mee.")
    hands.press("Vastleggen")
    expect(hands.page.get_by_text("Je statusupdate is vastgelegd.")).to_be_visible()
    assert hands.done == 8 <= MOST


def test_say_still_correct(hands: Hands) -> None:
    hands.sign_in("trekker2")
    hands.press("Nog actueel : Catering")
    expect(hands.page.get_by_text("Vastgelegd: Catering is nog actueel.")).to_be_visible()
    assert hands.done == 4 <= MOST


def test_assess_a_phase(hands: Hands) -> None:
    hands.sign_in("trekker2")
    hands.follow("Catering", hands.page.get_by_role("region", name=re.compile("ketens$")))
    hands.follow("Fase beoordelen")
    hands.click(hands.page.get_by_label("III Synergie & integratie"))
    hands.fill("Waarom?", "Alle kantines vragen er nu om.")
    hands.press("Beoordeling vastleggen")
    expect(hands.page.get_by_text("De fasebeoordeling is vastgelegd.")).to_be_visible()
    assert hands.done == 8 <= MOST


def test_see_what_moved_since_a_day(hands: Hands) -> None:
    hands.sign_in("klankbord")
    hands.follow("Fasebord", hands.page.get_by_role("navigation", name="Hoofdmenu"))
    folded = hands.page.locator("#filters > summary")
    narrow = folded.is_visible()
    if narrow:
        hands.click(folded)
    hands.fill("Veranderd na", "1-10-2026")
    hands.key("Enter")
    expect(hands.page.locator(".kb-board-notice")).to_contain_text("Veranderd na 1 okt 2026")
    expect(hands.page.locator(".kb-changes__item").first).to_contain_text("Was nog niet beoordeeld")
    assert hands.done == (7 if narrow else 6) <= MOST


def test_find_who_leads_a_chain(hands: Hands) -> None:
    hands.sign_in("publiek")
    hands.follow("Ketens", hands.page.get_by_role("navigation", name="Hoofdmenu"))
    hands.fill("Naam van een keten", "batterij")
    hands.press("Zoek")
    row = hands.page.get_by_role("row", name=re.compile("Batterijen"))
    expect(row).to_contain_text("Fatima El Idrissi")
    hands.follow("Batterijen", row)
    section = hands.page.get_by_role("region", name="Wie trekt deze keten?")
    expect(section).to_contain_text("Fatima El Idrissi, sinds")
    # Who sees no address of hers has a way to ask all the same.
    expect(section.get_by_role("link")).to_have_text("ketenbord@localhost")
    assert hands.done == 7 <= MOST
