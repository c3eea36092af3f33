"""Names of suppliers and their people are found however they are written, and nothing else is."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from buyergroups.db import Database
from buyergroups.markup.render import render
from buyergroups.publications import queries
from buyergroups.publications.names import LAID_OUT, Find, Kind, Known, Passage, find_names
from buyergroups.words import Words
from models.consultations import ConsultationSupplier
from models.suppliers import SupplierMerge, SupplierVersion
from tests.publications.making import Making

HERE = Words("hier", "here")
ZON = Known(Kind.SUPPLIER, "Coöperatie Zonnekracht B.V.")


def found(text: str, *known: Known) -> list[Find]:
    return find_names([Passage(HERE, text)], render(text, patience=10).html, known or [ZON])


@pytest.mark.parametrize(
    "text",
    [
        "Coöperatie Zonnekracht B.V. zei dit",
        "cooperatie zonnekracht",
        "COÖPERATIE ZONNEKRACHT BV",
        unicodedata.normalize("NFD", "Coöperatie Zonnekracht"),
        "Coöperatie\nZonnekracht",
        "Coöpe-\nratie Zonne-\nkracht",
        "CoöperatieZonnekracht",
        "(Coöperatie-Zonnekracht)",
        "**Coöperatie** *Zonnekracht*",
        "Coöperatie Zonne**kracht**",
        "Coöperatie Zonne\u00adkracht",
        "Coöperatie\u00a0Zonne\u200bkracht",
        "[zij](https://x.example/cooperatie-zonnekracht)",
        "[zij](https://x.example/co%C3%B6peratie%20zonnekracht)",
        '[zij](https://x.example "Coöperatie Zonnekracht")',
        "Co&ouml;peratie Zonne&shy;kracht",
        "<!-- Coöperatie Zonnekracht -->",
        "Coöperatie Zonnekracht's aanbod",
        "\uff23oöperatie Zonnekracht",
        "\u0421oöperatie Z\u043ennekr\u0430cht",
        "\u0421\u039f\u039fPERATIE ZONNEKRACHT",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    finds = found(text)
    assert [(find.kind, find.name) for find in finds] == [(ZON.kind, ZON.text)]


def test_a_legal_form_in_full_is_none_of_the_name() -> None:
    known = Known(Kind.SUPPLIER, "Voorbeeld Zon Besloten Vennootschap")
    assert [find.name for find in found("Voorbeeld Zon B.V. was er", known)] == [known.text]


@pytest.mark.parametrize(
    "text",
    [
        "De coöperatie heeft zonnekracht",
        "Coöperatie Zonnekrachten",
        "Supercoöperatie Zonnekracht",
        "Zonnekracht Coöperatie",
        "Coöperatie.\n\nEn zonnekracht",
        "",
        "B.V.",
    ],
)
def test_a_part_of_a_word_or_of_a_name_is_no_name(text: str) -> None:
    assert found(text) == []


def test_it_says_where_with_the_words_around_it() -> None:
    text = f"{'a ' * 50}Coöperatie\nZonnekracht {'b ' * 50}"
    (find,) = found(text)
    assert find.where == HERE
    assert "a a Coöperatie Zonnekracht b b" in find.around
    assert find.around.startswith("…")
    assert find.around.endswith("…")


def test_what_only_shows_when_it_is_laid_out_is_told_so() -> None:
    html = "<p>Zonne<b>kracht</b></p>"
    finds = find_names([Passage(HERE, "niets")], html, [Known(Kind.SUPPLIER, "Zonnekracht")])
    assert [find.where for find in finds] == [LAID_OUT]


def test_who_agreed_may_stand_there_also_when_another_name_is_part_of_it() -> None:
    groep = Known(Kind.SUPPLIER, "Jansen Groep", agreed=True)
    jansen = Known(Kind.SUPPLIER, "Jansen")
    assert found("Jansen Groep B.V. was er", groep, jansen) == []
    assert len(found("Jansen Groep en Jansen waren er", groep, jansen)) == 1
    assert len(found("Jansen Groep", Known(Kind.SUPPLIER, "Jansen Groep"), jansen)) == 2


@pytest.mark.parametrize(
    ("kind", "known", "text"),
    [
        (Kind.KVK, "12345678", "KvK 12345678"),
        (Kind.WEBSITE, "https://www.zonnekracht.example", "zie zonnekracht.example/contact"),
        (Kind.EMAIL, "j.de-vries@zonnekracht.example", "mail J.de-Vries@Zonnekracht.example!"),
        (Kind.EMAIL, "a@zonnekracht.example", "<a@zonnekracht.example>"),
        (Kind.CONTACT, "José de Vries", "volgens jose DE vries"),
        (Kind.PHONE, "06-12345678", "bel +31 6 1234 5678"),
        (Kind.PHONE, "+31 (0)30 123 45 67", "tel. 030-1234567"),
        (Kind.PHONE, "0301234567", "(030) 123.45.67"),
    ],
)
def test_people_numbers_and_addresses(kind: Kind, known: str, text: str) -> None:
    assert [find.kind for find in found(text, Known(kind, known))] == [kind]


@pytest.mark.parametrize(
    ("kind", "known", "text"),
    [
        (Kind.KVK, "12345678", "2026-123456789"),
        (Kind.PHONE, "112", "bel 112 of 2026-112"),
        (Kind.PHONE, "0301234567", "2026-123456"),
        (Kind.CONTACT, "Jan Bos", "Jan Bosman en Jan, Bossen"),
        (Kind.SUPPLIER, "-", "een - twee"),
    ],
)
def test_other_numbers_and_names_are_none(kind: Kind, known: str, text: str) -> None:
    assert found(text, Known(kind, known)) == []


@given(
    name=st.text(alphabet="abcé ", min_size=3, max_size=12).filter(str.strip),
    before=st.sampled_from(["", "x ", "(", "\n"]),
    after=st.sampled_from(["", " y", ".", "\n"]),
)
def test_a_name_between_any_words_is_found(name: str, before: str, after: str) -> None:
    known = [Known(Kind.SUPPLIER, name)]
    assert find_names([Passage(HERE, f"{before}{name.upper()}{after}")], "", known)


# ---- whose names ------------------------------------------------------------------------------


def names(making: Making, who: str, row: Any) -> set[tuple[str, bool]]:
    with making.database.read() as session:
        known = queries.known_names(session, making.act.actor(who), row.id, whole=False)
        return {(one.text, one.agreed) for one in known}


def test_names_of_this_file_and_of_the_register_that_one_may_see(demo: Database) -> None:
    making = Making(demo)
    row, other = making.consultation(), making.consultation(subject="Een andere")
    here, there, agreed = (
        making.supplier(name, kvk="12345678") for name in ("Hier BV", "Daar BV", "Genoemd BV")
    )
    making.present(row, here)
    making.present(other, there, consented_on=date(2026, 10, 2))
    making.present(row, agreed, consented_on=date(2026, 10, 2))
    making.contact(here, name="Kees Hier", email="kees@hier.example", phone="0301234567")
    seen = names(making, "trekker", row)
    assert {("Hier BV", False), ("Daar BV", False), ("Genoemd BV", True)} <= seen
    assert {("Kees Hier", False), ("kees@hier.example", False), ("0301234567", False)} <= seen


def test_who_publishes_is_warned_of_names_that_they_may_not_see(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    hidden = making.supplier("Stille Voorbeeldpartij B.V.", kvk="12345678")
    making.contact(hidden, name="Kees Stil", email="kees@stil.example", phone="0301234567")
    with demo.read() as session:
        known = queries.known_names(session, making.act.actor("publiek"), row.id, whole=True)
    assert "Stille Voorbeeldpartij B.V." not in {one for one, _ in names(making, "publiek", row)}
    assert "Kees Stil" not in {one.text for one in known}
    (find,) = find_names([Passage(HERE, "volgens stille voorbeeldpartij kan het")], "", known)
    assert (find.kind, find.name) == (Kind.SUPPLIER, "stille voorbeeldpartij")


def test_consent_goes_along_with_a_merge_and_ends_with_the_attendance(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    old, new = making.supplier("Oude Naam BV"), making.supplier("Nieuwe Naam BV")
    presence = making.present(row, old, consented_on=date(2026, 10, 2))
    making.write(
        lambda session, by: session.add(
            SupplierMerge(supplier_id=old, into_id=new, reason="dubbel", **by)
        )
    )
    assert {("Oude Naam BV", True), ("Nieuwe Naam BV", True)} <= names(making, "trekker", row)

    def take_away(session: Session, by: dict[str, Any]) -> None:
        session.get_one(ConsultationSupplier, presence).removed_at = by["recorded_at"]

    making.write(take_away)
    assert {("Oude Naam BV", False), ("Nieuwe Naam BV", False)} <= names(making, "trekker", row)


def test_a_former_name_is_a_name(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    supplier = making.supplier("Vroeger BV")
    making.act.forward(days=1)
    making.write(
        lambda session, by: session.add(
            SupplierVersion(
                supplier_id=supplier,
                name="Later BV",
                sort_name="later bv",
                company_size="sme",
                reason="",
                **by,
            )
        )
    )
    making.present(row, supplier)
    assert {("Vroeger BV", False), ("Later BV", False)} <= names(making, "trekker", row)
