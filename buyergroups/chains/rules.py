"""Pure rules of chains: numbering of decisions, candidates and outcomes of the yearly selection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from buyergroups.words import Words
from models.base import Precision
from models.chains import CoverageKind, SelectionOutcome

NO_REASON = Words(
    "Geef bij elke keten een reden.",
    "Give a reason for every chain.",
)
NOT_PRIORITY = Words(
    "Alleen prioritaire ketens kunnen in een jaarselectie. Niet prioritair: %(slugs)s.",
    "Only priority chains can be in a yearly selection. Not priority: %(slugs)s.",
)
COVERED = Words(
    "Deze ketens zijn (mogelijk) belegd bij een ander programma: %(slugs)s. "
    "Geef per keten een eigen reden om ze toch op te nemen.",
    "Another programme covers, or possibly covers, these chains: %(slugs)s. "
    "Give a reason of its own for each to be included all the same.",
)
WRONG_NUMBER = Words(
    "Een jaarselectie heeft %(expected)s ketens; dit zijn er %(given)s. "
    "Geef de reden als het opgave-overleg een ander aantal besloot.",
    "A yearly selection has %(expected)s chains; these are %(given)s. "
    "Give the reason if the opgave-overleg decided on another number.",
)
OUTCOME_WITHOUT_PAST = Words(
    "Voortzetten, verdiepen of afronden kan alleen voor een keten uit de vorige jaarselectie. "
    "Kies 'nieuw' voor: %(slugs)s.",
    "Only a chain of the previous selection can be continued, deepened or completed. "
    "Choose 'new' for: %(slugs)s.",
)


def decision_reference(prefix: str, year: int, nr: int) -> str:
    """The number of a decision as people write it: OO-2027-03."""
    return f"{prefix}-{year}-{nr:02d}"


def counts_as_covered(kind: CoverageKind | None) -> bool:
    """Possibly covered counts as covered, everywhere."""
    return kind in (CoverageKind.COVERED, CoverageKind.POSSIBLE)


@dataclass(frozen=True)
class Choice:
    """One line of a yearly selection, as the programme manager enters it."""

    slug: str
    outcome: SelectionOutcome
    reason: str
    covered_reason: str = ""

    @property
    def selected(self) -> bool:
        """A chain that is completed leaves the selection."""
        return self.outcome is not SelectionOutcome.COMPLETE


@dataclass(frozen=True)
class Mistake:
    """Why a selection is refused, with what to fill in into the sentence."""

    words: Words
    values: Mapping[str, object]


def selection_mistake(
    choices: Collection[Choice],
    *,
    priority: Collection[str],
    covered: Collection[str],
    previous: Collection[str],
    expected: int,
    other_number_reason: str = "",
) -> Mistake | None:
    """The first rule of the yearly selection that these choices break, or None.

    `previous`: slugs in the selection before this one; empty in the first year.
    """
    selected = [choice for choice in choices if choice.selected]
    if any(not choice.reason.strip() for choice in choices):
        return Mistake(NO_REASON, {})
    checks = [
        (NOT_PRIORITY, [c.slug for c in selected if c.slug not in priority]),
        (COVERED, [c.slug for c in selected if c.slug in covered and not c.covered_reason.strip()]),
        (OUTCOME_WITHOUT_PAST, [c.slug for c in choices if _needs_past(c, previous)]),
    ]
    for words, slugs in checks:
        if slugs:
            return Mistake(words, {"slugs": ", ".join(slugs)})
    if len(selected) != expected and not other_number_reason.strip():
        return Mistake(WRONG_NUMBER, {"expected": expected, "given": len(selected)})
    return None


def _needs_past(choice: Choice, previous: Collection[str]) -> bool:
    return choice.outcome is not SelectionOutcome.ADD and choice.slug not in previous


def not_in_future(day: date, today: date) -> bool:
    """A date that is recorded as a fact lies in the past or is today."""
    return day <= today


def first_day(day: date | None, precision: Precision) -> date | None:
    """The first day that a vague date can mean: 1 January of a year, the first of a month."""
    if day is None or precision is Precision.UNKNOWN:
        return None
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision is Precision.MONTH else day


def is_name(text: str) -> bool:
    """Whether people can read this as a name: letters, and no signs that cannot be seen."""
    return text.isprintable() and any(sign.isalpha() for sign in text)
