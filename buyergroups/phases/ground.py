"""Reads what a board is made from, for its pages: as columns, as a table, as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, request, url_for

from buyergroups.chains import queries
from buyergroups.chains.leads import leads_at
from buyergroups.chains.page import (
    reading_at,
    the_clusters,
    the_last_change,
    the_phases,
    the_programme,
    the_selections,
    the_themes,
)
from buyergroups.chains.queries import Among
from buyergroups.flags.marks import on_cards, on_own_cards
from buyergroups.flags.queries import Row
from buyergroups.phases import labels
from buyergroups.phases.board import PAGE_SIZE, Board, Ground, among
from buyergroups.phases.changes import Before
from buyergroups.phases.filters import NO_LEAD, BoardQuery, Mistake, Order, Show, Way, read_query
from buyergroups.phases.queries import decided_on
from buyergroups.phases.told import assessments_between, reports_between
from buyergroups.web import htmx, pages, state
from buyergroups.web.formats import shown, typed_day
from buyergroups.web.views import page

SECTION = "board"
#: Everyone signed in sees the same facts; what somebody may do with them is part of the key.
SCOPE = "signed-in"
Extra = Sequence[tuple[str, str]]
CHOICES = {"Show": Show, "Order": Order, "no_lead": NO_LEAD}


def asked_of_the_board() -> tuple[BoardQuery, list[Mistake]]:
    """The board that the address asks for, and what of it made no sense."""
    return read_query(
        request.args,
        today=state.today(),
        records_from=the_programme().records_from,
        language=state.language(),
    )


def last_change_of(query: BoardQuery) -> Any:
    """When something on this board was last recorded, and by whom."""
    return the_last_change(reading_at(query.as_of or state.today()).moment)


def ground_of(query: BoardQuery) -> Ground:
    """What a board is made from, read for this reader."""
    programme = the_programme()
    session, actor, day = state.reading(), state.actor(), query.as_of or state.today()
    reading = reading_at(day)
    moment = reading.moment
    themes = the_themes(day.year)
    theme = next((row for row in themes if row.code == query.theme and row.scored), None)
    selections = the_selections(moment)
    before = _before(query, selections, moment) if query.since else None
    chains = among(query, selections)
    if before is not None and chains.chain_ids is not None:
        chains = Among({*chains.chain_ids, *(before.selected_then or ())})
    leads = leads_at(session, reading, None if query.lead else chains.chain_ids)
    return Ground(
        standings=queries.standings(
            session, actor, programme.id, reading, chains, selections=selections, leads=leads
        ),
        totals=state.remembered(
            ("totals", moment, SCOPE),
            lambda session: queries.totals_at(session, actor, programme.id, moment),
        ),
        leads={lead.ref for those in leads.values() for lead in those},
        phases=the_phases(),
        clusters=the_clusters(moment),
        themes=themes,
        selections=selections,
        with_impact=queries.chains_with_impact(session, theme.id, moment) if theme else None,
        day=day,
        before=before,
    )


def _before(
    query: BoardQuery, selections: Mapping[int, queries.Selection], moment: datetime
) -> Before:
    """The board at the end of the day since which changes are asked."""
    assert query.since is not None
    session, programme = state.reading(), the_programme()
    reading = reading_at(query.since)
    then = the_selections(reading.moment)
    standings = queries.standings(session, state.actor(), programme.id, reading, selections=then)
    return Before(
        day=query.since,
        moment=reading.moment,
        standings={row.id: row for row in standings},
        selected_then=then[max(then)].chain_ids if then else None,
        selected_now=selections[max(selections)].chain_ids if selections else None,
        assessments=assessments_between(session, reading.moment, moment),
        reports=reports_between(session, reading.moment, moment),
    )


def board_values(made: Board, way: Way, extra: Extra = ()) -> dict[str, Any]:
    """What the template needs beside the board itself: words, and addresses of other boards.

    `extra` are parameters of this page besides those of the board; its links keep them.
    """
    path = url_for(way.value)
    to = partial(address_of, made.query, path, extra)
    return {
        "board": made,
        "query": made.query,
        "today": made.day,
        "path": path,
        "way": way,
        "Way": Way,
        "to": to,
        "reading": reading_at(made.day),
        "stand": state.stand() if made.query.as_of is None else None,
        "wall": address_of(made.query, path, [("scherm", "groot")], page=made.query.page),
        "ways": [
            (made.query.address(url_for(other.value)), words, other is way)
            for other, words in labels.WAYS.items()
        ],
        "pages": made.pages if way is Way.BOARD else max(1, -(-len(made.chosen) // PAGE_SIZE)),
        "to_page": lambda nr: to(page=nr),
        "mistakes": {row.where: row.sentence(state.language()) for row in made.mistakes},
        "board_labels": labels,
        "phases": {column.phase.id: column.phase for column in made.columns},
        "clusters": [(row.code, row.name) for row in made.clusters.values()],
        "themes": [(row.code, row.name(state.language())) for row in made.themes if row.scored],
        "leads": [(lead.ref, lead.name) for lead in made.leads],
        "orders": [(order.value, w.into(state.language())) for order, w in labels.ORDERS.items()],
        **_days(made),
        "made_up": the_programme().is_demonstration,
        "flags": _flags(made) if way is Way.BOARD else {},
        "summary": labels.summary(made.counts, state.language()),
        **CHOICES,
        "mine": state.actor().leads if made.query.as_of is None else frozenset(),
        "theme_name": next((r for r in made.themes if r.code == made.query.theme), None),
    }


def _flags(made: Board) -> Mapping[int, Sequence[Row]]:
    """What the cards do not say themselves, by chain; of today only: an earlier board stays."""
    if made.query.as_of is not None:
        return {}
    cards = [row.id for column in made.columns for row in column.cards]
    if not cards:
        return {}
    session, today, actor = state.reading(), state.today(), state.actor()
    own = on_own_cards(session, actor, today, actor.leads & set(cards))
    return {**on_cards(session, today, cards), **own}


def _days(made: Board) -> dict[str, Any]:
    """The days in the filters as they are typed, and some to look back to."""
    return {
        "typed_day": _typed_day(made, "op", made.query.as_of),
        "typed_since": _typed_day(made, "sinds", made.query.since),
        "since_days": _since_days(),
    }


def _since_days() -> list[tuple[str, str]]:
    """Days to look back to, as they are typed: the last decisions, a month, a quarter."""
    language, today = state.language(), state.today()
    decided = state.remembered("decided on", decided_on)
    days = {day: labels.SINCE_DECISION for day in decided if day < today}
    for ago, words in labels.SINCE.items():
        days.setdefault(today - timedelta(days=ago), words)
    return [(typed_day(day), words.into(language)) for day, words in sorted(days.items())[::-1]]


def board_answer(template: str, values: dict[str, Any], address: str) -> Response:
    """A board as a page, or as the part of it that htmx asked for, with the address to show."""
    made: Board = values["board"]
    status = 422 if made.mistakes else 200
    values = {**values, "changed": last_change_of(made.query)}
    if not htmx.wants_fragment():
        return make_response(page(template, section=SECTION, **values), status)
    html = pages.render_block(template, "board", state.language(), **values)
    told = pages.render_block("phases/board.html", "told", state.language(), **values)
    return htmx.push_address(make_response(html + told, status), address)


def _typed_day(made: Board, name: str, day: date | None) -> str:
    """The date in its field: what was typed stays there when it was no day."""
    if any(mistake.where == name for mistake in made.mistakes):
        return shown(request.args.get(name, ""))[:40]
    return typed_day(day)


def address_of(query: BoardQuery, path: str, extra: Extra, **changes: Any) -> str:
    """The address of the same page with other filters, on its first page."""
    address = query.address(path, **{"page": 1, **changes})
    if not extra:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(extra)}"
