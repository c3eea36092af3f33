"""The board by theme: a size for every chain and theme, and the way to the chains of a theme."""

from __future__ import annotations

import pytest

from buyergroups.chains.services import set_impact
from buyergroups.db import Database
from buyergroups.phases.services import report_status
from models.chains import ImpactLevel
from models.phases import Progress
from models.programme import Theme
from tests.support.acting import Acting
from tests.support.beginning import begin
from tests.support.client import CheckingClient, Page


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


def row(page: Page, name: str) -> list[str]:
    place = page.all("tbody th").index(name)
    found = page.soup.select("tbody tr")[place]
    return [cell.get_text(" ", strip=True) for cell in found.select("td")]


def test_every_chain_has_a_word_for_every_theme(reader: CheckingClient) -> None:
    page = reader.page("/bord/impact?toon=alle")
    assert len(page.all("tbody tr")) == 58
    themes = len(page.all("thead th")) - 1
    words = {word for cells in page.soup.select("tbody tr") for word in cells.select("td")}
    assert all(cell.text.strip() for cell in words)
    assert len(row(page, "Zonnepanelen")) == themes


def test_a_size_that_is_not_known_differs_from_none(reader: CheckingClient) -> None:
    page = reader.page("/bord/impact?toon=alle")
    unknown = page.soup.select_one("tbody .kb-impact--unknown")
    assert unknown is not None
    assert unknown.text.strip() == "grootte niet bekend"
    none = next(c for c in page.soup.select("tbody .kb-impact") if "geen impact" in c.text)
    assert str(none.svg) != str(unknown.svg)


def test_a_theme_leads_to_its_chains(reader: CheckingClient) -> None:
    page = reader.page("/bord/impact?toon=prioritair")
    link = page.soup.select_one("thead th a")
    assert link is not None
    filtered = reader.page(str(link["href"]))
    assert 0 < len(filtered.all("tbody tr")) <= 20
    assert "geen impact" not in {row(filtered, name)[0] for name in filtered.all("tbody th")}


def test_another_size_shows_from_its_day_on(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    with demo.read() as session:
        theme = session.query(Theme).filter_by(code="climate").one()
    before = row(reader.page("/bord/impact?op=2026-11-20"), "Zonnepanelen")
    act.do(
        "manager",
        set_impact,
        chain_id=act.chains["zonnepanelen"],
        theme_id=theme.id,
        level=ImpactLevel.NONE,
        reason="proef",
    )
    assert row(reader.page("/bord/impact"), "Zonnepanelen") != before
    assert row(reader.page("/bord/impact?op=2026-11-20"), "Zonnepanelen") == before


def test_a_filter_that_makes_no_sense_gets_a_sentence(reader: CheckingClient) -> None:
    assert "bestaat niet" in reader.page("/bord/impact?cluster=zzz", status=422).words


def test_where_nothing_is_known_one_sentence_says_so(
    client: CheckingClient, fresh: Database
) -> None:
    begin(fresh)
    page = client.as_("baas").page("/bord/impact")
    assert "Van geen van deze ketens is de impact per thema al bekend." in page.words
    assert not page.all("tbody tr")


def test_what_changed_since_a_day_is_marked(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.NEEDS_ATTENTION,
    )
    page = reader.page("/bord/impact?sinds=2026-11-20")
    marked = page.all("tbody th:has(.kb-card__change)")
    assert [text.split()[0] for text in marked] == ["Zonnepanelen"]
    assert "nieuwe statusupdate" in marked[0]
    assert len(page.all("tbody tr.kb-table__quiet")) == len(page.all("tbody tr")) - 1
    link = next(a for a in page.soup.select(".kb-board-notice a") if a.text == "Als lijst")
    assert page.soup.select(f"h2{link['href']}"), "the list stands on this page"
    assert page.all(".kb-changes__item h3") == ["Zonnepanelen"]
    assert not reader.page("/bord/impact").all(".kb-table__quiet, .kb-card__change")
