"""A report from its preview to the public page of a stranger, and a correction of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_pages import check
from tests.publications.making import Making
from tests.support.browser import NARROW, PHONE, LiveServer, Pages

WHY = "Wat is er gecorrigeerd, en waarom?"


def publish(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def test_publish_and_read_signed_out(pages: Pages, live: LiveServer) -> None:
    row = Making(live.database).consultation()
    lead = pages.open("trekker", width=PHONE, javascript=False)
    lead.goto(f"/marktconsultaties/{row.ref}")
    lead.get_by_role("link", name="Verslag", exact=True).click()
    publish(lead, "Verslag publiceren")
    expect(lead.get_by_text("Gepubliceerd. Iedereen kan het verslag lezen")).to_be_visible()
    public = pages.open(width=PHONE)
    public.goto("/inloggen")
    public.get_by_role("link", name="Verslagen van marktconsultaties").click()
    check(public, "verslagen-openbaar", (NARROW,))
    public.context.clear_cookies()
    public.get_by_role("link", name="Laptops langer gebruiken").click()
    expect(public.get_by_role("heading", level=1)).to_have_text("Laptops langer gebruiken")
    check(public, "verslag-openbaar", (NARROW,))
    assert public.context.cookies() == []


def test_correct_while_another_edits(pages: Pages, live: LiveServer) -> None:
    making = Making(live.database)
    row = making.consultation()
    making.publish(row)
    making.change(row, summary="De levensduur is zes jaar.")
    lead = pages.open("trekker", width=PHONE)
    lead.goto(f"/marktconsultaties/{row.ref}/verslag")
    check(lead, "verslag-correctie", (NARROW,))
    lead.get_by_label(WHY).fill("De levensduur ontbrak.")
    making.change(row, summary="De levensduur is zeven jaar.")
    publish(lead, "Correctie publiceren")
    expect(lead.get_by_role("heading", name="Wat er anders is dan je zag")).to_be_visible()
    expect(lead.get_by_label(WHY)).to_have_value("De levensduur ontbrak.")
    check(lead, "verslag-intussen-gewijzigd", (NARROW,))
    publish(lead, "Correctie publiceren")
    expect(lead.get_by_text("Versie 2 is gepubliceerd")).to_be_visible()
    public = pages.open(width=PHONE)
    public.goto(f"/publiek/marktconsultaties/{row.ref}")
    expect(public.get_by_text("zeven jaar")).to_be_visible()
    public.get_by_role("link", name="Versie 1", exact=True).click()
    expect(public.get_by_text("U leest een vorige versie")).to_be_visible()
    public.get_by_role("link", name="English").click()
    check(public, "verslag-vorige-versie-engels", (NARROW,))


def test_names_in_the_text(pages: Pages, live: LiveServer) -> None:
    making = Making(live.database)
    row = making.consultation(subject="Met een naam", summary="Voorbeeld Zon kan het.")
    making.contact(making.supplier("Voorbeeld Zon BV"), name="Kees Voorbeeld")
    lead = pages.open("trekker")
    lead.goto(f"/marktconsultaties/{row.ref}/verslag")
    expect(lead.get_by_role("heading", name="Namen in de tekst")).to_be_visible()
    check(lead, "verslag-met-naam", (NARROW,))
