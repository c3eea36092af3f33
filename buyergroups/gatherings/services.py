"""Writes when and where a group meets, and the minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.groups import membership
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from buyergroups.words import Words
from models.groups import GroupMeeting, GroupMinutes, MeetingPlan
from models.people import Language

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit intussen gewijzigd.", "Somebody else has changed this meanwhile."
)
GROUP_CLOSED = Words(
    "Deze groep is gesloten: er komt geen overleg meer. Een verslag kan nog wel.",
    "This group is closed: there are no more meetings. Minutes can still be written.",
)
TITLE_MISSING = Words("Schrijf waar het overleg over gaat.", "Write what the meeting is about.")
TEXT_MISSING = Words("Schrijf het verslag.", "Write the minutes.")


def plan_meeting(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    title: str,
    starts_at: datetime,
    place: str,
    link: str = "",
) -> GroupMeeting:
    """The group meets."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_RUN, group)
    if not group.is_open:
        raise RefusedError(GROUP_CLOSED)
    if not title.strip():
        raise RefusedError(TITLE_MISSING)
    made = GroupMeeting(group_id=group_id, **stamp(actor, now))
    with recorded(session, actor, now):
        session.add(made)
        session.flush()
        session.add(_plan(actor, now, made, title, starts_at, place, link, cancelled=False))
    return made


def change_meeting(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    title: str,
    starts_at: datetime,
    place: str,
    link: str = "",
    cancelled: bool = False,
    seen: int | None = None,
) -> None:
    """Another day or place, or not after all; a closed group meets no more."""
    meeting = _meeting(session, ref)
    group = membership.lock(session, meeting.group_id)
    require(actor, Action.GROUP_RUN, group)
    if not (group.is_open or cancelled or starts_at < now):
        raise RefusedError(GROUP_CLOSED)
    _refuse_newer(session, MeetingPlan, meeting.id, seen)
    if not title.strip():
        raise RefusedError(TITLE_MISSING)
    with recorded(session, actor, now):
        session.add(_plan(actor, now, meeting, title, starts_at, place, link, cancelled=cancelled))


def write_minutes(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    text: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """The minutes of a meeting; what stood there before stays readable."""
    meeting = _meeting(session, ref)
    require(actor, Action.GROUP_RUN, membership.lock(session, meeting.group_id))
    _refuse_newer(session, GroupMinutes, meeting.id, seen)
    if not text.strip():
        raise RefusedError(TEXT_MISSING)
    rendered = render(text)
    row = GroupMinutes(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        text=rendered.text,
        text_html=rendered.html,
        language=language,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)


def _meeting(session: Session, ref: str) -> GroupMeeting:
    row = session.scalar(select(GroupMeeting).where(GroupMeeting.ref == ref))
    if row is None:
        raise NotThereError(f"meeting {ref}")
    return row


def _refuse_newer(session: Session, model: type[Any], meeting_id: int, seen: int | None) -> None:
    """Whoever saves second is told; `seen` 0 is that there was nothing yet."""
    last = session.scalar(
        select(model.id)
        .where(model.meeting_id == meeting_id)
        .order_by(model.recorded_at.desc(), model.id.desc())
        .limit(1)
    )
    if seen is not None and (last or 0) != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)


def _plan(
    actor: Actor,
    now: datetime,
    meeting: GroupMeeting,
    title: str,
    starts_at: datetime,
    place: str,
    link: str,
    *,
    cancelled: bool,
) -> MeetingPlan:
    return MeetingPlan(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        title=" ".join(title.split())[:200],
        starts_at=starts_at,
        place=" ".join(place.split())[:200],
        link=link.strip(),
        cancelled=cancelled,
        **stamp(actor, now),
    )
