"""Pages on which an administrator corrects what was recorded by mistake, for all to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains import labels
from buyergroups.chains.page import ChainPage, chain_page
from buyergroups.corrections import queries, services
from buyergroups.corrections.forms import AssessmentCorrectionForm, ReportCorrectionForm
from buyergroups.errors import RefusedError
from buyergroups.markup.render import render
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("corrections", __name__)
SECTION = "chains"

CORRECTED = Words(
    "De correctie is vastgelegd. Wat er stond blijft leesbaar in de geschiedenis.",
    "The correction was recorded. What stood there stays readable in the history.",
)


def _chains() -> dict[str, Any]:
    return {row.slug: row for row in queries.chains(state.reading(), state.actor())}


def _header(slug: str) -> ChainPage:
    header = chain_page(slug)
    assert isinstance(header, ChainPage)
    return header


def _options(words: Mapping[Any, Words]) -> list[tuple[str, str]]:
    return [(code.value, text.into(state.language())) for code, text in words.items()]


def _show(
    template: str, header: ChainPage, written: Writing, chains: Mapping[str, Any], **values: Any
) -> ResponseReturnValue:
    return form_page(
        template,
        written,
        section=SECTION,
        chain_options=[(slug, row.name_nl) for slug, row in chains.items()],
        back=url_for("chains.history", slug=header.standing.slug),
        **values,
        **header.context(),
    )


def _done(address: str) -> ResponseReturnValue:
    flash(CORRECTED.into(state.language()))
    return redirect(address, 303)


@blueprint.route("/statusupdates/<ref>/corrigeren", methods=["GET", "POST"])
def report(ref: str) -> ResponseReturnValue:
    """Correct a report: a typing error, a wrong date, a wrong chain."""
    require(state.actor(), Action.PHASE_CORRECT)
    found = queries.report(state.reading(), state.actor(), ref)
    wrong, chains = found.StatusUpdate, _chains()
    written = writing(
        ReportCorrectionForm,
        keten=found.slug,
        voortgang=wrong.progress,
        reden=wrong.stagnation_reason,
        veranderd=wrong.changed or "",
        stap=wrong.next_step or "",
        stap_op=wrong.next_step_on,
    )
    form: Any = written.form
    form.keten.codes = chains
    if request.method == "POST":
        form.drop_old_reason(wrong.stagnation_reason)
        done = _send_report(written, wrong.id, chains)
        if done is not None:
            return _done(done)
    return _show(
        "corrections/report.html",
        _header(found.slug),
        written,
        chains,
        found=found,
        corrected=queries.is_corrected(state.reading(), wrong.id),
        progress_options=_options({code: row.words for code, row in labels.PROGRESS.items()}),
        stagnation_options=_options(labels.STAGNATION),
    )


def _send_report(written: Writing, report_id: int, chains: Mapping[str, Any]) -> str | None:
    form: Any = written.form
    text = (form.veranderd.data or "").strip()
    try:
        changed = render(text) if text else None
    except RefusedError as error:
        written.problem, written.status = error.sentence(state.language()), 422
        return None

    def act(session: Session) -> str:
        services.correct_report(
            session,
            state.actor(),
            state.now(),
            report_id=report_id,
            chain_id=chains[form.keten.data].id,
            progress=form.voortgang.data,
            stagnation_reason=form.reden.data,
            changed=changed,
            next_step=form.stap.data or "",
            next_step_on=form.stap_op.data,
            reason=form.waarom_fout.data,
        )
        return url_for("chains.history", slug=form.keten.data)

    return send(written, act)


@blueprint.route("/fasebeoordelingen/<ref>/corrigeren", methods=["GET", "POST"])
def assessment(ref: str) -> ResponseReturnValue:
    """Correct an assessment: a typing error, a wrong date, a wrong phase or chain."""
    require(state.actor(), Action.PHASE_CORRECT)
    found = queries.assessment(state.reading(), state.actor(), ref)
    wrong, chains, header = found.PhaseAssessment, _chains(), _header(found.slug)
    phases = {str(row.phase.nr): row.phase for row in header.line}
    written = writing(
        AssessmentCorrectionForm,
        keten=found.slug,
        fase=next(nr for nr, row in phases.items() if row.id == wrong.phase_id),
        sinds=(wrong.since, wrong.since_precision),
        waarom=wrong.reason,
    )
    form: Any = written.form
    form.keten.codes, form.fase.codes = chains, phases
    if request.method == "POST":
        done = _send_assessment(written, wrong.id, chains, phases)
        if done is not None:
            return _done(done)
    holds = queries.holding(state.reading(), wrong.chain_id)
    return _show(
        "corrections/assessment.html",
        header,
        written,
        chains,
        found=found,
        holds=holds is not None and holds.id == wrong.id,
        phase_options=[
            (nr, f"{row.roman} {row.name(state.language())}") for nr, row in phases.items()
        ],
    )


def _send_assessment(
    written: Writing, assessment_id: int, chains: Mapping[str, Any], phases: Mapping[str, Any]
) -> str | None:
    form: Any = written.form

    def act(session: Session) -> str:
        since, precision = form.sinds.data
        services.correct_assessment(
            session,
            state.actor(),
            state.now(),
            assessment_id=assessment_id,
            chain_id=chains[form.keten.data].id,
            phase_id=phases[form.fase.data].id,
            since=since,
            since_precision=precision,
            text=form.waarom.data,
            reason=form.waarom_fout.data,
        )
        return url_for("chains.history", slug=form.keten.data)

    return send(written, act)
