"""The pages of the register: who sees what, files, one supplier, merging, hostile names."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.suppliers import services
from buyergroups.suppliers.rules import SupplierFacts
from models.chains import Chain
from models.suppliers import SupplierSize
from tests.access.people import ICT
from tests.suppliers import making
from tests.suppliers.making import HELD, acting, consult, ref_of, sent, submitted
from tests.support.client import CheckingClient
from tests.support.run import NOW

FORM = "form[data-concept]"
pytestmark = pytest.mark.both_databases


def names(client: CheckingClient, asked: str = "") -> list[str]:
    """The suppliers of the test on the first page of the list."""
    found = client.page(f"/marktpartijen{asked}").all("tbody th a")
    there = making.of_demonstration(client.database)
    return [name for name in found if name not in there]


def test_everybody_sees_the_suppliers_of_their_own_files(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {}, "Beta": {"present": False}})
    with acting(database, "manager") as (session, _):
        making.supplier(session, "Gamma")
    assert names(client.as_("manager")) == ["Alfa", "Beta", "Gamma"]
    assert names(client.as_("trekker2")) == ["Alfa", "Beta", "Gamma"]
    assert names(client.as_("publiek")) == ["Alfa", "Beta"]
    assert client.page(f"/marktpartijen/{ref_of(database, 'Alfa')}").heading == "Alfa"
    assert "Samenvoegen" not in client.page(f"/marktpartijen/{ref_of(database, 'Alfa')}").words
    hidden = client.page(f"/marktpartijen/{ref_of(database, 'Gamma')}", status=404)
    nothing = client.page("/marktpartijen/zzzzzzzzzz", status=404)
    assert hidden.words == nothing.words


def test_empty(client: CheckingClient) -> None:
    assert "nog geen marktpartij" in client.as_("privaat2").page("/marktpartijen").words
    page = client.as_("manager").page("/ketens/gas/marktpartijen")
    assert "nog geen marktpartij" in page.words


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?naam=ALF", ["Alfa"]),
        ("?naam=oude+naam", ["Beta"]),
        (f"?keten={ICT}", ["Alfa"]),
        ("?grootte=sme", ["Alfa"]),
        ("?grootte=unknown", ["Beta"]),
        ("?naam=%25", []),
        ("?naam=%00", []),
        (f"?keten={ICT}&grootte=large", []),
    ],
)
def test_filters(client: CheckingClient, database: Database, asked: str, found: list[str]) -> None:
    consult(database, {"Alfa": {}, "Beta": {"present": False}})
    with acting(database, "publiek") as (session, actor):
        services.change_supplier(
            session,
            actor,
            NOW,
            supplier_id=making.supplier(session, "Alfa"),
            facts=SupplierFacts("Alfa", SupplierSize.SME),
            reason="Opgezocht",
        )
        making.supplier(session, "Oude Naam")
    making.merge(database, "Oude Naam", "Beta")
    assert names(client.as_("publiek"), asked) == found
    text = client.get(f"/marktpartijen.csv{asked}").get_data(as_text=True)
    there = making.of_demonstration(database)
    lines = [line.split(";")[0] for line in text.splitlines()[1:]]
    assert [name for name in lines if name.strip("'\"") not in there] == found


@pytest.mark.parametrize(
    "asked", ["?keten=bestaat-niet", "?grootte=x", "?pagina=0", "?pagina=-1", "?keten=zonnepanelen"]
)
def test_what_makes_no_sense_is_told(client: CheckingClient, asked: str) -> None:
    client.as_("publiek")
    assert "is geen" in client.page(f"/marktpartijen{asked}", status=422).words
    assert client.page(f"/marktpartijen.xlsx{asked}", status=422).status == 422


@pytest.mark.parametrize("hostile", ["=1+1", "+31 Bel", "@SOM(A1)", "-Bedrijf", "<b>vet</b>"])
def test_no_name_is_a_formula_or_markup(
    client: CheckingClient, database: Database, hostile: str
) -> None:
    consult(database, {hostile: {}})
    client.as_("publiek")
    assert names(client) == [hostile]
    text = client.get("/marktpartijen.csv").get_data(as_text=True).removeprefix("\ufeff")
    lines = [line[0] for line in csv.reader(io.StringIO(text), delimiter=";")]
    assert (hostile if hostile.startswith("<") else f"'{hostile}") in lines
    book = openpyxl.load_workbook(io.BytesIO(client.get("/marktpartijen.xlsx").data)).active
    [cell] = [row[0] for row in book.iter_rows() if row[0].value == hostile]
    assert cell.data_type == "s"


def test_a_supplier_is_added_and_changed(client: CheckingClient, database: Database) -> None:
    client.as_("publiek")
    typed = {"naam": "Alfa\u202eB.V.", "grootte": "sme", "kvk": "123", "website": "alfa.example"}
    wrong = sent(client, "/marktpartijen/toevoegen", status=422, **typed)
    assert "onzichtbare tekens" in wrong.words
    typed["naam"] = "Alfa B.V."
    wrong = sent(client, "/marktpartijen/toevoegen", status=422, **typed)
    assert "Een KvK-nummer heeft 8 cijfers" in wrong.words
    assert wrong.fields(FORM)["website"] == "alfa.example"
    typed["kvk"] = "12345678"
    sent(client, "/marktpartijen/toevoegen", 303, **typed)
    ref = ref_of(database, "Alfa B.V.")
    page = client.page(f"/marktpartijen/{ref}")
    assert "12345678" in page.words
    assert "https://alfa.example" in page.words
    path = f"/marktpartijen/{ref}/wijzigen"
    assert "Schrijf waarom" in sent(client, path, status=422, naam="Alfa NV").words
    sent(client, path, naam="Alfa NV", reden="Andere rechtsvorm")
    history = client.page(f"/marktpartijen/{ref}/geschiedenis").words
    assert "Naam Alfa B.V. → Alfa NV" in history
    assert "Andere rechtsvorm" in history


def test_of_two_who_change_the_second_sees_both(client: CheckingClient, database: Database) -> None:
    consult(database, {"Alfa": {}})
    ref = ref_of(database, "Alfa")
    client.as_("publiek")
    fields = client.page(f"/marktpartijen/{ref}/wijzigen").fields(FORM)
    with acting(database, "manager") as (session, actor):
        key = making.supplier(session, "Alfa")
        services.change_supplier(
            session, actor, NOW, supplier_id=key, facts=SupplierFacts("Alfa Een"), reason="Eerst"
        )
    typed = {**fields, "naam": "Alfa Twee", "reden": "Daarna"}
    page = submitted(client, f"/marktpartijen/{ref}/wijzigen", typed, status=409)
    assert "Alfa Een" in page.words
    again = page.fields(FORM)
    assert (again["naam"], again["reden"]) == ("Alfa Twee", "Daarna")
    submitted(client, f"/marktpartijen/{ref}/wijzigen", again)
    assert client.page(f"/marktpartijen/{ref}").heading == "Alfa Twee"


def test_contact_persons_are_for_who_sees_the_supplier(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {}})
    path = f"/marktpartijen/{ref_of(database, 'Alfa')}"
    client.as_("publiek")
    wrong = sent(client, f"{path}/contactpersonen/toevoegen", status=422, naam="Jan", mail="x")
    assert wrong.fields(FORM)["naam"] == "Jan"
    sent(
        client,
        f"{path}/contactpersonen/toevoegen",
        naam="Jan Jansen",
        mail="jan@alfa.example",
        functie="Verkoop",
    )
    assert "jan@alfa.example" in client.page(path).words
    for kind in ("csv", "xlsx"):
        assert b"Jansen" not in client.get(f"/marktpartijen.{kind}").data
    sent(client, path, form="main li form")
    assert "Jan Jansen" not in client.page(path).words
    assert "Jan Jansen" in client.as_("trekker").page(path).words
    assert "jan@alfa.example" not in client.page(path).words


def test_a_merge_shows_first_what_comes_together(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {}, "Alfa B.V.": {}, "Iets Anders": {}})
    old, new = ref_of(database, "Alfa"), ref_of(database, "Alfa B.V.")
    client.as_("manager")
    near = client.page(f"/marktpartijen/{old}/samenvoegen")
    assert near.all("main li a")[-1] == "Alfa B.V."
    assert "Iets Anders" not in near.words
    found = client.page(f"/marktpartijen/{old}/samenvoegen?naam=anders")
    assert "Iets Anders" in found.words
    path = f"/marktpartijen/{old}/samenvoegen/{new}"
    assert "1 marktconsultatie waarin Alfa meedeed" in client.page(path).words
    assert "Schrijf waarom" in sent(client, path, status=422, reden=" ").words
    sent(client, path, reden="Dubbel")
    client.page(f"/marktpartijen/{old}", status=301)
    assert "Hiermee samengevoegd Alfa" in client.page(f"/marktpartijen/{new}").words
    assert "Samengevoegd met Alfa B.V." in client.page(f"/marktpartijen/{old}/geschiedenis").words
    assert names(client) == ["Alfa B.V.", "Iets Anders"]
    itself = f"/marktpartijen/{new}/samenvoegen/{new}"
    assert "Kies een andere" in sent(client, itself, status=422, reden="x").words
    back = f"/marktpartijen/{new}/samenvoegen/{old}"
    assert "al met een andere" in sent(client, back, status=422, reden="x").words


def test_two_of_one_name_are_told_apart(client: CheckingClient, database: Database) -> None:
    consult(database, {"Alfa": {}})
    first = ref_of(database, "Alfa")
    with acting(database, "manager") as (session, actor):
        services.change_supplier(
            session,
            actor,
            NOW,
            supplier_id=making.supplier(session, "Alfa"),
            facts=SupplierFacts("Alfa", kvk="12345678"),
            reason="Opgezocht",
        )
    with acting(database, "manager") as (session, _):
        making.double(session, "Alfa")
    second = ref_of(database, "Alfa")
    assert first != second
    client.as_("manager")
    for path in (f"/{second}/samenvoegen", f"/{second}/samenvoegen/{first}"):
        words = client.page(f"/marktpartijen{path}").words
        assert "KvK 12345678" in words
        assert "KvK-nummer niet bekend" in words
        assert "ingevoerd op" in words
        assert "1 keer gehoord" in words
        assert "0 keer gehoord" in words
    page = client.page(f"/marktpartijen/{second}/samenvoegen/{first}")
    assert page.heading == "Alfa staat er twee keer in"
    assert f"/marktpartijen/{first}/samenvoegen/{second}" in page.text


def test_the_old_address_leads_on_for_who_may_see_it_only(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {}})
    with acting(database, "manager") as (session, _):
        making.double(session, "Alfa Twee")
        making.double(session, "Verborgen")
        making.double(session, "Verborgen Twee")
    making.merge(database, "Alfa", "Alfa Twee")
    making.merge(database, "Verborgen", "Verborgen Twee")
    client.as_("publiek")
    client.page(f"/marktpartijen/{ref_of(database, 'Alfa')}", status=301)
    client.page(f"/marktpartijen/{ref_of(database, 'Verborgen')}", status=404)
    assert names(client) == ["Alfa Twee"]


@pytest.mark.parametrize("into_own", [False, True])
def test_a_merge_opens_nothing_to_who_only_typed_the_name(
    client: CheckingClient, database: Database, *, into_own: bool
) -> None:
    """A competitor who is shut out types the name of a supplier that others heard."""
    name = "Voorbeeld Herstel B.V."
    heard = consult(database, {name: {}})
    making.shut_out(database, heard, "privaat2")
    real = ref_of(database, name)
    with acting(database, "manager") as (session, actor):
        key = making.supplier(session, name)
        services.add_contact(session, actor, NOW, supplier_id=key, name="Jannie Geheim")
        chain = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()
        services.add_wish(
            session, actor, NOW, supplier_id=key, chain_id=chain, asked_on=HELD, note="WENS"
        )
    with acting(database, "privaat2") as (session, actor):
        [typed] = services.match_or_add(
            session, actor, NOW, programme_id=making.programme_id(session), names=[name]
        )
        own, own_id = typed.ref, typed.id
    assert name in names(client.as_("privaat2"))
    with acting(database, "manager") as (session, actor):
        old, new = (key, own_id) if into_own else (own_id, key)
        services.merge_supplier(session, actor, NOW, supplier_id=old, into_id=new, reason="Dubbel")
    client.as_("privaat2")
    assert name not in names(client)
    bare = client.page(f"/marktpartijen/{own}")
    assert bare.heading == name
    assert "Deze naam heb jij ingevoerd." in bare.words
    for told in ("Jannie", "WENS", "Keten", "KvK"):
        assert told not in " ".join(bare.all("main"))
    for ref in (own, real):
        for path in ("/wijzigen", "/geschiedenis", "/contactpersonen/toevoegen", "/wens"):
            assert client.get(f"/marktpartijen/{ref}{path}").status_code == 404, path
    assert client.get(f"/marktpartijen/{real}").status_code == 404
    home = own if into_own else real
    assert "Jannie Geheim" in client.as_("publiek").page(f"/marktpartijen/{home}").words


def test_a_wish_is_recorded(client: CheckingClient, database: Database) -> None:
    consult(database, {"Alfa": {}})
    path = f"/marktpartijen/{ref_of(database, 'Alfa')}"
    client.as_("publiek")
    for typed, told in (
        ({"keten": "", "op": "01-11-2026"}, "Kies een keten"),
        ({"keten": ICT, "op": ""}, "Vul in op welke dag"),
        ({"keten": ICT, "op": "01-01-2027"}, "niet in de toekomst"),
        ({"keten": ICT, "op": "01-01-20260"}, "is geen datum"),
        ({"keten": "bestaat-niet", "op": "01-11-2026"}, "Kies een van de mogelijkheden"),
    ):
        page = sent(client, f"{path}/wens", status=422, toelichting="Graag", **typed)
        assert told in page.words
        assert page.fields(FORM)["toelichting"] == "Graag"
    sent(client, f"{path}/wens", keten=ICT, op="01-11-2026", toelichting="Graag")
    assert "1 nov 2026 · Terugnemen" in client.page(path).words
    assert "Graag" in client.page(path).words


def test_a_wish_by_mistake_is_taken_back_and_stays_readable(
    client: CheckingClient, database: Database
) -> None:
    consult(database, {"Alfa": {}})
    path = f"/marktpartijen/{ref_of(database, 'Alfa')}"
    client.as_("publiek")
    sent(client, f"{path}/wens", keten=ICT, op="01-11-2026", toelichting="Graag")
    treatment = f"/ketens/{ICT}/marktpartijen"
    link = client.page(path).soup.select_one("a[href$='/terugnemen']")
    assert link is not None
    address = str(link["href"])
    assert "Schrijf waarom" in sent(client, address, status=422, reden=" ").words
    sent(client, address, reden="Verkeerde marktpartij")
    page = client.page(path)
    assert "teruggenomen op" in page.words
    assert "Verkeerde marktpartij" in page.words
    assert not page.soup.select("a[href$='/terugnemen']")
    # A second time, on a page that stood open: a sentence.
    assert "al teruggenomen" in sent(client, address, status=422, reden="Nog eens").words
    words = client.as_("manager").page(treatment).words
    assert "Alfa" in words
    assert re.search(r"\b1 nov 2026", words) is None
