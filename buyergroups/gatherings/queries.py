"""Reads the meetings of a group: the next ones, a page of all, one with its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.groups.queries import PAGE_SIZE, latest_of
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupMeeting,
    GroupMinutes,
    GroupVersion,
    MeetingPlan,
)
from models.people import Language, Person


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as it is planned now."""

    id: int
    ref: str
    plan_id: int
    title: str
    starts_at: datetime
    place: str
    link: str
    cancelled: bool
    has_minutes: bool


def _latest(model: Any) -> ScalarSelect[int]:
    return latest_id(model, meeting_id=GroupMeeting.id)


def _meetings() -> Any:
    return (
        select(
            GroupMeeting.id,
            GroupMeeting.ref,
            MeetingPlan.id,
            MeetingPlan.title,
            MeetingPlan.starts_at,
            MeetingPlan.place,
            MeetingPlan.link,
            MeetingPlan.cancelled,
            exists().where(GroupMinutes.meeting_id == GroupMeeting.id),
        )
        .select_from(GroupMeeting)
        .join(MeetingPlan, MeetingPlan.id == _latest(MeetingPlan))
    )


def coming(session: Session, now: datetime, group_id: int, most: int) -> list[MeetingRow]:
    """The next meetings of a group; one of today stays until the day is over."""
    rows = session.execute(
        _meetings()
        .where(
            GroupMeeting.group_id == group_id,
            MeetingPlan.starts_at >= start_of_day(local_day(now)),
        )
        .order_by(MeetingPlan.starts_at, GroupMeeting.id)
        .limit(most)
    )
    return [MeetingRow(*row) for row in rows]


def before(session: Session, now: datetime, group_id: int, most: int) -> list[MeetingRow]:
    """The last meetings of a group."""
    rows = session.execute(
        _meetings()
        .where(
            GroupMeeting.group_id == group_id,
            MeetingPlan.starts_at < start_of_day(local_day(now)),
        )
        .order_by(MeetingPlan.starts_at.desc(), GroupMeeting.id.desc())
        .limit(most)
    )
    return [MeetingRow(*row) for row in rows]


def agenda(session: Session, group_id: int, page: int) -> tuple[list[MeetingRow], int]:
    """A page of all meetings, the latest first."""
    total = session.scalar(
        select(func.count()).select_from(GroupMeeting).where(GroupMeeting.group_id == group_id)
    )
    rows = session.execute(
        _meetings()
        .where(GroupMeeting.group_id == group_id)
        .order_by(MeetingPlan.starts_at.desc(), GroupMeeting.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [MeetingRow(*row) for row in rows], total or 0


def meeting(session: Session, group_id: int, ref: str) -> MeetingRow:
    """One meeting of a group; raises NotThereError."""
    row = session.execute(
        _meetings().where(GroupMeeting.group_id == group_id, GroupMeeting.ref == ref)
    ).one_or_none()
    if row is None:
        raise NotThereError(f"meeting {ref}")
    return MeetingRow(*row)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A version of the minutes."""

    id: int
    text: str
    text_html: str
    language: Language
    recorded_at: datetime
    by: str | None


def minutes(session: Session, meeting_id: int) -> Sequence[Minutes]:
    """All versions of the minutes, the newest first."""
    rows = session.execute(
        select(
            GroupMinutes.id,
            GroupMinutes.text,
            GroupMinutes.text_html,
            GroupMinutes.language,
            GroupMinutes.recorded_at,
            Person.name,
        )
        .select_from(GroupMinutes)
        .outerjoin(Person, Person.id == GroupMinutes.recorded_by_id)
        .where(GroupMinutes.meeting_id == meeting_id)
        .order_by(GroupMinutes.recorded_at.desc(), GroupMinutes.id.desc())
    )
    return [Minutes(*row) for row in rows]


def coming_for(session: Session, actor: Actor, now: datetime, until: datetime) -> Sequence[Any]:
    """The meetings up to a moment of the groups that somebody takes part in."""
    return session.execute(
        select(
            BuyerGroup.slug,
            GroupVersion.name,
            GroupMeeting.ref,
            MeetingPlan.title,
            MeetingPlan.starts_at,
            MeetingPlan.place,
        )
        .select_from(GroupMeeting)
        .join(MeetingPlan, MeetingPlan.id == _latest(MeetingPlan))
        .join(BuyerGroup, BuyerGroup.id == GroupMeeting.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(
            visible_to(actor, BuyerGroup),
            BuyerGroup.id.in_(actor.member_of),
            MeetingPlan.cancelled.is_(False),
            MeetingPlan.starts_at >= now,
            MeetingPlan.starts_at < until,
        )
        .order_by(MeetingPlan.starts_at, GroupMeeting.id)
        .limit(20)
    ).all()


def in_calendar(
    session: Session,
    actor: Actor,
    *,
    most: int,
    since: datetime | None = None,
    chain_id: int | None = None,
) -> Sequence[Any]:
    """Meetings of groups that somebody may see, the latest first: from a moment on, of a chain.

    Cancelled ones too: a calendar says so. `plans` is how often one was planned.
    """
    conditions = [visible_to(actor, BuyerGroup)]
    if since is not None:
        conditions.append(MeetingPlan.starts_at >= since)
    if chain_id is not None:
        groups = select(GroupChain.group_id).where(
            GroupChain.chain_id == chain_id, GroupChain.until.is_(None)
        )
        conditions.append(BuyerGroup.id.in_(groups))
    return session.execute(
        _of_calendar()
        .where(*conditions)
        .order_by(MeetingPlan.starts_at.desc(), GroupMeeting.id.desc())
        .limit(most)
    ).all()


def _of_calendar() -> Any:
    other = aliased(MeetingPlan)
    plans = select(func.count()).where(other.meeting_id == GroupMeeting.id)
    return (
        select(
            BuyerGroup.slug,
            GroupVersion.name,
            GroupMeeting.ref,
            MeetingPlan.title,
            MeetingPlan.starts_at,
            MeetingPlan.place,
            MeetingPlan.cancelled,
            plans.correlate(GroupMeeting).scalar_subquery().label("plans"),
        )
        .select_from(GroupMeeting)
        .join(MeetingPlan, MeetingPlan.id == _latest(MeetingPlan))
        .join(BuyerGroup, BuyerGroup.id == GroupMeeting.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
    )
