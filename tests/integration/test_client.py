"""The client that all tests of pages use: it is somebody, it checks, and it lets nothing pass."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from buyergroups.db import Database
from tests.support.apps import SETTINGS, StandingClock, make_app, make_client
from tests.support.client import CheckingClient
from tests.support.pages import PageError


def test_somebody_without_signing_in(client: CheckingClient) -> None:
    assert client.get("/bord").status_code == 302
    page = client.as_("trekker").page("/bord")
    assert page.heading
    assert client.nobody().get("/bord").status_code == 302


@pytest.fixture
def faulty(database: Database, clock: StandingClock) -> Flask:
    """An app with three faults planted in it."""
    app = make_app(database, clock, SETTINGS)

    @app.get("/botst")
    def crash() -> str:
        raise ZeroDivisionError("planted")

    @app.get("/kaal")
    def bare() -> str:
        return "<!doctype html><html><title>x</title><p>y"

    @app.get("/schrijft")
    def write() -> str:
        # A view that writes and forgets to commit.
        session = database._writing_session()
        session.execute(text("UPDATE change_number SET value = -1"))
        session.close()
        return "done"

    return app


@pytest.fixture
def faulty_client(faulty: Flask, database: Database, clock: StandingClock) -> CheckingClient:
    return make_client(faulty, database, clock).as_("trekker")


def test_a_crash_fails_the_test_that_met_it(faulty_client: CheckingClient) -> None:
    with pytest.raises(ZeroDivisionError, match="planted"):
        faulty_client.get("/botst")


def test_a_page_that_is_not_right_fails_the_test_that_met_it(faulty_client: CheckingClient) -> None:
    with pytest.raises(PageError, match="0 h1 elements"):
        faulty_client.get("/kaal")


def test_what_a_view_did_not_commit_is_gone(
    faulty_client: CheckingClient, database: Database
) -> None:
    faulty_client.get("/schrijft")
    with database.read() as session:
        assert session.scalar(text("SELECT value FROM change_number")) != -1


def test_a_form_is_sent_with_what_stands_in_it(client: CheckingClient) -> None:
    fields = client.page("/inloggen").fields()
    assert fields["csrf_token"]
    client.get("/inloggen")
    without = client.post("/inloggen", data={"email": "x", "password": "y"})
    assert without.status_code == 400


@pytest.mark.both_databases
def test_pages_are_the_same_on_both_databases(client: CheckingClient) -> None:
    assert client.as_("beheer").page("/bord").heading
