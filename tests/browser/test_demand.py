"""Demand in a real browser: what an administrator, a lead and two members see; and a pledge."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.support.browser import PHONE, Pages, look

GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
#: The part that is not seen stands apart.
THIS_YEAR = re.compile(r"Wijzigen ?: 2026")
CLOTHES = "/buyer-groups/bedrijfskleding-delen-en-herstellen"


def test_an_administrator_sees_no_volumes(pages: Pages) -> None:
    page = pages.open("beheer")
    answer = page.goto(f"{GROUP}/vraag")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("14.220.000")).to_have_count(0)


def test_a_lead_sees_everything_and_estimates_the_market(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto(f"{GROUP}/vraag")
    expect(
        page.get_by_text("In 2026 samen € 14.220.000: 32% van de geschatte markt")
    ).to_be_visible()
    look(page, "vraag-trekker")
    page.get_by_role("button", name="Markt schatten").click()
    look(page, "vraag-markt")
    page.get_by_label("Bedrag in euro").fill("28.440.000")
    page.get_by_role("button", name="Schatting vastleggen").click()
    expect(page.get_by_text(": 50% van de geschatte markt")).to_be_visible()
    page.get_by_role("link", name="Opgaven per organisatie").click()
    expect(page.get_by_role("cell", name="€ 2.140.000")).to_be_visible()
    look(page, "vraag-opgaven")


def test_a_public_member_sees_public_volumes_only(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto(f"{GROUP}/vraag")
    expect(page.get_by_text("niet getoond").first).to_be_visible()
    look(page, "vraag-publiek")
    page.get_by_role("link", name="Opgaven per organisatie").click()
    expect(page.get_by_role("cell", name="€ 2.400.000")).to_be_visible()
    expect(page.get_by_text("Modelbank")).to_have_count(0)


def test_a_private_member_states_a_volume_and_sees_totals_only(pages: Pages) -> None:
    page = pages.open("privaat")
    page.goto(f"{GROUP}/vraag")
    expect(page.get_by_text("In 2026 samen ongeveer € 14.000.000")).to_be_visible()
    look(page, "vraag-privaat")
    page.locator("summary", has_text="Waarom staat er niet altijd").click()
    expect(page.get_by_text("minstens vijf andere organisaties")).to_be_visible()
    page.get_by_role("link", name=THIS_YEAR).click()
    page.get_by_label("Bedrag in euro").fill("-100")
    page.get_by_role("button", name="Bedrag vastleggen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "vraag-fout")
    page.get_by_label("Bedrag in euro").fill("650.000")
    page.get_by_role("button", name="Bedrag vastleggen").click()
    expect(page.get_by_role("cell", name="€ 650.000")).to_be_visible()
    expect(page.get_by_text("In 2026 samen ongeveer € 14.000.000")).to_be_visible()


def test_a_member_who_forgot_where_things_are_states_this_year(pages: Pages) -> None:
    page = pages.open("privaat2", width=PHONE)
    page.goto(f"{GROUP}/vraag")
    page.get_by_role("link", name=THIS_YEAR).click()
    page.get_by_role("link", name="Bedrag intrekken").click()
    page.get_by_label("Waarom?").fill("Van de verkeerde afdeling")
    look(page, "vraag-intrekken")
    page.get_by_role("button", name="Bedrag intrekken").click()
    page.goto(GROUP)
    look(page, "groep-vraagt-bedrag")
    page.get_by_role("link", name="Bedrag opgeven").click()
    page.get_by_label("Bedrag in euro").fill("2.250.000")
    page.get_by_label("geschat").check()
    page.get_by_role("button", name="Bedrag vastleggen").click()
    expect(page.get_by_text("€ 2.250.000")).to_be_visible()
    look(page, "vraag-telefoon")


def test_a_group_of_which_no_total_is_told(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto(f"{CLOTHES}/vraag")
    expect(page.get_by_text("In 2026 samen € 1.220.000")).to_be_visible()
    look(page, "vraag-kleding")


def test_a_pledge_from_promised_to_done(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto(f"{GROUP}/toezeggingen")
    look(page, "toezeggingen")
    page.get_by_role("link", name="Project toezeggen").click()
    page.get_by_label("Welk project?").fill("Reparatie van telefoons")
    page.get_by_label("de hele groep").check()
    look(page, "toezegging-nieuw")
    page.get_by_role("button", name="Toezegging vastleggen").click()
    for step in ("in voorbereiding", "loopt", "gereed"):
        page.get_by_role("link", name=f"Verder naar: {step}").click()
        expect(page.get_by_label(step, exact=True)).to_be_checked()
        if step == "gereed":
            look(page, "toezegging-stand")
            page.get_by_label("Toelichting").fill("Dertig telefoons hersteld")
        page.get_by_role("button", name="Stand vastleggen").click()
    expect(page.get_by_text("Dertig telefoons hersteld")).to_be_visible()
    look(page, "toezegging")
    other = pages.open("privaat")
    other.goto(f"{GROUP}/toezeggingen")
    expect(other.get_by_role("link", name="Reparatie van telefoons")).to_be_visible()
