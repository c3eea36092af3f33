"""The yearly selection in the pages: a decision with reasons, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from buyergroups.chains.rules import Choice
from buyergroups.chains.services import record_procedure, select_chains
from buyergroups.clock import local_day
from buyergroups.db import Database
from models.chains import SelectionOutcome, YearlySelection
from models.decisions import Decision
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

ADDRESS = "/jaarselectie/2028/vastleggen"
FORM = "form[data-concept]"
LAST_YEAR = {
    "ict-hardware-en-mobiele-apparaten": "continue",
    "zonnepanelen": "deepen",
    "catering": "continue",
    "batterijen": "continue",
    "wmo-hulpmiddelen": "complete",
}

pytestmark = pytest.mark.both_databases


@pytest.fixture
def manager(client: CheckingClient) -> CheckingClient:
    return client.as_("manager")


def decisions(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(Decision)).one()


def filled(database: Database, page: Page, chosen: dict[str, str]) -> dict[str, str]:
    """The form of a page with these outcomes, each with a reason, and the decision."""
    ids = Acting(database).chains
    fields = page.fields(FORM) | {"akkoord": "allen", "document": "ronde 12"}
    for slug, outcome in chosen.items():
        fields[f"uitkomst_{ids[slug]}"] = outcome
        fields[f"reden_{ids[slug]}"] = f"Reden van {slug}"
    return fields


def test_last_year_comes_first_with_what_is_known(manager: CheckingClient) -> None:
    page = manager.page(ADDRESS)
    names = page.all("fieldset legend")
    assert names[:2] == ["Batterijen", "Catering"]
    assert "Uit de jaarselectie van 2027 5" in page.words
    first = page.all("fieldset")[0]
    assert "2027: nieuw" in first
    assert "Inceptie" in first
    assert "Voortzetten".lower() in first
    covered = page.all("details fieldset legend")
    assert "GWW: Wegen" in covered or "Wegen" in covered
    assert "Wegen" not in names[: len(names) - len(covered)]


def test_a_selection_is_a_numbered_decision_with_reasons(
    manager: CheckingClient, database: Database, new_client: Callable[[], CheckingClient]
) -> None:
    sent = filled(database, manager.page(ADDRESS), LAST_YEAR | {"schoonmaak": "add"})
    answer = manager.post(ADDRESS, data=sent)
    assert (answer.status_code, answer.location) == (303, "/jaarselectie/2028")
    page = new_client().as_("publiek").page("/jaarselectie/2028")
    assert "Ketens in de selectie 5" in page.words
    assert "Reden van schoonmaak" in page.words
    assert "Afgerond 1" in page.words
    assert "OO-2026-" in page.words
    assert "ronde 12" in page.words
    assert "Jaarselectie 2028 vastgesteld." in page.words
    assert not [link for link in page.all("a") if "vastleggen" in link]
    again = manager.post(ADDRESS, data=sent)
    assert again.location == "/jaarselectie/2028"
    assert "Vastgelegd als besluit" in manager.page("/jaarselectie/2028").words
    with database.read() as session:
        assert (
            session.scalar(
                select(func.count())
                .select_from(YearlySelection)
                .where(YearlySelection.year == 2028)
            )
            == 1
        )
    assert "jaarselectie 2028 (nieuw)" in manager.page("/ketens/schoonmaak").words
    assert "2028" in manager.page("/jaarselectie").words


def test_a_covered_chain_enters_with_its_own_reason_only(
    manager: CheckingClient, database: Database
) -> None:
    ids, page = Acting(database).chains, manager.page(ADDRESS)
    sent = filled(database, page, LAST_YEAR | {"wegen": "add"})
    before = decisions(database)
    answer = manager.post(ADDRESS, data=sent)
    assert answer.status_code == 422
    shown = Page(answer)
    assert "Schrijf waarom deze keten toch meedoet" in shown.words
    assert shown.soup.select_one("details[open] fieldset") is not None
    assert shown.fields(FORM)[f"reden_{ids['wegen']}"] == "Reden van wegen"
    assert decisions(database) == before
    right = shown.fields(FORM) | {f"toch_{ids['wegen']}": "Samen met het andere programma"}
    assert manager.post(ADDRESS, data=right).status_code == 303
    assert "Samen met het andere programma" in manager.page("/jaarselectie/2028").words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"akkoord": " "}, "Schrijf wie akkoord ging."),
        ({"document": ""}, "Noem het document"),
        ({"besloten_op": ""}, "Vul in wanneer"),
        ({"besloten_op": "29-02-2027"}, "bestaat niet"),
        ({"besloten_op": "1-1-20260"}, "geen datum"),
        ({"besloten_op": "1-1-2027"}, "niet in de toekomst"),
        ({"toelichting": "x\x00y"}, "NUL"),
        ({"toelichting": "[" * 100_000}, "hoogstens 10000 tekens"),
        ({"reden_{zonnepanelen}": ""}, "Schrijf waarom."),
        ({"reden_{zonnepanelen}": "\u202e" + "x" * 5000}, "hoogstens 5000 tekens"),
        ({"uitkomst_{zonnepanelen}": "zzz"}, "Kies een van de mogelijkheden."),
        ({"uitkomst_{zonnepanelen}": "add"}, "Kies een van de mogelijkheden."),
        ({"uitkomst_{schoonmaak}": "continue"}, "Kies een van de mogelijkheden."),
        ({"uitkomst_{zonnepanelen}": ""}, "Kies ook een uitkomst"),
        ({"uitkomst_{zonnepanelen}": "complete"}, "heeft 5 ketens; dit zijn er 4"),
    ],
)
def test_a_mistake_gets_a_sentence_and_everything_stays(
    manager: CheckingClient, database: Database, values: dict[str, str], words: str
) -> None:
    ids, before = Acting(database).chains, decisions(database)
    names = {slug: str(key) for slug, key in ids.items()}
    chosen = LAST_YEAR | {"schoonmaak": "add"}
    sent = filled(database, manager.page(ADDRESS), chosen) | {
        _named(name, names): text for name, text in values.items()
    }
    answer = manager.post(ADDRESS, data=sent)
    assert answer.status_code == 422
    page = Page(answer)
    assert words in page.words
    assert page.fields(FORM)[f"reden_{ids['catering']}"] == "Reden van catering"
    assert decisions(database) == before


def _named(name: str, ids: dict[str, str]) -> str:
    head, _, slug = name.partition("{")
    return head + ids[slug.rstrip("}")] if slug else name


def test_nothing_chosen_gets_a_sentence(manager: CheckingClient, database: Database) -> None:
    answer = manager.post(ADDRESS, data=filled(database, manager.page(ADDRESS), {}))
    assert answer.status_code == 422
    assert "Kies ten minste een keten." in answer.text


def test_another_number_needs_a_reason_that_is_kept(
    manager: CheckingClient, database: Database
) -> None:
    sent = filled(database, manager.page(ADDRESS), {"zonnepanelen": "deepen"})
    assert manager.post(ADDRESS, data=sent).status_code == 422
    sent |= {"ander_aantal": "Er is geld voor een keten."}
    assert manager.post(ADDRESS, data=sent).status_code == 303
    page = manager.page("/jaarselectie/2028")
    assert "Waarom een ander aantal: Er is geld voor een keten." in page.words


def test_a_chain_that_is_no_priority_cannot_be_chosen(
    manager: CheckingClient, database: Database
) -> None:
    ids = Acting(database).chains
    page = manager.page(ADDRESS)
    assert f"uitkomst_{ids['papier']}" not in page.fields(FORM)
    sent = filled(database, page, LAST_YEAR | {"papier": "add"})
    assert manager.post(ADDRESS, data=sent).status_code == 422


def test_who_decides_second_is_told_and_keeps_the_text(
    manager: CheckingClient, database: Database
) -> None:
    sent = filled(database, manager.page(ADDRESS), LAST_YEAR | {"schoonmaak": "add"})
    act = Acting(database)

    def other(session, actor, now) -> None:  # type: ignore[no-untyped-def]
        decision = record_procedure(
            session,
            actor,
            now,
            body=act.body(session),
            decided_on=local_day(now),
            who_agreed="allen",
            document="eerder",
            text="x",
        )
        choice = Choice("bedrijfskleding", SelectionOutcome.ADD, "Reden van de ander")
        select_chains(
            session, actor, now, year=2028, choices=[choice], decision=decision, expected=1
        )

    act.within("manager", other)
    before = decisions(database)
    answer = manager.post(ADDRESS, data=sent)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Iemand anders was je voor" in page.words
    assert "Reden van de ander" in page.words
    assert page.fields(FORM)[f"reden_{act.chains['schoonmaak']}"] == "Reden van schoonmaak"
    assert decisions(database) == before
    assert manager.post(ADDRESS, data=page.fields(FORM)).status_code == 303
    shown = manager.page("/jaarselectie/2028")
    assert "Eerder besloten voor dit jaar" in shown.words
    assert "Reden van de ander" in shown.words


def test_a_draft_comes_back_whole(manager: CheckingClient, database: Database) -> None:
    page = manager.page(ADDRESS)
    sent = filled(database, page, LAST_YEAR | {"schoonmaak": "add", "wegen": "add"})
    assert manager.post("/concept", data=sent).status_code == 200
    kept = manager.page(ADDRESS).fields(FORM)
    assert {name: kept[name] for name in sent if name.startswith(("reden", "uitk", "akk"))} == {
        name: text for name, text in sent.items() if name.startswith(("reden", "uitk", "akk"))
    }


@pytest.mark.parametrize("account", ["trekker", "opgave", "beheer", "publiek"])
def test_others_read_and_do_not_record(client: CheckingClient, account: str) -> None:
    client.as_(account).page(ADDRESS, status=404)
    page = client.page("/jaarselectie")
    assert not [link for link in page.all("a") if "vastleggen" in link]
    assert "Voor 2028 is nog geen jaarselectie besloten." in client.page("/jaarselectie/2028").words


@pytest.mark.parametrize("year", ["20260", "0000", "1999", "2x28", "-1", "99999999999999999999"])
def test_a_year_that_is_none_is_not_there(manager: CheckingClient, year: str) -> None:
    manager.page(f"/jaarselectie/{year}", status=404)
    manager.page(f"/jaarselectie/{year}/vastleggen", status=404)


def test_board_and_list_lead_to_it(manager: CheckingClient) -> None:
    links = manager.page("/bord?toon=selectie").soup.select("a[href='/jaarselectie/2027']")
    assert links
    assert manager.page("/ketens").soup.select("a[href='/jaarselectie']")
