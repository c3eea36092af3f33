"""Organisations in a group: who speaks for one there, which take part, and which are public.

Source: `domain.md`, "What private competitors may learn" and "Who sees what".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.groups import membership_holds
from buyergroups.clock import local_day
from models.groups import MemberRole, Membership
from models.history import ActorKind
from models.organisations import Organisation, OrganisationVersion, Sector

# Of its own name, whatever else a statement reads; made once, because naming the columns of a
# table takes longer than asking for them.
_VERSION = aliased(OrganisationVersion)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation in a group."""

    group_id: int
    organisation_id: int


def may_speak(actor: Actor, place: Place) -> bool:
    """Its members in the group, observers excepted; the programme team on its behalf.

    Nobody else: a secretary or lead of a group who is a member would read what others keep to
    themselves.
    """
    return (
        actor.in_programme_team
        or actor.kind is ActorKind.SEED
        or any(
            row.group_id == place.group_id
            and row.organisation_id == place.organisation_id
            and row.role is not MemberRole.OBSERVER
            for row in actor.memberships
        )
    )


def always_public(organisation_id: Any) -> ColumnElement[bool]:
    """Whether an organisation was never private.

    What a private organisation kept to itself does not become readable when it becomes public.
    """
    private = select(_VERSION.id).where(
        _VERSION.organisation_id == organisation_id, _VERSION.sector == Sector.PRIVATE
    )
    return ~private.exists()


def takes_part(session: Session, now: datetime, place: Place) -> bool:
    """Whether anybody takes part in the group for the organisation now."""
    found = session.scalar(
        select(Membership.id)
        .where(
            Membership.group_id == place.group_id,
            Membership.organisation_id == place.organisation_id,
            membership_holds(now, local_day(now)),
        )
        .limit(1)
    )
    return found is not None


def organisations_in(session: Session, actor: Actor, now: datetime, group_id: int) -> Sequence[Any]:
    """The organisations in a group for which the reader may speak, by name."""
    present = select(Membership.organisation_id).where(
        Membership.group_id == group_id, membership_holds(now, local_day(now))
    )
    rows = session.execute(
        select(
            Organisation.id, Organisation.slug, OrganisationVersion.name, OrganisationVersion.sector
        )
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .where(Organisation.id.in_(present))
        .order_by(OrganisationVersion.sort_name, Organisation.id)
    ).all()
    return [row for row in rows if may_speak(actor, Place(group_id, row.id))]
