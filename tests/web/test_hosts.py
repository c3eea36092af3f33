"""In production the tracker answers to its own name; to any other one with a clear refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from buyergroups.accounts.services import make_administrator
from buyergroups.app import create_app
from buyergroups.config import ConfigurationError
from buyergroups.db import Database
from tests.access.people import MAKER
from tests.access.signing import sign_in
from tests.support.apps import CHEAP, SETTINGS, StandingClock, make_app, make_client
from tests.support.client import CheckingClient
from tests.support.run import NOW

NAME = "ketenbord.voorbeeld.nl"
SITE = f"https://{NAME}"
PRODUCTION = replace(
    SETTINGS, environment="production", base_url=SITE, secret_key="s" * 40, trusted_proxies=1
)
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@pytest.fixture
def production(fresh: Database, clock: StandingClock) -> CheckingClient:
    """A browser on the tracker as it runs for real, with one person in it."""
    with fresh.write() as session:
        make_administrator(
            session,
            MAKER,
            NOW,
            email="noor@ketenbord.example",
            name="Noor",
            password_hash=CHEAP.hash("kwijnende zeepbel"),
        )
    return make_client(make_app(fresh, clock, PRODUCTION), fresh, clock)


def test_its_own_name(production: CheckingClient) -> None:
    answer = sign_in(production, "noor", "kwijnende zeepbel", base_url=SITE, headers=FORWARDED)
    assert (answer.status_code, answer.location) == (303, "/")
    page = production.page("/bord", base_url=SITE, headers=FORWARDED)
    assert "Demonstratie" not in page.words


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost"])
def test_the_machine_itself_may_ask_for_its_health(production: CheckingClient, host: str) -> None:
    assert production.get("/healthz", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"{NAME}.evil.example",
        f"evil.{NAME}",
        f"x{NAME}",
        "evil.example:443",
        "a b",
        "[::1",
        "x" * 3000,
        f"{NAME}@evil.example",
        "\u00e9.nl",
        "",
    ],
    ids=lambda host: ascii(host[:30]),
)
@pytest.mark.parametrize("path", ["/bord", "/healthz"])
def test_any_other_name(production: CheckingClient, host: str, path: str) -> None:
    for method in ("GET", "POST"):
        answer = production.open(
            path,
            method=method,
            base_url=SITE,
            environ_overrides={"HTTP_HOST": host.encode().decode("latin-1")},
        )
        assert answer.status_code == 400, (method, answer.location)
        assert "Location" not in answer.headers
        assert "evil" not in answer.text
        assert ">Deze vraag klopt niet</h1>" in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
def test_a_name_in_another_header_counts_for_nothing(
    production: CheckingClient, header: str
) -> None:
    answer = production.get("/bord", base_url=SITE, headers={header: "evil.example"})
    assert answer.location == "/inloggen?volgende=/bord"
    assert "evil" not in production.page("/inloggen", base_url=SITE).text


def test_in_development_any_name_will_do(client: CheckingClient) -> None:
    assert client.get("/inloggen", base_url="http://ketenbord.test:8000").status_code == 200


def test_production_does_not_start_on_the_demonstration(
    demo: Database, clock: StandingClock
) -> None:
    with pytest.raises(ConfigurationError, match="demonstration accounts"):
        create_app(PRODUCTION, demo, clock, CHEAP)
