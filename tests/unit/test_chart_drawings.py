"""The drawings of charts: valid, escaped, with their table, and with odd data."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from buyergroups.web import pages
from buyergroups.web.charts.lanes import Band, Lane, Mark, Span, swim
from buyergroups.web.charts.matrix import Cell, matrix
from buyergroups.web.charts.scales import DayScale
from buyergroups.web.charts.stacks import stacks
from buyergroups.web.charts.tones import RAMP, SERIES
from buyergroups.web.charts.trend import Point, trend
from buyergroups.words import Words
from models.people import Language
from tests.support.pages import body_faults

EVIL = '<b onclick="x">R&D</b>'
LONG = "Verantwoordelijkheidsverdeling arbeidsomstandighedenbeleid bij onderaannemers"
YEARS = DayScale(date(2025, 1, 1), date(2027, 12, 31))
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def draw() -> Any:
    """`draw("trend").trend_chart(...)`, in Dutch."""
    environment = pages.environment(Language.DUTCH)

    def module(name: str) -> Any:
        return environment.get_template(f"components/chart_{name}.html").module

    return module


def checked(html: object) -> BeautifulSoup:
    """A drawing that is valid, wholly escaped and without anything inline."""
    text = str(html)
    assert body_faults(text) == []
    assert EVIL not in text
    assert not re.search(r"<script|\bstyle=|\bon\w+=[\"']x", text)
    assert not re.search(r"\b(nan|inf|None)\b|-\d+(\.\d+)?%", text), text[:2000]
    soup = BeautifulSoup(text, "html.parser")
    known = {tag["id"] for tag in soup.find_all(id=True)}
    used = {str(tag["href"]).removeprefix("#") for tag in soup.find_all("use")}
    assert used | set(re.findall(r"url\(#([\w-]+)\)", text)) <= known
    return soup


def cells(soup: BeautifulSoup) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in soup.select(".kb-chart__data td")]


def percent(value: float) -> str:
    return f"{value:g} %"


def goals(draw: Any, points: list[Point], target: float | None = 50) -> BeautifulSoup:
    chart = trend(YEARS, points, say=percent, target=target, target_text="doel 50 %")
    rows = [(str(point.day), percent(point.value)) for point in points]
    return checked(
        draw("trend").trend_chart("d", chart, f"Aandeel {EVIL}", EVIL, "Dag", rows, "Nog niets.")
    )


def test_a_trend_with_its_target(draw: Any) -> None:
    points = [Point(date(2025, 3, 1), 10, EVIL), Point(date(2026, 3, 1), 25.5, "tweede")]
    soup = goals(draw, points)
    assert len(soup.select("circle")) == 2
    assert "doel 50 %" in soup.get_text()
    dashed = [line for line in soup.select("line") if line.get("stroke-dasharray")]
    assert len(dashed) == 1, "the target, and not the line itself"
    assert cells(soup) == ["2025-03-01", "10 %", "2026-03-01", "25.5 %"]
    image = soup.select_one("svg[role=img]")
    assert image is not None
    assert image["aria-label"] == EVIL


def test_a_trend_of_one_point_and_of_none(draw: Any) -> None:
    one = goals(draw, [Point(date(2026, 3, 1), 0, "nul")], target=None)
    assert len(one.select("circle")) == 1
    assert "0 %" in one.get_text()
    none = goals(draw, [], target=None)
    assert none.select("svg, table") == []
    assert "Nog niets." in none.get_text()
    aim = goals(draw, [])
    assert "Nog niets." in aim.get_text()
    assert "doel 50 %" in aim.get_text()


def test_stacked_bars(draw: Any) -> None:
    chart = stacks(
        ["Publiek", LONG, EVIL],
        [("2026", (5, 3, 0)), (EVIL, (0, 0, 0)), ("2028", (1, None, 2)), (LONG, (None,) * 3)],
        say=lambda value: f"{value:g}",
        unknown="niet bekend",
    )
    soup = checked(draw("stacks").stacked_bars("s", chart, f"Vraag {EVIL}", "Jaar"))
    bars = soup.select(".kb-stacks tbody tr")
    assert [len(bar.select("g")) for bar in bars] == [2, 0, 2, 0]
    totals = [bar.select("td")[-1].get_text() for bar in bars]
    assert totals == ["8", "0", "niet bekend", "niet bekend"]
    assert cells(soup)[:4] == ["5", "3", "0", "8"]
    assert [item.get_text(strip=True) for item in soup.select(".kb-chart__legend li")] == [
        "Publiek",
        LONG,
        EVIL,
    ]
    textures = {rect["fill"] for rect in bars[0].select("rect")}
    assert f"url(#s-{SERIES[1].texture})" in textures


def test_stacked_bars_of_nothing(draw: Any) -> None:
    chart = stacks(["Publiek"], [], say=str, unknown="?")
    assert checked(draw("stacks").stacked_bars("s", chart, "Vraag", "Jaar")).select("g") == []


def test_a_matrix_says_every_level_in_words(draw: Any) -> None:
    chart = matrix(
        "Kans",
        [LONG, EVIL],
        ["klein", LONG],
        {(0, 0): Cell(0, "geen"), (0, 1): Cell(4, "hoog", [EVIL, LONG]), (1, 0): Cell(1, "laag")},
        highest=4,
    )
    soup = checked(draw("matrix").matrix_chart(chart, f"Risico's {EVIL}"))
    found = soup.select("tbody td")
    assert [cell.b.get_text() if cell.b else cell.get_text(strip=True) for cell in found] == [
        "geen",
        "hoog",
        "laag",
        "niet bekend",
    ]
    filled = [len(cell.select('path[fill="currentColor"]')) for cell in found]
    assert filled == [0, 4, 1, 0]
    assert [item.get_text() for item in found[1].select("li")] == [EVIL, LONG]


def lanes(draw: Any, made: list[Lane], scale: DayScale = YEARS) -> BeautifulSoup:
    chart = swim(scale, made, today=TODAY, lines=[(TODAY, EVIL), (date(2025, 6, 1), LONG)])
    module = draw("lanes")
    legend = [(Words("Groep", "Group"), [("step", "#000", Words("stap", "step"))])]
    tones = [(RAMP[0], EVIL)]
    template = module.swim_lanes
    return checked(
        template(
            "tl", chart, EVIL, LONG, legend, "Fase", tones, EVIL, caller=lambda place, part: part
        )
    )


def test_swim_lanes_with_everything_on_them(draw: Any) -> None:
    progress = ["on-track", "needs-attention", "stagnates"]
    states = ["confirmed", "provisional", "returned", "withdrawn", "corrected"]
    every = [*states, *progress, *(f"{one}-small" for one in progress), "step", "step-late"]
    marks = [
        Mark(date(2026, nr % 12 + 1, 3), name, "#000", EVIL, nr % 2 == 0, "III")
        for nr, name in enumerate(every)
    ]
    spans = [
        Span(None, date(2025, 2, 1), date(2025, 5, 1), RAMP[0], (EVIL, "I"), EVIL, soft_text=EVIL),
        Span(date(2025, 5, 2), date(2025, 6, 1), TODAY, RAMP[3], (LONG, "II"), EVIL, dashed=True),
        Span(date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 1), SERIES[1], (LONG,), LONG),
    ]
    band = Band(date(2026, 1, 1), date(2026, 12, 31), (LONG, EVIL))
    soup = lanes(draw, [Lane(EVIL, EVIL, spans, marks, [band]), Lane("leeg", EVIL)])
    image = soup.select_one("svg[role=img]")
    assert image is not None
    assert image["aria-label"] == EVIL
    assert len(image.select("use")) == len(every)
    titles = {title.get_text() for title in image.select("title")}
    assert titles == {EVIL, LONG}
    dashed = [rect for rect in image.select("rect") if rect.get("stroke-dasharray") == "5 3"]
    assert len(dashed) == 1, "what is provisional"
    quiet = soup.select_one(".kb-swim__quiet td")
    assert quiet is not None
    assert EVIL in quiet.get_text()
    assert "stap" in soup.select(".kb-chart__legend ul")[1].get_text()


def test_the_words_of_a_band_stand_above_its_line(draw: Any) -> None:
    band = Band(date(2026, 1, 1), date(2026, 12, 31), ("Jaarselectie 2026",))
    soup = lanes(draw, [Lane("told", "note", bands=[band])])
    words = soup.find("text", string="Jaarselectie 2026")
    assert words is not None
    assert words.parent is not None
    line = words.parent.select_one("line")
    assert line is not None
    # The tail of a letter of 13 pixels reaches 3 below where it stands.
    assert float(str(words["y"])) + 3 < float(str(line["y1"]))


def test_the_legend_leaves_out_what_is_not_drawn(draw: Any) -> None:
    soup = lanes(draw, [Lane("told", "note", [Span(TODAY, TODAY, TODAY, RAMP[0], ("I",), "t")])])
    assert len(soup.select(".kb-chart__legend ul")) == 1
    assert "stap" not in soup.get_text()


@pytest.mark.parametrize("years", [(2026, 2026), (2010, 2029), (1990, 2100)])
def test_any_number_of_years_and_no_lane_at_all(draw: Any, years: tuple[int, int]) -> None:
    scale = DayScale(date(years[0], 1, 1), date(years[1], 12, 31))
    soup = lanes(draw, [], scale)
    assert soup.select("tbody tr") == []
    assert soup.select("thead line")


def test_two_charts_on_one_page_share_no_id(draw: Any) -> None:
    chart = trend(YEARS, [Point(TODAY, 1, "een")], say=percent)
    two = "".join(
        str(draw("trend").trend_chart(name, chart, "t", "told", "Dag", [("d", "v")], "-"))
        for name in ("a", "b")
    )
    checked(two)
