"""The steps of a plan in the history of its chain: the way to adoption for who sees drafts."""

from __future__ import annotations

import pytest

from buyergroups.db import Database
from buyergroups.documents.rules import Move
from tests.access.people import add_others
from tests.access.routes import SIGNED_IN
from tests.plans.writing import CHAIN, PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient

HISTORY = f"/ketens/{CHAIN}/geschiedenis"
#: The programme team; nobody takes part in a group of this chain.
SEE_DRAFTS = {"manager", "trekker", "trekker2", "opgave"}
pytestmark = pytest.mark.both_databases


def lines(client: CheckingClient) -> list[str]:
    """What the history says of the plan, the newest first."""
    titles = client.page(HISTORY).all(".kb-entry__title")
    return [title for title in titles if "plan" in title.lower()]


def test_every_step_for_who_sees_drafts_and_none_for_others(
    client: CheckingClient, database: Database
) -> None:
    add_others(database)
    act = Acting(database)
    plan = Plan(act)
    plan.begin()
    plan.write("scope", "Tekst")
    act.forward(minutes=1)
    plan.move(Move.SUBMIT, reason="Eerste keer, geheim.")
    act.forward(minutes=1)
    plan.move(Move.RETURN, "manager", "Te vaag, geheim.")
    for who in SIGNED_IN:
        client.as_(who)
        if who not in SEE_DRAFTS:
            assert lines(client) == [], who
            assert "geheim" not in client.page(HISTORY).words, who
            assert f"{PLAN}/concept" not in client.page(HISTORY).text, who
            continue
        assert lines(client) == [
            "Productketenplan (concept): teruggestuurd, weer een concept",
            "Productketenplan (concept): ingediend ter beoordeling",
            "Productketenplan (concept): begonnen als concept",
        ], who
    page = client.as_("manager").page(HISTORY)
    assert "Te vaag, geheim." in page.words
    link = page.soup.select(f"main a[href='{PLAN}/concept']")[0]
    assert client.page(str(link["href"])).status == 200


def test_what_was_adopted_and_superseded_everyone_hears(
    client: CheckingClient, database: Database
) -> None:
    act = Acting(database)
    plan = Plan(act)
    for number in (1, 2):
        plan.begin()
        plan.write("scope", f"Tekst {number}")
        for move, who in ((Move.SUBMIT, ""), (Move.ADOPT, "manager")):
            act.forward(minutes=1)
            plan.move(move, who, f"Reden {move} {number}.")
        act.forward(minutes=1)
    found = lines(client.as_("bestuurlijk"))
    assert sorted(found) == [
        "Productketenplan versie 1: vastgesteld",
        "Productketenplan versie 1: vervangen door een nieuwere versie",
        "Productketenplan versie 2: vastgesteld",
    ]
    page = client.page(HISTORY)
    assert f"Reden {Move.SUBMIT} 1." not in page.words
    assert f"Reden {Move.ADOPT} 2." in page.words
    for link in page.soup.select(f"main a[href^='{PLAN}/versies/']"):
        assert client.page(str(link["href"])).status == 200
    # Withdrawn before it was adopted: only who saw it knows.
    plan.begin()
    plan.write("scope", "Tekst")
    plan.move(Move.WITHDRAW)
    assert lines(client) == found
    told = client.as_("trekker2").page(HISTORY)
    assert "Productketenplan (concept): ingetrokken" in told.all(".kb-entry__title")
    assert "Productketenplan versie 2: ingediend ter beoordeling" in told.all(".kb-entry__title")


def test_it_is_told_in_english(client: CheckingClient, database: Database) -> None:
    Plan(Acting(database)).adopt()
    client.as_("bestuurlijk").send("/", form="#taal-en")
    assert lines(client) == ["Chain plan version 1: adopted"]
