"""The phase board, and the phase tab of a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import queries
from buyergroups.chains.attached import evidence_files
from buyergroups.chains.page import (
    ChainPage,
    chain_page,
    reading_at,
    the_programme,
    the_selections,
    waits_for_baseline,
)
from buyergroups.files.queries import files_of
from buyergroups.phases.board import make_board
from buyergroups.phases.filters import BoardQuery, Mistake, Way
from buyergroups.phases.ground import (
    SCOPE,
    SECTION,
    asked_of_the_board,
    board_values,
    ground_of,
    last_change_of,
)
from buyergroups.phases.queries import assessments, deciding_body
from buyergroups.web import htmx, pages, state
from buyergroups.web.polls import polled
from buyergroups.web.unchanged import unless_unchanged
from buyergroups.web.views import kept_page, page
from models.files import FileSubject

blueprint = Blueprint("phases", __name__)

TEMPLATE = "phases/board.html"


@blueprint.get("/bord")
@unless_unchanged
@polled
def board() -> ResponseReturnValue:
    """Where the chains stand in the four phases, today or at the end of an earlier day."""
    require(state.actor(), Action.BOARD_SEE)
    query, mistakes = asked_of_the_board()
    address = query.address(url_for("phases.board"))
    if not (mistakes or htmx.wants_fragment() or query.is_written_as(request.args)):
        return redirect(address, 302)
    if not htmx.wants_fragment():
        make = partial(_whole, query, mistakes)
        return kept_page((TEMPLATE, query), make, keep=not mistakes)
    drawn = _draw(query, mistakes)
    told = pages.render_block(
        TEMPLATE, "told", state.language(), summary=drawn.summary, changed=last_change_of(query)
    )
    return htmx.push_address(make_response(drawn.html + told, drawn.status), address)


def _whole(query: BoardQuery, mistakes: Sequence[Mistake]) -> tuple[str, int]:
    drawn = _draw(query, mistakes)
    html = page(
        TEMPLATE,
        section=SECTION,
        body=drawn.html,
        changed=last_change_of(query),
        live=query.as_of is None,
        poll_every=int(state.tracker().poll_seconds * 1000),
        wall=request.args.get("scherm") == "groot",
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
        rows = queries.standings(
            session, actor, programme_id, reading, among_, selections=chosen, leads={}
        )
        return waits_for_baseline(rows)

    return state.remembered(("baseline", actor.leads, manages, state.today()), count)


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


def _draw(query: BoardQuery, mistakes: Sequence[Mistake]) -> Drawn:
    """The board, kept until something changes."""

    def make() -> Drawn:
        made = make_board(query, mistakes, ground_of(query))
        values = board_values(made, Way.BOARD)
        html = pages.render_block(TEMPLATE, "board", state.language(), **values)
        return Drawn(html, values["summary"], bool(made.mistakes))

    if mistakes:
        return make()
    scope = (SCOPE, state.actor().leads)
    key = (state.change_number(), state.today(), state.language(), query, scope)
    return state.tracker().fragments.get(key, make)


@blueprint.get("/ketens/<slug>/fase")
@unless_unchanged
def phase(slug: str) -> ResponseReturnValue:
    """The criteria of every phase with their evidence, and the assessments of a chain."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, actor = state.reading(), state.actor()
    rows = assessments(session, header.chain_id, header.reading.moment)
    decisions = {row.decision_id for row in rows if row.decision_id is not None}
    return page(
        "phases/phase.html",
        section="chains",
        assessments=rows,
        phases={row.phase.id: row.phase for row in header.line},
        may_decide=can(actor, Action.PHASE_DECIDE, deciding_body(session)),
        may_attach=can(actor, Action.PHASE_ASSESS, header.chain_id),
        evidence=evidence_files(session, header.chain_id),
        decided=files_of(session, FileSubject.DECISION, decisions),
        **header.context(),
    )
