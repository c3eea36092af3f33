"""Pages of the digest: how often it comes, and the link in it by which one stops it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.access.permissions import Action, require
from buyergroups.digests import labels, queries, rules, services
from buyergroups.digests.composing import Part, compose
from buyergroups.digests.forms import ChoiceForm
from buyergroups.digests.mailing import ref_of
from buyergroups.digests.rules import Choice, Window
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing
from models.digests import Rhythm

blueprint = Blueprint("digests", __name__)

SAVED = Words(
    "Vastgelegd: je krijgt een overzichtsmail %(often)s.", "Saved: your digest comes %(often)s."
)
SAVED_NEVER = Words(
    "Vastgelegd: je krijgt geen overzichtsmail meer.", "Saved: you get no digest any more."
)


@blueprint.route("/mijn/overzichtsmail", methods=["GET", "POST"])
def own() -> ResponseReturnValue:
    """How often my digest comes, and what the next one would say."""
    require(state.actor(), Action.DIGEST_CHOOSE)
    chosen = queries.own_choice(state.reading(), state.actor())
    written = writing(ChoiceForm, ritme=chosen.rhythm, weekdag=chosen.weekday, uur=chosen.hour)
    form: Any = written.form

    def act(session: Session) -> str:
        choice = Choice(form.ritme.data, form.weekdag.data, form.uur.data)
        services.choose_digest(session, state.actor(), state.now(), choice=choice)
        return url_for("digests.own")

    if request.method == "POST":
        done = send(written, act)
        if done is not None:
            flash(_saved(Choice(form.ritme.data, form.weekdag.data, form.uur.data)))
            return redirect(done, 303)
    language = state.language()
    return form_page(
        "digests/own.html",
        written,
        section="",
        chosen=chosen,
        often=labels.choice_words(chosen, language),
        following=rules.following(chosen, state.now()),
        parts=_preview(chosen),
        rhythms=[(code.value, words.into(language)) for code, words in labels.RHYTHMS.items()],
        weekdays=[(str(day), labels.day_name(day, language)) for day in range(7)],
        hours=[(str(hour), labels.hour_words(hour)) for hour in range(24)],
    )


def _saved(choice: Choice) -> str:
    if choice.rhythm is Rhythm.NEVER:
        return SAVED_NEVER.into(state.language())
    often = labels.choice_words(choice, state.language())
    return SAVED.into(state.language(), often=often)


def _preview(choice: Choice) -> list[Part]:
    """What a digest would say that was made now."""
    now, actor, session = state.now(), state.actor(), state.reading()
    planned = rules.following(choice, now)
    if planned is None or actor.person_id is None:
        return []
    told = queries.told_until(session, actor.person_id, now)
    since = rules.window(planned, told.until, now, goes_on=told.goes_on).since
    ahead = rules.last_day_ahead(choice, now)
    return compose(session, actor, Window(since, now), now, ahead, state.language().value)


# ---- the link in the mail ---------------------------------------------------------------------


@blueprint.get("/afmelden/<token>")
def leave(token: str) -> ResponseReturnValue:
    """Ask whether the digest is to stop. Looking changes nothing: programs open links in mail."""
    reader = _reader(token)
    stopped = queries.own_choice(state.reading(), reader).rhythm is Rhythm.NEVER
    return _leave_page(token, reader, stopped=stopped)


@blueprint.post("/afmelden/<token>")
def leave_post(token: str) -> ResponseReturnValue:
    """No digest any more: by the button of the page, or by one request of a mail program.

    It answers with a page and not with a redirect, which mail programs do not follow (RFC 8058).
    """
    reader = _reader(token)
    with state.writing(counts=False) as session:
        services.unsubscribe(session, reader, state.now())
    return _leave_page(token, reader, stopped=True)


def _reader(token: str) -> Actor:
    """Whose digest it is, signed in or not; raises NotThereError for nobody's or the blocked."""
    ref = ref_of(state.tracker().settings, token)
    person_id = queries.person_of_ref(state.reading(), ref)
    reader = load_actor(state.reading(), person_id, state.now())
    chose_language = state.language_cookie() in request.cookies
    if not state.actor().is_person and not chose_language:
        g.language = reader.language
    return reader


def _leave_page(token: str, reader: Actor, *, stopped: bool) -> str:
    mine = state.actor().person_id == reader.person_id
    return page("digests/leave.html", token=token, stopped=stopped, mine=mine)
