"""What is new in a group: who came, went or got another role, and where all of it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.gatherings import services as gatherings
from buyergroups.groups import services
from models.groups import MemberRole
from tests.groups.test_groups import GROUP, group_id, membership_id
from tests.support.acting import Acting
from tests.support.client import CheckingClient, in_english

pytestmark = pytest.mark.both_databases
NEWS = "section[aria-labelledby=nieuws]"
HISTORY = f"{GROUP}/geschiedenis"


def another_role(acting: Acting, role: MemberRole, *, is_secretary: bool = False) -> None:
    acting.do(
        "trekker",
        services.change_member,
        group_id=group_id(acting.database),
        membership_id=membership_id(acting.database, "privaat2"),
        role=role,
        in_core=False,
        is_secretary=is_secretary,
        reason="Nieuwe baan",
    )


def test_another_role_is_not_told_as_leaving(client: CheckingClient, database: Database) -> None:
    acting = Acting(database)
    client.as_("expert").page(GROUP)
    for role, secretary in ((MemberRole.BUYER, False), (MemberRole.EXPERT, True)):
        acting.forward(minutes=1)
        another_role(acting, role, is_secretary=secretary)
    (told,) = client.page(GROUP).all(NEWS)
    assert "is nu inkoper" in told
    assert "is nu expert, secretaris" in told
    assert "doet niet meer mee" not in told
    assert "doet mee namens" not in told
    former = client.page(f"{GROUP}/deelnemers?toon=vroeger").words
    assert former.count("kreeg een andere rol") == 2
    in_english(client)
    assert "is buyer now" in client.page(GROUP).words
    acting.forward(minutes=1)
    acting.do(
        "trekker",
        services.end_member,
        group_id=group_id(database),
        membership_id=membership_id(database, "privaat2"),
        until=local_day(acting.now),
        reason="Weg",
    )
    (told,) = client.page(GROUP).all(NEWS)
    assert told.count("no longer takes part") == 1
    assert "is buyer now" in told


def test_what_does_not_fit_is_a_link_away(client: CheckingClient, database: Database) -> None:
    acting = Acting(database)
    client.as_("expert")
    assert client.page(GROUP).all(f"{NEWS} a[href$=geschiedenis]") == ["Alle wijzigingen"]
    for nr in range(13):
        acting.forward(minutes=1)
        acting.do(
            "publiek",
            gatherings.plan_meeting,
            group_id=group_id(database),
            title=f"Overleg {nr}.",
            starts_at=acting.now,
            place="",
        )
    (link,) = client.page(GROUP).all(f"{NEWS} a[href$=geschiedenis]")
    assert link == "En nog meer: alle wijzigingen"
    news = client.page(GROUP).all(f"{NEWS} li")
    everything = client.page(HISTORY).all("main .kb-section li")
    assert everything[: len(news)] == news
    assert len(news) == 10
    assert len(everything) >= 13
    for nr in range(13):
        assert any(f"Overleg {nr}." in line for line in everything)


def test_the_history_is_paged_and_misses_nothing(
    client: CheckingClient, database: Database
) -> None:
    acting, number = Acting(database), group_id(database)
    plan: Any = {"group_id": number, "starts_at": acting.now, "place": ""}

    def at_once(session: Session, actor: Actor, now: datetime) -> None:
        for nr in range(120):
            gatherings.plan_meeting(session, actor, now, title=f"Nr {nr}.", **plan)

    acting.within("publiek", at_once)
    client.as_("expert")
    lines, nr, ways = [], 0, ["Eerder"]
    while "Eerder" in ways:
        nr += 1
        page = client.page(f"{HISTORY}?pagina={nr}")
        ways, on_it = page.all("main nav.kb-actions a"), page.all("main .kb-section li")
        assert len(on_it) == 50 or "Eerder" not in ways
        lines += on_it
    assert nr > 2
    for one in range(120):
        assert sum(f"Nr {one}." in line for line in lines) == 1
    assert any("De groep is in oprichting" in line for line in lines)
    assert "geen wijzigingen meer" in client.page(f"{HISTORY}?pagina={nr + 1}").words


def test_the_beginning_of_a_group_is_no_change_of_its_facts(client: CheckingClient) -> None:
    client.as_("manager")
    words = {"naam": "Nieuw begonnen", "waarover": "Later", "keten": "catering"}
    made = client.send("/buyer-groups/nieuw", form="form[data-concept]", **words).location
    told = client.page(f"{made}/geschiedenis").words
    assert "De groep is in oprichting" in told
    assert "gegevens van de groep zijn gewijzigd" not in told
