"""Writes the rows of a draft of a plan, and facts on how an adopted plan fares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.documents.holding import draft_to_edit
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.plans import access, queries, rules
from buyergroups.plans.parts import FOCUS, Part
from buyergroups.words import Words
from buyergroups.writing.meanwhile import meanwhile
from models.documents import Document
from models.plans import (
    ActivityState,
    PlanActivity,
    PlanFocus,
    PlanGoal,
    PlanMeasurement,
    PlanProgress,
)

CHANGED = Words(
    "Iemand anders heeft deze regel intussen gewijzigd.",
    "Somebody else has changed this row meanwhile.",
)
KEPT = Words(
    "Iemand anders heeft de stand van deze activiteit intussen bijgewerkt.",
    "Somebody else has updated the state of this activity meanwhile.",
)


def save_row(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    version_id: int,
    part: Part,
    values: Mapping[str, Any],
    key: str | None = None,
    seen: str | None = None,
) -> str:
    """Add a row to a draft, or change the one with a key; returns its key.

    Raises RefusedError where the values do not fit together, ChangedMeanwhileError when somebody
    changed the row since the form showed it.
    """
    version, subject = draft_to_edit(session, actor, version_id)
    known = {column.code: values.get(column.code) for column in part.columns}
    rules.refuse_misfit(known)
    row: Any = (
        part.model(version_id=version.id)  # type: ignore[call-arg]
        if key is None
        else _row(session, part, version.id, key)
    )
    if part is FOCUS:
        _refuse_twice(session, version.id, known["theme_id"], key)
    if key is not None and seen is not None and seen != f"{version.id}.{row.version}":
        raise ChangedMeanwhileError(CHANGED)
    acted_as = access.acted_as(actor, subject.id)
    with meanwhile(CHANGED), recorded(session, actor, now, acted_as=acted_as):
        for name, value in known.items():
            setattr(row, name, value)
        session.add(row)
    return str(row.key)


def remove_row(
    session: Session, actor: Actor, now: datetime, *, version_id: int, part: Part, key: str
) -> None:
    """Take a row out of a draft; in versions before it stays."""
    version, subject = draft_to_edit(session, actor, version_id)
    row = _row(session, part, version.id, key)
    acted_as = access.acted_as(actor, subject.id)
    with meanwhile(CHANGED), recorded(session, actor, now, acted_as=acted_as):
        row.removed_at = now


def record_measurement(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    goal_key: str,
    measured_on: date,
    value: float,
    note: str = "",
) -> PlanMeasurement:
    """What a goal of the adopted plan was measured at; a later row of the same day replaces it."""
    require(actor, Action.PLAN_KEEP, chain_id)
    goal = queries.adopted_row(session, PlanGoal, chain_id, goal_key)
    if goal is None:
        raise NotThereError("goal")
    if measured_on > local_day(now):
        raise RefusedError(rules.IN_FUTURE)
    rules.refuse_too_much(value)
    made = PlanMeasurement(
        document_id=goal.document_id,
        goal_key=goal_key,
        measured_on=measured_on,
        value=value,
        note=note.strip() or None,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=access.acted_as(actor, chain_id)):
        session.add(made)
    return made


def record_progress(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    activity_key: str,
    state: ActivityState,
    note: str = "",
    seen: int | None = None,
) -> PlanProgress:
    """How far an activity of the adopted plan is; when it is done, what came of it.

    `seen`: the last fact that the form showed, 0 for none.
    """
    require(actor, Action.PLAN_KEEP, chain_id)
    activity = queries.adopted_row(session, PlanActivity, chain_id, activity_key)
    if activity is None:
        raise NotThereError("activity")
    session.execute(
        select(Document.id).where(Document.id == activity.document_id).with_for_update()
    )
    last = queries.latest_progress_id(session, activity.document_id, activity_key)
    if seen is not None and seen != last:
        raise ChangedMeanwhileError(KEPT)
    if state is ActivityState.DONE and not note.strip():
        raise RefusedError(rules.RESULT_MISSING)
    made = PlanProgress(
        document_id=activity.document_id,
        activity_key=activity_key,
        state=state,
        note=note.strip() or None,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=access.acted_as(actor, chain_id)):
        session.add(made)
    return made


def _row(session: Session, part: Part, version_id: int, key: str) -> Any:
    model: Any = part.model
    row = session.scalar(
        select(model)
        .where(model.version_id == version_id, model.key == key, model.removed_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotThereError(f"row {key[:10]}")
    return row


def _refuse_twice(session: Session, version_id: int, theme_id: Any, key: str | None) -> None:
    there = session.scalars(
        select(PlanFocus.key).where(
            PlanFocus.version_id == version_id,
            PlanFocus.theme_id == theme_id,
            PlanFocus.removed_at.is_(None),
        )
    ).all()
    if any(other != key for other in there):
        raise RefusedError(rules.SAME_THEME)
