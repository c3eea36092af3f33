"""A real browser on a real server, and what is asked of every page in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from buyergroups.config import ROOT
from buyergroups.db import Database
from models.people import Person
from tests.support.apps import SETTINGS, StandingClock, make_app
from tests.support.client import CRASHES, DOMAIN
from tests.support.system import need

SCREENSHOTS = ROOT / "test-results" / "screenshots"
SHOTS = "KETENBORD_SHOTS"
DESKTOP, PHONE, NARROW = 1280, 390, 320
#: WCAG 2.2 AA and all below it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Only what is wrong is carried over: all that is right takes longer than looking at the page.
ASKED = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: The browser's own line for an answer that is meant to be 4xx or 503.
EXPECTED_LINE = "Failed to load resource: the server responded with a status of "
#: Milliseconds; on a busy machine a page may take its time, and no test waits this long for less.
PATIENCE = 15_000


class _QuietHandler(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@dataclass
class LiveServer:
    """The app on a port of this machine, with a database of its own."""

    url: str
    app: Flask
    database: Database
    clock: StandingClock

    def sign_in(self, context: BrowserContext, email: str) -> None:
        """Be somebody in a browser without typing: `live.sign_in(page.context, "trekker")`."""
        from buyergroups.accounts.services import start_session

        address = email if "@" in email else f"{email}@{DOMAIN}"
        with self.database.write(counts=False) as session:
            person_id = session.scalar(select(Person.id).where(Person.email == address))
            assert person_id is not None, f"nobody has the address {address}"
            key = start_session(
                session, self.clock(), person_id=person_id, address="127.0.0.1", device="test"
            )
        with self.app.test_request_context():
            signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = signer.dumps({"_user_id": key, "_fresh": True})
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        context.add_cookies([{"name": name, "value": value, "url": self.url}])


@contextmanager
def live_server(database: Database, clock: StandingClock) -> Iterator[LiveServer]:
    """Serves until the test is over; a page that crashed fails the test."""
    server = make_server(
        "127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_QuietHandler
    )
    url = f"http://127.0.0.1:{server.server_port}"
    app = make_app(database, clock, replace(SETTINGS, base_url=url))
    server.app = app
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield LiveServer(url, app, database, clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    crashes: list[BaseException] = app.extensions[CRASHES]
    if crashes:
        raise crashes[0]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, one per worker."""
    path = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Pages:
    """Opens pages and remembers what went wrong in them."""

    browser: Browser
    live: LiveServer
    faults: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        email: str | None = None,
        *,
        width: int = DESKTOP,
        javascript: bool = True,
        language: str = "nl-NL",
        **options: Any,
    ) -> Page:
        """A page in a browser of its own: a stranger's, or somebody's who is signed in."""
        context = self.browser.new_context(
            base_url=self.live.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Europe/Amsterdam",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        if email:
            self.live.sign_in(context, email)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self._check_address(request.url))
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert not self.faults, "\n".join(self.faults)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_LINE):
            self.faults.append(f"console: {message.text}")

    def _check_address(self, url: str) -> None:
        if not url.startswith((self.live.url, "data:", "blob:", "about:")):
            self.faults.append(f"asked of another server: {url}")


def axe(page: Page, context: str | None = None) -> None:
    """No violation of WCAG 2.2 AA that axe can see."""
    page.wait_for_load_state()
    results = Axe().run(page, context, ASKED)
    violations = results.response["violations"]
    assert not violations, "\n".join(_told(violation) for violation in violations)


def _told(violation: dict[str, Any]) -> str:
    nodes = [
        f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"]
    ]
    return f"{violation['id']}: {violation['help']}\n" + "\n".join(nodes[:5])


def no_sideways_scroll(page: Page, width: int = NARROW) -> None:
    """At this width the page scrolls in one direction only; leaves the width as it was."""
    page.wait_for_load_state()
    before = page.viewport_size
    resize(page, width)
    wide, names = page.evaluate(
        """() => {
            const inner = window.innerWidth, names = [];
            for (const element of document.querySelectorAll('body *')) {
                const box = element.getBoundingClientRect();
                if (box.right > inner + 1 && box.width > 0)
                    names.push(element.tagName.toLowerCase() + '.' + element.className);
            }
            return [document.documentElement.scrollWidth, names.slice(0, 8)];
        }"""
    )
    assert wide <= width, f"{page.url} is {wide} wide at {width}: {names}"
    if before:
        resize(page, before["width"], before["height"])


def resize(page: Page, width: int, height: int = 900) -> None:
    """Give the window this size; to lay a page out anew takes long, so not when it has it."""
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})


def takes_shots() -> bool:
    """Whether pictures are asked for."""
    return bool(os.environ.get(SHOTS))


def shot(page: Page, name: str, *, whole: bool = True) -> Path:
    """A picture, kept as a file: test-results/screenshots/<name>-<width>.png.

    Only where pictures are asked for (`make shots`): to look at them is for people, and a quarter
    of the time went into them.
    """
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = SCREENSHOTS / f"{name}-{width}.png"
    if not takes_shots():
        return path
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.screenshot(path=path, full_page=whole, animations="disabled")
    return path


def look(page: Page, name: str, widths: tuple[int, ...] = (DESKTOP, PHONE)) -> None:
    """Everything that is asked of a page: axe, no sideways scroll at 320, and its pictures."""
    axe(page)
    no_sideways_scroll(page)
    before = page.viewport_size
    for width in widths if takes_shots() else ():
        resize(page, width)
        shot(page, name)
    if before:
        resize(page, before["width"], before["height"])


Opener = Callable[..., Page]
