"""The board as a table, and as a file for a spreadsheet: the same chains, the same filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.errors import RefusedError
from buyergroups.phases.board import PAGE_SIZE, Board, make_board
from buyergroups.phases.ground import asked_of_the_board, board_values, ground_of, last_change_of
from buyergroups.phases.labels import NOT_A_FILE
from buyergroups.phases.table import (
    Column,
    TableQuery,
    Value,
    cell,
    heading,
    read_table,
    rows_in_order,
)
from buyergroups.web import exports, htmx, pages, state
from buyergroups.web.views import page

blueprint = Blueprint("board_table", __name__)

SECTION = "board"
TEMPLATE = "phases/table.html"


@blueprint.get("/bord/tabel")
def table() -> ResponseReturnValue:
    """The chains of the board as rows that can be sorted, with columns to choose."""
    made, asked = _made()
    values = _values(made, asked)
    query, status = made.query, 422 if made.mistakes else 200
    address = values["to"](page=query.page)
    if htmx.wants_fragment():
        html = pages.render_block(TEMPLATE, "board", state.language(), **values)
        told = pages.render_block(
            "phases/board.html",
            "told",
            state.language(),
            summary=values["summary"],
            changed=last_change_of(query),
        )
        return htmx.push_address(make_response(html + told, status), address)
    if not (made.mistakes or query.is_written_as(request.args)):
        return redirect(address, 302)
    html = page(TEMPLATE, section=SECTION, changed=last_change_of(query), **values)
    return make_response(html, status)


@blueprint.get("/bord/tabel.csv")
def table_csv() -> ResponseReturnValue:
    """The whole table as CSV, with semicolons and days as 31-12-2026."""
    return _file(exports.csv_answer)


@blueprint.get("/bord/tabel.xlsx")
def table_xlsx() -> ResponseReturnValue:
    """The whole table as a workbook in which days are days."""
    return _file(exports.xlsx_answer)


@blueprint.get("/bord/tabel.ods")
def table_ods() -> ResponseReturnValue:
    """The whole table as an OpenDocument spreadsheet."""
    return _file(exports.ods_answer)


def _made() -> tuple[Board, TableQuery]:
    require(state.actor(), Action.BOARD_SEE)
    query, mistakes = asked_of_the_board()
    asked, more = read_table(request.args.getlist("kolommen"), request.args.get("sorteer", ""))
    return make_board(query, [*mistakes, *more], ground_of(query)), asked


def _values(made: Board, asked: TableQuery) -> dict[str, Any]:
    language, query = state.language(), made.query
    rows = rows_in_order(made, asked, language)
    first = (query.page - 1) * PAGE_SIZE
    pages_ = max(1, -(-len(rows) // PAGE_SIZE))
    path = url_for("board_table.table")
    values = board_values(made, path, asked.parameters())
    return {
        **values,
        "table": asked,
        "rows": rows[first : first + PAGE_SIZE],
        "first": first + 1,
        "total": len(rows),
        "columns": [(column, heading(column, language)) for column in asked.shown],
        "choices": [(c, heading(c, language)) for c in Column if c is not Column.NAME],
        "cell": lambda column, row: cell(column, row, made, language),
        "sorting": {
            column: board_values(made, path, asked.sorted_by(column).parameters())["to"]()
            for column in asked.shown
        },
        "files": [
            (kind.upper(), board_values(made, f"{path}.{kind}", asked.parameters())["to"]())
            for kind in ("csv", "xlsx", "ods")
        ],
        "next_pages": [(nr, values["to"](page=nr)) for nr in range(1, pages_ + 1)],
    }


Answer = Callable[[str, Sequence[str], Iterator[Sequence[Value]]], Response]


def _file(answer: Answer) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    made, asked = _made()
    if made.mistakes:
        reasons = " ".join(mistake.sentence(state.language()) for mistake in made.mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    language = state.language()
    rows = rows_in_order(made, asked, language)
    return answer(
        f"fasebord-{made.day.isoformat()}",
        [heading(column, language) for column in asked.shown],
        ([cell(column, row, made, language) for column in asked.shown] for row in rows),
    )
