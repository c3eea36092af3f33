"""Reads the competition protocol, who accepted it, and what private members declared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.groups import membership_holds
from buyergroups.clock import local_day
from buyergroups.groups.queries import latest_of
from models.groups import (
    BuyerGroup,
    GroupVersion,
    InterestDeclaration,
    Membership,
    ProtocolAcceptance,
    ProtocolVersion,
)
from models.organisations import OrganisationVersion, Sector
from models.people import Language, Person

#: More acceptances than these no page shows at once.
MOST = 200


@dataclass(frozen=True, slots=True)
class Protocol:
    """A version of the competition protocol."""

    id: int
    nr: int
    text: str
    text_html: str
    language: Language
    reason: str
    recorded_at: datetime
    by: str | None


def protocols(session: Session, programme_id: int) -> list[Protocol]:
    """All versions, the newest first; nothing while none was established."""
    rows = session.execute(
        select(
            ProtocolVersion.id,
            ProtocolVersion.nr,
            ProtocolVersion.text,
            ProtocolVersion.text_html,
            ProtocolVersion.language,
            ProtocolVersion.reason,
            ProtocolVersion.recorded_at,
            Person.name,
        )
        .select_from(ProtocolVersion)
        .outerjoin(Person, Person.id == ProtocolVersion.recorded_by_id)
        .where(ProtocolVersion.programme_id == programme_id)
        .order_by(ProtocolVersion.nr.desc())
    )
    return [Protocol(*row) for row in rows]


def latest_protocol(session: Session, programme_id: int) -> ProtocolVersion | None:
    """The version that holds."""
    return session.scalars(
        select(ProtocolVersion)
        .where(ProtocolVersion.programme_id == programme_id)
        .order_by(ProtocolVersion.nr.desc())
        .limit(1)
    ).first()


def to_accept(
    session: Session, actor: Actor, now: datetime, group_ids: Collection[int]
) -> Sequence[Any]:
    """The groups of somebody, as a private member, with a version they have not accepted yet."""
    newer = aliased(ProtocolVersion)
    newest = and_(
        ProtocolVersion.programme_id == BuyerGroup.programme_id,
        ~exists().where(
            newer.programme_id == ProtocolVersion.programme_id, newer.nr > ProtocolVersion.nr
        ),
    )
    accepted = exists().where(
        ProtocolAcceptance.group_id == Membership.group_id,
        ProtocolAcceptance.person_id == Membership.person_id,
        ProtocolAcceptance.organisation_id == Membership.organisation_id,
        ProtocolAcceptance.protocol_id == ProtocolVersion.id,
    )
    return session.execute(
        select(BuyerGroup.id, BuyerGroup.slug, GroupVersion.name, ProtocolVersion.nr)
        .select_from(Membership)
        .join(BuyerGroup, BuyerGroup.id == Membership.group_id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .join(ProtocolVersion, newest)
        .where(
            Membership.person_id == actor.person_id,
            Membership.group_id.in_(group_ids),
            membership_holds(now, local_day(now)),
            OrganisationVersion.sector == Sector.PRIVATE,
            ~accepted,
        )
        .order_by(BuyerGroup.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a private member accepted and declared in a group."""

    person_id: int
    kind: Any
    about: str
    recorded_at: datetime


def declarations(session: Session, group_id: int) -> dict[tuple[int, int], Declared]:
    """What each private member declared last, by person and organisation."""
    rows = session.execute(
        select(
            InterestDeclaration.organisation_id,
            InterestDeclaration.person_id,
            InterestDeclaration.kind,
            InterestDeclaration.about,
            InterestDeclaration.recorded_at,
        )
        .where(InterestDeclaration.group_id == group_id)
        .order_by(InterestDeclaration.recorded_at, InterestDeclaration.id)
    )
    return {(row[1], row[0]): Declared(*row[1:]) for row in rows}


def own_declaration(session: Session, actor: Actor, group_id: int) -> InterestDeclaration | None:
    """What somebody declared last in a group."""
    return session.scalars(
        select(InterestDeclaration)
        .where(
            InterestDeclaration.group_id == group_id,
            InterestDeclaration.person_id == actor.person_id,
        )
        .order_by(InterestDeclaration.recorded_at.desc(), InterestDeclaration.id.desc())
        .limit(1)
    ).first()


def acceptances(session: Session, group_id: int) -> Sequence[Any]:
    """Who accepted which version of the protocol when, in a group; the latest of each first."""
    return session.execute(
        select(
            ProtocolAcceptance.person_id,
            ProtocolAcceptance.organisation_id,
            Person.name,
            OrganisationVersion.name.label("organisation"),
            ProtocolVersion.nr,
            ProtocolAcceptance.recorded_at,
        )
        .select_from(ProtocolAcceptance)
        .join(ProtocolVersion, ProtocolVersion.id == ProtocolAcceptance.protocol_id)
        .join(Person, Person.id == ProtocolAcceptance.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(ProtocolAcceptance.organisation_id),
        )
        .where(ProtocolAcceptance.group_id == group_id)
        .order_by(ProtocolAcceptance.recorded_at.desc(), ProtocolAcceptance.id.desc())
        .limit(MOST)
    ).all()


def is_private_in(session: Session, actor: Actor, group_id: int) -> bool:
    """Whether somebody takes part in a group for a private organisation."""
    own = [row.organisation_id for row in actor.memberships if row.group_id == group_id]
    return (
        session.scalar(
            select(OrganisationVersion.organisation_id).where(
                OrganisationVersion.organisation_id.in_(own),
                OrganisationVersion.id == latest_version(OrganisationVersion.organisation_id),
                OrganisationVersion.sector == Sector.PRIVATE,
            )
        )
        is not None
    )
