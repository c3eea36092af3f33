"""The rows of a plan: filled in, refused, frozen with the version, and how they fare after it."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from odfdo import Document
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.documents.rules import Move
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.plans import queries, rules, services
from buyergroups.plans.forms import parse_number, typed_number
from buyergroups.plans.parts import ACTIVITIES, FOCUS, GOALS, PARTS, Part
from models.plans import ActivityLevel, ActivityState
from models.programme import Theme
from tests.access.people import ICT
from tests.plans.writing import PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.statements import Statements

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"
SUN = "/ketens/zonnepanelen/plan"

FILLED: dict[str, dict[str, str]] = {
    "risicos": {"what": "Ongelukken", "step_id": "1", "likelihood": "high", "severity": "low"},
    "focus": {"theme_id": "1"},
    "doelen": {
        "theme_id": "1",
        "indicator": "Aandeel",
        "unit": "%",
        "baseline": "12,5",
        "target": "1.250",
        "target_on": "1-3-2028",
    },
    "activiteiten": {
        "what": "Niet kopen",
        "level": "effect",
        "state": "planned",
        "since": "1-1-2026",
        "until": "1-6-2026",
    },
    "instrumenten": {"instrument_id": "1", "does": "Regelt iets"},
    "programmas": {"name": "Eigen programma"},
    "regels": {"name": "Batterijenverordening"},
    "geld": {"payer": "Iemand", "amount_eur": "€ 12.500", "year": "2027"},
}


@pytest.fixture
def plan(demo: Database) -> Plan:
    made = Plan(Acting(demo))
    made.begin()
    return made


def add(plan: Plan, part: Part, key: str | None = None, **values: Any) -> str:
    return str(
        plan.act.do(
            plan.lead,
            services.save_row,
            version_id=plan.version_id,
            part=part,
            values=values,
            key=key,
        )
    )


def activity(plan: Plan, **values: Any) -> str:
    return add(
        plan,
        ACTIVITIES,
        **{
            "what": "Iets doen",
            "level": ActivityLevel.ACTIVITY,
            "state": ActivityState.PLANNED,
            **values,
        },
    )


def goal(plan: Plan, **values: Any) -> str:
    with plan.act.database.read() as session:
        theme = session.scalars(select(Theme.id)).first()
    usual = {"indicator": "i", "unit": "%", "target": 10.0, "target_on": date(2028, 1, 1)}
    return add(plan, GOALS, **{"theme_id": theme, **usual, **values})


def finish(plan: Plan) -> None:
    plan.write("scope", "tekst")
    plan.move(Move.SUBMIT)
    plan.move(Move.ADOPT, "manager")


@pytest.mark.both_databases
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_each_part_is_filled_in_changed_and_taken_out(
    plan: Plan, client: CheckingClient, part: Part
) -> None:
    client.as_(plan.lead)
    address = f"{PLAN}/concept/{part.code}/toevoegen"
    empty = Page(client.send(address, FORM))
    assert empty.status == 422
    sent = client.send(address, FORM, **FILLED[part.code])
    assert sent.status_code == 303, Page(sent).all(".kb-error")
    draft = client.page(f"{PLAN}/concept")
    link = next(
        str(tag["href"])
        for tag in draft.soup.select(f"a[href^='{PLAN}/concept/{part.code}/']")
        if not str(tag["href"]).endswith("toevoegen")
    )
    fields = client.page(link).fields(FORM)
    text = next(iter(FILLED[part.code]))
    assert fields[text] == FILLED[part.code][text]
    other = "2" if fields[text].isdigit() else "Anders"
    assert client.post(link, data=fields | {text: other}).status_code == 303
    # Two at once: the second one is shown both.
    again = Page(client.post(link, data={**fields, "inzending": "anders"}))
    assert again.status == 409
    assert again.fields(FORM)[text] == FILLED[part.code][text]
    assert client.send(link, f"form[action='{link}/weghalen']").status_code == 303
    client.page(link, 404)


@pytest.mark.parametrize(
    ("code", "wrong", "field"),
    [
        ("activiteiten", {"since": "2-6-2026"}, "until"),
        ("activiteiten", {"until": "31-2-2026"}, "until"),
        ("activiteiten", {"level": "bestaat-niet"}, "level"),
        ("doelen", {"target": "veel"}, "target"),
        ("doelen", {"target_on": "1-1-1900"}, "target_on"),
        ("doelen", {"theme_id": "99999"}, "theme_id"),
        ("doelen", {"indicator": "x" * 201}, "indicator"),
        ("geld", {"amount_eur": "-5"}, "amount_eur"),
        ("geld", {"amount_eur": "12,5"}, "amount_eur"),
        ("geld", {"year": "20027"}, "year"),
        ("geld", {"activity_key": "bcdfghjkmn"}, "activity_key"),
        ("programmas", {"name": "  "}, "name"),
        ("risicos", {"what": "a\x00b"}, "what"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    plan: Plan, client: CheckingClient, code: str, wrong: dict[str, str], field: str
) -> None:
    client.as_(plan.lead)
    page = Page(client.send(f"{PLAN}/concept/{code}/toevoegen", FORM, **{**FILLED[code], **wrong}))
    assert page.status == 422
    assert page.soup.select_one(f"#{field}-fout") is not None, page.words


@pytest.mark.both_databases
def test_numbers_too_large_are_a_sentence(plan: Plan, client: CheckingClient) -> None:
    client.as_(plan.lead)
    for code, name in (("geld", "amount_eur"), ("doelen", "target")):
        sent = {**FILLED[code], name: "9" * 14}
        assert client.send(f"{PLAN}/concept/{code}/toevoegen", FORM, **sent).status_code == 422


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1250", 1250.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.250", 1250.0),
        ("1.250,75", 1250.75),
        ("-3", -3.0),
        ("1e5", None),
        ("nan", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_numbers_as_people_type_them(typed: str, value: float | None) -> None:
    assert parse_number(typed) == value
    if value is not None:
        assert parse_number(typed_number(value)) == value


def test_rows_are_frozen_with_the_version_and_taken_along(plan: Plan, demo: Database) -> None:
    key = activity(plan, what="Eerst")
    finish(plan)
    first = plan.version_id
    with pytest.raises(RefusedError):
        add(plan, ACTIVITIES, key, what="Anders", level="activity", state="planned")
    with pytest.raises(RefusedError):
        plan.act.do(plan.lead, services.remove_row, version_id=first, part=ACTIVITIES, key=key)
    keep(plan, key, ActivityState.RUNNING)
    plan.begin()
    add(plan, ACTIVITIES, key, what="Anders", level="activity", state=ActivityState.RUNNING)
    with demo.read() as session:
        found = queries.rows(session, [first, plan.version_id])
    (old,), (new,) = found[first]["activiteiten"], found[plan.version_id]["activiteiten"]
    assert (old.what, old.state) == ("Eerst", ActivityState.PLANNED)
    assert (new.what, new.state, new.key) == ("Anders", ActivityState.RUNNING, key)


def keep(plan: Plan, key: str, state: ActivityState, note: str = "", **more: Any) -> None:
    plan.act.do(
        plan.lead,
        services.record_progress,
        chain_id=plan.subject.id,
        activity_key=key,
        state=state,
        note=note,
        **more,
    )


def test_finishing_asks_what_came_of_it_and_the_second_is_told(plan: Plan) -> None:
    key = activity(plan)
    with pytest.raises(NotThereError):
        keep(plan, key, ActivityState.RUNNING)  # a draft does not fare yet
    finish(plan)
    with pytest.raises(RefusedError, match="came of it"):
        keep(plan, key, ActivityState.DONE, " ")
    keep(plan, key, ActivityState.DONE, "Veel", seen=0)
    with pytest.raises(ChangedMeanwhileError):
        keep(plan, key, ActivityState.STOPPED, seen=0)


def test_measurements_are_facts_of_a_day(plan: Plan, demo: Database) -> None:
    key = goal(plan, baseline=0.0)
    finish(plan)
    today = local_day(plan.act.now)

    def measure(day: date, value: float) -> None:
        plan.act.do(
            plan.lead,
            services.record_measurement,
            chain_id=plan.subject.id,
            goal_key=key,
            measured_on=day,
            value=value,
        )

    with pytest.raises(RefusedError, match="future"):
        measure(today + timedelta(days=1), 1)
    with pytest.raises(RefusedError):
        measure(today, float("inf"))
    measure(today, 3)
    measure(today - timedelta(days=9), 1)
    measure(today, 5)
    with demo.read() as session:
        found = queries.measurements(session, plan.subject.id)[key]
    assert [fact.value for fact in found] == [1, 5]


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share"),
    [(0, 10, 5, 50), (10, 0, 5, 50), (None, 4, 1, 25), (5, 5, 5, None), (0, 10, 20, 100)],
)
def test_how_far_a_goal_is(
    baseline: float | None, target: float, value: float, share: int | None
) -> None:
    assert rules.share(baseline, target, value) == share
    assert rules.share(baseline, target, None) is None


def test_a_deadline_of_today_is_not_overdue(plan: Plan, demo: Database) -> None:
    today = local_day(plan.act.now)
    assert not rules.is_overdue(ActivityState.PLANNED, today, today)
    late = activity(plan, what="Laat", until=today - timedelta(days=1))
    activity(plan, what="Vandaag", until=today)
    finish(plan)
    with demo.read() as session:
        found = queries.overdue(session, [plan.subject.id], today)
    assert [row.what for row in found] == ["Laat"]
    keep(plan, late, ActivityState.DONE, "Klaar")
    with demo.read() as session:
        assert queries.overdue(session, [plan.subject.id], today) == []


def test_more_than_three_themes_is_warned_of_and_social_return_does_not_count(
    plan: Plan, client: CheckingClient
) -> None:
    with plan.act.database.read() as session:
        themes = {row.code: row.id for row in session.scalars(select(Theme))}
    client.as_(plan.lead)
    for code in ("climate", "circular", "human-rights", "social-return"):
        add(plan, FOCUS, theme_id=themes[code])
    assert "meer dan" not in client.page(f"{PLAN}/concept").words
    add(plan, FOCUS, theme_id=themes["diversity-inclusion"])
    assert "meer dan 3 thema" in client.page(f"{PLAN}/concept").words
    with pytest.raises(RefusedError):
        add(plan, FOCUS, theme_id=themes["climate"])


@pytest.mark.both_databases
def test_a_plan_of_sixty_activities_takes_as_many_statements(
    plan: Plan,
    demo: Database,
    client: CheckingClient,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    activity(plan)
    goal(plan)
    client.as_("manager")
    with counted(demo) as few:
        client.page(f"{PLAN}/concept")
    for nr in range(59):
        activity(plan, what=f"Activiteit {nr}", until=date(2026, 1, 1))
        if nr < 19:
            goal(plan, indicator=f"Doel {nr}")
    with counted(demo) as many:
        client.page(f"{PLAN}/concept")
    assert len(many) == len(few), str(many)
    assert len(few) <= 36, str(few)


@pytest.mark.both_databases
def test_files_hold_what_the_page_holds(client: CheckingClient) -> None:
    client.as_("publiek")
    text = client.get(f"/ketens/{ICT}/plan.md").get_data(as_text=True)
    assert text.startswith("# Productketenplan ICT-hardware en mobiele apparaten, versie 2\n")
    assert "## 4. Activiteiten en interventies" in text
    assert "| Marktdialoog over refurbished laptops | Leveranciers |" in text
    answer = client.get(f"/ketens/{ICT}/plan.odt?versie=1")
    document: Any = Document(io.BytesIO(answer.data))
    headings = [str(header).strip() for header in document.body.headers]
    assert headings[0].endswith("versie 1")
    assert any("Risicoanalyse" in heading for heading in headings)
    assert len(document.body.lists) >= 1
    assert len(document.body.tables) >= 8
    assert client.get(f"{SUN}.md?versie=concept").status_code == 404
    assert client.get(f"{SUN}.odt?versie=concept").status_code == 404


def test_a_file_holds_links_lists_and_tables(plan: Plan, client: CheckingClient) -> None:
    client.as_(plan.lead)
    text = (
        "### Kop\n\nZie [de site](https://voorbeeld.example/a) **nu**.\n\n"
        "- een\n- twee\n    - drie\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    )
    client.send(f"{PLAN}/concept/tekst/scope", FORM, tekst=text)
    answer = client.get(f"{PLAN}.odt?versie=concept")
    document: Any = Document(io.BytesIO(answer.data))
    (link,) = document.body.get_links()
    assert link.url == "https://voorbeeld.example/a"
    assert "Kop" in [str(header).strip() for header in document.body.headers]
    assert "drie" in document.body.lists[0].get_formatted_text()
    assert len(document.body.tables) == 1


def test_a_goal_of_another_chain_is_not_there(plan: Plan, client: CheckingClient) -> None:
    key = goal(plan)
    did = activity(plan)
    finish(plan)
    client.as_(plan.lead).page(f"{PLAN}/doelen/{key}/meten")
    client.page(f"{PLAN}/activiteiten/{did}/stand")
    client.page(f"/ketens/catering/plan/doelen/{key}/meten", 404)
