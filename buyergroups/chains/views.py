"""Pages of chains: the list, the overview of one, and its history."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import partial

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import phase_line, queries, story
from buyergroups.chains.attached import evidence_files
from buyergroups.chains.leads import contacts
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
from buyergroups.flags import labels as flag_labels
from buyergroups.flags.marks import of_chain
from buyergroups.following.queries import chains_followed_by
from buyergroups.web import state
from buyergroups.web.addresses import mail_link, page_number
from buyergroups.web.formats import shown
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words
from models.base import sort_name

blueprint = Blueprint("chains", __name__)


class Which(StrEnum):
    """Which chains the list shows; written so in the address."""

    ALL = ""
    PRIORITY = "prioritair"
    FOLLOWED = "gevolgd"


WHICH: dict[Which, Words] = {
    Which.ALL: Words("alle ketens", "all chains"),
    Which.PRIORITY: Words("prioritair", "priority"),
    Which.FOLLOWED: Words("die ik volg", "that I follow"),
}

SECTION = "chains"
LONGEST_NAME = 200
#: More than this no database counts.
MOST_CHAINS = 2**31 - 1
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze. Kies alle ketens, prioritair of gevolgd.",
    "'%(text)s' is not a choice. Choose all chains, prioritair or gevolgd.",
)
SUBJECT = Words("Keten %(name)s", "Chain %(name)s")


@blueprint.get("/ketens")
@kept
def chains() -> ResponseReturnValue:
    """All chains by cluster."""
    require(state.actor(), Action.CHAIN_SEE)
    session, programme, reading = state.reading(), the_programme(), today_reading()
    selections = the_selections(reading.moment)
    rows = queries.standings(session, state.actor(), programme.id, reading, selections=selections)
    asked = shown(request.args.get("naam", ""))[:LONGEST_NAME]
    followed = chains_followed_by(session, state.actor())
    which, kinds = _which(), {row.id: _kinds(row, followed) for row in rows}
    counts = {one: sum(one in found for found in kinds.values()) for one in Which}
    rows = [row for row in rows if _is_called(row, asked) and which in kinds[row.id]]
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
        which=which,
        Which=Which,
        choices=[(one, words, counts[one]) for one, words in WHICH.items()],
        followed=followed,
        total=len(rows),
        changed=the_last_change(reading.moment),
        phases={row.id: row for row in the_phases()},
        today=reading.day,
        reading=reading,
        baseline=waits_for_baseline(rows),
    )


def _which() -> Which:
    """Which chains the address asks for; raises RefusedError for what is no choice."""
    text = shown(request.args.get("toon", "")).strip()
    if text not in list(Which):
        raise RefusedError(NO_SUCH_CHOICE, text=text[:40])
    return Which(text)


def _kinds(row: Standing, followed: Collection[int]) -> set[Which]:
    """In which of the lists a chain stands."""
    found = {Which.ALL}
    if row.priority:
        found.add(Which.PRIORITY)
    return found | ({Which.FOLLOWED} if row.id in followed else set())


def _is_called(row: Standing, asked: str) -> bool:
    """Whether the name, or the other name in use, has all the words in it; accents do not count."""
    names = sort_name(f"{row.name} {row.also_named or ''}")
    return all(word in names for word in sort_name(asked).split())


@blueprint.get("/ketens/<slug>")
@kept
def overview(slug: str) -> ResponseReturnValue:
    """What is known of a chain now, and what happens next."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, moment = state.reading(), header.reading.moment
    short = state.tracker().settings.base_url + url_for("chains.short", number=header.chain_id)
    return page(
        "chains/overview.html",
        section=SECTION,
        programme_mail=state.tracker().settings.mail_from,
        contacts=contacts(session, state.actor(), header.reading, header.chain_id),
        short=short,
        mail_to=partial(_mail_about, header.standing.name, short),
        words=phase_line.last_words(session, header.chain_id),
        themes=[row for row in the_themes(header.reading.day.year) if row.scored],
        evidence=evidence_files(session, header.chain_id),
        flags=of_chain(session, state.actor(), header.reading.day, header.chain_id),
        flag_labels=flag_labels,
        impacts=queries.impacts(session, header.chain_id, moment),
        years=the_selections(moment),
        **header.context(),
    )


def _mail_about(name: str, short: str, email: str) -> str:
    """A link that begins a mail about a chain, with its short address in it."""
    return mail_link(email, SUBJECT.into(state.language(), name=name), f"\r\n\r\n{short}\r\n")


@blueprint.get(f"/k/<int(max={MOST_CHAINS}):number>")
def short(number: int) -> ResponseReturnValue:
    """A chain at an address for mails and talk, which stays whatever the chain is called."""
    require(state.actor(), Action.CHAIN_SEE)
    slug = queries.slug_of(state.reading(), state.actor(), the_programme().id, number)
    return redirect(url_for("chains.overview", slug=slug), 302)


@blueprint.get("/ketens/<slug>/geschiedenis")
@kept
def history(slug: str) -> ResponseReturnValue:
    """What was recorded of a chain, the newest first."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    number = page_number()
    session = state.reading()
    events = story.story(session, state.actor(), header.chain_id, header.reading.moment, number)
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
