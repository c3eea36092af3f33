"""Reads invitations and requests to join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.errors import NotThereError
from buyergroups.groups.queries import latest_of
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupInvitation,
    GroupVersion,
    InvitationOutcome,
    JoinRequest,
    MemberRole,
)
from models.organisations import OrganisationVersion, Sector
from models.people import Person

#: More waiting invitations or requests than these no page shows at once.
MOST = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, with the group and the organisation it is for."""

    id: int
    ref: str
    group_id: int
    group_slug: str
    group: str
    person_id: int
    email: str
    name: str
    organisation_id: int
    organisation: str
    sector: Sector
    role: MemberRole
    in_core: bool
    is_secretary: bool
    recorded_at: datetime
    by: str | None
    expires_at: datetime
    outcome: InvitationOutcome | None
    outcome_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.outcome is None and now < self.expires_at


def _invitations() -> Any:
    inviter = aliased(Person)
    return (
        select(
            GroupInvitation.id,
            GroupInvitation.ref,
            BuyerGroup.id,
            BuyerGroup.slug,
            GroupVersion.name,
            GroupInvitation.person_id,
            GroupInvitation.email,
            GroupInvitation.name,
            OrganisationVersion.organisation_id,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            GroupInvitation.role,
            GroupInvitation.in_core,
            GroupInvitation.is_secretary,
            GroupInvitation.recorded_at,
            inviter.name,
            GroupInvitation.expires_at,
            GroupInvitation.outcome,
            GroupInvitation.outcome_at,
        )
        .select_from(GroupInvitation)
        .join(BuyerGroup, BuyerGroup.id == GroupInvitation.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(GroupInvitation.organisation_id),
        )
        .outerjoin(inviter, inviter.id == GroupInvitation.recorded_by_id)
    )


def invitations(session: Session, group_id: int) -> list[Invited]:
    """Who was invited to a group: those without an answer first, then the latest."""
    rows = session.execute(
        _invitations()
        .where(
            GroupInvitation.group_id == group_id,
            GroupInvitation.outcome.is_distinct_from(InvitationOutcome.REPLACED),
        )
        .order_by(
            GroupInvitation.outcome.is_not(None),
            GroupInvitation.recorded_at.desc(),
            GroupInvitation.id.desc(),
        )
        .limit(MOST)
    )
    return [Invited(*row) for row in rows]


def own_invitation(session: Session, actor: Actor, ref: str) -> Invited:
    """An invitation of whoever asks; raises NotThereError for one of somebody else."""
    row = session.execute(
        _invitations().where(
            GroupInvitation.ref == ref, GroupInvitation.person_id == actor.person_id
        )
    ).one_or_none()
    if row is None:
        raise NotThereError(f"invitation {ref}")
    return Invited(*row)


def own_invitations(session: Session, actor: Actor, now: datetime) -> list[Invited]:
    """The invitations that somebody can answer now."""
    rows = session.execute(
        _invitations()
        .where(
            GroupInvitation.person_id == actor.person_id,
            GroupInvitation.outcome.is_(None),
            GroupInvitation.expires_at > now,
        )
        .order_by(GroupInvitation.id)
    )
    return [Invited(*row) for row in rows]


# ---- requests ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to join."""

    id: int
    ref: str
    group_id: int
    group_slug: str
    group: str
    person_id: int
    name: str
    email: str
    organisation_id: int
    organisation: str
    sector: Sector
    bound: bool | None
    role: MemberRole
    wish: str
    recorded_at: datetime
    outcome: Any
    answer: str | None
    outcome_at: datetime | None


def _requests() -> Any:
    return (
        select(
            JoinRequest.id,
            JoinRequest.ref,
            BuyerGroup.id,
            BuyerGroup.slug,
            GroupVersion.name,
            Person.id,
            Person.name,
            Person.email,
            OrganisationVersion.organisation_id,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            OrganisationVersion.bound_by_procurement_law,
            JoinRequest.role,
            JoinRequest.wish,
            JoinRequest.recorded_at,
            JoinRequest.outcome,
            JoinRequest.answer,
            JoinRequest.outcome_at,
        )
        .select_from(JoinRequest)
        .join(BuyerGroup, BuyerGroup.id == JoinRequest.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(Person, Person.id == JoinRequest.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(JoinRequest.organisation_id),
        )
    )


def requests(session: Session, group_id: int) -> list[Asked]:
    """Who asks to join a group and has no answer yet, the first first."""
    rows = session.execute(
        _requests()
        .where(JoinRequest.group_id == group_id, JoinRequest.outcome.is_(None))
        .order_by(JoinRequest.recorded_at, JoinRequest.id)
        .limit(MOST)
    )
    return [Asked(*row) for row in rows]


def request_of_group(session: Session, group_id: int, ref: str) -> Asked:
    """A request to join a group; raises NotThereError."""
    row = session.execute(
        _requests().where(JoinRequest.group_id == group_id, JoinRequest.ref == ref)
    ).one_or_none()
    if row is None:
        raise NotThereError(f"request {ref}")
    return Asked(*row)


def last_request(session: Session, actor: Actor, group_id: int) -> Asked | None:
    """What whoever asks wanted last of a group, with what came of it."""
    row = session.execute(
        _requests()
        .where(JoinRequest.group_id == group_id, JoinRequest.person_id == actor.person_id)
        .order_by(JoinRequest.id.desc())
        .limit(1)
    ).one_or_none()
    return Asked(*row) if row else None


def run_by(actor: Actor) -> ColumnElement[bool]:
    """The groups whose requests somebody answers: of their chains, as their lead or secretary."""
    led = exists().where(
        GroupChain.group_id == BuyerGroup.id,
        GroupChain.until.is_(None),
        GroupChain.chain_id.in_(actor.leads),
    )
    return led | BuyerGroup.id.in_(actor.heads | actor.secretary_of_groups)


def waiting(session: Session, actor: Actor) -> Sequence[Any]:
    """Slug, name and number of requests of the groups that somebody runs and has to answer."""
    return session.execute(
        select(BuyerGroup.slug, GroupVersion.name, func.count().label("count"))
        .select_from(JoinRequest)
        .join(BuyerGroup, BuyerGroup.id == JoinRequest.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(JoinRequest.outcome.is_(None), run_by(actor))
        .group_by(BuyerGroup.id, BuyerGroup.slug, GroupVersion.name)
        .order_by(BuyerGroup.id)
    ).all()
