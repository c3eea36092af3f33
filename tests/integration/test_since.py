"""What changed on the board since a day: on the cards, counted, and as a list to read."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from buyergroups.chains.services import change_chain, cover_chain
from buyergroups.corrections.services import correct_report
from buyergroups.db import Database
from buyergroups.markup.render import render
from buyergroups.phases.services import assess_phase, report_status, say_still_correct
from models.base import Precision
from models.chains import ChainVersion, CoverageKind
from models.phases import Progress, StatusUpdate
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

YESTERDAY = "2026-11-20"
#: Whatever is recorded in these tests is recorded on the day of `NOW`, after the end of this day.
SINCE = f"/bord?toon=prioritair&sinds={YESTERDAY}"


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


def card(page: Page, name: str) -> str:
    return next(text for text in page.all(".kb-card, .kb-chip") if text.startswith(name))


def listed(page: Page) -> list[str]:
    return page.all(".kb-changes__item h3")


def test_nothing_changed_says_so_and_every_card_is_quiet(reader: CheckingClient) -> None:
    page = reader.page(SINCE)
    assert "Veranderd na 20 nov 2026: niets. 20 niet veranderd" in page.words
    assert len(page.all(".kb-card--quiet")) == 20
    assert not listed(page)


def test_another_phase_tells_from_where_why_and_that_it_is_provisional(
    reader: CheckingClient, demo: Database
) -> None:
    act = Acting(demo)
    act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains["zonnepanelen"],
        phase_id=act.phases[2],
        since=date(2026, 11, 1),
        since_precision=Precision.DAY,
        reason="De tweede fabrikant is er.",
    )
    page = reader.page(SINCE)
    assert "andere fase was fase I Inceptie" in card(page, "Zonnepanelen")
    assert listed(page) == ["Zonnepanelen"]
    entry = page.all(".kb-changes__item")[0]
    assert "Was fase I Inceptie, nu fase II Competitie voorlopig" in entry
    assert "De tweede fabrikant is er." in entry
    assert "1 in een andere fase 19 niet veranderd" in page.words


def test_a_new_report_tells_how_it_went_before(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        changed=render("Een **derde** fabrikant doet mee."),
        next_step="Verder",
    )
    page = reader.page(SINCE)
    assert "nieuwe statusupdate was stagneert" in card(page, "Zonnepanelen")
    assert "Een derde fabrikant doet mee." in page.all(".kb-changes__item")[0]


def test_still_correct_is_no_change(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do("trekker", say_still_correct, chain_id=act.chains["zonnepanelen"])
    assert not listed(reader.page(SINCE))


def test_a_correction_is_told_and_what_it_corrects_is_not(
    reader: CheckingClient, demo: Database
) -> None:
    act = Acting(demo)
    wrong = act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        changed=render("Dit hoorde bij een andere keten."),
        next_step="Verder",
    )
    act.forward(minutes=1)
    act.do(
        "beheer",
        correct_report,
        report_id=wrong.id,
        chain_id=act.chains["ict-hardware-en-mobiele-apparaten"],
        progress=Progress.NEEDS_ATTENTION,
        stagnation_reason=None,
        changed=render("Zo hoorde het."),
        next_step="",
        next_step_on=None,
        reason="Verkeerde keten",
    )
    page = reader.page(SINCE)
    assert listed(page) == ["ICT-hardware en mobiele apparaten"]
    assert "Zo hoorde het." in page.words
    assert "Dit hoorde bij" not in page.words


def test_a_chain_that_is_covered_now(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do(
        "manager",
        cover_chain,
        chain_id=act.chains["catering"],
        kind=CoverageKind.COVERED,
        covered_by="Programma Eten",
        reason="proef",
    )
    page = reader.page(SINCE)
    assert "nu belegd" in card(page, "Catering")
    assert "Belegd bij Programma Eten" in page.all(".kb-changes__item")[0]


def test_a_chain_that_became_stale(reader: CheckingClient) -> None:
    before = reader.page("/bord?toon=prioritair&sinds=2026-06-01")
    assert "nu verouderd" in card(before, "Schoonmaak")
    assert "verouderd" in card(reader.page(SINCE), "Schoonmaak")
    assert "nu verouderd" not in card(reader.page(SINCE), "Schoonmaak")


def test_what_came_into_the_selection_and_what_left_it(reader: CheckingClient) -> None:
    page = reader.page("/bord?sinds=2026-06-01")
    assert "nieuw in de selectie" in card(page, "Batterijen")
    assert page.all("#eruit ~ ul .kb-chip__name") == ["Bedrijfskleding Kantoor en diensten"]
    assert "Bedrijfskleding" not in page.all(".kb-card__name")


def test_then_and_now_between_two_earlier_days(reader: CheckingClient) -> None:
    page = reader.page("/bord?toon=prioritair&op=2026-06-01&sinds=2025-06-01")
    assert "Veranderd na 1 jun 2025, tot en met 1 jun 2026:" in page.words
    assert "andere fase" not in card(page, "Batterijen")  # assessed later


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sinds=2026-02-30", "bestaat niet"),
        ("sinds=morgen", "geen datum"),
        ("sinds=2026-11-21", "Kies bij 'Veranderd na' een dag vóór 21 nov 2026."),
        ("sinds=2030-01-01", "Kies bij 'Veranderd na' een dag vóór 21 nov 2026."),
        ("sinds=2019-01-01", "houdt de ketens bij sinds 21 nov 2024"),
        ("op=2026-03-01&sinds=2026-05-01", "Kies bij 'Veranderd na' een dag vóór 1 mrt 2026."),
    ],
)
def test_a_day_that_makes_no_sense_gets_a_sentence(
    reader: CheckingClient, query: str, words: str
) -> None:
    assert words in reader.page(f"/bord?{query}", status=422).words


def test_a_corrected_old_report_is_no_news_of_today(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    with demo.read() as session:
        last = session.scalars(
            select(StatusUpdate)
            .where(StatusUpdate.chain_id == act.chains["catering"])
            .order_by(StatusUpdate.reported_at.desc())
        ).first()
    assert last is not None
    act.do(
        "beheer",
        correct_report,
        report_id=last.id,
        chain_id=act.chains["batterijen"],
        progress=Progress.ON_TRACK,
        stagnation_reason=None,
        changed=None,
        next_step="",
        next_step_on=None,
        reason="Verkeerde keten",
    )
    page = reader.page(SINCE)
    assert "gecorrigeerd" in card(page, "Catering")
    assert "nieuwe statusupdate" not in page.words
    assert "Iris" not in " ".join(page.all(".kb-changes__item"))


def test_a_chain_that_is_not_covered_any_more(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    act.do(
        "manager",
        cover_chain,
        chain_id=act.chains["wegen"],
        kind=CoverageKind.NONE,
        reason="proef",
    )
    assert "niet meer belegd" in card(reader.page(SINCE), "Wegen")


def test_another_name_counts_as_a_change(reader: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    with demo.read() as session:
        was = session.scalars(
            select(ChainVersion)
            .where(ChainVersion.chain_id == act.chains["catering"])
            .order_by(ChainVersion.id.desc())
        ).first()
    assert was is not None
    act.do(
        "manager",
        change_chain,
        chain_id=was.chain_id,
        name_nl="Catering en eten",
        cluster_id=was.cluster_id,
        priority=was.priority,
        in_criteria_tool=was.in_criteria_tool,
        reason="proef",
    )
    assert "gegevens veranderd" in card(reader.page(SINCE), "Catering en eten")


@pytest.mark.parametrize("way", ["", "/tabel", "/tijdlijn", "/impact"])
def test_nothing_is_left_of_its_links_on_paper(reader: CheckingClient, way: str) -> None:
    page = reader.page(f"/bord{way}?sinds=2026-10-01")
    notice = page.soup.select_one(".kb-board-notice")
    assert notice is not None
    assert "Als lijst · Zonder vergelijking" in notice.get_text(" ", strip=True)
    for gone in notice.select(".kb-no-print"):
        gone.decompose()
    text = notice.get_text(" ", strip=True)
    assert "·" not in text
    assert text.endswith("niet veranderd")
