"""Who was invited and present: who keeps it, two at once, and lists of names that are pasted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, NotThereError, RefusedError
from buyergroups.suppliers import attending
from buyergroups.suppliers.attending import Attended
from models.consultations import ConsultationKind, ConsultationSupplier, MarketConsultation
from tests.suppliers import making
from tests.suppliers.making import acting, consult, ref_of, sent, submitted
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW
from tests.support.statements import Statements

FORM = "form[data-concept]"


def file_of(database: Database, ref: str) -> tuple[int, int]:
    """Id and version of a consultation."""
    with database.read() as session:
        row = session.scalars(select(MarketConsultation).where(MarketConsultation.ref == ref)).one()
        return row.id, row.version


def rows_of(database: Database, ref: str) -> dict[str, ConsultationSupplier]:
    """The list of a consultation, by the name that each row was recorded under."""
    key, _ = file_of(database, ref)
    with database.read() as session:
        rows = session.scalars(
            select(ConsultationSupplier).where(
                ConsultationSupplier.consultation_id == key,
                ConsultationSupplier.removed_at.is_(None),
            )
        ).all()
        told = making.named(session)
        return {told[row.supplier_id]: row for row in rows}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("manager", True),
        ("trekker", True),
        ("publiek", True),
        ("trekker2", True),
        ("privaat", False),
        ("expert", False),
        ("beheer", False),
    ],
)
def test_who_keeps_the_list(demo: Database, who: str, *, may: bool) -> None:
    ref = consult(demo, {"Alfa": {}})
    key, _ = file_of(demo, ref)
    row_id = rows_of(demo, ref)["Alfa"].id
    steps: list[Callable[..., object]] = [
        lambda s, a: attending.mark_present(s, a, NOW, consultation_id=key, present=[row_id]),
        lambda s, a: attending.list_suppliers(
            s,
            a,
            NOW,
            consultation_id=key,
            supplier_ids=[],
            new_names=["Beta"],
            invited=True,
            present=False,
        ),
        lambda s, a: attending.change_attendance(
            s,
            a,
            NOW,
            consultation_id=key,
            row_id=row_id,
            attended=Attended(invited=False, present=True),
        ),
        lambda s, a: attending.take_off(s, a, NOW, consultation_id=key, row_id=row_id),
    ]
    for step in steps:
        with acting(demo, who) as (session, actor):
            if may:
                step(session, actor)
            else:
                with pytest.raises(NotAllowedError):
                    step(session, actor)
    assert set(rows_of(demo, ref)) == ({"Beta"} if may else {"Alfa"})


def test_of_two_who_write_in_one_file_the_second_is_told(demo: Database) -> None:
    ref = consult(demo, {"Alfa": {}})
    key, seen = file_of(demo, ref)
    row_id = rows_of(demo, ref)["Alfa"].id
    with acting(demo, "publiek") as (session, actor):
        attending.mark_present(session, actor, NOW, consultation_id=key, present=[], seen=seen)
    assert file_of(demo, ref)[1] == seen + 1
    with acting(demo, "manager") as (session, actor), pytest.raises(ChangedMeanwhileError):
        attending.take_off(session, actor, NOW, consultation_id=key, row_id=row_id, seen=seen)
    assert not rows_of(demo, ref)["Alfa"].present


def test_what_cannot_be_of_one_supplier(demo: Database) -> None:
    ref = consult(demo, {"Alfa": {}, "Beta": {"invited": False}})
    other = consult(demo, {"Gamma": {}}, kind=ConsultationKind.ONE_TO_ONE)
    key, _ = file_of(demo, ref)
    rows = {**rows_of(demo, ref), **rows_of(demo, other)}
    today, ahead = making.HELD, NOW.date().replace(year=2027)
    for attended, words in (
        (Attended(invited=False, present=False), attending.NEITHER),
        (Attended(invited=True, present=True, checked_on=ahead), attending.CHECKED_AHEAD),
        (Attended(invited=True, present=True, consented_on=ahead), attending.AGREED_AHEAD),
        (Attended(invited=True, present=True, checked_on=today), attending.NOT_ONE_TO_ONE),
    ):
        with acting(demo, "manager") as (session, actor), pytest.raises(RefusedError) as refused:
            attending.change_attendance(
                session,
                actor,
                NOW,
                consultation_id=key,
                row_id=rows["Alfa"].id,
                attended=attended,
            )
        assert refused.value.words == words
    with acting(demo, "manager") as (session, actor):
        with pytest.raises(RefusedError) as refused:
            attending.mark_present(
                session, actor, NOW, consultation_id=key, present=[rows["Alfa"].id]
            )
        assert refused.value.words == attending.NOT_INVITED
        with pytest.raises(NotThereError):
            attending.take_off(session, actor, NOW, consultation_id=key, row_id=rows["Gamma"].id)
        attending.take_off(session, actor, NOW, consultation_id=key, row_id=rows["Alfa"].id)
        with pytest.raises(ChangedMeanwhileError):
            attending.take_off(session, actor, NOW, consultation_id=key, row_id=rows["Alfa"].id)


def test_who_is_on_the_list_already_is_not_put_on_it_again(demo: Database) -> None:
    ref = consult(demo, {"Alfa": {}, "Alfa B.V.": {"present": False}})
    making.merge(demo, "Alfa", "Alfa B.V.")
    key, _ = file_of(demo, ref)
    with acting(demo, "publiek") as (session, actor):
        count = attending.list_suppliers(
            session,
            actor,
            NOW,
            consultation_id=key,
            supplier_ids=[making.supplier(session, "Alfa")],
            new_names=["alfa b.v.", "Beta"],
            invited=True,
            present=False,
        )
    assert count == 1
    assert set(rows_of(demo, ref)) == {"Alfa", "Alfa B.V.", "Beta"}


def test_nobody_is_put_on_a_list_whom_the_writer_does_not_see(demo: Database) -> None:
    ref = consult(demo, {})
    key, _ = file_of(demo, ref)
    with acting(demo, "manager") as (session, _):
        hidden = making.supplier(session, "Verborgen")
    with acting(demo, "publiek") as (session, actor), pytest.raises(NotAllowedError):
        attending.list_suppliers(
            session,
            actor,
            NOW,
            consultation_id=key,
            supplier_ids=[hidden],
            new_names=[],
            invited=True,
            present=False,
        )


# ---- the pages ----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_tab_of_a_file(client: CheckingClient, database: Database) -> None:
    ref = consult(
        database,
        {"Alfa": {"minutes": 45, "why": "Kent de markt"}, "Beta": {"present": False}},
        kind=ConsultationKind.ONE_TO_ONE,
    )
    path = f"/marktconsultaties/{ref}/marktpartijen"
    words = client.as_("privaat").page(path).words
    assert "Iedereen van de marktdag" in words
    assert "30 minuten" in words
    assert "2 uitgenodigd, 1 aanwezig." in words
    assert "Kent de markt" in words
    assert "Wijzigen" not in words
    client.page(f"{path}/toevoegen", status=404)
    client.page(f"{path}/aanwezig", status=404)
    assert client.as_("klankbord").page(path, status=404).words
    making.shut_out(database, ref, "expert")
    client.as_("expert").page(path, status=404)
    client.as_("publiek")
    row_id = rows_of(database, ref)["Beta"].id
    for typed, told in (
        ({"minuten": "veel"}, "aantal minuten in cijfers"),
        ({"minuten": "99999"}, "aantal minuten in cijfers"),
        ({"nagekeken": "01-01-20260"}, "is geen datum"),
        ({"akkoord": "01-01-2027"}, "niet in de toekomst"),
        ({"uitgenodigd": "", "aanwezig": ""}, "Kies uitgenodigd, aanwezig of allebei"),
    ):
        page = sent(client, f"{path}/{row_id}", 422, FORM, waarom="Omdat", **typed)
        assert told in page.words
        assert page.fields(FORM)["waarom"] == "Omdat"
    sent(
        client,
        f"{path}/{row_id}",
        aanwezig="ja",
        minuten="20",
        nagekeken="10-10-2026",
        akkoord="11-10-2026",
    )
    words = client.page(path).words
    assert "10 okt 2026" in words
    assert "ja, sinds 11 okt 2026" in words
    sent(client, f"{path}/{row_id}", form="main form:not([data-concept])")
    assert "Beta" not in client.page(path).all("tbody th a")
    client.page(f"{path}/{row_id}", status=404)


@pytest.mark.both_databases
def test_both_texts_stand_on_the_page_of_the_second(
    client: CheckingClient, database: Database
) -> None:
    ref = consult(database, {"Alfa": {"why": "Eerst"}})
    row_id = rows_of(database, ref)["Alfa"].id
    path = f"/marktconsultaties/{ref}/marktpartijen/{row_id}"
    client.as_("publiek")
    fields = client.page(path).fields(FORM)
    sent(client, path, waarom="Van de ander")
    page = submitted(client, path, {**fields, "waarom": "Van mij"}, 409)
    assert "Van de ander" in page.words
    again = page.fields(FORM)
    assert again["waarom"] == "Van mij"
    submitted(client, path, again)
    assert rows_of(database, ref)["Alfa"].why == "Van mij"


@pytest.mark.both_databases
def test_who_was_there(client: CheckingClient, database: Database) -> None:
    ref = consult(database, {name: {"present": False} for name in ("Alfa", "Beta", "Gamma")})
    path = f"/marktconsultaties/{ref}/marktpartijen/aanwezig"
    client.as_("publiek")
    rows = rows_of(database, ref)
    fields = client.page(path).fields(FORM)
    ticked: dict[str, Any] = {
        **fields,
        "aanwezig": [str(rows["Alfa"].id), str(rows["Gamma"].id), "x", "999"],
    }
    assert client.post(path, data=ticked).status_code == 303
    assert {name for name, row in rows_of(database, ref).items() if row.present} == {
        "Alfa",
        "Gamma",
    }
    assert client.post(path, data=ticked).status_code == 303  # the same form twice
    late: dict[str, Any] = {**fields, "inzending": "anders", "aanwezig": []}
    page = submitted(client, path, late, 409)
    assert "Iemand anders was je voor" in page.words


def paste(client: CheckingClient, path: str, text: str, status: int = 200, **values: str) -> Page:
    return sent(client, path, status, FORM, namen=text, **values)


def how_many(database: Database) -> int:
    return making.added(database)


@pytest.mark.both_databases
def test_a_list_is_compared_before_it_is_recorded(
    client: CheckingClient, database: Database
) -> None:
    ref = consult(database, {"Kwartelhof Laptops B.V.": {}, "Kabelfabriek": {}})
    path = f"/marktconsultaties/{ref}/marktpartijen/toevoegen"
    client.as_("publiek")
    text = "kabelfabriek\nKwartelhof Laptop\nNieuw\nNIEUW\n=Som(1)"
    page = paste(client, path, text, waarom="Van de beurs")
    assert "Vergeleken met het register 4" in page.words
    assert "kabelfabriek staat al op de lijst" in page.words
    assert "Kwartelhof Laptop lijkt op een bekende" in page.words
    assert how_many(database) == 2
    again = submitted(client, path, page.fields(FORM), 422)
    assert "Kies welke het is." in again.words
    assert how_many(database) == 2
    fields = again.fields(FORM)
    choice = str(again.soup.select_one("input[type=radio]")["name"])  # type: ignore[index]
    done = {**fields, choice: ref_of(database, "Kwartelhof Laptops B.V.")}
    submitted(client, path, done)
    assert set(rows_of(database, ref)) == {
        "Kwartelhof Laptops B.V.",
        "Kabelfabriek",
        "Nieuw",
        "=Som(1)",
    }
    assert rows_of(database, ref)["Nieuw"].why == "Van de beurs"
    submitted(client, path, done)
    assert how_many(database) == 4


@pytest.mark.both_databases
def test_what_is_alike_can_be_another_one(client: CheckingClient, database: Database) -> None:
    client.as_("publiek")
    path = "/marktpartijen/plakken"
    page = paste(client, path, "Alfa Beheer")
    submitted(client, path, page.fields(FORM))
    page = paste(client, path, "Alfa Beheren")
    choice = str(page.soup.select_one("input[type=radio]")["name"])  # type: ignore[index]
    submitted(client, path, {**page.fields(FORM), choice: "nieuw"})
    found = client.page("/marktpartijen?naam=alfa").all("tbody th a")
    assert found == ["Alfa Beheer", "Alfa Beheren"]


@pytest.mark.both_databases
def test_a_list_that_was_changed_after_the_look_is_looked_at_again(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek")
    path = "/marktpartijen/plakken"
    fields = paste(client, path, "Alfa").fields(FORM)
    page = submitted(client, path, {**fields, "namen": "Alfa\nBeta"}, 422)
    assert "Vergeleken met het register 2" in page.words
    assert how_many(database) == 0
    with acting(database, "publiek") as (session, actor):
        key = making.programme_id(session)
        from buyergroups.suppliers.services import match_or_add  # noqa: PLC0415

        match_or_add(session, actor, NOW, programme_id=key, names=["Beta"])
    page = submitted(client, path, page.fields(FORM), 422)
    assert "Kijk de vergelijking nog eens na" in page.words
    assert "Beta bekend" in page.words
    submitted(client, path, page.fields(FORM))
    assert how_many(database) == 2


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ten minste een naam"),
        (" \n\t", "ten minste een naam"),
        ("---", "geen naam"),
        ("x" * 201, "hoogstens 200 tekens"),
        ("\n".join(f"Marktpartij {number}" for number in range(10_000)), "10000 namen"),
        ("a" * 450_001, "Gebruik hoogstens"),
        ("Nul\x00teken", "NUL"),
    ],
)
def test_what_cannot_be_pasted_is_not_lost(
    client: CheckingClient, database: Database, text: str, told: str
) -> None:
    client.as_("publiek")
    page = paste(client, "/marktpartijen/plakken", text, 422)
    assert told in page.words
    kept = page.fields(FORM)["namen"]
    assert kept.strip().replace("\r\n", "\n") == text.strip().replace("\x00", "\ufffd")
    assert how_many(database) == 0


def test_five_hundred_names_take_as_many_statements_as_five(
    client: CheckingClient,
    database: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    client.as_("publiek")
    counts = []
    for many in (5, 500):
        text = "\n".join(f"Marktpartij {number} van {many}" for number in range(many))
        fields = client.page("/marktpartijen/plakken").fields(FORM)
        with counted(database) as seen:
            submitted(client, "/marktpartijen/plakken", {**fields, "namen": text}, 200)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
