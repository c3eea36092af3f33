"""The overview of consultations: who sees which, filters, pages and files."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from odfdo import Document
from openpyxl import load_workbook
from sqlalchemy import select

from buyergroups.consultations import overview
from buyergroups.db import Database
from buyergroups.groups.services import change_member
from buyergroups.history.recording import recorded
from buyergroups.protocol.services import declare_interest
from models.consultations import ConsultationKind, ConsultationState, MarketConsultation
from models.groups import InterestKind, MemberRole
from seed.parts import SEED
from tests.access.people import ICT
from tests.consultations.rows import ICT_GROUP, SUN_GROUP, Rows
from tests.groups.test_groups import group_id, membership_id
from tests.support.acting import Acting
from tests.support.beginning import begin
from tests.support.client import CheckingClient
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
LIST = "/marktconsultaties"
SUN = "zonnepanelen"


@pytest.fixture
def rows(database: Database) -> Rows:
    """Three consultations: one of each group, and one of ICT with a published report."""
    made = Rows(database)
    made.consultation("Levensduur van laptops", held_on=date(2026, 10, 20))
    made.consultation(
        "Herkomst van panelen",
        group=SUN_GROUP,
        chains=(SUN,),
        kind=ConsultationKind.WRITTEN,
        state=ConsultationState.OPEN,
        held_on=None,
        announced_on=date(2025, 6, 1),
    )
    made.consultation(
        "Reparatie op locatie",
        chains=(ICT, SUN),
        state=ConsultationState.PUBLISHED,
        held_on=date(2026, 3, 3),
    )
    return made


#: What these tests add; the demonstration has consultations of its own.
OURS = {
    "Levensduur van laptops",
    "Herkomst van panelen",
    "Reparatie op locatie",
    "Élk apparaat telt",
    "Alles bekend",
    "Alleen deze",
}


def subjects(client: CheckingClient, query: str = "") -> list[str]:
    found = client.page(f"{LIST}{query}").all("main tbody th a")
    return [subject for subject in found if subject in OURS]


def total(client: CheckingClient) -> int:
    return int(client.page(LIST).heading.removeprefix("Marktconsultaties "))


def test_everybody_sees_what_they_may_and_counts_only_that(
    client: CheckingClient, rows: Rows
) -> None:
    every = ["Levensduur van laptops", "Reparatie op locatie", "Herkomst van panelen"]
    assert subjects(client.as_("manager")) == every
    assert subjects(client.as_("publiek")) == every[:2]
    for account in ("klankbord", "beheer", "bestuurlijk"):
        before = total(client.as_(account))
        assert subjects(client) == ["Reparatie op locatie"], account
        rows.consultation("Niet voor hen")
        assert total(client) == before, account
        rows.consultation("Voor iedereen", state=ConsultationState.PUBLISHED)
        assert total(client) == before + 1, account


def test_who_knows_only_the_report_sees_nothing_of_the_file(
    client: CheckingClient, rows: Rows
) -> None:
    page = client.as_("klankbord").page(LIST)
    link = page.soup.select_one("main tbody th a")
    assert link is not None
    assert str(link["href"]).startswith("/publiek/marktconsultaties/")
    main = page.soup.select_one("main")
    assert main is not None
    for secret in ("langer gebruiken", "Voorbeeldstad", "Levensduur", "Herkomst"):
        assert secret not in main.get_text(), secret
    assert page.soup.select("#groep, #thema, #toon") == []
    for kind in ("csv", "xlsx", "ods"):
        answer = client.open(f"{LIST}.{kind}")
        assert "langer gebruiken" not in contents(kind, answer.data), kind
        assert "Reparatie op locatie" in contents(kind, answer.data), kind


def contents(kind: str, data: bytes) -> str:
    if kind == "csv":
        return data.decode("utf-8-sig")
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return str(Document(io.BytesIO(data)).get_formatted_text())


def test_filters_narrow_and_tell_nothing_that_one_may_not_see(
    client: CheckingClient, rows: Rows
) -> None:
    laptops = rows.consultation("Élk apparaat telt", held_on=date(2024, 5, 5))
    rows.question(laptops, "climate")
    published = rows.consultation("Alles bekend", state=ConsultationState.PUBLISHED)
    rows.question(published, "climate")
    client.as_("manager")
    for query, found in {
        "?zoek=LAPTOPS": ["Levensduur van laptops"],
        "?zoek=élk": ["Élk apparaat telt"],
        "?zoek=ELK": ["Élk apparaat telt"],
        "?zoek=telt apparaat": ["Élk apparaat telt"],
        "?zoek=100%": [],
        f"?keten={SUN}": ["Reparatie op locatie", "Herkomst van panelen"],
        "?thema=climate": ["Alles bekend", "Élk apparaat telt"],
        f"?groep={SUN_GROUP}": ["Herkomst van panelen"],
        "?soort=written": ["Herkomst van panelen"],
        "?stand=open": ["Herkomst van panelen"],
        "?jaar=2025": ["Herkomst van panelen"],
        "?jaar=2026&soort=dialogue&keten=zonnepanelen": ["Reparatie op locatie"],
        "?thema=circular": [],
    }.items():
        assert subjects(client, query) == found, query
    # The report is known to everybody, and neither its group nor what was asked.
    client.as_("klankbord")
    assert subjects(client, "?stand=published") == ["Alles bekend", "Reparatie op locatie"]
    assert client.page(f"{LIST}?thema=climate").all("main tbody th") == []
    assert client.page(f"{LIST}?toon=mijn").all("main tbody th") == []
    assert client.open(f"{LIST}?groep={ICT_GROUP}").status_code == 422
    # What one does not see is no choice, whether it is there or not.
    assert client.open(f"{LIST}?jaar=2024").status_code == 422
    assert subjects(client.as_("trekker2"), "?toon=mijn") == []
    assert len(subjects(client.as_("publiek"), "?toon=mijn")) == 4


@pytest.mark.parametrize(
    "query",
    ["soort=x", "stand=x", "jaar=20260", "keten=x", "pagina=0", "pagina=x", "toon=x", "groep=%00"],
)
def test_what_makes_no_sense_is_told_and_gives_no_file(
    client: CheckingClient, rows: Rows, query: str
) -> None:
    client.as_("manager")
    answer = client.open(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert "Niet alles in het adres klopt" in answer.text
    assert client.open(f"{LIST}.csv?{query}").status_code == 422


def test_a_page_has_fifty_and_files_have_all(client: CheckingClient, rows: Rows) -> None:
    for nr in range(51):
        day = date(2023, 1, 1 + nr % 2)
        rows.consultation(f"Gesprek {nr:02d}", chains=("wegen",), held_on=day)
    client.as_("manager")
    first = client.page(f"{LIST}?keten=wegen").all("main tbody th a")
    page = client.page(f"{LIST}?keten=wegen&pagina=2")
    second = page.all("main tbody th a")
    assert (len(first), second) == (50, ["Gesprek 00"])
    assert first[:2] == ["Gesprek 49", "Gesprek 47"]
    assert "51 tot en met 51 van 51" in page.words
    assert "Begin bij de eerste" in client.page(f"{LIST}?keten=wegen&pagina=99").words
    for query, number in (("", 51), ("&jaar=2023", 51), ("&stand=open", 0)):
        text = client.open(f"{LIST}.csv?keten=wegen{query}").text
        assert len(list(csv.reader(io.StringIO(text)))) == number + 1


def test_files_hold_the_same_and_nothing_runs_in_them(client: CheckingClient, rows: Rows) -> None:
    rows.consultation('=1+1;"haal"', held_on=date(2026, 11, 2))
    client.as_("publiek")
    query = "?zoek=haal"
    lines = list(csv.reader(io.StringIO(client.open(f"{LIST}.csv{query}").text), delimiter=";"))
    assert lines[1][:5] == [
        '\'=1+1;"haal"',
        "marktdialoog",
        "gehouden",
        "02-11-2026",
        "ICT-hardware en mobiele apparaten",
    ]
    assert lines[1][5:7] == ["ICT-hardware langer gebruiken", "Gemeente Voorbeeldstad"]
    sheet = load_workbook(io.BytesIO(client.open(f"{LIST}.xlsx{query}").data)).active
    assert sheet is not None
    assert sheet.cell(2, 1).value == '=1+1;"haal"'
    assert sheet.cell(2, 1).data_type == "s"
    assert "marktdialoog" in contents("ods", client.open(f"{LIST}.ods").data)


def test_too_many_for_a_workbook_is_a_sentence(
    client: CheckingClient, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "MOST_IN_WORKBOOK", 2)
    client.as_("manager")
    for kind in ("xlsx", "ods"):
        answer = client.open(f"{LIST}.{kind}")
        assert answer.status_code == 422
        assert "Kies CSV" in answer.text
    assert client.open(f"{LIST}.csv").status_code == 200
    assert client.open(f"{LIST}.xlsx?zoek=panelen").status_code == 200


def test_an_interest_shuts_out_of_one_file(client: CheckingClient, rows: Rows) -> None:
    rows.interest(rows.consultation("Alleen deze"), "expert")
    assert "Alleen deze" not in subjects(client.as_("expert"))
    assert "Herkomst van panelen" in subjects(client)
    assert "Alleen deze" in subjects(client.as_("publiek"))


def test_a_competitor_keeps_the_published_report_only(
    client: CheckingClient, rows: Rows, database: Database
) -> None:
    assert len(subjects(client.as_("privaat"))) == 2
    Acting(database).do(
        "privaat",
        declare_interest,
        group_id=group_id(database),
        kind=InterestKind.SUPPLIER,
        about="Wij leveren ook",
    )
    assert subjects(client.as_("privaat")) == ["Reparatie op locatie"]
    assert "langer gebruiken" not in client.page(LIST).all("main tbody")[0]


def test_who_may_log_one_finds_the_button(client: CheckingClient, database: Database) -> None:
    for account in ("manager", "trekker", "opgave", "publiek", "privaat", "expert"):
        assert "Consultatie vastleggen" in client.as_(account).page(LIST).words, account
    for account in ("klankbord", "beheer", "bestuurlijk"):
        assert "Consultatie vastleggen" not in client.as_(account).page(LIST).words, account
    Acting(database).do(
        "trekker",
        change_member,
        group_id=group_id(database),
        membership_id=membership_id(database, "publiek"),
        role=MemberRole.OBSERVER,
        in_core=False,
        is_secretary=False,
        reason="Kijkt mee",
    )
    assert "Consultatie vastleggen" not in client.as_("publiek").page(LIST).words


@pytest.mark.data("fresh")
def test_an_empty_tracker_has_a_sentence(client: CheckingClient, database: Database) -> None:
    begin(database)
    page = client.as_("baas").page(LIST)
    assert page.heading == "Marktconsultaties 0"
    assert "Eerst is er een buyer group nodig" in page.words
    assert client.open(f"{LIST}.csv").status_code == 200
    tab = client.page("/ketens/catering/marktconsultaties")
    assert "nog geen marktconsultatie" in tab.words


def test_what_was_changed_since_the_report_is_for_readers_of_the_file(
    client: CheckingClient, rows: Rows, database: Database
) -> None:
    with database.write() as session, recorded(session, SEED, NOW):
        found = session.scalars(
            select(MarketConsultation).where(MarketConsultation.subject == "Reparatie op locatie")
        ).one()
        found.subject = "Alles bekend"
    assert "Alles bekend" in subjects(client.as_("publiek"))
    for account in ("klankbord", "privaat2"):
        client.as_(account)
        assert "Reparatie op locatie" in subjects(client)
        assert "Alles bekend" not in client.open(f"{LIST}.csv").text
        assert subjects(client, "?zoek=Alles") == []
        assert subjects(client, "?zoek=reparatie") == ["Reparatie op locatie"]
