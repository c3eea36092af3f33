"""The PDF of a published version: made by a task, for everybody, naming nobody."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.publications.services import ask_for_pdf
from models.files import File, FileSubject
from tests.printing.test_pdf import tags, words, work_off
from tests.publications.making import SECRETS, Making
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.system import need


@pytest.fixture(autouse=True)
def _pango() -> None:
    need("pango")


@pytest.mark.both_databases
def test_the_public_downloads_what_was_published(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    making = Making(database)
    row = making.consultation()
    making.publish(row)
    address = f"/publiek/marktconsultaties/{row.ref}"
    assert "PDF wordt gemaakt" in client.page(address).words
    assert work_off(app, database, clock) is None
    (link,) = client.page(address).soup.select("main a[href$='.pdf']")
    answer = client.open(str(link["href"]))
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    pdf = PdfReader(io.BytesIO(answer.data))
    text = words(pdf)
    for part in ("Laptops langer gebruiken", "Vijf jaar kan", "versie 1", "Demonstratie"):
        assert part in text, part
    assert not [secret for secret in SECRETS if secret in text.casefold()]
    assert "Sanne Bakker" not in text
    assert "Sanne Bakker" not in str(pdf.metadata)
    assert tags(pdf).count("/H1") == 1


def test_one_that_failed_is_made_again_and_only_once(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    making = Making(database)
    row = making.consultation()
    making.publish(row)
    client.as_("trekker")
    tab = f"/marktconsultaties/{row.ref}/verslag"
    form = f"form[action='{tab}/pdf']"
    answer = client.open(f"{tab}/pdf", method="POST", data=client.page(tab).fields(form))
    assert answer.status_code == 303
    assert "PDF van een verslag maken" in client.page(answer.location).words
    making.act.do("manager", ask_for_pdf, ref=row.ref, nr=1)
    assert work_off(app, database, clock) is None
    assert work_off(app, database, clock) is None
    with database.read() as session:
        kept = File.subject_kind == FileSubject.PUBLISHED_REPORT
        assert session.scalar(select(func.count()).select_from(File).where(kept)) == 1
    assert not client.page(tab).soup.select(form)
