"""Groups that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.db import latest_id
from buyergroups.flags.offers import Found, Look, Rule, Severity, Solve
from buyergroups.groups.flags import GROUP, in_state
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words
from models.groups import BuyerGroup, GroupMeeting, GroupState, MeetingPlan

DAY = timedelta(days=1)


def silent(session: Session, look: Look) -> Iterator[Found]:
    """Active groups that met too long ago, or never since they are active.

    One that has a meeting planned needs nobody: it is going to meet.
    """
    days = timedelta(days=look.settings[SettingKey.GROUP_MEETING_DAYS])
    last = (
        select(func.max(MeetingPlan.starts_at))
        .join(GroupMeeting, MeetingPlan.id == latest_id(MeetingPlan, meeting_id=GroupMeeting.id))
        .where(GroupMeeting.group_id == BuyerGroup.id, MeetingPlan.cancelled.is_(False))
        .correlate(BuyerGroup)
        .scalar_subquery()
    )
    for row in session.execute(in_state(GroupState.ACTIVE).add_columns(last.label("last"))):
        met = local_day(row.last) if row.last else row.since
        since = max(met, row.since) + days + DAY
        if since <= look.today:
            yield Found(row.id, since=since, group_id=row.id)


SILENT = Rule(
    "group-without-meeting",
    Words("De buyer group kwam lang niet bij elkaar", "The buyer group has not met for long"),
    Severity.NORMAL,
    GROUP,
    silent,
    Solve(Words("Overleg plannen", "Plan a meeting"), "/agenda/nieuw"),
    (SettingKey.GROUP_MEETING_DAYS,),
    todo=Words(
        "Plan een overleg in de agenda van de groep.",
        "Plan a meeting in the calendar of the group.",
    ),
)
RULES = (SILENT,)
