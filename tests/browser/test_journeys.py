"""Few and long journeys: what somebody does with the board from signing in to signing out.

Planted and found on 21 November 2026: a name not marked as Dutch, a Dutch word in an English page,
another language that leads back to where the page was loaded, no outline at the focus, a filter
without htmx, a typed date that is gone. Pages that the browser may keep were not found here: each
differs by cookie too, so Back asks again. The header itself is tested without a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Pages
from tests.support.client import PASSWORD

#: Words that are Dutch and no part of a name; an English page has none of them outside `lang="nl"`.
DUTCH = frozenset(
    [
        "alle",
        "beoordeeld",
        "belegd",
        "besloten",
        "bevestigd",
        "bij",
        "bladzijde",
        "dagen",
        "deze",
        "door",
        "een",
        "fase",
        "fasebord",
        "fasen",
        "gehaald",
        "geen",
        "geleden",
        "gewijzigd",
        "grootte",
        "het",
        "iedereen",
        "jaar",
        "jaarselectie",
        "keten",
        "ketens",
        "ketentrekker",
        "laatst",
        "maanden",
        "mogelijk",
        "naar",
        "niet",
        "nog",
        "onderbouwing",
        "overzicht",
        "prioritair",
        "sinds",
        "stagneert",
        "stand",
        "sessies",
        "thema",
        "thema's",
        "toon",
        "uitloggen",
        "vastgelegd",
        "verouderd",
        "volgende",
        "volgorde",
        "voorlopig",
        "voortgang",
        "weken",
        "wordt",
        "zonder",
    ]
)
#: All that is read out outside what is marked as Dutch: texts, and the attributes that are texts.
SAID = """() => {
    const said = [document.title];
    const walk = (element) => {
        if (element.lang && element.lang !== document.documentElement.lang) return;
        for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-label'])
            if (element.hasAttribute(name)) said.push(element.getAttribute(name));
        for (const child of element.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) said.push(child.textContent);
            else if (child.nodeType === Node.ELEMENT_NODE) walk(child);
        }
    };
    walk(document.body);
    return said.map((text) => text.trim()).filter(Boolean);
}"""
#: How the element with the focus is shown to have it, and how it is called in a list.
FOCUS = """() => {
    const element = document.activeElement;
    const drawn = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const box = element.getBoundingClientRect();
    return {
        name: (element.innerText || element.name || '').trim().replace(/\\s+/g, ' '),
        tag: element.tagName,
        card: element.classList.contains('kb-card__link'),
        seen: drawn(getComputedStyle(element)) || drawn(getComputedStyle(element, '::after')),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        place: [...document.querySelectorAll('*')].indexOf(element),
    };
}"""


def cards(page: Page) -> list[str]:
    return page.locator(".kb-card__name").all_inner_texts()


def tabbed(page: Page, most: int = 80) -> Iterator[dict[str, object]]:
    """Press Tab again and again: what has the focus, which must show and follow what was before."""
    page.wait_for_load_state()
    before = -1
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            return
        assert focus["seen"], f"the focus does not show on {focus}"
        assert focus["inside"], f"the focus is outside the window: {focus}"
        assert focus["place"] > before, f"the focus went back: {focus}"
        before = focus["place"]
        yield focus


def tab_to(page: Page, name: str) -> None:
    names = []
    for focus in tabbed(page):
        names.append(focus["name"])
        if focus["name"] == name:
            return
    raise AssertionError(f"Tab does not reach {name!r}, only {names}")


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()


def no_dutch(page: Page, chains: set[str]) -> None:
    """An English page is English, and what is Dutch in it says so."""
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_load_state()
    said = page.evaluate(SAID)
    # A title cannot mark a language: only its own words are looked at.
    title, said = said[0], said[1:]
    for name in chains:
        title = title.replace(name, "")
        assert name not in said, f"{name!r} is Dutch and not marked as such on {page.url}"
    found = {
        (word, text)
        for text in [title, *said]
        for word in re.findall(r"[a-z']+", text.lower())
        if word in DUTCH
    }
    assert not found, f"{page.url}: {found}"


def test_from_signing_in_to_a_filtered_board(pages: Pages) -> None:
    page = pages.open()
    page.goto("/bord?toon=alle")
    expect(page).to_have_url(re.compile(r"/inloggen\?volgende=/bord"))
    sign_in(page, "trekker@ketenbord.example", "verkeerd-wachtwoord")
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    expect(page.get_by_label("Mailadres")).to_have_value("trekker@ketenbord.example")
    expect(page.get_by_label("Wachtwoord")).to_have_value("")
    sign_in(page, "trekker@ketenbord.example")
    expect(page).to_have_url(re.compile(r"/bord\?toon=alle$"))
    page.get_by_role("link", name="Fasebord", exact=True).click()
    expect(page).to_have_url(re.compile("/bord$"))
    expect(page.locator(".kb-views [aria-current]")).to_have_text("jaarselectie 2027 (5)")
    expect(page.locator(".kb-card__name")).to_have_count(5)

    # A filter changes the board in place: the page, the focus and the place to be stay.
    page.evaluate("() => { window.same = true }")
    page.get_by_label("Cluster").focus()
    page.get_by_label("Cluster").select_option("energie")
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie$"))
    expect(page.locator(".kb-card__name")).to_have_count(2)
    expect(page.get_by_label("Cluster")).to_be_focused()
    melding = page.locator("#melding")
    expect(melding).to_have_text("2 ketens: 1 heeft aandacht nodig, 1 stagneert.")
    expect(melding).to_have_attribute("role", "status")
    page.get_by_label("Volgorde").select_option("naam")
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie&volgorde=naam$"))
    expect(page.locator(".kb-card__name").first).to_have_text("Batterijen")
    assert page.evaluate("() => window.same") is True

    # Back, Forward and reload show what the address says.
    page.go_back()
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie$"))
    expect(page.locator(".kb-card__name").first).to_have_text("Zonnepanelen")
    expect(page.get_by_label("Volgorde")).to_have_value("aandacht")
    page.go_back()
    expect(page).to_have_url(re.compile("/bord$"))
    expect(page.locator(".kb-card__name")).to_have_count(5)
    expect(page.get_by_label("Cluster")).to_have_value("")
    page.go_forward()
    expect(page.locator(".kb-card__name")).to_have_text(["Zonnepanelen", "Batterijen"])
    page.go_forward()
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie&volgorde=naam$"))
    expect(page.locator(".kb-card__name")).to_have_text(["Batterijen", "Zonnepanelen"])
    expect(page.get_by_label("Cluster")).to_have_value("energie")
    shown = page.locator("#fasebord").inner_text()
    page.reload()
    expect(page.locator("#fasebord")).to_have_text(shown, use_inner_text=True)


def test_another_view_and_another_day(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto("/bord?cluster=energie&volgorde=naam")
    page.get_by_role("link", name="prioritair (20)").click()
    expect(page).to_have_url(re.compile(r"/bord\?toon=prioritair&cluster=energie&volgorde=naam$"))

    # Typed as a Dutch date; then one that does not exist.
    day = page.get_by_label("Stand op")
    day.fill("01-03-2026")
    day.press("Enter")
    expect(page).to_have_url(re.compile(r"&op=2026-03-01$"))
    expect(page.locator(".kb-board-notice")).to_contain_text("Stand op 1 mrt 2026.")
    expect(page.locator(".kb-column").nth(1)).to_contain_text("Zonnepanelen")
    expect(day).to_have_value("01-03-2026")
    day.fill("31-02-2026")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_have_value("31-02-2026")
    expect(day).to_have_accessible_description(re.compile("De dag 31-02-2026 bestaat niet"))
    expect(page.locator(".kb-board-notice")).to_have_count(0)
    page.get_by_role("link", name="Wis filters").click()
    expect(page).to_have_url(re.compile(r"/bord\?toon=prioritair&volgorde=naam$"))
    page.goto("/bord?cluster=energie&op=2026-03-01")
    page.get_by_role("link", name="Naar vandaag").click()
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie$"))


def test_english_and_back(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/ketens")
    chains = set(page.locator("tbody th[scope=row]").all_inner_texts())
    assert len(chains) == 58
    page.goto("/bord")
    page.get_by_label("Volgorde").select_option("naam")
    expect(page).to_have_url(re.compile(r"volgorde=naam$"))
    page.get_by_role("button", name="English").click()
    # Where htmx brought the reader, not where the page was loaded.
    expect(page).to_have_url(re.compile(r"/bord\?volgorde=naam$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Phase board")
    for address in (
        "/bord?toon=alle",
        "/bord?toon=prioritair&op=2026-03-01",
        "/bord?op=31-02-2026",
        "/bord?cluster=transport-en-vervoer",
        "/ketens",
        "/ketens/zonnepanelen",
        "/ketens/zonnepanelen/fase",
        "/ketens/zonnepanelen/geschiedenis",
        "/ketens/kantoormeubilair/geschiedenis",
        "/ketens/wegen",
        "/mijn/sessies",
        "/uitloggen",
        "/toegankelijkheid",
        "/privacy",
        "/niets",
    ):
        page.goto(address)
        no_dutch(page, chains)
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_a_chain_by_keyboard_only(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/bord")
    skip = next(tabbed(page))
    assert skip["name"] == "Naar de inhoud"
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()
    focused = list(tabbed(page))
    # Everything once, in the order of the page: views, filters, cards by column, footer.
    assert [focus["name"] for focus in focused if focus["card"]] == cards(page)
    assert focused[-1]["name"] == "Verslagen van marktconsultaties"

    page.locator("#inhoud").focus()
    tab_to(page, "Zonnepanelen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonnepanelen")
    page.locator("#inhoud").focus()
    tab_to(page, "Fase")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-tabs [aria-current=page]")).to_have_text("Fase")
    evidence = page.locator(".kb-evidence").first
    expect(evidence.locator(".kb-evidence__item")).to_be_hidden()
    summary = evidence.locator("summary")
    page.locator("#inhoud").focus()
    tab_to(page, " ".join(summary.inner_text().split()))
    page.keyboard.press("Enter")
    expect(evidence.locator(".kb-evidence__item")).to_be_visible()
    page.locator("#inhoud").focus()
    tab_to(page, "Geschiedenis")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/geschiedenis$"))
    expect(page.locator(".kb-entry").first).to_be_visible()


def test_own_sessions_and_signing_out(pages: Pages) -> None:
    here = pages.open()
    here.goto("/inloggen")
    sign_in(here, "trekker@ketenbord.example")
    there = pages.open("trekker")
    there.goto("/bord")
    menu(here).get_by_role("link", name="Mijn sessies").click()
    expect(here.locator("tbody tr")).to_have_count(2)
    expect(here.locator("tbody tr", has_text="deze sessie")).to_contain_text("Chrome")
    here.get_by_role("button", name=re.compile("^Beëindigen")).click()
    expect(here.get_by_role("status").filter(has_text="beëindigd")).to_be_visible()
    expect(here.locator("tbody tr")).to_have_count(1)
    there.reload()
    expect(there).to_have_url(re.compile("/inloggen"))
    here.goto("/ketens/zonnepanelen")
    here.goto("/bord")
    menu(here).get_by_role("button", name="Uitloggen").click()
    expect(here).to_have_url(re.compile("/inloggen$"))
    for _ in range(2):
        here.go_back()
        expect(here.get_by_label("Wachtwoord")).to_be_visible()
        assert "Zonnepanelen" not in here.content()


def test_after_the_session_a_filter_leads_to_the_page_to_sign_in(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto("/bord")
    page.context.clear_cookies()
    page.get_by_label("Cluster").select_option("energie")
    expect(page).to_have_url(re.compile("/inloggen"))
    expect(page.locator("h1")).to_have_text("Inloggen")


def menu(page: Page) -> Locator:
    """The person's menu, unfolded."""
    found = page.locator(".kb-menu")
    found.locator("summary").click()
    return found


def test_without_javascript(pages: Pages) -> None:
    page = pages.open(javascript=False)
    page.goto("/bord")
    sign_in(page, "trekker@ketenbord.example")
    expect(page).to_have_url(re.compile("/bord$"))
    page.get_by_label("Cluster").select_option("energie")
    page.get_by_label("Stand op").fill("1-3-2026")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie&op=2026-03-01$"))
    expect(page.locator(".kb-board-notice")).to_contain_text("Stand op 1 mrt 2026.")
    page.get_by_label("Stand op").fill("31-02-2026")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("31-02-2026 bestaat niet")
    expect(page.get_by_label("Stand op")).to_have_value("31-02-2026")
    page.goto("/bord?cluster=energie")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/bord\?cluster=energie$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Zonnepanelen").click()
    page.locator("summary", has_text="Evidence").first.click()
    expect(page.locator(".kb-evidence__item").first).to_be_visible()
    menu(page).get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/inloggen$"))
    page.goto("/bord")
    expect(page).to_have_url(re.compile("/inloggen"))
