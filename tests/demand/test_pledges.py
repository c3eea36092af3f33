"""Pledges: who reads which, from promised to done, and nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.groups.services import move_group
from buyergroups.pledges import rules, services
from models.groups import BuyerGroup, GroupState
from models.organisations import Sector
from models.pledges import Pledge, PledgeReaders, PledgeState, PledgeVersion
from tests.demand.test_demand_pages import place
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW

GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
FORM = "form[data-concept]"
TODAY = local_day(NOW)
TEXT = {"titel": "Nieuwe laptops", "waarover": "Langer mee", "lezers": "group"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("account", "seen"),
    [
        ("trekker", {"team", "public", "group"}),
        ("publiek", {"public", "group"}),
        ("privaat", {"group"}),
        ("privaat2", {"group", "team"}),
        ("expert", {"public", "group"}),
    ],
)
def test_everybody_reads_what_is_meant_for_them(
    client: CheckingClient, database: Database, account: str, seen: set[str]
) -> None:
    with database.read() as session:
        rows = session.execute(
            select(Pledge.ref, PledgeVersion.title, PledgeVersion.readers)
            .join(PledgeVersion, PledgeVersion.pledge_id == Pledge.id)
            .where(
                Pledge.group_id
                == select(BuyerGroup.id).order_by(BuyerGroup.id).limit(1).scalar_subquery()
            )
        ).all()
    client.as_(account)
    listed = client.page(f"{GROUP}/toezeggingen")
    exported = client.open(f"{GROUP}/toezeggingen.csv").text
    wanted = [row for row in rows if row.readers in seen]
    assert f"Wat deelnemers inbrengen {len(wanted)}" in listed.words
    for row in rows:
        there = row in wanted
        assert (row.title in listed.words) is there, row.title
        assert (row.title in exported) is there, row.title
        status = client.open(f"{GROUP}/toezeggingen/{row.ref}").status_code
        assert status == (200 if there else 404), row.title
    assert client.open(f"{GROUP}/toezeggingen.xlsx").data[:2] == b"PK"


@pytest.mark.both_databases
def test_from_promised_to_done(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/toezeggingen/nieuw", form=FORM, verwacht="01-03-2027", **TEXT)
    assert "toegezegd" in client.page(made.location).words
    for words in ("Verder naar: in voorbereiding", "Verder naar: loopt"):
        links = client.page(made.location).soup.select("main .kb-button--primary")
        assert [link.get_text() for link in links] == [words]
        client.send(str(links[0]["href"]), form=FORM)
    refused = client.send(f"{made.location}/stand", form=FORM, stand="done")
    assert refused.status_code == 422
    assert "Schrijf wat het opleverde." in refused.text
    client.send(
        f"{made.location}/stand", form=FORM, stand="done", toelichting="Tien procent minder"
    )
    page = client.page(made.location)
    assert "gereed" in page.words
    assert "Tien procent minder" in page.words
    assert "Nieuwe laptops, gereed" in client.as_("privaat").page(GROUP).words


@pytest.mark.both_databases
def test_other_readers_take_it_out_of_sight(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/toezeggingen/nieuw", form=FORM, **TEXT).location
    assert client.as_("privaat").open(made).status_code == 200
    assert client.open(f"{made}/wijzigen").status_code == 404
    client.as_("publiek")
    client.send(f"{made}/wijzigen", form=FORM, lezers="public")
    assert client.as_("privaat").open(made).status_code == 404
    assert "Nieuwe laptops" not in client.page(GROUP).words
    assert client.as_("expert").open(made).status_code == 200


@pytest.mark.both_databases
def test_the_second_to_save_keeps_their_text(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/toezeggingen/nieuw", form=FORM, **TEXT).location
    old = client.page(f"{made}/wijzigen").fields(FORM)
    client.send(f"{made}/wijzigen", form=FORM, titel="Van de een")
    answer = client.open(f"{made}/wijzigen", method="POST", data={**old, "titel": "Van de ander"})
    assert answer.status_code == 409
    assert "Van de een" in answer.text
    assert "Van de ander" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": " "},
        {"titel": "x" * 201},
        {"lezers": "x"},
        {"lezers": ""},
        {"verwacht": "31-02-2027"},
        {"verwacht": "01-01-1900"},
        {"organisatie": "modelbank-voorbeeld-nv"},
        {"waarover": "a\x00b"},
    ],
)
def test_what_is_no_pledge_is_a_sentence(client: CheckingClient, wrong: dict[str, str]) -> None:
    client.as_("publiek")
    answer = client.send(f"{GROUP}/toezeggingen/nieuw", form=FORM, **{**TEXT, **wrong})
    assert answer.status_code == 422


def test_a_closed_group_takes_no_pledges(database: Database) -> None:
    acting = Acting(database)
    where = place(database)
    acting.do(
        "trekker",
        move_group,
        group_id=where.group_id,
        state=GroupState.CLOSED,
        since=TODAY,
        reason="Klaar",
    )
    with pytest.raises(RefusedError):
        acting.do(
            "privaat",
            services.make_pledge,
            place=where,
            title="Te laat",
            about="",
            expected=None,
            readers=PledgeReaders.TEAM,
        )


# ---- rules ------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(PledgeState), max_size=12))
def test_whatever_is_tried_an_end_was_explained(wishes: list[PledgeState]) -> None:
    """Only the moves of the table happen, and none of them ends without words."""
    state = PledgeState.PROMISED
    for wish in wishes:
        if wish in rules.next_states(state):
            if wish in rules.ENDED:
                assert rules.needs_note(state, wish)
            state = wish
        assert state not in rules.next_states(state)
        assert rules.next_states(state), "nothing is stuck"


def test_step_by_step_a_pledge_is_done() -> None:
    state, way = PledgeState.PROMISED, []
    while (step := rules.next_step(state)) is not None:
        assert (state, step) in rules.MOVES
        way.append(state := step)
    assert way == [PledgeState.PREPARING, PledgeState.RUNNING, PledgeState.DONE]
    assert rules.next_step(PledgeState.WITHDRAWN) is None


def test_from_promised_everything_is_reached() -> None:
    reached, new = {PledgeState.PROMISED}, {PledgeState.PROMISED}
    while new:
        new = {to for state in new for to in rules.next_states(state)} - reached
        reached |= new
    assert reached == set(PledgeState)


def test_the_day_itself_is_not_late() -> None:
    day = date(2026, 11, 21)
    assert not rules.is_late(PledgeState.RUNNING, day, day)
    assert rules.is_late(PledgeState.RUNNING, day - timedelta(days=1), day)
    assert not rules.is_late(PledgeState.DONE, day - timedelta(days=1), day)
    assert not rules.is_late(PledgeState.RUNNING, None, day)


def test_a_company_shows_its_plans_to_nobody_unless_it_chooses_to() -> None:
    assert rules.readers_by_default(Sector.PRIVATE) is PledgeReaders.TEAM
    assert rules.readers_by_default(Sector.PUBLIC) is PledgeReaders.PUBLIC
