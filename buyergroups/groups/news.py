"""What happened in a group itself since a moment: who came and went, state, scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import latest_version
from buyergroups.groups.labels import STATES
from buyergroups.groups.offers import GroupNews, Part, no_asks, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.web import state
from buyergroups.words import Words
from models.groups import GroupStanding, GroupVersion, Membership
from models.organisations import OrganisationVersion
from models.people import Person

MOST = 30
JOINED = Words("%(name)s doet mee namens %(of)s", "%(name)s takes part for %(of)s")
LEFT = Words("%(name)s (%(of)s) doet niet meer mee", "%(name)s (%(of)s) no longer takes part")
STATE = Words("De groep is %(state)s", "The group is %(state)s")
SCOPE = Words("De gegevens van de groep zijn gewijzigd", "The facts of the group were changed")


def news(session: Session, page: GroupPage, since: datetime) -> Sequence[GroupNews]:
    """The latest, by three statements."""
    language, group = state.language(), page.group
    here = url_for("groups.group", slug=group.slug)
    people = url_for("groups.members", slug=group.slug)
    found = [
        GroupNews(
            row.ended_at or row.recorded_at,
            (LEFT if row.ended_at else JOINED).into(language, name=row.name, of=row.of),
            people,
            None,
        )
        for row in _members(session, group.id, since)
    ]
    for kind in (GroupStanding, GroupVersion):
        for row in _rows(session, kind, group.id, since):
            what = (
                STATE.into(language, state=STATES[row.state].words.into(language))
                if kind is GroupStanding
                else SCOPE.into(language)
            )
            found.append(GroupNews(row.recorded_at, what, here, row.by))
    return found


def _members(session: Session, group_id: int, since: datetime) -> Sequence[Any]:
    return session.execute(
        select(
            Membership.recorded_at,
            Membership.ended_at,
            Person.name.label("name"),
            OrganisationVersion.name.label("of"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(
            Membership.group_id == group_id,
            (Membership.recorded_at > since) | (Membership.ended_at > since),
        )
        .order_by(Membership.id.desc())
        .limit(MOST)
    ).all()


def _rows(
    session: Session,
    kind: type[GroupStanding] | type[GroupVersion],
    group_id: int,
    since: datetime,
) -> Sequence[Any]:
    columns: list[Any] = [kind.recorded_at, Person.name.label("by")]
    if kind is GroupStanding:
        columns.append(GroupStanding.state)
    return session.execute(
        select(*columns)
        .select_from(kind)
        .outerjoin(Person, Person.id == kind.recorded_by_id)
        .where(kind.group_id == group_id, kind.recorded_at > since)
        .order_by(kind.id.desc())
        .limit(MOST)
    ).all()


PART = Part(no_asks, news, nothing_coming)
