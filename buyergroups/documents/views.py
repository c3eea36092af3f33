"""Pages on which the administrator edits the questions of the sections."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.documents import queries, services
from buyergroups.documents.forms import PromptsForm
from buyergroups.documents.kinds import KINDS, kind_of
from buyergroups.errors import NotThereError
from buyergroups.settings import queries as settings_queries
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing

blueprint = Blueprint("documents", __name__)
SECTION = "administration"
CHANGED = Words(
    "De vragen zijn gewijzigd, voor wat vanaf nu begint.",
    "The questions were changed, for what begins from now on.",
)


def _programme_id() -> int:
    programme = state.remembered("programme", settings_queries.programme)
    if programme is None:
        raise NotThereError("programme")
    return programme.id


@blueprint.get("/beheer/vragen")
def prompts() -> ResponseReturnValue:
    """The questions of every section of every kind of document."""
    require(state.actor(), Action.PROMPTS_EDIT)
    programme_id = _programme_id()
    found = [
        (kind, queries.prompts(state.reading(), programme_id, kind)) for kind in KINDS.values()
    ]
    return page("documents/prompts.html", section=SECTION, kinds=found)


@blueprint.route("/beheer/vragen/<kind>/<code>", methods=["GET", "POST"])
def edit_prompts(kind: str, code: str) -> ResponseReturnValue:
    """Other questions for a section, with why, and what they were before."""
    require(state.actor(), Action.PROMPTS_EDIT)
    known, programme_id = kind_of(kind), _programme_id()
    section = known.section(code)
    rows = queries.prompts(state.reading(), programme_id, known)[code]
    holds = rows[0]
    written = writing(PromptsForm, gezien=str(holds.id), nl=holds.prompts_nl, en=holds.prompts_en)
    if request.method == "POST":

        def act(session: Session) -> str:
            seen = written.form.gezien.data or ""
            services.change_prompts(
                session,
                state.actor(),
                state.now(),
                programme_id=programme_id,
                kind=kind,
                section=code,
                prompts_nl=written.form.nl.data,
                prompts_en=written.form.en.data,
                reason=written.form.reden.data,
                seen=int(seen) if seen.isascii() and seen.isdigit() else -1,
            )
            return url_for("documents.prompts")

        address = send(written, act)
        if address is not None:
            flash(CHANGED.into(state.language()))
            return redirect(address, 303)
        rows = queries.prompts(state.reading(), programme_id, known)[code]
    return form_page(
        "documents/edit_prompts.html",
        written,
        section=SECTION,
        kind=known,
        part=section,
        rows=rows,
    )
