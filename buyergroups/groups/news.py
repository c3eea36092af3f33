"""What happened in a group itself since a moment: who came, went or changed, state, scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from buyergroups.access.belonging import latest_version
from buyergroups.groups import labels
from buyergroups.groups.labels import STATES
from buyergroups.groups.members import has_next, has_previous
from buyergroups.groups.offers import GroupNews, Part, Span, no_asks, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.groups.queries import Group
from buyergroups.web import state
from buyergroups.words import Words
from models.groups import GroupStanding, GroupVersion, Membership
from models.organisations import OrganisationVersion
from models.people import Person

JOINED = Words("%(name)s doet mee namens %(of)s", "%(name)s takes part for %(of)s")
IS_NOW = Words("%(name)s (%(of)s) is nu %(role)s", "%(name)s (%(of)s) is %(role)s now")
LEFT = Words("%(name)s (%(of)s) doet niet meer mee", "%(name)s (%(of)s) no longer takes part")
STATE = Words("De groep is %(state)s", "The group is %(state)s")
SCOPE = Words("De gegevens van de groep zijn gewijzigd", "The facts of the group were changed")


def news(session: Session, page: GroupPage, span: Span) -> Sequence[GroupNews]:
    """Who came, went or is something else now, and states and facts: three statements."""
    language, group = state.language(), page.group
    here = url_for("groups.group", slug=group.slug)
    found = [
        one for row in _members(session, group.id, span) for one in _of_member(row, group, span)
    ]
    for kind in (GroupStanding, GroupVersion):
        for row in _rows(session, kind, group.id, span):
            what = (
                STATE.into(language, state=STATES[row.state].words.into(language))
                if kind is GroupStanding
                else SCOPE.into(language)
            )
            found.append(GroupNews(row.recorded_at, what, here, row.by))
    return found


def _of_member(row: Any, group: Group, span: Span) -> list[GroupNews]:
    """What a membership tells: its beginning, its end, or that the role is another one now."""
    language = state.language()
    people = url_for("groups.members", slug=group.slug)
    about = {"name": row.name, "of": row.of}
    found = []
    if row.recorded_at > span.since:
        role = labels.function(
            row.role, language, in_core=row.in_core, is_secretary=row.is_secretary
        )
        what = IS_NOW.into(language, **about, role=role)
        if not row.had_another:
            what = JOINED.into(language, **about)
        found.append(GroupNews(row.recorded_at, what, people, None))
    if row.ended_at is not None and row.ended_at > span.since and not row.has_another:
        found.append(GroupNews(row.ended_at, LEFT.into(language, **about), people, None))
    return found


def _members(session: Session, group_id: int, span: Span) -> Sequence[Any]:
    return session.execute(
        select(
            Membership.recorded_at,
            Membership.ended_at,
            Membership.role,
            Membership.in_core,
            Membership.is_secretary,
            Person.name.label("name"),
            OrganisationVersion.name.label("of"),
            has_previous().label("had_another"),
            has_next().label("has_another"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(
            Membership.group_id == group_id,
            (Membership.recorded_at > span.since) | (Membership.ended_at > span.since),
        )
        .order_by(
            func.coalesce(Membership.ended_at, Membership.recorded_at).desc(), Membership.id.desc()
        )
        .limit(span.most)
    ).all()


def _rows(
    session: Session,
    kind: type[GroupStanding] | type[GroupVersion],
    group_id: int,
    span: Span,
) -> Sequence[Any]:
    columns: list[Any] = [kind.recorded_at, Person.name.label("by")]
    if kind is GroupStanding:
        columns.append(GroupStanding.state)
    # A change has a reason; the first version is the beginning, which its state tells.
    told = true() if kind is GroupStanding else GroupVersion.reason != ""
    return session.execute(
        select(*columns)
        .select_from(kind)
        .outerjoin(Person, Person.id == kind.recorded_by_id)
        .where(kind.group_id == group_id, kind.recorded_at > span.since, told)
        .order_by(kind.recorded_at.desc(), kind.id.desc())
        .limit(span.most)
    ).all()


PART = Part(no_asks, news, nothing_coming)
