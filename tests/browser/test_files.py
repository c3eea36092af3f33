"""Attachments and PDFs in a browser, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from buyergroups.files import rules
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import JOBS
from buyergroups.tasks import child
from buyergroups.tasks import services as task_services
from tests.browser.test_pages import check
from tests.files.attaching import ICT
from tests.files.samples import PDF, PNG
from tests.support.browser import DESKTOP, NARROW, LiveServer, Pages
from tests.support.system import need

PHASE = f"/ketens/{ICT}/fase"


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file and send the form."""
    page.get_by_label("Bestand").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Toevoegen").click()


def open_evidence(page: Page) -> None:
    page.locator("details.kb-evidence summary").first.click()


def test_an_attachment_from_beginning_to_end(pages: Pages, tmp_path: Path) -> None:
    page = pages.open("trekker")
    page.goto(PHASE)
    open_evidence(page)
    page.get_by_role("link", name="Bijlage toevoegen").first.click()
    check(page, "bijlage-toevoegen", (DESKTOP, NARROW))
    choose(page, "foto.pdf", PNG)
    expect(page.get_by_text("maar de inhoud is iets anders").first).to_be_visible()
    check(page, "bijlage-fout", (DESKTOP, NARROW))
    choose(page, "Verslag marktgesprek met drie aanbieders.pdf", PDF)
    expect(page.get_by_text("is toegevoegd")).to_be_visible()
    open_evidence(page)
    check(page, "bijlage-bij-criterium", (DESKTOP, NARROW))
    with page.expect_download() as started:
        page.get_by_role("link", name="Verslag marktgesprek").first.click()
    started.value.save_as(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == PDF
    page.get_by_role("link", name="Intrekken").first.click()
    page.get_by_label("Waarom moet dit bestand weg?").fill("Er stond een naam in.")
    check(page, "bijlage-intrekken", (DESKTOP, NARROW))
    page.get_by_role("button", name="Intrekken en wissen").click()
    open_evidence(page)
    expect(page.get_by_text("Er stond een naam in.")).to_be_visible()
    page.goto(f"/ketens/{ICT}/geschiedenis")
    expect(page.get_by_text("Bijlage ingetrokken").first).to_be_visible()
    check(page, "bijlage-geschiedenis", (DESKTOP, NARROW))


def test_a_file_that_is_too_large_gets_a_sentence(pages: Pages, tmp_path: Path) -> None:
    page = pages.open("trekker")
    page.goto(PHASE)
    open_evidence(page)
    page.get_by_role("link", name="Bijlage toevoegen").first.click()
    much = tmp_path / "veel.pdf"
    much.write_bytes(PDF[:9] + b"0" * (rules.LARGEST + 200_000) + PDF[9:])
    page.get_by_label("Bestand").set_input_files(much)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator("h1")).to_have_text("Dit is te groot")
    expect(page.get_by_text("hoogstens 20 MB")).to_be_visible()


def test_a_pdf_of_the_board(pages: Pages, live: LiveServer, tmp_path: Path) -> None:
    need("pango")
    page = pages.open("manager")
    page.goto("/bord?toon=alle")
    page.get_by_role("button", name="PDF maken").click()
    expect(page.locator("h1")).to_have_text("PDF maken")
    expect(page.get_by_text("De planner loopt nu niet")).to_be_visible()
    check(page, "pdf-wacht", (DESKTOP, NARROW))
    settings = live.app.extensions["ketenbord"].settings
    Scheduler(live.database, settings, live.clock, tuple(JOBS.values())).tick()
    with live.database.write() as session:
        task = task_services.claim_task(session, live.clock(), "runner", timedelta(minutes=5))
        assert task is not None
    with live.app.app_context():
        child.perform(live.database, settings, live.clock, ref=task.ref, runner="runner")
    # The page looks again by itself.
    link = page.get_by_role("link", name="Downloaden")
    expect(link).to_be_visible()
    check(page, "pdf-klaar", (DESKTOP, NARROW))
    with page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename == "fasebord-2026-11-21.pdf"
    started.value.save_as(tmp_path / "bord.pdf")
    assert (tmp_path / "bord.pdf").read_bytes().startswith(b"%PDF-")


def test_attaching_and_a_pdf_without_javascript_in_english(pages: Pages) -> None:
    page = pages.open("trekker", javascript=False)
    page.goto(PHASE)
    open_evidence(page)
    page.get_by_role("link", name="Bijlage toevoegen").first.click()
    choose(page, "foto.png", PNG)
    expect(page.get_by_text("is toegevoegd")).to_be_visible()
    page.goto("/ketens/zonnepanelen")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Make a PDF").click()
    expect(page.locator("h1")).to_have_text("Make a PDF")
    expect(page.get_by_role("link", name="Look again")).to_be_visible()


def test_the_page_of_a_chain_and_a_form_in_english(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto("/ketens/zonnepanelen")
    page.get_by_role("button", name="English").click()
    check(page, "chain-with-pdf", (DESKTOP, NARROW))
    page.goto(f"{PHASE}")
    open_evidence(page)
    page.get_by_role("link", name="Add attachment").first.click()
    check(page, "attachment-add", (DESKTOP, NARROW))
