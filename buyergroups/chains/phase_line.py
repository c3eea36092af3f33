"""The phase line of a chain: the phases, the criteria with their evidence, and the last report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from buyergroups.chains.reports import counts, newest_first, reporter
from buyergroups.db import latest_id
from models.people import Language, Person
from models.phases import (
    CriterionFinding,
    CriterionState,
    Phase,
    PhaseCriterion,
    ReportKind,
    StatusUpdate,
)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One of the four phases, with the role of procurement in it."""

    id: int
    nr: int
    code: str
    name_nl: str
    name_en: str
    role_nl: str
    role_en: str

    def name(self, language: str) -> str:
        """The name in a language."""
        return self.name_en if language == "en" else self.name_nl

    def role(self, language: str) -> str:
        """What procurement does in this phase."""
        return self.role_en if language == "en" else self.role_nl

    @property
    def roman(self) -> str:
        """The number as people write it: I, II, III, IV."""
        return ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")[self.nr]


_PHASES = (
    select(
        Phase.id,
        Phase.nr,
        Phase.code,
        Phase.name_nl,
        Phase.name_en,
        Phase.role_nl,
        Phase.role_en,
    )
    .where(Phase.programme_id == bindparam("programme_id"))
    .order_by(Phase.nr)
)


def phases(session: Session, programme_id: int) -> list[PhaseRow]:
    """The phases in order."""
    rows = session.execute(_PHASES, {"programme_id": programme_id})
    return [PhaseRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class LastWords:
    """What was written last about a chain."""

    changed_html: str
    language: Language
    reported_at: datetime
    by: str


def last_words(session: Session, chain_id: int) -> LastWords | None:
    """The last report with text of its own, with who wrote it and when."""
    row = session.execute(
        select(
            StatusUpdate.id,
            StatusUpdate.changed_html,
            StatusUpdate.language,
            StatusUpdate.reported_at,
        )
        .where(
            StatusUpdate.chain_id == chain_id,
            StatusUpdate.kind != ReportKind.STILL_CORRECT,
            StatusUpdate.changed_html.is_not(None),
            counts(),
        )
        .order_by(*newest_first())
        .limit(1)
    ).first()
    if row is None:
        return None
    by = reporter(session, row.id)
    return LastWords(row.changed_html or "", row.language, row.reported_at, by)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a criterion, on what evidence, by whom."""

    id: int
    state: CriterionState
    evidence: str
    link: str | None
    evidence_on: date | None
    language: Language
    recorded_at: datetime
    by: str


@dataclass(slots=True)
class CriterionRow:
    """A criterion with the latest finding in a chain; without one it is open."""

    id: int
    text_nl: str
    text_en: str
    finding: Finding | None
    retired_on: date | None = None

    def text(self, language: str) -> str:
        """The criterion in a language."""
        return self.text_en if language == "en" else self.text_nl

    @property
    def state(self) -> CriterionState:
        """Open until somebody found otherwise."""
        return self.finding.state if self.finding else CriterionState.OPEN


@dataclass(slots=True)
class PhaseCriteria:
    """A phase with its criteria in one chain."""

    phase: PhaseRow
    criteria: list[CriterionRow] = field(default_factory=list)
    #: Those that do not hold any more, where something was found of them.
    retired: list[CriterionRow] = field(default_factory=list)

    @property
    def met(self) -> int:
        """How many are met."""
        return sum(row.state is CriterionState.MET for row in self.criteria)

    @property
    def partly(self) -> int:
        """How many are partly met."""
        return sum(row.state is CriterionState.PARTLY for row in self.criteria)


def criteria(
    session: Session, phases_: Sequence[PhaseRow], chain_id: int, day: date
) -> list[PhaseCriteria]:
    """Every phase with its criteria that hold on a day, each with the latest finding in a chain."""
    groups = {row.id: PhaseCriteria(row) for row in phases_}
    found = findings(session, chain_id)
    rows = session.execute(
        select(
            PhaseCriterion.id,
            PhaseCriterion.phase_id,
            PhaseCriterion.text_nl,
            PhaseCriterion.text_en,
            PhaseCriterion.retired_on,
        )
        .where(PhaseCriterion.phase_id.in_(groups))
        .order_by(PhaseCriterion.phase_id, PhaseCriterion.position)
    )
    for row in rows:
        made = CriterionRow(row.id, row.text_nl, row.text_en, found.get(row.id), row.retired_on)
        if row.retired_on is None or row.retired_on > day:
            groups[row.phase_id].criteria.append(made)
        elif made.finding is not None:
            groups[row.phase_id].retired.append(made)
    return list(groups.values())


def criteria_in_force(session: Session, day: date) -> dict[int, list[int]]:
    """The criteria that hold on a day, by phase."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(PhaseCriterion.phase_id, PhaseCriterion.id).where(
            or_(PhaseCriterion.retired_on.is_(None), PhaseCriterion.retired_on > day)
        )
    )
    for phase_id, criterion_id in rows:
        found.setdefault(phase_id, []).append(criterion_id)
    return found


def findings(session: Session, chain_id: int) -> dict[int, Finding]:
    """The latest finding per criterion of a chain."""
    latest = latest_id(
        CriterionFinding, chain_id=chain_id, criterion_id=CriterionFinding.criterion_id
    )
    rows = session.execute(
        select(
            CriterionFinding.criterion_id,
            CriterionFinding.id,
            CriterionFinding.state,
            CriterionFinding.evidence,
            CriterionFinding.link,
            CriterionFinding.evidence_on,
            CriterionFinding.language,
            CriterionFinding.recorded_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == CriterionFinding.recorded_by_id)
        .where(CriterionFinding.chain_id == chain_id, CriterionFinding.id == latest)
    )
    return {row[0]: Finding(*row[1:]) for row in rows}
