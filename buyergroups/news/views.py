"""The bell, and the page behind it: what is new to the reader, of the last month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.clock import end_of_day, start_of_day
from buyergroups.errors import RefusedError
from buyergroups.news import labels
from buyergroups.news.counting import count
from buyergroups.news.queries import KEPT, Span, listed, own_reach
from buyergroups.news.services import mark_seen
from buyergroups.web import htmx, pages, state
from buyergroups.web.addresses import page_number
from buyergroups.web.views import page
from buyergroups.words import Words

blueprint = Blueprint("news", __name__)

PAGE_SIZE = 50
#: What is new to who never looked.
A_WHILE = timedelta(days=14)
NO_MOMENT = Words("Dit is geen moment: %(given)s.", "This is no moment: %(given)s.")


def unread() -> int:
    """How much is new to the reader; `counting.MOST + 1` stands for more. Kept until a change."""
    actor, since = state.actor(), _new_since()
    until = end_of_day(state.today())
    key = (actor, since, until, state.change_number())
    return state.tracker().unread.get(key, lambda: count(state.reading(), actor, since, until))


def _new_since() -> datetime:
    """The start of a day, so that it is the same number until something changes."""
    midnight = start_of_day(state.today())
    seen = state.news_seen()
    return max(seen, midnight - KEPT) if seen is not None else midnight - A_WHILE


@blueprint.get("/meldingen")
def news() -> ResponseReturnValue:
    """What is new and what was, the latest first."""
    actor, number = state.actor(), page_number()
    require(actor, Action.NEWS_OPEN)
    found = listed(
        state.reading(),
        own_reach(actor),
        Span(state.now() - KEPT, end_of_day(state.today())),
        state.language().value,
        most=PAGE_SIZE + 1,
        offset=(number - 1) * PAGE_SIZE,
        but=actor.person_id,
    )
    return page(
        "news/news.html",
        section="news",
        items=found[:PAGE_SIZE],
        earlier=len(found) > PAGE_SIZE,
        number=number,
        to=lambda nr: url_for("news.news", pagina=nr),
        new_since=_new_since(),
        until=state.now().isoformat(),
        days=KEPT.days,
        sections=labels.SECTIONS,
    )


@blueprint.post("/meldingen/gezien")
def seen() -> ResponseReturnValue:
    """Nothing that the page showed is new any more."""
    require(state.actor(), Action.NEWS_OPEN)
    until = _moment(request.form.get("tot", ""))
    with state.writing(counts=False) as session:
        holds = mark_seen(session, state.actor(), state.now(), until=until)
    state.see_news(holds)
    if not htmx.wants_fragment():
        return redirect(url_for("news.news"), 303)
    return Response(pages.render("news/bell.html", state.language(), bell=unread(), oob=True))


def _moment(given: str) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise RefusedError(NO_MOMENT, given=given[:60]) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    # What is older is not new anyway, and a year 1 fits in no database.
    return max(moment, state.now() - KEPT)
