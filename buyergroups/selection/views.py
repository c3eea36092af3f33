"""Pages of the yearly selection: what was decided for each year, and recording a decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import labels, selection, services
from buyergroups.chains.forms import DECIDED, seen
from buyergroups.chains.page import the_phases, the_programme, the_selections, today_reading
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.files.queries import files_of
from buyergroups.phases.queries import deciding_body
from buyergroups.selection.forms import NOBODY, selection_form
from buyergroups.selection.queries import Candidates, candidates
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.files import FileSubject

blueprint = Blueprint("selection", __name__)
SECTION = "chains"
#: How many years ahead a selection can be decided.
AHEAD = 2

#: What the register says when nothing was typed; decisions of the programme are in Dutch.
TEXT = Words("Jaarselectie %(year)s vastgesteld.", "Selection of %(year)s decided.")


def _years() -> range:
    """The years that a selection can be of."""
    return range(the_programme().records_from.year, state.today().year + AHEAD + 1)


def _next_year() -> int:
    """The first year without a selection, from this year on."""
    known = the_selections(today_reading().moment)
    return next(
        (year for year in range(state.today().year, _years().stop) if year not in known),
        _years().stop - 1,
    )


@blueprint.get("/jaarselectie")
def years() -> ResponseReturnValue:
    """The selection of each year, the latest first."""
    actor = state.actor()
    require(actor, Action.DECISION_SEE)
    rows = selection.decided(state.reading(), actor, the_programme().id)
    holding = {row.year: row for row in reversed(rows)}
    return page(
        "selection/years.html",
        section=SECTION,
        rows=sorted(holding.values(), key=lambda row: -row.year),
        may_select=can(actor, Action.CHAIN_SELECT),
        next_year=_next_year(),
        expected=_expected(),
    )


@blueprint.get("/jaarselectie/<int(fixed_digits=4):year>")
def of_year(year: int) -> ResponseReturnValue:
    """The chains of a year with the reasons, and the decision they come from."""
    actor = state.actor()
    require(actor, Action.DECISION_SEE)
    rows = selection.decided(state.reading(), actor, the_programme().id, year)
    if not rows and year not in _years():
        raise NotThereError(f"selection of {year}")
    return page(
        "selection/year.html",
        section=SECTION,
        year=year,
        holds=rows[0] if rows else None,
        before=rows[1:],
        files=files_of(state.reading(), FileSubject.DECISION, [row.decision_id for row in rows]),
        may_attach=can(actor, Action.PHASE_DECIDE, deciding_body(state.reading())),
        may_select=can(actor, Action.CHAIN_SELECT) and year in _years(),
        expected=_expected(),
    )


@blueprint.route("/jaarselectie/<int(fixed_digits=4):year>/vastleggen", methods=["GET", "POST"])
def record(year: int) -> ResponseReturnValue:
    """Record what was decided for a year: an outcome and a reason for each chain."""
    require(state.actor(), Action.CHAIN_SELECT)
    if year not in _years():
        raise NotThereError(f"selection of {year}")
    there = _candidates(year)
    holds = the_selections(today_reading().moment).get(year)
    written = writing(
        selection_form(there.all), gezien=holds.id if holds else "", besloten_op=state.today()
    )
    if request.method == "POST":
        done = _send(written, year)
        if done is not None:
            return redirect(done, 303)
        rows = selection.decided(state.reading(), state.actor(), the_programme().id, year)
        written.theirs = rows[0] if rows else None
    return _form_page(written, year, there)


def _candidates(year: int) -> Candidates:
    reading = today_reading()
    return candidates(
        state.reading(),
        state.actor(),
        the_programme().id,
        reading,
        the_selections(reading.moment),
        year,
    )


def _form_page(written: Writing, year: int, there: Candidates) -> ResponseReturnValue:
    language = state.language()
    return form_page(
        "selection/record.html",
        written,
        section=SECTION,
        year=year,
        there=there,
        expected=_expected(),
        phases={row.id: row for row in the_phases()},
        outcome_options=lambda row: [
            (code.value, labels.OUTCOMES[code].into(language)) for code in row.outcomes
        ],
        today=state.today(),
    )


def _expected() -> int:
    return state.settings()[SettingKey.CHAINS_PER_YEAR]


def _send(written: Writing, year: int) -> str | None:
    form: Any = written.form
    actor, now, expected = state.actor(), state.now(), _expected()
    language = state.language()

    def act(session: Session) -> str:
        if not form.choices:
            raise RefusedError(NOBODY)
        decision = services.record_procedure(
            session,
            actor,
            now,
            body=deciding_body(session),
            decided_on=form.besloten_op.data,
            who_agreed=form.akkoord.data.strip(),
            document=form.document.data.strip(),
            text=(form.toelichting.data or "").strip() or TEXT.into("nl", year=year),
        )
        services.select_chains(
            session,
            actor,
            now,
            year=year,
            choices=form.choices,
            decision=decision,
            expected=expected,
            other_number_reason=form.ander_aantal.data or "",
            seen=seen(form.gezien.data),
        )
        flash(DECIDED.into(language, reference=decision.reference))
        return url_for("selection.of_year", year=year)

    return send(written, act)
