"""The task that makes the PDF of a published report, once: it stays as long as the version."""

from __future__ import annotations

import tempfile
from typing import Any

from buyergroups.chains.page import the_programme
from buyergroups.files import queries as file_queries
from buyergroups.files import services as file_services
from buyergroups.files.kinds import content_of
from buyergroups.printing import paper
from buyergroups.printing.making import PDF, as_reader
from buyergroups.publications.queries import PDF_TASK, VERSION, Version, place_of, version
from buyergroups.tasks.table import TaskKind, TaskWork
from buyergroups.web import pages, state
from buyergroups.words import Words
from models.files import FileSubject, FileType


def make_report_pdf(work: TaskWork) -> dict[str, Any]:
    """Lay out a published version in its own language and keep it with that version.

    It names nobody: not who published, nor who asked. A second time it finds what it kept.
    """
    work.tell(5, "reading")
    report_id = int(work.given[VERSION])
    with as_reader(work, "/") as actor:
        found, versions = version(state.reading(), *place_of(state.reading(), report_id))
        html = _html(found, versions[-1])
    work.tell(30, "laying-out")
    with tempfile.TemporaryFile() as file:
        paper.write(html, file)
        work.tell(90, "keeping")
        content = content_of(file)
        with work.database.write() as session:
            kept = file_queries.live_file(session, FileSubject.PUBLISHED_REPORT, report_id)
            kept = kept or file_services.attach_file(
                session,
                actor,
                work.clock(),
                kind=FileSubject.PUBLISHED_REPORT,
                subject_id=report_id,
                name=f"verslag-{found.ref}-versie-{found.nr}.pdf",
                media=FileType.PDF,
                content=content,
            )
            return {"file": kept.ref}


def _html(found: Version, first: Version) -> str:
    programme, base = the_programme(), state.tracker().settings.base_url
    return pages.render(
        "printing/report.html",
        found.language,
        report=found,
        programme=programme,
        demonstration=programme.is_demonstration,
        first_on=first.published_on,
        address=f"{base}/publiek/marktconsultaties/{found.ref}/versie/{found.nr}",
    )


REPORT_PDF = TaskKind(
    PDF_TASK,
    Words("PDF van een verslag maken", "Make the PDF of a report"),
    make_report_pdf,
    messages=PDF.messages,
    failures=PDF.failures,
    seconds=PDF.seconds,
    megabytes=PDF.megabytes,
)
