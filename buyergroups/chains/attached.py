"""The files at the evidence and the decisions of a chain: as lists, and as lines of its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from buyergroups.chains.events import Event, EventKind
from buyergroups.files.queries import FileRow, listed
from models.chains import SelectedChain, YearlySelection
from models.files import File, FileSubject
from models.people import Person
from models.phases import CriterionFinding, PhaseAssessment


def evidence_files(session: Session, chain_id: int) -> Mapping[int, list[FileRow]]:
    """The files at what was found in a chain, by criterion; also at earlier findings of it."""
    asked = (
        listed()
        .add_columns(CriterionFinding.criterion_id)
        .join(CriterionFinding, CriterionFinding.id == File.subject_id)
        .where(File.subject_kind == FileSubject.FINDING, CriterionFinding.chain_id == chain_id)
    )
    found: dict[int, list[FileRow]] = {}
    for *file, criterion_id in session.execute(asked):
        found.setdefault(criterion_id, []).append(FileRow(*file))
    return found


def _of_chain(chain_id: int) -> ColumnElement[bool]:
    """What hangs on its evidence, and on decisions about it."""
    about = select(PhaseAssessment.decision_id).where(PhaseAssessment.chain_id == chain_id)
    chosen = (
        select(YearlySelection.decision_id)
        .join(SelectedChain, SelectedChain.selection_id == YearlySelection.id)
        .where(SelectedChain.chain_id == chain_id)
    )
    decided = or_(File.subject_id.in_(about), File.subject_id.in_(chosen))
    return or_(
        and_(File.subject_kind == FileSubject.FINDING, File.chain_id == chain_id),
        and_(File.subject_kind == FileSubject.DECISION, decided),
    )


def file_events(session: Session, chain_id: int, _: int) -> Iterable[Event]:
    """Each file that was attached, and each that was withdrawn."""
    withdrawer: Any = aliased(Person)
    rows = session.execute(
        select(
            File.ref,
            File.name,
            File.subject_kind,
            File.recorded_at,
            File.erased_at,
            File.withdrawn_at,
            File.withdrawn_reason,
            Person.name.label("by"),
            withdrawer.name.label("withdrawn_by"),
        )
        .join(Person, Person.id == File.recorded_by_id)
        .outerjoin(withdrawer, withdrawer.id == File.withdrawn_by_id)
        .where(_of_chain(chain_id))
        .order_by(File.recorded_at.desc(), File.id.desc())
    )
    for row in rows:
        yield Event(row.recorded_at, EventKind.ATTACHED, row.by, row, None, row.name)
        if row.withdrawn_at is not None:
            yield Event(row.withdrawn_at, EventKind.DETACHED, row.withdrawn_by, row, row.name, None)
