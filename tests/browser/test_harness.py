"""What the browser tests lean on finds what it is there for: each fault planted once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.browser import SHOTS, LiveServer, Pages, axe, no_sideways_scroll, shot


def test_faults_of_a_page_are_found(browser: Browser, live: LiveServer) -> None:
    pages = Pages(browser, live)
    page = pages.open("trekker")
    page.goto("/bord")
    axe(page)
    no_sideways_scroll(page)

    page.evaluate("() => { document.querySelector('main').innerHTML = '<img src=\"/weg.png\">' }")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    page.evaluate(
        "() => { const wide = document.createElement('table'); wide.width = 900;"
        " wide.innerHTML = '<tr><td>x</td></tr>'; document.querySelector('main').append(wide); }"
    )
    with pytest.raises(AssertionError, match=r"is 9.. wide at 320: .*table"):
        no_sideways_scroll(page)

    # The style is refused by the policy, the image by the test, the exception by itself.
    page.evaluate("() => document.body.setAttribute('style', 'color: red')")
    page.evaluate("() => { new Image().src = 'http://elsewhere.example/x.png' }")
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('planted') }) }")
    with pytest.raises(AssertionError) as caught:
        pages.close()
    for fault in ("Content Security Policy", "http://elsewhere.example/x.png", "planted"):
        assert fault in str(caught.value)


def test_pictures_are_kept_as_files(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SHOTS, "yes")
    page = pages.open(width=390)
    page.goto("/inloggen")
    path = shot(page, "inloggen")
    assert path.name == "inloggen-390.png"
    assert path.stat().st_size > 5_000


def test_a_page_without_javascript(pages: Pages) -> None:
    page = pages.open("beheer", javascript=False)
    page.goto("/bord")
    assert page.locator("h1").count() == 1
