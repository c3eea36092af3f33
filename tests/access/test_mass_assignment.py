"""More fields than a form has change nothing more than the form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from models.base import Base
from models.people import Language, Person
from tests.access.people import (
    ICT,
    email_of,
    latest_session,
    of_chain,
    of_files,
    of_group,
    of_plans,
    open_assessment,
    person_id,
    somebody,
)
from tests.access.routes import ROWS, Row
from tests.confidential.making import of_secrets
from tests.flags.making import of_flags
from tests.publications.making import of_publications
from tests.suppliers.making import of_suppliers
from tests.support.client import PASSWORD, CheckingClient
from tests.support.databases import RolledBackDatabase

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
#: Where what was typed is kept as it was typed, unread, for the person who typed it.
AS_TYPED = {"draft"}
POSTS = [row for row in ROWS if row.method == "POST"]
CHAIN = f"/ketens/{ICT}"
#: Forms filled in well, so that something is written: who, where, and what.
FILLED_IN: list[tuple[str, str, dict[str, str]]] = [
    ("trekker", f"{CHAIN}/statusupdate", {"voortgang": "on-track", "veranderd": "Iets."}),
    ("trekker", f"{CHAIN}/fase/criteria/1", {"stand": "met", "onderbouwing": "Hieruit."}),
    ("trekker", f"{CHAIN}/fase/beoordelen", {"fase": "2", "sinds": "2026", "waarom": "Daarom."}),
    (
        "manager",
        "/fasebeoordelingen/{assessment}/besluit",
        {
            "uitkomst": "confirmed",
            "akkoord": "Iedereen",
            "besloten_op": "20-11-2026",
            "document": "Brief",
        },
    ),
    ("publiek", "/mijn", {"name": "Nieuwe Naam", "language": "en"}),
    ("manager", f"{CHAIN}/beheer/gegevens", {"naam": "Andere naam", "reden": "Daarom."}),
    ("manager", f"{CHAIN}/beheer/belegging", {"soort": "possible", "reden": "Daarom."}),
    ("manager", "/beheer/fasecriteria/1", {"nl": "X", "soort": "woorden", "reden": "Daarom."}),
    ("beheer", "/beheer/instellingen/stale-days", {"waarde": "150", "reden": "Daarom."}),
    ("beheer", "/statusupdates/{report}/corrigeren", {"stap": "X", "waarom_fout": "Tikfout."}),
]
Contents = dict[str, list[Any]]
Effect = dict[str, tuple[int, frozenset[str]]]


def contents(database: Database) -> Contents:
    """Every row of every table."""
    with database.read() as session:
        return {
            name: list(session.execute(select(table).order_by(*table.primary_key)).all())
            for name, table in Base.metadata.tables.items()
        }


def things_in(database: Database) -> dict[str, str]:
    """What the addresses are about, by the names that the rows have for it."""
    return {
        **somebody(database),
        "assessment": open_assessment(database, ICT),
        "chain": ICT,
        **of_chain(database, ICT),
        **of_plans(database),
        **of_group(database),
        **of_files(database),
        **of_publications(database),
        **of_secrets(database),
        **of_suppliers(database),
        **of_flags(database),
    }


class Trial:
    """One POST, and what it changed; afterwards everything is as it was."""

    def __init__(
        self, database: Database, client: CheckingClient, who: str, things: dict[str, str]
    ) -> None:
        self.database, self.client = cast(RolledBackDatabase, database), client.as_(who)
        self.names = {**things, "own_session": latest_session(database, who).ref}
        self.token = client.page("/privacy").fields("form")["csrf_token"]

    def send(
        self, before: Contents, address: str, form: dict[str, str], **more: Any
    ) -> tuple[int, Effect]:
        assert self.database._connection is not None
        undo = self.database._connection.begin_nested()
        try:
            data = {**form, "csrf_token": self.token}
            answer = self.client.post(address.format(**self.names), data=data, **more)
            after = contents(self.database)
        finally:
            undo.rollback()
        return answer.status_code, effect(before, after)


def effect(before: Contents, after: Contents) -> Effect:
    """Per table that changed: how many rows are new, and which columns of others changed."""
    found: Effect = {}
    for name, table in Base.metadata.tables.items():
        if after[name] == before[name]:
            continue
        keys = [column.name for column in table.primary_key]
        old = {tuple(row._mapping[key] for key in keys): row._mapping for row in before[name]}
        new = {tuple(row._mapping[key] for key in keys): row._mapping for row in after[name]}
        touched = [row for key, row in new.items() if old.get(key) != row]
        assert name in AS_TYPED or EXTRA["name"] not in str(touched)
        changed = {c for k in old.keys() & new.keys() for c in old[k] if old[k][c] != new[k][c]}
        found[name] = (len(new) - len(old), frozenset(changed))
    return found


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.example)
def test_more_fields_change_nothing_more(
    client: CheckingClient, database: Database, new_client: NewClient, row: Row
) -> None:
    new_client().as_("opgave")
    who = next(iter(row.but), "publiek")
    things = things_in(database)
    trial = Trial(database, client, who, things)
    trial_of_more = Trial(database, new_client(), who, things)
    for one in (trial, trial_of_more):
        one.names["other_session"] = latest_session(database, "opgave").ref
    before, form = contents(database), dict(row.form)
    plain = trial.send(before, row.example, form)
    also = ("&" if "?" in row.example else "?") + urlencode(EXTRA)
    more = trial_of_more.send(before, row.example + also, {**EXTRA, **form})
    assert more == plain


@pytest.mark.parametrize(("who", "address", "form"), FILLED_IN, ids=[row[1] for row in FILLED_IN])
def test_more_fields_in_a_form_that_is_filled_in_well(
    client: CheckingClient,
    database: Database,
    new_client: NewClient,
    who: str,
    address: str,
    form: dict[str, str],
) -> None:
    things = things_in(database)
    trial = Trial(database, client, who, things)
    trial_of_more = Trial(database, new_client(), who, things)
    page = trial.client.page(address.format(**trial.names))
    action = f"form[action='{address.format(**trial.names)}']"
    fields = page.fields(action) | form
    before = contents(database)
    status, plain = trial.send(before, address, fields)
    assert (status, bool(plain)) == (303, True)
    assert trial_of_more.send(before, address, {**EXTRA, **fields}) == (status, plain)


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
