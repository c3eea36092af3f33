"""Somebody who keeps all that was ever told, and computes what a figure can have been.

They know which organisations took part when, and when each of them stated something else or the
same again; they solve for the least and the most that one figure can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction

from buyergroups.demand.rules import FIGURES, Total

#: A figure of an organisation; who states the same again has the same one.
Unknown = tuple[int, int]
Row = list[Fraction]


def margin(told: int) -> Fraction:
    """How far what is told can be from what was rounded."""
    return Fraction(10 ** max(0, len(str(told)) - FIGURES), 2)


def bounds(
    totals: Sequence[Total], own: Set[int], wanted: Set[int]
) -> Mapping[Unknown, tuple[Fraction, Fraction]]:
    """The least and the most that the figures of some organisations can be, with all the totals.

    What is computed is how far each figure can be from the true one, so that everything starts
    from nought, which fits.
    """
    keys = sorted({pair for row in totals for pair in row.amounts.items() if pair[0] not in own})
    column = {key: nr for nr, key in enumerate(keys)}
    rows: list[tuple[list[int], Fraction]] = []
    for total in totals:
        one = [0] * len(keys)
        for pair in total.amounts.items():
            if pair in column:
                one[column[pair]] = 1
        room = total.euro - sum(total.amounts.values())
        rows.append((one, margin(total.euro) + room))
        rows.append(([-cell for cell in one], margin(total.euro) - room))
    for key, nr in column.items():
        rows.append(([-1 if nr == other else 0 for other in range(len(keys))], Fraction(key[1])))
    return {
        key: (key[1] - _most(rows, nr, -1), key[1] + _most(rows, nr, 1))
        for key, nr in column.items()
        if key[0] in wanted
    }


def _most(rows: Sequence[tuple[list[int], Fraction]], nr: int, sign: int) -> Fraction:
    """The most that one number (or its opposite) can be: the simplex method, in fractions.

    Each number is the difference between two that are not below nought. Taking the first that
    helps (Bland's rule) never goes round in circles.
    """
    width, height = len(rows[0][0]), len(rows)
    table: list[Row] = []
    for place, (cells, room) in enumerate(rows):
        whole = [*cells, *(-cell for cell in cells), *(int(place == n) for n in range(height))]
        table.append([*(Fraction(cell) for cell in whole), room])
    goal = [Fraction(0)] * (2 * width + height + 1)
    goal[nr], goal[width + nr] = Fraction(-sign), Fraction(sign)
    basis = list(range(2 * width, 2 * width + height))
    while (enter := next((n for n, cell in enumerate(goal[:-1]) if cell < 0), None)) is not None:
        able = [place for place in range(height) if table[place][enter] > 0]
        assert able, "every figure is in some total, so there is an end to it"
        leave = min(able, key=lambda row: (table[row][-1] / table[row][enter], basis[row]))
        pivot = table[leave][enter]
        table[leave] = [cell / pivot for cell in table[leave]]
        for row in [*(row for place, row in enumerate(table) if place != leave), goal]:
            _take_off(row, table[leave], row[enter])
        basis[leave] = enter
    return goal[-1]


def _take_off(row: Row, other: Row, times: Fraction) -> None:
    if times:
        for nr, cell in enumerate(other):
            if cell:
                row[nr] -= times * cell
