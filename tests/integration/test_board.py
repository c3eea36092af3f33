"""The phase board: which chains stand where, filters in the address, and the board of a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from buyergroups.access.actor import Actor
from buyergroups.accounts.services import make_administrator
from buyergroups.chains.services import cover_chain
from buyergroups.db import Database
from buyergroups.phases.services import report_status
from models.chains import Chain, CoverageKind
from models.history import ActorKind
from models.phases import Progress
from seed.bulk import load_bulk
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW
from tests.support.statements import Statements

SELECTED = {
    "ICT-hardware en mobiele apparaten",
    "Zonnepanelen",
    "Catering",
    "Batterijen",
    "WMO-hulpmiddelen",
}
COVERED = 12


def cards(page: Page) -> list[str]:
    return page.all(".kb-card__name")


def chips(page: Page) -> list[str]:
    return page.all(".kb-chip__name")


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


def test_by_default_the_latest_decided_selection(reader: CheckingClient) -> None:
    page = reader.page("/bord")
    assert set(cards(page)) == SELECTED
    assert page.all(".kb-views [aria-current]") == ["jaarselectie 2027 (5)"]


@pytest.mark.data("fresh")
def test_without_a_selection_the_priority_chains_that_nobody_covers(
    client: CheckingClient, fresh: Database
) -> None:
    with fresh.write() as session:
        make_administrator(
            session,
            Actor(ActorKind.COMMAND),
            NOW,
            email="eerste@voorbeeld.example",
            name="Eerste",
            password_hash="x",
        )
    page = client.as_("eerste@voorbeeld.example").page("/bord")
    assert len(chips(page)) == 8
    assert "12 zijn (mogelijk) belegd" in page.words
    assert len(chips(client.page("/bord?toon=prioritair"))) == 20
    assert len(chips(client.page("/bord?toon=alle"))) == 58


@pytest.mark.data("fresh")
def test_chains_that_are_left_out_are_counted_with_the_same_filters(
    client: CheckingClient, fresh: Database
) -> None:
    with fresh.write() as session:
        make_administrator(
            session,
            Actor(ActorKind.COMMAND),
            NOW,
            email="eerste@voorbeeld.example",
            name="Eerste",
            password_hash="x",
        )
    reader = client.as_("eerste@voorbeeld.example")
    assert "12 zijn (mogelijk) belegd" not in reader.page("/bord?cluster=gebouwen").words
    for cluster in ("energie", "gebouwen"):
        left_out = len(chips(reader.page(f"/bord?toon=prioritair&cluster={cluster}"))) - len(
            chips(reader.page(f"/bord?cluster={cluster}"))
        )
        said = f"Nog eens {left_out} zijn" in reader.page(f"/bord?cluster={cluster}").words
        assert said is (left_out > 0)


def test_a_chain_reached_from_an_earlier_board_says_that_it_shows_today(
    reader: CheckingClient,
) -> None:
    board = reader.page("/bord?op=2025-11-21")
    link = board.soup.select_one(".kb-card__link")
    assert link is not None
    page = reader.page(str(link["href"]))
    assert "Deze pagina toont de keten van vandaag." in page.words
    assert "Terug naar het fasebord van 21 nov 2025" in page.words
    assert "Deze pagina toont" not in reader.page("/ketens/zonnepanelen").words
    assert "bestaat niet" in reader.page("/ketens/zonnepanelen?op=2026-02-30", status=422).words


def test_priority_shows_all_twenty_and_all_shows_fifty_eight(reader: CheckingClient) -> None:
    priority = reader.page("/bord?toon=prioritair")
    assert len(cards(priority)) + len(chips(priority)) == 20
    assert sum("GWW" in chip or "Gebouwen" in chip for chip in chips(priority)) == COVERED
    every = reader.page("/bord?toon=alle")
    assert len(cards(every)) + len(chips(every)) == 58


def test_columns_stand_in_order_with_the_role_of_procurement(reader: CheckingClient) -> None:
    page = reader.page("/bord?toon=alle")
    assert [title.split()[0] for title in page.all(".kb-column__title")] == ["I", "II", "III", "IV"]
    assert page.all(".kb-column__role")[0] == "Launching customer"
    assert "Kantoormeubilair" in page.all("section[aria-labelledby=fase-4] .kb-card__name")


def test_a_covered_chain_stands_in_its_strip_and_not_in_the_columns(
    reader: CheckingClient,
) -> None:
    page = reader.page("/bord?toon=prioritair")
    assert "Wegen" not in cards(page)
    chip = next(text for text in page.all(".kb-chip") if text.startswith("Wegen"))
    assert "I Inceptie" in chip
    assert "Voorbeeldprogramma schone bouw (fictief)" in chip


def test_what_needs_attention_stands_first(reader: CheckingClient) -> None:
    assert page_column(reader.page("/bord"), 1) == ["Zonnepanelen", "Batterijen"]
    assert page_column(reader.page("/bord?volgorde=naam"), 1) == ["Batterijen", "Zonnepanelen"]


def page_column(page: Page, nr: int) -> list[str]:
    return page.all(f"section[aria-labelledby=fase-{nr}] .kb-card__name")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cluster=energie", {"Zonnepanelen", "Batterijen"}),
        ("cluster=energie&volgorde=naam&thema=climate", {"Zonnepanelen", "Batterijen"}),
        ("cluster=transport-en-vervoer", set()),
        ("jaar=2026", SELECTED - {"Batterijen"} | {"Bedrijfskleding"}),
        ("trekker=geen", set()),
    ],
)
def test_filters_combine(reader: CheckingClient, query: str, expected: set[str]) -> None:
    assert set(cards(reader.page(f"/bord?{query}"))) == expected


def test_the_filter_on_a_lead_is_an_address_that_can_be_shared(reader: CheckingClient) -> None:
    page = reader.page("/bord")
    option = next(o for o in page.soup.select("#trekker option") if "Sanne" in o.text)
    page = reader.page(f"/bord?trekker={option['value']}")
    assert set(cards(page)) == {"ICT-hardware en mobiele apparaten", "Zonnepanelen"}


def test_a_filled_in_form_leads_to_a_short_address(reader: CheckingClient) -> None:
    answer = reader.get("/bord?cluster=energie&thema=&trekker=&volgorde=aandacht&op=12-03-2026")
    assert answer.status_code == 302
    assert answer.location == "/bord?cluster=energie&op=2026-03-12"


def test_htmx_gets_the_board_only_with_the_address_and_a_polite_word(
    reader: CheckingClient,
) -> None:
    answer = reader.get("/bord?cluster=energie&thema=", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == "/bord?cluster=energie"
    assert "<html" not in answer.text
    assert 'id="melding"' in answer.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("op=2026-02-30", "bestaat niet"),
        ("op=30-02-2026", "bestaat niet"),
        ("op=morgen", "geen datum"),
        ("op=20260-01-01", "geen datum"),
        ("op=2019-01-01", "houdt de ketens bij sinds 21 nov 2024"),
        ("op=2030-01-01", "toekomst"),
        ("jaar=abc", "geen jaar"),
        ("jaar=2027&toon=alle", "hoort bij de jaarselectie"),
        ("toon=zzz", "geen keuze"),
        ("volgorde=zzz", "geen volgorde"),
        ("cluster=zzz", "bestaat niet"),
        ("thema=zzz", "bestaat niet"),
        ("trekker=zzz", "geen ketens"),
        ("pagina=0", "geen bladzijde"),
        ("pagina=99", "Bladzijde 99 is er niet. Dit is bladzijde 1, de laatste."),
    ],
)
def test_a_filter_that_makes_no_sense_gets_a_sentence(
    reader: CheckingClient, query: str, words: str
) -> None:
    page = reader.page(f"/bord?{query}", status=422)
    assert words in page.words
    assert cards(page)


def test_a_year_without_a_selection_says_so(reader: CheckingClient) -> None:
    page = reader.page("/bord?jaar=2031")
    assert "Voor 2031 is nog geen jaarselectie besloten." in page.words
    assert not cards(page)


def test_a_theme_that_is_not_scored_says_so(reader: CheckingClient) -> None:
    page = reader.page("/bord?thema=social-return")
    assert "wordt niet per keten beoordeeld" in page.words
    assert set(cards(page)) == SELECTED


def test_the_board_of_an_earlier_day(reader: CheckingClient) -> None:
    page = reader.page("/bord?op=2025-11-21&toon=prioritair")
    assert "Stand op 21 nov 2025." in page.words
    card = next(t for t in page.all(".kb-card") if t.startswith("WMO-hulpmiddelen"))
    assert "stagneert" in card
    assert "Fatima El Idrissi" in card
    nothing = reader.page("/bord?op=2024-11-21&toon=alle")
    assert not cards(nothing)
    assert len(chips(nothing)) == 58


def test_today_is_not_an_earlier_day(reader: CheckingClient) -> None:
    assert reader.get("/bord?op=2026-11-21").location == "/bord"


def test_a_report_shows_on_the_next_look(reader: CheckingClient, demo: Database) -> None:
    assert "Zonnepanelen" in page_column(reader.page("/bord"), 1)
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="Iets heel anders",
    )
    assert "Iets heel anders" in reader.page("/bord").words


def test_an_open_board_asks_whether_there_is_anything_new(
    reader: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    poll = {"HX-Request": "true"}
    stand = reader.page("/bord").soup.select_one("[data-stand]")
    assert stand is not None
    address = f"/bord?stand={stand['data-stand']}"
    nothing = reader.get(address, headers=poll)
    assert (nothing.status_code, nothing.data) == (204, b"")
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="Iets heel anders",
    )
    something = reader.get(address, headers=poll)
    assert something.status_code == 200
    assert "Iets heel anders" in something.text
    assert str(stand["data-stand"]) not in something.text
    clock.forward(hours=14)  # another day is another board too
    assert reader.as_("klankbord").get(address, headers=poll).status_code == 200


def test_an_open_board_of_an_ended_session_is_told_so(
    reader: CheckingClient, clock: StandingClock
) -> None:
    poll = {"HX-Request": "true"}
    stand = reader.page("/bord").soup.select_one("[data-stand]")
    assert stand is not None
    address = f"/bord?stand={stand['data-stand']}"
    clock.forward(minutes=59)
    assert reader.get(address, headers=poll).status_code == 204
    clock.forward(minutes=2)  # polling is no sign that anybody is there
    assert reader.get(address, headers=poll).status_code == 401


def test_nothing_new_is_said_of_an_open_board_only(reader: CheckingClient) -> None:
    stand = reader.page("/bord").soup.select_one("[data-stand]")
    assert stand is not None
    for path, headers in (("/bord", {}), ("/ketens", {"HX-Request": "true"})):
        assert reader.get(f"{path}?stand={stand['data-stand']}", headers=headers).status_code != 204


def test_dutch_and_english_boards_do_not_mix(reader: CheckingClient) -> None:
    dutch = reader.page("/bord")
    reader.send("/bord", form=".kb-lang form:last-of-type", taal="en")
    english = reader.page("/bord")
    assert dutch.heading == "Fasebord"
    assert english.heading == "Phase board"
    assert english.soup.select_one("html")["lang"] == "en"  # type: ignore[index]
    assert set(cards(english)) == set(cards(dutch))


@pytest.mark.both_databases
def test_the_statements_are_few_and_the_same_for_many_chains(
    reader: CheckingClient,
    demo: Database,
    app: object,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    with counted(demo) as few:
        reader.page("/bord?toon=prioritair")
    load_bulk(demo, NOW, chains=250, people=10, seed=1)
    with counted(demo) as many:
        page = reader.page("/bord?toon=prioritair")
    assert len(few) <= 14, str(few)
    assert len(many) == len(few), str(many)
    assert len(cards(page)) + len(page.all("#niet-beoordeeld ~ ul .kb-chip")) == 200
    assert page.all(".kb-pagination__link")[-1].endswith("2")
    second = reader.page("/bord?toon=prioritair&pagina=2")
    assert not set(cards(page)) & set(cards(second))


def test_covered_chains_can_all_be_paged_to(reader: CheckingClient, demo: Database) -> None:
    load_bulk(demo, NOW, chains=250, people=3, seed=1)
    with demo.write() as session:
        manager, moment = Acting(demo).actor("manager"), NOW
        chains = session.scalars(select(Chain.id).where(Chain.slug.like("bulkketen-%"))).all()
        for chain_id in chains:
            cover_chain(
                session,
                manager,
                moment,
                chain_id=chain_id,
                kind=CoverageKind.COVERED,
                reason="proef",
            )
    first, second = (reader.page(f"/bord?toon=alle{more}") for more in ("", "&pagina=2"))
    strips = [set(page.all("#belegd ~ ul .kb-chip__name")) for page in (first, second)]
    assert len(strips[0]) == 200
    assert first.all("#belegd .kb-count") == [f"({len(strips[0] | strips[1])})"]
    assert len(strips[1]) > 50


@given(
    query=st.dictionaries(
        st.sampled_from(
            ["toon", "jaar", "cluster", "thema", "trekker", "volgorde", "op", "pagina"]
        ),
        st.text(max_size=12) | st.sampled_from(["alle", "2027", "energie", "naam", "2", "geen"]),
        max_size=5,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_filter_breaks_the_board(reader: CheckingClient, query: dict[str, str]) -> None:
    answer = reader.get("/bord", query_string=query, follow_redirects=True)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Filters geen gekozen"),
        (
            "?cluster=energie&volgorde=naam&op=2026-11-01&sinds=2026-10-01",
            "Filters cluster: Energie · naam · stand op 1 nov 2026 · veranderd na 1 okt 2026",
        ),
        ("?jaar=2026", "Filters jaar 2026"),
        ("?trekker=geen", "Filters ketentrekker: Zonder ketentrekker"),
    ],
)
@pytest.mark.parametrize("way", ["", "/impact"])
def test_the_folded_filters_say_what_was_chosen(
    client: CheckingClient, way: str, query: str, told: str
) -> None:
    page = client.as_("klankbord").page(f"/bord{way}{query}")
    assert page.all("#filters > summary") == [told]
    assert not page.soup.select("#filters[open]")


def test_a_filter_that_makes_no_sense_folds_them_out(client: CheckingClient) -> None:
    page = client.as_("klankbord").page("/bord?op=ooit", status=422)
    assert page.soup.select("#filters[open] [role=alert]")
