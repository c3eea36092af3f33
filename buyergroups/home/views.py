"""The page of today: what needs this person, what comes, and what changed since last time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.clock import AMSTERDAM, local_day, start_of_day
from buyergroups.home.offers import OFFERS, Group, Line, Visit, grouped
from buyergroups.home.queries import visit_before
from buyergroups.news.offers import Section
from buyergroups.news.queries import Item, Span, listed, own_reach, with_chains
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import kept_page, page
from buyergroups.words import Words

blueprint = Blueprint("home", __name__)

TEMPLATE = "home/today.html"
MOST_NEWS = 10
MOST_OF_A_MONTH = 100
#: In the address: what changed in a month instead of since the last visit.
MONTH = "maand"
A_MONTH = timedelta(days=30)
#: How far back news goes at a first visit.
A_WHILE = timedelta(days=14)
GREETINGS = (
    (6, Words("Goedenacht", "Good night")),
    (12, Words("Goedemorgen", "Good morning")),
    (18, Words("Goedemiddag", "Good afternoon")),
    (24, Words("Goedenavond", "Good evening")),
)


@blueprint.get("/")
def today() -> ResponseReturnValue:
    """What needs me today, each with the one click or short form that does it."""
    actor = state.actor()
    assert actor.person_id is not None
    before = visit_before(state.reading(), actor.person_id, state.now())
    greeting = _greeting()
    return kept_page((TEMPLATE, before, greeting), lambda: (_whole(before, greeting), 200))


def _whole(before: datetime | None, greeting: str) -> str:
    session, actor = state.reading(), state.actor()
    month = request.args.get("sinds") == MONTH
    since = state.now() - A_MONTH if month else before
    visit = Visit(actor, state.now(), state.language().value, since)
    lines = _awake(session, visit)
    groups = grouped([line for line in lines if line.counts])
    own = [line for offer in OFFERS for line in offer.own(session, visit)]
    others = _not_among(groups, own)
    coming = [line for offer in OFFERS for line in offer.coming(session, visit)]
    settings = state.settings()
    most = MOST_OF_A_MONTH if month else MOST_NEWS
    news = _news(session, visit, most + 1)
    return page(
        TEMPLATE,
        section="home",
        greeting=greeting,
        groups=groups,
        count=sum(len(group.whats) for group in groups),
        also=[line for line in lines if not line.counts],
        own=grouped(others),
        all_own=len(others) == len(own),
        key=secrets.token_urlsafe(18),
        coming=coming,
        news=news[:most],
        more=len(news) > most,
        before=before,
        month=month,
        reading={
            "ageing_days": settings[SettingKey.AGEING_DAYS],
            "stale_days": settings[SettingKey.STALE_DAYS],
        },
    )


def _awake(session: Session, visit: Visit) -> list[Line]:
    """What needs this person, without what was put off to a later day."""
    lines = [line for offer in OFFERS for line in offer.lines(session, visit)]
    if not any(line.flag for line in lines):
        return lines
    resting = {flag for offer in OFFERS for flag in offer.rests(session, visit)}
    return [line for line in lines if line.flag not in resting]


def _news(session: Session, visit: Visit, most: int) -> list[Item]:
    """What others did; flags stand above already."""
    chains = {key for offer in OFFERS for key in offer.chains(session, visit)}
    reach = with_chains(own_reach(visit.actor), chains)
    since = visit.before or start_of_day(local_day(visit.now) - A_WHILE)
    told = (Section.PERSONAL, Section.CHANGED)
    return listed(
        session,
        reach,
        Span(since),
        visit.language,
        most=most,
        sections=told,
        but=visit.actor.person_id,
    )


def _not_among(groups: Sequence[Group], own: Sequence[Line]) -> list[Line]:
    """One's own things of which nothing can be done above already."""
    done = {deed.address for group in groups for deed in group.deeds}
    return [line for line in own if not any(deed.address in done for deed in line.deeds)]


def _greeting() -> str:
    hour = state.now().astimezone(AMSTERDAM).hour
    return next(words for until, words in GREETINGS if hour < until).into(state.language())
