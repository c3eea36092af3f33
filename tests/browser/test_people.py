"""Pages about people in a real browser: looked at, and the picture for the app."""

from __future__ import annotations

import pyotp
from playwright.sync_api import expect

from tests.support.browser import Pages, look
from tests.support.client import PASSWORD


def test_pages_about_people(pages: Pages) -> None:
    page = pages.open("beheer")
    for address, name in (
        ("/personen", "personen"),
        ("/personen/uitnodigen", "uitnodigen"),
        ("/personen/rechten", "rechten"),
        ("/mijn", "mijn"),
    ):
        page.goto(address)
        look(page, name)
    page.goto("/personen")
    page.locator("tbody a").first.click()
    look(page, "persoon")


def test_second_factor(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto("/mijn")
    page.locator("#factor-wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Tweede factor instellen").click()
    look(page, "tweede-factor")
    secret = page.locator(".kb-secret").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).at(pages.live.clock.now))
    page.get_by_role("button", name="Instellen").click()
    expect(page.locator(".kb-codes code")).to_have_count(10)
    look(page, "herstelcodes")
