"""The page on which an administrator records that somebody works elsewhere, or nowhere any more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.accounts import affiliations as services
from buyergroups.errors import RefusedError
from buyergroups.organisations.lookup import names
from buyergroups.people import queries
from buyergroups.people.forms import OrganisationForm
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing

blueprint = Blueprint("people_organisation", __name__)

RECORDED = Words("Vastgelegd waar deze persoon werkt.", "Recorded where this person works.")
REMOVED = Words(
    "De gegevens van deze persoon zijn verwijderd.", "The data of this person were removed."
)
WHERE = {
    services.IN_FUTURE: "vanaf",
    services.TOO_EARLY: "vanaf",
    services.WORKS_THERE: "organisatie",
    services.WORKS_NOWHERE: "organisatie",
}


@blueprint.route("/personen/<ref>/organisatie", methods=["GET", "POST"])
def change(ref: str) -> ResponseReturnValue:
    """From a day on somebody works for another organisation, or for none."""
    actor = state.actor()
    require(actor, Action.PERSON_EDIT)
    found = queries.person_by_ref(state.reading(), actor, ref)
    if found.anonymised_at is not None:
        raise RefusedError(REMOVED)
    current = _current(found.id)
    written = writing(OrganisationForm, gezien=str(current), vanaf=state.today())
    form: Any = written.form

    def act(session: Session) -> str:
        services.change_affiliation(
            session,
            actor,
            state.now(),
            person_id=found.id,
            organisation_id=form.organisatie.organisation_id,
            since=form.vanaf.data,
            reason=form.reden.data.strip(),
            seen=_number(form.gezien.data),
        )
        return url_for("people.person", ref=ref)

    if request.method == "POST":
        done = send(written, act, WHERE)
        if done is not None:
            flash(RECORDED.into(state.language()))
            return redirect(done, 303)
    return form_page(
        "people/organisation.html",
        written,
        section="people",
        person=found,
        seen=_current(found.id),
        affiliations=queries.affiliations(state.reading(), state.now(), found.id),
        names=names(state.reading(), actor, state.now()),
    )


def _current(person_id: int) -> int:
    """The affiliation that goes on; 0 is none."""
    rows = services.affiliations_of(state.reading(), person_id)
    return next((row.id for row in rows if row.until is None), 0)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
