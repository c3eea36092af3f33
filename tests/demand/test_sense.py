"""Amounts that cannot be: more than the market, and what was stated already."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.demand import queries, services
from models.demand import MarketEstimate, Volume
from tests.demand.test_demand_pages import FORM, GROUP, ICT, MINE, THIS
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page, in_english

pytestmark = pytest.mark.both_databases
NEXT = THIS + 3
OWN = f"{GROUP}/vraag/opgave/{ICT}/voorbeeld-logistiek-bv/{NEXT}"
STATED = {"hoe": "measured", "opmerking": "zoals geteld"}
MORE = "Dit is meer dan de hele geschatte markt"


def estimate(database: Database, year: int, euro: int) -> None:
    acting = Acting(database)
    with database.read() as session:
        last = queries.last_estimate(session, acting.chains[ICT], year)
    acting.do(
        "trekker",
        services.estimate_market,
        chain_id=acting.chains[ICT],
        year=year,
        euro=euro,
        source="Onderzoek",
        seen=last.id if last else None,
    )


def rows(database: Database, model: type[Volume] | type[MarketEstimate]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_more_than_the_whole_market_is_asked_after(
    client: CheckingClient, database: Database
) -> None:
    estimate(database, NEXT, 1_000_000)
    client.as_("privaat")
    form = client.page(OWN)
    assert f"De geschatte markt in {NEXT}: € 1.000.000" in form.words.replace("\xa0", " ")
    assert "klopt" not in form.fields(FORM)
    before = rows(database, Volume)
    answer = client.send(OWN, form=FORM, **STATED, bedrag="1.000.001")
    assert answer.status_code == 422
    asked = Page(answer)
    assert MORE in asked.words
    assert asked.all("#klopt-fout")
    assert asked.fields(FORM)["bedrag"] == "1.000.001"
    assert rows(database, Volume) == before
    sure = {**asked.fields(FORM), "klopt": "ja"}
    assert client.open(OWN, method="POST", data=sure).status_code == 303
    assert "1.000.001" in client.page(f"{GROUP}/vraag").words
    in_english(client)
    assert "more than the whole estimated market" in client.send(
        OWN, form=FORM, **STATED, bedrag="1.000.002"
    ).text.replace("\n", " ")


def test_what_others_buy_is_not_told_by_it(client: CheckingClient, database: Database) -> None:
    """Others buy more than the estimate already; of one's own figure that says nothing."""
    estimate(database, THIS, 1_000_000)
    client.as_("privaat")
    assert client.send(MINE, form=FORM, **STATED, bedrag="999.999").status_code == 303
    assert client.send(MINE, form=FORM, **STATED, bedrag="1.000.000").status_code == 303


@pytest.mark.parametrize("account", ["manager", "publiek"])
def test_an_estimate_below_what_is_bought_is_said_to_be_too_low(
    client: CheckingClient, database: Database, account: str
) -> None:
    client.as_(account)
    whole = client.page(f"{GROUP}/vraag").words
    assert "te laag" not in whole
    estimate(database, THIS, 1_000_000)
    page = client.page(f"{GROUP}/vraag")
    table = page.all("main table.kb-table--stack td")
    shares = [cell for cell in table if cell.endswith("%")]
    assert all(int(cell.rstrip("%")) <= 100 for cell in shares)
    assert "schatting lijkt te laag" in table
    assert "lijkt te laag" in page.words
    file = list(csv.reader(client.open(f"{GROUP}/vraag.csv").text.splitlines(), delimiter=";"))
    (line,) = [row for row in file if str(THIS) in row[1:2]]
    assert "schatting lijkt te laag" in line
    assert "estimate seems too low" in in_english(client).page(f"{GROUP}/vraag").words


def test_the_same_again_is_no_other_row(client: CheckingClient, database: Database) -> None:
    client.as_("privaat")
    client.send(OWN, form=FORM, **STATED, bedrag="5.000")
    before = rows(database, Volume)
    answer = client.send(OWN, form=FORM, **STATED, bedrag="5000")
    assert "Was al zo" in client.page(answer.location).words
    assert rows(database, Volume) == before
    for other in ({"bedrag": "5.001"}, {"hoe": "estimated"}, {"opmerking": "anders"}):
        answer = client.send(OWN, form=FORM, **{**STATED, "bedrag": "5.000", **other})
        assert "Vastgelegd" in client.page(answer.location).words
        before += 1
        assert rows(database, Volume) == before
    client.send(f"{OWN}/intrekken", form=FORM, reden="fout")
    again = client.send(OWN, form=FORM, bedrag="5.000", **STATED)
    assert "Vastgelegd" in client.page(again.location).words


def test_nor_is_the_same_estimate(client: CheckingClient, database: Database) -> None:
    client.as_("trekker")
    there = f"{GROUP}/vraag/markt/{ICT}/{NEXT}"
    for euro, bron, said in (
        ("7.000", "Onderzoek", "Vastgelegd"),
        ("7000", "Onderzoek ", "Was al zo"),
        ("7000", "Ander onderzoek", "Vastgelegd"),
        ("", "Ander onderzoek", "Vastgelegd"),
        ("0", "Ander onderzoek", "Was al zo"),
    ):
        before = rows(database, MarketEstimate)
        answer = client.send(there, form=FORM, bedrag=euro, bron=bron)
        assert said in client.page(answer.location).words, (euro, bron)
        assert rows(database, MarketEstimate) - before == (said == "Vastgelegd")
