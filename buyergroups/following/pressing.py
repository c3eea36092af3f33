"""The button that follows a thing or stops following it, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.following.kinds import Kind
from buyergroups.following.services import follow, unfollow
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.words import Words
from buyergroups.writing.sending import press

FOLLOWED = Words(
    "Je volgt %(name)s. Wat er verandert, staat bij Meldingen en bij Vandaag.",
    "You follow %(name)s. What changes is told under Notifications and on Today.",
)
UNFOLLOWED = Words("Je volgt %(name)s niet meer.", "You no longer follow %(name)s.")


@dataclass(frozen=True)
class Followed:
    """Something that somebody follows, on the page of all that they follow."""

    name: str
    address: str
    since: datetime
    #: Where the button goes that stops it.
    end: str
    dutch: bool = True


def pressed(kind: Kind, key: int, name: str, home: str, *, begin: bool) -> ResponseReturnValue:
    """Follow it or stop, and back to where the button stood."""
    service = follow if begin else unfollow
    back = own_path(request.form.get("terug")) or home

    def act(session: Session) -> str:
        service(session, state.actor(), state.now(), kind=kind, key=key)
        return back

    address = press(act)
    flash((FOLLOWED if begin else UNFOLLOWED).into(state.language(), name=name))
    return redirect(address, 303)
