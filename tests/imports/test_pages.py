"""An import from the file to the register: shown first, then all of it or nothing, once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.organisations import many
from models.chains import Chain
from models.groups import BuyerGroup, GroupChain, GroupInvitation, Membership
from models.history import HistoryEntry
from models.imports import ImportLine, ImportPart
from models.organisations import Organisation, OrganisationVersion
from models.phases import PhaseAssessment, StatusUpdate
from tests.access.people import ICT
from tests.files.attaching import upload
from tests.imports.sending import BASELINE, ORGANISATIONS, Importing, csv, xlsx
from tests.organisations.making import add
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.statements import statements

pytestmark = pytest.mark.both_databases
#: Where the manager works.
SERVICE = "Voorbeeld Uitvoeringsdienst"
GROUP_HEAD = ("Naam", "Organisatie", "Rol", "Mailadres", "Vanaf", "Tot")
CHAIN_HEAD = ("Keten", "Fase", "Sinds", "Voortgang", "Volgende stap", "Onderbouwing")


@pytest.fixture
def importing(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> Importing:
    return Importing(client.as_("manager"), app, database, clock)


def total(database: Database, model: type[Any]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def facts(database: Database, name: str) -> Any:
    with database.read() as session:
        return session.scalars(
            select(OrganisationVersion)
            .where(OrganisationVersion.name == name)
            .order_by(OrganisationVersion.id.desc())
        ).first()


def test_a_file_is_shown_first_and_then_recorded_whole(importing: Importing) -> None:
    database = importing.database
    before = total(database, Organisation)
    content = csv(
        ("Gemeente Dorp", "publiek", "12345678", "Regio Dorp", "mrt 2020", ""),
        ("Regio Dorp", "publiek", "", "", "1-2-2019", ""),
        ("Bedrijf Één", "privaat", "", "", "", ""),
    )
    address = importing.send(content)
    assert importing.counts(address) == ("previewed", 3, 0, 0, 0)
    assert total(database, Organisation) == before
    assert "Bedrijf Één" in importing.client.page(address).words
    importing.apply(address)
    assert importing.counts(address) == ("applied", 3, 0, 0, 0)
    assert total(database, Organisation) == before + 3
    village, region = facts(database, "Gemeente Dorp"), facts(database, "Regio Dorp")
    assert (village.parent_id, village.kvk) == (region.organisation_id, "12345678")
    with database.read() as session:
        told = session.scalars(
            select(HistoryEntry).where(
                HistoryEntry.object_type == "organisation_version",
                HistoryEntry.object_id == village.id,
            )
        ).one()
    assert (told.person_id, told.reason) == (village.recorded_by_id, "Import van x.csv")
    again = importing.send(content)
    assert importing.counts(again) == ("previewed", 0, 0, 3, 0)
    assert importing.client.page(again).soup.select_one("form[action$=vastleggen]") is None


def test_what_changes_is_told_from_and_to(importing: Importing) -> None:
    add(importing.database, "Gemeente Dorp", kvk="12345678")
    address = importing.send(csv(("Gemeente Stad", "", "12345678", "", "", "")))
    assert importing.counts(address) == ("previewed", 0, 1, 0, 0)
    assert "Gemeente Dorp → Gemeente Stad" in importing.client.page(address).words
    importing.apply(address)
    assert facts(importing.database, "Gemeente Stad").kvk == "12345678"
    answer = importing.client.get("/organisaties/gemeente-dorp")
    assert answer.location.endswith("/organisaties/gemeente-stad")


def test_with_a_bad_row_nothing_can_be_recorded_and_each_reason_is_told(
    importing: Importing,
) -> None:
    before = total(importing.database, OrganisationVersion)
    address = importing.send(
        csv(
            ("Goed", "publiek", "", "", "", ""),
            ("Terug", "publiek", "", "", "3-3-2026", "2-3-2026"),
            ("Boven", "publiek", "", "Onder", "", ""),
            ("Onder", "publiek", "", "Boven", "", ""),
            ("Kort", "publiek", "123", "", "", ""),
            ("", "publiek", "", "", "", ""),
            ("GOED", "publiek", "", "", "", ""),
            ("Nergens", "iets", "", "Bestaat niet", "32-1-2026", ""),
        )
    )
    assert importing.counts(address)[4] == 7
    page = importing.client.page(f"{address}?lot=refused")
    for words in ("stopt hier voor ze begint", "kan niet onder zichzelf", "heeft 8 cijfers",
                  "Rij 2 gaat al over Goed", "Vul dit in", "bestaat niet"):  # fmt: skip
        assert words in page.words, words
    assert page.soup.select_one("form[action$=vastleggen]") is None
    token = page.soup.select_one("input[name=csrf_token]")
    assert token is not None
    data = {"csrf_token": str(token["value"]), "inzending": "k"}
    assert importing.client.post(f"{address}/vastleggen", data=data).status_code == 422
    assert total(importing.database, OrganisationVersion) == before
    report = importing.client.get(f"{address}/geweigerd.csv").text
    assert report.count("\r\n") == 8
    assert "stopt hier voor ze begint" in report


def test_recording_is_all_or_nothing(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    before = total(importing.database, Organisation)
    address = importing.send(csv(*((f"Nieuw {nr}", "publiek", "", "", "", "") for nr in range(5))))
    real, made = many.version_values, []

    def fails(*values: Any) -> Any:
        made.append(1)
        if len(made) == 3:
            raise ZeroDivisionError
        return real(*values)

    monkeypatch.setattr(many, "version_values", fails)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        importing.apply(address)
    assert total(importing.database, Organisation) == before
    assert importing.counts(address)[0] == "previewed"
    monkeypatch.undo()
    importing.apply(address)
    assert total(importing.database, Organisation) == before + 5


def test_what_changed_since_it_was_shown_is_shown_again(importing: Importing) -> None:
    address = importing.send(csv(("Gemeente Dorp", "publiek", "12345678", "", "", "")))
    add(importing.database, "Gemeente Anders", kvk="12345678")
    importing.apply(address)
    assert importing.counts(address) == ("previewed", 0, 1, 0, 0)
    page = importing.client.page(address)
    assert "intussen iets veranderd" in page.words
    assert "Gemeente Anders → Gemeente Dorp" in page.words


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_the_example_can_be_imported(importing: Importing, ending: str) -> None:
    example = importing.client.get(f"/importeren/voorbeeld/organisaties.{ending}").data
    address = importing.send(example, name=f"x.{ending}")
    assert importing.run(address).told.get("problem") is None
    assert importing.counts(address)[4] == 0, importing.client.page(address).words


def test_our_own_list_changes_nothing(importing: Importing) -> None:
    for ending in ("csv", "xlsx"):
        address = importing.send(importing.client.get(f"/organisaties.{ending}").data)
        state, new, changed, unchanged, refused = importing.counts(address)
        assert (state, new, changed, refused) == ("previewed", 0, 0, 0)
        assert unchanged > 5


def test_a_formula_is_not_read(importing: Importing) -> None:
    address = importing.send(xlsx(("=1+1", "publiek", "", "", "", "")), name="x.xlsx")
    assert importing.counts(address) == ("previewed", 0, 0, 0, 1)
    assert "Hier staat een formule" in importing.client.page(address).words


def test_a_file_without_an_obligatory_column_says_which(importing: Importing) -> None:
    address = importing.send(csv(("a", "b"), head=("Naam", "Iets")))
    assert importing.counts(address)[0] == "unreadable"
    assert "ontbreekt een kolom: Publiek of privaat" in importing.client.page(address).words


def test_a_file_that_is_no_sheet_is_refused_at_the_door(importing: Importing) -> None:
    answer = upload(importing.client, ORGANISATIONS, "x.csv", b"%PDF-1.4\n%%EOF\n")
    assert answer.status_code == 422
    assert "geen rekenblad" in answer.text


def test_a_secretary_invites_and_learns_of_no_account(importing: Importing) -> None:
    database, client = importing.database, importing.client.as_("publiek")
    address = "/importeren/deelnemers/ict-hardware-langer-gebruiken"
    assert "krijgt een uitnodiging per mail" in client.page(address).words
    known, unknown = "bestuurlijk@ketenbord.example", "niemand@ketenbord.example"
    city = "Gemeente Voorbeeldstad"
    nameless = csv(
        ("", city, "inkoper", known, "", ""),
        ("", city, "inkoper", unknown, "", ""),
        head=GROUP_HEAD,
    )
    sent = importing.send(nameless, address)
    assert importing.counts(sent) == ("previewed", 0, 0, 0, 2)
    assert "Ingrid Postma" not in client.page(sent).text
    named = csv(
        ("Een Naam", city, "inkoper", known, "", ""),
        ("Twee Namen", city, "inkoper", unknown, "", ""),
        ("Drie Namen", city, "trekker", "derde@ketenbord.example", "", ""),
        head=GROUP_HEAD,
    )
    sent = importing.send(named, address)
    assert importing.counts(sent) == ("previewed", 2, 0, 0, 1), "a lead is not theirs to name"
    assert "Ingrid Postma" not in client.page(sent).text
    joined, invited = total(database, Membership), total(database, GroupInvitation)
    importing.apply(importing.send(named.rsplit(b"Drie", 1)[0], address))
    assert total(database, Membership) == joined
    assert total(database, GroupInvitation) == invited + 2


def test_members_join_or_are_invited_once(importing: Importing) -> None:
    database, client = importing.database, importing.client
    with database.read() as session:
        slug = session.scalars(
            select(BuyerGroup.slug)
            .join(GroupChain, GroupChain.group_id == BuyerGroup.id)
            .join(Chain, Chain.id == GroupChain.chain_id)
            .where(Chain.slug == ICT)
        ).first()
    address = f"/importeren/deelnemers/{slug}"
    content = csv(
        (
            "",
            "Voorbeeld Uitvoeringsdienst",
            "inkoper",
            "manager@ketenbord.example",
            "1-10-2026",
            "",
        ),
        ("Nieuw Iemand", "Gemeente Voorbeeldstad", "expert", "nieuw@x.example", "", ""),
        head=GROUP_HEAD,
    )
    joined, invited = total(database, Membership), total(database, GroupInvitation)
    sent = importing.send(content, address)
    assert importing.counts(sent) == ("previewed", 2, 0, 0, 0), client.page(sent).words
    importing.apply(sent)
    assert total(database, Membership) == joined + 1
    assert total(database, GroupInvitation) == invited + 1
    assert importing.counts(importing.send(content, address)) == ("previewed", 0, 0, 2, 0)
    changed = csv(
        ("", SERVICE, "expert", "manager@ketenbord.example", "1-10-2026", ""),
        head=GROUP_HEAD,
    )
    sent = importing.send(changed, address)
    assert importing.counts(sent) == ("previewed", 0, 1, 0, 0)
    importing.apply(sent)
    assert importing.counts(importing.send(changed, address)) == ("previewed", 0, 0, 1, 0)
    twice = csv(
        ("", SERVICE, "expert", "manager@ketenbord.example", "", ""),
        ("", SERVICE, "inkoper", "manager@ketenbord.example", "", ""),
        (
            "",
            "Gemeente Voorbeeldstad",
            "inkoper",
            "beheer@ketenbord.example",
            "2-2-2026",
            "1-1-2026",
        ),
        head=GROUP_HEAD,
    )
    assert importing.counts(importing.send(twice, address))[4] == 2


def test_a_lead_imports_the_baseline_of_own_chains_only(
    importing: Importing,
) -> None:
    database = importing.database
    importing.client.as_("trekker")
    content = csv(
        ("Zonnepanelen", "III", "mrt 2026", "op koers", "Markt spreken", "Drie leveranciers."),
        head=CHAIN_HEAD,
    )
    assessed, reported = total(database, PhaseAssessment), total(database, StatusUpdate)
    sent = importing.send(content, BASELINE)
    assert importing.counts(sent) == ("previewed", 0, 1, 0, 0), importing.client.page(sent).words
    importing.apply(sent)
    assert (total(database, PhaseAssessment), total(database, StatusUpdate)) == (
        assessed + 1,
        reported + 1,
    )
    assert importing.counts(importing.send(content, BASELINE)) == ("previewed", 0, 0, 1, 0)
    other = csv(("Catering", "2", "", "op koers", "", "Een bron."), head=CHAIN_HEAD)
    assert importing.counts(importing.send(other, BASELINE))[4] == 1
    importing.client.as_("manager")
    assert importing.counts(importing.send(content, BASELINE)) == ("previewed", 0, 0, 1, 0)
    differs = content.replace(b"III", b"IV")
    address = importing.send(differs, BASELINE)
    assert importing.counts(address)[4] == 1
    assert "Alleen de ketentrekker" in importing.client.page(address).words


def test_nobody_else_sees_a_file(importing: Importing) -> None:
    address = importing.send(csv(("Gemeente Dorp", "publiek", "", "", "", "")))
    for who in ("beheer", "opgave", "publiek"):
        client = importing.client.as_(who)
        token = client.page("/importeren").soup.select_one("input[name=csrf_token]")
        assert token is not None
        data = {"csrf_token": str(token["value"]), "inzending": "k"}
        assert client.get(address).status_code == 404, who
        assert client.get(f"{address}/geweigerd.csv").status_code == 404, who
        assert client.post(f"{address}/vastleggen", data=data).status_code == 404, who
        assert address not in client.page("/importeren").text, who
    assert importing.counts(address)[0] == "previewed"
    assert address in importing.client.as_("manager").page("/importeren").text


def test_a_page_takes_as_many_statements_however_many_rows(importing: Importing) -> None:
    seen = []
    for count in (1, 120):
        address = importing.send(
            csv(*((f"Nieuw {nr}", "publiek", "", "", "", "") for nr in range(count)))
        )
        with statements(importing.database.engine) as asked:
            importing.client.page(address)
        seen.append(len(asked))
    assert seen[0] == seen[1] <= 14, seen
    assert total(importing.database, ImportLine) == 121
    assert total(importing.database, ImportPart) == 2


def test_a_secretary_finds_the_way_back_to_the_group(client: CheckingClient) -> None:
    group = "/buyer-groups/ict-hardware-langer-gebruiken"
    page = client.as_("publiek").page("/importeren")
    ways = [str(tag["href"]) for tag in page.soup.select("main li a")]
    assert ways == ["/importeren/deelnemers/ict-hardware-langer-gebruiken", group]
    assert "Naar de groep" in page.words
    assert f'href="{group}/deelnemers"' in client.page(ways[0]).text
    assert "/buyer-groups" in str(client.as_("manager").page("/importeren").soup.select("main li"))
