"""A consultation as a writer holds it: permitted, unchanged since the form, touched by the write.

Every write to anything of a file touches the header, so that two who edit at once meet there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.consultations import rules
from buyergroups.errors import ChangedMeanwhileError, NotThereError
from buyergroups.history.recording import stamp
from buyergroups.words import Words
from models.consultations import ConsultationMove, ConsultationState, MarketConsultation

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit dossier intussen gewijzigd.",
    "Somebody else has changed this file meanwhile.",
)


def hold(
    session: Session,
    actor: Actor,
    ref: str,
    seen: int | None = None,
    action: Action = Action.CONSULTATION_KEEP,
) -> MarketConsultation:
    """The consultation, for who may do this; two who write wait for each other here.

    `seen`: the version that the form showed. Raises NotThereError, and ChangedMeanwhileError where
    somebody else was first.
    """
    consultation = session.scalar(
        select(MarketConsultation).where(MarketConsultation.ref == ref).with_for_update()
    )
    if consultation is None:
        raise NotThereError(f"consultation {ref[:20]}")
    require(actor, Action.CONSULTATION_READ, consultation)
    require(actor, action, consultation)
    if seen is not None and consultation.version != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return consultation


def touch(consultation: MarketConsultation) -> None:
    """The header goes to its next version, whatever of the file was written."""
    consultation.sort_day = rules.sort_day(
        consultation.held_on, consultation.announced_on, local_day(consultation.recorded_at)
    )
    flag_modified(consultation, "sort_day")


def record_move(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    state: ConsultationState,
    moved_on: date,
    reason: str = "",
    *,
    first: bool = False,
) -> ConsultationMove:
    """The state with the row that tells of it; whoever asks has looked whether the move may be."""
    row = ConsultationMove(
        consultation_id=consultation.id,
        was=None if first else consultation.state,
        state=state,
        moved_on=moved_on,
        reason=reason.strip(),
        **stamp(actor, now),
    )
    consultation.state = state
    session.add(row)
    return row


def live(session: Session, model: type[Any], consultation: MarketConsultation) -> list[Any]:
    """The rows of a file that were not taken away, in order."""
    order = getattr(model, "position", model.id)
    return list(
        session.scalars(
            select(model)
            .where(model.consultation_id == consultation.id, model.removed_at.is_(None))
            .order_by(order, model.id)
        )
    )
