"""Reads the rows of plans, and the facts on how an adopted plan fares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, null, select, true
from sqlalchemy.orm import Session

from buyergroups.chains.reference import themes_in
from buyergroups.plans.parts import ACTIVITIES, PARTS, Names, NameSource, Part
from models.chains import Chain, ChainVersion
from models.documents import Document, DocumentVersion, VersionState
from models.people import Person
from models.plans import PlanActivity, PlanMeasurement, PlanProgress
from models.programme import DueDiligenceStep, PolicyInstrument, RelatedProgramme

CHAIN_PLAN = "chain-plan"
#: By version, then by the code of a part.
Rows = Mapping[int, Mapping[str, Sequence[Any]]]


def rows(session: Session, version_ids: Collection[int]) -> Rows:
    """The rows of versions, without those that were taken out; one statement a part."""
    found: dict[int, dict[str, list[Any]]] = {
        key: {part.code: [] for part in PARTS} for key in version_ids
    }
    for part in PARTS:
        for row in session.execute(ROWS_OF[part.code], {"versions": version_ids}):
            found[row.version_id][part.code].append(row)
    return found


def _rows_of(part: Part) -> Select[Any]:
    table = part.model.__table__  # type: ignore[attr-defined]
    wanted = table.c.version_id.in_(bindparam("versions", expanding=True))
    return select(table).where(wanted, table.c.removed_at.is_(None)).order_by(table.c.id)


#: By the code of a part; put together once, for there are many on each page.
ROWS_OF = {part.code: _rows_of(part) for part in PARTS}


def names(session: Session, programme_id: int, year: int) -> dict[NameSource, dict[Any, Any]]:
    """What ids in plans are called, by source; activities are the plan's own."""
    steps = session.execute(
        select(DueDiligenceStep.id, DueDiligenceStep.name_nl, DueDiligenceStep.name_en)
        .where(DueDiligenceStep.programme_id == programme_id)
        .order_by(DueDiligenceStep.nr)
    )
    instruments = session.execute(
        select(PolicyInstrument.id, PolicyInstrument.name_nl, PolicyInstrument.name_en)
        .where(PolicyInstrument.programme_id == programme_id)
        .order_by(PolicyInstrument.position)
    )
    programmes = session.execute(
        select(RelatedProgramme.id, RelatedProgramme.name_nl)
        .where(RelatedProgramme.programme_id == programme_id)
        .order_by(RelatedProgramme.id)
    )
    return {
        NameSource.THEMES: {
            row.id: (row.name("nl"), row.name("en"))
            for row in themes_in(session, programme_id, year)
        },
        NameSource.STEPS: {row.id: (row.name_nl, row.name_en) for row in steps},
        NameSource.INSTRUMENTS: {row.id: (row.name_nl, row.name_en) for row in instruments},
        NameSource.PROGRAMMES: {row.id: (row.name_nl, row.name_nl) for row in programmes},
    }


def with_activities(known: Names, found: Mapping[str, Sequence[Any]]) -> Names:
    """The names, with those of a version's own activities."""
    own = {row.key: (row.what, row.what) for row in found[ACTIVITIES.code]}
    return {**known, NameSource.ACTIVITIES: own}


def place_of(session: Session, version_ids: Collection[int]) -> tuple[int, int]:
    """The programme of versions, and the year in which the newest of them was begun."""
    row = session.execute(
        select(Document.programme_id, func.max(DocumentVersion.recorded_at).label("at"))
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id.in_(version_ids))
        .group_by(Document.programme_id)
    ).one()
    return row.programme_id, row.at.year


@dataclass(frozen=True, slots=True)
class Fact:
    """A measurement of a goal, or the state of an activity, as somebody recorded it."""

    id: int
    key: str
    value: Any
    on: date | None
    note: str | None
    at: datetime
    by: str | None


def measurements(session: Session, chain_id: int) -> Mapping[str, Sequence[Fact]]:
    """What the goals of a chain were measured at, by key and in order of day.

    Of one day the row that was recorded last holds.
    """
    found = session.execute(
        select(
            PlanMeasurement.id,
            PlanMeasurement.goal_key,
            PlanMeasurement.value,
            PlanMeasurement.measured_on,
            PlanMeasurement.note,
            PlanMeasurement.recorded_at,
            Person.name,
        )
        .join(Document, Document.id == PlanMeasurement.document_id)
        .outerjoin(Person, Person.id == PlanMeasurement.recorded_by_id)
        .where(Document.kind == CHAIN_PLAN, Document.subject_id == chain_id)
        .order_by(PlanMeasurement.measured_on, PlanMeasurement.id)
    )
    latest: dict[str, dict[date, Fact]] = {}
    for row in found:
        fact = Fact(*row)
        assert fact.on is not None
        latest.setdefault(fact.key, {})[fact.on] = fact
    return {key: list(days.values()) for key, days in latest.items()}


def progress(session: Session, chain_id: int) -> Mapping[str, Sequence[Fact]]:
    """What was recorded of the activities of a chain, by key, the newest last."""
    found = session.execute(
        select(
            PlanProgress.id,
            PlanProgress.activity_key,
            PlanProgress.state,
            null(),
            PlanProgress.note,
            PlanProgress.recorded_at,
            Person.name,
        )
        .join(Document, Document.id == PlanProgress.document_id)
        .outerjoin(Person, Person.id == PlanProgress.recorded_by_id)
        .where(Document.kind == CHAIN_PLAN, Document.subject_id == chain_id)
        .order_by(PlanProgress.id)
    )
    told: dict[str, list[Fact]] = {}
    for row in found:
        fact = Fact(*row)
        told.setdefault(fact.key, []).append(fact)
    return told


def adopted_row(session: Session, model: type[Any], chain_id: int, key: str) -> Any:
    """A row of the adopted plan of a chain, with the id of its document; None for none."""
    table = model.__table__
    return session.execute(
        select(table, Document.id.label("document_id"))
        .join(DocumentVersion, DocumentVersion.id == table.c.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind == CHAIN_PLAN,
            Document.subject_id == chain_id,
            DocumentVersion.state == VersionState.ADOPTED,
            table.c.key == key,
            table.c.removed_at.is_(None),
        )
    ).one_or_none()


def latest_progress_id(session: Session, document_id: int, key: str) -> int:
    """The fact on an activity that was recorded last; 0 for none."""
    found = select(func.max(PlanProgress.id)).where(
        PlanProgress.document_id == document_id, PlanProgress.activity_key == key
    )
    return session.scalar(found) or 0


@dataclass(frozen=True, slots=True)
class Overdue:
    """An activity of an adopted plan that should have been finished."""

    chain_id: int
    key: str
    what: str
    until: date


def overdue(session: Session, chain_ids: Collection[int] | None, today: date) -> list[Overdue]:
    """The overdue activities of the adopted plans of chains, or of all, the longest first."""
    last = (
        select(PlanProgress.state)
        .where(
            PlanProgress.document_id == Document.id,
            PlanProgress.activity_key == PlanActivity.key,
        )
        .order_by(PlanProgress.id.desc())
        .limit(1)
        .correlate(Document, PlanActivity)
        .scalar_subquery()
    )
    state = func.coalesce(last, PlanActivity.state)
    found: Any = session.execute(
        select(Document.subject_id, PlanActivity.key, PlanActivity.what, PlanActivity.until)
        .join(DocumentVersion, DocumentVersion.id == PlanActivity.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind == CHAIN_PLAN,
            true() if chain_ids is None else Document.subject_id.in_(chain_ids),
            DocumentVersion.state == VersionState.ADOPTED,
            PlanActivity.removed_at.is_(None),
            PlanActivity.until < today,
            state.in_(["planned", "running"]),
        )
        .order_by(PlanActivity.until, PlanActivity.id)
    )
    return [Overdue(*row) for row in found]


def chain_names(session: Session, chain_ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """What chains are called now, with their slugs."""
    found = session.execute(
        select(ChainVersion.chain_id, ChainVersion.name_nl, Chain.slug)
        .join(Chain, Chain.id == ChainVersion.chain_id)
        .where(ChainVersion.chain_id.in_(chain_ids))
        .order_by(ChainVersion.recorded_at, ChainVersion.id)
    )
    return {row.chain_id: (row.name_nl, row.slug) for row in found}
