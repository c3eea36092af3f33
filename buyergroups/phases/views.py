"""The phase board, and the phase tab of a chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import queries
from buyergroups.chains.page import (
    ChainPage,
    chain_page,
    reading_at,
    the_clusters,
    the_last_change,
    the_phases,
    the_programme,
    the_selections,
    the_themes,
    waits_for_baseline,
)
from buyergroups.phases import labels
from buyergroups.phases.board import Board, Ground, among, make_board
from buyergroups.phases.filters import NO_LEAD, BoardQuery, Mistake, Order, Show, read_query, shown
from buyergroups.phases.queries import assessments, deciding_body
from buyergroups.settings.queries import ProgrammeRow
from buyergroups.web import htmx, pages, state
from buyergroups.web.formats import typed_day
from buyergroups.web.views import kept_page, page

blueprint = Blueprint("phases", __name__)

SECTION = "board"
TEMPLATE = "phases/board.html"
#: Everyone signed in sees the same facts; what somebody may do with them is part of the key.
SCOPE = "signed-in"


@blueprint.get("/bord")
def board() -> ResponseReturnValue:
    """Where the chains stand in the four phases, today or at the end of an earlier day."""
    require(state.actor(), Action.BOARD_SEE)
    programme = the_programme()
    query, mistakes = read_query(
        request.args,
        today=state.today(),
        records_from=programme.records_from,
        language=state.language(),
    )
    address = query.address(url_for("phases.board"))
    if not (mistakes or htmx.wants_fragment() or query.is_written_as(request.args)):
        return redirect(address, 302)
    if not htmx.wants_fragment():
        make = partial(_whole, programme, query, mistakes)
        return kept_page((TEMPLATE, query), make, keep=not mistakes)
    drawn = _draw(programme, query, mistakes)
    told = pages.render_block(
        TEMPLATE, "told", state.language(), summary=drawn.summary, changed=_changed(query)
    )
    return htmx.push_address(make_response(drawn.html + told, drawn.status), address)


def _whole(
    programme: ProgrammeRow, query: BoardQuery, mistakes: Sequence[Mistake]
) -> tuple[str, int]:
    drawn = _draw(programme, query, mistakes)
    html = page(
        TEMPLATE,
        section=SECTION,
        body=drawn.html,
        changed=_changed(query),
        baseline=0 if query.as_of else _baseline(),
    )
    return html, drawn.status


def _baseline() -> int:
    """How many chains wait for the reader's baseline; for most readers nothing is read."""
    actor, reading = state.actor(), reading_at(state.today())
    if not (actor.leads or actor.is_programme_manager):
        return 0
    manages = actor.is_programme_manager
    among_ = queries.Among(priority=True) if manages else queries.Among(chain_ids=actor.leads)

    def count(session: Session) -> int:
        chosen = the_selections(reading.moment)
        programme_id = the_programme().id
        rows = queries.standings(session, actor, programme_id, reading, among_, selections=chosen)
        return waits_for_baseline(rows)

    return state.remembered(("baseline", actor.leads, manages, state.today()), count)


def _changed(query: BoardQuery) -> Any:
    return the_last_change(reading_at(query.as_of or state.today()).moment)


@dataclass(frozen=True)
class Drawn:
    """A board as HTML, in one sentence, and whether a filter made no sense."""

    html: str
    summary: str
    mistaken: bool

    @property
    def status(self) -> int:
        """Of the answer."""
        return 422 if self.mistaken else 200


def _draw(programme: ProgrammeRow, query: BoardQuery, mistakes: Sequence[Mistake]) -> Drawn:
    """The board, kept until something changes."""

    def make() -> Drawn:
        made = make_board(query, mistakes, _ground(programme, query))
        values = _values(made)
        html = pages.render_block(TEMPLATE, "board", state.language(), **values)
        return Drawn(html, values["summary"], bool(made.mistakes))

    if mistakes:
        return make()
    scope = (SCOPE, state.actor().leads)
    key = (state.change_number(), state.today(), state.language(), query, scope)
    return state.tracker().fragments.get(key, make)


def _ground(programme: ProgrammeRow, query: BoardQuery) -> Ground:
    session, actor, day = state.reading(), state.actor(), query.as_of or state.today()
    reading = reading_at(day)
    moment = reading.moment
    themes = the_themes(day.year)
    theme = next((row for row in themes if row.code == query.theme and row.scored), None)
    selections = the_selections(moment)
    chains = among(query, selections)
    leads = queries.leads_at(session, reading, None if query.lead else chains.chain_ids)
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
    )


def _values(made: Board) -> dict[str, Any]:
    """What the template needs beside the board itself: words, and addresses of other boards."""
    path = url_for("phases.board")
    to: Callable[..., str] = lambda **changes: made.query.address(path, page=1, **changes)  # noqa: E731
    return {
        "board": made,
        "query": made.query,
        "today": made.day,
        "path": path,
        "to": to,
        "next_pages": [(nr, made.query.address(path, page=nr)) for nr in range(1, made.pages + 1)],
        "mistakes": {row.where: row.sentence(state.language()) for row in made.mistakes},
        "board_labels": labels,
        "phases": {column.phase.id: column.phase for column in made.columns},
        "clusters": [(row.code, row.name) for row in made.clusters.values()],
        "themes": [(row.code, row.name(state.language())) for row in made.themes if row.scored],
        "leads": [(lead.ref, lead.name) for lead in made.leads],
        "orders": [(order.value, w.into(state.language())) for order, w in labels.ORDERS.items()],
        "typed_day": _typed_day(made),
        "summary": labels.summary(made.counts, state.language()),
        "Show": Show,
        "Order": Order,
        "no_lead": NO_LEAD,
        "mine": state.actor().leads if made.query.as_of is None else frozenset(),
        "theme_name": next((r for r in made.themes if r.code == made.query.theme), None),
    }


def _typed_day(made: Board) -> str:
    """The date in its field: what was typed stays there when it was no day."""
    if any(mistake.where == "op" for mistake in made.mistakes):
        return shown(request.args.get("op", ""))[:40]
    return typed_day(made.query.as_of)


@blueprint.get("/ketens/<slug>/fase")
def phase(slug: str) -> ResponseReturnValue:
    """The criteria of every phase with their evidence, and the assessments of a chain."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    return page(
        "phases/phase.html",
        section="chains",
        assessments=assessments(state.reading(), header.chain_id, header.reading.moment),
        phases={row.phase.id: row.phase for row in header.line},
        may_decide=can(state.actor(), Action.PHASE_DECIDE, deciding_body(state.reading())),
        **header.context(),
    )
