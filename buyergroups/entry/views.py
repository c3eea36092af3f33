"""Pages for who comes in: an invitation, a forgotten password, the second step of signing in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from buyergroups.accounts import entering, factor, half, links, queries, rules
from buyergroups.accounts import services as accounts
from buyergroups.accounts.qr import picture_of
from buyergroups.entry import queries as entry_queries
from buyergroups.entry import services
from buyergroups.entry.forms import AddressForm, CodeForm, NewPasswordForm
from buyergroups.errors import RefusedError
from buyergroups.letters import letter
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.web.views import page
from buyergroups.words import Words
from models.people import Language, TryOutcome
from models.signing import HalfSignIn, LinkKind

blueprint = Blueprint("entry", __name__)

TOO_MANY_MAILS = Words(
    "Er is hier te vaak om een link gevraagd. Wacht een kwartier en probeer het opnieuw.",
    "A link was asked for too often here. Wait fifteen minutes and try again.",
)
PASSWORD_CHANGED = Words(
    "Je wachtwoord is veranderd. Log in met het nieuwe wachtwoord.",
    "Your password has changed. Sign in with the new password.",
)


# ---- links ------------------------------------------------------------------------------------


@blueprint.get("/uitnodiging/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Who was invited chooses a password; looking at the page uses nothing up."""
    return _choose(LinkKind.INVITATION, token, NewPasswordForm())


@blueprint.post("/uitnodiging/<token>")
def accept(token: str) -> ResponseReturnValue:
    """The first password, and signed in with it."""

    def then(password_hash: str) -> ResponseReturnValue:
        wanted = entering.factor_wanted()
        with state.writing() as writing:
            person = services.choose_with_link(
                writing,
                state.now(),
                kind=LinkKind.INVITATION,
                token=token,
                password_hash=password_hash,
            )
            way = entering.enter(writing, person_id=person.id, wanted=wanted)
        return entering.arrive(way, _what_for())

    return _chosen(LinkKind.INVITATION, token, then)


def _what_for() -> str | None:
    """The page that somebody was invited for, in the address of the link."""
    return own_path(request.args.get("volgende"))


@blueprint.get("/wachtwoord/<token>")
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password; looking at the page uses nothing up."""
    return _choose(LinkKind.RESET, token, NewPasswordForm())


@blueprint.post("/wachtwoord/<token>")
def reset_post(token: str) -> ResponseReturnValue:
    """A new password: every session is over, and the person gets a mail about it."""

    def then(password_hash: str) -> ResponseReturnValue:
        with state.writing(counts=False) as writing:
            services.choose_with_link(
                writing,
                state.now(),
                kind=LinkKind.RESET,
                token=token,
                password_hash=password_hash,
            )
        session.clear()
        flash(PASSWORD_CHANGED.into(state.language()))
        return redirect(url_for("accounts.sign_in"), 303)

    return _chosen(LinkKind.RESET, token, then)


def _choose(kind: LinkKind, token: str, form: NewPasswordForm) -> ResponseReturnValue:
    holder = entry_queries.holder_of(state.reading(), state.now(), kind=kind, token=token)
    if holder is None:
        return page("entry/link_over.html", kind=kind), 404
    if not state.actor().is_person:
        g.language = holder.language
    status = 422 if form.errors else 200
    return page(
        "entry/choose_password.html",
        form=form,
        holder=holder,
        kind=kind,
        token=token,
        what_for=_what_for(),
    ), status


def _chosen(
    kind: LinkKind, token: str, then: Callable[[str], ResponseReturnValue]
) -> ResponseReturnValue:
    """Look at what was chosen; the hash is made while no transaction is open."""
    holder = entry_queries.holder_of(state.reading(), state.now(), kind=kind, token=token)
    form = NewPasswordForm()
    if holder is None:
        return page("entry/link_over.html", kind=kind), 404
    if not state.actor().is_person:
        g.language = holder.language
    if form.validate():
        mistake = rules.password_mistake(form.password.data, holder.names)
        if mistake is None:
            state.stop_reading()
            try:
                return then(entering.passwords().hash(form.password.data))
            except RefusedError:
                return page("entry/link_over.html", kind=kind), 404
        form.password.errors = [entering.password_sentence(mistake)]
    return _choose(kind, token, form)


# ---- a forgotten password ---------------------------------------------------------------------


@blueprint.get("/wachtwoord")
def ask_reset() -> ResponseReturnValue:
    """Ask for a link for a new password."""
    return page("entry/ask_reset.html", form=AddressForm(), problem=None)


@blueprint.post("/wachtwoord")
def ask_reset_post() -> ResponseReturnValue:
    """The same answer, status and cost, whether somebody has this address or nobody."""
    form = AddressForm()
    if not form.validate():
        return page("entry/ask_reset.html", form=form, problem=None), 422
    attempt_id = entering.begin_try(f"reset {form.email.data}")
    if attempt_id is None:
        told = TOO_MANY_MAILS.into(state.language())
        return page("entry/ask_reset.html", form=form, problem=told), 429
    hours = state.settings()[SettingKey.RESET_HOURS]
    person = queries.person_by_email(state.reading(), form.email.data)
    state.stop_reading()
    token = links.new_token()
    link = state.tracker().settings.base_url + url_for("entry.reset", token=token)
    # What a known address costs, an unknown one costs too: a letter, a hash, a write.
    letter("mail/reset.txt", Language.DUTCH, name="-", link=link, hours=hours)
    entering.passwords().verify(None, token)
    with state.writing(counts=False) as writing:
        accounts.finish_try(writing, try_id=attempt_id, outcome=TryOutcome.FAILED)
        if person is not None:
            services.send_reset(
                writing, state.now(), person_id=person.id, token=token, hours=hours, link=link
            )
    return page("entry/reset_asked.html", hours=hours)


# ---- the second step --------------------------------------------------------------------------


def _half() -> HalfSignIn | None:
    key = session.get(entering.HALF)
    if not isinstance(key, str):
        return None
    return half.find_half(state.reading(), state.now(), key=key)


def _elsewhere() -> ResponseReturnValue:
    """Without a first step there is no second one."""
    there = "home.today" if state.actor().is_person else "accounts.sign_in"
    return redirect(url_for(there), 303 if g.get("posted") else 302)


@blueprint.get("/inloggen/code")
def code() -> ResponseReturnValue:
    """Ask for the code of the app."""
    found = _half()
    if found is None:
        return _elsewhere()
    if factor.factor_of(state.reading(), found.person_id) is None:
        return redirect(url_for("entry.set_up"), 302)
    return page("entry/code.html", form=CodeForm(), problem=None)


@blueprint.post("/inloggen/code")
def code_post() -> ResponseReturnValue:
    """A code of the app or a recovery code opens the session."""
    return _second_step("entry/code.html", _with_factor)


@blueprint.get("/inloggen/instellen")
def set_up() -> ResponseReturnValue:
    """Whoever must have a second factor and has none makes one here first."""
    found = _half()
    if found is None:
        return _elsewhere()
    values = _set_up_values(found)
    if values is None:
        return redirect(url_for("entry.code"), 302)
    return page("entry/set_up.html", form=CodeForm(), problem=None, **values)


@blueprint.post("/inloggen/instellen")
def set_up_post() -> ResponseReturnValue:
    """The first code of the app opens the session; the recovery codes are shown once."""
    return _second_step("entry/set_up.html", _with_new_factor)


def _set_up_values(found: HalfSignIn) -> dict[str, Any] | None:
    waiting = factor.factor_of(state.reading(), found.person_id, pending=True)
    if waiting is None or factor.factor_of(state.reading(), found.person_id) is not None:
        return None
    person = queries.person_by_id(state.reading(), found.person_id)
    return {"secret": waiting.secret, "qr": picture_of(waiting.secret, person.email)}


def _second_step(
    template: str, opens: Callable[[str, str, int], tuple[str, Sequence[str]] | None]
) -> ResponseReturnValue:
    """Count the try, check the code, and begin the session if it is right."""
    found, form = _half(), CodeForm()
    if found is None:
        g.posted = True
        return _elsewhere()
    values = _set_up_values(found) or {}
    if template == "entry/set_up.html" and not values:
        return redirect(url_for("entry.code"), 303)
    if not form.validate():
        return page(template, form=form, problem=None, **values), 422
    email = queries.person_by_id(state.reading(), found.person_id).email
    attempt_id = entering.begin_try(email)
    if attempt_id is None:
        told = entering.TOO_MANY.into(state.language())
        return page(template, form=form, problem=told, **values), 429
    target = own_path(session.get(entering.TARGET))
    opened = opens(session[entering.HALF], form.code.data, attempt_id)
    if opened is None:
        entering.finish_try(attempt_id, TryOutcome.FAILED)
        form.code.errors = [factor.WRONG_CODE.into(state.language())]
        return page(template, form=form, problem=None, **values), 422
    key, codes = opened
    entering.begin(key)
    to = target or url_for("home.today")
    return page("entry/recovery_codes.html", codes=codes, to=to) if codes else redirect(to, 303)


def _with_factor(key: str, typed: str, attempt_id: int) -> tuple[str, Sequence[str]] | None:
    with state.writing(counts=False) as writing:
        person_id = services.pass_factor(writing, state.now(), key=key, typed=typed)
        if person_id is None:
            return None
        accounts.finish_try(writing, try_id=attempt_id, outcome=TryOutcome.SIGNED_IN)
        return entering.start_session(writing, person_id), ()


def _with_new_factor(key: str, typed: str, attempt_id: int) -> tuple[str, Sequence[str]] | None:
    try:
        with state.writing(counts=False) as writing:
            person_id, codes = services.pass_new_factor(writing, state.now(), key=key, typed=typed)
            accounts.finish_try(writing, try_id=attempt_id, outcome=TryOutcome.SIGNED_IN)
            return entering.start_session(writing, person_id), codes
    except RefusedError:
        return None
