"""Pages of one tender with the sheet of its knowledge lead, and of the lines on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.chains.page import the_programme
from buyergroups.errors import NotThereError
from buyergroups.files.queries import files_of
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.groups.page import GroupPage
from buyergroups.suppliers.services import match_or_add
from buyergroups.tenders import giving, labels, queries, rules
from buyergroups.tenders.forms import LineForm, RemoveForm
from buyergroups.tenders.queries import Planned, SheetLine
from buyergroups.tenders.views import (
    Answer,
    TenderPage,
    kept_tender,
    may_keep,
    openness,
    standing_of,
    tender_in,
)
from buyergroups.web import exports, state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, send, writing
from models.files import FileSubject

blueprint = Blueprint("sheets", __name__)

HEAD = Words(
    "gegeven op;wat;aan;uit consultatie;voor iedereen sinds;waar voor iedereen;vervallen",
    "given on;what;to;from consultation;available to all since;where for all;lapsed",
)
WHERE = {
    giving.WHAT_MISSING: "wat",
    giving.DAY_MISSING: "op",
    rules.ODD_DAY: "op",
    rules.NOT_YET: "op",
    giving.TO_WHOM: "marktpartijen",
    giving.NOT_PREPARED: "consultatie",
    rules.BEFORE_GIVEN: "sinds",
    giving.WHERE_MISSING: "waar",
    giving.WHY_REMOVED: "reden",
}


@blueprint.get("/buyer-groups/<slug>/aanbestedingen/<ref>")
def tender(slug: str, ref: str) -> ResponseReturnValue:
    """One tender, what prepares it, and what which supplier was given."""
    found = tender_in(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, row = found.header, found.tender
    session, actor = state.reading(), state.actor()
    sheet = queries.sheet_of(session, row.id) if _sheet_seen(row) else None
    return page(
        "tenders/tender.html",
        tender=row,
        standing=standing_of(row),
        sheet=sheet,
        papers=files_of(session, FileSubject.GIVEN_INFORMATION, [line.id for line in sheet or ()]),
        openness=openness(row),
        key=new_key(),
        Openness=rules.Openness,
        consultations=queries.consultations_of(session, actor, row.id),
        may_keep=may_keep(row),
        tender_labels=labels,
        files=[
            (kind.upper(), url_for(f"sheets.sheet_{kind}", slug=slug, ref=ref))
            for kind in ("csv", "xlsx")
        ],
        **header.context(),
    )


def _sheet_seen(row: Planned) -> bool:
    return queries.sheet_is_seen(state.reading(), state.actor(), row.id)


@blueprint.get("/buyer-groups/<slug>/aanbestedingen/<ref>/kennisblad.csv")
def sheet_csv(slug: str, ref: str) -> ResponseReturnValue:
    """The sheet as CSV."""
    return _file(slug, ref, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/aanbestedingen/<ref>/kennisblad.xlsx")
def sheet_xlsx(slug: str, ref: str) -> ResponseReturnValue:
    """The sheet as a workbook."""
    return _file(slug, ref, exports.xlsx_answer)


def _file(slug: str, ref: str, answer: Answer) -> ResponseReturnValue:
    found = tender_in(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    row = found.tender
    if not _sheet_seen(row):
        raise NotThereError(f"sheet of {ref}")
    session, actor = state.reading(), state.actor()
    names = {one.id: one.subject for one in queries.consultations_of(session, actor, row.id)}
    lines = [
        (
            line.given_on,
            line.what,
            ", ".join(name for _, name in line.suppliers),
            names.get(line.consultation_id or 0),
            line.all_since,
            line.all_where,
            line.removed_reason,
        )
        for line in queries.sheet_of(session, row.id)
    ]
    return answer(f"kennisblad-{ref}", HEAD.into(state.language()).split(";"), lines)


@blueprint.route("/buyer-groups/<slug>/aanbestedingen/<ref>/verstrekt", methods=["GET", "POST"])
def give(slug: str, ref: str) -> ResponseReturnValue:
    """Record that suppliers were given something."""
    found = _kept_sheet(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, row = found.header, found.tender
    written = writing(LineForm)
    offered = _offered(written, row)
    if request.method == "POST":

        def act(session: Session) -> str:
            giving.give_information(
                session,
                state.actor(),
                state.now(),
                tender=ref,
                line=_line(session, written.form),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
    return _line_page(written, header, row, None, offered)


@blueprint.route(
    "/buyer-groups/<slug>/aanbestedingen/<ref>/verstrekt/<line>", methods=["GET", "POST"]
)
def change(slug: str, ref: str, line: str) -> ResponseReturnValue:
    """Change a line: most often that all can have it now."""
    found = _kept_sheet(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, row = found.header, found.tender
    there = _going_on(queries.line_at(state.reading(), row.id, line))
    written = writing(LineForm, **_facts(there))
    offered = _offered(written, row, there)
    if request.method == "POST":

        def act(session: Session) -> str:
            giving.change_information(
                session,
                state.actor(),
                state.now(),
                ref=line,
                line=_line(session, written.form),
                seen=number_seen(written.form.gezien.data),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.line_at(state.reading(), row.id, line)
    return _line_page(written, header, row, there, offered)


@blueprint.route(
    "/buyer-groups/<slug>/aanbestedingen/<ref>/verstrekt/<line>/vervallen",
    methods=["GET", "POST"],
)
def remove(slug: str, ref: str, line: str) -> ResponseReturnValue:
    """A line was a mistake."""
    found = _kept_sheet(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, row = found.header, found.tender
    there = _going_on(queries.line_at(state.reading(), row.id, line))
    written = writing(RemoveForm, gezien=there.version)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            giving.remove_information(
                session,
                state.actor(),
                state.now(),
                ref=line,
                reason=form.reden.data,
                seen=number_seen(form.gezien.data),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.line_at(state.reading(), row.id, line)
    return form_page("tenders/remove.html", written, tender=row, line=there, **header.context())


def _kept_sheet(slug: str, ref: str) -> TenderPage | ResponseReturnValue:
    """The tender for who keeps it and may read its sheet."""
    found = kept_tender(slug, ref)
    if isinstance(found, TenderPage) and not _sheet_seen(found.tender):
        raise NotThereError(f"sheet of {ref}")
    return found


def _going_on(line: SheetLine) -> SheetLine:
    # What was sent meanwhile is refused by the service, so that the page keeps the text.
    if line.removed_at is not None and request.method != "POST":
        raise NotThereError(f"information {line.ref} has lapsed")
    return line


def _offered(written: Writing, row: Planned, line: SheetLine | None = None) -> dict[str, Any]:
    """Whom one can tick: those of the consultations that prepare it, and who has it already."""
    session, actor = state.reading(), state.actor()
    prepares = queries.consultations_of(session, actor, row.id)
    heard = queries.heard_suppliers(session, [one.id for one in prepares])
    suppliers = {row.id: row.name for row in heard} | dict(line.suppliers if line else ())
    written.form.consultatie.codes = {str(one.id) for one in prepares}
    return {"prepares": prepares, "suppliers": list(suppliers.items())}


def _line(session: Session, form: Any) -> giving.Line:
    named = [name.strip() for name in (form.anderen.data or "").splitlines() if name.strip()]
    added = match_or_add(
        session, state.actor(), state.now(), programme_id=the_programme().id, names=named
    )
    ticked = {int(code) for code in form.marktpartijen.data if code.isdigit() and len(code) < 10}
    return giving.Line(
        what=form.wat.data,
        given_on=form.op.data,
        supplier_ids={*ticked, *(supplier.id for supplier in added)},
        consultation_id=int(form.consultatie.data) if form.consultatie.data else None,
        all_since=form.sinds.data,
        all_where=form.waar.data or "",
        language=state.language(),
    )


def _facts(line: SheetLine) -> dict[str, Any]:
    return {
        "gezien": line.version,
        "wat": line.what,
        "op": line.given_on,
        "marktpartijen": [str(key) for key, _ in line.suppliers],
        "consultatie": str(line.consultation_id or ""),
        "sinds": line.all_since,
        "waar": line.all_where,
    }


def _line_page(
    written: Writing,
    header: GroupPage,
    row: Planned,
    line: SheetLine | None,
    offered: dict[str, Any],
) -> ResponseReturnValue:
    chosen: Sequence[str] = written.form.marktpartijen.data or ()
    return form_page(
        "tenders/line.html",
        written,
        tender=row,
        line=line,
        chosen=set(chosen),
        **offered,
        **header.context(),
    )
