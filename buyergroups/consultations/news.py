"""Market consultations as news: their steps, for who reads the file, and follow-ups given to one.

That a report was published everybody may know: `publications` tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from buyergroups.consultations import labels
from buyergroups.consultations.access import files_scope
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.words import Words
from models.consultations import (
    ConsultationChain,
    ConsultationFollowUp,
    ConsultationMove,
    ConsultationState,
    MarketConsultation,
)

STEP = Words("marktconsultatie, %(state)s", "market consultation, %(state)s")
GIVEN = Words("vervolg voor jou: %(what)s", "follow-up for you: %(what)s")


def within(reach: Reach) -> ColumnElement[bool]:
    """Consultations of groups and on chains that are within reach."""
    row = ConsultationChain
    on_chain = select(row.consultation_id).where(
        row.removed_at.is_(None), reach.chains(row.chain_id)
    )
    return or_(reach.groups(MarketConsultation.group_id), MarketConsultation.id.in_(on_chain))


def _steps(reach: Reach) -> Select[Any]:
    row = ConsultationMove
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(MarketConsultation, MarketConsultation.id == row.consultation_id)
        .where(within(reach), files_scope(reach.actor), row.state != ConsultationState.PUBLISHED)
    )


def _given(reach: Reach) -> Select[Any]:
    row = ConsultationFollowUp
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(MarketConsultation, MarketConsultation.id == row.consultation_id)
        .where(
            row.owner_id == reach.actor.person_id,
            row.removed_at.is_(None),
            row.done_on.is_(None),
            files_scope(reach.actor),
        )
    )


def _told_steps(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    rows = session.execute(
        select(
            ConsultationMove.id,
            ConsultationMove.state,
            MarketConsultation.ref,
            MarketConsultation.subject,
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationMove.consultation_id)
        .where(ConsultationMove.id.in_(ids))
    )
    return {
        row.id: Told(
            row.subject,
            f"/marktconsultaties/{row.ref}",
            STEP.into(language, state=labels.STATES[row.state].words.into(language)),
        )
        for row in rows
    }


def _told_given(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    rows = session.execute(
        select(
            ConsultationFollowUp.id,
            ConsultationFollowUp.what,
            MarketConsultation.ref,
            MarketConsultation.subject,
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationFollowUp.consultation_id)
        .where(ConsultationFollowUp.id.in_(ids))
    )
    return {
        row.id: Told(
            row.subject, f"/marktconsultaties/{row.ref}", GIVEN.into(language, what=row.what)
        )
        for row in rows
    }


NEWS = (
    Source("consultation", Section.CHANGED, _steps, _told_steps),
    Source("follow-up", Section.PERSONAL, _given, _told_given),
)
