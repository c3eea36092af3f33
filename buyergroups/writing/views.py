"""Where a form leaves what was typed so far, every few seconds."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from buyergroups.errors import RefusedError
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.web.formats import clock_words
from buyergroups.words import Words
from buyergroups.writing import services

blueprint = Blueprint("writing", __name__)

SAVED = Words("Concept bewaard om %(time)s", "Draft saved at %(time)s")
NO_FORM = Words("Dit formulier is niet bekend.", "This form is not known.")
LONGEST_PATH = 200


def form_path(text: str | None) -> str:
    """The address of the form that a draft belongs to; raises RefusedError when it is none."""
    path = own_path(text)
    if path is None or len(path) > LONGEST_PATH:
        raise RefusedError(NO_FORM)
    return path


@blueprint.post("/concept")
def save() -> ResponseReturnValue:
    """Keep a draft. The form says where it stands; the answer says when it was kept."""
    person_id = state.actor().person_id
    assert person_id is not None
    path, fields = form_path(request.form.get("concept")), services.typed_fields(request.form)
    with state.writing(counts=False) as session:
        services.save_draft(session, state.now(), person_id=person_id, form=path, fields=fields)
    saved = SAVED.into(state.language(), time=clock_words(state.now()))
    return Response(saved, mimetype="text/plain")


@blueprint.post("/concept/weg")
def drop() -> ResponseReturnValue:
    """Throw a draft away and show the form anew."""
    person_id = state.actor().person_id
    assert person_id is not None
    path = form_path(request.form.get("concept"))
    with state.writing(counts=False) as session:
        services.drop_draft(session, person_id=person_id, form=path)
    return redirect(path, 303)
