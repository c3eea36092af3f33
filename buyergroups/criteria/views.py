"""Pages on which the programme manager edits the criteria of the phases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import the_phases, the_programme
from buyergroups.criteria import queries, services
from buyergroups.criteria.forms import AddForm, EditForm, Kind, RetireForm
from buyergroups.errors import NotThereError
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing

blueprint = Blueprint("criteria", __name__)
SECTION = "administration"

ADDED = Words("Het criterium is toegevoegd.", "The criterion was added.")
CHANGED = Words("Het criterium is gewijzigd.", "The criterion was changed.")
RETIRED = Words("Vastgelegd wanneer het vervalt.", "Recorded when it retires.")
KINDS = {
    Kind.WORDS: Words(
        "Alleen de woorden: onderbouwing blijft erbij staan",
        "Only the words: evidence stays with it",
    ),
    Kind.MEANING: Words(
        "De betekenis: het oude vervalt vandaag, het nieuwe begint open",
        "The meaning: the old one retires today, the new one begins open",
    ),
}


@blueprint.get("/beheer/fasecriteria")
def criteria() -> ResponseReturnValue:
    """The criteria of every phase, with those that retired."""
    rows = _rows()
    today = state.today()
    return page(
        "criteria/list.html",
        section=SECTION,
        key=new_key(),
        steps=[
            (
                phase,
                [row for row in rows if row.phase_id == phase.id and not row.over(today)],
                [row for row in rows if row.phase_id == phase.id and row.over(today)],
            )
            for phase in the_phases()
        ],
    )


def _rows() -> Sequence[queries.Row]:
    require(state.actor(), Action.CRITERIA_EDIT)
    return queries.criteria(state.reading(), the_programme().id)


def _row(number: int) -> queries.Row:
    found = next((row for row in _rows() if row.id == number), None)
    if found is None:
        raise NotThereError(f"criterion {number}")
    return found


def _show(template: str, written: Writing, phase_id: int, **values: Any) -> ResponseReturnValue:
    phase = next(row for row in the_phases() if row.id == phase_id)
    return form_page(template, written, section=SECTION, phase=phase, **values)


def _sent(
    written: Writing, words: Words, act: Callable[[Session], Any]
) -> ResponseReturnValue | None:
    """Where to go when it was recorded; None when the form must be shown again."""

    def do(session: Session) -> str:
        act(session)
        return url_for("criteria.criteria")

    done = send(written, do)
    if done is None:
        return None
    flash(words.into(state.language()))
    return redirect(done, 303)


@blueprint.route("/beheer/fasecriteria/fase/<int:nr>/toevoegen", methods=["GET", "POST"])
def add(nr: int) -> ResponseReturnValue:
    """A new criterion of a phase."""
    require(state.actor(), Action.CRITERIA_EDIT)
    phase = next((row for row in the_phases() if row.nr == nr), None)
    if phase is None:
        raise NotThereError(f"phase {nr}")
    phase_id = phase.id
    written = writing(AddForm)
    form: Any = written.form
    if request.method == "POST":
        done = _sent(
            written,
            ADDED,
            lambda session: services.add_criterion(
                session,
                state.actor(),
                state.now(),
                phase_id=phase_id,
                text_nl=form.nl.data,
                text_en=form.en.data,
                reason=form.reden.data,
            ),
        )
        if done is not None:
            return done
    return _show("criteria/add.html", written, phase_id)


@blueprint.route("/beheer/fasecriteria/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """Other words for the same, or another criterion in its place."""
    row = _row(number)
    written = writing(EditForm, gezien=row.seen, nl=row.text_nl, en=row.text_en)
    form: Any = written.form
    if request.method == "POST":
        keep = form.soort.data is Kind.WORDS
        change = services.reword_criterion if keep else services.replace_criterion
        done = _sent(
            written,
            CHANGED,
            lambda session: change(
                session,
                state.actor(),
                state.now(),
                criterion_id=number,
                text_nl=form.nl.data,
                text_en=form.en.data,
                reason=form.reden.data,
                seen=form.gezien.data or "",
            ),
        )
        if done is not None:
            return done
        row = _row(number)
    return _show(
        "criteria/edit.html",
        written,
        row.phase_id,
        row=row,
        over=row.over(state.today()),
        changes=queries.changes(state.reading(), number),
        kinds=[(code.value, words.into(state.language())) for code, words in KINDS.items()],
    )


@blueprint.route("/beheer/fasecriteria/<int:number>/vervallen", methods=["GET", "POST"])
def retire(number: int) -> ResponseReturnValue:
    """The day from which a criterion does not hold any more."""
    row = _row(number)
    written = writing(RetireForm, gezien=row.seen, op=row.retired_on or state.today())
    form: Any = written.form
    if request.method == "POST":
        done = _sent(
            written,
            RETIRED,
            lambda session: services.retire_criterion(
                session,
                state.actor(),
                state.now(),
                criterion_id=number,
                retired_on=form.op.data,
                reason=form.reden.data,
                seen=form.gezien.data or "",
            ),
        )
        if done is not None:
            return done
        row = _row(number)
    over = row.over(state.today())
    return _show("criteria/retire.html", written, row.phase_id, row=row, over=over)


@blueprint.post("/beheer/fasecriteria/<int:number>/verplaatsen")
def move(number: int) -> ResponseReturnValue:
    """A place up, or down."""
    row = _row(number)

    def act(session: Session) -> str:
        services.move_criterion(
            session,
            state.actor(),
            state.now(),
            criterion_id=row.id,
            up=request.form.get("naar") == "omhoog",
        )
        return url_for("criteria.criteria") + f"#criterium-{row.id}"

    return redirect(press(act), 303)
