"""A topic from raised to decided, in a real browser, by who has the ball each time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from buyergroups.web import state
from tests.support.browser import PHONE, LiveServer, Pages, look


def test_raise_plan_test_advise_decide(pages: Pages, live: LiveServer) -> None:
    path = raise_topic(pages, live)
    plan_test(pages, path)
    do_test(pages)
    decide(pages, path)


def raise_topic(pages: Pages, live: LiveServer) -> str:
    """As a member for a municipality, who is shown what looks like it; where it stands."""
    member = pages.open("publiek", width=PHONE)
    member.goto("/vraagstukken")
    look(member, "vraagstukken-telefoon")
    member.get_by_role("link", name="Vraagstuk opbrengen").click()
    look(member, "vraagstuk-nieuw")
    member.get_by_label("Waar gaat het over?").fill("Kritieke materialen in gereedschap")
    member.get_by_label("Wat wordt er van inkoop gevraagd?").fill("Kan reparatie vaker?")
    member.get_by_label("anders", exact=True).check()
    member.get_by_label("Waarom speelt dit nu?").fill("Het kwam ter sprake.")
    member.get_by_text("Welke productketens raakt het?").first.click()
    member.get_by_label("Zonnepanelen").check()
    # From the next page on: it keeps what came back, although nobody types there.
    live.app.extensions[state.EXTENSION].draft_seconds = 0.2
    member.get_by_role("button", name="Vraagstuk opbrengen").click()
    expect(member.get_by_text("Er is al iets dat hierop lijkt")).to_be_visible()
    look(member, "vraagstuk-lijkt")
    link = member.get_by_role("alert").get_by_role("link").first
    expect(link).to_contain_text("(opent in een nieuw tabblad)")
    expect(member.get_by_text("Concept bewaard om")).to_be_visible()
    member.goto("/vraagstukken")
    member.goto("/vraagstukken/nieuw")
    expect(member.get_by_label("Waarom speelt dit nu?")).to_have_value("Het kwam ter sprake.")
    member.get_by_role("button", name="Vraagstuk opbrengen").click()
    member.get_by_role("alert").get_by_role("button", name="Toch opbrengen").click()
    expect(member.get_by_text("Het vraagstuk is opgebracht.")).to_be_visible()
    return member.url.partition("#")[0]


def plan_test(pages: Pages, path: str) -> None:
    """As a lead, first with a test that ends before it begins."""
    lead = pages.open("trekker")
    lead.goto(path)
    look(lead, "vraagstuk")
    lead.get_by_role("link", name="Praktijktoets plannen").click()
    lead.get_by_label("Wie doet de toets?").fill("Eva Lindeman")
    lead.get_by_label("Van (dd-mm-jjjj)").fill("23-11-2026")
    lead.get_by_label("Tot en met (dd-mm-jjjj)").fill("22-11-2026")
    lead.get_by_label("Hoe wordt er getoetst?").fill("Gesprekken met inkopers.")
    lead.get_by_label("Waarom zo?").fill("Het kost weinig.")
    lead.get_by_role("button", name="Plan vastleggen").click()
    expect(lead.get_by_role("link", name="De toets eindigt voordat hij begint")).to_be_visible()
    look(lead, "praktijktoets-fout")
    lead.get_by_label("Tot en met (dd-mm-jjjj)").fill("22-12-2026")
    lead.get_by_role("button", name="Plan vastleggen").click()
    expect(lead.get_by_text("23 nov 2026 tot en met 22 dec 2026")).to_be_visible()


def do_test(pages: Pages) -> None:
    """As the expert, from what stands under today to the advice."""
    tester = pages.open("expert")
    tester.goto("/")
    tester.get_by_role("link", name="Toets beginnen").click()
    tester.get_by_label("Waarmee begint de toets?").fill("Met twee gesprekken.")
    tester.get_by_role("button", name="Toets beginnen").click()
    for question in ("Doeltreffend", "Doelmatig"):
        tester.get_by_role("link", name=re.compile(f"Beantwoorden ?: {question}")).click()
        tester.get_by_label("ja", exact=True).check()
        tester.get_by_label("Wat vond je?").fill("Het kan.")
        tester.get_by_label("sterk", exact=True).check()
        tester.get_by_label("Bronnen").fill("Twee gesprekken.")
        look(tester, f"praktijktoets-{question.lower()}")
        tester.get_by_role("button", name="Antwoord vastleggen").click()
    tester.get_by_role("link", name="Advies geven").click()
    tester.get_by_label("hoort thuis binnen MVOI").check()
    tester.get_by_label("Waarom adviseer je dit?").fill("Inkoop helpt hier.")
    look(tester, "advies")
    tester.get_by_role("button", name="Advies vastleggen").click()
    expect(tester.get_by_text("Inkoop helpt hier.")).to_be_visible()
    look(tester, "praktijktoets")


def decide(pages: Pages, path: str) -> None:
    """As the secretary; then it stands with its chain."""
    secretary = pages.open("opgave")
    secretary.goto(path)
    secretary.get_by_role("link", name="Besluit vastleggen").click()
    look(secretary, "vraagstuk-besluit")
    expect(secretary.get_by_label("hoort thuis binnen MVOI")).to_be_checked()
    secretary.get_by_label("Waarom?").fill("Zoals geadviseerd.")
    secretary.get_by_label("Wie ging akkoord?").fill("Alle deelnemers")
    secretary.get_by_label("Document").fill("Brief 12")
    secretary.get_by_role("button", name="Besluit vastleggen").click()
    expect(secretary.get_by_text("Zoals geadviseerd.").first).to_be_visible()
    secretary.goto("/ketens/zonnepanelen/vraagstukken")
    expect(secretary.get_by_role("link", name="Kritieke materialen in gereedschap")).to_be_visible()
    look(secretary, "keten-vraagstukken")
    secretary.goto("/vraagstukken?toon=tabel")
    look(secretary, "vraagstukken-tabel")
