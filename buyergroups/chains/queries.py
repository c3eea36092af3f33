"""Reads chains: where they stand at a moment, clusters, themes, selections, leads.

Every fact of a card is the latest row recorded by a moment, so today's board and the board of an
earlier day are the same statements with another value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.leads import CALLED_THEN, MOMENT, leads_at
from buyergroups.chains.reports import counts, newest_first
from buyergroups.chains.standing import Facts, Lead, Reading, Standing, standing_of
from buyergroups.clock import end_of_day
from buyergroups.db import latest_id, second
from buyergroups.errors import NotThereError
from buyergroups.settings.catalogue import SettingKey
from models.base import EVERYONE
from models.chains import (
    Chain,
    ChainSlug,
    ChainVersion,
    Coverage,
    Impact,
    ImpactLevel,
    SelectedChain,
    SelectionOutcome,
    YearlySelection,
)
from models.history import HistoryEntry
from models.people import Person
from models.phases import AssessmentOutcome, PhaseAssessment, StatusUpdate


def end_of(day: date) -> datetime:
    """The last moment of a day in Amsterdam."""
    return end_of_day(day) - timedelta(microseconds=1)


def reading_of(day: date, settings: Mapping[SettingKey, int]) -> Reading:
    """What the tracker knew at the end of a day in Amsterdam."""
    return Reading(
        moment=end_of(day),
        day=day,
        ageing_days=settings[SettingKey.AGEING_DAYS],
        stale_days=settings[SettingKey.STALE_DAYS],
    )


def _latest(model: Any, *conditions: Any, order: Any = None) -> ScalarSelect[int]:
    """The id of the latest row of a chain recorded by the moment."""
    other = second(model)
    return (
        select(other.id)
        .where(other.chain_id == Chain.id, other.recorded_at <= MOMENT)
        .where(*[condition(other) for condition in conditions])
        .order_by(*(order(other) if order else (other.recorded_at.desc(), other.id.desc())))
        .limit(1)
        .correlate(Chain)
        .scalar_subquery()
    )


def _stands(assessment: Any) -> Any:
    """Not returned, withdrawn or corrected by the moment: provisional or confirmed."""
    ended = and_(
        assessment.outcome.in_([AssessmentOutcome.RETURNED, AssessmentOutcome.WITHDRAWN]),
        assessment.outcome_at <= MOMENT,
    )
    corrected = and_(assessment.corrected_at.is_not(None), assessment.corrected_at <= MOMENT)
    return and_(
        or_(assessment.outcome.is_(None), ~ended),
        or_(assessment.corrected_at.is_(None), ~corrected),
    )


STANDINGS = (
    select(
        Chain.id,
        Chain.slug,
        ChainVersion.name_nl,
        ChainVersion.also_named_nl,
        ChainVersion.sort_name,
        ChainVersion.cluster_id,
        ChainVersion.priority,
        Coverage.kind.label("coverage"),
        Coverage.covered_by,
        Coverage.part.label("covered_part"),
        Coverage.since.label("covered_since"),
        Coverage.since_precision.label("covered_since_precision"),
        PhaseAssessment.phase_id,
        PhaseAssessment.since,
        PhaseAssessment.since_precision,
        PhaseAssessment.outcome,
        PhaseAssessment.outcome_at,
        PhaseAssessment.corrected_at,
        StatusUpdate.id.label("report_id"),
        StatusUpdate.progress,
        StatusUpdate.stagnation_reason,
        StatusUpdate.reported_at,
        StatusUpdate.next_step,
        StatusUpdate.next_step_on,
        StatusUpdate.language,
    )
    .select_from(Chain)
    .join(ChainVersion, ChainVersion.id == _latest(ChainVersion))
    .outerjoin(Coverage, Coverage.id == _latest(Coverage))
    .outerjoin(PhaseAssessment, PhaseAssessment.id == _latest(PhaseAssessment, _stands))
    .outerjoin(
        StatusUpdate,
        StatusUpdate.id
        == _latest(StatusUpdate, lambda row: counts(row, MOMENT), order=newest_first),
    )
    .where(Chain.programme_id == bindparam("programme_id"))
)
_TOTALS = (
    select(func.count(), func.count().filter(ChainVersion.priority))
    .select_from(Chain)
    .join(ChainVersion, ChainVersion.id == _latest(ChainVersion))
    .where(Chain.programme_id == bindparam("programme_id"))
)

_SELECTIONS = (
    select(
        YearlySelection.id,
        YearlySelection.year,
        YearlySelection.decision_id,
        SelectedChain.chain_id,
        SelectedChain.outcome,
    )
    .join(SelectedChain, SelectedChain.selection_id == YearlySelection.id)
    .where(
        YearlySelection.programme_id == bindparam("programme_id"),
        YearlySelection.recorded_at <= MOMENT,
    )
    .order_by(YearlySelection.year, YearlySelection.recorded_at, YearlySelection.id)
)


class Among(NamedTuple):
    """Which chains to read: these, or the priority ones, or all."""

    chain_ids: Collection[int] | None = None
    priority: bool = False


ALL = Among()


@lru_cache(maxsize=16)
def _standings_of(
    seen: ColumnElement[bool], *, named: bool, priority: bool
) -> Select[*tuple[Any, ...]]:
    # Kept, because building this statement and its cache key takes longer than running it.
    statement = STANDINGS.where(seen)
    if named:
        statement = statement.where(Chain.id.in_(bindparam("chain_ids", expanding=True)))
    return statement.where(ChainVersion.priority) if priority else statement


def standings(
    session: Session,
    actor: Actor,
    programme_id: int,
    reading: Reading,
    among: Among = ALL,
    *,
    selections: Mapping[int, Selection] | None = None,
    leads: Mapping[int, tuple[Lead, ...]] | None = None,
) -> list[Standing]:
    """Chains that the actor may see, as they stood; three statements, however many chains.

    Fewer, where the selections or leads of that moment are known already.
    """
    seen = visible_to(actor, Chain)
    return _standings(session, seen, programme_id, reading, among, selections, leads)


def all_standings(session: Session, programme_id: int, reading: Reading) -> list[Standing]:
    """The same of every chain, for a job: nobody reads it."""
    return _standings(session, true(), programme_id, reading, ALL, None, None)


def _standings(
    session: Session,
    seen: ColumnElement[bool],
    programme_id: int,
    reading: Reading,
    among: Among,
    selections: Mapping[int, Selection] | None,
    leads: Mapping[int, tuple[Lead, ...]] | None,
) -> list[Standing]:
    values: dict[str, Any] = {"programme_id": programme_id, "moment": reading.moment}
    if among.chain_ids is not None:
        values["chain_ids"] = list(among.chain_ids)
    statement = _standings_of(seen, named=among.chain_ids is not None, priority=among.priority)
    rows = [Facts._make(row) for row in session.execute(statement, values)]
    if leads is None:
        leads = leads_at(session, reading, among.chain_ids)
    if selections is None:
        selections = selections_at(session, programme_id, reading.moment)
    outcomes = selections_by_chain(selections)
    none: Mapping[int, SelectionOutcome] = {}
    return [
        standing_of(row, reading, leads.get(row.id, ()), outcomes.get(row.id, none)) for row in rows
    ]


class Totals(NamedTuple):
    """How many chains there are."""

    all: int
    priority: int


def totals_at(session: Session, actor: Actor, programme_id: int, moment: datetime) -> Totals:
    """How many chains the actor may see at a moment."""
    row = session.execute(
        _TOTALS.where(visible_to(actor, Chain)), {"programme_id": programme_id, "moment": moment}
    ).one()
    return Totals(*row)


def standing(
    session: Session,
    actor: Actor,
    programme_id: int,
    chain_id: int,
    reading: Reading,
    selections: Mapping[int, Selection],
) -> Standing:
    """One chain as it stood; raises NotThereError if it was not there, or not for this actor."""
    found = standings(
        session, actor, programme_id, reading, Among([chain_id]), selections=selections
    )
    if not found:
        raise NotThereError(f"chain {chain_id}")
    return found[0]


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection of a year that holds, with the outcome per chain."""

    id: int
    year: int
    decision_id: int
    outcomes: Mapping[int, SelectionOutcome]

    @property
    def chain_ids(self) -> frozenset[int]:
        """The chains the programme works on in that year."""
        return frozenset(
            chain_id
            for chain_id, outcome in self.outcomes.items()
            if outcome is not SelectionOutcome.COMPLETE
        )


def selections_at(session: Session, programme_id: int, moment: datetime) -> dict[int, Selection]:
    """The selection of each year as it held at a moment; the latest decision on a year counts."""
    found: dict[int, Selection] = {}
    rows = session.execute(_SELECTIONS, {"programme_id": programme_id, "moment": moment})
    outcomes: dict[int, SelectionOutcome] = {}
    for row in rows:
        known = found.get(row.year)
        if known is None or known.id != row.id:
            outcomes = {}
            found[row.year] = Selection(row.id, row.year, row.decision_id, outcomes)
        outcomes[row.chain_id] = row.outcome
    return found


def selections_by_chain(
    selections: Mapping[int, Selection],
) -> dict[int, dict[int, SelectionOutcome]]:
    """For each chain the years in which it was reviewed, with the outcome."""
    found: dict[int, dict[int, SelectionOutcome]] = {}
    for year, selection in selections.items():
        for chain_id, outcome in selection.outcomes.items():
            found.setdefault(chain_id, {})[year] = outcome
    return found


def last_change(session: Session, moment: datetime, chain_id: int | None = None) -> Any:
    """When a person last recorded something of a chain, or of this one, by a moment, and who.

    None for never.
    """
    which = HistoryEntry.chain_id
    return session.execute(
        select(HistoryEntry.at, CALLED_THEN.label("by"))
        .join(Person, Person.id == HistoryEntry.person_id)
        .where(
            which.is_not(None) if chain_id is None else which == chain_id,
            HistoryEntry.audience == EVERYONE,
            HistoryEntry.at <= MOMENT,
        )
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(1),
        {"moment": moment},
    ).first()


def impacts(session: Session, chain_id: int, moment: datetime) -> dict[int, ImpactLevel]:
    """The impact per theme in one chain as it was known at a moment; no row means not assessed."""
    rows = session.execute(
        select(Impact.theme_id, Impact.level)
        .where(Impact.chain_id == chain_id, Impact.recorded_at <= moment)
        .order_by(Impact.recorded_at, Impact.id)
    )
    return {row.theme_id: row.level for row in rows}


def impacts_of(
    session: Session, chain_ids: Collection[int], moment: datetime
) -> dict[tuple[int, int], ImpactLevel]:
    """The impact by chain and theme as it was known at a moment; what is absent is not assessed."""
    rows = session.execute(
        select(Impact.chain_id, Impact.theme_id, Impact.level)
        .where(Impact.chain_id.in_(chain_ids), Impact.recorded_at <= moment)
        .order_by(Impact.recorded_at, Impact.id)
    )
    return {(row.chain_id, row.theme_id): row.level for row in rows}


def chains_with_impact(session: Session, theme_id: int, moment: datetime) -> frozenset[int]:
    """The chains in which procurement can do something for a theme, of whatever size."""
    latest = latest_id(Impact, chain_id=Chain.id, theme_id=theme_id, until=moment)
    rows = session.scalars(
        select(Chain.id).join(Impact, Impact.id == latest).where(Impact.level != ImpactLevel.NONE)
    )
    return frozenset(rows)


@dataclass(frozen=True, slots=True)
class Found:
    """A chain found by an address; `slug` is the present one, perhaps not what was asked."""

    id: int
    slug: str


def chain_by_slug(session: Session, actor: Actor, programme_id: int, slug: str) -> Found:
    """The chain at an address, present or former; raises NotThereError."""
    seen = visible_to(actor, Chain)
    row = session.execute(
        select(Chain.id, Chain.slug).where(
            Chain.programme_id == programme_id, Chain.slug == slug, seen
        )
    ).one_or_none()
    if row is None:
        row = session.execute(
            select(Chain.id, Chain.slug)
            .join(ChainSlug, ChainSlug.chain_id == Chain.id)
            .where(ChainSlug.programme_id == programme_id, ChainSlug.slug == slug, seen)
        ).one_or_none()
    if row is None:
        raise NotThereError(f"chain at {slug[:80]}")
    return Found(row.id, row.slug)


def slug_of(session: Session, actor: Actor, programme_id: int, chain_id: int) -> str:
    """The present address of a chain; raises NotThereError."""
    slug = session.scalar(
        select(Chain.slug).where(
            Chain.programme_id == programme_id, Chain.id == chain_id, visible_to(actor, Chain)
        )
    )
    if slug is None:
        raise NotThereError(f"chain {chain_id}")
    return slug
