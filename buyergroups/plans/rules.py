"""Pure rules of plans: what rows may hold, what is overdue, how far a goal is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.plans import ActivityState

END_FIRST = Words("Het einde ligt voor het begin.", "The end lies before the start.")
NAME_ONE = Words("Kies een programma, of schrijf een naam.", "Choose a programme or write a name.")
NEGATIVE = Words(
    "Een bedrag is nul of meer. Schrijf hele euro's.", "An amount is zero or more, in whole euros."
)
ODD_YEAR = Words("Schrijf een jaar tussen 1990 en 2100.", "Write a year between 1990 and 2100.")
TOO_MUCH = Words("Dit getal is te groot.", "This number is too large.")
RESULT_MISSING = Words("Schrijf wat het heeft opgeleverd.", "Write what came of it.")
IN_FUTURE = Words(
    "Een meting kan niet van een dag in de toekomst zijn.",
    "A measurement cannot be of a day in the future.",
)
SAME_THEME = Words("Dit thema is al gekozen.", "This theme was chosen already.")
LARGEST = 1_000_000_000
OPEN = frozenset({ActivityState.PLANNED, ActivityState.RUNNING})


def refuse_misfit(values: Mapping[str, Any]) -> None:
    """Raise RefusedError where the values of a row do not fit together."""
    since, until = values.get("since"), values.get("until")
    if since is not None and until is not None and until < since:
        raise RefusedError(END_FIRST)
    if "related_programme_id" in values and not (
        values["related_programme_id"] or values.get("name")
    ):
        raise RefusedError(NAME_ONE)
    if values.get("amount_eur") is not None and values["amount_eur"] < 0:
        raise RefusedError(NEGATIVE)
    if values.get("year") is not None and not 1990 <= values["year"] <= 2100:
        raise RefusedError(ODD_YEAR)
    for name in ("baseline", "target", "amount_eur"):
        refuse_too_much(values.get(name))


def refuse_too_much(value: float | None) -> None:
    """Raise RefusedError for a number that nobody measures."""
    if value is not None and not (math.isfinite(value) and abs(value) <= LARGEST):
        raise RefusedError(TOO_MUCH)


def is_overdue(state: ActivityState, until: date | None, today: date) -> bool:
    """A deadline of today is not overdue; what is done or stopped never is."""
    return state in OPEN and until is not None and until < today


def share(baseline: float | None, target: float, value: float | None) -> int | None:
    """How much of the way from baseline to target was gone, in per cent; None where unknown."""
    begin = 0.0 if baseline is None else baseline
    if value is None or begin == target:
        return None
    return max(0, min(100, round((value - begin) / (target - begin) * 100)))


def too_many(themes: Sequence[bool], most: int) -> bool:
    """Whether a plan focuses on more than it should; social return does not count.

    `themes`: for each theme in focus whether it is scored per chain, which social return is not.
    """
    return sum(themes) > most
