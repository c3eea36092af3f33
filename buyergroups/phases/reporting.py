"""Pages to report on a chain, record a finding, assess its phase, and decide on that assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains import labels
from buyergroups.chains.forms import DECIDED_WHEN, seen
from buyergroups.chains.page import ChainPage, chain_page
from buyergroups.chains.services import record_procedure
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.markup.render import Rendered, render
from buyergroups.phases import queries, services
from buyergroups.phases.forms import AssessmentForm, DecisionForm, FindingForm, ReportForm
from buyergroups.web import htmx, state
from buyergroups.web.addresses import own_path
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, send, writing
from models.phases import AssessmentOutcome, PhaseAssessment

blueprint = Blueprint("reporting", __name__)

SECTION = "chains"
REPORTED = Words("Je statusupdate is vastgelegd.", "Your status update was recorded.")
STILL = Words("Vastgelegd: nog actueel.", "Recorded: still correct.")
FOUND = Words("Het criterium is bijgewerkt.", "The criterion was updated.")
ASSESSED = Words(
    "De fasebeoordeling is vastgelegd. Ze is voorlopig tot het opgave-overleg beslist.",
    "The assessment was recorded. It is provisional until the opgave-overleg decides.",
)
DECIDED = Words("Vastgelegd als besluit %(reference)s.", "Recorded as decision %(reference)s.")
CHOOSE_PHASE = Words("Kies een fase.", "Choose a phase.")
CHOOSE_OUTCOME = Words("Kies bevestigen of teruggeven.", "Choose to confirm or to return.")
RETURN_REASON = Words(
    "Schrijf waarom de beoordeling teruggaat.", "Write why the assessment is returned."
)


def _header(slug: str, action: Action) -> ChainPage | ResponseReturnValue:
    """The chain, for whoever may do this to it; for others it is not there."""
    header = chain_page(slug)
    if isinstance(header, ChainPage):
        require(state.actor(), action, header.chain_id)
    return header


def _show(template: str, header: ChainPage, written: Writing, **values: Any) -> Response:
    html = page(
        template,
        section=SECTION,
        writing=written,
        form=written.form,
        draft_seconds=state.tracker().draft_seconds,
        row_slug=header.standing.slug,
        **_options(header),
        **values,
        **header.context(),
    )
    return make_response(html, written.status)


def _options(header: ChainPage) -> dict[str, Any]:
    """What can be chosen, in the reader's language."""
    language = state.language()

    def options(words: Mapping[Any, Words]) -> list[tuple[str, str]]:
        return [(code.value, text.into(language)) for code, text in words.items()]

    return {
        "progress_options": options({k: label.words for k, label in labels.PROGRESS.items()}),
        "stagnation_options": options(labels.STAGNATION),
        "criterion_options": options({k: label.words for k, label in labels.CRITERIA.items()}),
        "phase_options": [
            (str(step.phase.nr), f"{step.phase.roman} {step.phase.name(language)}")
            for step in header.line
        ],
    }


def _done(words: Words, address: str, **values: object) -> ResponseReturnValue:
    flash(words.into(state.language(), **values))
    return redirect(address, 303)


def _laid_out(text: str | None) -> Rendered | None:
    return render(text.strip()) if text and text.strip() else None


@blueprint.route("/ketens/<slug>/statusupdate", methods=["GET", "POST"])
def report(slug: str) -> ResponseReturnValue:
    """Report on a chain in under a minute."""
    header = _header(slug, Action.STATUS_REPORT)
    if not isinstance(header, ChainPage):
        return header
    last = queries.report_row(state.reading(), header.chain_id)
    written = writing(
        ReportForm,
        gezien=last.id if last else "",
        voortgang=last.progress if last else None,
        reden=last.stagnation_reason if last else None,
        stap=last.next_step if last else "",
        stap_op=last.next_step_on if last else None,
    )
    if request.method == "POST":
        done = _send_report(header, written)
        if done is not None:
            return _done(REPORTED, done)
        written.theirs = queries.report_row(state.reading(), header.chain_id)
    return _show("phases/report.html", header, written)


def _send_report(header: ChainPage, written: Writing) -> str | None:
    form = written.form
    try:
        changed = _laid_out(form.veranderd.data)
    except RefusedError as error:
        written.problem, written.status = error.sentence(state.language()), 422
        return None

    def act(session: Session) -> str:
        services.report_status(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            progress=form.voortgang.data,
            stagnation_reason=form.reden.data,
            changed=changed,
            next_step=form.stap.data or "",
            next_step_on=form.stap_op.data,
            seen=seen(form.gezien.data),
        )
        return url_for("chains.overview", slug=header.standing.slug)

    return send(written, act)


@blueprint.post("/ketens/<slug>/nog-actueel")
def still_correct(slug: str) -> ResponseReturnValue:
    """'Still correct, nothing changed' in one click, from wherever it was pressed."""
    header = _header(slug, Action.STATUS_REPORT)
    if not isinstance(header, ChainPage):
        return header
    with state.writing() as session:
        services.say_still_correct(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            seen=seen(request.form.get("gezien")),
        )
    back = own_path(request.form.get("terug")) or url_for("chains.overview", slug=slug)
    if htmx.wants_fragment():
        return htmx.go_to(back, 200)
    return _done(STILL, back)


@blueprint.route("/ketens/<slug>/fase/criteria/<int:criterion_id>", methods=["GET", "POST"])
def finding(slug: str, criterion_id: int) -> ResponseReturnValue:
    """How far a criterion is met, with the evidence."""
    header = _header(slug, Action.PHASE_ASSESS)
    if not isinstance(header, ChainPage):
        return header
    row = next((r for step in header.line for r in step.criteria if r.id == criterion_id), None)
    if row is None:
        raise NotThereError(f"criterion {criterion_id}")
    found = row.finding
    written = writing(
        FindingForm,
        gezien=found.id if found else "",
        stand=row.state,
        onderbouwing=found.evidence if found else "",
        link=found.link if found else "",
        van=found.evidence_on if found else None,
    )
    if request.method == "POST":
        done = _send_finding(header, written, criterion_id)
        if done is not None:
            return _done(FOUND, done)
        written.theirs = found
    return _show("phases/finding.html", header, written, item=row)


def _send_finding(header: ChainPage, written: Writing, criterion_id: int) -> str | None:
    form = written.form

    def act(session: Session) -> str:
        services.record_finding(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            criterion_id=criterion_id,
            state=form.stand.data,
            evidence=form.onderbouwing.data or "",
            link=form.link.data or "",
            evidence_on=form.van.data,
            seen=seen(form.gezien.data),
        )
        return url_for("phases.phase", slug=header.standing.slug)

    return send(written, act)


@blueprint.route("/ketens/<slug>/fase/beoordelen", methods=["GET", "POST"])
def assess(slug: str) -> ResponseReturnValue:
    """Say in which phase the market is. It holds at once, as provisional."""
    header = _header(slug, Action.PHASE_ASSESS)
    if not isinstance(header, ChainPage):
        return header
    last = queries.last_assessment_id(state.reading(), header.chain_id)
    standing = header.phase
    written = writing(
        AssessmentForm,
        gezien=last or "",
        fase=str(standing.phase.nr) if standing else "",
        waarom="",
    )
    if request.method == "POST":
        done = _send_assessment(header, written)
        if done is not None:
            return _done(ASSESSED, done)
        rows = queries.assessments(state.reading(), header.chain_id, header.reading.moment)
        written.theirs = rows[0] if rows else None
        written.extra = {"last": last}
    phases = {row.phase.id: row.phase for row in header.line}
    return _show("phases/assess.html", header, written, phases=phases)


def _send_assessment(header: ChainPage, written: Writing) -> str | None:
    form = written.form
    phase = next((r.phase for r in header.line if str(r.phase.nr) == form.fase.data), None)
    if phase is None:
        form.validate()
        form.fase.errors = [CHOOSE_PHASE.into(state.language())]
        written.status = 422
        return None
    since, precision = form.sinds.data

    def act(session: Session) -> str:
        services.assess_phase(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            phase_id=phase.id,
            since=since,
            since_precision=precision,
            reason=form.waarom.data,
            seen=seen(form.gezien.data),
        )
        return url_for("phases.phase", slug=header.standing.slug)

    return send(written, act)


@blueprint.route("/fasebeoordelingen/<ref>/besluit", methods=["GET", "POST"])
def decide(ref: str) -> ResponseReturnValue:
    """Record what the opgave-overleg decided on an assessment, by written procedure."""
    session = state.reading()
    found = queries.assessment_by_ref(session, ref)
    body = queries.deciding_body(session)
    require(state.actor(), Action.PHASE_DECIDE, body)
    header = chain_page(found.slug)
    assert isinstance(header, ChainPage)
    row = next(
        r
        for r in queries.assessments(session, header.chain_id, header.reading.moment)
        if r.ref == ref
    )
    written = writing(DecisionForm, besloten_op=state.today())
    if request.method == "POST":
        done = _send_decision(header, written, found.id)
        if done is not None:
            return redirect(done, 303)
    phases = {item.phase.id: item.phase for item in header.line}
    return _show("phases/decide.html", header, written, item=row, phases=phases)


def _send_decision(header: ChainPage, written: Writing, assessment_id: int) -> str | None:
    form = written.form
    confirm = form.uitkomst.data is AssessmentOutcome.CONFIRMED
    mistakes = (
        (form.uitkomst.data is AssessmentOutcome.WITHDRAWN, form.uitkomst, CHOOSE_OUTCOME),
        (
            form.besloten_op.data is None and not form.besloten_op.errors,
            form.besloten_op,
            DECIDED_WHEN,
        ),
        (not confirm and not (form.reden.data or "").strip(), form.reden, RETURN_REASON),
    )
    fits = form.validate()
    for wrong, field, words in mistakes:
        if wrong and not field.errors:
            field.errors = [words.into(state.language())]
            fits = False
    if not fits:
        written.status = 422
        return None
    return send(written, _decision(header, form, assessment_id, confirm=confirm))


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


CONFIRM_TEXT = Words("Fasebeoordeling van %(chain)s bevestigd", "Assessment of %(chain)s confirmed")
RETURN_TEXT = Words(
    "Fasebeoordeling van %(chain)s teruggegeven", "Assessment of %(chain)s returned"
)


def _decision_text(header: ChainPage, *, confirm: bool) -> str:
    """What the register says; decisions of the programme are in Dutch."""
    words = CONFIRM_TEXT if confirm else RETURN_TEXT
    return words.into("nl", chain=header.standing.name)


@blueprint.post("/voorbeeld")
def preview() -> ResponseReturnValue:
    """How a text will look; nothing is kept."""
    text = request.form.get("veranderd", "")
    try:
        laid_out = _laid_out(text.replace("\x00", ""))
    except RefusedError as error:
        return Response(f"<p>{error.sentence(state.language())}</p>", 422)
    return Response(laid_out.html if laid_out else "", mimetype="text/html")
