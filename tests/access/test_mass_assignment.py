"""More fields than a form has change nothing more than the form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from models.base import Base
from models.people import Language, Person
from tests.access.people import email_of, latest_session, person_id
from tests.access.routes import ROWS, Row
from tests.support.client import PASSWORD, CheckingClient

NewClient = Callable[[], CheckingClient]

#: Names of columns, of anything that would give rights, and of ways to name them.
EXTRA = {
    "id": "1",
    "ref": "bcdfghjkmn",
    "role": "administrator",
    "roles": "administrator",
    "rollen": "administrator",
    "state": "confirmed",
    "status": "confirmed",
    "version": "99",
    "person_id": "1",
    "persoon": "1",
    "programme_id": "1",
    "owner_id": "1",
    "group_id": "1",
    "chain_id": "1",
    "body_id": "1",
    "organisation_id": "1",
    "name": "Iemand Anders",
    "blocked_at": "",
    "is_administrator": "true",
    "is_demonstration": "false",
    "is_confidential": "false",
    "password_hash": "x",
    "recorded_at": "2020-01-01",
    "created_at": "2020-01-01",
    "started_at": "2030-01-01",
    "last_seen_at": "2030-01-01",
    "ended_at": "",
    "_user_id": "1",
    "_method": "DELETE",
    "remember": "on",
    "key": "session-hours",
    "value": "168",
}
#: The tables that a POST may write to; all others stay as they are.
WRITES = {
    "/inloggen": {"person_session", "sign_in_try"},
    "/taal": {"person", "history_entry"},
    "/uitloggen": {"person_session"},
    "/mijn/sessies/<ref>/beeindigen": {"person_session"},
    "/mijn/sessies/andere/beeindigen": {"person_session"},
}
POSTS = [row for row in ROWS if row.method == "POST"]


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.read() as session:
        return {
            name: list(session.execute(select(table).order_by(*table.primary_key)).all())
            for name, table in Base.metadata.tables.items()
        }


def test_every_post_is_tried() -> None:
    assert {row.rule for row in POSTS} == set(WRITES)


@pytest.mark.parametrize("where", ["form", "query", "json"])
@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.example)
def test_more_fields_change_nothing_more(
    client: CheckingClient, database: Database, new_client: NewClient, row: Row, where: str
) -> None:
    new_client().as_("opgave")
    names = {"other_session": latest_session(database, "opgave").ref}
    client.as_("publiek")
    names["own_session"] = latest_session(database, "publiek").ref
    token = client.page("/privacy").fields("form")["csrf_token"]
    before = contents(database)
    sent: dict[str, Any] = {"data": {**EXTRA, **row.form, "csrf_token": token}}
    if where == "query":
        sent = {"data": {**row.form, "csrf_token": token}, "query_string": EXTRA}
    if where == "json":
        sent = {"json": {**EXTRA, **row.form}, "headers": {"X-CSRFToken": token}}
    answer = client.post(row.example.format(**names), **sent)
    assert answer.status_code in ({row.signed_in} if where != "json" else {row.signed_in, 422})
    after = contents(database)
    assert {name for name in after if after[name] != before[name]} <= WRITES[row.rule]


def test_signing_in_is_as_oneself_with_ones_own_times(
    client: CheckingClient, database: Database
) -> None:
    before = contents(database)["person_session"]
    token = client.page("/inloggen").fields()["csrf_token"]
    data = {**EXTRA, "csrf_token": token, "email": email_of("publiek"), "password": PASSWORD}
    client.post("/inloggen", data=data)
    (made,) = [row for row in contents(database)["person_session"] if row not in before]
    with database.read() as session:
        assert made.person_id == person_id(session, "publiek")
    assert (made.started_at, made.ended_at) == (made.last_seen_at, None)
    assert made.ref != EXTRA["ref"]
    assert client.get_cookie("remember_token") is None


def test_of_a_person_the_language_changes_and_nothing_else(
    client: CheckingClient, database: Database
) -> None:
    def columns() -> dict[str, Any]:
        with database.read() as session:
            person = session.get_one(Person, person_id(session, "publiek"))
            return {column.key: getattr(person, column.key) for column in Person.__table__.columns}

    token = client.as_("publiek").page("/privacy").fields("form")["csrf_token"]
    before = columns()
    client.post("/taal", data={**EXTRA, "csrf_token": token, "taal": "en"})
    after = columns()
    assert {name for name in after if after[name] != before[name]} == {"language", "version"}
    assert after["language"] is Language.ENGLISH
    assert after["version"] == before["version"] + 1


def test_a_get_is_not_a_post_by_another_name(client: CheckingClient, database: Database) -> None:
    client.as_("publiek").page("/uitloggen")
    before = contents(database)
    for headers in ({"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "POST"}):
        client.page("/uitloggen?_method=POST", headers=headers)
    assert contents(database) == before
