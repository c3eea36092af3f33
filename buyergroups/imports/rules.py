"""What becomes of the rows of a file, whatever they are about. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buyergroups.words import Words
from models.imports import Fate

NOTHING = Words("–", "–")


@dataclass(frozen=True)
class Change:
    """A fact that becomes another one."""

    column: Words
    was: Words
    becomes: Words


@dataclass
class Outcome:
    """A row and what becomes of it."""

    number: int
    name: str
    fate: Fate
    changes: Sequence[Change] = ()
    #: Why it cannot be, each with the column that it lies in.
    problems: Sequence[tuple[Words | None, Words]] = ()
    cells: Sequence[str] = ()
    #: What happens besides, as a sentence.
    notes: Sequence[Words] = ()
    #: What the kind of import records for it.
    deed: Any = field(default=None, repr=False)

    @property
    def told(self) -> dict[str, Any]:
        """As it is kept for the preview."""
        return {
            "cells": list(self.cells),
            "changes": [
                [list(one.column), list(one.was), list(one.becomes)] for one in self.changes
            ],
            "problems": [
                [list(column) if column else None, list(words)] for column, words in self.problems
            ],
            "notes": [list(words) for words in self.notes],
        }


def refused(outcome: Outcome, problems: Sequence[tuple[Words | None, Words]]) -> None:
    """The row cannot be after all."""
    outcome.fate, outcome.problems = Fate.REFUSED, [*outcome.problems, *problems]
    outcome.changes, outcome.notes, outcome.deed = (), (), None


def fate_of(changes: Sequence[Change], *, is_new: bool) -> Fate:
    """New, changed or unchanged."""
    if is_new:
        return Fate.NEW
    return Fate.CHANGED if changes else Fate.UNCHANGED


def change(column: Words, was: Words, becomes: Words) -> list[Change]:
    """The change in a list, or nothing where both are the same."""
    return [] if was == becomes else [Change(column, was, becomes)]


def said(value: object) -> Words:
    """A value that reads the same in both languages."""
    text = str(value) if value not in (None, "") else ""
    return Words(text, text) if text else NOTHING


def counts(outcomes: Sequence[Outcome]) -> Mapping[Fate, int]:
    """How many rows have each fate."""
    found = Counter(outcome.fate for outcome in outcomes)
    return {fate: found[fate] for fate in Fate}


def digest(outcomes: Sequence[Outcome]) -> str:
    """What all fates come to: two that are equal do the same."""
    whole = hashlib.sha256()
    for outcome in outcomes:
        line = [outcome.number, outcome.name, outcome.fate.value, outcome.told]
        whole.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode())
    return whole.hexdigest()
