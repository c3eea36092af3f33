"""A plan in a real browser: written, submitted, adopted by another, compared."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.access.people import ICT
from tests.browser.test_pages import ALL, check
from tests.support.browser import DESKTOP, NARROW, Pages

PLAN = f"/ketens/{ICT}/plan"


def send(page: Page) -> None:
    page.locator("form[data-concept] button.kb-button--primary").click()


def test_write_submit_adopt_as_another_and_compare(pages: Pages) -> None:
    lead = pages.open("trekker", javascript=False)
    lead.goto(PLAN)
    lead.get_by_role("button", name="Nieuw concept beginnen vanuit versie 2").click()
    lead.get_by_role("link", name="Tekst wijzigen").first.click()
    lead.get_by_label("Tekst", exact=True).fill("Alleen telefoons.")
    lead.get_by_role("button", name="Bekijk hoe het eruitziet").click()
    expect(lead.get_by_text("Zo komt het eruit te zien")).to_be_visible()
    send(lead)
    lead.get_by_role("link", name="Doel toevoegen").click()
    send(lead)
    expect(lead.get_by_text("Nog niet vastgelegd")).to_be_visible()
    lead.goto(f"{PLAN}/concept/stap/indienen")
    send(lead)
    manager = pages.open("manager")
    manager.goto(f"{PLAN}/concept")
    check(manager, "plan-ter-beoordeling", (NARROW,))
    manager.get_by_role("link", name="Vaststellen").click()
    manager.get_by_label("Waarom, en waarop rust het besluit?").fill("Akkoord in het overleg")
    send(manager)
    expect(manager.get_by_role("heading", name="Productketenplan versie 3")).to_be_visible()
    manager.get_by_role("link", name="Wat veranderde er?").click()
    expect(manager.locator(".kb-compare ins").first).to_contain_text("Alleen telefoons")
    check(manager, "plan-vergelijken", (DESKTOP, NARROW))


def test_the_pages_of_a_plan(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto(PLAN)
    check(page, "plan", ALL)
    for name in ("Meting vastleggen", "Stand bijwerken"):
        page.goto(PLAN)
        page.get_by_role("link", name=name).first.click()
        check(page, f"plan-{name.split()[0].lower()}", (NARROW,))
    page.goto(f"{PLAN}/versies")
    check(page, "plan-versies", (DESKTOP, NARROW))
    page.goto("/ketens/gas/plan")
    check(page, "plan-leeg", (DESKTOP, NARROW))
