"""Writing the register: versions, matching, merging, contact persons, wishes; and who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from buyergroups import areas
from buyergroups.access.permissions import Action, can
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotThereError,
    RefusedError,
)
from buyergroups.jobs.table import Work
from buyergroups.suppliers import lookup, rules, services
from buyergroups.suppliers.forgetting import forget_contacts
from buyergroups.suppliers.merged import home_of
from buyergroups.suppliers.rules import SupplierFacts
from buyergroups.words import Words
from models.chains import Chain
from models.history import HistoryEntry
from models.suppliers import Supplier, SupplierContact, SupplierSize, SupplierVersion
from tests.access.people import ICT, actor_of
from tests.suppliers import making
from tests.suppliers.making import acting
from tests.support.apps import SETTINGS
from tests.support.run import NOW

FACTS = SupplierFacts("Voorbeeld Laptops B.V.", SupplierSize.SME, "12345678", "https://v.example")


def match(database: Database, who: str, *names: str) -> list[int]:
    with acting(database, who) as (session, actor):
        found = services.match_or_add(
            session, actor, NOW, programme_id=making.programme_id(session), names=names
        )
        return [row.id for row in found]


def how_many(database: Database) -> int:
    return making.added(database)


def seen_by(database: Database, who: str) -> set[str]:
    """The names of the suppliers that somebody sees."""
    areas.register_rules()
    with database.read() as session:
        found = {row.name for row in lookup.all_named(session, actor_of(session, who))}
    return found - making.of_demonstration(database)


def test_names_are_matched_with_what_is_there(demo: Database) -> None:
    first = match(demo, "manager", "Alfa", "Beta")
    again = match(demo, "trekker", "beta", "  Gamma  ", "BÉTA", "Alfa")
    assert again[0] == first[1]
    assert again[2] == first[0]
    assert len(again) == 3
    assert how_many(demo) == 3


def test_a_legal_form_makes_no_other_supplier(demo: Database) -> None:
    [there] = match(demo, "manager", "Voorbeeld Reparatie B.V.")
    assert match(demo, "manager", "voorbeeld-reparatie", "Voorbeeld Reparatie BV") == [there]
    assert len(match(demo, "manager", "Nieuw Model", "Nieuw Model B.V.")) == 1
    assert len(match(demo, "manager", "Ander B.V.", "Ander N.V.")) == 2
    assert how_many(demo) == 4


def test_whoever_does_not_see_a_supplier_does_not_learn_that_it_exists(demo: Database) -> None:
    [hidden] = match(demo, "manager", "Geheim B.V.")
    [own] = match(demo, "publiek", "Geheim B.V.")
    assert own != hidden
    assert match(demo, "publiek", "Geheim B.V.") == [own]
    assert match(demo, "privaat", "Geheim B.V.") not in ([own], [hidden])
    with acting(demo, "publiek") as (session, actor), pytest.raises(NotAllowedError):
        services.change_supplier(
            session, actor, NOW, supplier_id=hidden, facts=SupplierFacts("X"), reason="x"
        )


def test_a_number_of_one_that_nobody_may_see_is_not_told(demo: Database) -> None:
    for who in ("manager", "publiek"):
        with acting(demo, who) as (session, actor):
            key = making.programme_id(session)
            services.add_supplier(session, actor, NOW, programme_id=key, facts=FACTS)
    with acting(demo, "trekker") as (session, actor):
        key = making.programme_id(session)
        for facts, words in (
            (FACTS, services.NAME_TAKEN),
            (SupplierFacts("Ander", kvk="1234 5678"), services.KVK_TAKEN),
        ):
            with pytest.raises(RefusedError) as refused:
                services.add_supplier(session, actor, NOW, programme_id=key, facts=facts)
            assert refused.value.words == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["x" * 201], rules.NAME_TOO_LONG),
        (["Goed", "---"], rules.NAME_UNUSABLE),
        (["a\u202eb"], rules.NAME_UNUSABLE),
        ([f"Naam {number}" for number in range(501)], rules.NAMES_TOO_MANY),
    ],
)
def test_names_that_cannot_be_add_nothing(demo: Database, names: list[str], words: Any) -> None:
    with acting(demo, "manager") as (session, actor), pytest.raises(RefusedError) as refused:
        services.match_or_add(
            session, actor, NOW, programme_id=making.programme_id(session), names=names
        )
    assert refused.value.words == words
    assert refused.value.sentence("nl")
    assert how_many(demo) == 0


def test_another_version_needs_a_reason_and_a_change(demo: Database) -> None:
    [key] = match(demo, "publiek", "Voorbeeld Laptops B.V.")
    with acting(demo, "publiek") as (session, actor):

        def change(facts: SupplierFacts, reason: str, seen: int | None = None) -> None:
            services.change_supplier(
                session, actor, NOW, supplier_id=key, facts=facts, reason=reason, seen=seen
            )

        version = lookup.facts_now(session, key)
        assert version is not None
        change(FACTS, "KvK opgezocht", version.id)
        with pytest.raises(ChangedMeanwhileError):
            change(SupplierFacts("Anders"), "x", version.id)
        with pytest.raises(RefusedError) as same:
            change(FACTS, "nog eens")
        assert same.value.words == services.SAME
        with pytest.raises(RefusedError):
            change(SupplierFacts("Anders"), " ")
        told = session.scalars(
            select(SupplierVersion.reason).where(SupplierVersion.supplier_id == key)
        )
        assert list(told) == ["", "KvK opgezocht"]


def test_a_merge_is_followed_and_seen_from_both_sides(demo: Database) -> None:
    making.consult(demo, {"Alfa B.V.": {}})
    [other] = match(demo, "manager", "Alfa Nederland")
    assert seen_by(demo, "publiek") == {"Alfa B.V."}
    making.merge(demo, "Alfa B.V.", "Alfa Nederland")
    assert seen_by(demo, "publiek") == {"Alfa B.V.", "Alfa Nederland"}
    assert match(demo, "publiek", "Alfa B.V.") == [other]


def merge(database: Database, key: int, into: int, *, who: str = "manager", **values: Any) -> None:
    with acting(database, who) as (session, actor):
        services.merge_supplier(
            session, actor, NOW, supplier_id=key, into_id=into, **{"reason": "Dubbel", **values}
        )


def test_merges_that_cannot_be(demo: Database) -> None:
    a, b, c = match(demo, "manager", "Alfa", "Beta", "Gamma")
    for key, into, words in ((a, a, services.INTO_ITSELF),):
        with pytest.raises(RefusedError) as refused:
            merge(demo, key, into)
        assert refused.value.words == words
    with pytest.raises(RefusedError):
        merge(demo, a, b, reason=" ")
    with pytest.raises(NotThereError):
        merge(demo, a, 999)
    with pytest.raises(NotAllowedError):
        merge(demo, a, b, who="publiek")
    with demo.read() as session:
        seen = lookup.moves(session, actor_of(session, "manager"), a, b).seen
    with acting(demo, "manager") as (session, actor):
        services.add_contact(session, actor, NOW, supplier_id=a, name="Jan")
    with pytest.raises(ChangedMeanwhileError):
        merge(demo, a, b, seen=seen)
    merge(demo, a, b)
    for key, into in ((a, b), (a, c), (b, a), (c, a)):
        with pytest.raises(RefusedError) as refused:
            merge(demo, key, into)
        assert refused.value.words == services.IS_MERGED
    merge(demo, b, c)
    with demo.read() as session:
        assert making.homes(session).items() >= {(a, c), (b, c)}
        of_these = select(home_of(Supplier.id)).where(Supplier.id.in_([a, b, c]))
        assert set(session.scalars(of_these)) == {c}


@pytest.mark.sqlite_only
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_in_any_order_one_step_leads_home(demo: Database, tries: list[tuple[int, int]]) -> None:
    areas.register_rules()
    with demo.write() as session:
        actor = actor_of(session, "manager")
        keys = [making.double(session, f"Partij {number}") for number in range(6)]
        joined = {key: {key} for key in keys}
        for one, other in tries:
            try:
                services.merge_supplier(
                    session, actor, NOW, supplier_id=keys[one], into_id=keys[other], reason="x"
                )
            except RefusedError:
                continue
            joined[keys[other]] |= joined.pop(keys[one])
        homes = making.homes(session)
        found = {key: {key, *(k for k, into in homes.items() if into == key)} for key in joined}
        assert found == joined
        session.rollback()


def test_contact_persons_come_and_go(demo: Database) -> None:
    [key] = match(demo, "publiek", "Alfa")
    with acting(demo, "publiek") as (session, actor):
        made = services.add_contact(
            session, actor, NOW, supplier_id=key, name=" Jan  Jansen ", email="Jan@Alfa.Example"
        )
        assert (made.name, made.email) == ("Jan Jansen", "jan@alfa.example")
        for values in ({"name": " "}, {"name": "Jan", "email": "geen adres"}):
            with pytest.raises(RefusedError):
                services.add_contact(session, actor, NOW, supplier_id=key, **values)
        services.end_contact(session, actor, NOW, contact_id=made.id)
        with pytest.raises(RefusedError):
            services.end_contact(session, actor, NOW, contact_id=made.id)
        made_id = made.id
    with acting(demo, "privaat") as (session, actor):
        for contact_id in (made_id, 999):
            with pytest.raises(NotAllowedError):
                services.end_contact(session, actor, NOW, contact_id=contact_id)
    with demo.read() as session:
        contact = session.get_one(SupplierContact, made_id)
        assert contact.ended_at == NOW


def test_nobody_s_contact_stands_in_the_history(demo: Database) -> None:
    [key] = match(demo, "publiek", "Alfa")
    with acting(demo, "publiek") as (session, actor):
        services.add_contact(
            session, actor, NOW, supplier_id=key, name="Merkwoord", email="merk@x.example"
        )
    with demo.read() as session:
        told = [str(row.changes) for row in session.scalars(select(HistoryEntry))]
    assert not [text for text in told if "erkwoord" in text or "merk@" in text]


def test_the_name_of_a_contact_person_goes_after_the_term(demo: Database) -> None:
    [key] = match(demo, "publiek", "Alfa")
    with acting(demo, "publiek") as (session, actor):
        gone, stays = (
            services.add_contact(
                session, actor, NOW, supplier_id=key, name=name, email="merk@x.example"
            ).id
            for name in ("Merkwoord", "Blijft")
        )
        services.end_contact(session, actor, NOW, contact_id=gone)

    def tidy(days: int) -> Words | None:
        return forget_contacts(Work(demo, SETTINGS, lambda: NOW, NOW + timedelta(days=days)))

    assert tidy(730) is None
    done = tidy(731)
    assert done is not None
    assert done.nl == "Namen van contactpersonen verwijderd: 1."
    assert tidy(800) is None
    with demo.read() as session:
        row = session.get_one(SupplierContact, gone)
        assert (row.name, row.function, row.email, row.phone) == (
            services.FORMER_CONTACT,
            "",
            "",
            "",
        )
        assert row.ended_at == NOW
        assert session.get_one(SupplierContact, stays).name == "Blijft"
        told = [str(row.changes) for row in session.scalars(select(HistoryEntry))]
        assert not [text for text in told if "erkwoord" in text]


def test_a_wish_is_of_a_chain_and_a_day(demo: Database) -> None:
    [key] = match(demo, "publiek", "Alfa")
    today = local_day(NOW)
    with acting(demo, "publiek") as (session, actor):
        chain_id = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()

        def ask(day: date) -> None:
            services.add_wish(
                session, actor, NOW, supplier_id=key, chain_id=chain_id, asked_on=day, note=" x "
            )

        ask(today)
        with pytest.raises(RefusedError):
            ask(today + timedelta(days=1))


def test_who_is_shut_out_of_a_file_does_not_see_its_suppliers(demo: Database) -> None:
    ref = making.consult(demo, {"Alfa": {}})
    assert seen_by(demo, "expert") == {"Alfa"}
    making.shut_out(demo, ref, "expert")
    assert seen_by(demo, "expert") == set()
    assert seen_by(demo, "publiek") == {"Alfa"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("manager", True),
        ("trekker2", True),
        ("publiek", True),
        ("privaat", True),
        ("beheer", False),
        ("bestuurlijk", False),
        ("klankbord", False),
    ],
)
def test_one_and_many_say_the_same(demo: Database, who: str, *, sees: bool) -> None:
    making.consult(demo, {"Alfa": {}})
    assert seen_by(demo, who) == ({"Alfa"} if sees else set())
    with demo.read() as session:
        row = session.get_one(Supplier, making.supplier(session, "Alfa"))
        actor = actor_of(session, who)
        assert can(actor, Action.SUPPLIER_SEE, row) is sees
        assert can(actor, Action.SUPPLIERS_OPEN) is sees
