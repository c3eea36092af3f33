"""Pages to record what was decided on assessments: on one, or on several by one decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.forms import DECIDED, DECIDED_WHEN
from buyergroups.chains.page import ChainPage, chain_page, the_phases
from buyergroups.chains.phase_line import criteria_in_force
from buyergroups.chains.services import (
    DECIDED_IN_FUTURE,
    record_procedure,
)
from buyergroups.phases import queries, rules, services
from buyergroups.phases.forms import CHOOSE_OUTCOME, DecisionForm, TogetherForm
from buyergroups.phases.reporting import show_form
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.phases import AssessmentOutcome, CriterionState, PhaseAssessment

blueprint = Blueprint("deciding", __name__)

SECTION = "board"
TOGETHER = Words(
    "%(count)s fasebeoordelingen zijn bevestigd, als besluit %(reference)s.",
    "%(count)s assessments were confirmed, as decision %(reference)s.",
)
CHOOSE_SOME = Words(
    "Kies minstens een fasebeoordeling.", "Choose at least one assessment to confirm."
)
RETURN_REASON = Words(
    "Schrijf waarom de beoordeling teruggaat.", "Write why the assessment is returned."
)
CONFIRM_TEXT = Words("Fasebeoordeling van %(chain)s bevestigd", "Assessment of %(chain)s confirmed")
RETURN_TEXT = Words(
    "Fasebeoordeling van %(chain)s teruggegeven", "Assessment of %(chain)s returned"
)
WHERE = {DECIDED_IN_FUTURE: "besloten_op"}


@blueprint.route("/fasebeoordelingen/<ref>/besluit", methods=["GET", "POST"])
def decide(ref: str) -> ResponseReturnValue:
    """Record what the opgave-overleg decided on an assessment, by written procedure."""
    session = state.reading()
    found = queries.assessment_by_ref(session, ref)
    body = queries.deciding_body(session)
    require(state.actor(), Action.PHASE_DECIDE, body)
    header = chain_page(found.slug)
    assert isinstance(header, ChainPage)
    written = writing(DecisionForm, besloten_op=state.today())
    if request.method == "POST":
        done = _send_decision(header, written, found.id)
        if done is not None:
            return redirect(done, 303)
    # Read last: who was second sees what the first one decided.
    rows = queries.assessments(state.reading(), header.chain_id, header.reading.moment)
    row = next(r for r in rows if r.ref == ref)
    phases = {item.phase.id: item.phase for item in header.line}
    before = next((r for r in rows[rows.index(row) + 1 :] if rules.still_holds(r.state)), None)
    return show_form("phases/decide.html", header, written, item=row, phases=phases, before=before)


def _send_decision(header: ChainPage, written: Writing, assessment_id: int) -> str | None:
    form = written.form
    confirm = form.uitkomst.data is AssessmentOutcome.CONFIRMED
    returned = form.uitkomst.data is AssessmentOutcome.RETURNED
    mistakes = (
        (form.uitkomst.data is AssessmentOutcome.WITHDRAWN, form.uitkomst, CHOOSE_OUTCOME),
        (form.besloten_op.data is None, form.besloten_op, DECIDED_WHEN),
        (returned and not (form.reden.data or "").strip(), form.reden, RETURN_REASON),
    )
    if _refuses(written, mistakes):
        return None
    return send(written, _decision(header, form, assessment_id, confirm=confirm), WHERE)


def _refuses(written: Writing, mistakes: Sequence[tuple[bool, Any, Words]]) -> bool:
    """Whether something is missing; each field says what."""
    fits = written.form.validate()
    for wrong, field, words in mistakes:
        if wrong and not field.errors:
            field.errors = [words.into(state.language())]
            fits = False
    if not fits:
        written.status = 422
    return not fits


def _decision(
    header: ChainPage, form: Any, assessment_id: int, *, confirm: bool
) -> Callable[[Session], str]:
    actor, now = state.actor(), state.now()

    def act(session: Session) -> str:
        body = queries.deciding_body(session)
        assessment = session.get_one(PhaseAssessment, assessment_id, with_for_update=True)
        services.refuse_unless_open(assessment)
        decision = record_procedure(
            session,
            actor,
            now,
            body=body,
            decided_on=form.besloten_op.data,
            who_agreed=form.akkoord.data,
            document=form.document.data,
            text=_decision_text(header, confirm=confirm),
        )
        common: dict[str, Any] = {"assessment": assessment, "body": body, "decision": decision}
        if confirm:
            services.confirm_assessment(session, actor, now, **common)
        else:
            services.return_assessment(session, actor, now, reason=form.reden.data, **common)
        flash(DECIDED.into(state.language(), reference=decision.reference))
        return url_for("phases.phase", slug=header.standing.slug)

    return act


def _decision_text(header: ChainPage, *, confirm: bool) -> str:
    """What the register says; decisions of the programme are in Dutch."""
    words = CONFIRM_TEXT if confirm else RETURN_TEXT
    return words.into("nl", chain=header.standing.name)


@blueprint.route("/fasebeoordelingen/bevestigen", methods=["GET", "POST"])
def confirm_several() -> ResponseReturnValue:
    """All that waits, to be confirmed by one decision: the baseline, or a round in between."""
    session = state.reading()
    require(state.actor(), Action.PHASE_DECIDE, queries.deciding_body(session))
    rows = queries.waiting(session)
    written = writing(TogetherForm, besloten_op=state.today(), gekozen=[row.ref for row in rows])
    if request.method == "POST":
        done = _send_together(written, rows)
        if done is not None:
            return redirect(done, 303)
        rows = queries.waiting(state.reading())
    return _together_page(written, rows)


def _together_page(written: Writing, rows: Sequence[Any]) -> Response:
    in_force = criteria_in_force(state.reading(), state.today())
    return form_page(
        "phases/confirm.html",
        written,
        section=SECTION,
        rows=rows,
        chosen=set(written.form.gekozen.data or ()),
        phases={row.nr: row for row in the_phases()},
        met={row.ref: _met(row.criteria, in_force) for row in rows},
    )


def _met(stood: Mapping[str, str], in_force: Mapping[int, Sequence[int]]) -> list[tuple[Any, ...]]:
    """Of each phase: how many criteria were met when it was assessed, and how many there are."""
    return [
        (phase, sum(stood.get(str(one)) == CriterionState.MET for one in criteria), len(criteria))
        for phase in the_phases()
        if (criteria := in_force.get(phase.id, ()))
    ]


def _send_together(written: Writing, rows: Sequence[Any]) -> str | None:
    form = written.form
    mistakes = (
        (not form.gekozen.data, form.gekozen, CHOOSE_SOME),
        (form.besloten_op.data is None, form.besloten_op, DECIDED_WHEN),
    )
    if _refuses(written, mistakes):
        return None
    actor, now = state.actor(), state.now()
    chosen = list(dict.fromkeys(form.gekozen.data))
    known: Mapping[str, Any] = {row.ref: row for row in rows}
    about = [known[ref] for ref in chosen if ref in known]

    def act(session: Session) -> str:
        decision = services.confirm_together(
            session,
            actor,
            now,
            refs=chosen,
            body=queries.deciding_body(session),
            decided_on=form.besloten_op.data,
            who_agreed=form.akkoord.data,
            document=form.document.data,
            text=_together_text(about),
        )
        flash(TOGETHER.into(state.language(), count=len(chosen), reference=decision.reference))
        return url_for("deciding.confirm_several")

    return send(written, act, WHERE)


def _together_text(rows: Sequence[Any]) -> str:
    """What the register says of it; a baseline is the first assessment of every chain in it."""
    roman = {row.nr: row.roman for row in the_phases()}
    listed = ", ".join(f"{row.name_nl} ({roman[row.nr]} {row.phase_nl})" for row in rows)
    kind = (
        "Nulmeting bevestigd" if all(row.first for row in rows) else "Fasebeoordelingen bevestigd"
    )
    return f"{kind}: {listed}"
