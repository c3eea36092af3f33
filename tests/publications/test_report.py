"""A report holds what everybody may read and nothing else, and plain text stays plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from buyergroups.db import Database
from buyergroups.documents.prose import passages
from buyergroups.markup.render import render
from buyergroups.publications.report import Answer, Facts, Heard, Question, compose
from models.consultations import ConsultationKind, ConsultationSupplier, ItemOutcome
from models.suppliers import SupplierMerge, SupplierSize
from tests.publications.making import SECRETS, Making

BARE = Facts(
    language="nl",
    kind=ConsultationKind.DIALOGUE,
    subject="Laptops",
    summary="",
    place="",
    chains=[],
    held_on=date(2026, 10, 1),
    opens_on=None,
    closes_on=None,
    announced_on=None,
    announced_where="",
    platform_ref="",
    platform_link="",
    questions=[],
    heard=[],
    answers=[],
    sizes={},
    named=[],
)


def laid_out(facts: Facts) -> str:
    return render(compose(facts).below_title, patience=10).html


def words(facts: Facts) -> str:
    return " ".join(passage.text for passage in passages(laid_out(facts)))


def test_what_is_for_members_and_what_is_confidential_never_comes_in(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    supplier = making.supplier("Voorbeeld Merk BV", kvk="12345678", reason="merkwoordreden")
    making.present(row, supplier, minutes=17)
    making.contact(supplier, name="Merkwoord Contact", email="merkwoord@voorbeeld.example")
    making.confided(row, supplier)
    text = making.report(row).text
    for part in ("Laptops langer gebruiken", "onderdelen", "Hoe lang?", "Vijf jaar kan"):
        assert part in text, part
    for part in ("Eerst een proef", "Mag het gebruikt zijn?", "2026-123456", "deels overgenomen"):
        assert part in text, part
    assert not [secret for secret in SECRETS if secret in text.casefold()]
    assert "merk" not in text.casefold()


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({}, None),
        ({SupplierSize.SME: 2}, None),
        ({SupplierSize.SME: 3}, "Er deden 3 marktpartijen mee."),
        ({SupplierSize.SME: 3, SupplierSize.LARGE: 1}, "Er deden 4 marktpartijen mee."),
        (
            {SupplierSize.SME: 3, SupplierSize.LARGE: 3},
            "Er deden 6 marktpartijen mee: 3 mkb, 3 groter dan mkb.",
        ),
    ],
)
def test_so_few_that_it_says_who_are_not_told(
    sizes: dict[SupplierSize, int], told: str | None
) -> None:
    text = words(replace(BARE, sizes=sizes))
    assert (told in text) if told else ("marktpartijen mee" not in text)


def test_only_who_agreed_is_named_and_a_merged_one_counts_once(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    for nr in range(3):
        making.present(row, making.supplier(f"Verborgen {nr}"))
    making.present(row, making.supplier("Zichtbaar BV"), consented_on=date(2026, 10, 2))
    gone = making.present(row, making.supplier("Weg BV"), consented_on=date(2026, 10, 2))

    def change(session: Session, by: dict[str, Any]) -> None:
        session.get_one(ConsultationSupplier, gone).removed_at = by["recorded_at"]

    making.write(change)
    text = making.report(row).text
    assert "Zichtbaar BV" in text
    assert "4 marktpartijen" in text
    assert "Verborgen" not in text
    assert "Weg BV" not in text
    one, other = making.supplier("Verborgen een"), making.supplier("Verborgen ander")
    making.present(row, one)
    making.write(
        lambda session, by: session.add(
            SupplierMerge(supplier_id=other, into_id=one, reason="dubbel", **by)
        )
    )
    making.present(row, other)
    assert "5 marktpartijen" in making.report(row).text


def test_it_addresses_suppliers_politely_and_speaks_the_language_of_the_consultation() -> None:
    dutch = words(replace(BARE, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 20)))
    assert "U leest wat wij vroegen" in dutch
    assert "U kon reageren: vanaf 1 september 2026 tot en met 20 september 2026" in dutch
    english = words(replace(BARE, language="en"))
    assert "This report is the same for all suppliers." in english
    assert "market dialogue" in english
    assert "1 October 2026" in english


HOSTILE = (
    "# kop",
    "- lijst",
    "12. genummerd",
    "> citaat",
    "**vet** _cursief_ `code`",
    "[link](https://elders.example)",
    "<script>alert(1)</script>",
    "<https://elders.example>",
    "a | b",
    "&lt;b&gt; &amp; AT&T",
    "\\ en \\* en ~~~ en ===",
    "    ingesprongen",
    "![beeld](https://elders.example/x.png)",
    "1) een",
    "+ plus",
    "*",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_is_read_as_it_was_typed(text: str) -> None:
    plain = " ".join(text.split())
    facts = replace(
        BARE,
        questions=[Question(text, None)],
        heard=[Heard(text, None, ItemOutcome.NOT, text)],
        answers=[Answer(text, text, None)],
        place=text,
        named=[text],
    )
    read = [passage.text for passage in passages(laid_out(facts))]
    assert plain in read
    assert sum(plain in passage for passage in read) == 7
    assert "<script" not in laid_out(facts)
    assert "href" not in laid_out(facts)


@given(text=st.text(alphabet="ab #*_`[]()<>&|\\-+.1)!~=:'\"{}é\n", min_size=1, max_size=40))
def test_no_text_is_taken_for_markup(text: str) -> None:
    plain = [" ".join(part.split()) for part in text.split("\n\n")]
    html = laid_out(replace(BARE, heard=[Heard(text, None, ItemOutcome.OPEN, "")]))
    for tag in ("<a", "<em", "<code", "<pre", "<blockquote", "<ol", "<table", "<hr"):
        assert tag not in html
    read = " ".join(passage.text for passage in passages(html))
    squeezed = "".join(read.split())
    for part in plain:
        assert "".join(part.split()) in squeezed


def test_headings_stand_one_below_the_other() -> None:
    facts = replace(
        BARE,
        summary="# Groot\n\ntekst\n\n###### Klein",
        heard=[Heard("a", "Circulair", ItemOutcome.OPEN, "")],
    )
    html = laid_out(facts)
    assert "<h3>Samenvatting</h3>" in html
    assert "<h4>Groot</h4>" in html
    assert "<h6>Klein</h6>" in html
    assert "<h4>Circulair</h4>" in html
    assert "<h1" not in html
    assert "<h2" not in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://x.example/>)<script>", "x y"])
def test_a_link_that_is_none_is_text(link: str) -> None:
    html = laid_out(replace(BARE, platform_ref="2026-1", platform_link=link))
    assert "href" not in html
    assert "2026-1" in html


def test_the_same_file_makes_the_same_text(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    first = making.report(row)
    making.act.forward(days=400)
    assert making.report(row) == first
