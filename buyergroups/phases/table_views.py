"""The board as a table, and as a file for a spreadsheet: the same chains, the same filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.errors import RefusedError
from buyergroups.phases.board import PAGE_SIZE, Board, make_board
from buyergroups.phases.filters import Way
from buyergroups.phases.ground import (
    address_of,
    asked_of_the_board,
    board_answer,
    board_values,
    ground_of,
)
from buyergroups.phases.table import (
    Column,
    TableQuery,
    Value,
    cell,
    heading,
    read_table,
    rows_in_order,
)
from buyergroups.web import exports, htmx, state
from buyergroups.web.unchanged import unless_unchanged
from buyergroups.words import Words

blueprint = Blueprint("board_table", __name__)

TEMPLATE = "phases/table.html"
NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")
#: The files that a table can be.
KINDS = ("csv", "xlsx", "ods")


@blueprint.get("/bord/tabel")
@unless_unchanged
def table() -> ResponseReturnValue:
    """The chains of the board as rows that can be sorted, with columns to choose."""
    made, asked = _made()
    values = _values(made, asked)
    address = values["to"](page=made.query.page)
    if not (made.mistakes or htmx.wants_fragment() or made.query.is_written_as(request.args)):
        return redirect(address, 302)
    return board_answer(TEMPLATE, values, address)


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
    path = url_for(Way.TABLE.value)
    extra = asked.parameters()
    values = board_values(made, Way.TABLE, extra)
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
            column: address_of(query, path, asked.sorted_by(column).parameters())
            for column in asked.shown
        },
        "files": [(kind.upper(), address_of(query, f"{path}.{kind}", extra)) for kind in KINDS],
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
