"""The headers of every kind of answer, whole: nothing is missing and nothing is told too much."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from buyergroups.db import Database
from buyergroups.web import views
from buyergroups.web.assets import FOLDER, content_hash
from tests.support.apps import SETTINGS, StandingClock, make_app, make_client
from tests.support.client import CheckingClient
from tests.web.trouble import broken

HTTP, HTTPS = "http://localhost", "https://localhost"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'; frame-src 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
PRIVATE = {"Cache-Control": "no-store", "Vary": "Cookie, HX-Request", "Content-Language": "nl"}
#: Another one each time; their values are looked at elsewhere.
CHANGING = {"Content-Length", "Set-Cookie", "Date", "Last-Modified", "ETag"}


@dataclass(frozen=True)
class Case:
    """A kind of answer, how to get it, and what its headers hold besides the usual ones."""

    name: str
    status: int
    address: str
    method: str = "GET"
    kind: str = HTML
    stranger: bool = False
    how: dict[str, Any] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)


HTMX = {"headers": {"HX-Request": "true"}}
CASES = (
    Case("page", 200, "/privacy"),
    Case("board", 200, "/bord"),
    Case("public page", 200, "/toegankelijkheid", stranger=True),
    Case("fragment", 200, "/bord", how=HTMX, more={"HX-Push-Url": "/bord"}),
    Case("fragment with a mistake", 422, "/bord?jaar=abc", how=HTMX),
    Case("sent on", 302, "/inloggen", more={"Location": "/"}),
    Case(
        "sent to sign-in",
        302,
        "/bord",
        stranger=True,
        more={"Location": "/inloggen?volgende=/bord"},
    ),
    Case("told to sign in", 401, "/bord", stranger=True, how=HTMX),
    Case("no token", 400, "/taal", method="POST"),
    Case("not there", 404, "/bestaat-niet"),
    Case("no such chain", 404, "/ketens/bestaat-niet"),
    Case("method", 404, "/robots.txt", method="PROPFIND"),
    Case("too large", 413, "/taal", method="POST", how={"data": {"a": "b" * 600_000}}),
    Case("mistake", 422, "/bord?jaar=abc"),
    Case("crash", 500, "/botst"),
    Case("health", 200, "/healthz", kind=TEXT, stranger=True),
    Case("robots", 200, "/robots.txt", kind=TEXT, stranger=True),
    Case("security", 200, "/.well-known/security.txt", kind=TEXT, stranger=True),
)
#: Looked at by name: their values differ, or are those of another part.
BESIDES = {"Allow", "HX-Redirect", "HX-Push-Url"}


def faulty(database: Database, clock: StandingClock, base_url: str) -> CheckingClient:
    """A browser on an app with a crash planted in it."""
    app = make_app(database, clock, replace(SETTINGS, base_url=base_url))

    @app.get("/botst")
    def crash() -> str:
        raise ZeroDivisionError("geheim")

    client = make_client(app, database, clock)
    client.may_crash = True
    return client


def headers(answer: TestResponse) -> dict[str, str]:
    """All of them, each once."""
    names = [name for name, _ in answer.headers if name != "Set-Cookie"]
    assert len(names) == len(set(names)), names
    return {name: value for name, value in answer.headers if name not in CHANGING}


@pytest.mark.parametrize("base_url", [HTTP, HTTPS])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_headers_are_these_and_no_others(
    database: Database, clock: StandingClock, case: Case, base_url: str
) -> None:
    client = faulty(database, clock, base_url)
    if not case.stranger:
        client.as_("publiek")
    answer = client.open(case.address, method=case.method, base_url=base_url, **case.how)
    assert answer.status_code == case.status
    usual = {**SAFE, **PRIVATE, "Content-Type": case.kind}
    expected = {**usual, **case.more, **(STRICT if base_url == HTTPS else {})}
    found = {n: v for n, v in headers(answer).items() if n not in BESIDES or n in case.more}
    assert found == expected
    assert "geheim" not in answer.text


def test_who_is_told_to_sign_in_and_not_what_is_allowed(client: CheckingClient) -> None:
    answer = client.get("/bord", **HTMX)
    assert answer.headers["HX-Redirect"] == "/inloggen"
    answer = client.as_("publiek").open("/robots.txt", method="PROPFIND")
    assert "Allow" not in answer.headers


@pytest.mark.parametrize("base_url", [HTTP, HTTPS])
def test_when_the_database_is_gone(
    own_database: Database, clock: StandingClock, base_url: str
) -> None:
    client = faulty(own_database, clock, base_url).as_("publiek")
    with broken(own_database):
        answer = client.get("/bord", base_url=base_url)
        health = client.get("/healthz", base_url=base_url)
    strict = STRICT if base_url == HTTPS else {}
    expected = {**SAFE, **PRIVATE, **strict, "Content-Type": HTML, "Retry-After": "30"}
    assert (answer.status_code, headers(answer)) == (503, expected)
    assert (health.status_code, headers(health)) == (503, expected)


@pytest.mark.parametrize("base_url", [HTTP, HTTPS])
def test_files_of_the_design_are_kept_for_ever(
    database: Database, clock: StandingClock, base_url: str
) -> None:
    client = faulty(database, clock, base_url)
    page = client.page("/privacy", base_url=base_url)
    links = [tag["href"] for tag in page.soup.select("link")] + [
        tag["src"] for tag in page.soup.select("script[src], img[src]")
    ]
    assert len(links) >= 4
    for link in links:
        answer = client.get(str(link), base_url=base_url, buffered=True)
        assert answer.status_code == 200, link
        found = headers(answer)
        kind = found.pop("Content-Type").split(";")[0]
        assert kind in ("text/css", "text/javascript", "image/svg+xml"), link
        assert found.pop("Cache-Control") == "max-age=315360000, public, immutable", link
        assert found.pop("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert found == {**SAFE, **(STRICT if base_url == HTTPS else {})}, link


def test_the_address_of_a_file_holds_a_hash_of_what_is_in_it(
    app: Flask, client: CheckingClient
) -> None:
    prefix = f"/static/{content_hash(FOLDER)}"
    assert app.extensions[views.ASSETS] == prefix
    assert client.get(f"{prefix}/app.css", buffered=True).status_code == 200
    client.as_("publiek")
    for other in ("/static/app.css", "/static/000000000000/app.css", f"{prefix}/../app.css"):
        assert client.get(other).status_code == 404, other


def test_the_hash_changes_with_any_file(tmp_path: Any) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "a.css").write_text("a")
    (tmp_path / "fonts" / "b.woff2").write_text("b")
    seen = {content_hash(tmp_path)}
    (tmp_path / "fonts" / "b.woff2").write_text("c")
    seen.add(content_hash(tmp_path))
    (tmp_path / "c.css").write_text("")
    seen.add(content_hash(tmp_path))
    (tmp_path / "c.css").rename(tmp_path / "d.css")
    seen.add(content_hash(tmp_path))
    (tmp_path / "a.css.gz").write_text("zip")
    assert len(seen) == 4
    assert content_hash(tmp_path) in seen


@pytest.mark.parametrize("name", ["Server", "X-Powered-By", "ETag", "Access-Control-Allow-Origin"])
def test_what_no_answer_tells(client: CheckingClient, name: str) -> None:
    for address in ("/inloggen", "/bestaat-niet", "/healthz"):
        answer = client.get(address, headers={"Origin": "https://evil.example"})
        assert name not in answer.headers


def test_a_crash_says_what_to_do_and_nothing_of_itself(
    database: Database, clock: StandingClock
) -> None:
    client = faulty(database, clock, HTTP).as_("publiek")
    answer = client.get("/botst")
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.text
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text
    fragment = client.get("/botst", **HTMX)
    assert fragment.status_code == 500
