"""The second factor, a forgotten password, and what one changes of oneself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from flask import Flask

from buyergroups.db import Database
from buyergroups.web import state
from models.people import Person
from tests.access.people import email_of, person_id
from tests.access.signing import CountingPasswords, sign_in
from tests.people.mails import link_in, mails
from tests.support.apps import CHEAP, StandingClock
from tests.support.client import PASSWORD, CheckingClient, Page

NewClient = Callable[[], CheckingClient]
NEW = "zeven natte paarden dansen"

pytestmark = pytest.mark.both_databases


def post(client: CheckingClient, address: str, **values: str) -> Any:
    token = client.page("/privacy").fields("form")["csrf_token"]
    return client.post(address, data={"csrf_token": token, **values})


def set_up(client: CheckingClient, clock: StandingClock) -> tuple[pyotp.TOTP, list[str]]:
    assert post(client, "/mijn/tweede-factor", password=PASSWORD).status_code == 303
    secret = "".join(client.page("/mijn/tweede-factor").all("code")[0].split())
    app = pyotp.TOTP(secret)
    code = app.at(clock.now)
    answer = post(client, "/mijn/tweede-factor/bevestigen", code=code)
    assert answer.status_code == 200, answer.text
    return app, Page(answer).all(".kb-codes code")


def test_two_steps(database: Database, new_client: NewClient, clock: StandingClock) -> None:
    app, recovery = set_up(new_client().as_("publiek"), clock)
    assert len(set(recovery)) == 10
    assert [mail.kind for mail in mails(database)] == ["factor_on"]
    client = new_client()
    answer = sign_in(client, "publiek")
    assert (answer.status_code, answer.location) == (303, "/inloggen/code")
    assert client.get("/bord").status_code == 302
    assert client.get("/mijn").status_code == 302
    # The code that set it up was used; half a minute later there is another one.
    assert post(client, "/inloggen/code", code=app.at(clock.now)).status_code == 422
    clock.forward(seconds=31)
    assert post(client, "/inloggen/code", code=app.at(clock.now)).status_code == 303
    assert client.get("/bord").status_code == 200
    other = new_client()
    sign_in(other, "publiek")
    assert post(other, "/inloggen/code", code=app.at(clock.now)).status_code == 422
    assert post(other, "/inloggen/code", code=recovery[0].upper()).status_code == 303
    third = new_client()
    sign_in(third, "publiek", address="10.0.0.9")
    assert post(third, "/inloggen/code", code=recovery[0]).status_code == 422


def test_codes_are_throttled(new_client: NewClient, clock: StandingClock) -> None:
    set_up(new_client().as_("publiek"), clock)
    client = new_client()
    sign_in(client, "publiek", address="127.0.0.1")
    found = [post(client, "/inloggen/code", code="000000").status_code for _ in range(6)]
    assert found[0] == 422
    assert found[-1] == 429


def test_half_is_over_after_a_while(new_client: NewClient, clock: StandingClock) -> None:
    app, _ = set_up(new_client().as_("publiek"), clock)
    client = new_client()
    sign_in(client, "publiek")
    clock.forward(minutes=16)
    answer = post(client, "/inloggen/code", code=app.at(clock.now))
    assert (answer.status_code, answer.location) == (303, "/inloggen")


def test_a_forgotten_password(database: Database, new_client: NewClient) -> None:
    here = new_client().as_("publiek")
    client = new_client()
    assert client.send("/wachtwoord", email=email_of("publiek")).status_code == 200
    (mail,) = mails(database, "reset")
    link = link_in(mail)
    data = {**client.page(link).fields(), "password": NEW, "repeat": NEW}
    assert client.post(link, data=data).status_code == 303
    assert here.get("/bord").status_code == 302
    assert len(mails(database, "password_changed")) == 1
    assert client.get(link).status_code == 404
    assert sign_in(new_client(), "publiek").status_code == 422
    assert sign_in(new_client(), "publiek", NEW).status_code == 303


def test_known_and_unknown_cost_the_same(
    app: Flask, database: Database, new_client: NewClient
) -> None:
    counting = CountingPasswords()
    app.extensions[state.PASSWORDS] = counting
    try:
        told = []
        for account in ("publiek", "niemand"):
            answer = new_client().send("/wachtwoord", email=email_of(account))
            told.append((answer.status_code, len(answer.data), len(counting.asked)))
            counting.asked.clear()
    finally:
        app.extensions[state.PASSWORDS] = CHEAP
    assert told[0] == told[1]
    assert told[0][2] == 1
    assert [mail.to_address for mail in mails(database)] == [email_of("publiek")]


def test_asking_too_often(database: Database, new_client: NewClient) -> None:
    client = new_client()
    found = [client.send("/wachtwoord", email=email_of("publiek")).status_code for _ in range(6)]
    assert found == [200] * 5 + [429]
    assert len(mails(database, "reset")) <= 3


def test_another_address(database: Database, new_client: NewClient) -> None:
    client = new_client().as_("publiek")
    given = {"email": "anders@ketenbord.example", "password": PASSWORD}
    assert post(client, "/mijn/mailadres", **given).status_code == 303
    link = link_in(mails(database, "address_confirm")[0])
    assert new_client().as_("privaat").get(link).status_code == 404
    client.page(link)
    assert post(client, link).status_code == 303
    assert mails(database, "address_changed")[0].to_address == email_of("publiek")
    assert sign_in(new_client(), "anders@ketenbord.example").status_code == 303
    assert post(client, link).status_code == 404


def test_another_password_and_own_data(database: Database, new_client: NewClient) -> None:
    client, other = new_client().as_("publiek"), new_client().as_("publiek")
    given = {"password": PASSWORD, "new": NEW, "repeat": NEW}
    assert post(client, "/mijn/wachtwoord", **given).status_code == 303
    assert other.get("/bord").status_code == 302
    data = json.loads(client.get("/mijn/gegevens.json").text)
    assert data["person"]["email"] == email_of("publiek")
    assert len(data["sessions"]) == 2
    assert "hash" not in client.get("/mijn/gegevens.json").text
    with database.read() as session:
        key = person_id(session, "publiek")
        assert session.get_one(Person, key).name in client.page("/mijn").words


def test_a_new_place_is_mailed_about(database: Database, new_client: NewClient) -> None:
    sign_in(new_client(), "publiek", address="10.0.0.1")
    sign_in(new_client(), "publiek", address="10.0.0.1")
    assert mails(database) == []
    sign_in(new_client(), "publiek", address="10.0.0.2")
    assert [mail.kind for mail in mails(database)] == ["new_sign_in"]
