"""Following a chain: the button on its page, and the page with all that one follows."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains import queries
from buyergroups.chains.page import the_phases, the_programme, the_selections, today_reading
from buyergroups.chains.queries import Among
from buyergroups.following.queries import chains_followed_by
from buyergroups.following.services import follow, unfollow
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import new_key, press

blueprint = Blueprint("following", __name__)

FOLLOWED = Words(
    "Je volgt %(chain)s. Wat er verandert, staat bij Vandaag.",
    "You follow %(chain)s. What changes is told on Today.",
)
UNFOLLOWED = Words("Je volgt %(chain)s niet meer.", "You no longer follow %(chain)s.")


@blueprint.post("/ketens/<slug>/volgen")
def begin(slug: str) -> ResponseReturnValue:
    """Follow a chain from now on."""
    return _press(slug, follow, FOLLOWED)


@blueprint.post("/ketens/<slug>/niet-meer-volgen")
def end(slug: str) -> ResponseReturnValue:
    """Follow it no longer."""
    return _press(slug, unfollow, UNFOLLOWED)


def _press(slug: str, service: Callable[..., None], words: Words) -> ResponseReturnValue:
    require(state.actor(), Action.CHAIN_FOLLOW)
    programme, reading = the_programme(), today_reading()
    session, actor = state.reading(), state.actor()
    found = queries.chain_by_slug(session, actor, programme.id, slug)
    chosen = the_selections(reading.moment)
    name = queries.standing(session, actor, programme.id, found.id, reading, chosen).name
    back = own_path(request.form.get("terug")) or url_for("chains.overview", slug=found.slug)

    def act(session: Session) -> str:
        service(session, actor, state.now(), chain_id=found.id)
        return back

    address = press(act)
    flash(words.into(state.language(), chain=name))
    return redirect(address, 303)


@blueprint.get("/mijn/ketens")
def followed() -> ResponseReturnValue:
    """What I follow, each with the button to stop."""
    require(state.actor(), Action.CHAIN_FOLLOW)
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
    return page(
        "chains/followed.html",
        rows=sorted(rows, key=lambda row: row.sort_name),
        since=since,
        phases={row.id: row for row in the_phases()},
        today=reading.day,
        key=new_key(),
    )
