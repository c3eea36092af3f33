"""The same file twice changes nothing, whatever is in it; and recording keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.db import Database
from buyergroups.groups.queries import group_by_id
from buyergroups.history.recording import (
    UnrecordedChangeError,
    add_many,
    change_many,
    recorded,
    stamp,
)
from buyergroups.imports.columns import places_of
from buyergroups.imports.kinds import KINDS
from buyergroups.imports.rules import Outcome
from buyergroups.imports.sheet import Line, Sheet, sheet_of
from buyergroups.joining import many as joining_many
from buyergroups.organisations import many
from models.base import Precision
from models.chains import Chain
from models.groups import GroupChain, GroupInvitation, MemberRole, Membership
from models.history import HistoryEntry
from models.imports import Fate, ImportKind
from models.notices import OutboxMail
from models.organisations import Organisation, OrganisationSlug
from models.people import Affiliation, Person
from models.signing import OneTimeLink
from tests.access.people import ICT
from tests.imports.sending import Importing, csv
from tests.support.apps import StandingClock, make_app, make_client
from tests.support.run import NOW
from tests.support.statements import statements

pytestmark = pytest.mark.both_databases
LATER = NOW + timedelta(days=1)


class NotKeptError(Exception):
    """Takes back what an example wrote."""


@dataclass(frozen=True)
class Ground:
    """One who imports one kind of file, in a transaction of their own."""

    session: Session
    kind: ImportKind
    actor: Actor
    group_id: int | None = None

    def plan(self, sheet: Sheet, now: datetime) -> list[Outcome]:
        kind = KINDS[self.kind]
        places = places_of(sheet, kind.columns, kind.passed)
        return kind.plan(self.session, self.actor, now, self.group_id, sheet, places)

    def record(self, outcomes: Sequence[Outcome]) -> None:
        kind, who = KINDS[self.kind], (self.session, self.actor, NOW, self.group_id)
        kind.prepare(*who, outcomes)
        kind.record(*who, outcomes, "lijst.csv")

    def without_refused(self, sheet: Sheet) -> tuple[Sheet, list[Outcome]]:
        """The rows that can be, once those that cannot are out of the file."""
        while True:
            outcomes = self.plan(sheet, NOW)
            good = {one.number for one in outcomes if one.fate is not Fate.REFUSED}
            if len(good) == len(sheet.lines):
                return sheet, outcomes
            lines = tuple(line for line in sheet.lines if line.number in good)
            sheet = replace(sheet, lines=lines)


def ground(session: Session, kind: ImportKind) -> Ground:
    who = "trekker" if kind is ImportKind.BASELINE else "manager"
    number = session.scalars(
        select(Person.id).where(Person.email == f"{who}@ketenbord.example")
    ).one()
    group_id = session.scalars(
        select(GroupChain.group_id)
        .join(Chain, Chain.id == GroupChain.chain_id)
        .where(Chain.slug == ICT)
        .order_by(GroupChain.group_id)
        .limit(1)
    ).one()
    made = Ground(session, kind, load_actor(session, number, NOW))
    return replace(made, group_id=group_id) if kind is ImportKind.MEMBERS else made


def sheet(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    return sheet_of(Line(nr, tuple(row)) for nr, row in enumerate((head, *rows), 1))


def rows_of(**columns: Sequence[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Rows with one of these in each column."""
    row = st.tuples(*(st.sampled_from(values) for values in columns.values()))
    return st.lists(row, min_size=1, max_size=4)


@contextmanager
def taken_back(database: Database, app: Flask, kind: ImportKind) -> Iterator[Ground]:
    """In a transaction of which nothing stays."""
    with suppress(NotKeptError), database.write() as session, app.test_request_context("/"):
        yield ground(session, kind)
        session.flush()
        raise NotKeptError


def changes_nothing_twice(database: Database, app: Flask, kind: ImportKind, file: Sheet) -> None:
    with taken_back(database, app, kind) as here:
        file, outcomes = here.without_refused(file)
        here.record(outcomes)
        here.session.flush()
        here.session.expire_all()
        for now in (NOW, LATER):
            again = here.plan(file, now)
            other = [one for one in again if one.fate is not Fate.UNCHANGED]
            assert not other, (now, other, outcomes)
            assert all(one.deed is None for one in again)


FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = ("Dorp", "dorp ", "Stad", "Regio & Co", "Gemeente Voorbeeldstad", "Gemeente Utrecht")
ORGANISATION = {
    "Naam": NAMES,
    "Publiek of privaat": ("", "publiek", "Private"),
    "Aanbestedingsplichtig": ("", "ja", "no", "niet bekend"),
    "Ondertekende het Manifest": ("", "ja", "nee"),
    "Ondertekend sinds": ("", "mrt 2026", "2025", "3-3-2026"),
    "Valt onder": ("", *NAMES),
    "KvK-nummer": ("", "12345678", "8765 4321"),
    "Website": ("", "https://dorp.example", "dorp.example"),
    "Sinds": ("", "2019", "1-2-2020"),
    "Tot": ("", "1-2-2020", "31-12-2030"),
}
MEMBER = {
    "Naam": ("Noor", "Éva van  Dam", ""),
    "Organisatie": ("Gemeente Voorbeeldstad", "gemeente utrecht", "Nergens"),
    "Rol": ("inkoper", "expert", "buyer"),
    "Kerngroep": ("", "ja", "nee"),
    "Secretaris": ("", "ja"),
    "Mailadres": (
        "manager@ketenbord.example",
        "Publiek@ketenbord.example",
        "beheer@ketenbord.example",
        "nieuw@x.example",
        "Ander@x.example",
    ),
    "Vanaf": ("", "1-9-2026", "1-1-2027"),
    "Tot": ("", "1-10-2026", "1-6-2027"),
}
CHAIN = {
    "Keten": ("Zonnepanelen", "zonnepanelen", "ICT-hardware en mobiele apparaten", "Catering"),
    "Fase": ("1", "II", "Synergie & integratie", "4"),
    "Sinds": ("", "mrt 2026", "2025", "3-3-2026"),
    "Voortgang": ("", "op koers", "stagneert", "needs attention"),
    "Reden van stagnatie": ("", "andere reden", "markt wil niet"),
    "Volgende stap": ("", "Markt spreken"),
    "Volgende stap op": ("", "1-2-2027"),
    "Onderbouwing": ("", "Drie leveranciers.", "Uit het onderzoek\nvan 2026 "),
    "Link": ("", "https://bron.example/a"),
}


@FEW
@given(rows=rows_of(**ORGANISATION))
def test_organisations_twice(database: Database, app: Flask, rows: list[tuple[str, ...]]) -> None:
    changes_nothing_twice(database, app, ImportKind.ORGANISATIONS, sheet(tuple(ORGANISATION), rows))


@FEW
@given(rows=rows_of(**MEMBER))
def test_members_twice(database: Database, app: Flask, rows: list[tuple[str, ...]]) -> None:
    changes_nothing_twice(database, app, ImportKind.MEMBERS, sheet(tuple(MEMBER), rows))


@FEW
@given(rows=rows_of(**CHAIN))
def test_the_baseline_twice(database: Database, app: Flask, rows: list[tuple[str, ...]]) -> None:
    changes_nothing_twice(database, app, ImportKind.BASELINE, sheet(tuple(CHAIN), rows))


def organisations(count: int) -> Sheet:
    rows = [(f"Nieuw {nr}", "publiek", f"Nieuw {nr - 1}" if nr else "") for nr in range(count)]
    return sheet(("Naam", "Publiek of privaat", "Valt onder"), rows)


def renamed(count: int) -> Sheet:
    """The same organisations under another name."""
    rows = [(f"Anders {nr}", "publiek", f"{10_000_000 + nr}") for nr in range(count)]
    return sheet(("Naam", "Publiek of privaat", "KvK-nummer"), rows)


def newcomers(count: int) -> Sheet:
    rows = [
        (f"Mens {nr}", "Gemeente Voorbeeldstad", "inkoper", f"m{nr}@x.example")
        for nr in range(count)
    ]
    return sheet(("Naam", "Organisatie", "Rol", "Mailadres"), rows)


@pytest.mark.parametrize(
    ("kind", "file", "planned", "written"),
    [
        (ImportKind.ORGANISATIONS, organisations, 3, 12),
        (ImportKind.MEMBERS, newcomers, 16, 30),
    ],
)
def test_statements_do_not_grow_with_the_rows(
    database: Database, app: Flask, kind: ImportKind, file: Any, planned: int, written: int
) -> None:
    seen = []
    for count in (2, 120):
        with taken_back(database, app, kind) as here:
            with statements(database.engine) as reads:
                outcomes = here.plan(file(count), NOW)
            assert {one.fate for one in outcomes} == {Fate.NEW}, outcomes
            with statements(database.engine) as writes:
                here.record(outcomes)
            seen.append((len(reads), len(writes)))
    assert seen[0] == seen[1], seen
    assert seen[0] <= (planned, written), seen


def test_each_chain_of_a_baseline_takes_a_bounded_number(database: Database, app: Flask) -> None:
    seen = []
    names = ("Zonnepanelen", "ICT-hardware en mobiele apparaten")
    for count in (1, 2):
        rows = [
            (name, "4", "stagneert", "andere reden", "Uit onderzoek.") for name in names[:count]
        ]
        head = ("Keten", "Fase", "Voortgang", "Reden van stagnatie", "Onderbouwing")
        with taken_back(database, app, ImportKind.BASELINE) as here:
            with statements(database.engine) as reads:
                outcomes = here.plan(sheet(head, rows), NOW)
            assert all(one.deed for one in outcomes), outcomes
            with statements(database.engine) as writes:
                here.record(outcomes)
            seen.append((len(reads), len(writes)))
    assert seen[0][0] == seen[1][0]
    assert seen[1][1] - seen[0][1] <= 20, seen


def entries(session: Session, kind: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    """What the history tells of these, but for their own numbers."""
    columns = [one for one in HistoryEntry.__table__.columns if one.key not in ("id", "object_id")]
    asked = select(*columns).where(
        HistoryEntry.object_type == kind, HistoryEntry.object_id.in_(ids)
    )
    return [dict(row) for row in session.execute(asked.order_by(HistoryEntry.id)).mappings()]


def test_the_history_of_many_rows_is_that_of_each(database: Database, app: Flask) -> None:
    with taken_back(database, app, ImportKind.MEMBERS) as here:
        session, person_id = here.session, here.actor.person_id
        add_many_values = [
            {
                "group_id": here.group_id,
                "person_id": person_id,
                "organisation_id": 1,
                "role": MemberRole.EXPERT,
                "in_core": False,
                "is_secretary": True,
                "since": NOW.date() + timedelta(days=nr),
                "until": NOW.date() + timedelta(days=nr) if nr else None,
                "ended_at": NOW if nr else None,
                "end_reason": "Klaar" if nr else None,
                **stamp(here.actor, NOW),
            }
            for nr in range(2, 4)
        ]
        with recorded(session, here.actor, NOW, reason="Waarom"):
            one_by_one = [Membership(**values) for values in add_many_values]
            session.add_all(one_by_one)
            session.flush()
            together = add_many(session, Membership, add_many_values)
        told = entries(session, "membership", [row.id for row in one_by_one])
        assert len(told) == 2
        assert told == entries(session, "membership", together)
        with pytest.raises(UnrecordedChangeError):
            add_many(session, Membership, add_many_values)


def test_the_history_of_many_changes_is_that_of_each(database: Database, app: Flask) -> None:
    with taken_back(database, app, ImportKind.ORGANISATIONS) as here:
        session = here.session
        first, second = session.scalars(select(Organisation).order_by(Organisation.id).limit(2))
        was, numbers = second.slug, (first.id, second.id)
        session.execute(update(Organisation).where(Organisation.id == first.id).values(slug="a"))
        session.refresh(first)
        with pytest.raises(UnrecordedChangeError):
            change_many(session, Organisation, "slug", {numbers[1]: (was, "c")})
        with recorded(session, here.actor, NOW, reason="Waarom"):
            first.slug = "b"
            session.flush()
            change_many(session, Organisation, "slug", {numbers[1]: (was, "c")})
        each, of_many = (entries(session, "organisation", [number])[-1] for number in numbers)
        assert each.pop("changes") == {"slug": ["a", "b"]}
        assert of_many.pop("changes") == {"slug": [was, "c"]}
        assert each == of_many
        session.expire_all()
        assert (first.slug, second.slug) == ("b", "c")


def test_another_name_takes_as_many_statements_for_many(database: Database, app: Flask) -> None:
    seen = []
    head = ("Naam", "Publiek of privaat", "KvK-nummer")
    for count in (2, 120):
        rows = [(f"Eerst {nr}", "publiek", f"{10_000_000 + nr}") for nr in range(count)]
        with taken_back(database, app, ImportKind.ORGANISATIONS) as here:
            here.record(here.plan(sheet(head, rows), NOW))
            outcomes = here.plan(renamed(count), NOW)
            with statements(database.engine) as writes:
                here.record(outcomes)
            seen.append(len(writes))
    assert seen[0] == seen[1], seen


def test_letters_are_written_before_anybody_waits(
    database: Database, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken_back(database, app, ImportKind.MEMBERS) as here:
        outcomes = here.plan(newcomers(2), NOW)
        kind, who = KINDS[here.kind], (here.session, here.actor, NOW, here.group_id)
        with statements(database.engine) as seen:
            kind.prepare(*who, outcomes)
        assert not [one for one in seen if not str(one).startswith("SELECT")], seen
        monkeypatch.setattr(joining_many, "letter", None)
        kind.record(*who, outcomes, "lijst.csv")
        asked = select(OutboxMail.to_address).where(OutboxMail.to_address.like("m%@x.example"))
        assert sorted(here.session.scalars(asked)) == ["m0@x.example", "m1@x.example"]


def test_an_account_from_a_file_is_like_one_from_the_page(database: Database, app: Flask) -> None:
    with taken_back(database, app, ImportKind.MEMBERS) as here:
        session = here.session
        here.record(here.plan(newcomers(1), NOW))
        person = session.scalars(select(Person).where(Person.email == "m0@x.example")).one()
        mail = session.scalars(select(OutboxMail).where(OutboxMail.person_id == person.id)).one()
        link = session.scalars(select(OneTimeLink).where(OneTimeLink.person_id == person.id)).one()
        asked = session.scalars(
            select(GroupInvitation).where(GroupInvitation.person_id == person.id)
        ).one()
        works = session.scalars(select(Affiliation).where(Affiliation.person_id == person.id)).one()
        assert (person.name, person.language.value, person.version) == ("Mens 0", "nl", 1)
        assert (mail.to_address, mail.keep_text, mail.kind) == (
            "m0@x.example",
            False,
            "group_invitation",
        )
        assert asked.ref in mail.text
        assert link.expires_at == asked.expires_at
        assert works.organisation_id == asked.organisation_id
        assert works.since_precision is Precision.UNKNOWN


def test_another_name_keeps_the_old_address(database: Database, app: Flask) -> None:
    with taken_back(database, app, ImportKind.ORGANISATIONS) as here:
        session = here.session
        rows = [(f"Eerst {nr}", "publiek", f"{10_000_000 + nr}") for nr in range(3)]
        head = ("Naam", "Publiek of privaat", "KvK-nummer")
        here.record(here.plan(sheet(head, rows), NOW))
        here.record(here.plan(renamed(3), NOW))
        slugs = session.scalars(
            select(Organisation.slug).where(Organisation.slug.like("anders-%"))
        ).all()
        former = session.scalars(
            select(OrganisationSlug.slug).where(OrganisationSlug.slug.like("eerst-%"))
        ).all()
        assert sorted(slugs) == ["anders-0", "anders-1", "anders-2"]
        assert sorted(former) == ["eerst-0", "eerst-1", "eerst-2"]


def test_others_can_write_while_rows_are_compared(
    own_database: Database, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(own_database, clock)
    client = make_client(app, own_database, clock).as_("manager")
    importing = Importing(client, app, own_database, clock)
    real, written = many.whole_register, []

    def compared(session: Session, now: datetime) -> Any:
        # Not patient: it fails at once where an import holds the lock.
        with own_database.write(counts=False, patient=False) as other:
            other.execute(text("UPDATE change_number SET value = value"))
        written.append(now)
        return real(session, now)

    monkeypatch.setattr(many, "whole_register", compared)
    address = importing.send(csv(("Gemeente Dorp", "publiek", "", "", "", "")))
    importing.apply(address)
    assert importing.counts(address)[0] == "applied"
    assert len(written) == 2


def test_nobody_is_imported_into_a_group_before_it_existed(database: Database, app: Flask) -> None:
    head = ("Naam", "Organisatie", "Rol", "Mailadres", "Vanaf")
    email = "bestuurlijk@ketenbord.example"
    with taken_back(database, app, ImportKind.MEMBERS) as here:
        assert here.group_id is not None
        began = group_by_id(here.session, here.group_id).began
        for day, fate in ((began - timedelta(days=1), Fate.REFUSED), (began, Fate.NEW)):
            row = ("B", "Koepel van Voorbeeldgemeenten", "inkoper", email, f"{day:%d-%m-%Y}")
            (outcome,) = here.plan(sheet(head, [row]), NOW)
            assert outcome.fate is fate, outcome
            told = " ".join(words.nl for _, words in outcome.problems)
            assert ("De groep bestaat vanaf" in told) == (fate is Fate.REFUSED)
