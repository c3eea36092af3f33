"""An open board: another's change shows by itself, and the wall mode fits on the wall."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import update

from buyergroups.phases.services import report_status
from buyergroups.web import state
from models.people import EndReason, PersonSession
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
    report(act, "Iets heel anders")
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
    field, board = page.get_by_label("Stand op"), page.locator("#fasebord")
    field.press_sequentially("1-3-20")
    report(act, "Iets heel anders")
    expect(board).to_contain_text("Iets heel anders")
    expect(field).to_have_value("1-3-20")
    expect(field).to_be_focused()
    field.press_sequentially("26")
    field.press("Enter")
    expect(page).to_have_url(re.compile("op=2026-03-01$"))


def test_a_board_goes_on_after_a_filter_was_chosen(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord")
    cluster = page.get_by_label("Cluster")
    cluster.focus()
    cluster.select_option("energie")
    expect(page).to_have_url(re.compile("cluster=energie$"))
    expect(page.locator(".kb-card__name")).to_have_count(2)
    expect(cluster).to_be_focused()
    report(act, "Iets heel anders")
    expect(page.locator("#fasebord")).to_contain_text("Iets heel anders")
    expect(page.locator(".kb-card__name")).to_have_count(2)
    expect(cluster).to_have_value("energie")
    expect(cluster).to_be_focused()
    expect(page.locator("#fasebord h1")).to_have_count(1)
    expect(page.locator("#fasebord form.kb-filters")).to_have_count(1)


def report(act: Acting, step: str) -> None:
    """Somebody else reports on a chain."""
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step=step,
    )


def test_a_slow_answer_is_waited_for_before_the_next_question(
    pages: Pages, live: LiveServer, act: Acting
) -> None:
    live.app.extensions[state.EXTENSION].poll_seconds = 3600
    page = pages.open("klankbord")
    page.goto("/bord")
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/bord?stand=*", hold)
    with page.expect_request("**/bord?stand=*"):
        look_again(page)
    look_again(page)
    with page.expect_response(lambda answer: "healthz" in answer.url):
        page.evaluate("fetch('/healthz')")
    assert len(asked) == 1
    with page.expect_response("**/bord?stand=*"):
        asked[0].continue_()
    assert act.chains


def test_a_board_that_was_left_and_come_back_to_is_still_open(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?toon=prioritair")
    page.get_by_label("Cluster").select_option("energie")
    expect(page).to_have_url(re.compile("cluster=energie$"))
    page.go_back()
    expect(page).to_have_url("/bord?toon=prioritair")
    expect(page.get_by_role("link", name="Catering")).to_be_visible()
    report(act, "Iets heel anders")
    expect(page.locator(".kb-card", has_text="Zonnepanelen")).to_contain_text("Iets heel anders")


def look_again(page: Page) -> None:
    """What a browser says when its window comes to the front: the board asks at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


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
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("scherm=groot", 23),
        ("toon=prioritair&scherm=groot", 19),
        ("toon=prioritair&sinds=2026-09-01&scherm=groot", 16),
        ("toon=prioritair&sinds=2025-01-01&scherm=groot", 16),
        ("toon=prioritair&op=2024-12-10&scherm=groot", 19),
    ],
)
def test_few_chains_are_drawn_so_large_that_they_fill_the_wall(
    pages: Pages, asked: str, size: int
) -> None:
    page = pages.open("klankbord", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"/bord?{asked}")
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    assert page.evaluate("document.documentElement.scrollWidth") <= 1920
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == size
    last = page.locator(".kb-strip, .kb-column").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] > 900, "the bands reach down to the edge"


def test_a_session_that_ended_is_told_on_the_wall(
    pages: Pages, live: LiveServer, act: Acting
) -> None:
    page = pages.open("klankbord")
    page.goto("/bord?toon=prioritair&scherm=groot#fase-2")
    told = page.locator("#sessie-voorbij")
    expect(told).to_be_hidden()
    end_sessions(live)
    expect(told).to_be_visible()
    expect(told).to_contain_text("Je bent uitgelogd. Dit bord ververst niet meer.")
    expect(page.locator("#melding")).to_contain_text("Je bent uitgelogd")
    expect(page.locator(".kb-card")).not_to_have_count(0)
    axe(page)
    page.get_by_role("link", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    page.get_by_label("Mailadres").fill("klankbord@ketenbord.example")
    page.get_by_label("Wachtwoord", exact=True).fill("ketenbord-demo")
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/bord?toon=prioritair&scherm=groot")
    expect(told).to_be_hidden()
    assert act.chains


def test_who_signs_in_elsewhere_has_a_board_that_goes_on(
    pages: Pages, live: LiveServer, act: Acting
) -> None:
    page = pages.open("klankbord")
    page.goto("/bord")
    end_sessions(live)
    expect(page.locator("#sessie-voorbij")).to_be_visible()
    live.sign_in(page.context, "klankbord")
    expect(page.locator("#sessie-voorbij")).to_be_hidden()
    assert act.chains


def end_sessions(live: LiveServer) -> None:
    """As when the idle time is over."""
    with live.database.write(counts=False) as session:
        session.execute(
            update(PersonSession)
            .where(PersonSession.ended_at.is_(None))
            .values(ended_at=PersonSession.last_seen_at, end_reason=EndReason.SIGNED_OUT)
        )


@pytest.mark.parametrize("failure", ["gone", "failing"])
def test_without_answers_it_says_of_when_the_picture_is(
    pages: Pages, act: Acting, failure: str
) -> None:
    page = pages.open("klankbord", language="en-GB")
    page.goto("/bord")
    lost = page.locator("#geen-verbinding")
    polls: list[str] = []

    def fail(route: Route) -> None:
        polls.append(route.request.url)
        if failure == "gone":
            route.abort()
        else:
            route.fulfill(status=503, body="")

    page.route("**/bord?stand=*", fail)
    expect(lost).to_have_text(re.compile(r"^Geen verbinding\. Je ziet het bord van \d\d:\d\d\.$"))
    assert len(polls) >= 3, "one answer that does not come is nothing"
    axe(page)
    page.unroute("**/bord?stand=*")
    expect(lost).to_have_text("")
    pages.faults[:] = [fault for fault in pages.faults if "net::ERR_FAILED" not in fault]
    assert act.chains


def test_what_is_folded_out_and_its_focus_stay(pages: Pages, act: Acting) -> None:
    page = pages.open("klankbord")
    page.goto("/bord")
    toggle = page.locator("#uitleg > summary")
    toggle.focus()
    toggle.press("Enter")
    expect(page.locator("#uitleg li").first).to_be_visible()
    report(act, "Iets heel anders")
    expect(page.locator("#fasebord")).to_contain_text("Iets heel anders")
    expect(page.locator("#uitleg li").first).to_be_visible()
    expect(toggle).to_be_focused()
