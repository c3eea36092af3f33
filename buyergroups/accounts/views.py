"""Pages to sign in and out, to see and end one's own sessions, and to choose a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask import Blueprint, Response, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from buyergroups.accounts import entering, queries, services
from buyergroups.accounts.forms import SignInForm
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.web.views import page
from buyergroups.words import Words
from models.people import EndReason, Language, TryOutcome

blueprint = Blueprint("accounts", __name__)

WRONG = Words(
    "Dit mailadres en wachtwoord horen niet bij elkaar. Kijk ze na en probeer het opnieuw.",
    "This mail address and password do not belong together. Check them and try again.",
)
TOO_MANY = Words(
    "Er is hier te vaak een verkeerd wachtwoord geprobeerd. Wacht een kwartier en probeer het "
    "opnieuw, of log in vanaf een plek waar je al eens inlogde.",
    "A wrong password was tried too often here. Wait fifteen minutes and try again, or sign in "
    "from a place where you signed in before.",
)
SESSION_ENDED = Words("De sessie is beëindigd.", "The session has ended.")
OTHERS_ENDED = Words(
    "%(count)s andere sessies zijn beëindigd.", "%(count)s other sessions have ended."
)


@blueprint.get("/inloggen")
def sign_in() -> ResponseReturnValue:
    """The form to sign in."""
    if state.actor().is_person:
        return redirect(own_path(request.args.get("volgende")) or url_for("home.today"))
    return _form(SignInForm(), own_path(request.args.get("volgende")))


@blueprint.post("/inloggen")
def sign_in_post() -> ResponseReturnValue:
    """Check address and password; the answer and its cost are the same for an unknown address."""
    form = SignInForm()
    target = own_path(request.form.get("volgende"))
    if not form.validate():
        return _form(form, target), 422
    attempt_id = entering.begin_try(form.email.data)
    if attempt_id is None:
        return _form(form, target, TOO_MANY), 429
    way = _check(form.email.data, form.password.data, attempt_id)
    if way is None:
        return _form(form, target, WRONG), 422
    return entering.arrive(way, target)


def _check(email: str, password: str, attempt_id: int) -> entering.Way | None:
    """The way in if the password fits. No transaction is open while it is checked."""
    wanted = entering.factor_wanted()
    person = queries.person_by_email(state.reading(), email)
    person_id, kept = (person.id, person.password_hash) if person else (None, None)
    state.stop_reading()
    fits = entering.passwords().verify(kept, password)
    with state.writing(counts=False) as writing:
        if not fits or person_id is None or not services.still_has(writing, person_id, kept):
            services.finish_try(writing, try_id=attempt_id, outcome=TryOutcome.FAILED)
            return None
        return entering.enter(writing, person_id=person_id, wanted=wanted, try_id=attempt_id)


def _form(form: SignInForm, target: str | None, problem: Words | None = None) -> str:
    return page(
        "accounts/sign_in.html",
        form=form,
        target=target or "",
        problem=problem.into(state.language()) if problem else None,
    )


@blueprint.get("/uitloggen")
def sign_out() -> ResponseReturnValue:
    """Ask whether to sign out: a link changes nothing."""
    return page("accounts/sign_out.html")


@blueprint.post("/uitloggen")
def sign_out_post() -> ResponseReturnValue:
    """End this session; the browser forgets its cookies."""
    with state.writing(counts=False) as writing:
        services.end_session(
            writing,
            state.actor(),
            state.now(),
            ref=g.session_ref,
            reason=EndReason.SIGNED_OUT,
        )
    logout_user()
    session.clear()
    response = redirect(url_for("accounts.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cookies"'
    return response


@blueprint.get("/mijn/sessies")
def sessions() -> ResponseReturnValue:
    """Where this person is signed in."""
    return page(
        "accounts/sessions.html",
        sessions=_open_sessions(),
        this=g.session_ref,
    )


def _open_sessions() -> Sequence[Any]:
    settings = state.settings()
    return queries.open_sessions(
        state.reading(),
        state.actor(),
        state.now(),
        idle_minutes=settings[SettingKey.SESSION_IDLE_MINUTES],
        hours=settings[SettingKey.SESSION_HOURS],
    )


@blueprint.post("/mijn/sessies/<ref>/beeindigen")
def end_session(ref: str) -> ResponseReturnValue:
    """End one of the sessions."""
    if ref == g.session_ref:
        return sign_out_post()
    with state.writing(counts=False) as writing:
        services.end_session(
            writing, state.actor(), state.now(), ref=ref, reason=EndReason.ENDED_ELSEWHERE
        )
    flash(SESSION_ENDED.into(state.language()))
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.post("/mijn/sessies/andere/beeindigen")
def end_other_sessions() -> ResponseReturnValue:
    """End every session of this person but this one."""
    person_id = state.actor().person_id
    assert person_id is not None
    others = len(_open_sessions()) - 1
    with state.writing(counts=False) as writing:
        services.end_sessions(
            writing,
            state.now(),
            person_id=person_id,
            reason=EndReason.ENDED_ELSEWHERE,
            but=g.session_ref,
        )
    flash(OTHERS_ENDED.into(state.language(), count=others))
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.post("/taal")
def language() -> ResponseReturnValue:
    """Choose the language; a person keeps it, a stranger's browser does."""
    chosen = Language.ENGLISH if request.form.get("taal") == "en" else Language.DUTCH
    if state.actor().is_person and chosen is not state.actor().language:
        with state.writing(counts=False) as writing:
            services.choose_language(writing, state.actor(), state.now(), language=chosen)
    response = redirect(own_path(request.form.get("volgende")) or "/", 303)
    return _remember(response, chosen)


def _remember(response: ResponseReturnValue, chosen: Language) -> Response:
    answer = cast(Response, response)
    answer.set_cookie(
        state.language_cookie(),
        chosen.value,
        max_age=365 * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=state.tracker().settings.https,
    )
    return answer
