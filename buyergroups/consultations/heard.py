"""Reads what was heard in the consultations about a chain, and what was done with it.

Only of files that the reader may read, and notes only as far as they are for the reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.listed import PAGE_SIZE, about_chain
from models.consultations import (
    ConsultationChain,
    ConsultationItem,
    ConsultationReport,
    ConsultationState,
    ConsultationSupplier,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
)
from models.people import Language
from models.programme import Theme
from models.suppliers import SupplierMerge


@dataclass(frozen=True)
class Tally:
    """How much was heard on a theme (or on none of them), by what was done with it."""

    theme_id: int | None
    counts: Mapping[ItemOutcome, int]
    #: The first and the last day on which it was heard.
    first: date
    last: date

    @property
    def total(self) -> int:
        """How much was heard."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was heard, where and when."""

    id: int
    theme_id: int | None
    text: str
    outcome: ItemOutcome
    outcome_why: str
    readers: ItemReaders
    ref: str
    subject: str
    language: Language
    day: date
    #: Whether it stands for everybody, in a published report.
    is_public: bool


# Another name for the table: the scope of items reads consultations too.
_held = aliased(MarketConsultation)


def _of_chain(actor: Actor, chain_id: int) -> list[ColumnElement[bool]]:
    about = select(ConsultationChain.consultation_id).where(
        ConsultationChain.chain_id == chain_id, ConsultationChain.removed_at.is_(None)
    )
    return [
        ConsultationItem.consultation_id.in_(about),
        ConsultationItem.removed_at.is_(None),
        visible_to(actor, ConsultationItem),
    ]


def tallies(session: Session, actor: Actor, chain_id: int) -> list[Tally]:
    """Per theme, in the order of the themes; last what was about none."""
    rows = session.execute(
        select(
            ConsultationItem.theme_id,
            ConsultationItem.outcome,
            func.count(),
            func.min(_held.sort_day),
            func.max(_held.sort_day),
        )
        .join(_held, _held.id == ConsultationItem.consultation_id)
        .outerjoin(Theme, Theme.id == ConsultationItem.theme_id)
        .where(*_of_chain(actor, chain_id))
        .group_by(ConsultationItem.theme_id, Theme.position, ConsultationItem.outcome)
        .order_by(Theme.position.is_(None), Theme.position)
    ).all()
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return [
        Tally(
            theme_id,
            {outcome: sum(row[2] for row in same if row[1] is outcome) for outcome in ItemOutcome},
            min(row[3] for row in same),
            max(row[4] for row in same),
        )
        for theme_id, same in found.items()
    ]


def heard(
    session: Session,
    actor: Actor,
    chain_id: int,
    *,
    theme_id: int | None = None,
    outcome: ItemOutcome | None = None,
    page: int = 1,
    most: int = PAGE_SIZE,
) -> tuple[list[Heard], int]:
    """A page of what was heard, by theme and then the latest first, and how much there is."""
    conditions = _of_chain(actor, chain_id)
    if theme_id is not None:
        conditions.append(ConsultationItem.theme_id == theme_id)
    if outcome is not None:
        conditions.append(ConsultationItem.outcome == outcome)
    total = session.scalar(select(func.count()).select_from(ConsultationItem).where(*conditions))
    rows: Any = session.execute(
        _by_theme().where(*conditions).limit(most).offset((page - 1) * most)
    )
    return [Heard(*row) for row in rows], total or 0


def _by_theme() -> Any:
    return (
        select(
            ConsultationItem.id,
            ConsultationItem.theme_id,
            ConsultationItem.text,
            ConsultationItem.outcome,
            ConsultationItem.outcome_why,
            ConsultationItem.readers,
            _held.ref,
            _held.subject,
            _held.language,
            _held.sort_day,
            _is_public(),
        )
        .join(_held, _held.id == ConsultationItem.consultation_id)
        .outerjoin(Theme, Theme.id == ConsultationItem.theme_id)
        .order_by(
            Theme.position.is_(None),
            Theme.position,
            _held.sort_day.desc(),
            ConsultationItem.position,
            ConsultationItem.id,
        )
    )


def _is_public() -> ColumnElement[bool]:
    """Meant for the report, and there when a version of it was published.

    Of what is changed after that, the version that everybody reads has the former words.
    """
    published = exists().where(
        ConsultationReport.consultation_id == ConsultationItem.consultation_id,
        ConsultationReport.recorded_at >= ConsultationItem.recorded_at,
    )
    return and_(ConsultationItem.readers == ItemReaders.REPORT, published)


def suppliers_heard(session: Session, actor: Actor, chain_id: int) -> int:
    """How many suppliers were present; one that was entered twice and merged counts once."""
    present = session.scalars(
        select(ConsultationSupplier.supplier_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .where(
            about_chain(chain_id),
            files_scope(actor),
            MarketConsultation.state != ConsultationState.CANCELLED,
            ConsultationSupplier.present,
            ConsultationSupplier.removed_at.is_(None),
        )
        .distinct()
    ).all()
    merged = dict(session.execute(select(SupplierMerge.supplier_id, SupplierMerge.into_id)).all())
    return len({_whole(supplier_id, merged) for supplier_id in present})


def _whole(supplier_id: int, merged: Mapping[int, int]) -> int:
    for _ in merged:  # no longer than there are merges, whatever they say
        supplier_id = merged.get(supplier_id, supplier_id)
    return supplier_id


def reads_any(session: Session, actor: Actor, chain_id: int) -> bool:
    """Whether there is a file about the chain that the reader may read."""
    found: Sequence[int] = session.scalars(
        select(MarketConsultation.id).where(about_chain(chain_id), files_scope(actor)).limit(1)
    ).all()
    return bool(found)
