"""What the register never becomes, however it is written: a circle, two of a name, a lost row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from buyergroups.accounts.affiliations import change_affiliation
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.organisations import lookup, queries, services
from buyergroups.organisations.filters import Filters
from buyergroups.organisations.rules import Facts, free_slug, is_website, mistakes, slug_of, tidied
from models.base import Precision
from models.organisations import OrganisationMerge, OrganisationVersion, Sector
from models.people import Affiliation, Person
from seed.parts import SEED
from tests.organisations.making import add
from tests.support.acting import Acting
from tests.support.run import NOW

TODAY = local_day(NOW)


def version(database: Database, organisation_id: int) -> OrganisationVersion:
    with database.read() as session:
        found = queries.version_now(session, NOW, organisation_id)
        assert found is not None
        return found


def change(database: Database, organisation_id: int, **values: Any) -> None:
    with database.write() as session:
        facts = replace(services.facts_of(version(database, organisation_id)), **values)
        services.change_organisation(
            session, SEED, NOW, organisation_id=organisation_id, facts=facts, reason="Test"
        )


def merge(database: Database, organisation_id: int, into_id: int) -> None:
    with database.write() as session:
        services.merge_organisation(
            session,
            SEED,
            NOW,
            organisation_id=organisation_id,
            into_id=into_id,
            merged_on=None,
            reason="Test",
        )


#: Few of them, so that they meet.
STEP = st.tuples(
    st.sampled_from(["under", "under", "top", "merge"]), st.integers(0, 2), st.integers(0, 2)
)


@settings(max_examples=25)
@given(steps=st.lists(STEP, min_size=4, max_size=14))
@pytest.mark.parametrize("known", [("fresh")])
def test_no_order_of_steps_makes_a_circle(
    known: str, steps: list[tuple[str, int, int]], databases: Any, backend: str
) -> None:
    with databases.get(backend, known).rolled_back() as database:
        ids = [add(database, f"Organisatie {nr}") for nr in range(3)]
        for act, one, other in steps:
            try:
                if act == "merge":
                    merge(database, ids[one], ids[other])
                else:
                    change(database, ids[one], parent_id=ids[other] if act == "under" else None)
            except RefusedError:
                continue
        with database.read() as session:
            gone = set(session.scalars(select(OrganisationMerge.organisation_id)))
            for one in ids:
                above = lookup.ancestors(session, NOW, one)
                assert one not in above
                if one not in gone:
                    assert not above & gone, "nothing belongs to what went into another"


def test_a_circle_is_refused_however_long(fresh: Database) -> None:
    first, second, third = (add(fresh, name) for name in ("Een", "Twee", "Drie"))
    change(fresh, second, parent_id=first)
    change(fresh, third, parent_id=second)
    with pytest.raises(RefusedError, match="cannot belong to itself"):
        change(fresh, first, parent_id=third)
    with pytest.raises(RefusedError, match="cannot belong to itself"):
        change(fresh, first, parent_id=first)
    with pytest.raises(RefusedError, match="belongs to this organisation"):
        merge(fresh, first, third)


def test_a_merge_moves_people_and_what_belongs_once(demo: Database) -> None:
    act = Acting(demo)
    with demo.read() as session:
        own = {
            row.slug: row.id
            for row in queries.all_organisations(session, act.actor("publiek"), NOW, Filters())
        }
    city, utrecht = own["gemeente-voorbeeldstad"], own["gemeente-utrecht"]
    below = add(demo, "Dienst", parent_id=city)
    assert act.actor("publiek").sector is Sector.PUBLIC
    values = {"organisation_id": city, "into_id": utrecht, "reason": "Herindeling"}
    act.do("manager", services.merge_organisation, merged_on=date(2026, 11, 1), **values)
    assert version(demo, below).parent_id == utrecht
    assert version(demo, city).until == date(2026, 11, 1)
    with demo.read() as session:
        rows = session.scalars(
            select(Affiliation)
            .join(Person, Person.id == Affiliation.person_id)
            .where(Person.email == "publiek@ketenbord.example")
            .order_by(Affiliation.id)
        ).all()
        assert [(row.organisation_id, row.until) for row in rows] == [
            (city, date(2026, 11, 1)),
            (utrecht, None),
        ]
    for again in (values, {**values, "organisation_id": utrecht, "into_id": city}):
        with pytest.raises(RefusedError, match="already"):
            act.do("manager", services.merge_organisation, merged_on=None, **again)
    with pytest.raises(RefusedError, match="went into another"):
        change(demo, below, parent_id=city)


def test_what_moves_must_be_what_was_shown(demo: Database) -> None:
    act = Acting(demo)
    one, two = add(demo, "Een"), add(demo, "Twee")
    with demo.read() as session:
        seen = lookup.moves(session, NOW, one, two).seen
    add(demo, "Dienst", parent_id=one)
    values = {"organisation_id": one, "into_id": two, "merged_on": None, "reason": "Zo"}
    with pytest.raises(ChangedMeanwhileError):
        act.do("beheer", services.merge_organisation, seen=seen, **values)
    act.do("beheer", services.merge_organisation, **values)


def test_a_name_and_a_number_are_of_one(fresh: Database) -> None:
    add(fresh, "Gemeente Één", kvk="12345678", oin="00000003123456780000")
    for facts in (
        {"name": "gemeente een"},
        {"name": "Iets anders", "kvk": "1234.5678"},
        {"name": "Iets anders", "oin": "0000000312345678 0000"},
    ):
        with pytest.raises(RefusedError, match="already"):
            add(fresh, facts["name"], kvk=facts.get("kvk"), oin=facts.get("oin"))
    ended = add(fresh, "Beëindigd", until=TODAY - timedelta(days=1))
    assert add(fresh, "Beëindigd") != ended


def test_as_it_stood_before_stays_readable(fresh: Database) -> None:
    one = add(fresh, "Oude naam", NOW - timedelta(days=9))
    change(fresh, one, name="Nieuwe naam")
    with fresh.read() as session:
        before = queries.version_now(session, NOW - timedelta(days=1), one)
        assert before is not None
        assert before.name == "Oude naam"
        count = select(func.count()).where(OrganisationVersion.organisation_id == one)
        assert session.scalar(count) == 2


DAYS = st.integers(-400, 3)


@settings(max_examples=25)
@given(moves=st.lists(st.tuples(st.integers(0, 3), DAYS), max_size=10))
def test_periods_never_overlap_and_nothing_is_rewritten(
    moves: list[tuple[int, int]], databases: Any, backend: str
) -> None:
    with databases.get(backend, "demo").rolled_back() as database:
        act = Acting(database)
        ids: list[int | None] = [None, *(add(database, f"Werk {nr}") for nr in range(3))]
        with database.read() as session:
            who = session.scalars(select(Person.id).where(Person.email.startswith("expert"))).one()
        kept: dict[int, tuple[Any, ...]] = {}
        for to, days in moves:
            try:
                act.do(
                    "beheer",
                    change_affiliation,
                    person_id=who,
                    organisation_id=ids[to],
                    since=TODAY + timedelta(days=days),
                    reason="Test",
                )
            except RefusedError:
                continue
            with database.read() as session:
                rows = session.scalars(
                    select(Affiliation).where(Affiliation.person_id == who).order_by(Affiliation.id)
                ).all()
                ended = {row.id: (row.since, row.until, row.ended_at) for row in rows if row.until}
                assert kept.items() <= ended.items()
                kept = ended
                assert sum(row.until is None for row in rows) <= 1
                edges = [edge for row in rows for edge in (row.since, row.until) if edge]
                assert edges == sorted(edges)


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://www.voorbeeld.nl", True),
        ("http://voorbeeld.nl:8080/pad?x=1", True),
        ("https://münchen.example", True),
        ("https://localhost", False),
        ("ftp://voorbeeld.nl", False),
        ("https://voorbeeld.nl:x", False),
        ("https://[::1", False),
        ("https://een twee.nl", False),
        ("https://naam:geheim@voorbeeld.nl", False),
        ("https://voorbeeld.nl/" + "a" * 200, False),
    ],
)
def test_websites(address: str, *, fine: bool) -> None:
    assert is_website(address) is fine


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_whatever_is_typed_is_facts_or_a_mistake(name: str, kvk: str, oin: str, site: str) -> None:
    facts = tidied(Facts(name, Sector.PUBLIC, kvk=kvk, oin=oin, website=site))
    found = {mistake.where for mistake in mistakes(facts, TODAY)}
    assert tidied(facts) == facts
    if "kvk" not in found and facts.kvk:
        assert facts.kvk.isascii()
        assert len(facts.kvk) == 8
    if "oin" not in found and facts.oin:
        assert len(facts.oin) == 20
    if "name" not in found:
        assert free_slug(facts.name, {slug_of(facts.name)}) != slug_of(facts.name)


def test_days_and_precision() -> None:
    facts = Facts("X1", Sector.PUBLIC, signatory=True, signed=TODAY, signed_precision=Precision.DAY)
    assert mistakes(facts, TODAY) == []
    assert [m.where for m in mistakes(facts, TODAY - timedelta(days=1))] == ["signed"]
