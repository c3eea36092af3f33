"""Who has which rights: the list, its export, and the yearly confirmation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.accounts.rules import hash_of
from buyergroups.errors import ChangedMeanwhileError
from buyergroups.people import labels, queries, services
from buyergroups.people.rules import CONFIRM_EVERY, safe_cell
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words

blueprint = Blueprint("rights", __name__)
SECTION = "people"

CONFIRMED = Words(
    "Je hebt bevestigd dat deze rechten kloppen.", "You confirmed that these rights are right."
)
CHANGED = Words(
    "De lijst is veranderd sinds je hem opende. Bekijk hem opnieuw en bevestig dan.",
    "The list has changed since you opened it. Look at it again, then confirm.",
)


@blueprint.get("/personen/rechten")
def rights() -> ResponseReturnValue:
    """Who has which rights now, and when that was confirmed last."""
    actor = state.actor()
    require(actor, Action.PEOPLE_LIST)
    last = queries.last_confirmation(state.reading())
    rows = queries.everybody_with_rights(state.reading(), actor, state.now())
    return page(
        "people/rights.html",
        section=SECTION,
        rows=rows,
        role_words=labels.role_words,
        last=last,
        shown=_shown(rows),
        overdue=last is None or state.now() - last.at > CONFIRM_EVERY,
        may_confirm=can(actor, Action.RIGHTS_CONFIRM),
    )


@blueprint.get("/personen/rechten.csv")
def rights_csv() -> ResponseReturnValue:
    """The same list for a spreadsheet: a line per role."""
    actor, language = state.actor(), state.language()
    require(actor, Action.PEOPLE_LIST)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        Words("naam;organisatie;rol;vanaf;tot", "name;organisation;role;from;until")
        .into(language)
        .split(";")
    )
    for row in queries.everybody_with_rights(state.reading(), actor, state.now()):
        for held in row.roles:
            words = labels.role_words(held.role, held.about(language), language)
            cells = [row.name, row.organisation or "", words]
            days = [held.since.isoformat(), held.until.isoformat() if held.until else ""]
            writer.writerow([safe_cell(cell) for cell in cells] + days)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="rechten.csv"'
    return response


@blueprint.post("/personen/rechten/bevestigen")
def confirm_rights() -> ResponseReturnValue:
    """An administrator says that the list as it was shown is right."""
    actor = state.actor()
    require(actor, Action.RIGHTS_CONFIRM)
    shown = queries.everybody_with_rights(state.reading(), actor, state.now())
    if request.form.get("getoond") != _shown(shown):
        raise ChangedMeanwhileError(CHANGED)
    assignments = [held.id for row in shown for held in row.roles]
    with state.writing() as writing:
        services.confirm_rights(writing, actor, state.now(), assignments=assignments)
    flash(CONFIRMED.into(state.language()))
    return redirect(url_for("rights.rights"), 303)


def _shown(rows: Sequence[queries.Listed]) -> str:
    """What stood on the page, so that nobody confirms what they did not see."""
    return hash_of(" ".join(str(held.id) for row in rows for held in row.roles))
