"""Pages that record what becomes of an advice: agenda, decision, endorsement, handing over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.services import DECIDED_IN_FUTURE, record_procedure
from buyergroups.errors import NotThereError
from buyergroups.phases.queries import deciding_body
from buyergroups.topics import labels, outcomes, reading, rules
from buyergroups.topics.forms import (
    AgendaForm,
    DecisionForm,
    EndorsementForm,
    HandoverForm,
    ReceiptForm,
)
from buyergroups.topics.keeping import done
from buyergroups.topics.page import TopicPage, topic_page
from buyergroups.topics.queries import Standing
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, writing
from models.decisions import Body
from models.topics import AdviceOutcome, TopicState

blueprint = Blueprint("topic_deciding", __name__)

#: What the register says; decisions of the programme are in Dutch.
TEXT = {
    AdviceOutcome.WITHIN_MVOI: "Vraagstuk '{title}' hoort thuis binnen MVOI",
    AdviceOutcome.OTHER_DOMAIN: "Vraagstuk '{title}' gaat naar een ander beleidsdomein: {domain}",
}
ENDORSED = "Samenwerking rond vraagstuk '{title}' bekrachtigd door partijen van het Manifest"
_WHERE = {
    DECIDED_IN_FUTURE: "besloten_op",
    rules.BEFORE_LAST: "besloten_op",
    outcomes.BEFORE_DECISION: "besloten_op",
    rules.DOMAIN_MISSING: "domein",
}
_DAY_WHERE = {
    rules.NOT_YET: "op",
    outcomes.BEFORE_DECISION: "op",
    outcomes.BEFORE_HANDOVER: "op",
}


@blueprint.route("/vraagstukken/<slug>/agenda", methods=["GET", "POST"])
def agenda(slug: str) -> ResponseReturnValue:
    """On which agenda of the opgave-overleg the advice stands."""
    header = _in_state(slug, TopicState.ADVISED)
    require(state.actor(), Action.TOPIC_KEEP)
    written = writing(AgendaForm, gezien=header.topic.move_id, overleg=header.topic.agenda_on)
    form: Any = written.form

    def act(session: Session) -> str:
        outcomes.put_on_agenda(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            body=deciding_body(session),
            meeting_on=form.overleg.data,
            seen=number_seen(form.gezien.data),
        )
        return url_for("topics.topic", slug=slug)

    where = {rules.ODD_DAY: "overleg", outcomes.BEFORE_ADVICE: "overleg"}
    return done(written, act, where) or _show("topics/agenda.html", written, slug)


@blueprint.route("/vraagstukken/<slug>/besluit", methods=["GET", "POST"])
def decide(slug: str) -> ResponseReturnValue:
    """What the opgave-overleg decided on the advice, by written procedure."""
    found = _in_state(slug, TopicState.ADVISED).topic
    require(state.actor(), Action.PHASE_DECIDE, deciding_body(state.reading()))
    if found.advice_id is None:
        raise NotThereError(f"no advice on {slug[:80]}")
    written = writing(
        DecisionForm,
        gezien=found.move_id,
        uitkomst=found.advised,
        domein=found.advised_domain,
        besloten_op=state.today(),
    )
    form: Any = written.form
    # One that was decided meanwhile is a conflict, whatever the day.
    form.since = found.since if found.state is TopicState.ADVISED else None

    def act(session: Session) -> str:
        _decide(session, found, form)
        return url_for("topics.topic", slug=slug)

    language = state.language()
    return done(written, act, _WHERE) or _show(
        "topics/decide.html",
        written,
        slug,
        advice=reading.advices(state.reading(), found.id)[0],
        decisions=reading.decisions(state.reading(), found.id),
        outcomes=[(code.value, _words(code).into(language)) for code in AdviceOutcome],
    )


def _decide(session: Session, found: Standing, form: Any) -> None:
    """The decision by written procedure, and what it says of the topic; both or neither."""
    actor, now, body = state.actor(), state.now(), deciding_body(session)
    seen = number_seen(form.gezien.data)
    outcomes.refuse_unless_decidable(session, found.id, seen)
    outcome, domain = form.uitkomst.data, form.domein.data or ""
    text = TEXT[outcome].format(title=found.title, domain=domain)
    decision = record_procedure(session, actor, now, body=body, **_procedure(form, text))
    outcomes.decide_topic(
        session,
        actor,
        now,
        topic_id=found.id,
        body=body,
        decision=decision,
        outcome=outcome,
        domain=domain,
        reason=form.reden.data,
        seen=seen,
    )


def _words(code: AdviceOutcome) -> Words:
    return labels.OUTCOMES[code].words


def _procedure(form: Any, text: str) -> dict[str, Any]:
    return {
        "decided_on": form.besloten_op.data,
        "who_agreed": form.akkoord.data.strip(),
        "document": form.document.data.strip(),
        "text": text,
    }


@blueprint.route("/vraagstukken/<slug>/bekrachtiging", methods=["GET", "POST"])
def endorse(slug: str) -> ResponseReturnValue:
    """Parties of the Manifest endorse in the bestuurlijk overleg to work together on it."""
    header, body = _endorsable(slug)
    known = reading.endorsements(state.reading(), header.topic.id)
    written = writing(
        EndorsementForm, gezien=known[0].id if known else 0, besloten_op=state.today()
    )
    form: Any = written.form

    def act(session: Session) -> str:
        decision = record_procedure(
            session,
            state.actor(),
            state.now(),
            body=body,
            **_procedure(form, ENDORSED.format(title=header.topic.title)),
        )
        outcomes.endorse_topic(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            body=body,
            decision=decision,
            who=form.wie.data,
            seen=number_seen(form.gezien.data),
        )
        return url_for("topics.topic", slug=slug)

    return done(written, act, _WHERE) or _show(
        "topics/endorse.html",
        written,
        slug,
        endorsements=reading.endorsements(state.reading(), header.topic.id),
    )


@blueprint.route("/vraagstukken/<slug>/overdracht", methods=["GET", "POST"])
def hand_over(slug: str) -> ResponseReturnValue:
    """What was handed over to the other policy domain, and to whom."""
    header = _elsewhere(slug)
    written = writing(HandoverForm, op=state.today())
    form: Any = written.form
    form.since = header.topic.since if header.topic.state is TopicState.DECIDED else None

    def act(session: Session) -> str:
        outcomes.hand_over(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            handed_on=form.op.data,
            what=form.wat.data,
            to_whom=form.wie.data,
        )
        return url_for("topics.topic", slug=slug)

    return done(written, act, _DAY_WHERE) or _show("topics/handover.html", written, slug)


@blueprint.route("/vraagstukken/<slug>/ontvangst", methods=["GET", "POST"])
def receipt(slug: str) -> ResponseReturnValue:
    """The other domain confirmed that it has it."""
    header = _elsewhere(slug)
    if header.topic.handed_on is None:
        raise NotThereError(f"nothing handed over of {slug[:80]}")
    written = writing(ReceiptForm, op=state.today())
    form: Any = written.form
    form.since = header.topic.handed_on

    def act(session: Session) -> str:
        outcomes.confirm_receipt(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            received_on=form.op.data,
            receipt=form.bewijs.data,
        )
        return url_for("topics.topic", slug=slug)

    return done(written, act, _DAY_WHERE) or _show(
        "topics/receipt.html",
        written,
        slug,
        handed=reading.handovers(state.reading(), header.topic.id)[0],
    )


def _endorsable(slug: str) -> tuple[TopicPage, Body]:
    """The topic that belongs within MVOI, and the body that endorses it."""
    body = outcomes.executive_body(state.reading())
    if body is None:
        raise NotThereError(outcomes.BESTUURLIJK_OVERLEG)
    header = _in_state(slug, TopicState.DECIDED)
    require(state.actor(), Action.PHASE_DECIDE, body)
    if header.topic.decided is not AdviceOutcome.WITHIN_MVOI:
        raise NotThereError(f"nothing to endorse on {slug[:80]}")
    return header, body


def _in_state(slug: str, wanted: TopicState) -> TopicPage:
    """The topic, for a page that is there in one state only; a form that was open goes on."""
    header = topic_page(slug)
    if request.method == "GET" and header.topic.state is not wanted:
        raise NotThereError(f"{slug[:80]} is {header.topic.state}")
    return header


def _elsewhere(slug: str) -> TopicPage:
    """The topic, for the programme team, where it goes to another domain."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_KEEP)
    if header.topic.decided is not AdviceOutcome.OTHER_DOMAIN:
        raise NotThereError(f"{slug[:80]} goes nowhere else")
    return header


def _show(template: str, written: Writing, slug: str, **values: Any) -> ResponseReturnValue:
    return form_page(template, written, **topic_page(slug).context(), **values)
