"""Demand on real pages: who reads what, and that nobody works out what another one buys."""

from __future__ import annotations

import io
import json
import random
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from buyergroups import areas
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.demand import services
from buyergroups.demand.rules import rounded
from buyergroups.errors import NotAllowedError, RefusedError
from buyergroups.groups.places import Place
from buyergroups.history.recording import recorded, stamp
from models.base import sort_name
from models.demand import HowKnown, Volume
from models.groups import BuyerGroup, MemberRole, Membership
from models.history import HistoryEntry
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Person
from seed.parts import SEED
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
ICT = "ict-hardware-en-mobiele-apparaten"
SLUG = "ict-hardware-langer-gebruiken"
GROUP = f"/buyer-groups/{SLUG}"
FORM = "form[data-concept]"
THIS = local_day(NOW).year
MINE = f"{GROUP}/vraag/opgave/{ICT}/voorbeeld-logistiek-bv/{THIS}"
#: What companies buy in the demonstration, in any year, besides Voorbeeld Logistiek.
COMPANIES = {1960000, 1240000, 870000, 1610000, 290000}
COMPANIES |= {2140000, 1330000, 920000, 1790000, 340000, 2200000, 1900000}
#: And what public organisations besides Gemeente Voorbeeldstad buy.
PUBLIC_ONES = {210000, 640000, 380000, 2150000, 1720000, 230000, 690000, 410000, 2400000, 1810000}
#: Everywhere that a figure could be read.
PLACES = (
    f"{GROUP}",
    f"{GROUP}/vraag",
    f"{GROUP}/vraag.csv",
    f"{GROUP}/vraag/opgaven",
    f"{GROUP}/vraag/opgaven?sector=private",
    f"{GROUP}/vraag/opgaven?jaar={THIS}&sector=public",
    f"{GROUP}/vraag/opgaven.csv",
    f"{GROUP}/toezeggingen",
    f"{GROUP}/toezeggingen.csv",
    f"/ketens/{ICT}/buyer-groups",
    f"/ketens/{ICT}/geschiedenis",
    f"/ketens/{ICT}",
    "/bord",
    "/",
    "/organisaties/modelbank-voorbeeld-nv",
    "/mijn/gegevens.json",
    f"{GROUP}/vraag.xlsx",
    f"{GROUP}/vraag/opgaven.xlsx",
    f"{GROUP}/vraag?op={THIS}-03-01",
    f"{GROUP}/vraag/opgaven?sinds={THIS - 1}-01-01",
    f"{GROUP}/vraag?taal=en",
    f"/ketens/{ICT}/geschiedenis?sinds={THIS - 1}-01-01",
    f"/ketens/{ICT}?op={THIS}-03-01",
    f"/bord?sinds={THIS - 1}-01-01",
    f"/bord?op={THIS}-03-01",
    "/beheer/logboek",
)
#: What could narrow a total to a few, or to another day: it does nothing.
NARROWING = (
    f"jaar={THIS}",
    "sector=private",
    "organisatie=modelbank-voorbeeld-nv",
    f"op={THIS}-01-31",
    f"sinds={THIS}-03-01",
    "keten=bedrijfskleding",
)


def numbers(text: str) -> set[int]:
    """Every whole number in a text, however its thousands are written."""
    found = re.findall(r"\d[\d.,]*", text)
    return {int(plain) for one in found if (plain := re.sub(r"[.,]", "", one)).isdigit()}


def read(client: CheckingClient, address: str) -> str:
    """A page or file as text, or nothing where there is none for this reader."""
    answer = client.open(address)
    if answer.status_code != 200:
        return ""
    if ".xlsx" not in address:
        return answer.text
    rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row)


def place(database: Database, slug: str = "voorbeeld-logistiek-bv") -> Place:
    with database.read() as session:
        group = session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == SLUG)).one()
        who = session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()
    return Place(group, who)


def restate(acting: Acting, slug: str, euro: int, year: int = THIS) -> None:
    """As the lead, what an organisation buys now."""
    with acting.database.read() as session:
        where = place(acting.database, slug)
        last = session.scalars(
            select(Volume.id)
            .where(
                Volume.organisation_id == where.organisation_id,
                Volume.chain_id == acting.chains[ICT],
                Volume.year == year,
            )
            .order_by(Volume.id.desc())
            .limit(1)
        ).first()
    acting.do(
        "trekker",
        services.state_volume,
        place=where,
        chain_id=acting.chains[ICT],
        year=year,
        euro=euro,
        how_known=HowKnown.MEASURED,
        seen=last,
    )


def pass_time(acting: Acting, clock: StandingClock) -> None:
    """A minute, for who acts through services and for the pages."""
    acting.forward(minutes=1)
    clock.forward(minutes=1)


# ---- who sees what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "hidden", "fewest"),
    [
        ("privaat", COMPANIES | PUBLIC_ONES, 20),
        ("publiek", COMPANIES, 20),
        ("expert", COMPANIES, 20),
        ("bestuurlijk", COMPANIES | PUBLIC_ONES, 8),
        ("klankbord", COMPANIES | PUBLIC_ONES, 8),
        ("beheer", COMPANIES | PUBLIC_ONES, 8),
    ],
)
def test_nobody_reads_what_another_company_buys(
    client: CheckingClient, account: str, hidden: set[int], fewest: int
) -> None:
    client.as_(account)
    texts = {address: text for address in PLACES if (text := read(client, address))}
    assert len(texts) >= fewest
    for address, text in texts.items():
        assert numbers(text) & hidden == set(), address


@pytest.mark.parametrize("asked", NARROWING)
def test_a_total_is_not_narrowed(client: CheckingClient, asked: str) -> None:
    client.as_("privaat")
    whole, narrowed = (client.page(f"{GROUP}/vraag{query}") for query in ("", f"?{asked}"))
    assert narrowed.all("main tr") == whole.all("main tr")
    assert client.open(f"{GROUP}/vraag.csv?{asked}").text == client.open(f"{GROUP}/vraag.csv").text


def test_an_administrator_reads_nothing(client: CheckingClient, database: Database) -> None:
    client.as_("beheer")
    for part in ("vraag", "vraag.csv", "vraag.xlsx", "vraag/opgaven", "vraag/opgaven.xlsx"):
        assert client.open(f"{GROUP}/{part}").status_code == 404
    assert client.open(MINE).status_code == 404
    for address in ("/beheer/logboek", "/beheer/logboek?soort=volume", "/beheer/logboek.csv"):
        answer = client.open(address)
        assert numbers(answer.text) & (COMPANIES | PUBLIC_ONES) == set()


def test_who_recorded_figures_takes_none_of_them_along(client: CheckingClient) -> None:
    """One's own data can still be had after the role has ended; what others buy is not in it."""
    text = client.as_("trekker").open("/mijn/gegevens.json").text
    assert "how_known" in text
    assert numbers(text) & (COMPANIES | PUBLIC_ONES) == set()


def test_the_history_holds_no_figure(database: Database) -> None:
    with database.read() as session:
        rows = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "volume")
        ).all()
        euros = set(session.scalars(select(Volume.euro)))
    assert len(rows) > 20
    for row in rows:
        assert row.audience == "programme-team"
        assert row.changes["euro"] == "changed"
        assert numbers(json.dumps(row.changes)) & euros == set()


def test_the_lead_sees_all_to_the_euro(client: CheckingClient) -> None:
    page = client.as_("trekker").page(f"{GROUP}/vraag")
    assert "€\xa014.220.000" in page.words.replace("€ ", "€\xa0")
    text = client.open(f"{GROUP}/vraag/opgaven.csv").text
    assert "Modelbank Voorbeeld N.V.;privaat;2140000" in text
    narrowed = client.open(f"{GROUP}/vraag/opgaven.csv?jaar={THIS}&sector=private").text
    assert "Modelbank" in narrowed
    assert "Gemeente Voorbeeldstad" not in narrowed
    book = load_workbook(io.BytesIO(client.open(f"{GROUP}/vraag/opgaven.xlsx").data))
    assert 2140000 in {cell.value for row in book.active.iter_rows() for cell in row}


def test_a_public_member_sees_public_ones_and_a_rounded_private_total(
    client: CheckingClient,
) -> None:
    client.as_("publiek")
    page = client.page(f"{GROUP}/vraag")
    assert "7.090.000" in page.words, "public, to the euro"
    assert "ongeveer €\xa07.100.000" in page.words.replace("€ ", "€\xa0"), "private, rounded"
    assert "niet getoond" in page.words, "of next year only two companies stated something"
    listed = client.open(f"{GROUP}/vraag/opgaven.csv").text
    assert "Universiteit Voorbeeldstad;publiek;2400000" in listed
    assert ";privaat;" not in listed


def test_a_private_member_sees_own_figures_and_rounded_totals(client: CheckingClient) -> None:
    client.as_("privaat")
    page = client.page(f"{GROUP}/vraag")
    assert "610.000" in page.words
    assert "7.090.000" not in page.words
    assert str(THIS + 1) not in page.all("main tbody th")
    listed = client.open(f"{GROUP}/vraag/opgaven.csv").text
    assert set(re.findall(r";([^;]*);(?:publiek|privaat);", listed)) == {"Voorbeeld Logistiek B.V."}
    assert (
        client.open(f"{GROUP}/vraag/opgave/{ICT}/modelbank-voorbeeld-nv/{THIS}").status_code == 404
    )


def test_the_drawing_holds_only_what_is_told(client: CheckingClient) -> None:
    soup = client.as_("privaat").page(f"{GROUP}/vraag").soup
    widths = [float(str(bar["width"]).rstrip("%")) for bar in soup.select("svg g rect[stroke]")]
    titles = [title.get_text() for title in soup.select("svg g title")]
    assert titles == [
        f"{THIS - 1}, publiek: €\xa06,6\xa0mln",
        f"{THIS - 1}, privaat: €\xa06,5\xa0mln",
        f"{THIS}, publiek: €\xa07,1\xa0mln",
        f"{THIS}, privaat: €\xa07,1\xa0mln",
    ]
    assert widths[2] == widths[3], "7,090,000 and 7,130,000 are both told as 7,100,000"
    assert widths[0] / widths[1] == pytest.approx(6.6 / 6.5, abs=0.001)


# ---- attempts to work one out -----------------------------------------------------------------


def test_two_dates_tell_nothing_of_one_who_changed(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    """Somebody looks, waits until one, then two others changed, and looks again."""
    acting = Acting(database)
    client.as_("privaat")
    before = client.page(f"{GROUP}/vraag").words
    pass_time(acting, clock)
    restate(acting, "modelbank-voorbeeld-nv", 5_000_000)
    assert client.page(f"{GROUP}/vraag").words == before
    pass_time(acting, clock)
    restate(acting, "voorbeeld-telecom-nv", 4_000_000)
    assert client.page(f"{GROUP}/vraag").words == before
    pass_time(acting, clock)
    restate(acting, "voorbeeld-verzekeringen-nv", 4_000_000)
    after = client.page(f"{GROUP}/vraag").words
    assert after != before
    assert "ongeveer €\xa015.000.000" in after.replace("€ ", "€\xa0")


def test_ones_own_changes_are_no_lever(
    client: CheckingClient, clock: StandingClock, database: Database
) -> None:
    """To change one's own figure and back shows nothing of the others."""
    acting = Acting(database)
    client.as_("privaat")
    told = {client.open(f"{GROUP}/vraag.csv").text}
    for euro in (0, 10**9, 610_000):
        pass_time(acting, clock)
        client.send(MINE, form=FORM, bedrag=str(euro), hoe="measured")
        told.add(client.open(f"{GROUP}/vraag.csv").text)
    pass_time(acting, clock)
    restate(acting, "modelbank-voorbeeld-nv", 9_000_000)
    told.add(client.open(f"{GROUP}/vraag.csv").text)
    assert len(told) == 1


def test_with_four_others_nothing_is_told_and_neither_are_sum_and_share(
    client: CheckingClient, database: Database
) -> None:
    """Next year two companies stated something: a market known does not tell it either."""
    Acting(database).do(
        "trekker",
        services.estimate_market,
        chain_id=Acting(database).chains[ICT],
        year=THIS + 1,
        euro=50_000_000,
        source="Verzonnen",
    )
    rows = [
        line.split(";")
        for line in client.as_("publiek").open(f"{GROUP}/vraag.csv").text.splitlines()
    ]
    (row,) = [row for row in rows if row[1:2] == [str(THIS + 1)]]
    assert row[2:7] == ["3900000", "niet getoond", "niet getoond", "50000000", ""]


def test_a_year_that_one_company_stated_is_not_shown(
    client: CheckingClient, database: Database
) -> None:
    """Also that somebody stated anything stays with them."""
    client.as_("publiek")
    before = client.page(f"{GROUP}/vraag").words
    restate(Acting(database), "modelbank-voorbeeld-nv", 77_000, year=THIS + 3)
    assert client.page(f"{GROUP}/vraag").words == before


def test_who_turns_public_leaves_the_private_total_as_it_was(
    client: CheckingClient, database: Database
) -> None:
    """Else the difference between the totals of before and after would be their figure."""
    before = client.as_("publiek").open(f"{GROUP}/vraag.csv").text
    where = place(database, "modelbank-voorbeeld-nv")
    with database.write() as session, recorded(session, SEED, NOW):
        session.add(
            OrganisationVersion(
                organisation_id=where.organisation_id,
                name="Modelbank",
                sort_name=sort_name("Modelbank"),
                sector=Sector.PUBLIC,
                reason="x",
                **stamp(SEED, NOW),
            )
        )
    assert client.open(f"{GROUP}/vraag.csv").text == before
    assert "Modelbank" not in client.open(f"{GROUP}/vraag/opgaven.csv").text


def test_who_is_no_longer_a_member_reads_nothing(
    client: CheckingClient, database: Database
) -> None:
    client.as_("privaat").page(f"{GROUP}/vraag")
    with database.write() as session, recorded(session, SEED, NOW):
        row = session.scalars(
            select(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.email.like("privaat@%"))
        ).one()
        row.until, row.ended_at = local_day(NOW), NOW - timedelta(minutes=1)
    assert client.open(f"{GROUP}/vraag").status_code == 404
    assert client.open(MINE).status_code == 404


def test_an_observer_states_nothing(database: Database) -> None:
    areas.register_rules()
    with database.write() as session, recorded(session, SEED, NOW):
        session.scalars(
            select(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.email.like("privaat@%"))
        ).one().role = MemberRole.OBSERVER
    with pytest.raises(NotAllowedError):
        Acting(database).do(
            "privaat",
            services.state_volume,
            place=place(database),
            chain_id=Acting(database).chains[ICT],
            year=THIS,
            euro=1,
            how_known=HowKnown.MEASURED,
        )


def private_totals(client: CheckingClient) -> dict[str, str]:
    """What three readers are told that companies buy this year."""
    found = {}
    for account in ("privaat", "privaat2", "publiek"):
        text = client.as_(account).open(f"{GROUP}/vraag.csv").text
        rows = [line.split(";") for line in text.splitlines()]
        found[account] = next(row[3] for row in rows if row[1] == str(THIS))
    return found


def apart(before: dict[str, int], after: dict[str, int], own: str | None) -> bool:
    """Whether two totals tell of nobody else what they did: the rule, written once more."""
    sizes = [
        abs(after.get(slug, 0) - before.get(slug, 0))
        for slug in before.keys() | after.keys()
        if slug != own and after.get(slug, 0) != before.get(slug, 0)
    ]
    return len(sizes) >= 3 and max(sizes) <= 0.6 * sum(sizes)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_three_readers_who_keep_everything_learn_nothing(
    client: CheckingClient, clock: StandingClock, database: Database, seed: int
) -> None:
    """They look after every act. Whenever a total is another one, enough others are different."""
    acting, chance = Acting(database), random.Random(seed)
    restated = {"voorbeeld-logistiek-bv": 610_000, "modelbank-voorbeeld-nv": 2_140_000}
    restated |= {"voorbeeld-verzekeringen-nv": 1_330_000, "voorbeeld-supermarkten-bv": 920_000}
    restated |= {"voorbeeld-telecom-nv": 1_790_000, "voorbeeld-ingenieurs-bv": 340_000}
    own = {"privaat": "voorbeeld-logistiek-bv", "privaat2": "modelbank-voorbeeld-nv"}
    truth, told = dict(restated), private_totals(client)
    seen = {account: [dict(truth)] for account in told}
    for _ in range(24):
        pass_time(acting, clock)
        slug = chance.choice(sorted(restated))
        truth[slug] = chance.choice([restated[slug], chance.randrange(100_000, 2_500_000)])
        restate(acting, slug, truth[slug])
        for account, total in private_totals(client).items():
            if total != told[account]:
                told[account] = total
                for before in seen[account]:
                    assert apart(before, truth, own.get(account)), account
                seen[account].append(dict(truth))
    assert len(seen["publiek"]) >= 3, "else nothing was tried"
    assert all(int(total) == rounded(int(total)) for total in told.values())


# ---- stating ----------------------------------------------------------------------------------


def test_a_member_states_changes_and_withdraws(client: CheckingClient) -> None:
    client.as_("privaat")
    address = client.open(f"{GROUP}/vraag/opgeven?jaar={THIS - 2}").location
    client.send(address, form=FORM, bedrag="1.250.000", hoe="contracted", opmerking="Twee jaar")
    page = client.page(f"{GROUP}/vraag")
    assert "1.250.000" in page.words
    assert "Twee jaar" in page.words
    client.send(f"{address}/intrekken", form=FORM, reden="Verkeerde keten")
    assert "1.250.000" not in client.page(f"{GROUP}/vraag").words
    earlier = client.page(address).words
    assert "1.250.000" in earlier
    assert "Verkeerde keten" in earlier


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "niet lager dan nul"),
        ("", "Vul een bedrag in"),
        ("veel", "geen bedrag"),
        ("1,5 mln", "geen bedrag"),
        ("9" * 15, "duizend miljard"),
        ("1\x00", "geen bedrag"),
        ("10,50", "geen bedrag"),
    ],
)
def test_what_is_no_amount_is_a_sentence_and_nothing_is_lost(
    client: CheckingClient, typed: str, sentence: str
) -> None:
    client.as_("privaat")
    answer = client.send(MINE, form=FORM, bedrag=typed, hoe="estimated", opmerking="Blijft staan")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Blijft staan" in answer.text


@pytest.mark.parametrize("year", ["1999", "20260", "x", "", "-1"])
def test_an_odd_year_is_a_sentence(client: CheckingClient, year: str) -> None:
    client.as_("privaat")
    assert client.open(f"{GROUP}/vraag/opgeven?jaar={year}").status_code == 422
    for odd in ("jaar=x", "sector=x", "keten=bestaat-niet"):
        assert client.open(f"{GROUP}/vraag/opgaven?{odd}").status_code == 200


def test_two_who_state_at_once_lose_nothing(client: CheckingClient) -> None:
    client.as_("privaat")
    old = client.page(MINE).fields(FORM)
    client.send(MINE, form=FORM, bedrag="700000", hoe="measured")
    answer = client.open(MINE, method="POST", data={**old, "bedrag": "800000", "hoe": "measured"})
    assert answer.status_code == 409
    assert "700.000" in answer.text
    assert "800000" in answer.text


def test_the_lead_estimates_a_market(client: CheckingClient) -> None:
    client.as_("trekker")
    address = client.open(f"{GROUP}/vraag/markt?keten={ICT}&jaar={THIS}").location
    assert client.send(address, form=FORM, bedrag="-1", bron="x").status_code == 422
    assert client.send(address, form=FORM, bedrag="1", bron=" ").status_code == 422
    client.send(address, form=FORM, bedrag="28.440.000", bron="Onderzoek")
    assert "50%" in client.page(f"{GROUP}/vraag").words
    client.send(address, form=FORM, bedrag="", bron="Nader onderzoek")
    assert "50%" not in client.page(f"{GROUP}/vraag").words


def test_only_who_takes_part_counts(database: Database) -> None:
    acting = Acting(database)
    with pytest.raises(RefusedError):
        acting.do(
            "trekker",
            services.state_volume,
            place=place(database, "stichting-voorbeeldketens"),
            chain_id=acting.chains[ICT],
            year=THIS,
            euro=1,
            how_known=HowKnown.MEASURED,
        )


def test_a_group_without_figures_says_what_to_do(client: CheckingClient) -> None:
    page = client.as_("expert").page("/buyer-groups/zonnepanelen-met-bekende-herkomst/vraag")
    assert "Nog geen organisatie gaf op" in page.words


def test_a_member_is_asked_for_this_year_and_nobody_else_is(client: CheckingClient) -> None:
    """Who stated something, and who did not, stays with the organisation too."""
    asked = "gaf nog niet op wat zij"
    client.as_("privaat")
    assert asked not in client.page(GROUP).words
    client.send(f"{MINE}/intrekken", form=FORM, reden="Te laag")
    page = client.page(GROUP)
    assert asked in page.words
    assert MINE in {link.get("href") for link in page.soup.select("main a")}
    assert f"Bedrag over {THIS} opgeven" in client.page(f"{GROUP}/vraag").words
    for account in ("privaat2", "publiek", "expert", "trekker"):
        assert asked not in client.as_(account).page(GROUP).words
    page = client.as_("expert").page("/buyer-groups/zonnepanelen-met-bekende-herkomst")
    assert asked not in page.words, "who advises is asked for nothing"
