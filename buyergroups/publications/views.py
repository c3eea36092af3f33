"""The tab "Verslag" of a consultation: preview, what is in the way, publishing and correcting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.files.queries import files_of
from buyergroups.publications import labels, rules, services
from buyergroups.publications.forms import PublishForm
from buyergroups.publications.preview import Draft, differences, draft_of
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing
from models.files import FileSubject

blueprint = Blueprint("publications", __name__)

PUBLISHED = Words(
    "Gepubliceerd. Iedereen kan het verslag lezen; de PDF volgt vanzelf.",
    "Published. Everybody can read the report; the PDF follows by itself.",
)
#: The field that a sentence of the service belongs to.
WHERE: Mapping[Words, str] = {rules.WHY_MISSING: "reden", rules.NAME_IN_REASON: "reden"}


@blueprint.get("/marktconsultaties/<ref>/verslag")
def report(ref: str) -> ResponseReturnValue:
    """How the report stands and as everybody will read it; for who may publish it, the form."""
    header = consultation_page(ref)
    draft = draft_of(header)
    if not header.may_publish:
        return page("publications/report.html", writing=None, **_values(header, draft))
    return _form(header, draft, writing(PublishForm))


@blueprint.post("/marktconsultaties/<ref>/verslag")
def publish(ref: str) -> ResponseReturnValue:
    """Publish what was shown; when it is another text by now, show that and publish nothing."""
    draft = draft_of(consultation_page(ref, Action.CONSULTATION_PUBLISH))
    written = writing(PublishForm)
    form: Any = written.form

    def act(session: Session) -> str:
        services.publish_report(
            session,
            state.actor(),
            state.now(),
            ref=ref,
            shown=form.shown,
            after=number_seen(form.gezien.data),
            laid_out=draft.laid_out_or_refused(),
            reason=form.reden.data or "",
        )
        return url_for("publications.report", ref=ref)

    address = send(written, act, WHERE)
    if address is not None:
        flash(PUBLISHED.into(state.language()))
        return redirect(address, 303)
    header = consultation_page(ref, Action.CONSULTATION_PUBLISH)
    draft = draft_of(header)
    if written.conflict:
        written.theirs = differences(form.shown, draft.report.text)
    return _form(header, draft, written)


@blueprint.post("/marktconsultaties/<ref>/verslag/pdf")
def pdf(ref: str) -> ResponseReturnValue:
    """Make the PDF of a version that has none."""
    consultation_page(ref, Action.CONSULTATION_PUBLISH)

    def act(session: Session) -> str:
        task = services.ask_for_pdf(
            session,
            state.actor(),
            state.now(),
            ref=ref,
            nr=number_seen(request.form.get("versie")),
        )
        return url_for("administration.task", ref=task.ref)

    return redirect(press(act), 303)


def _form(header: ConsultationPage, draft: Draft, written: Writing) -> Response:
    values = _values(header, draft)
    return form_page("publications/report.html", written, **values)


def _values(header: ConsultationPage, draft: Draft) -> dict[str, Any]:
    return {
        "draft": draft,
        "files": files_of(
            state.reading(), FileSubject.PUBLISHED_REPORT, [row.id for row in draft.done]
        ),
        "kinds": labels.KINDS,
        "not_ready": rules.NOT_READY,
        "publishable": rules.PUBLISHABLE,
        "key": new_key(),
        **header.context(),
    }
