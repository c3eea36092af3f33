"""Pages of chains: the list, the overview of one, and its history."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import phase_line, queries, story
from buyergroups.chains.attached import evidence_files
from buyergroups.chains.page import (
    ChainPage,
    chain_page,
    the_clusters,
    the_last_change,
    the_phases,
    the_programme,
    the_selections,
    the_themes,
    today_reading,
    waits_for_baseline,
)
from buyergroups.chains.standing import Standing
from buyergroups.errors import RefusedError
from buyergroups.web import state
from buyergroups.web.formats import shown
from buyergroups.web.views import page
from buyergroups.words import Words
from models.base import sort_name

blueprint = Blueprint("chains", __name__)

SECTION = "chains"
LONGEST_NAME = 200
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")


@blueprint.get("/ketens")
def chains() -> ResponseReturnValue:
    """All chains by cluster."""
    require(state.actor(), Action.CHAIN_SEE)
    session, programme, reading = state.reading(), the_programme(), today_reading()
    selections = the_selections(reading.moment)
    rows = queries.standings(session, state.actor(), programme.id, reading, selections=selections)
    asked = shown(request.args.get("naam", ""))[:LONGEST_NAME]
    rows = [row for row in rows if _is_called(row, asked)]
    rows.sort(key=lambda row: row.sort_name)
    clusters = the_clusters(reading.moment)
    return page(
        "chains/list.html",
        section=SECTION,
        groups=[
            (cluster, those)
            for cluster in clusters
            if (those := [row for row in rows if row.cluster_id == cluster.id])
        ],
        asked=asked,
        total=len(rows),
        changed=the_last_change(reading.moment),
        phases={row.id: row for row in the_phases()},
        today=reading.day,
        baseline=waits_for_baseline(rows),
    )


def _is_called(row: Standing, asked: str) -> bool:
    """Whether the name, or the other name in use, has all the words in it; accents do not count."""
    names = sort_name(f"{row.name} {row.also_named or ''}")
    return all(word in names for word in sort_name(asked).split())


@blueprint.get("/ketens/<slug>")
def overview(slug: str) -> ResponseReturnValue:
    """What is known of a chain now, and what happens next."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, moment = state.reading(), header.reading.moment
    return page(
        "chains/overview.html",
        section=SECTION,
        words=phase_line.last_words(session, header.chain_id),
        themes=[row for row in the_themes(header.reading.day.year) if row.scored],
        evidence=evidence_files(session, header.chain_id),
        impacts=queries.impacts(session, header.chain_id, moment),
        years=the_selections(moment),
        **header.context(),
    )


@blueprint.get("/ketens/<slug>/geschiedenis")
def history(slug: str) -> ResponseReturnValue:
    """What was recorded of a chain, the newest first."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    number = _page_number(request.args.get("pagina", "1"))
    session = state.reading()
    events = story.story(session, header.chain_id, header.reading.moment, number)
    themes = the_themes(header.reading.day.year)
    return page(
        "chains/history.html",
        section=SECTION,
        events=events[: story.PAGE_SIZE],
        number=number,
        older=len(events) > story.PAGE_SIZE,
        may_correct=can(state.actor(), Action.PHASE_CORRECT),
        phases={row.phase.id: row.phase for row in header.line},
        themes={row.id: row for row in themes},
        **header.context(),
    )


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) >= 1):
        raise RefusedError(NO_SUCH_PAGE, text=text[:40])
    return int(text)
