"""Reads the criteria of every phase, with how much was found of each, and how they were worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.criteria.rules import fingerprint, is_over
from models.history import HistoryEntry
from models.people import Person
from models.phases import CriterionFinding, Phase, PhaseCriterion


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion, and in how many chains something was found of it."""

    id: int
    phase_id: int
    text_nl: str
    text_en: str
    retired_on: date | None
    chains: int

    def text(self, language: str) -> str:
        """The criterion in a language."""
        return self.text_en if language == "en" else self.text_nl

    def over(self, today: date) -> bool:
        """Whether it does not hold any more."""
        return is_over(self.retired_on, today)

    @property
    def seen(self) -> str:
        """What a form shows of it, in short."""
        return fingerprint(self.text_nl, self.text_en, self.retired_on)


def criteria(session: Session, programme_id: int) -> Sequence[Row]:
    """All criteria in order, those that retired too."""
    found = (
        select(func.count(CriterionFinding.chain_id.distinct()))
        .where(CriterionFinding.criterion_id == PhaseCriterion.id)
        .correlate(PhaseCriterion)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            PhaseCriterion.id,
            PhaseCriterion.phase_id,
            PhaseCriterion.text_nl,
            PhaseCriterion.text_en,
            PhaseCriterion.retired_on,
            found,
        )
        .join(Phase, Phase.id == PhaseCriterion.phase_id)
        .where(Phase.programme_id == programme_id)
        .order_by(Phase.nr, PhaseCriterion.position, PhaseCriterion.id)
    )
    return [Row(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed about a criterion: fields with their values before."""

    at: datetime
    by: str | None
    reason: str | None
    was_nl: str | None
    was_en: str | None


def changes(session: Session, criterion_id: int) -> list[Change]:
    """How a criterion was worded before, the newest first."""
    rows = session.execute(
        select(HistoryEntry.at, Person.name, HistoryEntry.reason, HistoryEntry.changes)
        .outerjoin(Person, Person.id == HistoryEntry.person_id)
        .where(
            HistoryEntry.object_type == PhaseCriterion.__tablename__,
            HistoryEntry.object_id == criterion_id,
            HistoryEntry.action == "update",
        )
        .order_by(HistoryEntry.id.desc())
    )
    found = [
        Change(at, by, reason, _was(told, "text_nl"), _was(told, "text_en"))
        for at, by, reason, told in rows
    ]
    return [row for row in found if row.was_nl or row.was_en]


def _was(told: dict[str, Any], field: str) -> str | None:
    change = told.get(field)
    return change[0] if isinstance(change, list) else None
