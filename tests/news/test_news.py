"""News: what reaches whom, the bell and its number, what was seen, and that it leaks nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.access.actor import Actor
from buyergroups.clock import end_of_day
from buyergroups.db import Database
from buyergroups.flags.services import snooze_flag
from buyergroups.following.kinds import Kind
from buyergroups.following.services import follow
from buyergroups.gatherings.services import plan_meeting
from buyergroups.groups.services import end_member
from buyergroups.news.counting import count
from buyergroups.news.offers import SOURCES, Section
from buyergroups.news.queries import Span, group_reach, listed, own_reach
from buyergroups.phases.services import report_status
from models.flags import Flag
from models.groups import BuyerGroup, Membership
from models.phases import Progress
from models.topics import Topic
from tests.flags.making import run
from tests.support.acting import Acting, actors
from tests.support.beginning import begin
from tests.support.client import CheckingClient
from tests.support.run import NOW

GROUP = "ict-hardware-langer-gebruiken"
LONG_AGO = NOW - timedelta(days=2000)


def everything(database: Database, actor: Actor, **span: Any) -> list[Any]:
    with database.read() as session:
        return listed(
            session,
            own_reach(actor),
            Span(**{"since": LONG_AGO, **span}),
            "nl",
            most=10_000,
            but=actor.person_id,
        )


def group_id(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == GROUP)).one()


def test_the_number_is_what_the_page_shows(demo: Database) -> None:
    run(demo)
    kinds = set()
    for who, actor in actors(demo):
        shown = everything(demo, actor)
        with demo.read() as session:
            assert count(session, actor, LONG_AGO, NOW) == min(len(shown), 100), who
        kinds |= {item.code for item in shown}
        assert [item.at for item in shown] == sorted((item.at for item in shown), reverse=True)
    # The demonstration has something of nearly every kind, so each statement was really asked.
    assert len(kinds) >= 14, sorted(kinds)


def test_every_kind_has_words_in_both_languages(demo: Database) -> None:
    run(demo)
    for _, actor in actors(demo):
        with demo.read() as session:
            for language in ("nl", "en"):
                for item in listed(
                    session, own_reach(actor), Span(LONG_AGO), language, most=10_000
                ):
                    assert item.subject
                    assert item.what
                    assert item.address.startswith("/")


def test_what_is_told_leads_to_a_page_that_one_may_open(
    client: CheckingClient, database: Database
) -> None:
    """Whoever hears of something may read it: no line leads to a 404."""
    run(database)
    for who, actor in actors(database):
        client.as_(who)
        for address in {item.address.partition("#")[0] for item in everything(database, actor)}:
            assert client.get(address).status_code in (200, 302), (who, address)


def test_how_a_plan_was_talked_about_stays_with_who_sees_drafts(
    client: CheckingClient, database: Database
) -> None:
    """Also once it was adopted and everybody may read it."""
    path, secret = "/ketens/zonnepanelen", "GEHEIM: bedrijf X wil dit niet"
    for who in ("klankbord", "opgave"):
        act = Acting(database)
        act.do(who, follow, kind=Kind.CHAIN, key=act.chains["zonnepanelen"])
    for who, step, reason in (
        ("manager", "terugsturen", secret),
        ("trekker", "indienen", ""),
        ("manager", "vaststellen", "Akkoord"),
    ):
        address = f"{path}/plan/concept/stap/{step}"
        client.as_(who)
        typed = {"reden": reason} if reason else {}
        assert client.send(address, form="form[data-concept]", **typed).status_code == 303, step
    for who, knows in (("klankbord", False), ("opgave", True)):
        client.as_(who)
        for address in ("/meldingen", "/", "/mijn/overzichtsmail"):
            answer = client.get(address).get_data(as_text=True)
            assert (secret in answer) is knows, (who, address)
            assert "vastgesteld" in answer, (who, address)


def test_what_was_put_off_is_news_on_the_day_it_comes_back(demo: Database) -> None:
    run(demo)
    act = Acting(demo)
    with demo.read() as session:
        flag = session.scalars(select(Flag).where(Flag.rule == "topic-without-test")).one()
    back = NOW.date() + timedelta(days=3)
    act.do("manager", snooze_flag, ref=flag.ref, until=back, reason="Eerst iets anders")
    actor = act.actor("manager")

    def told(day: int) -> int:
        until = end_of_day(NOW.date() + timedelta(days=day))
        with demo.read() as session:
            found = count(session, actor, NOW, until)
        (items,) = [everything(demo, actor, since=NOW, until=until)]
        assert found == len(items)
        return sum(item.address.endswith(flag.ref) for item in items)

    assert [told(day) for day in (0, 1, 2, 3, 4)] == [0, 0, 0, 1, 1]


def test_a_follower_of_a_chain_hears_and_who_did_it_does_not(demo: Database) -> None:
    act = Acting(demo)
    act.do("publiek", follow, kind=Kind.CHAIN, key=act.chains["catering"])
    act.forward(minutes=1)
    act.do("trekker2", report_status, chain_id=act.chains["catering"], progress=Progress.ON_TRACK)
    new = {"since": act.now - timedelta(seconds=1)}
    (item,) = everything(demo, act.actor("publiek"), **new)
    assert (item.subject, item.section) == ("Catering", Section.CHANGED)
    assert item.what == "statusupdate, op koers"
    assert item.by == act.actor("trekker2").name
    assert everything(demo, act.actor("trekker2"), **new) == []
    assert everything(demo, act.actor("privaat"), **new) == []
    before = {"until": act.now - timedelta(seconds=1), **new}
    assert everything(demo, act.actor("publiek"), **before) == []


def test_who_leaves_a_group_hears_no_more_of_it(demo: Database) -> None:
    act, key = Acting(demo), group_id(demo)
    act.do("privaat", follow, kind=Kind.GROUP, key=key)
    heard = [item for item in everything(demo, act.actor("privaat")) if item.code == "minutes"]
    assert heard
    with demo.read() as session:
        mine = select(Membership.id).where(
            Membership.person_id == act.actor("privaat").person_id, Membership.ended_at.is_(None)
        )
        membership_id = session.scalars(mine.where(Membership.group_id == key)).one()
    act.do(
        "trekker",
        end_member,
        group_id=key,
        membership_id=membership_id,
        until=act.now.date(),
        reason="Weg",
    )
    # Also what they followed by choice: the rights of the moment count.
    left = everything(demo, act.actor("privaat"))
    assert not [item for item in left if GROUP in item.address]
    with demo.read() as session:
        reach = group_reach(act.actor("privaat"), key)
        told = listed(session, reach, Span(LONG_AGO), "nl", most=99)
    assert {item.code for item in told} == {"report-published"}, "what everybody may read"


def test_the_manager_follows_a_group_and_a_topic(
    client: CheckingClient, database: Database
) -> None:
    act = Acting(database)
    client.as_("manager")
    client.send(f"/buyer-groups/{GROUP}", form=".kb-page-head form")
    client.send("/vraagstukken/pfas", form=".kb-page-head form")
    assert "Je volgt PFAS." in client.page("/vraagstukken/pfas").words
    own = client.page("/mijn/ketens")
    assert own.all("tbody th") == ["ICT-hardware langer gebruiken", "PFAS"]
    act.forward(minutes=1)
    act.do(
        "publiek",
        plan_meeting,
        group_id=group_id(database),
        title="Overleg over PFAS",
        starts_at=act.now + timedelta(days=9),
        place="",
    )
    (item,) = everything(database, act.actor("manager"), since=act.now - timedelta(seconds=1))
    assert item.what == "Gepland of gewijzigd: Overleg over PFAS"
    client.send("/mijn/ketens", form="td form")
    assert client.page("/mijn/ketens").all("tbody th") == ["PFAS"]
    # Who is in the group hears of it anyway: no button.
    assert client.as_("publiek").page(f"/buyer-groups/{GROUP}").all(".kb-page-head form") == []


@pytest.mark.both_databases
def test_the_bell_counts_and_what_was_seen_is_no_longer_new(
    client: CheckingClient, database: Database, clock: Any
) -> None:
    act = Acting(database, clock.now)
    act.do("publiek", follow, kind=Kind.CHAIN, key=act.chains["zonnepanelen"])
    client.as_("publiek")
    client.send("/meldingen", form="main form")
    assert client.page("/bord").all("#bel .kb-bell__count") == []
    clock.forward(minutes=5)
    act.now = clock.now
    for slug in ("zonnepanelen", "ict-hardware-en-mobiele-apparaten"):
        act.do("trekker", report_status, chain_id=act.chains[slug], progress=Progress.ON_TRACK)
    clock.forward(minutes=1)
    assert client.page("/bord").all("#bel .kb-bell__count") == ["1"]
    page = client.page("/meldingen")
    (new,) = page.all(".kb-news__line--new")
    assert "Zonnepanelen : statusupdate, op koers" in new
    sent = page.fields("main form")
    # What came in while the page was open stays new.
    clock.forward(minutes=1)
    act.now = clock.now
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.NEEDS_ATTENTION,
    )
    assert client.post("/meldingen/gezien", data=sent).status_code == 303
    assert client.page("/bord").all("#bel .kb-bell__count") == ["1"]
    # An older page does not make it new again.
    client.post("/meldingen/gezien", data=sent | {"tot": "2020-01-01"})
    client.send("/meldingen", form="main form")
    client.post("/meldingen/gezien", data=sent)
    assert client.page("/bord").all("#bel .kb-bell__count") == []
    assert "Alles gezien" not in client.page("/meldingen").words


def test_a_piece_of_the_page_answers_a_script(client: CheckingClient) -> None:
    client.as_("trekker")
    sent = client.page("/meldingen").fields("main form")
    answer = client.post("/meldingen/gezien", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="bel"' in answer.text
    assert "hx-swap-oob" in answer.text


@pytest.mark.parametrize(
    "given", ["", "gisteren", "2026-13-01", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00+14:00"]
)
def test_a_moment_that_is_none(client: CheckingClient, given: str) -> None:
    client.as_("publiek")
    sent = client.page("/").fields(".kb-lang form")
    answer = client.post("/meldingen/gezien", data={"csrf_token": sent["csrf_token"], "tot": given})
    wrong = given in ("", "gisteren", "2026-13-01")
    assert answer.status_code == (422 if wrong else 303)


def test_nobody_is_told_of_a_consultation_they_are_shut_out_of(demo: Database) -> None:
    """The same as on its page: files that one does not read give no news."""
    sources = {code for code, source in SOURCES.items() if source.section is not Section.FLAG}
    assert {"consultation", "follow-up", "report-published"} <= sources
    for who, actor in actors(demo):
        if who in ("klankbord", "former", "bestuurlijk", "beheer"):
            codes = {item.code for item in everything(demo, actor)}
            assert "consultation" not in codes, who


def test_a_topic_of_ones_own_and_of_ones_chain(demo: Database) -> None:
    with demo.read() as session:
        raised_by = session.scalars(select(Topic.recorded_by_id).where(Topic.slug == "pfas")).one()
    for _, actor in actors(demo):
        told = {item.address for item in everything(demo, actor) if item.code == "topic"}
        if actor.person_id == raised_by:
            assert "/vraagstukken/pfas" not in told or actor.leads, "their own steps are no news"
    act = Acting(demo)
    assert any(
        item.address == "/vraagstukken/pfas" for item in everything(demo, act.actor("trekker2"))
    )


@pytest.mark.data("fresh")
def test_with_nothing_recorded_yet(client: CheckingClient, fresh: Database) -> None:
    begin(fresh)
    for who in ("notulist", "baas", "eerste"):
        client.as_(who)
        assert "was er in de laatste 30 dagen niets" in client.page("/meldingen").words
        assert client.page("/bord").all("#bel .kb-bell__count") == []
        assert "nog niets te melden" in client.page("/mijn/overzichtsmail").words
        assert client.page("/mijn/ketens").all("tbody th") == []
        assert client.get("/meldingen?pagina=2").status_code == 200
