"""What comes over the wire: little, once, from here only.

Another server and an error of a script fail every browser test. Planted and found on 21 November
2026: static files that are not immutable.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.support.browser import Pages

MOST = 150_000


class Wire:
    """The answers of a page as they came over the wire, by Chromium's own count."""

    def __init__(self, page: Page) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.bytes: dict[str, int] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.responseReceived", self._received)
        client.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self.answers[event["requestId"]] = event["response"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = int(event["encodedDataLength"])

    def forget(self) -> None:
        self.answers.clear()
        self.bytes.clear()

    def static(self) -> dict[str, dict[str, Any]]:
        return {
            number: answer for number, answer in self.answers.items() if "/static/" in answer["url"]
        }


def test_the_first_load_is_light_and_the_second_brings_nothing_twice(pages: Pages) -> None:
    page = pages.open("manager")
    wire = Wire(page)
    page.goto("/bord", wait_until="networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    static = wire.static()
    assert {answer["url"].rsplit("/")[-1] for answer in static.values()} >= {
        "app.css",
        "htmx.min.js",
        "fira-sans-latin-400-normal.woff2",
        "fira-sans-latin-700-normal.woff2",
    }
    sizes = {wire.answers[number]["url"]: size for number, size in wire.bytes.items()}
    assert sum(sizes.values()) < MOST, sizes
    for answer in static.values():
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        assert "immutable" in headers["cache-control"], answer["url"]
        assert "max-age=31536000" in headers["cache-control"], answer["url"]
        if answer["url"].endswith((".css", ".js", ".svg")):
            assert headers["content-encoding"] == "gzip", answer["url"]

    wire.forget()
    page.goto("/bord?toon=prioritair", wait_until="networkidle")
    assert wire.static()
    assert sum(wire.bytes.get(number, 0) for number in wire.static()) == 0, wire.bytes
