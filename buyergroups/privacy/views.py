"""Pages about somebody's data: to ask for removal, to answer, and all of it to take along."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.people.queries import person_by_ref
from buyergroups.privacy import queries, rules, services
from buyergroups.privacy.forms import AskForm, HandleForm, RemoveForm, Verdict
from buyergroups.profile.queries import data_of
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing
from models.people import Person, RemovalRequest

blueprint = Blueprint("privacy", __name__)

ASKED = Words(
    "Je verzoek is verstuurd. Een beheerder antwoordt op deze pagina.",
    "Your request was sent. An administrator answers on this page.",
)
WITHDRAWN = Words("Je verzoek is ingetrokken.", "Your request was withdrawn.")
REMOVED = Words(
    "De gegevens zijn verwijderd. Wat deze persoon vastlegde staat er nog, onder de rol.",
    "The data were removed. What this person recorded is still there, under the role.",
)
REFUSED = Words("Het verzoek is afgewezen.", "The request was refused.")
VERDICTS = {
    Verdict.REMOVE: Words(
        "Verwijderen: de naam wordt overal vervangen door de rol",
        "Remove: the name is replaced by the role everywhere",
    ),
    Verdict.REFUSE: Words("Afwijzen: de persoon leest waarom", "Refuse: the person reads why"),
}


@blueprint.route("/mijn/verwijderen", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for the removal of one's own data, and read the answer."""
    actor = state.actor()
    written = writing(AskForm)
    form: Any = written.form

    def act(session: Session) -> str:
        services.ask_removal(session, actor, state.now(), wish=form.wens.data or "")
        return url_for("privacy.ask")

    if request.method == "POST":
        done = send(written, act)
        if done is not None:
            flash(ASKED.into(state.language()))
            return redirect(done, 303)
    assert actor.person_id is not None
    return form_page(
        "privacy/ask.html",
        written,
        section="",
        requests=queries.requests_of(state.reading(), actor.person_id),
        days=state.settings()[SettingKey.RETENTION_DAYS],
        key=new_key(),
    )


@blueprint.post("/mijn/verwijderen/intrekken")
def withdraw() -> ResponseReturnValue:
    """Not any more."""

    def act(session: Session) -> str:
        services.withdraw_removal(session, state.actor(), state.now())
        return url_for("privacy.ask")

    done = press(act)
    flash(WITHDRAWN.into(state.language()))
    return redirect(done, 303)


# ---- administrators ---------------------------------------------------------------------------


def _somebody(ref: str) -> Person:
    require(state.actor(), Action.PERSON_EDIT)
    return person_by_ref(state.reading(), state.actor(), ref)


@blueprint.get("/personen/bewaartermijn")
def retention() -> ResponseReturnValue:
    """Whose last role ended so long ago that their name may go."""
    require(state.actor(), Action.PERSON_EDIT)
    days = state.settings()[SettingKey.RETENTION_DAYS]
    rows = queries.retention_over(state.reading(), state.now(), days)
    return page("privacy/retention.html", section="people", rows=rows, days=days)


@blueprint.get("/personen/<ref>/gegevens.json")
def data(ref: str) -> ResponseReturnValue:
    """Everything that is kept about somebody, for who asks an administrator for it."""
    found = _somebody(ref)
    whole = data_of(state.reading(), state.now(), found.id, own=False)
    answer = Response(
        json.dumps(whole, ensure_ascii=False, indent=2) + "\n", mimetype="application/json"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="gegevens-{found.ref}.json"'
    return answer


@blueprint.route("/personen/<ref>/verwijderen", methods=["GET", "POST"])
def remove(ref: str) -> ResponseReturnValue:
    """Remove somebody's data after the term, or answer their request."""
    found = _somebody(ref)
    asked = queries.open_request(state.reading(), found.id)
    written = writing(HandleForm if asked else RemoveForm)
    form: Any = written.form
    refuses = asked is not None and form.uitkomst.data is Verdict.REFUSE
    days = state.settings()[SettingKey.RETENTION_DAYS]

    def act(session: Session) -> str:
        actor, now, why = state.actor(), state.now(), form.reden.data
        if refuses:
            services.refuse_removal(session, actor, now, person_id=found.id, answer=why)
        else:
            services.anonymise_person(
                session, actor, now, person_id=found.id, reason=why, days=days
            )
        return url_for("people.person", ref=ref)

    if request.method == "POST":
        done = send(written, act)
        if done is not None:
            flash((REFUSED if refuses else REMOVED).into(state.language()))
            return redirect(done, 303)
    return _remove_page(written, found, asked)


def _remove_page(
    written: Writing, found: Person, asked: RemovalRequest | None
) -> ResponseReturnValue:
    days = state.settings()[SettingKey.RETENTION_DAYS]
    held = queries.held_by(state.reading(), state.now(), found.id)
    return form_page(
        "privacy/remove.html",
        written,
        section="people",
        person=found,
        asked=asked,
        held=held,
        free_from=rules.free_from(held.ended_on, days),
        over=rules.is_over(held.ended_on, days, state.today()),
        days=days,
        becomes=rules.name_of_role(held.roles),
        verdicts=[
            (code.value, words.into(state.language()))
            for code, words in VERDICTS.items()
            if code is Verdict.REFUSE or not held.goes_on
        ],
    )
