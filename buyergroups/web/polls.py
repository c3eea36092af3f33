"""Open pages that ask again and again whether there is anything new.

Nearly always there is not, and then the answer is made from one statement: whether the session is
open still, and the change number. Rights need no look: they change by a write or with the day, and
both make another stand of what the page was made from.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, request
from flask.typing import ResponseReturnValue

from buyergroups.web import htmx

View = Callable[..., ResponseReturnValue]

#: The argument with which an open page says what it was made from.
STAND = "stand"


def polled(view: View) -> View:
    """A page that stays open and asks for what is new."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def asked_stand() -> str | None:
    """What the page was made from that asks now; None when this is no such question."""
    if request.method != "GET" or not htmx.wants_fragment():
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    return request.args.get(STAND) if getattr(view, "is_polled", False) else None
