"""The one form: all of it or nothing, kept while one writes, confidential answers apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from buyergroups.capture.services import (
    NOT_AMONG_THEM,
    Captured,
    Confided,
    capture_consultation,
)
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from models.base import Base
from models.confidential import ConfidentialAnswer, ConfidentialReader, InConfidenceOf
from models.consultations import (
    ConsultationFollowUp,
    ConsultationItem,
    ConsultationQuestion,
    ConsultationState,
    ConsultationSupplier,
    ItemReaders,
    MarketConsultation,
)
from models.history import HistoryEntry
from models.suppliers import SupplierVersion
from models.writing import Draft
from tests.consultations.making import FORM, GROUP, TODAY, YESTERDAY, facts, person, place
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

pytestmark = pytest.mark.both_databases
LOG = f"/marktconsultaties/vastleggen?groep={GROUP}"
DAY = f"{YESTERDAY:%d-%m-%Y}"
FEW = {"soort": "dialogue", "onderwerp": "Reparatie", "dag": DAY}


def whole(database: Database) -> dict[str, str]:
    """Everything that the form can hold."""
    return {
        **FEW,
        "marktpartijen": "- Voorbeeld Refurbish B.V.\nModel Elektronica N.V.\n\n",
        "vragen": "Wie repareert?\nHoe lang?",
        "g0-tekst": "Batterijen gaan los",
        "g0-lezers": "report",
        "g1-tekst": "Nog te duur",
        "g1-lezers": "public-members",
        "g1-uitkomst": "not",
        "g1-waarom": "Te vroeg",
        "c0-partij": "model elektronica n.v.",
        "c0-tekst": "MERKWOORD",
        "c0-vertrouwen": "organisation",
        "samenvatting": "**Kort**",
        "a0-actie": "Eisen delen",
        "a0-eigenaar": str(person(database, "expert")),
        "a0-voor": f"{TODAY + timedelta(days=9):%d-%m-%Y}",
    }


def rows(database: Database, model: type[Any], *order: Any) -> list[Any]:
    with database.read() as session:
        newest = session.scalars(select(func.max(MarketConsultation.id))).one()
        found = select(model).order_by(*(order or (model.id,)))
        if model is not MarketConsultation:
            found = found.where(model.consultation_id == newest)
        else:
            found = found.where(model.id == newest)
        return list(session.scalars(found))


def test_a_few_fields_are_enough(client: CheckingClient, database: Database) -> None:
    made = client.as_("publiek").send(LOG, form=FORM, **FEW)
    assert made.status_code == 303
    page = client.page(made.location)
    assert page.heading == "Reparatie"
    assert "De marktconsultatie is vastgelegd." in page.words
    assert "Marloes Kuipers" in page.words, "who logs was there, unless they say otherwise"
    found = rows(database, MarketConsultation)[0]
    assert (found.state, found.held_on) == (ConsultationState.HELD, YESTERDAY)


def test_an_hour_that_comes_twice_is_asked_for(client: CheckingClient, database: Database) -> None:
    night = {**FEW, "dag": "25-10-2026", "van": "02:15", "tot": "02:30"}
    asked = client.as_("publiek").send(LOG, form=FORM, **night)
    assert asked.status_code == 422
    assert "Welke begintijd van de twee?" in Page(asked).words
    assert "Welke eindtijd van de twee?" in Page(asked).words
    both = {**night, "van_klok": "zomertijd", "tot_klok": "wintertijd"}
    made = client.send(LOG, form=FORM, **both)
    assert made.status_code == 303, Page(made).all(".kb-alert")
    row = rows(database, MarketConsultation)[0]
    assert row.ends_at - row.starts_at == timedelta(hours=1, minutes=15)
    # Changing something else keeps which it was.
    again = client.page(f"/marktconsultaties/{row.ref}/gegevens").fields(FORM)
    assert (again["van_klok"], again["tot_klok"]) == ("zomertijd", "wintertijd")
    assert "van de twee" not in client.page(LOG).words


def test_all_blocks_are_recorded_at_once(client: CheckingClient, database: Database) -> None:
    made = client.as_("publiek").send(LOG, form=FORM, **whole(database))
    assert made.status_code == 303, Page(made).all(".kb-alert")
    assert [row.text for row in rows(database, ConsultationQuestion)] == [
        "Wie repareert?",
        "Hoe lang?",
    ]
    heard = rows(database, ConsultationItem)
    assert [row.readers for row in heard] == [ItemReaders.REPORT, ItemReaders.PUBLIC_MEMBERS]
    assert [row.owner_id for row in rows(database, ConsultationFollowUp)] == [
        person(database, "expert")
    ]
    present = rows(database, ConsultationSupplier)
    assert len(present) == 2, "the one that spoke in confidence was named already"
    answer = rows(database, ConfidentialAnswer)[0]
    assert (answer.text, answer.in_confidence_of) == ("MERKWOORD", InConfidenceOf.ORGANISATION)
    with database.read() as session:
        names = session.scalars(
            select(SupplierVersion.name).where(SupplierVersion.supplier_id == answer.supplier_id)
        ).all()
        assert names == ["Model Elektronica N.V."]
        assert not any(
            "MERKWOORD" in str(row) for row in session.scalars(select(HistoryEntry.changes))
        )
        assert not session.scalars(select(Draft.id)).all()
    for who in ("publiek", "trekker", "privaat", "expert"):
        assert "MERKWOORD" not in client.as_(who).page(made.location).text


def test_no_name_comes_into_the_file_by_the_sealed_part(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek")
    fields = {**whole(database), "c0-partij": "Stille Partij B.V."}
    refused = client.send(LOG, form=FORM, **fields)
    assert refused.status_code == 422
    [field] = Page(refused).soup.select("#c0-partij")
    assert "c0-partij-fout" in str(field["aria-describedby"])
    assert "Zet deze marktpartij ook bij" in Page(refused).words
    # The service refuses by itself.
    acting = Acting(database)
    said = Confided("Stille Partij B.V.", "x", InConfidenceOf.ORGANISATION)
    with pytest.raises(RefusedError) as error:
        acting.do(
            "publiek",
            capture_consultation,
            place=place(database),
            captured=Captured(facts(acting), confided=[said]),
        )
    assert error.value.words == NOT_AMONG_THEM
    with database.read() as session:
        names = session.scalars(select(SupplierVersion.name)).all()
    assert "Stille Partij B.V." not in names
    named = {**fields, "marktpartijen": "Stille Partij", "c0-partij": "stille partij bv"}
    assert client.send(LOG, form=FORM, **named).status_code == 303
    assert len(rows(database, ConsultationSupplier)) == 1


def test_a_name_that_comes_near_a_known_one_is_asked_about(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek")
    first = {**FEW, "marktpartijen": "Herstelwerkplaats Voorbeeld B.V."}
    assert client.send(LOG, form=FORM, **first).status_code == 303
    known = rows(database, ConsultationSupplier)[0].supplier_id
    again = {**FEW, "marktpartijen": "Herstelwerkplats Voorbeeld\nherstelwerkplaats voorbeeld BV"}
    asked = client.send(LOG, form=FORM, **again)
    assert asked.status_code == 422
    assert "lijkt op een bekende" in Page(asked).words
    radios = Page(asked).soup.select('input[name^="keuze-"]')
    assert len(radios) == 2, "only the one that comes near is asked about"
    fields = {**Page(asked).fields(FORM), str(radios[0]["name"]): str(radios[0]["value"])}
    made = client.post(LOG, data=fields)
    assert made.status_code == 303, Page(made).all(".kb-alert")
    assert [row.supplier_id for row in rows(database, ConsultationSupplier)] == [known]
    assert client.post(LOG, data=fields).location == made.location


def test_named_readers_are_kept(client: CheckingClient, database: Database) -> None:
    expert = person(database, "expert")
    fields = {**whole(database), "c0-vertrouwen": "named", "c0-lezers": str(expert)}
    assert client.as_("publiek").send(LOG, form=FORM, **fields).status_code == 303
    answer = rows(database, ConfidentialAnswer)[0]
    with database.read() as session:
        named = session.scalars(
            select(ConfidentialReader.person_id).where(ConfidentialReader.answer_id == answer.id)
        )
        assert set(named) == {expert, person(database, "publiek")}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"soort": ""}, "Kies wat voor consultatie het is."),
        ({"onderwerp": " "}, "Schrijf waar het over gaat."),
        ({"dag": ""}, "Vul de dag in."),
        ({"dag": f"{TODAY + timedelta(days=1):%d-%m-%Y}"}, "Deze dag moet nog komen."),
        ({"dag": "01-01-20260"}, "geen datum"),
        ({"dag": "28-03-2026", "van": "26:00"}, "geen tijd"),
        ({"dag": "29-03-2026", "van": "02:30"}, "Die tijd bestaat niet"),
        ({"van": "15:00", "tot": "14:00"}, "De eindtijd ligt voor de begintijd."),
        ({"wie": "999999999"}, "Kies iemand van de groep"),
        ({"marktpartijen": "\n".join(f"Partij {nr}" for nr in range(5000))}, "hoogstens"),
        (
            {"marktpartijen": "\n".join(f"P {nr}" for nr in range(600)), "c0-partij": "P 1"},
            "600",
        ),
        ({"marktpartijen": "x" * 30_000}, "hoogstens"),
        ({"marktpartijen": "a\x00b"}, "NUL"),
        ({"g0-lezers": "iedereen"}, "Punt 1: Kies een van de mogelijkheden."),
        ({"g1-waarom": ""}, "Punt 2: Schrijf waarom"),
        ({"c0-partij": ""}, "Vertrouwelijk 1: Schrijf welke marktpartij dit zei."),
        ({"c0-vertrouwen": "iedereen"}, "Vertrouwelijk 1: Kies"),
        ({"c0-vertrouwen": "named"}, "Vertrouwelijk 1: Kies wie het leest."),
        ({"c0-vertrouwen": "named", "c0-lezers": "999999999"}, "Noem alleen publieke deelnemers"),
        ({"c0-hoe": "Mondeling"}, "Vertrouwelijk 1: Vul ook in"),
        ({"a0-eigenaar": ""}, "Vervolg 1: Kies wie het doet."),
        ({"a0-eigenaar": "999999999"}, "Vervolg 1: Kies een van"),
        ({"organisatie": "modelbank-voorbeeld-nv"}, "Kies een van de mogelijkheden."),
        ({"keten": "999999999"}, "waar de groep aan werkt"),
        ({"vragen": "\n".join("?" for _ in range(400))}, "hoogstens 300"),
    ],
)
def test_an_error_keeps_all_that_was_typed_and_records_nothing(
    client: CheckingClient, database: Database, wrong: dict[str, str], why: str
) -> None:
    before = contents(database)
    answer = client.as_("publiek").send(LOG, form=FORM, **{**whole(database), **wrong})
    assert answer.status_code == 422
    assert why in answer.text
    typed = Page(answer).fields(FORM)
    for name, text in whole(database).items():
        if name not in wrong:
            assert typed[name] == text, name
    summary = Page(answer).soup.select_one(".kb-alert--error")
    assert summary is not None
    assert contents(database) == before


#: What a page that is looked at, or a form that is refused, may write.
OWN = {"person_session", "change_number", "visit", "draft"}


def contents(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
            if name not in OWN
        }


def test_the_same_form_sent_twice_is_one_consultation(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek")
    fields = {**client.page(LOG).fields(FORM), **whole(database)}
    first = client.post(LOG, data=fields)
    again = client.post(LOG, data=fields)
    assert first.location == again.location
    other = client.post(LOG, data={**fields, "onderwerp": "Anders"})
    assert other.status_code == 409
    assert "Anders" in other.text


def test_a_draft_goes_on_elsewhere_for_each_group_of_its_own(
    client: CheckingClient, database: Database, new_client: Any
) -> None:
    client.as_("publiek")
    fields = {**client.page(LOG).fields(FORM), **whole(database)}
    kept = client.post("/concept", data=fields)
    assert "Concept bewaard om" in kept.text
    elsewhere = new_client().as_("publiek")
    page = elsewhere.page(LOG)
    typed = page.fields(FORM)
    assert {name: typed[name] for name in whole(database)} == whole(database)
    assert "staat er weer" in page.words
    other = elsewhere.page("/marktconsultaties/aankondigen?groep=" + GROUP)
    assert "staat er weer" not in other.words
    for who in ("trekker", "privaat"):
        assert "MERKWOORD" not in elsewhere.as_(who).page(LOG).text
    sent = elsewhere.as_("publiek").post(LOG, data=elsewhere.page(LOG).fields(FORM))
    assert sent.status_code == 303
    assert "staat er weer" not in elsewhere.page(LOG).words


def test_more_lines_are_asked_for_without_recording(
    client: CheckingClient, database: Database
) -> None:
    before = contents(database)
    answer = client.as_("publiek").send(LOG, form=FORM, erbij="g", **whole(database))
    assert answer.status_code == 200
    assert Page(answer).fields(FORM)["g3-tekst"] == ""
    assert Page(answer).fields(FORM)["c0-tekst"] == "MERKWOORD"
    assert contents(database) == before


def test_a_lead_writes_in_no_confidence_of_an_organisation_that_is_not_theirs(
    client: CheckingClient, database: Database
) -> None:
    client.as_("trekker")
    offered = [
        str(option["value"]) for option in client.page(LOG).soup.select("#c0-vertrouwen option")
    ]
    assert offered == ["named", "team"]
    fields = {**whole(database), "organisatie": "gemeente-voorbeeldstad"}
    refused = client.send(LOG, form=FORM, **fields)
    assert refused.status_code == 422
    assert "In dit vertrouwen kun jij niets vastleggen" in refused.text
    assert client.send(LOG, form=FORM, **{**fields, "c0-vertrouwen": "team"}).status_code == 303


@pytest.mark.parametrize("address", [LOG, LOG.replace("vastleggen", "aankondigen")])
@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("publiek", 200),
        ("privaat", 200),
        ("expert", 200),
        ("trekker", 200),
        ("manager", 200),
        ("privaat2", 404),
        ("klankbord", 404),
        ("beheer", 404),
    ],
)
def test_who_can_log_and_announce(
    client: CheckingClient, address: str, account: str, status: int
) -> None:
    assert client.as_(account).get(address).status_code == status


def test_announced_with_its_platform(client: CheckingClient, database: Database) -> None:
    there = LOG.replace("vastleggen", "aankondigen")
    client.as_("publiek")
    planned = f"{TODAY + timedelta(days=20):%d-%m-%Y}"
    given = {"soort": "written", "onderwerp": "Vragen", "dag": planned}
    past = client.send(there, form=FORM, **{**given, "dag": DAY})
    assert past.status_code == 422
    assert "Kies 'Consultatie vastleggen'" in Page(past).words
    wrong = client.send(there, form=FORM, **given, kenmerk="<b>", sluit="01-01-2026")
    assert wrong.status_code == 422
    assert "kenmerk" in wrong.text
    made = client.send(
        there,
        form=FORM,
        **given,
        kenmerk="TN 12-34",
        platform="https://voorbeeld.example/1",
        aangekondigd=DAY,
        opent=DAY,
        sluit=planned,
        minuten="30",
        waarom="Iedereen",
    )
    page = client.page(made.location)
    assert "Verder naar: open" in page.words
    assert "TN 12-34" in page.words
    assert rows(database, MarketConsultation)[0].minutes_each == 30


def test_without_a_group_one_chooses_where_there_is_a_choice(client: CheckingClient) -> None:
    only = client.as_("publiek").get("/marktconsultaties/vastleggen")
    assert (only.status_code, only.location) == (302, LOG)
    several = client.as_("expert").page("/marktconsultaties/vastleggen").soup.select("main li a")
    assert len(several) == 2
    client.as_("publiek")
    assert client.get("/marktconsultaties/vastleggen?groep=bestaat-niet").status_code == 404
    assert client.as_("manager").page("/marktconsultaties/vastleggen").soup.select("main li a")
