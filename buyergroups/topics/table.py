"""The topics as a file for a spreadsheet: what stands above each column, and in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from buyergroups.clock import local_day
from buyergroups.topics.labels import ORIGINS, OUTCOMES, STATES, TURNS, URGENCY
from buyergroups.topics.queries import Standing
from buyergroups.words import Words
from models.topics import AdviceOutcome

Value = str | int | date | None
Names = Mapping[int, list[tuple[int, str, str]]]


def _outcome(code: AdviceOutcome | None, language: str) -> str | None:
    return OUTCOMES[code].words.into(language) if code is not None else None


_CELLS: Mapping[Words, Callable[[Standing, str, date, str], Value]] = {
    Words("Vraagstuk", "Topic"): lambda row, *_: row.title,
    Words("Stand", "State"): lambda row, lang, *_: STATES[row.state].words.into(lang),
    Words("Sinds", "Since"): lambda row, *_: row.since,
    Words("Dagen in deze stand", "Days in this state"): lambda row, _, today, __: (
        (today - row.since).days
    ),
    Words("Aan zet", "Next to act"): lambda row, lang, *_: TURNS[row.turn].into(lang),
    Words("Herkomst", "Origin"): lambda row, lang, *_: ORIGINS[row.origin].into(lang),
    Words("Nummer", "Number"): lambda row, *_: row.parliament_nr,
    Words("Uiterlijk", "Due"): lambda row, *_: row.due,
    Words("Urgentie", "Urgency"): lambda row, lang, *_: URGENCY[row.urgency].words.into(lang),
    Words("Ketens", "Chains"): lambda _, __, ___, chains: chains,
    Words("Toets door", "Test by"): lambda row, *_: row.tester,
    Words("Toets van", "Test from"): lambda row, *_: row.starts_on,
    Words("Toets tot en met", "Test until"): lambda row, *_: row.ends_on,
    Words("Advies", "Advice"): lambda row, lang, *_: _outcome(row.advised, lang),
    Words("Advies van", "Advice of"): lambda row, *_: (
        local_day(row.advised_at) if row.advised_at else None
    ),
    Words("Op de agenda van", "On the agenda of"): lambda row, *_: row.agenda_on,
    Words("Besluit", "Decision"): lambda row, lang, *_: _outcome(row.decided, lang),
    Words("Ander beleidsdomein", "Other policy domain"): lambda row, *_: row.decided_domain,
    Words("Overgedragen op", "Handed over on"): lambda row, *_: row.handed_on,
    Words("Ontvangen op", "Received on"): lambda row, *_: row.received_on,
}


def head(language: str) -> list[str]:
    """What stands above the columns."""
    return [words.into(language) for words in _CELLS]


def cells(row: Standing, language: str, today: date, chains: Names) -> list[Value]:
    """One topic as a line of the file."""
    names = ", ".join(name for _, _, name in chains.get(row.version_id, ()))
    return [cell(row, language, today, names) for cell in _CELLS.values()]
