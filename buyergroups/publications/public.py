"""Pages for everybody, without signing in: what was published, and nothing else.

No menu, no name of who reads, no token and no cookie: the page is the same for everybody, so that
it may be kept for a few minutes by whoever passes it on. It says which programme published, and not
who: that act has a name inside, where people answer for it, and the public reads the programme.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from buyergroups.errors import NotThereError
from buyergroups.files import queries as file_queries
from buyergroups.files.views import sent
from buyergroups.publications import queries
from buyergroups.publications.queries import PAGE_SIZE, Version
from buyergroups.settings import queries as settings_queries
from buyergroups.web import pages, state
from buyergroups.web.addresses import page_number
from buyergroups.web.exports import download
from buyergroups.web.headers import Download
from buyergroups.web.views import ASSETS, PublicLink
from buyergroups.words import Words
from models.files import FileSubject
from models.people import Language

blueprint = Blueprint("public", __name__)

#: A correction reaches everybody within so many seconds.
KEPT_SECONDS = 300
#: In the foot of each page, also of the one to sign in.
PUBLIC_REPORTS = PublicLink(
    "public.reports",
    Words("Verslagen van marktconsultaties", "Reports of market consultations"),
    lambda programme: programme.has_reports,
)
REPORTS = "/publiek/marktconsultaties"


@blueprint.get(REPORTS)
def reports() -> ResponseReturnValue:
    """All published reports, the newest first."""
    _choose_language()
    number = page_number()
    rows, total = queries.published(state.reading(), number)
    if not rows and number > 1:
        raise NotThereError(f"page {number} of published reports")
    return _page(
        "publications/index.html",
        rows=rows,
        total=total,
        number=number,
        pages=-(-total // PAGE_SIZE),
        to=lambda nr: f"{REPORTS}?{urlencode({**_asked_language(), 'pagina': nr})}",
    )


@blueprint.get(f"{REPORTS}/<ref>")
def report(ref: str) -> ResponseReturnValue:
    """The report as it was last published; what was not published is not there."""
    return _report(ref, None)


@blueprint.get(f"{REPORTS}/<ref>/versie/<int:nr>")
def version(ref: str, nr: int) -> ResponseReturnValue:
    """A version of a report: also one that was corrected since stays readable."""
    return _report(ref, nr)


@blueprint.get(f"{REPORTS}/<ref>/versie/<int:nr>.md")
def markdown(ref: str, nr: int) -> ResponseReturnValue:
    """A version as Markdown, exactly as its checksum was made."""
    found, _ = queries.version(state.reading(), ref, nr)
    name, kind = _name(found), "text/markdown; charset=utf-8"
    return _kept(download(f"{name}.md", kind, found.text.encode()))


@blueprint.get(f"{REPORTS}/<ref>/versie/<int:nr>.pdf")
def pdf(ref: str, nr: int) -> ResponseReturnValue:
    """A version as PDF, made when it was published."""
    session = state.reading()
    found, _ = queries.version(session, ref, nr)
    file = file_queries.live_file(session, FileSubject.PUBLISHED_REPORT, found.id)
    if file is None:
        raise NotThereError(f"PDF of published report {ref[:20]}")
    parts = file_queries.parts(state.tracker().database, file.id)
    answer = Download(parts, content_type="application/pdf")
    answer.content_length = file.size
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_name(found)}.pdf")
    return _kept(answer)


@blueprint.get(f"{REPORTS}/<ref>/versie/<int:nr>/bijlagen/<file>/<name>")
def attachment(ref: str, nr: int, file: str, name: str) -> ResponseReturnValue:
    """What was published with a version; sent to be kept, never shown within the site."""
    session = state.reading()
    found, _ = queries.version(session, ref, nr)
    row = queries.published_file(session, found.id, file)
    if row.name != name:
        raise NotThereError(f"attachment {file[:20]} under this name")
    return _kept(sent(row))


def _report(ref: str, nr: int | None) -> Response:
    _choose_language()
    session = state.reading()
    found, versions = queries.version(session, ref, nr)
    files = file_queries.files_of(
        session, FileSubject.PUBLISHED_REPORT, [row.id for row in versions]
    )
    without = [row.id for row in versions if not files.get(row.id)]
    return _page(
        "publications/public.html",
        report=found,
        versions=versions,
        files=files,
        to_come=queries.pdfs_to_come(session, without) if without else (),
        attachments=queries.published_files(session, found.id),
    )


def _name(found: Version) -> str:
    return f"verslag-{found.ref}-versie-{found.nr}"


def _choose_language() -> None:
    """A link chooses it: a form would need a token, and the page would be one reader's own."""
    asked = request.args.get("taal", "")
    if asked in set(Language):
        g.language = Language(asked)


def _asked_language() -> dict[str, str]:
    asked = request.args.get("taal", "")
    return {"taal": asked} if asked in set(Language) else {}


def _in_language(language: str) -> str:
    others = {name: text for name, text in request.args.items() if name == "pagina"}
    return f"{request.path}?{urlencode({**others, 'taal': language})}"


def _page(template: str, **values: Any) -> Response:
    programme = state.remembered("programme", settings_queries.programme)
    html = pages.render(
        template,
        state.language(),
        assets=current_app.extensions[ASSETS],
        programme=programme,
        demonstration=programme is not None and programme.is_demonstration,
        contact=state.tracker().settings.mail_from,
        in_language=_in_language,
        chosen=_asked_language(),
        **values,
    )
    answer = make_response(html)
    answer.add_etag()
    answer.make_conditional(request)
    return _kept(answer)


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
