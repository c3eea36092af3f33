"""The page of a plan at a glance: activities by day, goals against targets, risks, what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.phases.services import say_still_correct
from buyergroups.plans import services
from buyergroups.plans.faring import ActivityNow
from buyergroups.plans.glance import risk_matrix, timeline
from buyergroups.plans.parts import ACTIVITIES, GOALS
from buyergroups.web import pages
from models.plans import ActivityLevel, ActivityState, Grade, PlanActivity, PlanGoal, PlanRisk
from tests.access.people import ICT
from tests.plans.writing import PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW

NewClient = Callable[[], CheckingClient]
TODAY = local_day(NOW)


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_adopted_plan_shows_how_it_fares(client: CheckingClient, language: str) -> None:
    client.as_("klankbord")
    token = client.page("/privacy").fields("form")["csrf_token"]
    client.post("/taal", data={"csrf_token": token, "taal": language})
    page = client.page(f"/ketens/{ICT}/plan")
    dutch = language == "nl"
    lanes = [str(lane["aria-label"]) for lane in page.soup.select(".kb-swim td svg[role=img]")]
    assert len(lanes) == 4, "one has no day, and says so"
    assert "nog geen dag gekozen" in page.words if dutch else "no day chosen yet" in page.words
    late = next(lane for lane in lanes if lane.startswith("Handreiking"))
    assert late.endswith("te laat" if dutch else "overdue")
    goals = [str(drawing["aria-label"]) for drawing in page.soup.select(".kb-chart__axis svg")]
    assert len(goals) == 2, "the third goal was not measured"
    assert goals[0].startswith("Aandeel refurbished in nieuwe laptops (%): ")
    assert "25" in goals[0]
    cells = page.all(".kb-heat td")
    assert sum("4. Uitputting van zeldzame metalen" in cell for cell in cells) == 1
    told = page.all(".kb-plan__glance details li")
    assert any("Negen leveranciers deden mee" in line for line in told)
    assert page.words.count("Vastgesteld op" if dutch else "Adopted on") == 1


@pytest.mark.both_databases
def test_what_was_recorded_before_it_was_adopted_is_not_new(
    demo: Database, new_client: NewClient
) -> None:
    act = Acting(demo)
    plan = Plan(act)
    plan.begin()
    key = act.do(
        plan.lead,
        services.save_row,
        version_id=plan.version_id,
        part=ACTIVITIES,
        values={
            "what": "Kledingbank",
            "level": ActivityLevel.ACTIVITY,
            "state": ActivityState.PLANNED,
            "until": TODAY,
        },
    )
    plan.write("scope", "x")
    reader, lead = new_client().as_("publiek"), new_client().as_("trekker2")
    assert len(lead.page(f"{PLAN}/concept").soup.select(".kb-swim td svg[role=img]")) == 1
    for state, words in ((ActivityState.RUNNING, "loopt"), (ActivityState.DONE, "afgerond")):
        plan.move_on()
        assert "Nog niet gemeten of bijgewerkt sinds" in reader.page(PLAN).words
        act.forward(minutes=1)
        act.do(
            plan.lead,
            services.record_progress,
            chain_id=plan.subject.id,
            activity_key=key,
            state=state,
            note="Klaar",
        )
        told = reader.page(PLAN).all(".kb-plan__glance details li")
        assert len(told) == 1
        assert words in told[0]
        act.forward(minutes=1)
        plan.begin()


def test_sixty_activities_are_read_fifty_at_a_time(demo: Database, new_client: NewClient) -> None:
    act = Acting(demo)
    plan = Plan(act)
    plan.begin()
    plan.write("scope", "x")
    for number in range(60):
        act.do(
            plan.lead,
            services.save_row,
            version_id=plan.version_id,
            part=ACTIVITIES,
            values={
                "what": f"Activiteit {number:02}",
                "level": ActivityLevel.ACTIVITY,
                "state": ActivityState.RUNNING,
                "until": TODAY - timedelta(days=1) if number == 55 else TODAY,
            },
        )
    plan.move_on()
    reader = new_client().as_("publiek")
    lanes, tables = ".kb-swim td svg[role=img]", ("stand", "activiteiten")
    for address, many in ((PLAN, 50), (f"{PLAN}?pagina=2", 10), (f"{PLAN}?pagina=3", 0)):
        page = reader.page(address)
        assert len(page.all(lanes)) == many, address
        for name in tables:
            assert len(page.all(f"table[aria-labelledby={name}] tbody tr")) == many, (address, name)
        assert "60 activiteiten: 60 loopt" in page.words
    late = reader.page(PLAN).soup.select_one(".kb-plan__glance a[href$='#stand']")
    assert late is not None
    assert late.get_text() == "Activiteit 55"
    there = reader.page(str(late["href"]).partition("#")[0])
    assert any("Activiteit 55" in row and "te laat" in row for row in there.all("tbody tr"))
    assert reader.get(f"{PLAN}?pagina=x").status_code == 422
    assert "Activiteit 59" in reader.get(f"{PLAN}.md").text  # a file is in one piece


def test_a_draft_shows_the_charts_of_what_it_would_become(
    demo: Database, client: CheckingClient
) -> None:
    act = Acting(demo)
    plan = Plan(act, ICT, "trekker")
    plan.begin()
    with demo.read() as session:
        row = session.scalars(
            select(PlanGoal).where(PlanGoal.version_id == plan.version_id).order_by(PlanGoal.id)
        ).first()
        assert row is not None
        values = {column.code: getattr(row, column.code) for column in GOALS.columns}
    act.do(
        "trekker",
        services.save_row,
        version_id=plan.version_id,
        part=GOALS,
        values={**values, "target": 90.0},
        key=row.key,
    )
    adopted = client.as_("trekker").page(f"/ketens/{ICT}/plan")
    draft = client.page(f"/ketens/{ICT}/plan/concept")
    charts = ".kb-swim td svg[role=img]", ".kb-chart__axis svg", ".kb-heat td"
    for chart in charts:
        assert len(draft.soup.select(chart)) == len(adopted.soup.select(chart)) > 0, chart
    assert "streefwaarde 90 op" in str(draft.soup.select_one(charts[1]))
    assert "streefwaarde 90 op" not in adopted.words


@pytest.mark.both_databases
def test_what_changed_elsewhere_draws_no_plan_anew(
    demo: Database, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, drawn, draw = Acting(demo), [], pages.render_block

    def counted(template: str, block: str, *values: Any, **named: Any) -> str:
        drawn.append(block)
        return draw(template, block, *values, **named)

    monkeypatch.setattr(pages, "render_block", counted)
    address = f"/ketens/{ICT}/plan"
    before = client.as_("publiek").page(address)
    drawn.clear()
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])
    assert client.page(address).words == before.words
    assert not drawn
    with demo.read() as session:
        key = session.scalars(select(PlanGoal.key).order_by(PlanGoal.id)).first()
    act.do(
        "trekker",
        services.record_measurement,
        chain_id=act.chains[ICT],
        goal_key=key,
        measured_on=TODAY,
        value=77.5,
        note="",
    )
    assert "77,5" in client.page(address).words
    assert drawn == ["told"]
    drawn.clear()
    lead = client.as_("trekker").page(address)
    assert "Meting vastleggen" in lead.words, "what one may do is not another's"
    assert drawn == ["told"]


def activity(since: date | None, until: date | None, state: ActivityState) -> ActivityNow:
    return ActivityNow(PlanActivity(what="x", since=since, until=until), state, None, overdue=False)


def test_a_timeline_of_every_sort_of_days() -> None:
    assert timeline([], TODAY, "nl") is None
    assert timeline([activity(None, None, ActivityState.PLANNED)], TODAY, "nl") is None
    some = (date(2026, 3, 1), None, date(2030, 12, 31), date(1999, 1, 1))
    rows = [
        activity(since, until, state)
        for state in ActivityState
        for since in some
        for until in some
        if not (since and until) or since <= until
    ]
    drawn = timeline(rows, TODAY, "en")
    assert drawn is not None
    for item, lane in zip(rows, drawn.lanes, strict=True):
        assert lane.empty == (not (item.row.since or item.row.until)), item
        for span in lane.spans:
            assert 0 <= span.at <= span.ends <= 100.01


def test_every_risk_stands_in_one_cell() -> None:
    risks = [
        PlanRisk(what=f"{likelihood} {severity}", likelihood=likelihood, severity=severity)
        for likelihood in Grade
        for severity in Grade
    ]
    drawn = risk_matrix([*risks, risks[0]], "nl")
    assert drawn is not None
    cells = [cell for _, row in drawn.rows for cell in row]
    assert sorted(cell.filled for cell in cells) == [1, 2, 2, 3, 3, 3, 4, 4, 5]
    there = [item for cell in cells for item in (cell.cell.items if cell.cell else ())]
    assert len(there) == len(set(there)) == 10
    assert risk_matrix([], "nl") is None
