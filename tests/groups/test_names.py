"""What a group is called and where it stands: no two the same, and no address of a fixed page."""

from __future__ import annotations

import pytest
from flask import Flask

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.groups import services
from buyergroups.groups.rules import TAKEN
from models.groups import GroupState
from tests.groups.test_groups import FORM, group_id
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page, in_english
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
START = "/buyer-groups/nieuw"
ICT = "ICT-hardware langer gebruiken"
ICT_SLUG = "ict-hardware-langer-gebruiken"
SUN_SLUG = "zonnepanelen-met-bekende-herkomst"
WORDS = {"waarover": "Samen kopen", "keten": "catering"}


def start(client: CheckingClient, name: str) -> str:
    answer = client.send(START, form=FORM, **WORDS, naam=name)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def move(acting: Acting, slug: str, state: GroupState) -> None:
    acting.do(
        "manager",
        services.move_group,
        group_id=group_id(acting.database, slug),
        state=state,
        since=local_day(NOW),
        reason="omdat",
    )


@pytest.mark.parametrize("name", [ICT, ICT.upper(), "ICT-hárdware  langer gebruiken "])
def test_a_name_is_taken_whatever_case_and_accents(client: CheckingClient, name: str) -> None:
    client.as_("trekker2")
    answer = client.send(START, form=FORM, **WORDS, naam=name)
    assert answer.status_code == 422
    page = Page(answer)
    assert page.all("#naam-fout")
    assert "Een andere groep heet al" in page.words
    assert page.fields(FORM)["waarover"] == "Samen kopen"
    in_english(client)
    answer = client.send(START, form=FORM, **WORDS, naam=name)
    assert "Another group is called" in answer.text


def test_nor_is_a_group_renamed_to_it(client: CheckingClient) -> None:
    client.as_("trekker")
    facts = f"/buyer-groups/{SUN_SLUG}/gegevens"
    answer = client.send(facts, form=FORM, naam=ICT, reden="mooier")
    assert answer.status_code == 422
    assert Page(answer).all("#naam-fout")
    # Its own name in other letters is nobody else's.
    own = client.page(facts).fields(FORM)["naam"]
    assert client.send(facts, form=FORM, naam=own.upper(), reden="groot").status_code == 303


def test_the_name_of_a_closed_group_is_free_and_then_it_stays_closed(
    client: CheckingClient, database: Database
) -> None:
    acting = Acting(database)
    move(acting, ICT_SLUG, GroupState.CLOSED)
    made = start(client.as_("trekker2"), ICT)
    assert made == f"/buyer-groups/{ICT_SLUG}-2"
    with pytest.raises(RefusedError) as refused:
        move(acting, ICT_SLUG, GroupState.ACTIVE)
    assert refused.value.words is services.NAME_TAKEN
    move(acting, f"{ICT_SLUG}-2", GroupState.CLOSED)
    move(acting, ICT_SLUG, GroupState.ACTIVE)


@pytest.mark.parametrize("name", ["Nieuw", "Uitnodigingen", "Mededingingsprotocol", "!!!"])
def test_a_group_may_be_called_like_a_fixed_page(client: CheckingClient, name: str) -> None:
    made = start(client.as_("trekker2"), name)
    assert made.rsplit("/", 1)[1] not in TAKEN
    assert client.page(made).heading == name
    assert client.page(f"{made}/deelnemers").heading.startswith(name)


def test_but_its_address_is_not_that_of_one(client: CheckingClient) -> None:
    made = start(client.as_("trekker2"), "Nieuw")
    for taken in sorted(TAKEN):
        answer = client.send(f"{made}/gegevens", form=FORM, adres=taken, reden="korter")
        assert answer.status_code == 422
        assert Page(answer).all("#adres-fout")
        assert f"Het adres '{taken}' is van een vaste pagina" in Page(answer).words
    in_english(client)
    answer = client.send(f"{made}/gegevens", form=FORM, adres="nieuw", reden="korter")
    assert "is that of a fixed page" in Page(answer).words


def test_every_fixed_page_beside_groups_is_taken(app: Flask) -> None:
    fixed = {
        rule.rule.split("/")[2]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/buyer-groups/")
    }
    assert {part for part in fixed if not part.startswith("<")} == TAKEN
