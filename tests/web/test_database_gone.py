"""The database is gone for a while: everything says so, and works again by itself afterwards."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from buyergroups.db import Database
from tests.access.signing import sign_in
from tests.support.apps import StandingClock, make_app, make_client
from tests.support.client import CheckingClient, Page
from tests.web.trouble import broken, hang_up

HTMX = {"HX-Request": "true"}
PAGES = ("/bord", "/ketens", "/mijn/sessies", "/inloggen", "/privacy", "/bestaat-niet", "/")


@pytest.fixture
def browser(own_database: Database, clock: StandingClock) -> CheckingClient:
    app = make_app(own_database, clock)
    return make_client(app, own_database, clock).as_("publiek")


@pytest.mark.both_databases
def test_gone_and_back(browser: CheckingClient, own_database: Database) -> None:
    browser.page("/bord")
    with broken(own_database):
        for address in PAGES:
            page = Page(browser.get(address))
            assert page.status == 503, address
            assert page.heading == "Ketenbord is even niet bereikbaar"
            assert page.response.headers["Retry-After"] == "30"
            assert "SQL" not in page.text
            assert browser.get(address, headers=HTMX).status_code == 503
    browser.page("/bord")
    assert browser.get("/healthz").data == b"ok\n"


@pytest.mark.both_databases
def test_health_says_so(browser: CheckingClient, own_database: Database) -> None:
    assert browser.get("/healthz").status_code == 200
    with broken(own_database):
        answer = browser.get("/healthz")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert browser.head("/healthz").status_code == 503
    assert browser.get("/healthz").status_code == 200


@pytest.mark.both_databases
def test_what_was_sent_meanwhile_is_not_done_by_halves(
    browser: CheckingClient, own_database: Database
) -> None:
    token = browser.page("/privacy").fields("form")["csrf_token"]
    data = {"csrf_token": token, "taal": "en", "email": "x@y.nl", "password": "z"}
    with broken(own_database):
        for address in ("/taal", "/inloggen", "/uitloggen", "/mijn/sessies/andere/beeindigen"):
            assert browser.post(address, data=data).status_code == 503, address
    assert browser.page("/bord").soup.html["lang"] == "nl"  # type: ignore[index]


@pytest.mark.both_databases
def test_a_stranger_who_signs_in(browser: CheckingClient, own_database: Database) -> None:
    stranger = browser.nobody()
    token = stranger.page("/inloggen").fields()["csrf_token"]
    with broken(own_database):
        assert sign_in(stranger, "publiek", csrf_token=token).status_code == 503
    assert sign_in(stranger, "publiek").status_code == 303


@pytest.mark.both_databases
def test_the_files_of_the_design_do_not_need_it(
    browser: CheckingClient, own_database: Database
) -> None:
    page = browser.page("/privacy")
    style = page.soup.select_one("link[rel=stylesheet]")
    assert style is not None
    with broken(own_database):
        assert browser.get(str(style["href"]), buffered=True).status_code == 200
        assert browser.get("/robots.txt").status_code == 200


@pytest.mark.postgresql_only
def test_connections_that_were_cut_are_not_noticed(
    browser: CheckingClient, own_database: Database
) -> None:
    browser.page("/bord")
    url = make_url(own_database.url).set(drivername="postgresql", database="postgres")
    name = str(make_url(own_database.url).database)
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        hang_up(connection, name)
    browser.page("/bord")


@pytest.mark.both_databases
def test_a_database_without_tables(empty_database: Database, clock: StandingClock) -> None:
    """Reached, but never set up: no crash either."""
    client = make_client(make_app(empty_database, clock), empty_database, clock)
    for address in ("/healthz", "/bord", "/inloggen"):
        assert client.get(address).status_code in (302, 503), address
    assert client.get("/healthz").status_code == 503


@pytest.mark.sqlite_only
def test_a_file_that_is_no_database(empty_database: Database, clock: StandingClock) -> None:
    from pathlib import Path  # noqa: PLC0415

    file = Path(str(make_url(empty_database.url).database))
    file.write_bytes(b"dit is geen database" * 500)
    client = make_client(make_app(empty_database, clock), empty_database, clock)
    assert client.get("/healthz").status_code == 503
    assert client.get("/inloggen").status_code == 503
    empty_database.dispose()
    file.unlink()


@pytest.mark.data("bare")
@pytest.mark.both_databases
def test_a_database_without_a_programme(database: Database, client: CheckingClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.page("/inloggen").heading == "Inloggen"
    assert client.get("/bord").status_code == 302


def test_the_trouble_is_real(own_database: Database) -> None:
    with broken(own_database), pytest.raises(DBAPIError), own_database.read() as session:
        session.execute(text("SELECT 1"))
    with own_database.read() as session:
        assert session.scalar(text("SELECT 1")) == 1
