"""The page of the baseline: all chains of a lead at once, or how far everybody is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.baseline import queries, services
from buyergroups.baseline.forms import BaselineForm, Row
from buyergroups.baseline.services import BaselineRow, RowsRefusedError
from buyergroups.chains import labels
from buyergroups.chains.forms import seen
from buyergroups.chains.page import the_phases
from buyergroups.chains.standing import Standing
from buyergroups.errors import WHY_MISSING, NotAllowedError, RefusedError
from buyergroups.phases.queries import deciding_body_or_none
from buyergroups.phases.reporting import WHERE
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("baseline", __name__)

SECTION = "board"
RECORDED = (
    Words(
        "De nulmeting van 1 keten is vastgelegd. Ze is voorlopig tot het opgave-overleg beslist.",
        "The baseline of 1 chain was recorded. It is provisional until the opgave-overleg decides.",
    ),
    Words(
        "De nulmeting van %(count)s ketens is vastgelegd. De beoordelingen zijn voorlopig tot het "
        "opgave-overleg beslist.",
        "The baseline of %(count)s chains was recorded. The assessments are provisional until the "
        "opgave-overleg decides.",
    ),
)
#: The field of a row that a sentence of the services belongs to.
FIELDS = {**WHERE, WHY_MISSING: "bewijs"}


@blueprint.route("/nulmeting", methods=["GET", "POST"])
def baseline() -> ResponseReturnValue:
    """Where all chains of a lead stand, on one page, recorded as a whole."""
    session, actor = state.reading(), state.actor()
    require(actor, Action.BASELINE_SEE)
    if request.method == "POST" and not actor.leads:
        raise NotAllowedError("baseline without a chain")
    chains = queries.own_chains(session, actor, state.now())
    last = queries.last_assessments(session, actor.leads)
    written = writing(
        partial(BaselineForm, chains), gezien={key: row.id for key, row in last.items()}
    )
    if request.method == "POST":
        done = _send(written)
        if done is not None:
            return redirect(done, 303)
        last = queries.last_assessments(state.reading(), actor.leads)
    return _page(written, last)


def _send(written: Writing) -> str | None:
    form: BaselineForm = written.form
    if not form.filled:
        written.problem = services.NOTHING_FILLED_IN.into(state.language())
        written.status = 422
        return None
    if not form.validate():
        written.status = 422
        return None
    phases = {str(phase.nr): phase.id for phase in the_phases()}
    rows = [_typed(row, phases) for row in form.filled]
    actor, now = state.actor(), state.now()

    def act(session: Session) -> str:
        try:
            services.record_baseline(session, actor, now, rows=rows)
        except RowsRefusedError as error:
            _say(form, error.rows)
            raise
        one, many = RECORDED
        flash((one if len(rows) == 1 else many).into(state.language(), count=len(rows)))
        return url_for("baseline.baseline")

    return send(written, act)


def _say(form: BaselineForm, refused: Mapping[int, RefusedError]) -> None:
    """What a rule says of a row stands at its field."""
    for row in form:
        if (error := refused.get(row.chain.id)) is not None:
            row.refuse(FIELDS.get(error.words, "bewijs"), error.words)


def _typed(row: Row, phases: Mapping[str, int]) -> BaselineRow:
    form = row.form
    since, precision = form.sinds.data
    return BaselineRow(
        chain_id=row.chain.id,
        phase_id=phases[form.fase.data],
        since=since,
        since_precision=precision,
        evidence=form.bewijs.data,
        link=form.link.data or "",
        progress=form.voortgang.data,
        stagnation_reason=form.reden.data,
        next_step=form.stap.data or "",
        next_step_on=form.stap_op.data,
        assessed=seen(form.gezien.data),
        reported=seen(form.gemeld.data),
    )


def _page(written: Writing, last: Mapping[int, Any]) -> Response:
    session, actor, language = state.reading(), state.actor(), state.language()
    form: BaselineForm = written.form
    chains = {row.id: row for row in queries.own_chains(session, actor, state.now())}
    body = deciding_body_or_none(session)
    may_decide = body is not None and can(actor, Action.PHASE_DECIDE, body)
    return form_page(
        "baseline/baseline.html",
        written,
        section=SECTION,
        rows=[row for row in form if row.filled or chains[row.chain.id].phase_id is None],
        known=[chains[row.chain.id] for row in form if not row.filled],
        chains=chains,
        last=last,
        newer={row.chain.id for row in form.filled if _is_newer(row, chains, last)},
        others=queries.priority_chains(session, actor, state.now()) if may_decide else [],
        may_decide=may_decide,
        may_import=can(actor, Action.BASELINE_IMPORT),
        phases={phase.id: phase for phase in the_phases()},
        numbers={phase.nr: phase for phase in the_phases()},
        phase_options=[(str(p.nr), f"{p.roman} {p.name(language)}") for p in the_phases()],
        progress_options=[(k.value, v.words.into(language)) for k, v in labels.PROGRESS.items()],
        stagnation_options=[(k.value, v.into(language)) for k, v in labels.STAGNATION.items()],
    )


def _is_newer(row: Row, chains: Mapping[int, Standing], last: Mapping[int, Any]) -> bool:
    """Whether something was recorded of the chain since the row was filled in."""
    assessed, chain = last.get(row.chain.id), chains[row.chain.id]
    there = (assessed.id if assessed else None, chain.report_id)
    return (seen(row.form.gezien.data).id, seen(row.form.gemeld.data).id) != there
