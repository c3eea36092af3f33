"""The own page: name, language, mail address, password, second factor, and data to take along."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from buyergroups.accounts import entering, rules
from buyergroups.accounts.factor import begin_factor as begin_second_factor
from buyergroups.accounts.qr import picture_of
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.profile import queries, services
from buyergroups.profile.forms import CodeForm, ConfirmForm, EmailForm, NameForm, PasswordForm
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from models.people import TryOutcome
from models.signing import LinkKind

blueprint = Blueprint("profile", __name__)

SAVED = Words("Je gegevens zijn bewaard.", "Your details have been saved.")
LINK_SENT = Words(
    "Er gaat een mail naar %(email)s. Open de link daarin om het adres te bevestigen.",
    "A mail is on its way to %(email)s. Open the link in it to confirm the address.",
)
ADDRESS_CHANGED = Words("Je mailadres is veranderd.", "Your mail address has changed.")
PASSWORD_CHANGED = Words(
    "Je wachtwoord is veranderd. Op andere plekken ben je uitgelogd.",
    "Your password has changed. You have been signed out elsewhere.",
)
FACTOR_OFF = Words("Je tweede factor staat uit.", "Your second factor is off.")


@blueprint.get("/mijn")
def own() -> ResponseReturnValue:
    """What is known about oneself."""
    return _own_page()


def _own_page(**forms: Any) -> str:
    person, organisation = queries.own_person(state.reading(), state.actor(), state.now())
    given = {
        "name_form": NameForm(
            formdata=None, data={"name": person.name, "language": person.language}
        ),
        "email_form": EmailForm(formdata=None),
        "password_form": PasswordForm(formdata=None),
        "factor_form": ConfirmForm(formdata=None),
        **forms,
    }
    wanted = entering.factor_wanted()
    return page(
        "profile/own.html",
        person=person,
        organisation=organisation,
        factor=queries.own_factor(state.reading(), state.actor()),
        required=entering.factor_is_required(state.actor(), wanted=wanted),
        **given,
    )


def _refuses_password(form: Any) -> bool:
    """Whatever changes how somebody signs in needs the password of now."""
    mistake = entering.own_password_mistake(form.password.data)
    if mistake is not None:
        form.password.errors = [mistake.into(state.language())]
    return mistake is not None


def _back(words: Words, **values: Any) -> ResponseReturnValue:
    flash(words.into(state.language(), **values))
    return redirect(url_for("profile.own"), 303)


@blueprint.post("/mijn")
def change() -> ResponseReturnValue:
    """Another name or language."""
    form = NameForm()
    if not form.validate():
        return _own_page(name_form=form), 422
    name, chosen = " ".join(form.name.data.split()), form.language.data
    with state.writing() as writing:
        services.change_name(writing, state.actor(), state.now(), name=name, language=chosen)
    g.language = chosen
    return _back(SAVED)


@blueprint.post("/mijn/mailadres")
def ask_address() -> ResponseReturnValue:
    """A link to the new address; the same answer when somebody else has it."""
    form = EmailForm()
    if not form.validate() or _refuses_password(form):
        return _own_page(email_form=form), 422
    hours = state.settings()[SettingKey.ADDRESS_HOURS]
    base = state.tracker().settings.base_url
    to: Callable[[str], str] = lambda token: base + url_for("profile.address", token=token)  # noqa: E731
    try:
        with state.writing(counts=False) as writing:
            services.ask_address(
                writing,
                state.actor(),
                state.now(),
                email=form.email.data,
                hours=hours,
                link_for=to,
            )
    except RefusedError as error:
        form.email.errors = [error.sentence(state.language())]
        return _own_page(email_form=form), 422
    return _back(LINK_SENT, email=form.email.data.strip())


@blueprint.get("/mijn/mailadres/<token>")
def address(token: str) -> ResponseReturnValue:
    """Confirm the new address; looking at the page changes nothing."""
    try:
        link = queries.address_link(state.reading(), state.actor(), state.now(), token)
    except NotThereError:
        return page("entry/link_over.html", kind=LinkKind.ADDRESS), 404
    return page("profile/address.html", new_email=link.new_email, token=token)


@blueprint.post("/mijn/mailadres/<token>")
def change_address(token: str) -> ResponseReturnValue:
    """From now on this is the address to sign in with."""
    try:
        with state.writing() as writing:
            services.change_address(writing, state.actor(), state.now(), token=token)
    except (NotThereError, RefusedError):
        return page("entry/link_over.html", kind=LinkKind.ADDRESS), 404
    return _back(ADDRESS_CHANGED)


@blueprint.post("/mijn/wachtwoord")
def change_password() -> ResponseReturnValue:
    """Another password; other sessions end."""
    form = PasswordForm()
    if not form.validate() or _refuses_password(form):
        return _own_page(password_form=form), 422
    person, organisation = queries.own_person(state.reading(), state.actor(), state.now())
    names = [person.name, person.email.partition("@")[0], organisation or ""]
    mistake = rules.password_mistake(form.new.data, names)
    if mistake is not None:
        form.new.errors = [entering.password_sentence(mistake)]
        return _own_page(password_form=form), 422
    state.stop_reading()
    hashed = entering.passwords().hash(form.new.data)
    with state.writing(counts=False) as writing:
        services.change_password(
            writing, state.actor(), state.now(), password_hash=hashed, this=g.session_ref
        )
    return _back(PASSWORD_CHANGED)


@blueprint.get("/mijn/gegevens.json")
def data() -> ResponseReturnValue:
    """Everything that is kept about oneself, to take along."""
    found = queries.data_of(state.reading(), state.now(), state.actor().person_id or 0, own=True)
    response = Response(
        json.dumps(found, ensure_ascii=False, indent=2) + "\n", mimetype="application/json"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
    return response


# ---- second factor ----------------------------------------------------------------------------


@blueprint.post("/mijn/tweede-factor")
def begin_factor() -> ResponseReturnValue:
    """A new secret, after the password; it waits for the first code."""
    form = ConfirmForm()
    if not form.validate() or _refuses_password(form):
        return _own_page(factor_form=form), 422
    with state.writing(counts=False) as writing:
        begin_second_factor(writing, state.actor(), state.now())
    return redirect(url_for("profile.factor"), 303)


@blueprint.get("/mijn/tweede-factor")
def factor() -> ResponseReturnValue:
    """The picture and the text for the app."""
    return _factor_page(CodeForm())


def _factor_page(form: CodeForm) -> ResponseReturnValue:
    secret = queries.pending_secret(state.reading(), state.actor())
    if secret is None:
        return redirect(url_for("profile.own"), 303 if form.errors else 302)
    person, _ = queries.own_person(state.reading(), state.actor(), state.now())
    picture = picture_of(secret, person.email)
    status = 422 if form.errors else 200
    return page("profile/factor.html", form=form, secret=secret, qr=picture), status


@blueprint.post("/mijn/tweede-factor/bevestigen")
def confirm_factor() -> ResponseReturnValue:
    """The first code was right: the recovery codes, once."""
    form = CodeForm()
    if not form.validate():
        return _factor_page(form)
    person, _ = queries.own_person(state.reading(), state.actor(), state.now())
    attempt_id = entering.begin_try(person.email)
    if attempt_id is None:
        form.code.errors = [entering.TOO_MANY.into(state.language())]
        answer = _factor_page(form)
        return (answer[0], 429) if isinstance(answer, tuple) else answer
    try:
        with state.writing(counts=False) as writing:
            codes = services.confirm_factor(
                writing, state.actor(), state.now(), code=form.code.data
            )
    except RefusedError as error:
        entering.finish_try(attempt_id, TryOutcome.FAILED)
        form.code.errors = [error.sentence(state.language())]
        return _factor_page(form)
    entering.finish_try(attempt_id, TryOutcome.SIGNED_IN)
    return page("entry/recovery_codes.html", codes=codes, to=url_for("profile.own"))


@blueprint.post("/mijn/tweede-factor/uitzetten")
def switch_off() -> ResponseReturnValue:
    """Sign in with the password alone again."""
    form = ConfirmForm()
    if not form.validate() or _refuses_password(form):
        return _own_page(factor_form=form), 422
    wanted = entering.factor_wanted()
    required = entering.factor_is_required(state.actor(), wanted=wanted)
    with state.writing(counts=False) as writing:
        services.switch_off_factor(writing, state.actor(), state.now(), required=required)
    return _back(FACTOR_OFF)


@blueprint.post("/mijn/tweede-factor/herstelcodes")
def renew_codes() -> ResponseReturnValue:
    """Ten new recovery codes, once; those from before stop working."""
    form = ConfirmForm()
    if not form.validate() or _refuses_password(form):
        return _own_page(factor_form=form), 422
    with state.writing(counts=False) as writing:
        codes = services.renew_recovery_codes(writing, state.actor(), state.now())
    return page("entry/recovery_codes.html", codes=codes, to=url_for("profile.own"))
