"""Sessions: seen and ended by whose they are, over after a while, marked as seen by people only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text

from buyergroups.accounts.gate import SEEN_AFTER_SECONDS
from buyergroups.db import Database
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.services import change_setting
from models.people import EndReason, PersonSession
from models.programme import Programme
from tests.access.people import latest_session, person_id
from tests.access.signing import sign_in
from tests.support.acting import Acting
from tests.support.apps import StandingClock, make_app, make_client
from tests.support.client import CheckingClient

NewClient = Callable[[], CheckingClient]
HTMX = {"HX-Request": "true"}


def choose(database: Database, clock: StandingClock, key: SettingKey, value: int) -> None:
    act = Acting(database, clock.now)
    with database.read() as session:
        programme_id = session.scalars(select(Programme.id)).one()
    values = {"programme_id": programme_id, "key": key, "value": value, "reason": "omdat"}
    act.do("beheer", change_setting, **values)


# ---- time-outs --------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_an_hour_without_a_page(client: CheckingClient, clock: StandingClock) -> None:
    client.as_("publiek")
    for _ in range(3):
        clock.forward(minutes=59, seconds=59)
        client.page("/bord")
    clock.forward(minutes=60)
    assert client.get("/bord").status_code == 302


def test_half_a_day_whatever_happens(client: CheckingClient, clock: StandingClock) -> None:
    client.as_("publiek")
    for _ in range(23):
        clock.forward(minutes=30)
        client.page("/privacy")
    clock.forward(minutes=29, seconds=59)
    client.page("/bord")
    clock.forward(seconds=1)
    assert client.get("/bord").status_code == 302
    assert client.get("/bord", headers=HTMX).status_code == 401


def test_both_are_settings(
    client: CheckingClient, new_client: NewClient, clock: StandingClock, database: Database
) -> None:
    choose(database, clock, SettingKey.SESSION_IDLE_MINUTES, 10)
    client.as_("publiek")
    clock.forward(minutes=10)
    assert client.get("/bord").status_code == 302
    choose(database, clock, SettingKey.SESSION_IDLE_MINUTES, 600)
    choose(database, clock, SettingKey.SESSION_HOURS, 2)
    other = new_client().as_("publiek")
    clock.forward(minutes=119)
    other.page("/bord")
    clock.forward(minutes=1)
    assert other.get("/bord").status_code == 302


def test_a_setting_holds_for_sessions_that_are_open(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    client.as_("publiek")
    clock.forward(minutes=20)
    choose(database, clock, SettingKey.SESSION_IDLE_MINUTES, 20)
    assert client.get("/bord").status_code == 302


# ---- seen -------------------------------------------------------------------------------------


def seen(database: Database) -> object:
    return latest_session(database, "publiek").last_seen_at


def test_seen_is_moved_by_a_page_after_five_minutes(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    client.as_("publiek")
    before = seen(database)
    clock.forward(seconds=SEEN_AFTER_SECONDS)
    client.page("/bord")
    assert seen(database) == before
    clock.forward(seconds=1)
    client.page("/bord")
    assert seen(database) == clock.now


def test_a_page_that_only_asks_again_by_itself_keeps_nobody_signed_in(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    client.as_("publiek")
    before = seen(database)
    for _ in range(3):
        clock.forward(minutes=15)
        assert client.get("/bord", headers=HTMX).status_code == 200
    assert seen(database) == before
    clock.forward(minutes=15)
    assert client.get("/bord", headers=HTMX).status_code == 401


def test_a_page_from_history_is_a_page(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    client.as_("publiek")
    clock.forward(minutes=15)
    client.page("/bord", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert seen(database) == clock.now


@pytest.mark.both_databases
def test_when_the_database_is_busy_the_page_comes_all_the_same(
    own_database: Database, clock: StandingClock
) -> None:
    client = make_client(make_app(own_database, clock), own_database, clock).as_("publiek")
    before = seen(own_database)
    clock.forward(minutes=15)
    with own_database.write() as writer:
        writer.execute(text("UPDATE person_session SET device = device"))
        client.page("/bord")
        assert seen(own_database) == before
    client.page("/bord")
    assert seen(own_database) == clock.now


def test_being_seen_leaves_the_boards_of_others_as_they_are(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    def number() -> object:
        with database.read() as session:
            return session.scalar(text("SELECT value FROM change_number"))

    client.as_("publiek")
    before = number()
    clock.forward(minutes=15)
    client.page("/bord")
    sign_in(client.nobody(), "publiek")
    assert number() == before


# ---- the list ---------------------------------------------------------------------------------


def end_address(database: Database, account: str) -> str:
    return f"/mijn/sessies/{latest_session(database, account).ref}/beeindigen"


def test_the_list_shows_where_i_am(client: CheckingClient, new_client: NewClient) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(new_client(), "publiek", address="192.0.2.8", headers={"User-Agent": firefox})
    sign_in(new_client(), "privaat", address="192.0.2.9")
    page = client.as_("publiek").page("/mijn/sessies")
    rows = page.all("main tbody tr")
    assert len(rows) == 2
    assert sum("deze sessie" in row for row in rows) == 1
    assert sum("192.0.2.8" in row and "Firefox" in row for row in rows) == 1
    assert "192.0.2.9" not in page.text
    assert len(page.soup.select("main form[action*=beeindigen]")) == 2


def test_one_is_ended(client: CheckingClient, new_client: NewClient, database: Database) -> None:
    other = new_client().as_("publiek")
    address = end_address(database, "publiek")
    client.as_("publiek")
    answer = client.send("/mijn/sessies", form=f"form[action='{address}']")
    assert answer.status_code == 303
    page = client.page("/mijn/sessies")
    assert "De sessie is beëindigd." in page.words
    assert len(page.all("main tbody tr")) == 1
    assert other.get("/bord").status_code == 302


def test_all_others_are_ended(
    client: CheckingClient, new_client: NewClient, database: Database
) -> None:
    mine = [new_client().as_("publiek") for _ in range(3)]
    theirs = new_client().as_("privaat")
    client.as_("publiek")
    form = "form[action='/mijn/sessies/andere/beeindigen']"
    assert client.send("/mijn/sessies", form=form).status_code == 303
    assert "3 andere sessies" in client.page("/mijn/sessies").words
    assert [other.get("/bord").status_code for other in mine] == [302] * 3
    assert theirs.get("/bord").status_code == 200
    assert client.get("/bord").status_code == 200


def test_what_timed_out_is_not_open(
    client: CheckingClient, new_client: NewClient, clock: StandingClock
) -> None:
    new_client().as_("publiek")
    clock.forward(hours=2)
    client.as_("publiek")
    page = client.page("/mijn/sessies")
    assert len(page.all("main tbody tr")) == 1
    token = page.fields("form")["csrf_token"]
    client.post("/mijn/sessies/andere/beeindigen", data={"csrf_token": token})
    assert "0 andere sessies" in client.page("/mijn/sessies").words


@pytest.mark.both_databases
@pytest.mark.parametrize(("who", "status"), [("privaat", 404), ("manager", 404), ("beheer", 303)])
def test_the_session_of_somebody_else(
    client: CheckingClient, new_client: NewClient, database: Database, who: str, status: int
) -> None:
    theirs = new_client().as_("publiek")
    address = end_address(database, "publiek")
    token = client.as_(who).page("/privacy").fields("form")["csrf_token"]
    assert client.post(address, data={"csrf_token": token}).status_code == status
    ended = latest_session(database, "publiek")
    assert theirs.get("/bord").status_code == (200 if status == 404 else 302)
    assert ended.end_reason is (None if status == 404 else EndReason.ENDED_ELSEWHERE)


def test_ended_twice_is_ended_once(
    client: CheckingClient, new_client: NewClient, database: Database, clock: StandingClock
) -> None:
    new_client().as_("publiek")
    address = end_address(database, "publiek")
    first = latest_session(database, "publiek").ref
    token = client.as_("publiek").page("/privacy").fields("form")["csrf_token"]
    for _ in range(2):
        assert client.post(address, data={"csrf_token": token}).status_code == 303
        clock.forward(minutes=1)
    with database.read() as session:
        row = session.scalars(select(PersonSession).where(PersonSession.ref == first)).one()
        assert row.person_id == person_id(session, "publiek")
    assert row.ended_at is not None
    assert row.ended_at < clock.now


def test_keys_are_kept_as_hashes(client: CheckingClient, database: Database, app: Flask) -> None:
    sign_in(client, "publiek")
    with client.session_transaction() as cookie:
        key = cookie["_user_id"]
    row = latest_session(database, "publiek")
    assert len(key) >= 43
    assert key not in f"{row.key_hash} {row.ref} {row.device}"
    with client.session_transaction() as cookie:
        cookie["_user_id"] = row.key_hash
    assert client.get("/bord").status_code == 302
