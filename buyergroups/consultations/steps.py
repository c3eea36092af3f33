"""Pages on which a file goes on: the next state, a follow-up that is done, interests."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.consultations import blocks, interests, labels, queries, reading, rules, services
from buyergroups.consultations.forms import DoneForm, EndForm, InterestForm, MoveForm, day_or_today
from buyergroups.consultations.page import consultation_page
from buyergroups.consultations.views import next_step
from buyergroups.errors import WHY_MISSING, NotAllowedError, NotThereError
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing
from models.consultations import ConsultationState

blueprint = Blueprint("consultation_steps", __name__)

SHUT_OUT = Words(
    "Je belang staat vast. Je ziet dit dossier niet meer.",
    "Your interest was recorded. You do not see this file any more.",
)
DAYS = {rules.NOT_YET_HELD: "op", rules.NOT_YET: "op", rules.BEFORE_LAST: "op", rules.ODD_DAY: "op"}


@blueprint.route("/marktconsultaties/<ref>/stap", methods=["GET", "POST"])
def move(ref: str) -> ResponseReturnValue:
    """To the next state, or called off, or taken back."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    found = header.consultation
    if not rules.next_states(found.state) and request.method == "GET":
        raise NotThereError(f"no move from {found.state}")
    written = writing(MoveForm, gezien=found.version, stap=_wished(found), op=_day(found))
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.move_consultation(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                state=form.stap.data,
                moved_on=day_or_today(form.op.data),
                reason=form.reden.data or "",
                seen=number_seen(form.gezien.data),
            )
            return url_for("consultations.consultation", ref=ref)

        address = send(written, act, {**DAYS, WHY_MISSING: "reden"})
        if address is not None:
            return done(RECORDED, address)
        header = consultation_page(ref, Action.CONSULTATION_KEEP)
    was, offered = header.consultation.state, rules.next_states(header.consultation.state)
    options = [(code.value, labels.STATES[code].words.into(state.language())) for code in offered]
    return form_page(
        "consultations/move.html",
        written,
        options=options,
        asks_why=[code.value for code in offered if rules.needs_reason(was, code)],
        **next_step(header),
        **header.context(),
    )


def _wished(found: Any) -> ConsultationState | None:
    """The move that was chosen on the page before, or the only one; else it is still to choose."""
    wish, offered = request.args.get("naar", ""), rules.next_states(found.state)
    if len(offered) == 1:
        return offered[0]
    return next((code for code in offered if code.value == wish), None)


def _day(found: Any) -> Any:
    """The planned day where that was, else today."""
    planned = found.held_on if found.state in rules.TO_COME else None
    return planned if planned and planned <= state.today() else state.today()


@blueprint.route("/marktconsultaties/<ref>/vervolg/<int:number>", methods=["GET", "POST"])
def finish(ref: str, number: int) -> ResponseReturnValue:
    """A follow-up was done."""
    header = consultation_page(ref)
    found = header.consultation
    rows = reading.follow_ups(state.reading(), found.id)
    row = next((row for row in rows if row.id == number), None)
    if row is None:
        raise NotThereError(f"follow-up {number}")
    if not blocks.may_finish(state.actor(), found, row.owner_id):
        raise NotAllowedError(f"follow-up {number}")
    if row.done_on is not None and request.method == "GET":
        raise NotThereError(f"follow-up {number} is done")
    written = writing(DoneForm, op=state.today())
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            blocks.finish_follow_up(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                follow_up_id=number,
                done_on=day_or_today(form.op.data),
                result=form.resultaat.data,
            )
            return url_for("consultations.consultation", ref=ref, _anchor="vervolg")

        address = send(written, act, DAYS)
        if address is not None:
            return done(RECORDED, address)
    return form_page("consultations/finish.html", written, row=row, **header.context())


# ---- interests ----------------------------------------------------------------------------------


@blueprint.route("/marktconsultaties/<ref>/belang", methods=["GET", "POST"])
def interest(ref: str) -> ResponseReturnValue:
    """Declare an interest of one's own, or as told by somebody of the group."""
    header = consultation_page(ref)
    found, actor = header.consultation, state.actor()
    people = {str(actor.person_id): actor.name}
    if header.may_publish:
        known = queries.people(state.reading(), state.now(), found.group_id)
        people |= {str(row.person_id): row.name for row in known}
    written = writing(InterestForm, wie=str(actor.person_id))
    form: Any = written.form
    form.wie.codes = people
    if request.method == "POST":

        def act(session: Session) -> str:
            person_id = int(form.wie.data)
            interests.declare_interest(
                session,
                actor,
                state.now(),
                ref=ref,
                person_id=person_id,
                about=form.belang.data,
            )
            if person_id == actor.person_id:
                return url_for("home.today")
            return url_for("consultations.consultation", ref=ref)

        address = send(written, act, {interests.ALREADY: "wie"})
        if address is not None:
            own = form.wie.data == str(actor.person_id)
            return done(SHUT_OUT if own else RECORDED, address)
    return form_page(
        "consultations/interest.html", written, people=list(people.items()), **header.context()
    )


@blueprint.route("/marktconsultaties/<ref>/belang/<int:number>/beeindigen", methods=["GET", "POST"])
def end_interest(ref: str, number: int) -> ResponseReturnValue:
    """An interest is there no more."""
    header = consultation_page(ref)
    require(state.actor(), Action.CONSULTATION_PUBLISH, header.consultation)
    rows = reading.interests(state.reading(), header.consultation.id)
    row = next((row for row in rows if row.id == number), None)
    if row is None:
        raise NotThereError(f"interest {number}")
    written = writing(EndForm)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            interests.end_interest(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                interest_id=number,
                reason=form.reden.data,
            )
            return url_for("consultations.consultation", ref=ref)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
    return form_page("consultations/end_interest.html", written, row=row, **header.context())
