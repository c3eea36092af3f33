"""The warning against stacking (stapeling): consultations that ask for more than a plan focuses on.

Source: "Theme focus" in the domain. Social return, and chain responsibility as the approach over
all themes, do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.consultations.access import files_scope
from buyergroups.consultations.listed import about_chain
from buyergroups.phases.focus import focus_of
from models.consultations import ConsultationQuestion, ConsultationState, MarketConsultation
from models.programme import Theme


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


def stacking_of(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    most: int,
    besides: Collection[int] = (),
) -> Stacking:
    """What the files that the reader may read ask about, cancelled ones excepted.

    `besides`: themes that a form is about to ask about as well. Three statements.
    """
    counting = session.scalars(
        select(Theme.id)
        .where(Theme.scored_per_chain, Theme.is_approach.is_(False))
        .order_by(Theme.position)
    ).all()
    asked = session.scalars(
        select(ConsultationQuestion.theme_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationQuestion.consultation_id)
        .where(
            about_chain(chain_id),
            files_scope(actor),
            MarketConsultation.state != ConsultationState.CANCELLED,
            ConsultationQuestion.removed_at.is_(None),
            ConsultationQuestion.theme_id.in_(counting),
        )
        .distinct()
    ).all()
    focus = frozenset(theme for _, theme in focus_of(session, [chain_id], now))
    return weigh(counting, {*(key for key in asked if key), *besides}, focus, most)
