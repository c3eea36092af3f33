"""The pages on which a lead keeps how an adopted plan fares: measurements, states of activities."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.documents.pages import Place, done, form
from buyergroups.errors import NotThereError
from buyergroups.plans import labels, queries, rules, services
from buyergroups.plans.forms import MeasurementForm, ProgressForm
from buyergroups.plans.page import PATH, place_of
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, send, writing
from models.plans import PlanActivity, PlanGoal

blueprint = Blueprint("plan_keeping", __name__)
MEASURED = Words("De meting is vastgelegd.", "The measurement was recorded.")
KEPT = Words("De stand is bijgewerkt.", "The state was updated.")


@blueprint.route(f"{PATH}/doelen/<key>/meten", methods=["GET", "POST"])
def measure(slug: str, key: str) -> ResponseReturnValue:
    """What a goal was measured at on a day."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    require(state.actor(), Action.PLAN_KEEP, place.subject_id)
    goal = queries.adopted_row(state.reading(), PlanGoal, place.subject_id, key)
    if goal is None:
        raise NotThereError("goal")
    written = writing(MeasurementForm, op=state.today())
    if request.method == "POST":

        def act(session: Session) -> str:
            services.record_measurement(
                session,
                state.actor(),
                state.now(),
                chain_id=place.subject_id,
                goal_key=key,
                measured_on=written.form.op.data,
                value=written.form.waarde.data,
                note=written.form.toelichting.data or "",
            )
            return f"{place.home}#goals"

        address = send(written, act, {rules.IN_FUTURE: "op", rules.TOO_MUCH: "waarde"})
        if address is not None:
            return done(MEASURED, address)
    measured = queries.measurements(state.reading(), place.subject_id).get(key, ())
    return form(place, "plans/measure.html", written, goal=goal, measured=measured)


@blueprint.route(f"{PATH}/activiteiten/<key>/stand", methods=["GET", "POST"])
def keep(slug: str, key: str) -> ResponseReturnValue:
    """How far an activity is; finishing it asks what came of it."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    require(state.actor(), Action.PLAN_KEEP, place.subject_id)
    activity = queries.adopted_row(state.reading(), PlanActivity, place.subject_id, key)
    if activity is None:
        raise NotThereError("activity")
    facts = queries.progress(state.reading(), place.subject_id).get(key, ())
    last = facts[-1] if facts else None
    written = writing(
        ProgressForm,
        gezien=str(last.id if last else 0),
        stand=last.value if last else activity.state,
    )
    if request.method == "POST":
        act = partial(_record, place, key, written)
        address = send(written, act, {rules.RESULT_MISSING: "resultaat"})
        if address is not None:
            return done(KEPT, address)
        facts = queries.progress(state.reading(), place.subject_id).get(key, ())
        last = facts[-1] if facts else None
    language = state.language()
    return form(
        place,
        "plans/keep.html",
        written,
        activity=activity,
        facts=facts,
        last=last,
        plan_labels=labels,
        states=[(code.value, label.words.into(language)) for code, label in labels.STATES.items()],
    )


def _record(place: Place, key: str, written: Writing, session: Session) -> str:
    seen = written.form.gezien.data or ""
    services.record_progress(
        session,
        state.actor(),
        state.now(),
        chain_id=place.subject_id,
        activity_key=key,
        state=written.form.stand.data,
        note=written.form.resultaat.data or "",
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else -1,
    )
    return f"{place.home}#activities"
