"""The chains of the board through time: from when each phase holds, and what was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import reading_at
from buyergroups.phases.board import PAGE_SIZE, Board, make_board
from buyergroups.phases.filters import Way
from buyergroups.phases.ground import asked_of_the_board, board_answer, board_values, ground_of
from buyergroups.phases.lanes import LEGEND, ChainLane, Drawing, known_days, lane_of
from buyergroups.phases.marks import assessed_by, reported_by
from buyergroups.phases.timeline import Years, read_years, usual_years
from buyergroups.web import htmx, state
from buyergroups.web.charts.lanes import Swim, swim
from buyergroups.web.charts.scales import DayScale
from buyergroups.web.charts.tones import RAMP
from buyergroups.web.formats import TODAY, day_words, shown
from buyergroups.web.unchanged import unless_unchanged
from buyergroups.words import Words

blueprint = Blueprint("board_timeline", __name__)

TEMPLATE = "phases/timeline.html"
SINCE = Words("veranderd na %(day)s", "changed since %(day)s")


@blueprint.get("/bord/tijdlijn")
@unless_unchanged
def timeline() -> ResponseReturnValue:
    """A swim lane per chain: phases by the day from which they hold, reports, and what comes."""
    require(state.actor(), Action.BOARD_SEE)
    query, mistakes = asked_of_the_board()
    years, more = read_years(request.args)
    made = make_board(query, [*mistakes, *more], ground_of(query))
    values = board_values(made, Way.TIMELINE, years.parameters())
    address = values["to"](page=made.query.page)
    written = made.query.is_written_as(request.args) and years.is_written_as(request.args)
    if not (made.mistakes or htmx.wants_fragment() or written):
        return redirect(address, 302)
    scale, lanes = _lanes(made, years)
    values |= {
        "lanes": lanes,
        "chart": _drawn(made, scale, lanes),
        "legend": LEGEND,
        "ramp": RAMP,
        "years": [
            (name, _typed(name, values["mistakes"], asked), usual)
            for name, asked, usual in (
                ("van", years.first, scale.first.year),
                ("tot", years.last, scale.last.year),
            )
        ],
        "chosen_years": bool(years.parameters()),
    }
    return board_answer(TEMPLATE, values, address)


def _typed(name: str, mistakes: Mapping[str, str], year: int | None) -> str:
    """A year in its field: what was typed stays there when it was no year."""
    return shown(request.args.get(name, ""))[:40] if name in mistakes else str(year or "")


def _lanes(made: Board, years: Years) -> tuple[DayScale, Sequence[ChainLane]]:
    """The lanes of this page of the board, and the years on which they are drawn."""
    first = (made.query.page - 1) * PAGE_SIZE
    rows = made.chosen[first : first + PAGE_SIZE]
    ids, moment = [row.id for row in rows], reading_at(made.day).moment
    assessed = assessed_by(state.reading(), state.actor(), ids, moment)
    reported = reported_by(state.reading(), state.actor(), ids, moment)
    scale = years.scale(usual_years(made.day, known_days(rows, assessed, reported)))
    drawing = Drawing(
        scale,
        made.day,
        {column.phase.id: column.phase for column in made.columns},
        state.language(),
    )
    return scale, [
        lane_of(row, assessed.get(row.id, ()), reported.get(row.id, ()), drawing) for row in rows
    ]


def _drawn(made: Board, scale: DayScale, lanes: Sequence[ChainLane]) -> Swim:
    language = state.language()
    as_of = made.query.as_of
    today = day_words(as_of, language) if as_of else TODAY.into(language)
    lines = [(made.day, today)]
    if made.since:
        day = day_words(made.since.day, language)
        lines.append((made.since.day, SINCE.into(language, day=day)))
    return swim(scale, [one.lane for one in lanes], today=made.day, lines=lines)
