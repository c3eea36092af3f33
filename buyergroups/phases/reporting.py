"""Pages to report on a chain, record a finding and assess its phase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains import labels
from buyergroups.chains.forms import seen
from buyergroups.chains.page import ChainPage, chain_page
from buyergroups.chains.phase_line import findings
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.markup.render import Rendered, render
from buyergroups.phases import queries, rules, services
from buyergroups.phases.forms import CHOOSE_PHASE, AssessmentForm, FindingForm, ReportForm, StepForm
from buyergroups.web import htmx, state
from buyergroups.web.addresses import own_path
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("reporting", __name__)

SECTION = "chains"
REPORTED = Words("Je statusupdate is vastgelegd.", "Your status update was recorded.")
STILL = Words("Vastgelegd: %(chain)s is nog actueel.", "Recorded: %(chain)s is still correct.")
FOUND = Words("Het criterium is bijgewerkt.", "The criterion was updated.")
ASSESSED = Words(
    "De fasebeoordeling is vastgelegd. Ze is voorlopig tot het opgave-overleg beslist.",
    "The assessment was recorded. It is provisional until the opgave-overleg decides.",
)
ASSESSED_OPEN = Words(
    "%(assessed)s Van fase %(phase)s zijn %(met)s van de %(total)s criteria gehaald.",
    "%(assessed)s Of phase %(phase)s %(met)s of the %(total)s criteria are met.",
)
STEP_DONE = Words("%(chain)s: '%(step)s' is afgerond.", "%(chain)s: '%(step)s' is done.")
STEP_SET = Words(
    "De volgende stap van %(chain)s is vastgelegd.", "The next step of %(chain)s was recorded."
)
NO_STEP = Words(
    "Er staat geen volgende stap meer. Laad de pagina opnieuw.",
    "There is no next step any more. Load the page again.",
)
DONE_TEXT = Words("Afgerond: %(step)s", "Done: %(step)s")
STEP_MISSING = Words("Schrijf wat de volgende stap is.", "Write what the next step is.")
#: The field that a sentence of the services belongs to.
WHERE = {
    rules.REASON_MISSING: "reden",
    rules.REASON_UNASKED: "reden",
    rules.STEP_WITHOUT_WORDS: "stap",
    services.EVIDENCE_MISSING: "onderbouwing",
    services.EVIDENCE_IN_FUTURE: "van",
    services.NO_WEB_ADDRESS: "link",
    services.IN_FUTURE: "sinds",
    WHY_MISSING: "waarom",
}


def _header(slug: str, action: Action) -> ChainPage | ResponseReturnValue:
    """The chain, for whoever may do this to it; for others it is not there."""
    header = chain_page(slug)
    if isinstance(header, ChainPage):
        require(state.actor(), action, header.chain_id)
    return header


def show_form(template: str, header: ChainPage, written: Writing, **values: Any) -> Response:
    """A form below the short header of its chain."""
    return form_page(
        template,
        written,
        section=SECTION,
        row_slug=header.standing.slug,
        **_options(header),
        **values,
        **header.context(),
    )


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


def _done_assessing(header: ChainPage, nr: str, address: str) -> ResponseReturnValue:
    """With what is open still, which does not hold an assessment up."""
    step = next(row for row in header.line if str(row.phase.nr) == nr)
    if step.met == len(step.criteria):
        return _done(ASSESSED, address)
    said, name = ASSESSED.into(state.language()), step.phase.name(state.language())
    told = {"phase": f"{step.phase.roman} {name}", "met": step.met, "total": len(step.criteria)}
    return _done(ASSESSED_OPEN, address, assessed=said, **told)


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
        written.form.drop_old_reason(last.stagnation_reason if last else None)
        asks = _says_nothing_new(written.form, last)
        done = None if asks else _send_report(header, written)
        if done is not None:
            return _done(REPORTED, done)
        written.theirs = queries.report_row(state.reading(), header.chain_id)
        if asks:
            written.extra, written.status = {"unchanged": True}, 422
    return show_form("phases/report.html", header, written)


def _says_nothing_new(form: Any, last: Any) -> bool:
    """Whether a report repeats the last one; somebody may have meant 'still correct'."""
    if last is None or request.form.get("toch") or seen(form.gezien.data).id != last.id:
        return False
    now = (form.voortgang.data, form.reden.data, form.stap_op.data, (form.stap.data or "").strip())
    then = (last.progress, last.stagnation_reason, last.next_step_on, last.next_step or "")
    return now == then and not (form.veranderd.data or "").strip() and bool(form.validate())


def _send_report(header: ChainPage, written: Writing) -> str | None:
    form = written.form
    try:
        changed = _laid_out(form.veranderd.data)
    except RefusedError as error:
        form.validate()
        written.refuse(error, {error.words: "veranderd"})
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

    return send(written, act, WHERE)


@blueprint.post("/ketens/<slug>/nog-actueel")
def still_correct(slug: str) -> ResponseReturnValue:
    """'Still correct, nothing changed' in one click, from wherever it was pressed."""
    header = _header(slug, Action.STATUS_REPORT)
    if not isinstance(header, ChainPage):
        return header
    shown, actor = seen(request.form.get("gezien")), state.actor()
    try:
        with state.writing() as session:
            services.say_still_correct(
                session, actor, state.now(), chain_id=header.chain_id, seen=shown
            )
    except ChangedMeanwhileError:
        # A double click: nobody else was first.
        if not queries.said_already(
            state.reading(), header.chain_id, seen=shown.id, person_id=actor.person_id
        ):
            raise
    back = own_path(request.form.get("terug")) or url_for("chains.overview", slug=slug)
    if htmx.wants_fragment():
        return htmx.go_to(back, 200)
    return _done(STILL, back, chain=header.standing.name)


@blueprint.post("/ketens/<slug>/volgende-stap/afgerond")
def step_done(slug: str) -> ResponseReturnValue:
    """The next step was done, in one click; then the page asks for the one after it."""
    header = _header(slug, Action.STATUS_REPORT)
    if not isinstance(header, ChainPage):
        return header
    step, name = header.standing.next_step, header.standing.name
    told = render(DONE_TEXT.into(state.language(), step=step)) if step else None
    written = writing(StepForm)

    def act(session: Session) -> str:
        if told is None:
            raise RefusedError(NO_STEP)
        services.change_step(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            changed=told,
            seen=seen(written.form.gezien.data),
        )
        flash(STEP_DONE.into(state.language(), chain=name, step=step))
        return url_for("reporting.step", slug=slug)

    done = send(written, act)
    if done is None:
        raise (
            RefusedError(NO_STEP)
            if told is None
            else ChangedMeanwhileError(services.REPORTED_MEANWHILE)
        )
    return redirect(done, 303)


@blueprint.route("/ketens/<slug>/volgende-stap", methods=["GET", "POST"])
def step(slug: str) -> ResponseReturnValue:
    """Another day for the next step, or another step."""
    header = _header(slug, Action.STATUS_REPORT)
    if not isinstance(header, ChainPage):
        return header
    last = queries.report_row(state.reading(), header.chain_id)
    if last is None:
        return redirect(url_for("reporting.report", slug=slug), 303)
    written = writing(
        StepForm, gezien=last.id, stap=last.next_step or "", stap_op=last.next_step_on
    )
    if request.method == "POST":
        done = _send_step(header, written)
        if done is not None:
            return _done(STEP_SET, done, chain=header.standing.name)
        written.theirs = queries.report_row(state.reading(), header.chain_id)
    return show_form("phases/step.html", header, written)


def _send_step(header: ChainPage, written: Writing) -> str | None:
    form = written.form
    fits = form.validate()
    if fits and not (form.stap.data or "").strip():
        form.stap.errors, fits = [STEP_MISSING.into(state.language())], False
    if not fits:
        written.status = 422
        return None

    def act(session: Session) -> str:
        services.change_step(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            next_step=form.stap.data,
            next_step_on=form.stap_op.data,
            seen=seen(form.gezien.data),
        )
        return own_path(request.form.get("terug")) or "/"

    return send(written, act, WHERE)


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
        # What another recorded since this page was read is not in it.
        written.theirs = findings(state.reading(), header.chain_id).get(criterion_id)
    return show_form("phases/finding.html", header, written, item=row)


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

    return send(written, act, WHERE)


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
            return _done_assessing(header, written.form.fase.data, done)
        rows = queries.assessments(state.reading(), header.chain_id, header.reading.moment)
        written.theirs = rows[0] if rows else None
        written.extra = {"last": last}
    phases = {row.phase.id: row.phase for row in header.line}
    return show_form("phases/assess.html", header, written, phases=phases)


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

    return send(written, act, WHERE)


@blueprint.post("/voorbeeld")
def preview() -> ResponseReturnValue:
    """How a text will look; nothing is kept."""
    text = request.form.get("veranderd", "")
    try:
        laid_out = _laid_out(text.replace("\x00", ""))
    except RefusedError as error:
        return Response(f"<p>{error.sentence(state.language())}</p>", 422)
    return Response(laid_out.html if laid_out else "", mimetype="text/html")
