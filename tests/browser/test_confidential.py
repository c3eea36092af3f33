"""Something is said in confidence: written on a telephone, read after a click, looked at whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import ALL, check
from tests.confidential.making import Secrets
from tests.support.browser import LiveServer, Pages


@pytest.fixture
def secrets(live: LiveServer) -> Secrets:
    return Secrets(live.database)


@pytest.mark.parametrize("javascript", [True, False])
def test_written_and_read(pages: Pages, secrets: Secrets, *, javascript: bool) -> None:
    page = pages.open("publiek", width=390, javascript=javascript)
    page.goto(secrets.path)
    page.get_by_role("link", name="Antwoord in vertrouwen vastleggen").click()
    page.get_by_role("button", name="In vertrouwen vastleggen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf wat de marktpartij zei.")
    if javascript:
        check(page, "vertrouwelijk-fout", ALL)
    page.get_by_label("Wat zei de marktpartij in vertrouwen?").fill("Onze marge is elf procent.")
    page.get_by_label("publieke deelnemers die je hier noemt").check()
    page.get_by_label("Sanne Bakker, ketentrekker").check()
    page.get_by_role("button", name="In vertrouwen vastleggen").click()
    expect(page.get_by_text("Vastgelegd.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Voorbeeld Refurbish BV").last.click()
    expect(page.get_by_text("Onze marge")).to_have_count(0)
    page.get_by_role("button", name="Tekst tonen").click()
    expect(page.get_by_text("Onze marge is elf procent.")).to_be_visible()


def test_every_page_of_it(pages: Pages, secrets: Secrets) -> None:
    page = pages.open("publiek")
    for name, address in (
        ("lijst", secrets.path),
        ("antwoord", secrets.address()),
        ("nieuw", f"{secrets.path}/nieuw"),
        ("vervangen", f"{secrets.address()}/vervangen"),
        ("overzicht", f"{secrets.path}/overzicht"),
        ("marktpartij", f"/marktpartijen/{secrets.supplier}/vertrouwelijk"),
    ):
        page.goto(address)
        check(page, f"vertrouwelijk-{name}", ALL)
    page.goto(secrets.address())
    page.get_by_role("button", name="Tekst tonen").click()
    expect(page.get_by_text("Geheim voor organisation")).to_be_visible()
    check(page, "vertrouwelijk-gelezen", ALL)
    page.goto(f"{secrets.path}/overzicht")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Bestand voor het Woo-verzoek maken").click()
    assert waiting.value.suggested_filename.endswith("-woo.odt")
