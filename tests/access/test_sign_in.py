"""Signing in: the same answer for everybody who may not, a new session for who may."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from argon2 import extract_parameters
from flask import Flask
from sqlalchemy import func, select

from buyergroups.accounts.passwords import Passwords
from buyergroups.accounts.services import add_person
from buyergroups.db import Database
from buyergroups.web import state
from models.people import EndReason, PersonSession
from tests.access.people import MAKER, block, email_of, latest_session, person_id
from tests.access.signing import TOKEN, CountingPasswords, cookie_value, sign_in
from tests.support.apps import CHEAP, SETTINGS, StandingClock, make_app, make_client
from tests.support.client import PASSWORD, CheckingClient, key_hash
from tests.support.run import NOW

NewClient = Callable[[], CheckingClient]
HTTPS = "https://ketenbord.example"


@pytest.fixture
def secure(database: Database, clock: StandingClock) -> CheckingClient:
    """A browser on a tracker that is reached over https."""
    app = make_app(database, clock, replace(SETTINGS, base_url=HTTPS))
    return make_client(app, database, clock)


# ---- cookies ----------------------------------------------------------------------------------


def flags(header: str) -> set[str]:
    """`Secure`, `HttpOnly`, `Path=/`, ... of a cookie, without its value."""
    return {part.strip() for part in header.split(";")[1:]}


def test_the_cookie_on_http(client: CheckingClient) -> None:
    answer = sign_in(client, "publiek")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("sessie=")
    assert flags(cookie) == {"HttpOnly", "Path=/", "SameSite=Lax"}


@pytest.mark.both_databases
def test_the_cookie_on_https(secure: CheckingClient) -> None:
    answer = sign_in(secure, "publiek", base_url=HTTPS)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-sessie=")
    assert flags(cookie) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert secure.get("/bord", base_url=HTTPS).status_code == 200


def test_the_cookie_of_the_language(client: CheckingClient, secure: CheckingClient) -> None:
    for browser, base_url in ((client, "http://localhost"), (secure, HTTPS)):
        token = browser.page("/inloggen", base_url=base_url).fields()["csrf_token"]
        answer = browser.post(
            "/taal",
            data={"taal": "en", "csrf_token": token},
            base_url=base_url,
            headers={"Referer": f"{base_url}/inloggen"},
        )
        found = [row for row in answer.headers.getlist("Set-Cookie") if "taal=" in row]
        name = "__Host-taal=en" if base_url == HTTPS else "taal=en"
        assert [row.split(";")[0] for row in found] == [name]
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= flags(found[0])
        assert ("Secure" in flags(found[0])) == (base_url == HTTPS)
        assert browser.page("/inloggen", base_url=base_url).heading == "Sign in"


# ---- who gets in ------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_signing_in_gives_a_new_session(client: CheckingClient, database: Database) -> None:
    token = client.page("/inloggen").fields()["csrf_token"]
    before = cookie_value(client)
    answer = sign_in(client, "publiek", headers={"User-Agent": "Brievenduif/1.0"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert cookie_value(client) != before
    made = latest_session(database, "publiek")
    with client.session_transaction() as cookie:
        assert key_hash(cookie["_user_id"]) == made.key_hash
    kept = (made.address, made.device, made.started_at, made.ended_at)
    assert kept == ("10.0.0.1", "Brievenduif/1.0", NOW, None)
    assert client.post("/taal", data={"csrf_token": token}).status_code == 400


def test_a_planted_cookie_is_worth_nothing(new_client: NewClient, database: Database) -> None:
    """Session fixation: what stood in the cookie before signing in is not kept."""
    attacker, victim = new_client().as_("privaat"), new_client()
    victim.set_cookie("sessie", cookie_value(attacker))
    token = victim.page("/bord").fields("form")["csrf_token"]
    assert sign_in(victim, "publiek", csrf_token=token).status_code == 303
    assert cookie_value(victim) != cookie_value(attacker)
    assert "Marloes" in victim.page("/bord").words
    assert attacker.get("/bord").status_code == 302


def test_signing_in_again_ends_the_session_before(
    new_client: NewClient, database: Database
) -> None:
    client, copy = new_client().as_("publiek"), new_client()
    copy.set_cookie("sessie", cookie_value(client))
    before = latest_session(database, "publiek").ref
    assert client.get("/inloggen").location == "/"
    token = client.page("/bord").fields("form")["csrf_token"]
    assert sign_in(client, "publiek", csrf_token=token).status_code == 303
    assert latest_session(database, "publiek").ref != before
    assert client.get("/bord").status_code == 200
    assert copy.get("/bord").status_code == 302


def test_the_form_of_a_page_that_was_left_open(client: CheckingClient) -> None:
    """Sent twice: the second finds somebody signed in, and its token gone."""
    fields = client.page("/inloggen").fields()
    data = {**fields, "email": email_of("publiek"), "password": PASSWORD}
    assert client.post("/inloggen", data=data).status_code == 303
    assert client.post("/inloggen", data=data).status_code == 400
    assert client.get("/bord").status_code == 200


def test_signing_out(client: CheckingClient, new_client: NewClient, database: Database) -> None:
    sign_in(client, "publiek")
    kept = cookie_value(client)
    client.page("/uitloggen")
    answer = client.send("/uitloggen")
    assert (answer.status_code, answer.location) == (303, "/inloggen")
    assert answer.headers["Clear-Site-Data"] == '"cookies"'
    assert client.get("/bord").status_code == 302
    replayed = new_client()
    replayed.set_cookie("sessie", kept)
    assert replayed.get("/bord").status_code == 302
    assert latest_session(database, "publiek").end_reason is EndReason.SIGNED_OUT


def test_ending_this_session_in_the_list_is_signing_out(
    client: CheckingClient, database: Database
) -> None:
    sign_in(client, "publiek")
    ref = latest_session(database, "publiek").ref
    answer = client.send("/uitloggen", to=f"/mijn/sessies/{ref}/beeindigen")
    assert answer.headers["Clear-Site-Data"] == '"cookies"'
    assert latest_session(database, "publiek").end_reason is EndReason.SIGNED_OUT


@pytest.mark.parametrize("path", ["/bord", "/inloggen", "/bestaat-niet", "/mijn/sessies"])
def test_nobody_keeps_a_page(client: CheckingClient, path: str) -> None:
    for browser in (client, client.as_("publiek")):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"cookie", "hx-request"} <= {name.lower() for name in answer.vary}


# ---- the same answer for everybody who may not ------------------------------------------------


@pytest.mark.both_databases
def test_known_unknown_and_blocked_cannot_be_told_apart(
    app: Flask, new_client: NewClient, database: Database
) -> None:
    block(database, "privaat")
    counting = CountingPasswords()
    kept, app.extensions[state.PASSWORDS] = app.extensions[state.PASSWORDS], counting
    try:
        answers = [
            sign_in(new_client(), account, password)
            for account, password in (
                ("publiek", "dit is het niet"),
                ("puzzlek", "dit is het niet"),
                ("privaat", "ketenbord-demo!"),
                ("privaat", PASSWORD + " "),
            )
        ]
    finally:
        app.extensions[state.PASSWORDS] = kept
    assert {answer.status_code for answer in answers} == {422}
    assert len({len(answer.data) for answer in answers}) == 1
    texts = {TOKEN.sub("", answer.text) for answer in answers}
    for name in ("publiek", "puzzlek", "privaat"):
        texts = {text.replace(email_of(name), "") for text in texts}
    assert len(texts) == 1
    assert [bool(hashed) for hashed in counting.asked] == [True, False, False, False]


def test_the_dummy_costs_what_a_real_hash_costs_and_never_fits() -> None:
    passwords = Passwords()
    real = extract_parameters(passwords.hash("wat dan ook"))
    assert extract_parameters(passwords._nobody) == real
    assert real.type.name == "ID"
    assert (real.memory_cost, real.time_cost) == (19 * 1024, 2)
    assert not passwords.verify(None, "nobody has this password")


def test_somebody_without_a_password_cannot_sign_in(
    client: CheckingClient, database: Database
) -> None:
    with database.write() as session:
        add_person(session, MAKER, NOW, email="nog@ketenbord.example", name="Nog Geen")
    for password in ("None", "null", "nobody has this password"):
        assert sign_in(client, "nog", password).status_code == 422


def test_no_transaction_is_open_while_a_password_is_checked(
    app: Flask, client: CheckingClient, database: Database
) -> None:
    open_sessions: list[bool] = []

    class Watching(CountingPasswords):
        def verify(self, kept: str | None, password: str) -> bool:
            from flask import g  # noqa: PLC0415

            open_sessions.append(g.get("reading") is not None)
            return super().verify(kept, password)

    app.extensions[state.PASSWORDS] = Watching()
    try:
        assert sign_in(client, "publiek").status_code == 303
    finally:
        app.extensions[state.PASSWORDS] = CHEAP
    assert open_sessions == [False]


# ---- what people type -------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", "", "Vul je mailadres in."),
        ("   ", PASSWORD, "Vul je mailadres in."),
        (email_of("publiek"), "", "Vul je wachtwoord in."),
        ("a\x00b@ketenbord.example", PASSWORD, "teken in dat niet bewaard kan worden"),
        (email_of("publiek"), f"{PASSWORD}\x00", "teken in dat niet bewaard kan worden"),
        ("a" * 10_000, PASSWORD, "hoogstens 254 tekens"),
        (email_of("publiek"), "a" * 10_000, "hoogstens 1000 tekens"),
        ("geen adres", PASSWORD, "horen niet bij elkaar"),
        ("'; DROP TABLE person; --", PASSWORD, "horen niet bij elkaar"),
        ("%", PASSWORD, "horen niet bij elkaar"),
        ("\u202emoc.elpmaxe", PASSWORD, "onzichtbare tekens"),
        ("publiek@ketenbord.example", "een\u200bzin\u202e", "horen niet bij elkaar"),
        ("\U0001f600" * 100, "\U0001f601" * 100, "horen niet bij elkaar"),
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_a_sentence_for_whatever_is_typed(
    client: CheckingClient, email: str, password: str, sentence: str
) -> None:
    token = client.page("/inloggen").fields()["csrf_token"]
    data = {"csrf_token": token, "email": email, "password": password}
    answer = client.post("/inloggen", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert password not in answer.text or not password.strip()


@pytest.mark.parametrize("typed", ["PUBLIEK@KETENBORD.EXAMPLE", " publiek@ketenbord.example\t"])
def test_an_address_as_people_type_it(client: CheckingClient, typed: str) -> None:
    assert sign_in(client, typed).status_code == 303


@pytest.mark.both_databases
def test_an_address_with_accents_in_either_form(new_client: NewClient, database: Database) -> None:
    composed = unicodedata.normalize("NFC", "zoë.façade@ketenbord.example")
    with database.write() as session:
        hashed = CHEAP.hash(PASSWORD)
        add_person(session, MAKER, NOW, email=composed, name="Zoë", password_hash=hashed)
    for form in ("NFC", "NFD"):
        answer = sign_in(new_client(), unicodedata.normalize(form, composed.upper()))
        assert answer.status_code == 303, form


@pytest.mark.both_databases
def test_a_very_long_and_a_strange_device(client: CheckingClient, database: Database) -> None:
    for device in ("Brievenduif " * 1000, "\u00e9\u00ff\u0081", "<script>alert(1)</script>"):
        client.nobody()
        answer = sign_in(client, "publiek", headers={"User-Agent": device})
        assert answer.status_code == 303
        assert len(latest_session(database, "publiek").device) <= 200
        assert "<script>alert" not in client.page("/mijn/sessies").text


def test_no_sessions_are_made_for_who_may_not(client: CheckingClient, database: Database) -> None:
    for password in ("", "dit is het niet", "a" * 2000):
        sign_in(client, "publiek", password)
    with database.read() as session:
        mine = PersonSession.person_id == person_id(session, "publiek")
        assert session.scalar(select(func.count()).where(mine)) == 0
