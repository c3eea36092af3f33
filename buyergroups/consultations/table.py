"""The overview as a file for a spreadsheet: what stands above each column, and in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from buyergroups.consultations.labels import KINDS, STATES
from buyergroups.consultations.listed import Listed
from buyergroups.words import Words

Value = str | date | None

_CELLS: Mapping[Words, Callable[[Listed, str], Value]] = {
    Words("Onderwerp", "Subject"): lambda row, _: row.subject,
    Words("Soort", "Kind"): lambda row, language: KINDS[row.kind].into(language),
    Words("Stand", "State"): lambda row, language: STATES[row.state].words.into(language),
    Words("Dag", "Day"): lambda row, _: row.day,
    Words("Ketens", "Chains"): lambda row, _: ", ".join(name for _, name in row.chains),
    Words("Buyer group", "Buyer group"): lambda row, _: row.group,
    Words("Vastgelegd voor", "Logged for"): lambda row, _: row.organisation,
    Words("Kenmerk", "Reference"): lambda row, _: row.ref,
}


def head(language: str) -> list[str]:
    """What stands above the columns."""
    return [words.into(language) for words in _CELLS]


def cells(row: Listed, language: str) -> list[Value]:
    """One consultation as a line of the file."""
    return [cell(row, language) for cell in _CELLS.values()]
