"""The timeline in a browser: found from the board, filtered in place, read by keyboard.

Planted and found on 21 November 2026: texts chosen for a drawing twice as wide.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import DESKTOP, NARROW, PHONE, Pages, axe, no_sideways_scroll, shot

LANES = ".kb-swim__table tbody tr"


def test_from_the_board_to_the_years_of_a_chain(pages: Pages) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?volgorde=naam")
    page.get_by_role("link", name="tijdlijn", exact=True).click()
    expect(page).to_have_url(re.compile(r"/bord/tijdlijn\?volgorde=naam$"))
    expect(page.locator(LANES)).to_have_count(5)
    expect(page.locator("h1")).to_have_text("Fasebord als tijdlijn")

    # A filter changes the lanes in place; nobody chose years, so none are in the address.
    page.evaluate("() => { window.same = true }")
    page.get_by_label("Cluster").select_option("energie")
    expect(page).to_have_url(re.compile(r"/bord/tijdlijn\?cluster=energie&volgorde=naam$"))
    expect(page.locator(LANES)).to_have_count(2)
    page.get_by_label("Van (jaar)").fill("2026")
    page.get_by_label("Van (jaar)").press("Enter")
    expect(page).to_have_url(re.compile(r"cluster=energie&volgorde=naam&van=2026$"))
    expect(page.locator(".kb-swim__table thead")).not_to_contain_text("2025")
    assert page.evaluate("() => window.same") is True
    page.get_by_label("Van (jaar)").fill("ooit")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.get_by_label("Van (jaar)")).to_have_accessible_description(
        re.compile("'ooit' is geen jaar")
    )
    page.go_back()
    page.get_by_role("link", name="Gewone jaren").click()
    expect(page).to_have_url(re.compile(r"/bord/tijdlijn\?cluster=energie&volgorde=naam$"))

    # Who points at a mark is told what it is; who reads with the keyboard finds it in the table.
    lane = page.get_by_role("img", name=re.compile("^Zonnepanelen: fase I Inceptie sinds jul 2026"))
    expect(lane.locator("use title").first).to_have_text(re.compile("Beoordeeld op"))
    told = page.locator(".kb-swim__told")
    lane.focus()
    page.keyboard.press("End")
    expect(told).to_have_text(re.compile("Jaarselectie 2027"))
    page.keyboard.press("Home")
    expect(told).not_to_have_text(re.compile("Jaarselectie 2027"))
    page.keyboard.press("Escape")
    expect(told).to_have_text("")
    lane.locator("use").first.hover()
    expect(told).to_have_text(re.compile("Beoordeeld op"))
    row = page.locator("#feiten-zonnepanelen")
    expect(row).to_be_hidden()
    link = page.get_by_role("link", name=re.compile(r"feiten\s*: Zonnepanelen"))
    link.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    expect(row).to_be_in_viewport()
    axe(page)
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Zonnepanelen: Geschiedenis")


def inside(page: Page) -> list[str]:
    """Letters of the drawing that run out of it, or into other letters on the same height."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.kb-swim__table svg')].flatMap((drawing) => {
            const box = drawing.getBoundingClientRect(), said = [];
            const texts = [...drawing.querySelectorAll('text')]
                .map((text) => [text.textContent, text.getBoundingClientRect()])
                .filter(([, place]) => place.width > 0);
            texts.forEach(([text, place], number) => {
                if (place.left < box.left - 2 || place.right > box.right + 2)
                    said.push(`${text} runs out`);
                for (const [other, there] of texts.slice(number + 1))
                    if (place.left < there.right - 1 && there.left < place.right - 1
                        && Math.abs(place.top - there.top) < 8)
                        said.push(`${text} runs into ${other}`);
            });
            return said;
        })"""
    )
    return found


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
def test_letters_keep_out_of_each_others_way(pages: Pages, language: str) -> None:
    page = pages.open("klankbord", language=language)
    page.goto("/bord/tijdlijn?toon=alle")
    if language == "en-GB":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for years in ("", "&van=2014", "&van=2026&tot=2026"):
        page.goto(f"/bord/tijdlijn?toon=alle{years}")
        for width in (1920, DESKTOP, 1100, 1000, 800, PHONE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            assert inside(page) == [], (years, width)
            no_sideways_scroll(page, width)
    shot(page, f"tijdlijn-{language}")


def test_without_scripts(pages: Pages) -> None:
    page = pages.open("klankbord", javascript=False, width=PHONE)
    page.goto("/bord/tijdlijn")
    page.locator("#filters > summary").click()
    page.get_by_label("Tot en met").fill("2025")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page).to_have_url(re.compile(r"/bord/tijdlijn\?tot=2025$"))
    expect(page.locator("#filters > summary")).to_have_text("Filters tot en met 2025")
    expect(page.locator(LANES)).to_have_count(5)
    page.get_by_text("Wat de tijdlijn laat zien, als tabel").click()
    expect(page.locator("#feiten-catering")).to_be_visible()


@pytest.mark.parametrize("width", [NARROW, PHONE])
@pytest.mark.parametrize(
    "address", ["/bord/tijdlijn", "/ketens/ict-hardware-en-mobiele-apparaten/plan"]
)
def test_what_is_told_of_a_mark_can_be_read_whole(pages: Pages, width: int, address: str) -> None:
    """On a phone too, and it does not lie over the lane that has the focus."""
    page = pages.open("manager", width=width)
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(address)
    told = page.locator(".kb-swim__told").first
    lanes = page.locator(".kb-swim__table svg[role=img]")
    for number in range(lanes.count()):
        lane = lanes.nth(number)
        lane.focus()
        page.keyboard.press("End")
        expect(told).not_to_be_empty()
        expect(told).to_be_in_viewport(ratio=1)
        boxes = [one.evaluate("(e) => e.getBoundingClientRect().toJSON()") for one in (lane, told)]
        assert boxes[0]["bottom"] <= boxes[1]["top"] + 1, "the lane lies under its own words"
        assert told.evaluate("(e) => e.scrollWidth <= e.clientWidth")
        assert 0 <= boxes[1]["left"] < boxes[1]["right"] <= width
    no_sideways_scroll(page, width)
