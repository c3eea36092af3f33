"""Calendars: one consultation as a file, somebody's own feed with its address, that of a chain."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.actor import load_actor
from buyergroups.accounts.links import new_token
from buyergroups.accounts.rules import hash_of
from buyergroups.calendars import entries, ics, queries, services
from buyergroups.calendars.rules import Entry
from buyergroups.chains.page import ChainPage, chain_page, the_programme
from buyergroups.clock import start_of_day
from buyergroups.consultations.page import consultation_page
from buyergroups.errors import NotThereError
from buyergroups.gatherings.queries import in_calendar
from buyergroups.web import exports, state
from buyergroups.web.formats import clock_words
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words

blueprint = Blueprint("calendars", __name__)

#: So far back a feed goes, and what a consultation that is listed earlier can still have ahead.
BACK, LISTED_BACK = timedelta(days=365), timedelta(days=730)
#: So much of what was shows on the page of a chain.
MOST_PAST = 50
NAME = Words("Ketenbord", "Ketenbord")
ENDED = Words(
    "Het adres van je agenda werkt niet meer.", "The address of your calendar works no more."
)


@blueprint.get("/marktconsultaties/<ref>/agenda.ics")
def consultation(ref: str) -> ResponseReturnValue:
    """One consultation, for who reads its file; without a day there is nothing to put anywhere."""
    header = consultation_page(ref)
    row = queries.one(state.reading(), state.actor(), header.consultation.id)
    found = entries.of_consultations([row], state.language())
    if not found:
        raise NotThereError(f"day of consultation {ref}")
    data = ics.calendar_file(found[0].title, found, state.now())
    return exports.download(f"marktconsultatie-{ref}.ics", ics.KIND, data)


# ---- one's own feed ---------------------------------------------------------------------------


@blueprint.get("/kalender/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """All that the owner of the address may see now, whoever asks and signed in or not.

    Raises NotThereError for an address that never was, that was ended, or of who is blocked.
    """
    session, now = state.reading(), state.now()
    person_id = queries.owner_of(session, hash_of(token))
    if person_id is None:
        raise NotThereError("feed")
    owner = load_actor(session, person_id, now)
    since = state.today() - BACK
    talks = queries.consultations(session, owner, the_programme().id, state.today() - LISTED_BACK)
    meetings = in_calendar(session, owner, since=start_of_day(since), most=queries.MOST)
    found = [
        entry for entry in entries.of_consultations(talks, owner.language) if entry.day >= since
    ] + entries.of_meetings(meetings, owner.language)
    data = ics.calendar_file(NAME.into(owner.language), found, now)
    return exports.download("ketenbord.ics", ics.KIND, data)


@blueprint.get("/mijn/kalender")
def own() -> ResponseReturnValue:
    """Whether one's calendar has an address, and since when; the address itself is not kept."""
    since = queries.feed_since(state.reading(), state.actor())
    return page("calendars/own.html", since=since, address=None)


@blueprint.post("/mijn/kalender")
def make() -> ResponseReturnValue:
    """A new address, shown this once; sent twice, the last one is the one that works."""
    token = new_token()
    with state.writing() as writing:
        services.make_feed(writing, state.actor(), state.now(), token=token)
    address = state.tracker().settings.base_url + url_for("calendars.feed", token=token)
    return page("calendars/own.html", since=state.now(), address=address)


@blueprint.post("/mijn/kalender/intrekken")
def end() -> ResponseReturnValue:
    """The address stops working at once."""
    with state.writing() as writing:
        services.end_feed(writing, state.actor(), state.now())
    flash(ENDED.into(state.language()))
    return redirect(url_for("calendars.own"), 303)


# ---- the calendar of a chain ------------------------------------------------------------------


@blueprint.get("/ketens/<slug>/kalender")
@kept
def of_chain(slug: str) -> ResponseReturnValue:
    """What is coming, the nearest first, and what was: as far as the reader may know of it."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, actor, language = state.reading(), state.actor(), state.language()
    talks = queries.consultations_of_chain(session, actor, header.chain_id)
    meetings = in_calendar(session, actor, chain_id=header.chain_id, most=queries.MOST)
    found = entries.of_consultations(talks, language) + entries.of_meetings(meetings, language)
    found.sort(key=_when)
    today = state.today()
    past = [entry for entry in found if entry.day < today]
    return page(
        "calendars/of_chain.html",
        clock_words=clock_words,
        section="chains",
        coming=[entry for entry in found if entry.day >= today],
        past=past[: -MOST_PAST - 1 : -1],
        past_total=len(past),
        has_own=bool(queries.feed_since(session, actor)),
        **header.context(),
    )


def _when(entry: Entry) -> tuple[date, bool, float]:
    """All-day entries first, then by the time."""
    at = entry.starts_at
    return entry.day, at is not None, at.timestamp() if at else 0.0
