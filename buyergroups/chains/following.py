"""Following a chain: the button on its page, and the page with all that one follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains import queries
from buyergroups.chains.page import the_phases, the_programme, the_selections, today_reading
from buyergroups.chains.queries import Among
from buyergroups.following.kinds import Kind
from buyergroups.following.pressing import Followed, pressed
from buyergroups.following.queries import chains_followed_by
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import new_key

blueprint = Blueprint("following", __name__)


@dataclass(frozen=True)
class Besides:
    """What else can be followed: its heading, and what somebody follows of it."""

    words: Words
    followed: Callable[[Session, Actor], Sequence[Followed]]


#: Beside chains; `areas` fills it in.
BESIDES: list[Besides] = []


@blueprint.post("/ketens/<slug>/volgen")
def begin(slug: str) -> ResponseReturnValue:
    """Follow a chain from now on."""
    return _press(slug, begin=True)


@blueprint.post("/ketens/<slug>/niet-meer-volgen")
def end(slug: str) -> ResponseReturnValue:
    """Follow it no longer."""
    return _press(slug, begin=False)


def _press(slug: str, *, begin: bool) -> ResponseReturnValue:
    require(state.actor(), Action.FOLLOW)
    programme, reading = the_programme(), today_reading()
    session, actor = state.reading(), state.actor()
    found = queries.chain_by_slug(session, actor, programme.id, slug)
    chosen = the_selections(reading.moment)
    name = queries.standing(session, actor, programme.id, found.id, reading, chosen).name
    home = url_for("chains.overview", slug=found.slug)
    return pressed(Kind.CHAIN, found.id, name, home, begin=begin)


@blueprint.get("/mijn/ketens")
def followed() -> ResponseReturnValue:
    """What I follow, each with the button to stop."""
    require(state.actor(), Action.FOLLOW)
    session, actor, reading = state.reading(), state.actor(), today_reading()
    since = chains_followed_by(session, actor)
    rows = queries.standings(
        session,
        actor,
        the_programme().id,
        reading,
        Among(since.keys()),
        selections=the_selections(reading.moment),
    )
    besides = [(also.words, also.followed(session, actor)) for also in BESIDES]
    return page(
        "chains/followed.html",
        rows=sorted(rows, key=lambda row: row.sort_name),
        since=since,
        besides=[(words, lines) for words, lines in besides if lines],
        phases={row.id: row for row in the_phases()},
        today=reading.day,
        key=new_key(),
    )
