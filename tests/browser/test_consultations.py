"""Logging a market consultation on a phone: few actions, left and gone on with elsewhere."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from buyergroups.web import state
from tests.support.browser import PHONE, LiveServer, Pages, look

GROUP = "ict-hardware-langer-gebruiken"
LOG = f"/marktconsultaties/vastleggen?groep={GROUP}"


def test_logging_on_a_phone_takes_few_actions(pages: Pages) -> None:
    """From the list of the group to a recorded file: each tap and each field typed in is one."""
    page = pages.open("publiek", width=PHONE)
    page.goto(f"/buyer-groups/{GROUP}/marktconsultaties")
    actions = 0

    def tap(locator: object) -> None:
        nonlocal actions
        actions += 1
        locator.click()  # type: ignore[attr-defined]

    def write(label: str, text: str, nth: int = 0) -> None:
        nonlocal actions
        actions += 1
        page.get_by_label(label).nth(nth).fill(text)

    tap(page.get_by_role("link", name="Consultatie vastleggen"))
    look(page, "consultatie-vastleggen", (PHONE,))
    tap(page.get_by_label("marktdialoog"))
    write("Waar gaat het over?", "Reparatie van laptops")
    write("Op welke dag was het?", "20-11-2026")
    write("Marktpartijen", "Voorbeeld Refurbish B.V.\nModel Elektronica N.V.")
    actions += 1
    page.get_by_label("Vragen", exact=True).fill("Wie repareert?\nHoe lang?")
    write("Wat hoorden we?", "Batterijen gaan los")
    write("Wat hoorden we?", "Kleine partijen zijn te duur", 1)
    write("Wat gebeurt er?", "Eisen aanpassen")
    actions += 1
    page.get_by_label("Wie doet het?").first.select_option(label="Eva Lindeman")
    tap(page.get_by_role("button", name="Vastleggen", exact=True).last)
    expect(page.get_by_text("De marktconsultatie is vastgelegd.")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Reparatie van laptops")).to_be_visible()
    assert actions <= 12, actions
    look(page, "consultatie-dossier")
    tap(
        page.get_by_role("link", name="Wijzigen : Wat hoorden we").or_(
            page.get_by_role("link", name="Wijzigen: Wat hoorden we")
        )
    )
    look(page, "consultatie-gehoord", (PHONE,))


#: A talk as somebody would log it, in all blocks: by the id of the field.
TYPED = {
    "onderwerp": "Reparatie van laptops en telefoons",
    "dag": "20-11-2026",
    "van": "14:00",
    "tot": "15:30",
    "plaats": "Utrecht",
    "marktpartijen": "Voorbeeld Refurbish\nModel Elektronica\nFictief Herstel",
    "vragen": "Welke onderdelen vervangt u zelf?\nHoe lang levert u onderdelen?",
    "g0-tekst": "Batterij en scherm zijn door de gebruiker te vervangen.",
    "g1-tekst": "Zeven jaar leveren kan, als de aantallen vooraf bekend zijn.",
    "g1-waarom": "We vragen vijf jaar en belonen zeven.",
    "c0-partij": "Model Elektronica",
    "c0-tekst": "Brengt in mei een model uit met een losse batterij.",
    "samenvatting": "We vroegen wat er kan bij reparatie. Losse batterijen nemen we over.",
    "a0-actie": "Eis over onderdelen aanpassen",
    "a0-voor": "04-12-2026",
}
KEYS_A_MINUTE, MINUTES = 200, 5


def test_typing_all_of_it_takes_less_than_five_minutes(pages: Pages) -> None:
    """Every key is pressed and counted; a tap counts as three keys."""
    page = pages.open("publiek", width=PHONE)
    page.goto(LOG)
    taps = 0

    def tap(locator: Locator) -> None:
        nonlocal taps
        taps += 1
        locator.click()

    def choose(field: str, index: int) -> None:
        nonlocal taps
        taps += 2
        page.locator(f"#{field}").select_option(index=index)

    tap(page.get_by_label("marktdialoog"))
    for field, text in TYPED.items():
        tap(page.locator(f"#{field}"))
        page.locator(f"#{field}").press_sequentially(text)
    for field, index in (("g0-thema", 1), ("g1-thema", 1), ("g1-uitkomst", 2), ("a0-eigenaar", 1)):
        choose(field, index)
    keys = sum(map(len, TYPED.values()))
    tap(page.get_by_role("button", name="Vastleggen", exact=True).last)
    expect(page.get_by_text("De marktconsultatie is vastgelegd.")).to_be_visible()
    assert keys + 3 * taps <= KEYS_A_MINUTE * MINUTES, (keys, taps)


def test_each_block_keeps_itself_and_goes_on_at_another_device(
    live: LiveServer, pages: Pages
) -> None:
    live.app.extensions[state.EXTENSION].draft_seconds = 0.2
    page = pages.open("publiek", width=PHONE)
    page.goto(LOG)
    page.get_by_label("Waar gaat het over?").fill("Halverwege")
    first = page.locator("[data-concept-block]").nth(0)
    expect(first.locator("[data-concept-status]")).to_contain_text("Concept bewaard om")
    other = page.locator("[data-concept-block]").nth(2)
    expect(other.locator("[data-concept-status]")).to_be_empty()
    page.get_by_label("Wat zei zij in vertrouwen?").fill("Alleen voor ons")
    sealed = page.locator(".kb-part--sealed")
    expect(sealed.locator("[data-concept-status]").first).to_contain_text("Concept bewaard om")
    elsewhere = pages.open("publiek")
    elsewhere.goto(LOG)
    expect(elsewhere.get_by_label("Waar gaat het over?")).to_have_value("Halverwege")
    expect(elsewhere.get_by_label("Wat zei zij in vertrouwen?")).to_have_value("Alleen voor ons")
    elsewhere.get_by_role("button", name="Meer punten").click()
    expect(elsewhere.get_by_label("Wat hoorden we?")).to_have_count(4)
    expect(elsewhere.get_by_label("Waar gaat het over?")).to_have_value("Halverwege")
    elsewhere.get_by_role("button", name="Vastleggen", exact=True).last.click()
    expect(elsewhere.get_by_role("alert")).to_contain_text("Kies wat voor consultatie het is.")
    look(elsewhere, "consultatie-fout", (PHONE,))


def test_announcing_and_going_on(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto(f"/marktconsultaties/aankondigen?groep={GROUP}")
    page.get_by_label("marktdag").check()
    page.get_by_label("Waar gaat het over?").fill("Marktdag beeldschermen 2027")
    page.locator("summary", has_text="Aankondiging, antwoorden").click()
    page.get_by_label("Kenmerk op het landelijke platform").fill("TN 12-34")
    look(page, "consultatie-aankondigen")
    page.get_by_role("button", name="Aankondigen").click()
    expect(page.get_by_text("De marktconsultatie is aangekondigd.")).to_be_visible()
    page.get_by_role("link", name="Verder naar: gehouden").click()
    look(page, "consultatie-stap", (PHONE,))
