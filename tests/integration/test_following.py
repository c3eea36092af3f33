"""Following a chain: the button, the own list, the news of it, and that nobody else sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.following.kinds import Kind
from buyergroups.following.queries import chains_followed_by
from buyergroups.following.services import follow, unfollow
from buyergroups.phases.services import report_status
from models.following import Follow
from models.history import HistoryEntry
from models.phases import Progress
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.beginning import begin
from tests.support.client import CheckingClient, Page

CHAIN = "/ketens/catering"
BUTTON = ".kb-page-head form"
pytestmark = pytest.mark.both_databases


def button(page: Page) -> str:
    return page.all(f"{BUTTON} button")[0]


def test_the_button_follows_and_stops_and_says_so(client: CheckingClient) -> None:
    client.as_("publiek")
    assert button(client.page(CHAIN)) == "Volgen : Catering"
    assert client.send(CHAIN, form=BUTTON).location == CHAIN
    page = client.page(CHAIN)
    assert "Je volgt Catering." in page.words
    assert button(page) == "Niet meer volgen : Catering"
    own = client.page("/mijn/ketens")
    assert own.all("tbody th") == ["Catering"]
    assert client.send("/mijn/ketens", form="td form").location == "/mijn/ketens"
    own = client.page("/mijn/ketens")
    assert "Je volgt Catering niet meer." in own.words
    assert "Je volgt nog niets." in own.words
    assert button(client.page(CHAIN)) == "Volgen : Catering"


def test_pressed_twice_it_is_followed_once(client: CheckingClient, demo: Database) -> None:
    client.as_("publiek")
    sent = client.page(CHAIN).fields(BUTTON)
    for _ in range(2):
        assert client.post(f"{CHAIN}/volgen", data=sent).status_code == 303
    # From another window, in which the page still shows the old button.
    assert client.post(f"{CHAIN}/volgen", data=sent | {"inzending": "ander"}).status_code == 303
    with demo.read() as session:
        assert session.scalar(select(func.count()).select_from(Follow)) == 1
    # An old page sent again later does not follow again what was ended meanwhile.
    client.send(CHAIN, form=BUTTON)
    assert client.post(f"{CHAIN}/volgen", data=sent).status_code == 303
    assert button(client.page(CHAIN)) == "Volgen : Catering"


@pytest.mark.parametrize("verb", ["volgen", "niet-meer-volgen"])
def test_a_chain_that_is_not_there(client: CheckingClient, verb: str) -> None:
    sent = client.as_("publiek").page(CHAIN).fields(BUTTON)
    assert client.post(f"/ketens/bestaat-niet/{verb}", data=sent).status_code == 404


def test_a_return_address_elsewhere_is_not_taken(client: CheckingClient) -> None:
    sent = client.as_("publiek").page(CHAIN).fields(BUTTON) | {"terug": "//kwaad.example"}
    assert client.post(f"{CHAIN}/volgen", data=sent).location == CHAIN


def test_nothing_is_deleted(demo: Database) -> None:
    act = Acting(demo)
    chain_id = act.chains["catering"]
    for service in (follow, follow, unfollow, unfollow, follow):
        act.do("publiek", service, kind=Kind.CHAIN, key=chain_id)
        act.forward(minutes=1)
    with demo.read() as session:
        rows = session.execute(select(Follow.since, Follow.until).order_by(Follow.id)).all()
    assert [row.until is None for row in rows] == [False, True]
    assert rows[0].since < rows[0].until < rows[1].since


Step = tuple[str, str, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["follow", "unfollow"]),
        st.sampled_from(["publiek", "trekker"]),
        st.sampled_from(["catering", "zonnepanelen"]),
    ),
    max_size=12,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_in_whatever_order_the_last_press_counts(demo: Database, steps: list[Step]) -> None:
    act = Acting(demo)
    wanted: dict[tuple[str, str], bool] = {}
    for verb, who, slug in [
        *(("unfollow", who, slug) for who in ("publiek", "trekker") for slug in act.chains),
        *steps,
    ]:
        if slug in ("catering", "zonnepanelen"):
            service = follow if verb == "follow" else unfollow
            act.do(who, service, kind=Kind.CHAIN, key=act.chains[slug])
            act.forward(seconds=1)
            wanted[who, slug] = verb == "follow"
    for who in ("publiek", "trekker"):
        actor = act.actor(who)
        with demo.read() as session:
            found = chains_followed_by(session, actor)
            for slug in ("catering", "zonnepanelen"):
                assert (act.chains[slug] in found) == wanted[who, slug]


def test_two_windows_at_once(own_database: Database) -> None:
    act = Acting(own_database)
    chain_id, actor = act.chains["catering"], act.actor("publiek")

    def press(_: int) -> None:
        with own_database.write() as session:
            follow(session, actor, act.now, kind=Kind.CHAIN, key=chain_id)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(press, range(8)))
    with own_database.read() as session:
        asked = select(Follow.person_id).where(Follow.chain_id == chain_id)
        assert session.scalars(asked).all() == [actor.person_id]


def reported(act: Acting, slug: str, who: str) -> None:
    act.do(who, report_status, chain_id=act.chains[slug], progress=Progress.ON_TRACK)


def test_what_changes_in_a_followed_chain_stands_on_today(
    client: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    client.as_("trekker").page("/")
    act = Acting(demo, clock.now)
    act.do("trekker", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    clock.forward(days=1)
    act.now = clock.now
    reported(act, "catering", "trekker2")
    reported(act, "schoonmaak", "trekker2")
    clock.forward(days=1)
    news = " ".join(client.as_("trekker").page("/").all("[aria-labelledby=nieuws] li"))
    assert "Catering : statusupdate, op koers" in news
    assert "Schoonmaak" not in news
    act.now = clock.now
    act.do("trekker", unfollow, kind=Kind.CHAIN, key=act.chains["catering"])
    news = " ".join(client.page("/").all("[aria-labelledby=nieuws] li"))
    assert "Catering" not in news


def test_what_one_follows_stands_beside_what_one_leads(
    client: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    act = Acting(demo, clock.now)
    act.do(
        "trekker2",
        report_status,
        chain_id=act.chains["catering"],
        progress=Progress.ON_TRACK,
        next_step="Proeven in de kantine",
        next_step_on=clock.now.date(),
    )
    act.do("trekker", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    page = client.as_("trekker").page("/")
    assert "Proeven in de kantine" in " ".join(page.all("[aria-labelledby=straks] li"))
    # It asks nothing of whoever only follows.
    assert "Catering" not in " ".join(page.all(".kb-today__what"))
    lead = client.as_("trekker2").page("/")
    assert "Proeven in de kantine" in " ".join(lead.all(".kb-today__what"))
    assert "Proeven in de kantine" not in " ".join(lead.all("[aria-labelledby=straks] li"))


def test_the_list_of_chains_marks_and_filters(client: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    page = client.as_("publiek").page("/ketens?toon=gevolgd")
    assert "Je volgt nog geen keten." in page.words
    act.do("publiek", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    page = client.page("/ketens")
    assert page.all("tr:has(a[href='/ketens/catering']) .kb-badge--tag")[0] == "gevolgd"
    assert "die ik volg (1)" in page.words
    page = client.page("/ketens?toon=gevolgd")
    assert page.all("tbody th[scope=row]") == ["Catering"]
    assert "Geen keten heet zo." in client.page("/ketens?toon=gevolgd&naam=zonne").words
    assert "is geen keuze" in client.page("/ketens?toon=alles", 422).words


def test_nobody_else_sees_who_follows(client: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    before = client.as_("beheer").page("/bord").all("#gewijzigd")
    act.forward(minutes=5)
    act.do("publiek", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    with demo.read() as session:
        kept = select(HistoryEntry.audience).where(HistoryEntry.object_type == "follow")
        assert session.scalars(kept).all() == ["own"]
    name = act.actor("publiek").name
    assert client.page("/bord").all("#gewijzigd") == before, "not the last to change a chain"
    for who in ("beheer", "manager"):
        client.as_(who)
        assert name not in client.page(CHAIN).words
        assert name not in client.page(f"{CHAIN}/geschiedenis").words
        assert client.page("/mijn/ketens").all("tbody th") == []
    log = client.as_("beheer").page("/beheer/logboek?soort=follow")
    assert name not in " ".join(log.all("main li, main td, main article"))
    own = client.as_("publiek").page("/mijn/geschiedenis")
    assert "Volgen van een keten" in own.words


def test_it_is_in_the_data_that_one_takes_along(client: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do("publiek", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    act.do("trekker", follow, kind=Kind.CHAIN, key=act.chains["zonnepanelen"])
    found = client.as_("publiek").get("/mijn/gegevens.json").get_json()["follows"]
    assert [(row["chain"], row["until"]) for row in found] == [("catering", None)]
    assert found[0]["since"].startswith(str(date(act.now.year, act.now.month, act.now.day)))


@pytest.mark.data("fresh")
def test_with_nothing_recorded_yet(client: CheckingClient, fresh: Database) -> None:
    begin(fresh)
    client.as_("notulist")
    client.send("/ketens/gas", form=BUTTON)
    assert client.page("/mijn/ketens").all("tbody th") == ["Gas"]
    assert client.page("/").status == 200
