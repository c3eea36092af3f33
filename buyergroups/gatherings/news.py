"""Meetings of groups as news: planned or changed, minutes, and what was attached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from buyergroups.db import latest_id
from buyergroups.groups.news import named_group, of_group
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.words import Words
from models.files import File, FileSubject
from models.groups import GroupMeeting, GroupMinutes, MeetingPlan

MINUTES = Words("Verslag van %(what)s", "Minutes of %(what)s")
ATTACHED = Words("Bijlage bij %(what)s: %(name)s", "Attachment to %(what)s: %(name)s")
PLANNED = Words("Gepland of gewijzigd: %(what)s", "Planned or changed: %(what)s")
CANCELLED = Words("Gaat niet door: %(what)s", "Does not take place: %(what)s")
ON_MEETINGS = (FileSubject.GROUP_AGENDA, FileSubject.GROUP_MINUTES)


def _recorded(reach: Reach, row: Any) -> Select[Any]:
    meeting = GroupMeeting
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    return asked.join(meeting, meeting.id == row.meeting_id).where(
        of_group(reach, meeting.group_id)
    )


def _attached(reach: Reach) -> Select[Any]:
    return found(File.id, File.recorded_at, File.recorded_by_id).where(
        File.subject_kind.in_(ON_MEETINGS),
        of_group(reach, File.group_id),
        File.erased_at.is_(None),
    )


def _told(
    session: Session, language: str, ids: Collection[int], row: Any, words: Words
) -> Mapping[int, Told]:
    meeting_id = File.subject_id if row is File else row.meeting_id
    plan = aliased(MeetingPlan)
    asked = (
        select(row.id, GroupMeeting.ref, plan.title)
        .select_from(row)
        .join(GroupMeeting, GroupMeeting.id == meeting_id)
        .join(plan, plan.id == latest_id(MeetingPlan, meeting_id=GroupMeeting.id))
        .where(row.id.in_(ids))
    )
    if row is File:
        asked = asked.add_columns(File.name)
    if row is MeetingPlan:
        asked = asked.add_columns(MeetingPlan.cancelled)
    return {
        line.id: Told(
            line.group,
            f"/buyer-groups/{line.slug}/agenda/{line.ref}",
            (CANCELLED if getattr(line, "cancelled", False) else words).into(
                language, what=line.title, name=getattr(line, "name", "")
            ),
        )
        for line in session.execute(named_group(asked, GroupMeeting.group_id))
    }


def _source(code: str, row: Any, words: Words) -> Source:
    return Source(
        code,
        Section.CHANGED,
        _attached if row is File else lambda reach: _recorded(reach, row),
        lambda session, language, ids: _told(session, language, ids, row, words),
    )


NEWS = (
    _source("meeting", MeetingPlan, PLANNED),
    _source("minutes", GroupMinutes, MINUTES),
    _source("meeting-file", File, ATTACHED),
)
