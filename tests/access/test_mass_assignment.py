"""More fields than a form has change nothing more than the form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from models.base import Base
from models.people import Language, Person, PersonSession
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
from tests.access.routes import ROWS
from tests.confidential.making import of_secrets
from tests.flags.making import of_flags
from tests.publications.making import of_publications
from tests.suppliers.making import of_suppliers
from tests.support.client import PASSWORD, CheckingClient
from tests.support.contents import Contents, columns, contents
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
Effect = dict[str, tuple[int, frozenset[str]]]
#: The forms are tried in so many tests, each on things that are made once.
PARTS = 8


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
    """Somebody who sends forms, and what each changed; afterwards everything is as it was."""

    def __init__(
        self, database: Database, client: CheckingClient, who: str, things: dict[str, str]
    ) -> None:
        self.database, self.client = cast(RolledBackDatabase, database), client.as_(who)
        self.names = {**things, "own_session": latest_session(database, who).ref}
        self.token = client.page("/privacy").fields("form")["csrf_token"]

    def send(
        self, before: Contents, address: str, form: dict[str, str], **more: Any
    ) -> tuple[int, Effect]:
        with self.database.undone():
            begun = before | contents(self.database, "change_number")
            data = {**form, "csrf_token": self.token}
            answer = self.client.post(address.format(**self.names), data=data, **more)
            after = contents(self.database)
        return answer.status_code, effect(begun, after)


def effect(before: Contents, after: Contents) -> Effect:
    """Per table that changed: how many rows are new, and which columns of others changed."""
    found: Effect = {}
    for name, table in Base.metadata.tables.items():
        if after[name] == before[name]:
            continue
        keys = [column.name for column in table.primary_key]
        old, new = (by_key(name, keys, rows[name]) for rows in (before, after))
        touched = [row for key, row in new.items() if old.get(key) != row]
        assert name in AS_TYPED or EXTRA["name"] not in str(touched)
        changed = {c for k in old.keys() & new.keys() for c in old[k] if old[k][c] != new[k][c]}
        found[name] = (len(new) - len(old), frozenset(changed))
    return found


def by_key(
    name: str, keys: list[str], rows: list[tuple[Any, ...]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    named = [dict(zip(columns(name), row, strict=True)) for row in rows]
    return {tuple(row[key] for key in keys): row for row in named}


@pytest.mark.parametrize("part", range(PARTS))
def test_more_fields_change_nothing_more(
    database: Database, new_client: NewClient, part: int
) -> None:
    new_client().as_("opgave")
    things = things_in(database)
    things["other_session"] = latest_session(database, "opgave").ref
    rows = [(next(iter(row.but), "publiek"), row) for row in POSTS[part::PARTS]]
    trials = {
        who: [Trial(database, new_client(), who, things) for _ in ("plain", "more")]
        for who in dict.fromkeys(who for who, _ in rows)
    }
    before = contents(database)
    different = []
    for who, row in rows:
        form, (trial, trial_of_more) = dict(row.form), trials[who]
        plain = trial.send(before, row.example, form)
        also = ("&" if "?" in row.example else "?") + urlencode(EXTRA)
        more = trial_of_more.send(before, row.example + also, {**EXTRA, **form})
        if more != plain:
            different.append((row.example, plain, more))
    assert different == []


def test_more_fields_in_a_form_that_is_filled_in_well(
    database: Database, new_client: NewClient
) -> None:
    things = things_in(database)
    trials = {
        who: [Trial(database, new_client(), who, things) for _ in ("plain", "more")]
        for who in dict.fromkeys(who for who, _, _ in FILLED_IN)
    }
    before = contents(database)
    for who, address, form in FILLED_IN:
        trial, trial_of_more = trials[who]
        page = trial.client.page(address.format(**trial.names))
        action = f"form[action='{address.format(**trial.names)}']"
        fields = page.fields(action) | form
        status, plain = trial.send(before, address, fields)
        assert (status, bool(plain)) == (303, True), address
        more = trial_of_more.send(before, address, {**EXTRA, **fields})
        assert more == (status, plain), address


def sessions(database: Database) -> dict[int, PersonSession]:
    with database.read() as session:
        return {row.id: row for row in session.scalars(select(PersonSession))}


def test_signing_in_is_as_oneself_with_ones_own_times(
    client: CheckingClient, database: Database
) -> None:
    before = sessions(database)
    token = client.page("/inloggen").fields()["csrf_token"]
    data = {**EXTRA, "csrf_token": token, "email": email_of("publiek"), "password": PASSWORD}
    client.post("/inloggen", data=data)
    (made,) = [row for key, row in sessions(database).items() if key not in before]
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
