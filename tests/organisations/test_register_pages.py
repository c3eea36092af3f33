"""The pages of the register: list, filters, files, one organisation, its history, and writing."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlencode

import openpyxl
import pytest

from buyergroups.db import Database
from seed.bulk import load_bulk
from tests.support.client import CheckingClient
from tests.support.run import NOW

FORM = "form[data-concept]"
CITY = "/organisaties/gemeente-voorbeeldstad"

pytestmark = pytest.mark.both_databases


def names(client: CheckingClient, **asked: str) -> list[str]:
    page = client.page(f"/organisaties?{urlencode(asked)}")
    return page.all("tbody th a")


def test_everybody_reads_the_register_and_a_team_member_reads_who_works_there(
    new_client: Callable[[], CheckingClient],
) -> None:
    private, lead = new_client().as_("privaat"), new_client().as_("trekker")
    assert "Gemeente Voorbeeldstad" in names(private)
    page = private.page(CITY)
    assert "Wie hier werkt" not in page.words
    assert "Marloes Kuipers" not in page.words
    assert "@" not in page.words
    assert "Samenvoegen" not in page.words
    seen = lead.page(CITY)
    assert "Marloes Kuipers" in seen.words
    assert "publiek@ketenbord.example" in seen.words
    assert "Samenvoegen" not in seen.words


def test_what_is_not_known_is_said_to_be(client: CheckingClient) -> None:
    words = client.as_("publiek").page("/organisaties/gemeente-utrecht").words
    assert "Ondertekende het Manifest ja, sinds wanneer is niet bekend" in words
    missing = words.split("Niet bekend: ")[1].split(".")[0].split(", ")
    assert {"KvK-nummer", "Website"} <= set(missing)
    assert "Ondertekende het Manifest" not in missing


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ({"naam": "FINANCIEN"}, "Ministerie van Financiën", "Gemeente Utrecht"),
        ({"naam": "stad voorbeeld"}, "Gemeente Voorbeeldstad", "Gemeente Utrecht"),
        ({"soort": "private"}, "Voorbeeld Logistiek B.V.", "Gemeente Utrecht"),
        ({"sector": "private"}, "Stichting Voorbeeldketens", "Gemeente Utrecht"),
        ({"aanbestedingsplichtig": "nee"}, "Voorbeeld Logistiek B.V.", "Gemeente Utrecht"),
        ({"aanbestedingsplichtig": "onbekend"}, "Unie van Waterschappen", "Gemeente Utrecht"),
        ({"ondertekenaar": "ja"}, "Gemeente Utrecht", "Voorbeeld Logistiek B.V."),
        (
            {"koepel": "koepel-van-voorbeeldgemeenten"},
            "Gemeente Nieuw-Voorbeeld",
            "Avans Hogeschool",
        ),
        ({"stand": "beeindigd"}, "Voorbeeld Inkoopbureau", "Gemeente Utrecht"),
        ({"stand": "alle"}, "Bouwgroep Voorbeeld B.V.", "Bestaat Niet"),
        ({}, "Gemeente Utrecht", "Voorbeeld Inkoopbureau"),
    ],
)
def test_filters(client: CheckingClient, asked: dict[str, str], there: str, absent: str) -> None:
    client.as_("publiek")
    found = names(client, **asked)
    more = names(client, **{**asked, "pagina": "2"}) if len(found) == 50 else []
    assert there in found + more
    assert absent not in found + more
    lines = client.get(f"/organisaties.csv?{urlencode(asked)}").get_data(as_text=True).splitlines()
    assert any(line.startswith((there, f'"{there}')) for line in lines)
    assert len(lines) == len(found + more) + 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"soort": "x"}, "'x' is geen keuze bij 'Soort'"),
        ({"sector": "half"}, "'half' is geen keuze bij 'Publiek of privaat'"),
        ({"koepel": "gemeente-utrecht"}, "is geen keuze bij 'Koepel'"),
        ({"stand": "weg"}, "'weg' is geen keuze bij 'Stand'"),
        ({"pagina": "-1"}, "'-1' is geen bladzijde"),
        ({"pagina": "9" * 50}, "is geen bladzijde"),
        ({"ondertekenaar": "<b>"}, "'<b>' is geen keuze"),
    ],
)
def test_what_makes_no_sense_is_told(
    client: CheckingClient, asked: dict[str, str], sentence: str
) -> None:
    client.as_("publiek")
    page = client.page(f"/organisaties?{urlencode(asked)}", status=422)
    assert sentence in page.words
    assert "Gemeente Utrecht" in page.words or "pagina" not in asked
    assert client.page(f"/organisaties.csv?{urlencode(asked)}", status=422).status == 422


def test_nothing_found_and_a_page_that_is_empty(client: CheckingClient) -> None:
    client.as_("publiek")
    assert "Maak de filters ruimer" in client.page("/organisaties?naam=%F0%9F%A6%84").words
    assert "Maak de filters ruimer" in client.page("/organisaties?naam=%00%25_").words
    assert "Begin bij de eerste" in client.page("/organisaties?pagina=400").words


@pytest.mark.data("fresh")
def test_a_workbook_holds_text_as_text(client: CheckingClient, database: Database) -> None:
    from tests.organisations.making import add, administrator  # noqa: PLC0415

    administrator(database)
    add(database, "=1+1 Organisatie", kvk="01234567")
    client.as_("admin@x.example")
    data = client.get("/organisaties.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    rows = list(sheet.iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == "=1+1 Organisatie")
    assert line[7] == "01234567"
    assert sheet.cell(rows.index(line) + 1, 1).data_type == "s"
    text = client.get("/organisaties.csv").get_data(as_text=True)
    assert "'=1+1 Organisatie" in text


def test_a_new_organisation_gets_an_address(client: CheckingClient) -> None:
    client.as_("manager")
    answer = client.send(
        "/organisaties/toevoegen",
        form=FORM,
        naam="  Waterschap   Vóórbeeld ",
        soort="decentral-government",
        sector="public",
        aanbestedingsplichtig="ja",
        ondertekenaar="ja",
        ondertekend="nov 2022",
        koepel="unie van waterschappen",
        kvk="0123 4567",
        website="www.voorbeeld.example",
        sinds="1953",
        reden="Doet mee",
    )
    assert answer.status_code == 303, answer.text
    assert answer.location == "/organisaties/waterschap-voorbeeld"
    words = client.page(answer.location).words
    assert "Waterschap Vóórbeeld" in words
    assert "ja, sinds nov 2022" in words
    assert "Unie van Waterschappen" in words
    assert "01234567" in words
    assert "https://www.voorbeeld.example" in words
    assert "Waterschap Vóórbeeld" in client.page("/organisaties/unie-van-waterschappen").words


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"naam": ""}, "naam", "Vul in hoe de organisatie heet"),
        ({"naam": "…"}, "naam", "letters of cijfers"),
        ({"naam": "GEMEENTE VOORBEELDSTAD"}, "naam", "met deze naam: Gemeente Voorbeeldstad"),
        ({"sector": ""}, "sector", "Kies publiek of privaat"),
        ({"sector": "beide"}, "sector", "Kies een van de mogelijkheden"),
        ({"soort": "bank"}, "soort", "Kies een van de mogelijkheden"),
        ({"kvk": "1234567"}, "kvk", "heeft 8 cijfers"),
        ({"kvk": "١٢٣٤٥٦٧٨"}, "kvk", "heeft 8 cijfers"),
        ({"oin": "1" * 20}, "oin", "eindigt op 000"),
        ({"oin": "00000003123456780000", "kvk": "87654321"}, "oin", "ander KvK-nummer (12345678)"),
        ({"website": "javascript:alert(1)"}, "website", "geen adres van een website"),
        ({"website": "https://a@b.nl"}, "website", "geen adres van een website"),
        ({"ondertekend": "2030"}, "ondertekend", "niet in de toekomst"),
        ({"ondertekend": "2022", "ondertekenaar": "nee"}, "ondertekend", "niet dat de organisatie"),
        ({"sinds": "2020", "tot": "1-1-2019"}, "tot", "stopt hier voor ze begint"),
        ({"tot": "30-2-2020"}, "tot", "bestaat niet"),
        ({"koepel": "Voorbeeldgemeenten"}, "koepel", "Bedoel je: Koepel van Voorbeeldgemeenten"),
        ({"koepel": "Zzz"}, "koepel", "Geen organisatie in het register heet zo"),
        ({"reden": " "}, "reden", "Schrijf waarom"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    client: CheckingClient, values: dict[str, str], field: str, sentence: str
) -> None:
    client.as_("manager")
    good = {"naam": "Nieuwe Organisatie", "sector": "public", "reden": "Omdat"}
    answer = client.send("/organisaties/toevoegen", form=FORM, **(good | values))
    assert answer.status_code == 422
    page = type(client.page("/privacy"))(answer)
    assert sentence in page.words
    assert page.soup.select_one(f'a[href="#{field}"]') is not None
    kept = page.fields(FORM)
    assert kept["reden"] == values.get("reden", "Omdat")
    assert kept["naam"] == values.get("naam", "Nieuwe Organisatie")
    assert "nieuwe-organisatie" not in client.page("/organisaties?stand=alle").text


def test_another_name_redirects_and_the_history_keeps_the_old_one(client: CheckingClient) -> None:
    client.as_("opgave")
    answer = client.send(f"{CITY}/wijzigen", form=FORM, naam="Gemeente Modelstad", reden="Nieuw")
    assert answer.location == "/organisaties/gemeente-modelstad"
    moved = client.get(CITY)
    assert (moved.status_code, moved.location) == (301, answer.location)
    assert client.get(f"{CITY}/geschiedenis").location == f"{answer.location}/geschiedenis"
    history = client.page(f"{answer.location}/geschiedenis").words
    assert "Naam Gemeente Voorbeeldstad → Gemeente Modelstad" in history
    assert "door Karel Brouwer" in history
    back = client.send(
        f"{answer.location}/wijzigen", form=FORM, naam="Gemeente Voorbeeldstad", reden="Toch"
    )
    assert back.location == CITY
    assert client.get("/organisaties/gemeente-modelstad").location == CITY
    assert client.get(CITY).status_code == 200
    taken = client.send(
        "/organisaties/toevoegen", form=FORM, naam="Gemeente Modelstad", sector="public", reden="x"
    )
    assert taken.location == "/organisaties/gemeente-modelstad-2"


def test_two_who_change_the_same_one_lose_nothing(
    new_client: Callable[[], CheckingClient],
) -> None:
    first, second = new_client().as_("manager"), new_client().as_("beheer")
    opened = second.page(f"{CITY}/wijzigen").fields(FORM)
    assert first.send(f"{CITY}/wijzigen", form=FORM, sinds="1850", reden="Ik").status_code == 303
    sent = opened | {"website": "https://ander.example", "reden": "Mijn tekst"}
    answer = second.post(f"{CITY}/wijzigen", data=sent)
    assert answer.status_code == 409
    page = type(second.page("/privacy"))(answer)
    assert "Iemand anders was je voor" in page.words
    assert page.fields(FORM)["reden"] == "Mijn tekst"
    assert second.post(f"{CITY}/wijzigen", data=page.fields(FORM)).status_code == 303
    assert first.send(f"{CITY}/wijzigen", form=FORM, reden="Niets").status_code == 422


def test_a_merge_shows_what_moves_and_redirects(client: CheckingClient) -> None:
    client.as_("beheer")
    chosen = client.get(f"{CITY}/samenvoegen?in=Gemeente+Voorbeeldhaven")
    assert chosen.location == f"{CITY}/samenvoegen/gemeente-voorbeeldhaven"
    assert client.page(f"{CITY}/samenvoegen?in=Gemeente", status=422).all(".kb-error")
    page = client.page(chosen.location)
    assert "1 persoon werkt vanaf die dag bij Gemeente Voorbeeldhaven" in page.words
    future = client.send(chosen.location, form=FORM, op="1-1-2027", reden="Herindeling")
    assert future.status_code == 422
    answer = client.send(chosen.location, form=FORM, op="20-11-2026", reden="Herindeling")
    assert answer.location == "/organisaties/gemeente-voorbeeldhaven"
    words = client.page(answer.location).words
    assert "Hierin opgegaan Gemeente Voorbeeldstad op 20 nov 2026" in words
    assert "Marloes Kuipers" in words
    assert client.get(CITY).location == answer.location
    assert "Opgegaan in Gemeente Voorbeeldhaven" in client.page(f"{CITY}/geschiedenis").words
    assert (
        "opgegaan in Gemeente Voorbeeldhaven" in client.page("/organisaties?stand=beeindigd").words
    )
    again = client.get(f"{CITY}/samenvoegen")
    assert again.status_code == 301


def test_into_itself_there_is_no_merge(client: CheckingClient) -> None:
    client.as_("beheer")
    chosen = client.page(f"{CITY}/samenvoegen?in=Gemeente+Voorbeeldstad", status=422)
    assert any("Kies een andere organisatie" in error for error in chosen.all(".kb-error"))
    itself = client.page(f"{CITY}/samenvoegen/gemeente-voorbeeldstad", status=422)
    assert "Kies een andere organisatie" in itself.words
    assert not itself.soup.select(FORM)


def test_an_umbrella_that_merges_takes_along_what_belongs_to_it(client: CheckingClient) -> None:
    client.as_("manager")
    there = "/organisaties/koepel-van-voorbeeldgemeenten/samenvoegen"
    refused = client.send(f"{there}/gemeente-voorbeeldstad", form=FORM, reden="Kan niet")
    assert refused.status_code == 422
    assert "valt onder deze organisatie" in refused.text
    page = client.page(f"{there}/unie-van-waterschappen")
    assert "3 organisaties vallen dan onder Unie van Waterschappen" in page.words
    assert client.send(f"{there}/unie-van-waterschappen", form=FORM, reden="Zo").status_code == 303
    assert "Gemeente Voorbeeldstad" in client.page("/organisaties/unie-van-waterschappen").words


def test_the_same_form_sent_twice_adds_once(client: CheckingClient) -> None:
    client.as_("manager")
    sent = client.page("/organisaties/toevoegen").fields(FORM)
    sent |= {"naam": "Eenmalig", "sector": "private", "reden": "Omdat"}
    assert client.post("/organisaties/toevoegen", data=sent).location == "/organisaties/eenmalig"
    assert client.post("/organisaties/toevoegen", data=sent).location == "/organisaties/eenmalig"
    assert names(client, naam="eenmalig") == ["Eenmalig"]


@pytest.mark.data("bare")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_register_says_so(
    client: CheckingClient, database: Database, language: str
) -> None:
    from tests.organisations.making import administrator  # noqa: PLC0415

    administrator(database, language)
    words = client.as_("admin@x.example").page("/organisaties").words
    assert ("nog geen organisatie" if language == "nl" else "no organisation yet") in words


def test_pages_of_fifty(client: CheckingClient, demo: Database) -> None:
    load_bulk(demo, NOW, chains=0, people=0, organisations=130, seed=1)
    client.as_("publiek")
    assert len(names(client, naam="bulkorganisatie")) == 50
    assert len(names(client, naam="bulkorganisatie", pagina="3")) == 30
    page = client.page("/organisaties?naam=bulkorganisatie&pagina=2")
    assert "51 tot en met 100 van 130" in page.words
    assert "naam=bulkorganisatie" in str(page.soup.select_one(".kb-pagination a"))


def test_a_form_at_a_former_address_loses_nothing(
    client: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    """Somebody else gave the organisation another name while the form stood open."""
    first, second = client.as_("beheer"), new_client().as_("manager")
    address = "/organisaties/gemeente-voorbeeldstad/wijzigen"
    typed = second.page(address).fields("form[data-concept]") | {"reden": "Merkwoord xqz"}
    assert first.send(address, "form[data-concept]", naam="Anders", reden="x").status_code == 303
    moved = second.post(address, data=typed)
    assert moved.status_code == 308
    answer = second.post(moved.location, data=typed)
    assert answer.status_code == 409
    assert "Merkwoord xqz" in answer.text
