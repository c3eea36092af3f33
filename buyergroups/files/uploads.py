"""How much may be sent: more at the one address where files come in, for who is signed in."""

from __future__ import annotations

from flask import g, request

from buyergroups.files.rules import LARGEST, MEGABYTE
from buyergroups.files.services import TOO_LARGE
from buyergroups.web import bodies, state

#: Where files come in.
ENDPOINT = "files.add"
#: For the other fields of the form, and what stands between them.
ROOM = 64 * 1024


def let_go(_: BaseException | None = None) -> None:
    """After the answer: what was kept on disk meanwhile goes."""
    if request.endpoint == ENDPOINT:
        request.close()


def allow() -> None:
    """Before the form is read: let a file through, and say what is wrong when it is too large."""
    if request.endpoint == ENDPOINT and request.method == "POST" and state.actor().is_person:
        request.max_content_length = LARGEST + ROOM
        if bodies.is_too_large():
            bodies.read_away()
        g.too_large = TOO_LARGE.into(state.language(), most=LARGEST // MEGABYTE)
