"""What a new version of a plan takes along from the one that it begins as."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.history.recording import recorded
from buyergroups.plans.parts import ACTIVITIES, PARTS, Part
from models.documents import DocumentVersion
from models.plans import ActivityState, PlanProgress


def carry_over(session: Session, actor: Actor, now: datetime, from_id: int, to_id: int) -> None:
    """The rows of a version, under the same keys; activities in the state they are in by now."""
    document_id = session.scalars(
        select(DocumentVersion.document_id).where(DocumentVersion.id == from_id)
    ).one()
    facts = session.execute(
        select(PlanProgress.activity_key, PlanProgress.state)
        .where(PlanProgress.document_id == document_id)
        .order_by(PlanProgress.id)
    )
    states = {row.activity_key: row.state for row in facts}
    with recorded(session, actor, now):
        for part in PARTS:
            model: Any = part.model
            rows = session.scalars(
                select(model)
                .where(model.version_id == from_id, model.removed_at.is_(None))
                .order_by(model.id)
            )
            session.add_all([_copy(part, row, to_id, states) for row in rows])


def _copy(part: Part, row: Any, to_id: int, states: dict[str, ActivityState]) -> Any:
    values = {column.code: getattr(row, column.code) for column in part.columns}
    if part is ACTIVITIES:
        values["state"] = states.get(row.key, row.state)
    model: Any = part.model
    return model(version_id=to_id, key=row.key, **values)
