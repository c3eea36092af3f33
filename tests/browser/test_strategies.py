"""The market vision of a group in a real browser: begun, written, adopted by another, compared."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_pages import check
from tests.strategies.writing import GROUP, OTHER, VISION
from tests.support.browser import DESKTOP, NARROW, PHONE, Pages


def send(page: Page) -> None:
    page.locator("form[data-concept] button.kb-button--primary").click()


def test_begin_write_submit_and_adopt_as_another(pages: Pages) -> None:
    lead = pages.open("trekker", javascript=False)
    lead.goto(GROUP)
    lead.get_by_role("navigation", name="Over deze groep").get_by_role(
        "link", name="Marktvisie"
    ).click()
    member = pages.open("expert", width=PHONE)
    member.goto(VISION)
    check(member, "visie-leeg", (NARROW,))
    lead.get_by_role("button", name="Eerste concept beginnen").click()
    lead.get_by_role("link", name="Tekst schrijven").first.click()
    lead.get_by_label("Tekst", exact=True).fill("Wij kopen panelen.\n\n- uit Europa")
    send(lead)
    expect(lead.get_by_text("Vastgelegd: De markt nu.")).to_be_visible()
    lead.get_by_role("link", name="Indienen ter beoordeling").click()
    send(lead)
    manager = pages.open("manager")
    manager.goto(GROUP)
    manager.get_by_role("link", name="Marktvisie vaststellen").click()
    manager.get_by_label("Waarom, en waarop rust het besluit?").fill("Akkoord van de groep")
    check(manager, "visie-vaststellen", (NARROW,))
    send(manager)
    expect(manager.get_by_role("heading", name="Marktvisie versie 1")).to_be_visible()
    member.goto(VISION)
    expect(member.get_by_text("uit Europa")).to_be_visible()


def test_the_pages_of_a_vision_and_a_strategy(pages: Pages) -> None:
    page = pages.open("publiek")
    for part, name in (
        ("", "groep-met-teksten"),
        ("/marktvisie", "visie"),
        ("/marktvisie/vergelijken", "visie-vergelijken"),
        ("/marktvisie/versies", "visie-versies"),
        ("/marktstrategie/concept", "strategie-ter-beoordeling"),
        ("/marktstrategie/concept/tekst/demand", "strategie-schrijven"),
    ):
        page.goto(f"{OTHER}{part}")
        check(page, name, (DESKTOP, NARROW))
