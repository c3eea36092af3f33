"""Flags in a real browser: one is snoozed, assigned, solved and gone; rules are switched."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.flags.making import run
from tests.support.browser import LiveServer, Pages, look


def test_what_is_stale_is_passed_on_and_solved(pages: Pages, live: LiveServer) -> None:
    run(live.database, live.clock())
    page = pages.open("manager", width=390)
    page.goto("/")
    page.get_by_role("link", name="Alle aandachtspunten").click()
    expect(page.locator("h1")).to_contain_text("Aandachtspunten")
    look(page, "aandachtspunten")
    page.get_by_role("link", name="De keten is verouderd").first.click()
    look(page, "aandachtspunt")
    page.get_by_role("link", name="Uitstellen").click()
    page.get_by_label("Tot welke dag?").fill("20-11-2026")
    page.get_by_label("Waarom?").fill("Eerst de marktdag.")
    page.get_by_role("button", name="Uitstellen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een dag na vandaag.")
    look(page, "aandachtspunt-uitstellen")
    page.get_by_label("Tot welke dag?").fill("01-12-2026")
    page.get_by_role("button", name="Uitstellen").click()
    expect(page.locator("main")).to_contain_text("op 1 dec 2026 komt dit terug")
    page.get_by_role("button", name="Uitstel stoppen").click()
    page.get_by_role("link", name="Toewijzen").click()
    look(page, "aandachtspunt-toewijzen")
    page.get_by_label("Aan wie?").select_option(index=1)
    page.get_by_label("Wat vraag je?").fill("Wil je dit deze week doen?")
    page.get_by_role("button", name="Toewijzen").click()
    page.get_by_role("link", name="Opmerking schrijven").click()
    look(page, "aandachtspunt-opmerking")
    page.get_by_label("Je opmerking").fill("Ik bel even.")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.locator("main")).to_contain_text("Ik bel even.")
    look(page, "aandachtspunt-met-gebeurtenissen")
    address = page.url

    lead = pages.open("trekker2")
    lead.goto("/")
    expect(lead.locator("main")).to_contain_text("in jouw lijst")
    lead.goto("/ketens/schoonmaak")
    look(lead, "keten-met-aandachtspunten")
    lead.get_by_role("button", name="Nog actueel").first.click()
    expect(lead.locator("main")).to_contain_text("vandaag")
    run(live.database, live.clock() + timedelta(minutes=5))
    lead.goto(address)
    expect(lead.locator("main")).to_contain_text("Opgelost.")


def test_rules_for_an_administrator(pages: Pages, live: LiveServer) -> None:
    run(live.database, live.clock())
    page = pages.open("beheer")
    page.goto("/beheer")
    page.get_by_role("link", name="Regels voor aandachtspunten").click()
    look(page, "aandachtspunten-regels")
    page.get_by_role("link", name=re.compile("Uitzetten.*verouderd")).click()
    look(page, "aandachtspunten-regel-uitzetten")
    page.get_by_label("Waarom?").fill("Eerst de nulmeting.")
    page.get_by_role("button", name="Regel uitzetten").click()
    expect(page.locator("main .kb-alert--ok")).to_contain_text("De regel staat uit.")
