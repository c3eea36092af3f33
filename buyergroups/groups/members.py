"""Reads who takes part in a group: who is who, a page of the members, one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.belonging import latest_version, with_organisation
from buyergroups.access.groups import membership_holds
from buyergroups.clock import local_day
from buyergroups.db import second
from buyergroups.errors import NotThereError
from buyergroups.groups.queries import PAGE_SIZE
from models.base import sort_name
from models.groups import GroupChain, MemberRole, Membership
from models.organisations import OrganisationVersion, Sector
from models.people import Person, Role, RoleAssignment

#: So many of the core group, leads, secretaries and experts the page of a group shows.
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group for an organisation: now, before or to come."""

    id: int
    person_id: int
    name: str
    email: str
    organisation: str
    sector: Sector
    bound: bool | None
    role: MemberRole
    in_core: bool
    is_secretary: bool
    since: date
    until: date | None
    holds: bool
    #: Ended because another role of the same person began.
    moved_on: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who leads a chain of the group."""

    person_id: int
    name: str
    email: str
    chains: tuple[int, ...]


def has_next() -> ColumnElement[bool]:
    """Whether a `Membership` ended with the beginning of another of the same person: a new role."""
    return _beside(second(Membership).recorded_at == Membership.ended_at)


def has_previous() -> ColumnElement[bool]:
    """Whether a `Membership` began with the end of another of the same person: a new role."""
    return _beside(second(Membership).ended_at == Membership.recorded_at)


def _beside(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    other = second(Membership)
    return (
        select(other.id)
        .where(
            other.group_id == Membership.group_id,
            other.person_id == Membership.person_id,
            other.id != Membership.id,
            condition,
        )
        .correlate(Membership)
        .exists()
    )


def _members(now: datetime) -> Any:
    return (
        select(
            Membership.id,
            Membership.person_id,
            Person.name,
            Person.email,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            OrganisationVersion.bound_by_procurement_law,
            Membership.role,
            Membership.in_core,
            Membership.is_secretary,
            Membership.since,
            Membership.until,
            membership_holds(now, local_day(now)).label("holds"),
            has_next().label("moved_on"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
    )


def _found(rows: Any) -> list[Member]:
    return [Member(*row) for row in rows]


def who_is_who(session: Session, now: datetime, group_id: int) -> list[Member]:
    """Lead, secretary, core group and experts of now; a few at most."""
    rows = session.execute(
        _members(now)
        .where(
            Membership.group_id == group_id,
            membership_holds(now, local_day(now)),
            or_(
                Membership.in_core,
                Membership.is_secretary,
                Membership.role.in_([MemberRole.LEAD, MemberRole.EXPERT]),
            ),
        )
        .order_by(
            (Membership.role == MemberRole.LEAD).desc(),
            Membership.is_secretary.desc(),
            Membership.in_core.desc(),
            Person.sort_name,
            Membership.id,
        )
        .limit(MOST_SHOWN)
    )
    return _found(rows)


def leads(session: Session, now: datetime, group_id: int) -> list[Lead]:
    """Who leads the chains of a group now."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, RoleAssignment.chain_id)
        .select_from(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .join(GroupChain, GroupChain.chain_id == RoleAssignment.chain_id)
        .where(
            GroupChain.group_id == group_id,
            GroupChain.until.is_(None),
            RoleAssignment.role == Role.CHAIN_LEAD,
            role_holds(now, local_day(now)),
        )
        .order_by(Person.sort_name, Person.id)
    )
    found: dict[int, Lead] = {}
    for person_id, name, email, chain_id in rows:
        assert chain_id is not None
        before = found.get(person_id)
        chains = (*(before.chains if before else ()), chain_id)
        found[person_id] = Lead(person_id, name, email, chains)
    return list(found.values())


def members(
    session: Session,
    now: datetime,
    group_id: int,
    *,
    former: bool = False,
    page: int | None = 1,
) -> tuple[list[Member], int]:
    """A page of the members of now and to come, or of before; all of them without a page."""
    day = local_day(now)
    over = and_(Membership.ended_at.is_not(None), Membership.until <= day)
    where = and_(Membership.group_id == group_id, over if former else ~func.coalesce(over, False))
    total = session.scalar(select(func.count()).select_from(Membership).where(where))
    statement = _members(now).where(where).order_by(Person.sort_name, Membership.id)
    if page is not None:
        statement = statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return _found(session.execute(statement)), total or 0


def member(session: Session, now: datetime, group_id: int, membership_id: int) -> Member:
    """One membership of a group; raises NotThereError."""
    row = session.execute(
        _members(now).where(Membership.group_id == group_id, Membership.id == membership_id)
    ).one_or_none()
    if row is None:
        raise NotThereError(f"membership {membership_id}")
    return _found([row])[0]


def counts(session: Session, now: datetime, group_id: int) -> dict[Sector, int]:
    """How many take part now, public and private."""
    rows = session.execute(
        select(OrganisationVersion.sector, func.count())
        .select_from(Membership)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(Membership.group_id == group_id, membership_holds(now, local_day(now)))
        .group_by(OrganisationVersion.sector)
    )
    found = {row[0]: row[1] for row in rows}
    return {sector: found.get(sector, 0) for sector in Sector}


def sector_of(session: Session, organisation_id: int) -> Sector | None:
    """Whether an organisation is public or private; None where there is none."""
    return session.scalar(
        select(OrganisationVersion.sector).where(
            OrganisationVersion.id == latest_version(organisation_id)
        )
    )


def organisation_of(
    session: Session, now: datetime, person_id: int | None
) -> tuple[int, str, Sector] | None:
    """Where somebody works: id, name, public or private."""
    row = session.execute(
        with_organisation(
            select(
                OrganisationVersion.organisation_id,
                OrganisationVersion.name,
                OrganisationVersion.sector,
            ).select_from(Person),
            now,
            local_day(now),
        ).where(Person.id == person_id, OrganisationVersion.id.is_not(None))
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else None


# ---- who can be added ---------------------------------------------------------------------------

#: More people than these no page offers while one types.
MOST_OFFERED = 200
MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with an account, as whoever runs a group finds them."""

    id: int
    name: str
    email: str


def _known(actor: Actor, now: datetime) -> Any:
    """Whom somebody may find: those whose mail address they see, of their own groups or as team.

    Others are invited by mail, which tells nobody whether they have an account.
    """
    beside = select(Membership.person_id).where(
        Membership.group_id.in_(actor.member_of), membership_holds(now, local_day(now))
    )
    return (
        select(Person.id, Person.name, Person.email)
        .where(
            true() if actor.in_programme_team else Person.id.in_(beside),
            Person.blocked_at.is_(None),
            Person.anonymised_at.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    )


def may_find(session: Session, actor: Actor, now: datetime, person_id: int) -> bool:
    """Whether somebody may find this person; what they know of them is then no secret."""
    return session.execute(_known(actor, now).where(Person.id == person_id)).first() is not None


def known_people(session: Session, actor: Actor, now: datetime) -> list[Known]:
    """Whom to choose from while typing, where there are not too many for a page."""
    rows = session.execute(_known(actor, now).limit(MOST_OFFERED + 1)).all()
    return [Known(*row) for row in rows] if len(rows) <= MOST_OFFERED else []


def known_as(session: Session, actor: Actor, now: datetime, typed: str) -> list[Known]:
    """Those with exactly this name or mail address; otherwise some whose name comes near."""
    wanted = sort_name(" ".join(typed.split()))
    same = or_(Person.sort_name == wanted, Person.email == typed.strip().lower())
    exact = session.execute(_known(actor, now).where(same).limit(MOST_NEAR)).all()
    if exact:
        return [Known(*row) for row in exact]
    words = [Person.sort_name.contains(word, autoescape=True) for word in wanted.split()]
    near = session.execute(_known(actor, now).where(*words).limit(MOST_NEAR)) if words else ()
    return [Known(*row) for row in near]
