"""The warning against stacking (stapeling): consultations that ask for more than a plan focuses on.

Source: "Theme focus" in the domain. Social return, and chain responsibility as the approach over
all themes, do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, select, union
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.phases.focus import focus_of
from models.consultations import (
    ConsultationChain,
    ConsultationQuestion,
    ConsultationState,
    ConsultationTender,
    MarketConsultation,
)
from models.programme import Theme
from models.tenders import Tender


@dataclass(frozen=True)
class Stacking:
    """The themes that a chain's consultations ask about, beside those that its plan focuses on."""

    #: Ids of themes that count, in the order of the themes.
    asked: tuple[int, ...]
    #: Of the adopted plan; empty where there is none, or where it chose none.
    focus: frozenset[int]
    #: On how many themes a plan should focus at most.
    most: int

    @property
    def beyond(self) -> tuple[int, ...]:
        """What is asked about and is not in focus; nothing where there is no focus to compare."""
        return tuple(theme for theme in self.asked if self.focus and theme not in self.focus)

    @property
    def too_many(self) -> bool:
        """Whether more is asked about than any plan should focus on."""
        return len(self.asked) > self.most

    @property
    def warns(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.beyond) or self.too_many


def weigh(
    counting: Iterable[int], asked: Collection[int], focus: frozenset[int], most: int
) -> Stacking:
    """The same, from the themes that count, in order, and those that are asked about."""
    return Stacking(tuple(theme for theme in counting if theme in asked), focus, most)


def stackings_of(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_ids: Collection[int],
    most: int,
    besides: Collection[int] = (),
) -> Mapping[int, Stacking]:
    """What the files that the reader may read ask about in each chain, cancelled ones excepted.

    A tender asks what the consultations that prepare it ask, in its own chain too.
    `besides`: themes that a form is about to ask about as well. Three statements.
    """
    counting = session.scalars(
        select(Theme.id)
        .where(Theme.scored_per_chain, Theme.is_approach.is_(False))
        .order_by(Theme.position)
    ).all()
    rows = _asked(session, actor, chain_ids)
    focused = focus_of(session, chain_ids, now)
    return {
        chain: weigh(
            counting,
            {*(row.theme_id for row in rows if row.chain_id == chain), *besides},
            frozenset(theme for of, theme in focused if of == chain),
            most,
        )
        for chain in chain_ids
    }


def _asked(session: Session, actor: Actor, chain_ids: Collection[int]) -> Sequence[Any]:
    """Which themes are asked about in which chain."""
    about = _consultations_of(actor, chain_ids)
    return session.execute(
        select(about.c.chain_id, ConsultationQuestion.theme_id)
        .join(about, about.c.consultation_id == ConsultationQuestion.consultation_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationQuestion.consultation_id)
        .where(
            files_scope(actor),
            MarketConsultation.state != ConsultationState.CANCELLED,
            ConsultationQuestion.removed_at.is_(None),
        )
        .distinct()
    ).all()


def _consultations_of(actor: Actor, chain_ids: Collection[int]) -> Subquery:
    """The consultations about these chains, and those that prepare a tender in one of them."""
    about = select(ConsultationChain.chain_id, ConsultationChain.consultation_id).where(
        ConsultationChain.chain_id.in_(chain_ids), ConsultationChain.removed_at.is_(None)
    )
    prepares = (
        select(Tender.chain_id, ConsultationTender.consultation_id)
        .join(ConsultationTender, ConsultationTender.tender_id == Tender.id)
        .where(
            Tender.chain_id.in_(chain_ids),
            Tender.ended_at.is_(None),
            ConsultationTender.removed_at.is_(None),
            visible_to(actor, Tender),
        )
    )
    return union(about, prepares).subquery()
