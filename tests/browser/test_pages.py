"""Each template in each of its states: axe, narrow and wide, spaced out, and its pictures.

Planted and found on 21 November 2026: pale text, an h4 under an h2, a table that does not fit at
320 px, names of 18 px on the wall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.exc import OperationalError

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.accounts.services import make_administrator
from models.history import ActorKind
from tests.support.apps import CHEAP, StandingClock
from tests.support.browser import (
    DESKTOP,
    NARROW,
    PHONE,
    LiveServer,
    Pages,
    axe,
    live_server,
    no_sideways_scroll,
    resize,
    shot,
)
from tests.support.databases import Databases
from tests.support.run import NOW

WALL = 1920
#: Of the pages that people see most; of other states, the widest and the narrowest are enough.
ALL = (DESKTOP, PHONE, NARROW)
HEIGHTS = {WALL: 1080}
#: WCAG 1.4.12: what a reader may set, and then nothing is lost.
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
NOT_SPACED = "() => { document.adoptedStyleSheets = [] }"
#: Text that is cut off, except where that is meant: the name in the menu, the unseen texts.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((element) => element.clientWidth > 0
        && !element.closest('.kb-hidden, thead, svg, select')
        && !element.matches('.kb-menu__name, .kb-input')
        && (element.scrollWidth > element.clientWidth + 1)
        && !['visible', 'auto'].includes(getComputedStyle(element).overflowX))
    .map((element) => element.outerHTML.slice(0, 120))"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .map((heading) => [Number(heading.tagName[1]), heading.innerText])"""


def widen(page: Page, width: int) -> None:
    resize(page, width, HEIGHTS.get(width, 900))


def check(page: Page, name: str, widths: Sequence[int] = (DESKTOP, NARROW)) -> None:
    """Everything that is asked of a page in one state; its pictures are of these widths."""
    axe(page)
    levels = [level for level, _ in page.evaluate(HEADINGS)]
    assert levels.count(1) == 1, f"{name}: headings {levels}"
    for before, level in zip([0, *levels], levels, strict=False):
        assert level <= before + 1, f"{name}: a heading is left out in {levels}"
    picture(page, name, widths)
    widen(page, NARROW)
    no_sideways_scroll(page)
    page.evaluate(SPACED)
    no_sideways_scroll(page)
    assert page.evaluate(CUT_OFF) == [], name
    page.evaluate(NOT_SPACED)
    widen(page, DESKTOP)


def picture(page: Page, name: str, widths: Sequence[int] = (DESKTOP, PHONE)) -> None:
    """Only the pictures, where the same page in another state was checked."""
    for width in widths:
        widen(page, width)
        shot(page, name)
        no_sideways_scroll(page, width)
    widen(page, DESKTOP)


@pytest.fixture
def fresh_live(databases: Databases) -> Iterator[LiveServer]:
    """The app with the reference data only, and its first administrator."""
    clock = StandingClock()
    with databases.own("sqlite", "fresh") as database:
        areas.register_rules()
        with database.write() as session:
            make_administrator(
                session,
                Actor(ActorKind.COMMAND),
                NOW,
                email="eerste@ketenbord.example",
                name="Eerste Beheerder",
                password_hash=CHEAP.hash("een lang wachtwoord"),
            )
        with live_server(database, clock) as server:
            yield server


def test_the_board(pages: Pages) -> None:
    page = pages.open("manager")
    states = {
        "bord": "/bord",
        "bord-prioritair": "/bord?toon=prioritair",
        "bord-alle": "/bord?toon=alle",
        "bord-eerder": "/bord?toon=prioritair&op=2026-03-01",
        "bord-sinds": "/bord?toon=prioritair&sinds=2026-06-01",
        "impact": "/bord/impact?toon=prioritair",
        "tabel": "/bord/tabel?toon=prioritair&sorteer=-fase",
        "tijdlijn": "/bord/tijdlijn?toon=alle",
        "tijdlijn-sinds": "/bord/tijdlijn?sinds=2026-06-01&op=2026-11-20",
        "tijdlijn-lang": "/bord/tijdlijn?toon=prioritair&van=2008",
        "tijdlijn-fout": "/bord/tijdlijn?van=later&tot=20",
        "bord-fout": "/bord?op=31-02-2026&thema=zzz",
        "bord-niets-gevonden": "/bord?cluster=transport-en-vervoer",
        "bord-zonder-selectie-van-dat-jaar": "/bord?jaar=2031",
    }
    widths = {"bord": (*ALL, WALL), "bord-prioritair": (*ALL, WALL), "bord-fout": ALL}
    widths["tijdlijn"] = (*ALL, WALL)
    for name, address in states.items():
        page.goto(address)
        check(page, name, widths.get(name, (DESKTOP, NARROW)))
    expect(page.get_by_role("link", name="Toon de prioritaire ketens")).to_be_visible()
    page.goto(states["bord-niets-gevonden"])
    expect(page.get_by_text("Geen keten past bij deze filters.")).to_be_visible()
    page.get_by_role("button", name="English").click()
    page.goto("/bord?toon=prioritair")
    picture(page, "board")


def test_the_pages_of_a_chain(pages: Pages) -> None:
    page = pages.open("manager")
    states = {
        "keten": "/ketens/zonnepanelen",
        "keten-niets-geschreven": "/ketens/elektriciteit",
        "keten-belegd": "/ketens/wegen",
        "keten-mogelijk-belegd": "/ketens/spoor",
        "fase": "/ketens/zonnepanelen/fase",
        "fase-teruggegeven": "/ketens/schoonmaak/fase",
        "fase-leeg": "/ketens/elektriciteit/fase",
        "geschiedenis": "/ketens/kantoormeubilair/geschiedenis",
        "geschiedenis-leeg": "/ketens/elektriciteit/geschiedenis",
        "ketens": "/ketens",
    }
    for name, address in states.items():
        page.goto(address)
        if name == "fase-teruggegeven":
            expect(page.get_by_text("Reden van teruggave:")).to_be_visible()
        for evidence in page.locator(".kb-evidence summary").all():
            evidence.click()
        check(page, name, ALL if address.startswith("/ketens/zon") else (DESKTOP, NARROW))
    page.get_by_role("button", name="English").click()
    for name, address in {
        "chain": "/ketens/zonnepanelen",
        "phase": "/ketens/zonnepanelen/fase",
        "history": "/ketens/kantoormeubilair/geschiedenis",
        "chains": "/ketens",
    }.items():
        page.goto(address)
        picture(page, name)


def test_the_history_of_somebody(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto("/mijn/geschiedenis")
    check(page, "mijn-geschiedenis")
    page.goto("/ketens/zonnepanelen")
    page.get_by_role("button", name="Nog actueel").click()
    page.goto("/mijn/geschiedenis?soort=x")
    check(page, "mijn-geschiedenis-fout")
    page = pages.open("beheer")
    page.goto("/personen")
    page.get_by_role("link", name="Sanne Bakker").click()
    page.get_by_role("link", name="Geschiedenis: wat deze persoon vastlegde").click()
    expect(page.locator(".kb-entry").first).to_be_visible()
    check(page, "geschiedenis-persoon", ALL)


def test_signing_in_and_sessions(pages: Pages) -> None:
    page = pages.open()
    page.goto("/inloggen")
    check(page, "inloggen", ALL)
    button = page.get_by_role("button", name="Inloggen")
    button.click()
    expect(page.locator("#email")).to_have_attribute("aria-invalid", "true")
    check(page, "inloggen-leeg")
    for number in range(6):
        page.get_by_label("Mailadres").fill("trekker@ketenbord.example")
        page.get_by_label("Wachtwoord").fill(f"verkeerd-{number}")
        button.click()
        if number == 0:
            check(page, "inloggen-fout")
    expect(page.get_by_role("alert")).to_contain_text("te vaak")
    check(page, "inloggen-te-vaak")

    page = pages.open("manager")
    page.goto("/mijn/sessies")
    check(page, "sessies-een")
    pages.open("manager")
    page.reload()
    check(page, "sessies", ALL)
    page.goto("/uitloggen")
    check(page, "uitloggen")


def test_errors_and_statements(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = pages.open()
    stranger.goto("/toegankelijkheid")
    check(stranger, "toegankelijkheid")
    stranger.goto("/privacy")
    check(stranger, "privacy")
    page = pages.open("manager")
    page.goto("/ketens/bestaat-niet")
    expect(page.get_by_role("link", name="Naar het fasebord")).to_be_visible()
    check(page, "fout-404")

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("planted"))

    monkeypatch.setattr(type(pages.live.database), "reading_session", gone)
    page.goto("/bord")
    expect(page.locator("h1")).to_have_text("Ketenbord is even niet bereikbaar")
    check(page, "fout-503")


def test_a_tracker_with_reference_data_only(browser: Browser, fresh_live: LiveServer) -> None:
    pages = Pages(browser, fresh_live)
    page = pages.open("eerste")
    page.goto("/bord")
    expect(page.locator(".kb-views [aria-current]")).to_have_text("kandidaten")
    expect(page.locator(".kb-chip")).to_have_count(8)
    expect(page.get_by_text("zodra de ketentrekker beoordeelt")).to_be_visible()
    states = {
        "leeg-bord": "/bord",
        "leeg-bord-prioritair": "/bord?toon=prioritair",
        "leeg-bord-selectie": "/bord?toon=selectie",
        "leeg-tijdlijn": "/bord/tijdlijn",
        "leeg-keten": "/ketens/zonnepanelen",
        "leeg-keten-mogelijk-belegd": "/ketens/wegen",
    }
    for name, address in states.items():
        page.goto(address)
        check(page, name, ALL if name == "leeg-bord" else (DESKTOP, NARROW))
    page.goto("/bord")
    page.get_by_role("link", name="Toon alle prioritaire ketens").click()
    expect(page.locator(".kb-chip")).to_have_count(20)
    page.get_by_role("link", name="kandidaten").click()
    page.get_by_role("button", name="English").click()
    picture(page, "empty-board")
    pages.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [("contrast", {"forced_colors": "active"}), ("rust", {"reduced_motion": "reduce"})],
)
def test_preferences_of_the_reader(pages: Pages, name: str, options: dict[str, Any]) -> None:
    page = pages.open("manager", **options)
    page.goto("/bord?toon=prioritair")
    check(page, f"bord-{name}", (DESKTOP,))
    page.goto("/ketens/zonnepanelen")
    picture(page, f"keten-{name}", (DESKTOP,))
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((element) => {
            const style = getComputedStyle(element);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
        }).length"""
    )
    assert moving == 0


def test_the_board_in_the_order_of_reading(pages: Pages) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?toon=alle")
    phases = page.locator(".kb-column__title .kb-roman").all_inner_texts()
    assert phases == ["I", "II", "III", "IV"]
    for one in (".kb-card", ".kb-chip"):
        found = page.locator(one)
        links = found.evaluate_all(
            "(all) => all.map((card) => card.querySelectorAll('a, button').length)"
        )
        assert set(links) == {1}
        # The whole card is the link, and the list says how many there are.
        assert found.evaluate_all(
            """(all) => all.every((card) => {
                const box = card.getBoundingClientRect();
                card.scrollIntoView({block: 'center'});
                const now = card.getBoundingClientRect();
                const hit = document.elementFromPoint(now.right - 8, now.bottom - 8);
                return card.closest('li') && hit && hit.closest('a') !== null && box.width > 0;
            })"""
        )
    headings = page.evaluate(HEADINGS)
    assert headings[0] == [1, "Fasebord"]
    assert [text.split()[0] for level, text in headings if level == 2][:4] == phases


def test_from_five_metres(pages: Pages) -> None:
    """1920 by 1080 on the wall: names of at least 20 pixels."""
    page = pages.open("manager", width=WALL)
    widen(page, WALL)
    page.goto("/bord?toon=prioritair")
    sizes: Callable[[str], list[float]] = lambda selector: page.locator(selector).evaluate_all(  # noqa: E731
        "(all) => all.map((name) => parseFloat(getComputedStyle(name).fontSize))"
    )
    assert min(sizes(".kb-card__name .kb-card__link")) >= 20
    assert min(sizes(".kb-chip__name .kb-card__link")) >= 20


@pytest.mark.parametrize("javascript", [True, False])
def test_the_board_begins_on_the_first_screen_of_a_phone(pages: Pages, javascript: bool) -> None:
    """The filters are folded in, and fold out without a script too."""
    page = pages.open("manager", width=PHONE, javascript=javascript)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/bord")
    expect(page.locator(".kb-card").first).to_be_in_viewport(ratio=0.75)
    cluster = page.get_by_label("Cluster")
    expect(cluster).to_be_hidden()
    page.locator("#filters > summary").click()
    expect(cluster).to_be_visible()
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    expect(page.locator("#filters > summary")).to_be_hidden()
    page.reload()
    expect(cluster).to_be_visible()  # folded in nowhere but where there is little room


def test_what_is_folded_out_stays_when_a_filter_draws_the_board_anew(pages: Pages) -> None:
    page = pages.open("klankbord", width=PHONE)
    page.goto("/bord")
    page.locator("#uitleg > summary").click()
    page.locator("#filters > summary").click()
    cluster = page.get_by_label("Cluster")
    cluster.focus()
    cluster.select_option("energie")
    expect(page.locator("#fasebord .kb-card")).to_have_count(2)
    expect(page.locator("#uitleg li").first).to_be_visible()
    expect(cluster).to_be_visible()
    expect(cluster).to_be_focused()
    expect(page.locator("#filters > summary")).to_have_text("Filters cluster: Energie")
    # And what was folded in by then stays in.
    page.locator("#uitleg > summary").click()
    cluster.select_option("")
    expect(page.locator("#fasebord .kb-card")).to_have_count(5)
    expect(page.locator("#uitleg li").first).to_be_hidden()
