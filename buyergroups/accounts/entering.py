"""What every way in shares: a throttled password, one or two steps, and a new cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.accounts import factor, half, mailing, queries, rules, services
from buyergroups.accounts.gate import SignedInUser
from buyergroups.accounts.passwords import Passwords
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import formats, state
from buyergroups.web.addresses import own_path
from buyergroups.words import Words
from models.people import EndReason, Person, TryOutcome

HALF = "half"
TARGET = "target"
TOO_MANY = Words(
    "Er is hier te vaak een verkeerd wachtwoord of een verkeerde code geprobeerd. Wacht een "
    "kwartier en probeer het opnieuw.",
    "A wrong password or code was tried too often here. Wait fifteen minutes and try again.",
)
WRONG_PASSWORD = Words(
    "Dit is niet je wachtwoord. Probeer het opnieuw.",
    "This is not your password. Try again.",
)


@dataclass(frozen=True)
class Way:
    """A key for the cookie, of a session or of a half that still needs the second step."""

    key: str
    is_half: bool


def passwords() -> Passwords:
    """Hashes and checks passwords."""
    return cast(Passwords, current_app.extensions[state.PASSWORDS])


def address() -> str:
    """Where the request comes from."""
    return (request.remote_addr or "-")[:64]


def begin_try(account: str) -> int | None:
    """Count a try in the database before anything is checked; None when there were too many."""
    with state.writing(counts=False) as writing:
        row = services.begin_try(writing, state.now(), email=account, address=address())
        writing.flush()
        return row.id if row else None


def finish_try(attempt_id: int, outcome: TryOutcome) -> None:
    """Say how a try went, in a transaction of its own."""
    with state.writing(counts=False) as writing:
        services.finish_try(writing, try_id=attempt_id, outcome=outcome)


def own_password_mistake(password: str) -> Words | None:
    """Whoever changes mail, password or factor gives the password again; throttled like sign-in."""
    person = queries.person_by_id(state.reading(), state.actor().person_id)
    email, kept = person.email, person.password_hash
    attempt_id = begin_try(email)
    if attempt_id is None:
        return TOO_MANY
    fits = passwords().verify(kept, password)
    finish_try(attempt_id, TryOutcome.SIGNED_IN if fits else TryOutcome.FAILED)
    return None if fits else WRONG_PASSWORD


def password_sentence(mistake: Words) -> str:
    """Why a password is refused, in the reader's language."""
    low, high = rules.MINIMUM_LENGTH, rules.MAXIMUM_LENGTH
    return mistake.into(state.language(), low=low, high=high)


def factor_wanted() -> bool:
    """Whether a setting asks a second factor of the programme team and of administrators."""
    return bool(state.settings()[SettingKey.FACTOR_REQUIRED])


def factor_is_required(actor: Actor, *, wanted: bool) -> bool:
    """Whether this person cannot do without a second factor."""
    return wanted and (actor.in_programme_team or actor.is_administrator)


def enter(writing: Session, *, person_id: int, wanted: bool, try_id: int | None = None) -> Way:
    """Whoever proved to be this person: a session, or the second step first.

    `wanted` is read before writing begins: what is read meanwhile would be of the moment before.
    """
    actor = load_actor(writing, person_id, state.now())
    end_session_before(writing)
    has = factor.factor_of(writing, person_id)
    if has is None and not factor_is_required(actor, wanted=wanted):
        if try_id is not None:
            services.finish_try(writing, try_id=try_id, outcome=TryOutcome.SIGNED_IN)
        return Way(start_session(writing, person_id), is_half=False)
    if has is None:
        factor.begin_factor(writing, actor, state.now())
    half.end_halves(writing, state.now(), person_id=person_id)
    key = half.begin_half(
        writing,
        state.now(),
        person_id=person_id,
        try_id=try_id,
        address=address(),
        device=request.user_agent.string,
    )
    return Way(key, is_half=True)


def start_session(writing: Session, person_id: int) -> str:
    """A session; somebody who never came from here with this device gets a mail about it."""
    device = request.user_agent.string
    if half.is_new_place(writing, person_id=person_id, address=address(), device=device):
        person = writing.get_one(Person, person_id)
        mailing.mail_person(
            writing,
            state.now(),
            "mail/new_sign_in.txt",
            person,
            moment=state.now(),
            device=formats.device_words(device, person.language.value),
            address=address(),
            link=state.tracker().settings.base_url + url_for("accounts.sessions"),
        )
    return services.start_session(
        writing, state.now(), person_id=person_id, address=address(), device=device
    )


def end_session_before(writing: Session) -> None:
    """Whoever signs in again in the same browser has one session there, not two."""
    if "session_ref" in g:
        services.end_session(
            writing, state.actor(), state.now(), ref=g.session_ref, reason=EndReason.SIGNED_OUT
        )


def arrive(way: Way, target: str | None) -> ResponseReturnValue:
    """A new cookie: nothing of the one before is kept, also not its token. Then on."""
    session.clear()
    g.pop("csrf_token", None)
    if way.is_half:
        session[HALF] = way.key
        session[TARGET] = own_path(target) or ""
        return redirect(url_for("entry.code"), 303)
    begin(way.key)
    return redirect(own_path(target) or url_for("home.today"), 303)


def begin(key: str) -> None:
    """Be signed in from this request on."""
    session.clear()
    g.pop("csrf_token", None)
    found = queries.signed_in_by_key(state.reading(), services.hash_of(key), state.now())
    assert found is not None
    login_user(SignedInUser(key, found))
    g.actor, g.session_ref = found.actor, found.ref
