"""What happened in a group itself as news: who came, went or changed; state and facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import Statement, latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.groups import labels
from buyergroups.groups.members import has_next, has_previous
from buyergroups.groups.queries import latest_of
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.words import Words
from models.groups import BuyerGroup, GroupStanding, GroupVersion, Membership
from models.organisations import OrganisationVersion
from models.people import Person

JOINED = Words("%(name)s doet mee namens %(of)s", "%(name)s takes part for %(of)s")
IS_NOW = Words("%(name)s (%(of)s) is nu %(role)s", "%(name)s (%(of)s) is %(role)s now")
LEFT = Words("%(name)s (%(of)s) doet niet meer mee", "%(name)s (%(of)s) no longer takes part")
STATE = Words("De groep is %(state)s", "The group is %(state)s")
SCOPE = Words("De gegevens van de groep zijn gewijzigd", "The facts of the group were changed")


def of_group(reach: Reach, group_id: Any) -> ColumnElement[bool]:
    """Of a group within reach, that the reader sees."""
    seen = select(BuyerGroup.id).where(visible_to(reach.actor, BuyerGroup))
    return and_(reach.groups(group_id), group_id.in_(seen))


def named_group(statement: Statement, group_id: Any) -> Statement:
    """A statement with the address and name of a group besides, as `slug` and `group`."""
    return (
        statement.add_columns(BuyerGroup.slug, GroupVersion.name.label("group"))
        .join(BuyerGroup, BuyerGroup.id == group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
    )


def _came(reach: Reach) -> Select[Any]:
    row = Membership
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    return asked.where(of_group(reach, row.group_id))


def _went(reach: Reach) -> Select[Any]:
    row = Membership
    asked = found(row.id, row.ended_at, row.ended_by_id)
    return asked.where(of_group(reach, row.group_id), row.ended_at.is_not(None), ~has_next())


def _standing(reach: Reach) -> Select[Any]:
    row = GroupStanding
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    return asked.where(of_group(reach, row.group_id))


def _facts(reach: Reach) -> Select[Any]:
    """A change has a reason; the first version is the beginning, which its state tells."""
    row = GroupVersion
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    return asked.where(of_group(reach, row.group_id), row.reason != "")


def _members(session: Session, ids: Collection[int]) -> Iterator[Any]:
    asked = (
        select(
            Membership.id,
            Membership.role,
            Membership.in_core,
            Membership.is_secretary,
            Person.name.label("name"),
            OrganisationVersion.name.label("of"),
            has_previous().label("had_another"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(Membership.id.in_(ids))
    )
    yield from session.execute(named_group(asked, Membership.group_id))


def _told_came(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    told = {}
    for row in _members(session, ids):
        role = labels.function(
            row.role, language, in_core=row.in_core, is_secretary=row.is_secretary
        )
        words = IS_NOW if row.had_another else JOINED
        what = words.into(language, name=row.name, of=row.of, role=role)
        told[row.id] = Told(row.group, f"/buyer-groups/{row.slug}/deelnemers", what)
    return told


def _told_went(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    return {
        row.id: Told(
            row.group,
            f"/buyer-groups/{row.slug}/deelnemers",
            LEFT.into(language, name=row.name, of=row.of),
        )
        for row in _members(session, ids)
    }


def _told_standing(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    asked = select(GroupStanding.id, GroupStanding.state).where(GroupStanding.id.in_(ids))
    return {
        row.id: Told(
            row.group,
            f"/buyer-groups/{row.slug}",
            STATE.into(language, state=labels.STATES[row.state].words.into(language)),
        )
        for row in session.execute(named_group(asked, GroupStanding.group_id))
    }


def _told_facts(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    rows = session.execute(
        select(GroupVersion.id, GroupVersion.name, BuyerGroup.slug)
        .join(BuyerGroup, BuyerGroup.id == GroupVersion.group_id)
        .where(GroupVersion.id.in_(ids))
    )
    return {
        row.id: Told(row.name, f"/buyer-groups/{row.slug}", SCOPE.into(language)) for row in rows
    }


NEWS = (
    Source("member-came", Section.CHANGED, _came, _told_came),
    Source("member-went", Section.CHANGED, _went, _told_went),
    Source("group-state", Section.CHANGED, _standing, _told_standing),
    Source("group-facts", Section.CHANGED, _facts, _told_facts),
)
