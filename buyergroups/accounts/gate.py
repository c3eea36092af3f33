"""Who gets in: every address asks for sign-in, existing or not, except those in one list."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from buyergroups.accounts import queries, rules, services
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import bodies, errors, hosts, htmx, polls, state
from buyergroups.web.addresses import from_this_site, own_path
from buyergroups.writing import services as drafts

#: The endpoints that a stranger may open: the one list of public addresses.
PUBLIC_ENDPOINTS = frozenset(
    {
        "accounts.sign_in",
        "accounts.sign_in_post",
        "calendars.feed",
        "digests.leave",
        "digests.leave_post",
        "entry.accept",
        "entry.ask_reset",
        "entry.ask_reset_post",
        "entry.code",
        "entry.code_post",
        "entry.invitation",
        "entry.reset",
        "entry.reset_post",
        "entry.set_up",
        "entry.set_up_post",
        "site.accessibility",
        "site.health",
        "accounts.language",
        "public.attachment",
        "public.markdown",
        "public.pdf",
        "public.report",
        "public.reports",
        "public.version",
        "site.privacy",
        "site.robots",
        "site.security",
    }
)
#: What a mail program sends by itself, after one click of its user (RFC 8058): without a cookie and
#: without a token. Whoever has the address can do this one thing, and the address is the secret.
ONE_CLICK = "digests.leave_post"
ONE_CLICK_VIEW = "buyergroups.digests.views.leave_post"
ONE_CLICK_BODY = {"List-Unsubscribe": "One-Click"}
#: Under this everything is public: what is not there is not there, and asks nobody to sign in.
PUBLIC_FOLDER = "/publiek/"
#: A session is marked as seen when the last time is longer ago than this.
SEEN_AFTER_SECONDS = 300
#: The longest address of a form that a draft is kept for.
LONGEST_FORM = 200
#: Of a form that is too large so much is still read, in bytes, to keep what was typed.
MOST_KEPT = 4 * 1024 * 1024


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What flask-login carries: the session that was found by the key in the cookie."""

    def __init__(self, key: str, found: queries.SignedIn) -> None:
        self.key = key
        self.found = found

    def get_id(self) -> str:
        """The key; it says nothing about the person, and stops working when the session ends."""
        return self.key


def load_user(key: str) -> SignedInUser | None:
    """The open session with this key, unless it reached a time-out."""
    found = queries.signed_in_by_key(state.reading(), services.hash_of(key), state.now())
    if found is None:
        return None
    g.change_number = found.change_number
    return None if _is_over(found.started_at, found.last_seen_at) else SignedInUser(key, found)


def _is_over(started_at: datetime, last_seen_at: datetime) -> bool:
    settings = state.settings()
    return rules.session_over(
        started_at,
        last_seen_at,
        state.now(),
        idle_minutes=settings[SettingKey.SESSION_IDLE_MINUTES],
        hours=settings[SettingKey.SESSION_HOURS],
    )


def enter() -> ResponseReturnValue | None:
    """Before every request: who is it, and may a stranger come here at all?"""
    g.request_id = secrets.token_hex(8)
    if hosts.UNKNOWN in request.environ:
        return errors.answer(400)
    if request.endpoint in ("site.health", "site.robots", "site.security"):
        return None
    if _knows_everything():
        return Response(status=204)
    if current_user.is_authenticated:
        _welcome(current_user.found)
        return None
    if request.endpoint in PUBLIC_ENDPOINTS or _is_nothing_public():
        return None
    return _to_sign_in()


def _is_nothing_public() -> bool:
    asks = request.endpoint is None and request.method in ("GET", "HEAD")
    return asks and request.path.startswith(PUBLIC_FOLDER)


def _knows_everything() -> bool:
    """Whether an open page asks for what is new, of an open session, and there is nothing."""
    stand, key = polls.asked_stand(), cookie.get("_user_id")
    if stand is None or not isinstance(key, str):
        return False
    found = queries.still_open(state.tracker().database, services.hash_of(key))
    if found is None:
        return False
    g.change_number = found.number
    return stand == state.stand() and not _is_over(found.started_at, found.last_seen_at)


def _welcome(found: queries.SignedIn) -> None:
    g.actor = found.actor
    state.see_news(found.news_seen)
    g.session_ref = found.ref
    since = (state.now() - found.last_seen_at).total_seconds()
    # Whoever writes is there; a part of a page that is fetched may be a poll.
    is_there = request.method != "GET" or not htmx.wants_fragment()
    if is_there and since > SEEN_AFTER_SECONDS:
        _mark_seen(found.session_id)


def _mark_seen(session_id: int) -> None:
    """In a transaction of its own; when the database is busy it is left for the next page."""
    try:
        with state.tracker().database.write(counts=False, patient=False) as session:
            services.touch_session(session, state.now(), session_id=session_id)
    except OperationalError:
        return


def _to_sign_in() -> Response | Any:
    back = request.full_path.rstrip("?") if request.method == "GET" else _keep_of_ended_session()
    target = url_for("accounts.sign_in", volgende=own_path(back))
    if htmx.wants_fragment():
        return htmx.go_to(url_for("accounts.sign_in"), 401)
    return redirect(target, 302)


def _keep_of_ended_session() -> str | None:
    """Keep what somebody sent just after their session timed out, as a draft of their own.

    Only from our own pages, and only for the person of that session: it comes back in the form
    when the same person signs in, and is never sent by itself. Returns the address of the form.
    """
    key = cookie.get("_user_id")
    if not isinstance(key, str) or not from_this_site(request):
        return None
    if bodies.is_too_large():
        bodies.read_away()  # a file, say: it is chosen anew after signing in
        return None
    person_id = queries.person_of_session(state.reading(), services.hash_of(key))
    return _keep(person_id) if person_id is not None else None


def ask_token_everywhere(app: Flask, protection: CSRFProtect) -> None:
    """Ask for the token before it is known whether an address is there.

    The protection itself lets an unknown address through, to be not found: then a form without a
    token would tell which addresses there are. One address takes one request without a token, with
    that very body; with anything else it asks for the token like all others.
    """
    protection.exempt(ONE_CLICK_VIEW)

    def ask() -> None:
        exempt = request.endpoint == ONE_CLICK and request.form.to_dict() == ONE_CLICK_BODY
        if request.endpoint is None or (request.endpoint == ONE_CLICK and not exempt):
            protection.protect()

    app.before_request(ask)


def token_missing(error: CSRFError) -> ResponseReturnValue:
    """The token of another session, say after signing in again elsewhere: the text is kept."""
    person_id = state.actor().person_id
    path = _keep(person_id) if person_id is not None and from_this_site(request) else None
    if path is None or htmx.wants_fragment():
        return errors.token_missing(error)
    return redirect(path, 303)


def too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    """More than a form may send: what was typed is kept, as far as a draft goes."""
    path = _keep_too_large()
    return errors.too_large(path, drafts.LONGEST_FIELD if path else 0)


def _keep_too_large() -> str | None:
    person_id = state.actor().person_id
    typed = request.mimetype == "application/x-www-form-urlencoded"
    if person_id is None or not typed or not from_this_site(request):
        return None
    if not 0 < (request.content_length or 0) <= MOST_KEPT:
        return None
    request.max_content_length = request.max_form_memory_size = MOST_KEPT
    try:
        return _keep(person_id)
    except RequestEntityTooLarge:
        return None  # there are too many fields as well


def _keep(person_id: int) -> str | None:
    path = own_path(request.form.get("concept"))
    if path is None or len(path) > LONGEST_FORM:
        return None
    fields = drafts.typed_fields(request.form)
    with state.writing(counts=False) as session:
        drafts.save_draft(session, state.now(), person_id=person_id, form=path, fields=fields)
    return path
