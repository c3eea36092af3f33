"""An open board: another's change shows by itself, and the wall mode fits on the wall."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from buyergroups.phases.services import report_status
from buyergroups.web import state
from models.phases import Progress
from seed.bulk import load_bulk
from tests.support.acting import Acting
from tests.support.browser import LiveServer, Pages, axe
from tests.support.run import NOW

CHAINS_ON_A_WALL = 25


@pytest.fixture
def act(live: LiveServer) -> Acting:
    live.app.extensions[state.EXTENSION].poll_seconds = 0.2
    return Acting(live.database)


def test_an_open_board_shows_what_somebody_else_records(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?toon=prioritair")
    link = page.get_by_role("link", name="Catering")
    link.focus()
    page.evaluate("window.scrollTo(0, 150)")
    scrolled = page.evaluate("window.scrollY")
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="Iets heel anders",
    )
    card = page.locator(".kb-card", has_text="Zonnepanelen")
    expect(card).to_contain_text("Iets heel anders")
    expect(card).to_have_class("kb-card kb-card--live")
    expect(page.locator(".kb-card--live")).to_have_count(1)
    expect(page.locator("#melding")).to_have_text("Zojuist bijgewerkt: Zonnepanelen")
    expect(page.get_by_role("link", name="Catering")).to_be_focused()
    assert page.evaluate("window.scrollY") == scrolled
    expect(page).to_have_url("/bord?toon=prioritair")
    axe(page)


def test_what_somebody_is_typing_in_a_filter_stays(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord")
    page.get_by_label("Stand op").press_sequentially("1-3-20")
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="Iets heel anders",
    )
    with page.expect_response(lambda answer: "healthz" in answer.url):
        page.evaluate("fetch('/healthz')")
    expect(page.get_by_label("Stand op")).to_have_value("1-3-20")
    page.evaluate("document.activeElement.blur()")


def test_an_earlier_day_is_not_asked_for_again(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?op=2026-03-01")
    assert page.locator("[data-stand]").count() == 0
    assert act.chains


@pytest.mark.parametrize("spread", ["even", "one phase", "not assessed"])
def test_twenty_five_chains_fit_on_a_wall(
    pages: Pages, live: LiveServer, act: Acting, spread: str
) -> None:
    load_bulk(live.database, NOW, chains=CHAINS_ON_A_WALL, people=3, seed=1)
    page = pages.open("klankbord", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/bord?toon=alle&scherm=groot")
    # Only as many cards as a wall is meant for, spread as asked: the page is what is measured here.
    page.evaluate(
        """([most, spread]) => {
            const lists = [...document.querySelectorAll('.kb-column__list')];
            const all = (selector) => [...document.querySelectorAll(selector)];
            const cards = all('.kb-column .kb-card').map(card => card.closest('li'));
            const chips = all('.kb-strip li');
            chips.slice(spread === 'not assessed' ? most : 0).forEach(li => li.remove());
            if (spread === 'not assessed') { cards.forEach(li => li.remove()); return; }
            document.querySelectorAll('.kb-strips, .kb-strip').forEach(node => node.remove());
            cards.slice(most).forEach(li => li.remove());
            cards.slice(0, most).forEach((li, nr) =>
                lists[spread === 'even' ? nr % lists.length : 0].append(li));
        }""",
        [CHAINS_ON_A_WALL, spread],
    )
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    sizes = page.eval_on_selector_all(
        ".kb-card__link", "links => links.map(a => parseFloat(getComputedStyle(a).fontSize))"
    )
    assert sizes
    assert min(sizes) >= 20
