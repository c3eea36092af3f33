"""An import with bad rows in a browser: refused, corrected, shown, recorded."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from buyergroups.tasks import child
from buyergroups.tasks import services as task_services
from tests.browser.test_pages import check
from tests.imports.sending import ORGANISATIONS, csv
from tests.support.browser import DESKTOP, NARROW, LiveServer, Pages

WIDTHS = (DESKTOP, 390, NARROW)
BAD = csv(
    ("Gemeente Dorp", "publiek", "12345678", "Regio Dorp", "mrt 2020", ""),
    ("Regio Dorp", "publiek", "123", "", "3-3-2026", "2-3-2026"),
)
GOOD = csv(
    ("Gemeente Dorp", "publiek", "12345678", "Regio Dorp", "mrt 2020", ""),
    ("Regio Dorp", "publiek", "", "", "3-3-2025", ""),
)


def work_off(live: LiveServer) -> None:
    """What the process of the task does."""
    with live.database.write() as session:
        task = task_services.claim_task(session, live.clock(), "runner", timedelta(minutes=5))
        assert task is not None
        ref = task.ref
    with live.app.app_context():
        settings = live.app.extensions["ketenbord"].settings
        failed = child.perform(live.database, settings, live.clock, ref=ref, runner="runner")
    assert failed is None, failed


def choose(page: Page, content: bytes) -> None:
    page.goto(ORGANISATIONS)
    page.get_by_label("Bestand").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()


def test_an_import_with_bad_rows(pages: Pages, live: LiveServer) -> None:
    page = pages.open("manager", javascript=False)
    # What axe asks of a page, it asks with scripts: beside it, the same page is looked at.
    beside = pages.open("manager")

    def seen(name: str) -> None:
        beside.goto(page.url)
        check(beside, name, WIDTHS)

    page.goto(ORGANISATIONS)
    seen("import-sturen")
    choose(page, BAD)
    expect(page.get_by_role("progressbar")).to_be_visible()
    seen("import-bezig")
    work_off(live)
    page.get_by_role("link", name="Opnieuw kijken").click()
    expect(page.get_by_text("zolang er rijen geweigerd zijn")).to_be_visible()
    expect(page.get_by_role("button", name="vastleggen")).to_have_count(0)
    seen("import-geweigerd")
    with page.expect_download():
        page.get_by_role("link", name="XLSX").click()
    choose(page, GOOD)
    work_off(live)
    page.get_by_role("link", name="Opnieuw kijken").click()
    seen("import-voorbeeld")
    page.get_by_role("button", name="2 rijen vastleggen").click()
    work_off(live)
    page.get_by_role("link", name="Opnieuw kijken").click()
    expect(page.get_by_text("Alles uit dit bestand is vastgelegd.")).to_be_visible()
    page.goto("/organisaties/regio-dorp")
    expect(page.get_by_role("heading", name="Regio Dorp")).to_be_visible()
