"""Reading changes nothing: every page that can be reached by links leaves every table as it was."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from buyergroups.db import Database
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient, Page
from tests.support.contents import Contents, columns, contents
from tests.support.run import THOROUGH

#: Of one kind of page (one route) so many are read, each with so many filters.
MOST_OF_A_ROUTE, MOST_OF_A_PATH = (5, 2) if THOROUGH else (3, 2)
SITE = "http://localhost"


class Crawl:
    """Follows links from a page, as a search engine would that got in."""

    def __init__(self, app: Flask, client: CheckingClient) -> None:
        self.app, self.client = app, client
        self.routes: Counter[str] = Counter()
        self.paths: Counter[str] = Counter()
        self.read: dict[str, int] = {}

    def start(self, address: str) -> None:
        waiting = [address]
        while waiting:
            asked = waiting.pop(0)
            if asked in self.read or not self.wanted(asked):
                continue
            answer = self.client.get(asked)
            self.read[asked] = answer.status_code
            if answer.location:
                waiting.append(urljoin(asked, answer.location))
            elif answer.mimetype == "text/html":
                waiting += self.links(asked, Page(answer))
            else:
                answer.get_data()  # a file is sent while it is read

    def links(self, asked: str, page: Page) -> list[str]:
        found = [str(tag["href"]) for tag in page.soup.select("a[href]")]
        found += [str(tag["data-hx-get"]) for tag in page.soup.select("[data-hx-get]")]
        found += [str(tag["action"]) for tag in page.soup.select("form[method=get]")]
        joined = [urlsplit(urljoin(f"{SITE}{asked}", link)) for link in found]
        return [
            url.path + (f"?{url.query}" if url.query else "")
            for url in joined
            if url.netloc == "localhost"
        ]

    def wanted(self, address: str) -> bool:
        path = urlsplit(address).path
        with self.app.test_request_context(address) as context:
            rule = context.request.url_rule
        route = rule.rule if rule else path
        if self.paths[path] >= MOST_OF_A_PATH or self.routes[route] >= MOST_OF_A_ROUTE:
            return False
        self.paths[path] += 1
        self.routes[route] += 1
        return True


def written(database: Database) -> Contents:
    """Every row of every table, but when a session was seen last."""
    found = contents(database)
    seen = columns("person_session").index("last_seen_at")
    found["person_session"] = [row[:seen] + row[seen + 1 :] for row in found["person_session"]]
    return found


@pytest.mark.parametrize("who", ["beheer", "trekker", "privaat"])
def test_reading_changes_nothing_and_no_link_is_dead(
    app: Flask, client: CheckingClient, database: Database, clock: StandingClock, who: str
) -> None:
    client.as_(who)
    before = written(database)
    clock.forward(minutes=10)
    crawl = Crawl(app, client)
    crawl.start("/bord")
    assert {address: status for address, status in crawl.read.items() if status >= 400} == {}
    assert len(crawl.read) > 12
    # What links lead to is every page that takes no token and no session of somebody else.
    reachable = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    unlinked = {"/healthz", "/robots.txt", "/.well-known/security.txt", "/uitloggen", "/inloggen"}
    assert {"/bord", "/ketens", "/ketens/<slug>", "/mijn/sessies"} <= set(crawl.routes)
    assert set(crawl.routes) <= reachable
    assert not unlinked & set(crawl.routes) - {"/uitloggen"}
    after = written(database)
    assert {name for name in after if after[name] != before[name]} == set()


def test_strangers_change_nothing_by_reading(client: CheckingClient, database: Database) -> None:
    before = written(database)
    for address in ("/bord", "/inloggen", "/healthz", "/toegankelijkheid", "/bestaat-niet"):
        client.get(address)
        client.get(address, headers={"HX-Request": "true"})
        client.head(address)
        client.options(address)
    assert written(database) == before
