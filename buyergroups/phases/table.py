"""The board as a table: its columns, what stands in a cell, and the order of the rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from buyergroups.chains import labels as chain_labels
from buyergroups.chains.standing import Standing
from buyergroups.phases.board import Board
from buyergroups.phases.filters import LONGEST, Mistake
from buyergroups.phases.labels import CHANGES
from buyergroups.web.formats import shown, vague_day
from buyergroups.words import Words
from models.base import sort_name
from models.phases import Progress

UNKNOWN_COLUMN = Words("'%(text)s' is geen kolom.", "'%(text)s' is not a column.")

Value = str | date | int | None


class Column(StrEnum):
    """What a table can show of a chain beside its name; the codes stand in addresses."""

    NAME = "keten"
    CLUSTER = "cluster"
    PRIORITY = "prioritair"
    SELECTION = "selectie"
    PHASE = "fase"
    SINCE = "sinds"
    STATE = "stand"
    PROGRESS = "voortgang"
    REASON = "reden"
    REPORTED = "statusupdate"
    FRESHNESS = "actualiteit"
    STEP = "stap"
    STEP_ON = "stapdatum"
    LEAD = "trekker"
    COVERED = "belegd"
    CHANGED = "veranderd"


#: What stands above each column.
COLUMNS: Mapping[Column, Words] = {
    Column.NAME: Words("Keten", "Chain"),
    Column.CLUSTER: Words("Cluster", "Cluster"),
    Column.PRIORITY: Words("Prioritair", "Priority"),
    Column.SELECTION: Words("Jaarselectie", "Yearly selection"),
    Column.PHASE: Words("Fase", "Phase"),
    Column.SINCE: Words("In fase sinds", "In phase since"),
    Column.STATE: Words("Beoordeling", "Assessment"),
    Column.PROGRESS: Words("Voortgang", "Progress"),
    Column.REASON: Words("Reden van stagnatie", "Reason of stagnation"),
    Column.REPORTED: Words("Laatste statusupdate", "Last report"),
    Column.FRESHNESS: Words("Actualiteit", "How recent"),
    Column.STEP: Words("Volgende stap", "Next step"),
    Column.STEP_ON: Words("Datum van de stap", "Date of the step"),
    Column.LEAD: Words("Ketentrekker", "Chain lead"),
    Column.COVERED: Words("Ander programma", "Other programme"),
    Column.CHANGED: Words("Veranderd", "Changed"),
}
YES, NO = Words("ja", "yes"), Words("nee", "no")

#: What is shown as long as nobody chose; the name always is.
USUAL = (
    Column.CLUSTER,
    Column.PHASE,
    Column.STATE,
    Column.PROGRESS,
    Column.REPORTED,
    Column.STEP,
    Column.STEP_ON,
    Column.LEAD,
)


#: The same where the board is compared with an earlier day.
USUAL_SINCE = (Column.CHANGED, *USUAL)


@dataclass(frozen=True)
class TableQuery:
    """Which columns, and by which one the rows are sorted; None is the order of the board."""

    columns: tuple[Column, ...] = USUAL
    sort: Column | None = None
    descending: bool = False
    usual: tuple[Column, ...] = USUAL

    def parameters(self) -> list[tuple[str, str]]:
        """What stands in the address: only what is not the default."""
        found = [("kolommen", c.value) for c in self.columns] if self.columns != self.usual else []
        if self.sort is not None:
            found.append(("sorteer", f"{'-' if self.descending else ''}{self.sort.value}"))
        return found

    def sorted_by(self, column: Column) -> TableQuery:
        """The same table in the order of a column; once more turns it round."""
        again = self.sort is column and not self.descending
        return replace(self, sort=column, descending=again)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns with the name before them."""
        return (Column.NAME, *self.columns)


def read_table(
    columns: Sequence[str], sort: str, *, since: bool = False
) -> tuple[TableQuery, list[Mistake]]:
    """The table that is asked for. What makes no sense is left out, and told."""
    usual = USUAL_SINCE if since else USUAL
    mistakes: list[Mistake] = []
    wanted = {_column("kolommen", text, mistakes) for text in columns if text.strip()}
    chosen = tuple(c for c in Column if c in wanted and c is not Column.NAME)
    text = sort.strip()
    by = _column("sorteer", text.removeprefix("-"), mistakes) if text else None
    turned = by is not None and text.startswith("-")
    return TableQuery(chosen or usual, by, turned, usual), mistakes


def _column(where: str, text: str, mistakes: list[Mistake]) -> Column | None:
    try:
        return Column(text.strip())
    except ValueError:
        mistakes.append(Mistake(where, UNKNOWN_COLUMN, {"text": shown(text)[:LONGEST]}))
        return None


def heading(column: Column, language: str) -> str:
    """What stands above a column."""
    return COLUMNS[column].into(language)


def cell(column: Column, row: Standing, board: Board, language: str) -> Value:
    """What a table or a file shows of a chain in a column; None for nothing."""
    return _CELLS[column](row, board, language)


def rows_in_order(board: Board, query: TableQuery, language: str) -> list[Standing]:
    """The chains of the board; those without a value come last, whichever way they are sorted."""
    column = query.sort
    if column is None:
        return board.chosen
    found = [(_sort_key(column, row, board, language), row) for row in board.chosen]
    filled = [(key, row) for key, row in found if key is not None]
    filled.sort(key=lambda one: one[0], reverse=query.descending)
    return [*(row for _, row in filled), *(row for key, row in found if key is None)]


def _sort_key(
    column: Column, row: Standing, board: Board, language: str
) -> tuple[object, str] | None:
    """By what a cell says; None where it says nothing, or that it is not known."""
    value: object = cell(column, row, board, language)
    if not value or (column is Column.SINCE and row.since is None):
        return None
    if column is Column.PHASE:
        value = next(c.phase.nr for c in board.columns if c.phase.id == row.phase_id)
    elif column is Column.PROGRESS:
        value = list(Progress).index(row.progress) if row.progress else -1
    elif column is Column.SINCE:
        value = row.since
    elif isinstance(value, str):
        value = sort_name(value)
    return value, row.sort_name


def _phase(row: Standing, board: Board, language: str) -> Value:
    found = next((c.phase for c in board.columns if c.phase.id == row.phase_id), None)
    return f"{found.roman} {found.name(language)}" if found else None


def _since(row: Standing, _: Board, language: str) -> Value:
    return vague_day(row.since, row.since_precision, language) if row.phase_id else None


def _selection(row: Standing, board: Board, language: str) -> Value:
    year = board.years[0] if board.years else None
    outcome = row.selections.get(year) if year is not None else None
    return f"{year}: {chain_labels.OUTCOMES[outcome].into(language)}" if outcome else None


def _covered(row: Standing, _: Board, language: str) -> Value:
    if not row.covered:
        return None
    if not row.covered_by:
        return chain_labels.COVERAGE_OPEN[row.coverage].into(language)
    return f"{chain_labels.COVERAGE[row.coverage].into(language)} {row.covered_by}"


def _changed(row: Standing, board: Board, language: str) -> Value:
    change = board.since.changes.get(row.id) if board.since else None
    return ", ".join(CHANGES[k].words.into(language) for k in change.kinds) if change else None


def _word(label: chain_labels.Label | None, language: str) -> Value:
    return label.words.into(language) if label else None


_CELLS: Mapping[Column, Callable[[Standing, Board, str], Value]] = {
    Column.NAME: lambda row, _, __: row.name,
    Column.CLUSTER: lambda row, board, _: board.clusters[row.cluster_id].name,
    Column.PRIORITY: lambda row, _, language: (YES if row.priority else NO).into(language),
    Column.SELECTION: _selection,
    Column.PHASE: _phase,
    Column.SINCE: _since,
    Column.STATE: lambda row, _, lang: _word(
        chain_labels.STATES[row.state] if row.state else None, lang
    ),
    Column.PROGRESS: lambda row, _, lang: _word(
        chain_labels.PROGRESS[row.progress] if row.progress else None, lang
    ),
    Column.REASON: lambda row, _, lang: (
        chain_labels.STAGNATION[row.stagnation_reason].into(lang) if row.stagnation_reason else None
    ),
    Column.REPORTED: lambda row, _, __: row.reported_on,
    Column.FRESHNESS: lambda row, _, lang: _word(chain_labels.FRESHNESS[row.fresh], lang),
    Column.STEP: lambda row, _, __: row.next_step,
    Column.STEP_ON: lambda row, _, __: row.next_step_on,
    Column.LEAD: lambda row, _, __: row.led_by or None,
    Column.COVERED: _covered,
    Column.CHANGED: _changed,
}
