"""The board through time: bars by the day from which a phase holds, as it was known on a day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from buyergroups.access.actor import Actor
from buyergroups.accounts.services import make_administrator
from buyergroups.corrections.services import correct_assessment, correct_report
from buyergroups.db import Database
from buyergroups.phases.lanes import LEGEND
from buyergroups.phases.services import assess_phase, report_status, say_still_correct
from models.base import Precision
from models.history import ActorKind
from models.phases import Progress, StatusUpdate
from seed.bulk import load_bulk
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

TIMELINE = "/bord/tijdlijn"
SUN, ICT = "zonnepanelen", "ict-hardware-en-mobiele-apparaten"


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


@pytest.fixture
def act(demo: Database) -> Acting:
    return Acting(demo)


def lane(page: Page, slug: str) -> Tag:
    """The line of a chain."""
    rows = page.soup.select(".kb-swim__table tbody tr")
    [found] = [row for row in rows if row.select(f'a[href^="/ketens/{slug}"]')]
    return found


def titles(page: Page, slug: str) -> list[str]:
    """What is told of everything on the line of a chain."""
    return [title.get_text() for title in lane(page, slug).select("title")]


def shapes(page: Page, slug: str) -> list[str]:
    return [str(use["href"]).removeprefix("#tl-") for use in lane(page, slug).select("use")]


def facts(page: Page, slug: str) -> list[str]:
    """The lines of a chain in the table under the drawing."""
    group = page.soup.select_one(f"#feiten-{slug}")
    assert group is not None
    body = group.find_parent("tbody")
    assert body is not None
    return [" ".join(row.get_text(" ").split()) for row in body.select("tr")[1:]]


def assess(
    act: Acting, phase: int, since: date | None, precision: Precision, slug: str = SUN
) -> int:
    made = act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[slug],
        phase_id=act.phases[phase],
        since=since,
        since_precision=precision,
        reason="Omdat.",
    )
    act.forward(minutes=1)
    return int(made.id)


@pytest.mark.both_databases
def test_the_same_chains_as_on_the_board(reader: CheckingClient) -> None:
    for query, number in (("", 5), ("?toon=prioritair", 20), ("?toon=alle", 58)):
        page = reader.page(f"{TIMELINE}{query}")
        assert len(page.all(".kb-swim__table tbody tr")) == number
    page = reader.page(f"{TIMELINE}?toon=prioritair&cluster=energie&volgorde=naam")
    board = reader.page("/bord?toon=prioritair&cluster=energie&volgorde=naam")
    assert set(page.all(".kb-swim__link")) == set(board.all(".kb-card__link"))
    assert page.all(".kb-ways [aria-current]") == ["tijdlijn"]
    assert page.heading == "Fasebord als tijdlijn"


def test_it_is_reached_from_the_board_with_its_filters(reader: CheckingClient) -> None:
    page = reader.page("/bord?toon=prioritair&cluster=energie")
    link = page.soup.find("a", string="tijdlijn")
    assert isinstance(link, Tag)
    assert link["href"] == f"{TIMELINE}?toon=prioritair&cluster=energie"


@pytest.mark.both_databases
def test_a_lane_tells_phases_assessments_reports_and_what_comes(reader: CheckingClient) -> None:
    page = reader.page(TIMELINE)
    told = titles(page, ICT)
    assert "Fase II Competitie sinds jul 2025, bevestigd" in told
    assert "Fase III Synergie & integratie sinds okt 2026, voorlopig" in told
    assert (
        "Fase III Synergie & integratie sinds jan 2026. Beoordeeld op 4 feb 2026, "
        "teruggegeven op 13 mrt 2026" in told
    )
    assert "9 nov 2026. Statusupdate: op koers" in told
    assert "25 aug 2026. Nog actueel: op koers" in told
    assert "Jaarselectie 2027: voortzetten" in told
    assert any(text.startswith("15 dec 2026. Volgende stap: ") for text in told)
    marks = shapes(page, ICT)
    assert marks.count("returned") == 1
    assert marks.count("provisional") == 1
    assert marks.count("confirmed") == 2
    assert {"on-track", "on-track-small", "needs-attention", "step"} <= set(marks)
    assert "withdrawn" in shapes(page, "wmo-hulpmiddelen")
    assert "step-late" in shapes(page, "batterijen")


def test_the_table_says_everything_that_is_drawn(reader: CheckingClient) -> None:
    page = reader.page(f"{TIMELINE}?toon=alle&van=2014")
    for row in page.soup.select(".kb-swim__table tbody tr"):
        link = row.select_one(".kb-swim__link")
        assert link is not None
        slug = str(link["href"]).removeprefix("/ketens/")
        marks = row.select("use")
        if not row.select("title"):
            assert row["class"] == ["kb-swim__quiet"]
            continue
        said = facts(page, slug)
        bands = [t for t in titles(page, slug) if t.startswith("Jaarselectie")]
        assert len(said) >= len(marks) + len(bands), slug
        count = row.select_one(".kb-swim__facts")
        assert count is not None
        assert count.get_text().startswith(f"{len(said)} feit")


def test_every_shape_is_in_the_legend_and_in_the_drawing(reader: CheckingClient) -> None:
    page = reader.page(f"{TIMELINE}?toon=alle")
    known = {shape for _, group in LEGEND for shape, _, _ in group}
    drawn = {str(use["href"]).removeprefix("#tl-") for use in page.soup.select("td use")}
    assert {name.removesuffix("-small") for name in drawn} <= known
    legend = page.all(".kb-chart__legend")[0]
    assert "teruggegeven" in legend
    assert "gecorrigeerd" not in legend, "nothing was corrected yet"


def test_a_start_that_is_vague_is_soft_and_one_that_nobody_knows_is_open(
    reader: CheckingClient, act: Acting
) -> None:
    page = reader.page(f"{TIMELINE}?toon=alle")
    assert "begin niet bekend" in lane(page, "schoonmaak").get_text()
    assert "Fase II Competitie, begindatum niet bekend, bevestigd" in titles(page, "schoonmaak")
    # A day has a sharp edge: of the ground of the hatch nothing is added.
    before = lane(page, SUN).select('rect[fill="url(#tl-soft)"]')
    assess(act, 3, date(2026, 11, 2), Precision.DAY)
    page = reader.page(f"{TIMELINE}?toon=alle")
    assert len(lane(page, SUN).select('rect[fill="url(#tl-soft)"]')) == len(before)
    assert "Fase III Synergie & integratie sinds 2 nov 2026, voorlopig" in titles(page, SUN)
    assess(act, 4, date(2026, 11, 1), Precision.MONTH)
    page = reader.page(f"{TIMELINE}?toon=alle")
    assert "Fase IV Institutionalisering sinds nov 2026, voorlopig" in titles(page, SUN)
    assert "withdrawn" in shapes(page, SUN)


def test_what_was_assessed_back_in_time_is_drawn_back_in_time(
    reader: CheckingClient, act: Acting
) -> None:
    """The lead finds out that it was never phase II: the bar goes, and the mark stays."""
    assess(act, 1, date(2025, 9, 1), Precision.DAY)
    told = titles(reader.page(TIMELINE), SUN)
    assert "Fase I Inceptie sinds 1 sep 2025, voorlopig" in told
    assert not any(re.match(r"Fase II Competitie sinds okt 2025, bevestigd$", t) for t in told)
    assert any("Fase II Competitie sinds okt 2025. Beoordeeld op" in t for t in told)


@pytest.mark.both_databases
def test_as_it_stood_on_a_day_is_what_was_recorded_by_then(
    reader: CheckingClient, act: Acting, demo: Database
) -> None:
    earlier = f"{TIMELINE}?toon=alle&op=2026-11-20"
    before = reader.page(earlier)
    assert "20 nov 2026" in before.all(".kb-swim__table thead")[0]
    assert "vandaag" not in before.all(".kb-swim__table thead")[0]
    wrong = assess(act, 3, date(2026, 3, 1), Precision.DAY)
    act.do(
        "beheer",
        correct_assessment,
        assessment_id=wrong,
        chain_id=act.chains[SUN],
        phase_id=act.phases[2],
        since=date(2026, 3, 1),
        since_precision=Precision.DAY,
        text="Omdat.",
        reason="Tikfout",
    )
    act.forward(minutes=1)
    with demo.read() as session:
        report_id = session.scalar(
            select(StatusUpdate.id)
            .where(StatusUpdate.chain_id == act.chains[SUN])
            .order_by(StatusUpdate.reported_at.desc())
        )
    act.do(
        "beheer",
        correct_report,
        report_id=report_id,
        chain_id=act.chains[SUN],
        progress=Progress.NEEDS_ATTENTION,
        stagnation_reason=None,
        changed=None,
        next_step="",
        next_step_on=None,
        reason="Tikfout",
    )
    act.forward(minutes=1)
    act.do("trekker", say_still_correct, chain_id=act.chains[ICT])
    now = reader.page(f"{TIMELINE}?toon=alle")
    assert "corrected" in shapes(now, SUN)
    assert "gecorrigeerd" in now.all(".kb-chart__legend")[0]
    wrong_report = "5 nov 2026. Statusupdate: stagneert (geen duurzaam alternatief)"
    assert wrong_report in titles(before, SUN)
    assert wrong_report not in titles(now, SUN)
    assert "5 nov 2026. Statusupdate, later gecorrigeerd: aandacht nodig" in titles(now, SUN)
    assert "21 nov 2026. Nog actueel: op koers" in titles(now, ICT)
    again = reader.page(earlier)
    assert str(lane(again, SUN)) == str(lane(before, SUN))
    assert facts(again, ICT) == facts(before, ICT)


def test_what_changed_since_a_day_is_marked(reader: CheckingClient) -> None:
    page = reader.page(f"{TIMELINE}?toon=prioritair&sinds=2026-06-01")
    assert "veranderd na 1 jun 2026" in page.all(".kb-swim__table thead")[0]
    assert "andere fase" in lane(page, SUN).get_text()
    assert "kb-badge" not in str(lane(page, "spoor"))
    assert page.soup.select_one("#veranderd") is not None


def test_the_years_are_a_choice(reader: CheckingClient) -> None:
    def years(page: Page) -> list[str]:
        return re.findall(r"\b20\d\d\b", page.all(".kb-swim__table thead")[0])

    page = reader.page(TIMELINE)
    assert years(page) == ["2024", "2025", "2026", "2027"]
    assert page.fields("form.kb-filters")["van"] == "", "another filter may have other usual years"
    assert 'placeholder="2024"' in str(page.soup.select_one("#van"))
    page = reader.page(f"{TIMELINE}?van=2026&tot=2026")
    assert years(page) == ["2026"]
    assert "Fase I Inceptie sinds 2023" not in " ".join(titles(page, SUN))
    # Every other link of the page keeps the years, and one goes back to the usual ones.
    link = page.soup.select_one('.kb-views__link[href*="prioritair"]')
    assert link is not None
    assert link["href"] == f"{TIMELINE}?toon=prioritair&van=2026&tot=2026"
    usual = page.soup.find("a", string="Gewone jaren")
    assert isinstance(usual, Tag)
    assert usual["href"] == TIMELINE
    far = reader.page(f"{TIMELINE}?van=2090")
    assert far.all(".kb-swim__table tbody tr.kb-swim__quiet") != []
    assert far.soup.select("td use") == []


def test_an_address_is_written_in_one_way(client: CheckingClient) -> None:
    client.as_("klankbord")
    answer = client.get(f"{TIMELINE}?cluster=&op=&van=&tot=2026&toon=prioritair")
    assert (answer.status_code, answer.location) == (302, f"{TIMELINE}?toon=prioritair&tot=2026")
    answer = client.get(f"{TIMELINE}?tot=2026", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == f"{TIMELINE}?tot=2026"
    assert b"<html" not in answer.data


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("van=later", "'later' is geen jaar"),
        ("tot=26", "'26' is geen jaar"),
        ("van=2027&tot=2024", "ligt na het laatste"),
        ("van=1990&tot=2030", "ten hoogste 20 jaar"),
        ("van=%00", "is geen jaar"),
        ("van=" + "9" * 5000, "is geen jaar"),
        ("van=<script>&op=31-02-2026", "bestaat niet"),
        ("cluster=zzz", "bestaat niet"),
        ("pagina=2", "Bladzijde 2 is er niet"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(
    reader: CheckingClient, query: str, sentence: str
) -> None:
    page = reader.page(f"{TIMELINE}?{query}", status=422)
    assert sentence in page.words
    assert page.soup.select_one(".kb-swim__table") is not None
    english = reader.page(f"{TIMELINE}?{query}", status=422, headers={"HX-Request": "true"})
    assert sentence in english.words


def test_what_was_typed_stays_in_its_field(reader: CheckingClient) -> None:
    page = reader.page(f"{TIMELINE}?van=later&tot=2026", status=422)
    fields = page.fields("form.kb-filters")
    assert (fields["van"], fields["tot"]) == ("later", "2026")
    field = page.soup.select_one("#van")
    assert field is not None
    assert field["aria-describedby"] == "van-fout"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["van", "tot"]), st.text(max_size=12))
def test_whatever_stands_in_the_address(reader: CheckingClient, name: str, value: str) -> None:
    answer = reader.get(TIMELINE, query_string={name: value}, follow_redirects=True)
    assert answer.status_code in (200, 422)


@pytest.mark.data("fresh")
def test_with_nothing_recorded_every_lane_says_so(client: CheckingClient, fresh: Database) -> None:
    with fresh.write() as session:
        make_administrator(
            session,
            Actor(ActorKind.COMMAND),
            NOW,
            email="eerste@voorbeeld.example",
            name="Eerste",
            password_hash="x",
        )
    client.as_("eerste@voorbeeld.example")
    page = client.page(f"{TIMELINE}?toon=alle")
    assert len(page.all(".kb-swim__quiet")) == 58
    assert "nog niet beoordeeld; nog geen statusupdate" in page.words
    assert page.soup.select(".kb-chart__data") == []
    nothing = client.page(f"{TIMELINE}?toon=selectie")
    assert nothing.soup.select(".kb-swim__table") == []
    assert "Er is nog geen jaarselectie besloten." in nothing.words


def test_what_people_wrote_keeps_its_language(reader: CheckingClient, act: Acting) -> None:
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains[SUN],
        progress=Progress.ON_TRACK,
        next_step="<b>Call</b> & ask",
        next_step_on=date(2026, 12, 24),
        language="en",
    )
    page = reader.page(TIMELINE)
    step = page.soup.select_one('.kb-chart__data span[lang="en"]')
    assert step is not None
    assert step.get_text() == "<b>Call</b> & ask"
    assert "24 dec 2026. Volgende stap: <b>Call</b> & ask" in titles(page, SUN)


def test_in_english(client: CheckingClient) -> None:
    client.as_("klankbord")
    client.post("/taal", data=client.page(TIMELINE).fields("#taal-en"))
    page = client.page(TIMELINE)
    assert page.heading == "Phase board as a timeline"
    told = titles(page, ICT)
    assert "Phase II Competition since Jul 2025, confirmed" in told
    assert "9 Nov 2026. Report: on track" in told
    assert "today" in page.all(".kb-swim__table thead")[0]


@pytest.mark.both_databases
def test_many_chains_stand_on_pages(client: CheckingClient, demo: Database) -> None:
    load_bulk(demo, NOW, chains=260, people=20, seed=1)
    client.as_("klankbord")
    first = client.page(f"{TIMELINE}?toon=alle")
    assert len(first.all(".kb-swim__table tbody tr")) == 200
    link = first.soup.select_one('.kb-pagination__link[href*="pagina=2"]')
    assert link is not None
    second = client.page(str(link["href"]))
    assert second.all(".kb-swim__table tbody tr")
    both = first.all(".kb-swim__link") + second.all(".kb-swim__link")
    assert len(both) >= 260
