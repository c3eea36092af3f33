"""`If-None-Match`: nothing new is an empty 304, told by the change number and never by the body.

For scripts and proxies of one's own: a browser is told to keep nothing (`no-store`). A tag is weak,
because a page made again differs in its tokens. It says everything that a page is made from: the
program, the reader with language and rights, the session that the tokens belong to, the day, the
change number (read before the data) and the address; so one that still holds was given with a 200
to the same reader, and needs no other look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache, wraps
from typing import Any

from flask import Response, make_response, request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from buyergroups.access.actor import Actor
from buyergroups.config import ROOT
from buyergroups.web import htmx, state
from buyergroups.web.assets import content_hash
from buyergroups.web.views import form_token

View = Callable[..., ResponseReturnValue]


def unless_unchanged(view: View) -> View:
    """A page that is not made again for whoever shows the tag that it still has."""

    @wraps(view)
    def answer(**values: Any) -> ResponseReturnValue:
        if session.get("_flashes"):
            return view(**values)  # it has something to tell, once
        tag, known = _tag(), request.if_none_match
        if not known.star_tag and known.contains_weak(tag):
            return _not_modified(tag)
        response = make_response(view(**values))
        if response.status_code != 200:
            return response
        if known.star_tag:  # "if there is no such page at all": now it is known that there is
            return _not_modified(tag)
        response.set_etag(tag, weak=True)
        return response

    return answer


def kept(view: View) -> View:
    """The same, and the page itself is kept for whoever looks again meanwhile.

    For a page made from nothing but what its tag says: facts, the day, the address, the reader.
    """

    @unless_unchanged
    @wraps(view)
    def answer(**values: Any) -> ResponseReturnValue:
        if session.get("_flashes"):
            return view(**values)

        def make() -> tuple[bytes, int, Headers]:
            response = make_response(view(**values))
            return response.get_data(), response.status_code, response.headers

        body, status, its_headers = state.tracker().pages.get(_tag(), make)
        return Response(body, status, its_headers.copy())

    return answer


def _not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    return response


def _tag() -> str:
    made_from = (
        _program(),
        _rights(state.actor()),
        form_token(),
        state.stand(),
        state.news_seen(),
        request.full_path,
        htmx.wants_fragment(),
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]


def _rights(actor: Actor) -> list[object]:
    """Who reads, the same text in every process: a set has no order of its own."""
    values = [getattr(actor, field.name) for field in fields(actor)]
    return [sorted(value) if isinstance(value, frozenset) else value for value in values]


@cache
def _program() -> tuple[str, ...]:
    """What turns data into pages: after an upgrade no tag of before holds."""
    return tuple(content_hash(ROOT / folder) for folder in ("buyergroups", "templates"))
