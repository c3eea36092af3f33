"""Every error as a page in the house style, with the right status and what to do next."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import structlog
from babel.numbers import format_decimal
from flask import Flask, Response, g, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.web import state
from buyergroups.web.addresses import came_from
from buyergroups.web.views import page
from buyergroups.words import Words
from models.base import UnusableTextError

log = structlog.get_logger()

SENTENCES: dict[int, tuple[Words, Words]] = {
    400: (
        Words("Deze vraag klopt niet", "This request is not right"),
        Words(
            "Ga terug, laad de pagina opnieuw en probeer het nog een keer.",
            "Go back, load the page again and try once more.",
        ),
    ),
    404: (
        Words("Deze pagina is er niet", "This page is not there"),
        Words(
            "Kijk of het adres klopt, of begin bij het fasebord.",
            "Check the address, or start at the phase board.",
        ),
    ),
    409: (
        Words("Iemand anders was je voor", "Somebody else was first"),
        Words("Bekijk wat er nu staat en kies dan opnieuw.", "See what is there now, then choose."),
    ),
    413: (
        Words("Dit is te groot", "This is too large"),
        Words(
            "Je stuurde meer dan het formulier aankan. Ga terug: je tekst staat er nog. "
            "Kort hem in.",
            "You sent more than the form can take. Go back: your text is still there. Shorten it.",
        ),
    ),
    414: (
        Words("Dit adres is te lang", "This address is too long"),
        Words("Begin bij het fasebord.", "Start at the phase board."),
    ),
    422: (
        Words("Dit kan zo niet", "This is not possible like this"),
        Words("Ga terug en pas het aan.", "Go back and change it."),
    ),
    429: (
        Words("Te vaak geprobeerd", "Tried too often"),
        Words("Wacht een kwartier en probeer het opnieuw.", "Wait fifteen minutes and try again."),
    ),
    500: (
        Words("Er ging iets mis", "Something went wrong"),
        Words(
            "Dat ligt aan ons. Probeer het nog eens; meld het anders met dit kenmerk: %(id)s.",
            "It is our fault. Try again; otherwise report it with this reference: %(id)s.",
        ),
    ),
    503: (
        Words("Ketenbord is even niet bereikbaar", "Ketenbord cannot be reached for a moment"),
        Words(
            "De gegevens zijn nu niet te lezen. Er is niets verloren. Probeer het over een minuut.",
            "The data cannot be read right now. Nothing is lost. Try again in a minute.",
        ),
    ),
}
CSRF_MISSING = Words(
    "De pagina stond te lang open of komt van een andere plek. Laad haar opnieuw en probeer het "
    "nog een keer.",
    "The page was open too long or comes from elsewhere. Load it again and try once more.",
)
KEPT = Words(
    "Je stuurde meer dan het formulier aankan. Er is niets vastgelegd. Wat je typte is bewaard, "
    "van elk veld de eerste %(signs)s tekens. Ga terug naar het formulier en kort het in.",
    "You sent more than the form can take. Nothing was recorded. What you typed was kept, of each "
    "field the first %(signs)s characters. Go back to the form and shorten it.",
)
RETRY_AFTER_SECONDS = "30"
#: PostgreSQL's own code; SQLite calls a missing table an operational error.
UNDEFINED_TABLE = "42P01"


def answer(status: int, sentence: str | None = None, back: str | None = None) -> Response:
    """The page for a status; never a second failure while telling of the first.

    `back`: the address of the form that it is about, when that is known.
    """
    status = status if status in SENTENCES else (500 if status >= 500 else 400)
    title, advice = SENTENCES[status]
    if status >= 500:
        state.stop_reading()
        g.failed = True
    language = "nl" if g.get("failed") and "language" not in g else state.language()
    text = sentence or advice.into(language, id=g.get("request_id", "-"))
    response = make_response(
        page(
            "errors/error.html", title=title.into(language), advice=text, status=status, back=back
        ),
        status,
    )
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def register(app: Flask) -> None:
    """One map from what can be raised to an answer."""
    app.register_error_handler(NotThereError, lambda _: answer(404))
    app.register_error_handler(ChangedMeanwhileError, _refused(409))
    app.register_error_handler(RefusedError, _refused(422))
    app.register_error_handler(StatementError, _unusable)
    app.register_error_handler(CSRFError, token_missing)
    app.register_error_handler(HTTPException, _http)
    for gone in (OperationalError, PoolTimeoutError):
        app.register_error_handler(gone, _database_gone)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def token_missing(_: CSRFError) -> Response:
    """A form without a token of this session does nothing."""
    return answer(400, CSRF_MISSING.into(state.language()))


def too_large(kept_for: str | None, signs: int) -> Response:
    """More was sent than is taken. `kept_for`: the form with a draft, of so many signs a field."""
    if kept_for is not None:
        language = state.language()
        most = format_decimal(signs, locale=language)
        return answer(413, KEPT.into(language, signs=most), kept_for)
    return answer(413, g.get("too_large"), came_from(request))


def _refused(status: int) -> Callable[[RefusedError], Response]:
    def handle(error: RefusedError) -> Response:
        return answer(status, _readable(error.sentence(state.language())))

    return handle


def _readable(sentence: str) -> str:
    """What somebody typed may be told back to them, but a page holds no control characters."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in sentence)


def _unusable(error: StatementError) -> Response:
    """Text with a NUL never reaches the database: nothing there can be called that."""
    if not isinstance(error.orig, UnusableTextError):
        return _unexpected(error)
    return answer(404 if request.method in ("GET", "HEAD") else 422)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    # Another method than an address knows: which ones it does know would say that it is there.
    return answer(404 if error.code == 405 else error.code)


def _database_gone(error: Exception) -> Response:
    log.warning("database unreachable", error=type(error).__name__, request=g.get("request_id"))
    return answer(503)


def _database_error(error: DBAPIError) -> Response:
    if error.connection_invalidated or _is_no_database(error):
        return _database_gone(error)
    return _unexpected(error)


def _is_no_database(error: DBAPIError) -> bool:
    """Reached, but nothing was set up in it, or it is a file of something else."""
    return type(error) is DatabaseError or getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", request=g.get("request_id"), exc_info=error)
    return answer(500)


def as_logged(exc_info: Any) -> str:
    """What the log holds of a failure: where it came from, and not what somebody had written.

    A database quotes the row that it refuses; whatever stands in that row is not for the log.
    """
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        parts.insert(0, "".join(traceback.format_tb(error.__traceback__)) + _named(error))
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
    return "\n\n".join(["Traceback (most recent call last):", *parts])


def _named(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, StatementError) or type(error).__module__.startswith(
        ("psycopg", "sqlite3")
    ):
        return " ".join([kind, getattr(error, "sqlstate", None) or ""]).strip()
    return f"{kind}: {error}"
