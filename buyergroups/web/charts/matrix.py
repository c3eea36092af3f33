"""A matrix with words in its cells: how much, by two things. Pure.

`components/chart_matrix.html` draws it, and says how to call it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buyergroups.web.charts.tones import Tone, step_of


@dataclass(frozen=True, slots=True)
class Cell:
    """What is in a cell: its level, the word for that, and what else stands there."""

    level: int
    word: str
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell with its tone, and as many of `of` blocks filled as its level says."""

    column: str
    tone: Tone
    filled: int
    of: int
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by row, in the order of the columns; `corner` names the two things."""

    corner: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[DrawnCell]]]


def matrix(
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Cell],
    *,
    highest: int,
) -> Matrix:
    """Cells by the numbers of their row and column; what is absent is not known.

    Raises ValueError for a level that is not between 0 (nothing) and the highest.
    """
    return Matrix(
        corner,
        columns,
        [
            (
                name,
                [
                    _cell(column, cells.get((row, place)), highest)
                    for place, column in enumerate(columns)
                ],
            )
            for row, name in enumerate(rows)
        ],
    )


def _cell(column: str, cell: Cell | None, highest: int) -> DrawnCell:
    level = cell.level if cell else 0
    return DrawnCell(column, step_of(level, highest), level, highest, cell)
