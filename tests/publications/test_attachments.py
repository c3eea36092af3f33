"""Attachments of a report: public with it, frozen with it, and gone by a correction alone."""

from __future__ import annotations

import pytest

from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.files import services as files
from buyergroups.markup.render import render
from buyergroups.publications import rules, services
from models.consultations import MarketConsultation
from models.files import FileSubject
from tests.files.samples import PDF, PNG
from tests.publications.making import Making
from tests.support.client import CheckingClient, Page

REPORTS = "/publiek/marktconsultaties"
pytestmark = pytest.mark.both_databases


def links(page: Page) -> dict[str, str]:
    """What can be downloaded from the section of attachments."""
    found = page.soup.select("main a[download]")
    return {a.text: str(a["href"]) for a in found if "/bijlagen/" in str(a["href"])}


def public(client: CheckingClient, row: MarketConsultation, nr: int | None = None) -> Page:
    return client.page(f"{REPORTS}/{row.ref}{f'/versie/{nr}' if nr else ''}")


def test_what_hangs_on_the_report_is_public_with_it_and_frozen(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    first = making.attach(row, "Vragen & antwoorden.pdf")
    preview = client.as_("trekker").page(f"/marktconsultaties/{row.ref}/verslag")
    assert "Vragen & antwoorden.pdf (PDF, " in preview.words
    assert first.sha256 in preview.words
    assert client.open(f"{REPORTS}/{row.ref}").status_code == 404
    making.publish(row)
    # What comes later is not of this version; what goes from the file does not go from it.
    making.attach(row, "later.pdf", PDF + b"\n% later")
    making.act.do("trekker", files.withdraw_file, ref=first.ref, reason="Andere versie")
    client.nobody()
    page = public(client, row)
    assert list(links(page)) == ["Vragen & antwoorden.pdf"]
    sent = client.open(links(page)["Vragen & antwoorden.pdf"])
    assert sent.data == PDF
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert "public" in sent.headers["Cache-Control"]
    # The address of the file in the dossier stays of the group.
    assert client.open(f"/bestanden/{first.ref}/{first.name}").status_code != 200


def test_a_correction_takes_away_what_was_withdrawn(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    wrong = making.attach(row, "verkeerd.pdf")
    making.attach(row, "goed.pdf", PDF + b"\n% goed")
    making.publish(row)
    client.nobody()
    before = links(public(client, row))
    making.act.do("trekker", files.withdraw_file, ref=wrong.ref, reason="Hoort hier niet")
    making.act.forward(minutes=5)
    making.publish(row, after=1, reason="De ene bijlage hoorde er niet bij")
    assert list(links(public(client, row))) == ["goed.pdf"]
    old = public(client, row, 1)
    assert list(links(old)) == ["goed.pdf"]
    assert "verkeerd.pdf weggenomen op" in old.words
    assert client.open(before["verkeerd.pdf"]).status_code == 404
    assert client.open(before["goed.pdf"]).status_code == 200


def test_published_is_what_was_shown_attachments_too(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    shown = making.report(row)
    making.attach(row, "erbij.pdf")
    with pytest.raises(ChangedMeanwhileError):
        making.act.do(
            "trekker",
            services.publish_report,
            ref=row.ref,
            shown=shown.text,
            after=0,
            laid_out=render(shown.below_title),
        )
    assert making.publish(row).nr == 1


def test_names_of_files_and_the_reason_are_looked_through(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    making.supplier("Voorbeeld Zon B.V.")
    named = making.attach(row, "offerte_voorbeeld_zon.pdf")
    with pytest.raises(RefusedError) as refused:
        making.publish(row)
    assert refused.value.words == rules.NAMES_THERE
    making.act.do("trekker", files.withdraw_file, ref=named.ref, reason="Noemt een marktpartij")
    making.publish(row)
    making.change(row, summary="Beter")
    with pytest.raises(RefusedError) as refused:
        making.publish(row, after=1, reason="Voorbeeld  Zón vroeg om een andere tekst")
    assert refused.value.words == rules.NAME_IN_REASON
    assert making.publish(row, after=1, reason="Er stond een fout in").nr == 2


def test_notes_and_papers_of_others_never_come_along(demo: Database) -> None:
    making = Making(demo)
    row, other = making.consultation(), making.consultation()
    making.attach(other, "van-een-ander.pdf")
    notes = FileSubject.CONSULTATION_NOTES
    making.attach(row, "notities.png", PNG, kind=notes)
    assert "notities" not in making.report(row).text
    assert "van-een-ander" not in making.report(row).text
