"""Reads yearly selections: what their rules need, and each one as it was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.queries import STANDINGS, selections_at
from buyergroups.chains.rules import counts_as_covered
from buyergroups.db import latest_id
from models.chains import Chain, ChainVersion, SelectedChain, SelectionOutcome, YearlySelection
from models.decisions import Decision
from models.people import Person


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """What the rules of a selection need: ids by slug, and which slugs are what."""

    ids: Mapping[str, int]
    priority: frozenset[str]
    covered: frozenset[str]
    previous: frozenset[str]


def selection_facts(
    session: Session, programme_id: int, now: datetime, *, before_year: int
) -> SelectionFacts:
    """The chains as they are now, and the selection of the last year before a year."""
    rows = session.execute(STANDINGS, {"programme_id": programme_id, "moment": now}).all()
    past = [
        selection
        for year, selection in selections_at(session, programme_id, now).items()
        if year < before_year
    ]
    previous = past[-1].chain_ids if past else frozenset()
    return SelectionFacts(
        ids={row.slug: row.id for row in rows},
        priority=frozenset(row.slug for row in rows if row.priority),
        covered=frozenset(row.slug for row in rows if counts_as_covered(row.coverage)),
        previous=frozenset(row.slug for row in rows if row.id in previous),
    )


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A chain in a selection, under the name it had then."""

    chain_id: int
    slug: str
    name: str
    outcome: SelectionOutcome
    reason: str
    covered_reason: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A selection with the decision it comes from."""

    id: int
    year: int
    recorded_at: datetime
    by: str | None
    other_number_reason: str | None
    decision_id: int
    reference: str
    decided_on: date
    who_agreed: str
    document: str
    text: str
    lines: tuple[DecidedLine, ...]

    @property
    def selected(self) -> list[DecidedLine]:
        """The chains that the programme works on in that year."""
        return [line for line in self.lines if line.outcome is not SelectionOutcome.COMPLETE]

    @property
    def completed(self) -> list[DecidedLine]:
        """The chains that left."""
        return [line for line in self.lines if line.outcome is SelectionOutcome.COMPLETE]


def decided(
    session: Session, actor: Actor, programme_id: int, year: int | None = None
) -> list[Decided]:
    """The selections, the latest year first, and of a year the latest decision first."""
    rows = session.execute(
        select(YearlySelection, Decision, Person.name)
        .join(Decision, Decision.id == YearlySelection.decision_id)
        .outerjoin(Person, Person.id == YearlySelection.recorded_by_id)
        .where(
            YearlySelection.programme_id == programme_id,
            visible_to(actor, Decision),
            *([YearlySelection.year == year] if year is not None else []),
        )
        .order_by(
            YearlySelection.year.desc(),
            YearlySelection.recorded_at.desc(),
            YearlySelection.id.desc(),
        )
    ).all()
    lines = _lines(session, actor, [row[0].id for row in rows])
    return [_decided(row, decision, by, lines.get(row.id, ())) for row, decision, by in rows]


def _decided(
    row: YearlySelection, decision: Decision, by: str | None, lines: Sequence[DecidedLine]
) -> Decided:
    return Decided(
        id=row.id,
        year=row.year,
        recorded_at=row.recorded_at,
        by=by,
        other_number_reason=row.other_number_reason,
        decision_id=decision.id,
        reference=decision.reference,
        decided_on=decision.decided_on,
        who_agreed=decision.who_agreed,
        document=decision.document,
        text=decision.text,
        lines=tuple(lines),
    )


def _lines(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, list[DecidedLine]]:
    name = latest_id(ChainVersion, chain_id=Chain.id, until=YearlySelection.recorded_at)
    rows = session.execute(
        select(
            SelectedChain.selection_id,
            Chain.id,
            Chain.slug,
            ChainVersion.name_nl,
            SelectedChain.outcome,
            SelectedChain.reason,
            SelectedChain.covered_reason,
        )
        .join(YearlySelection, YearlySelection.id == SelectedChain.selection_id)
        .join(Chain, Chain.id == SelectedChain.chain_id)
        .join(ChainVersion, ChainVersion.id == name)
        .where(SelectedChain.selection_id.in_(ids), visible_to(actor, Chain))
        .order_by(ChainVersion.sort_name, Chain.id)
    )
    found: dict[int, list[DecidedLine]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(DecidedLine(*row[1:]))
    return found


def latest_of_year(session: Session, programme_id: int, year: int) -> int | None:
    """The selection of a year that holds."""
    return session.scalar(
        select(YearlySelection.id)
        .where(YearlySelection.programme_id == programme_id, YearlySelection.year == year)
        .order_by(YearlySelection.recorded_at.desc(), YearlySelection.id.desc())
        .limit(1)
    )
