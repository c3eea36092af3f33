"""A closed group takes nothing new: no amounts, meetings, texts or pledges; what is left ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.demand import services as demand
from buyergroups.documents.rules import Move
from buyergroups.errors import RefusedError
from buyergroups.gatherings import services as gatherings
from buyergroups.groups import services as groups
from buyergroups.groups.places import Place
from buyergroups.strategies.kind import GROUP_CLOSED as NOT_WRITTEN
from models.demand import HowKnown
from models.groups import GroupState
from tests.demand.test_demand_pages import ICT, place
from tests.groups.test_groups import FORM, GROUP, group_id
from tests.strategies.writing import SLUG, VISION, GroupText
from tests.support.acting import Acting
from tests.support.client import CheckingClient, in_english
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
YEAR = local_day(NOW).year + 3
VOLUME = f"{GROUP}/vraag/opgave/{ICT}/gemeente-voorbeeldstad/{YEAR}"
MEETING = {"titel": "Marktdag", "dag": "01-12-2026", "tijd": "9.30"}
CLOSED = "Deze groep is gesloten"


def close(acting: Acting, slug: str = "ict-hardware-langer-gebruiken") -> None:
    acting.do(
        "manager",
        groups.move_group,
        group_id=group_id(acting.database, slug),
        state=GroupState.CLOSED,
        since=local_day(acting.now),
        reason="Klaar",
    )


def test_who_was_typing_is_told_and_loses_nothing(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek")
    forms = {
        VOLUME: {"bedrag": "987.654", "hoe": "measured", "opmerking": "typte ik net"},
        f"{GROUP}/agenda/nieuw": {**MEETING, "plaats": "typte ik net"},
        f"{GROUP}/toezeggingen/nieuw": {"titel": "typte ik net", "lezers": "group"},
    }
    typed = {where: {**client.page(where).fields(FORM), **rest} for where, rest in forms.items()}
    close(Acting(database))
    for where, data in typed.items():
        answer = client.open(where, method="POST", data=data)
        assert answer.status_code == 422, where
        assert CLOSED in answer.text
        assert "typte ik net" in answer.text
        assert CLOSED in client.page(where, status=422).words
    in_english(client)
    for where in typed:
        assert "This group is closed" in client.page(where, status=422).words


def test_no_button_leads_there(client: CheckingClient, database: Database) -> None:
    client.as_("publiek")
    places = (
        "",
        "/agenda",
        "/vraag",
        "/vraag/opgaven",
        "/toezeggingen",
        "/marktvisie",
        "/marktstrategie",
    )

    def buttons() -> str:
        return "".join(client.page(f"{GROUP}{where}").text for where in places)

    ways = ("/agenda/nieuw", "/vraag/opgeven", "/toezeggingen/nieuw", "/beginnen")
    there = buttons()
    assert [way for way in ways if way not in there] == []
    close(Acting(database))
    shut = buttons()
    assert [way for way in ways if way in shut] == []
    assert "De groep is gesloten: er wordt niet meer aan deze tekst geschreven" in shut
    assert "De groep is gesloten: er komen geen bedragen bij" in shut
    assert "/intrekken" in client.page(f"{GROUP}/vraag").text


def test_an_amount_can_still_be_withdrawn(database: Database) -> None:
    acting, where = Acting(database), place(database, "gemeente-voorbeeldstad")
    about = {"place": where, "chain_id": acting.chains[ICT], "year": YEAR}
    stated = {"euro": 1, "how_known": HowKnown.MEASURED}
    first = acting.do("publiek", demand.state_volume, **about, **stated)
    close(acting)
    with pytest.raises(RefusedError) as refused:
        acting.do("publiek", demand.state_volume, **about, **stated, seen=first.id)
    assert refused.value.words is demand.GROUP_CLOSED
    acting.do("publiek", demand.withdraw_volume, **about, reason="fout", seen=first.id)


def test_minutes_yes_and_no_other_meeting(database: Database) -> None:
    acting = Acting(database)
    number, later = group_id(database), acting.now + timedelta(days=9)
    plan = {"title": "Slot", "place": "Hier"}
    held = acting.do(
        "publiek", gatherings.plan_meeting, group_id=number, **plan, starts_at=acting.now
    )
    acting.forward(hours=2)
    close(acting)
    acting.do("publiek", gatherings.write_minutes, ref=held.ref, text="Wij zijn klaar")
    with pytest.raises(RefusedError) as refused:
        acting.do("publiek", gatherings.plan_meeting, group_id=number, **plan, starts_at=later)
    assert refused.value.words is gatherings.GROUP_CLOSED
    with pytest.raises(RefusedError):
        acting.do("publiek", gatherings.change_meeting, ref=held.ref, **plan, starts_at=later)
    acting.do(
        "publiek",
        gatherings.change_meeting,
        ref=held.ref,
        **plan,
        starts_at=later,
        cancelled=True,
    )


def test_no_text_is_begun_written_or_submitted(database: Database, client: CheckingClient) -> None:
    acting = Acting(database)
    vision = GroupText(acting)
    vision.begin()
    vision.write("Wat er stond")
    close(acting, SLUG)
    for act in (vision.begin, lambda: vision.write("Later"), lambda: vision.move(Move.SUBMIT)):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.words is NOT_WRITTEN
    client.as_("trekker")
    page = client.page(f"{VISION}/concept/tekst/market", status=422)
    assert "De groep is gesloten" in page.words
    shown = client.page(f"{VISION}/concept")
    assert "Wat er stond" in shown.words
    assert "/indienen" not in shown.text
    assert "/tekst/" not in shown.text
    vision.move(Move.WITHDRAW)


def test_what_was_in_review_is_finished(database: Database) -> None:
    acting = Acting(database)
    vision = GroupText(acting)
    vision.begin()
    vision.write("Af")
    vision.move(Move.SUBMIT)
    close(acting, SLUG)
    vision.move(Move.ADOPT, "manager")


def test_an_open_group_of_the_same_chain_is_not_shut(database: Database) -> None:
    acting = Acting(database)
    close(acting, SLUG)
    where = place(database, "gemeente-voorbeeldstad")
    acting.do(
        "publiek",
        demand.state_volume,
        place=Place(where.group_id, where.organisation_id),
        chain_id=acting.chains[ICT],
        year=YEAR,
        euro=5,
        how_known=HowKnown.MEASURED,
    )
