"""Where files hang in this area: on the agenda and on the minutes of a meeting of a group."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.files.table import Place, Subject, SubjectKind
from buyergroups.gatherings import queries
from buyergroups.groups.page import SECTION
from buyergroups.groups.queries import group_by_id
from buyergroups.words import Words
from models.files import FileSubject
from models.groups import BuyerGroup, GroupMeeting


def _meeting(session: Session, number: int) -> Subject | None:
    row = session.get(GroupMeeting, number)
    if row is None:
        return None
    group = group_by_id(session, row.group_id)
    return Subject(id=row.id, seen=group, changed=group, group_id=group.id)


def _place(session: Session, number: int, _: str) -> Place:
    row = session.execute(
        select(BuyerGroup.id, BuyerGroup.slug, GroupMeeting.ref)
        .join(GroupMeeting, GroupMeeting.group_id == BuyerGroup.id)
        .where(GroupMeeting.id == number)
    ).one()
    planned = queries.meeting(session, row.id, row.ref)
    there = url_for("gatherings.meeting", slug=row.slug, ref=row.ref)
    return Place(planned.title, there, SECTION)


ON_AGENDA = SubjectKind(
    FileSubject.GROUP_AGENDA,
    "agenda",
    Words("Bijlage bij de agenda", "Attachment to the agenda"),
    _meeting,
    see=Action.GROUP_SEE,
    change=Action.GROUP_RUN,
    place=_place,
)
ON_MINUTES = SubjectKind(
    FileSubject.GROUP_MINUTES,
    "verslag",
    Words("Bijlage bij het verslag", "Attachment to the minutes"),
    _meeting,
    see=Action.GROUP_SEE,
    change=Action.GROUP_RUN,
    place=_place,
)
