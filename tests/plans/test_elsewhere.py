"""What plans say on other pages: the page of today, the board by theme, the tabs of a chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.documents import services as documents
from buyergroups.documents.rules import Move
from buyergroups.plans import services
from buyergroups.plans.parts import ACTIVITIES, FOCUS
from models.plans import ActivityLevel, ActivityState
from models.programme import Theme
from tests.plans.writing import PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient

NewClient = Callable[[], CheckingClient]
IMPACT = "/bord/impact?toon=prioritair"


def lines(client: CheckingClient) -> str:
    return " | ".join(client.page("/").all(".kb-today__what"))


def submitted(plan: Plan) -> None:
    plan.begin()
    plan.write("scope", "tekst")
    plan.move(Move.SUBMIT)


@pytest.mark.both_databases
def test_who_adopts_reviews_or_wrote_it_sees_it_wait(demo: Database, new_client: NewClient) -> None:
    plan = Plan(Acting(demo))
    submitted(plan)
    manager = new_client().as_("manager")
    page = manager.page("/")
    assert "wacht op vaststellen" in lines(manager)
    assert page.soup.select_one(f"a[href='{PLAN}/concept/stap/vaststellen']")
    assert "ligt ter beoordeling" in lines(new_client().as_("opgave"))
    lead = new_client().as_("trekker2")
    assert "productketenplan" not in lines(lead)
    plan.act.do(
        "manager", documents.comment, version_id=plan.version_id, code="scope", text="Waarom?"
    )
    assert "productketenplan: 1 van de opmerkingen nog open" in lines(lead)
    for who in ("publiek", "expert", "beheer", "trekker3"):
        assert "Bedrijfskleding productketenplan" not in lines(new_client().as_(who))


@pytest.mark.both_databases
def test_overdue_activities_are_the_leads(demo: Database, new_client: NewClient) -> None:
    act = Acting(demo)
    plan = Plan(act)
    plan.begin()
    today = local_day(act.now)
    for nr, until in enumerate((today, today - timedelta(days=1))):
        act.do(
            plan.lead,
            services.save_row,
            version_id=plan.version_id,
            part=ACTIVITIES,
            values={
                "what": f"Activiteit {nr}",
                "level": ActivityLevel.ACTIVITY,
                "state": ActivityState.PLANNED,
                "until": until,
            },
        )
    lead = new_client().as_("trekker2")
    assert "Activiteit" not in lines(lead)
    plan.write("scope", "x")
    plan.move(Move.SUBMIT)
    plan.move(Move.ADOPT, "manager")
    assert "'Activiteit 1' had klaar moeten zijn" in lines(lead)
    assert "Activiteit 0" not in lines(lead)
    assert "Activiteit" not in lines(new_client().as_("trekker3"))


@pytest.mark.both_databases
def test_focus_stands_on_the_board_from_the_day_it_was_adopted(
    demo: Database, new_client: NewClient
) -> None:
    act = Acting(demo)
    plan = Plan(act)
    reader = new_client().as_("publiek")

    def marked() -> list[str]:
        found = reader.page(IMPACT).soup.select("td a.kb-badge")
        return [str(tag["href"]) for tag in found if "bedrijfskleding" in str(tag["href"])]

    plan.begin()
    with demo.read() as session:
        theme = session.scalars(select(Theme.id).where(Theme.code == "climate")).one()
    act.do(
        plan.lead,
        services.save_row,
        version_id=plan.version_id,
        part=FOCUS,
        values={"theme_id": theme},
    )
    assert marked() == []
    plan.write("scope", "x")
    plan.move(Move.SUBMIT)
    plan.move(Move.ADOPT, "manager")
    assert marked() == [f"{PLAN}#goals"]
    before = reader.page(f"{IMPACT}&op={(local_day(act.now) - timedelta(days=1)).isoformat()}")
    assert not [
        tag for tag in before.soup.select("td a.kb-badge") if "bedrijfskleding" in str(tag["href"])
    ]


@pytest.mark.data("fresh")
def test_without_a_demonstration_the_page_says_how_to_begin(
    database: Database, new_client: NewClient
) -> None:
    from tests.support.beginning import begin  # noqa: PLC0415 - only here

    begin(database)
    reader = new_client().as_("baas")
    page = reader.page("/ketens/catering/plan")
    assert "De ketentrekker begint het plan" in page.words
    lead = new_client().as_("eerste").page("/ketens/catering/plan")
    assert lead.soup.select_one("form[action='/ketens/catering/plan/beginnen']")
    assert "Er is nog geen versie" in reader.page("/ketens/catering/plan/versies").words
    reader.page("/ketens/catering/plan/vergelijken")


@pytest.mark.data("fresh")
def test_where_there_is_no_group_there_is_nothing_to_filter(
    database: Database, new_client: NewClient
) -> None:
    from tests.support.beginning import begin  # noqa: PLC0415 - only here

    begin(database)
    lead = new_client().as_("eerste")
    page = lead.page("/buyer-groups")
    assert "Er is nog geen buyer group" in page.words
    assert not page.soup.select("form.kb-filters")
    assert lead.page("/buyer-groups?naam=x").soup.select("form.kb-filters")
