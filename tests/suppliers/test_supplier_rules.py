"""Names that were pasted: each line once, what nobody sees is gone, and what is alike is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.suppliers import rules
from buyergroups.suppliers.rules import Likeness, SupplierFacts
from models.base import sort_name

KNOWN = ["Voorbeeld Laptops B.V.", "Kabelfabriek Modelstad", "Groen Hout", "De Schone Was"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" \n\r\n\t\n", []),
        ("A\nB\r\nC", ["A", "B", "C"]),
        ("Één BV\neen bv\nEEN  BV", ["Één BV"]),
        ("- A\n* B\n• C\n1. D\n2) E\n-F", ["A", "B", "C", "D", "E", "-F"]),
        ('"Met aanhaling";\nTab\tje', ["Met aanhaling", "Tab je"]),
        ("Om\u202egekeerd\nNul\u200blijn\ufeff", ["Omgekeerd", "Nullijn"]),
        ("3. M BV\n3M", ["M BV", "3M"]),
        ("=1+1\n+31 Bel\n@thuis", ["=1+1", "+31 Bel", "@thuis"]),
    ],
)
def test_a_line_is_a_name(text: str, names: list[str]) -> None:
    assert rules.names_in(text) == names


@given(st.text())
def test_whatever_is_pasted_is_read_once(text: str) -> None:
    names = rules.names_in(text)
    keys = [sort_name(name) for name in names]
    assert len(set(keys)) == len(keys)
    assert rules.names_in("\n".join(names)) == rules.each_once(
        again for name in names for again in rules.names_in(name)
    )


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Voorbeeld Laptops", ["Voorbeeld Laptops B.V."]),
        ("voorbeeldlaptops bv", ["Voorbeeld Laptops B.V."]),
        ("Vorbeeld Laptops NV", ["Voorbeeld Laptops B.V."]),
        ("Kabelfabriek Modelstadt", ["Kabelfabriek Modelstad"]),
        ("Groenhout B.V.", ["Groen Hout"]),
        ("Heel iets anders", []),
        ("BV", []),
        ("Groen", ["Groen Hout"]),
        ("Gras", []),
    ],
)
def test_what_is_alike(typed: str, near: list[str]) -> None:
    found = Likeness(KNOWN).like(typed)
    assert [KNOWN[place] for place in found] == near


def test_no_more_than_three_are_alike() -> None:
    names = [f"Voorbeeld Laptops {number}" for number in range(50)]
    assert len(Likeness(names).like("Voorbeeld Laptops")) == rules.MOST_ALIKE


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (SupplierFacts(""), "name"),
        (SupplierFacts("---"), "name"),
        (SupplierFacts("a\u202eb"), "name"),
        (SupplierFacts("x" * 201), "name"),
        (SupplierFacts("A", kvk="1234567"), "kvk"),
        (SupplierFacts("A", kvk="1234567a"), "kvk"),
        (SupplierFacts("A", website="javascript:alert(1)"), "website"),
        (SupplierFacts("A", website="https://a:b@c.nl"), "website"),
    ],
)
def test_what_cannot_be(facts: SupplierFacts, where: str) -> None:
    assert [mistake.where for mistake in rules.mistakes(rules.tidied(facts))] == [where]


def test_what_can_be_is_kept_tidy() -> None:
    typed = SupplierFacts("  Twee   woorden ", kvk="12.34 56-78", website="voorbeeld.nl")
    kept = rules.tidied(typed)
    assert (kept.name, kept.kvk, kept.website) == (
        "Twee woorden",
        "12345678",
        "https://voorbeeld.nl",
    )
    assert rules.mistakes(kept) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("voorbeeld refurbish bv", 1),
        ("Voorbeeld-Refurbish", 1),
        ("VOORBEELD RÉFURBISH B. V.", 1),
        ("Voorbeeld Refurbish Besloten Vennootschap", 1),
        ("Voorbeeld Refurbish N.V.", None),
        ("Voorbeeld Refurbisch", None),
        ("Twee", None),
        ("Twee NV", 3),
        ("Kaal v.o.f.", 4),
        ("B.V.", None),
        ("", None),
    ],
)
def test_the_same_name_whatever_its_legal_form(typed: str, meant: int | None) -> None:
    known = [("Voorbeeld Refurbish B.V.", 1), ("Twee B.V.", 2), ("Twee N.V.", 3), ("Kaal", 4)]
    assert rules.Names(known).certain(typed) == meant
