"""Fixtures of the browser tests; each test has a server and a copy of the data of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.apps import StandingClock
from tests.support.browser import LiveServer, Pages, chromium, live_server
from tests.support.databases import Databases


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def live(databases: Databases) -> Iterator[LiveServer]:
    """The app for real: `live.url`, `live.database`, `live.clock`."""
    with (
        databases.own("sqlite", "demo") as database,
        live_server(database, StandingClock()) as server,
    ):
        yield server


@pytest.fixture
def pages(browser: Browser, live: LiveServer) -> Iterator[Pages]:
    """`pages.open("trekker", width=390)`; what goes wrong in a page fails the test."""
    opened = Pages(browser, live)
    yield opened
    opened.close()


@pytest.fixture
def page(pages: Pages) -> Page:
    """A stranger's page on a desktop."""
    return pages.open()
