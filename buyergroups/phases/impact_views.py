"""The chains of the board by theme: how much procurement can do for which goal."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import reading_at
from buyergroups.chains.queries import impacts_of
from buyergroups.phases.board import PAGE_SIZE, make_board
from buyergroups.phases.filters import Way
from buyergroups.phases.focus import focus_of
from buyergroups.phases.ground import (
    asked_of_the_board,
    board_answer,
    board_values,
    ground_of,
)
from buyergroups.web import htmx, state
from buyergroups.web.unchanged import unless_unchanged
from models.chains import ImpactLevel

blueprint = Blueprint("board_impact", __name__)

TEMPLATE = "phases/impact.html"
#: From much to little; what is not known stands apart from nothing.
LEVELS = (
    ImpactLevel.LARGE,
    ImpactLevel.MEDIUM,
    ImpactLevel.SMALL,
    ImpactLevel.UNKNOWN,
    ImpactLevel.NONE,
)


@blueprint.get("/bord/impact")
@unless_unchanged
def impact() -> ResponseReturnValue:
    """A row per chain and a column per theme, with the size of the impact as shape and word."""
    require(state.actor(), Action.BOARD_SEE)
    query, mistakes = asked_of_the_board()
    made = make_board(query, mistakes, ground_of(query))
    values = board_values(made, Way.IMPACT)
    address = values["to"](page=made.query.page)
    if not (made.mistakes or htmx.wants_fragment() or query.is_written_as(request.args)):
        return redirect(address, 302)
    first = (made.query.page - 1) * PAGE_SIZE
    rows = made.chosen[first : first + PAGE_SIZE]
    moment = reading_at(made.day).moment
    found = impacts_of(state.reading(), [row.id for row in rows], moment)
    focus = focus_of(state.reading(), [row.id for row in rows], moment)
    themes = [theme for theme in made.themes if theme.scored]
    values |= {
        "rows": rows,
        "columns": themes,
        "impacts": found,
        "focus": focus,
        "levels": LEVELS,
        "known": bool(focus) or any(size is not ImpactLevel.UNKNOWN for size in found.values()),
        "counts": {
            theme.id: Counter(found.get((row.id, theme.id)) for row in rows) for theme in themes
        },
    }
    return board_answer(TEMPLATE, values, address)
