"""Reads people with their roles: a page of a list, one person, and who has which rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.belonging import belongs, newest_version, with_organisation
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.people.rules import GENERAL, OF_A_BODY, RoleChoice
from models.base import sort_name
from models.chains import Chain, ChainVersion
from models.decisions import Body
from models.notices import OutboxMail
from models.organisations import Organisation, OrganisationVersion
from models.people import Affiliation, Person, PersonSession, Role, RoleAssignment
from models.signing import LinkKind, OneTimeLink, RightsConfirmation, SecondFactor

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    name: str = ""
    role: Role | None = None
    organisation: str = ""
    page: int = 1


@dataclass(frozen=True)
class HeldRole:
    """A role of somebody: past, present or to come."""

    id: int
    person_id: int
    role: Role
    chain_id: int | None
    body_id: int | None
    about_nl: str | None
    about_en: str | None
    since: date
    until: date | None
    holds: bool

    def about(self, language: str) -> str | None:
        """The chain or the body; chains have a Dutch name only."""
        return self.about_en if language == "en" else self.about_nl


@dataclass(frozen=True)
class Listed:
    """A line of the list."""

    ref: str
    name: str
    organisation: str | None
    blocked: bool
    invited: bool
    last_sign_in: datetime | None
    roles: list[HeldRole] = field(default_factory=list)


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list, and how many there are in all."""

    rows: Sequence[Listed]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def people(session: Session, actor: Actor, now: datetime, filters: Filters) -> PeoplePage:
    """One page of who there is; three statements, however many people and roles."""
    # Whose name was replaced by a role is nobody to be found; what they did says who they were.
    conditions = [
        visible_to(actor, Person),
        Person.anonymised_at.is_(None),
        *_conditions(filters, now),
    ]
    counted = with_organisation(select(func.count()).select_from(Person), now, local_day(now))
    total = session.scalar(counted.where(*conditions))
    rows = session.execute(
        _people(actor, now)
        .where(*conditions)
        .order_by(Person.sort_name, Person.id)
        .limit(PAGE_SIZE)
        .offset((filters.page - 1) * PAGE_SIZE)
    ).all()
    roles = roles_of(session, now, [row.id for row in rows], only_now=True)
    return PeoplePage([_listed(row, roles) for row in rows], total or 0)


def everybody_with_rights(session: Session, actor: Actor, now: datetime) -> Sequence[Listed]:
    """Everybody who has a role now and is not blocked, by name."""
    held = exists().where(RoleAssignment.person_id == Person.id, role_holds(now, local_day(now)))
    rows = session.execute(
        _people(actor, now)
        .where(visible_to(actor, Person), Person.blocked_at.is_(None), held)
        .order_by(Person.sort_name, Person.id)
    ).all()
    roles = roles_of(session, now, [row.id for row in rows], only_now=True)
    return [_listed(row, roles) for row in rows]


def _people(actor: Actor, now: datetime) -> Select[Any]:
    # Sign-in and invitation are for administrators: to others they are not even read.
    last: Any = func.null()
    if actor.is_administrator:
        last = (
            select(func.max(PersonSession.started_at))
            .where(PersonSession.person_id == Person.id)
            .scalar_subquery()
        )
    seen = last.label("last_sign_in") if actor.is_administrator else Person.blocked_at.label("none")
    return with_organisation(
        select(
            Person.id,
            Person.ref,
            Person.name,
            Person.blocked_at,
            Person.password_hash.is_(None).label("invited"),
            OrganisationVersion.name.label("organisation"),
            seen,
        ),
        now,
        local_day(now),
    )


def _listed(row: Any, roles: Mapping[int, list[HeldRole]]) -> Listed:
    return Listed(
        ref=row.ref,
        name=row.name,
        organisation=row.organisation,
        blocked=row.blocked_at is not None,
        invited=row.invited,
        last_sign_in=getattr(row, "last_sign_in", None),
        roles=roles.get(row.id, []),
    )


def _conditions(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.name:
        found.append(Person.sort_name.contains(sort_name(filters.name), autoescape=True))
    if filters.organisation:
        at = select(Organisation.id).where(Organisation.slug == filters.organisation)
        named = sort_name(filters.organisation)
        found.append(
            or_(
                Affiliation.organisation_id.in_(at),
                OrganisationVersion.sort_name.contains(named, autoescape=True),
            )
        )
    if filters.role is not None:
        found.append(
            exists().where(
                RoleAssignment.person_id == Person.id,
                RoleAssignment.role == filters.role,
                role_holds(now, local_day(now)),
            )
        )
    return found


def _newest_name(now: datetime) -> ScalarSelect[int]:
    """The version of the chain of a role that holds now."""
    return latest_id(ChainVersion, chain_id=RoleAssignment.chain_id, until=now)


def roles_of(
    session: Session, now: datetime, person_ids: Sequence[int], *, only_now: bool
) -> dict[int, list[HeldRole]]:
    """The roles of these people, those of now first; by one statement."""
    newest = _newest_name(now)
    holds = role_holds(now, local_day(now))
    statement = (
        select(
            RoleAssignment, holds.label("holds"), ChainVersion.name_nl, Body.name_nl, Body.name_en
        )
        .select_from(RoleAssignment)
        .outerjoin(ChainVersion, ChainVersion.id == newest)
        .outerjoin(Body, Body.id == RoleAssignment.body_id)
        .where(RoleAssignment.person_id.in_(person_ids))
        .order_by(RoleAssignment.since.desc(), RoleAssignment.id)
    )
    kept: dict[int, list[HeldRole]] = {}
    for held, now_held, chain, body_nl, body_en in session.execute(
        statement.where(holds) if only_now else statement
    ):
        kept.setdefault(held.person_id, []).append(
            HeldRole(
                id=held.id,
                person_id=held.person_id,
                role=held.role,
                chain_id=held.chain_id,
                body_id=held.body_id,
                about_nl=chain or body_nl,
                about_en=chain or body_en,
                since=held.since,
                until=held.until,
                holds=bool(now_held),
            )
        )
    return kept


def person_by_ref(session: Session, actor: Actor, ref: str) -> Person:
    """Somebody whom this actor may see; raises NotThereError."""
    person = session.scalar(select(Person).where(Person.ref == ref, visible_to(actor, Person)))
    if person is None:
        raise NotThereError(f"person {ref}")
    return person


def organisation_at(session: Session, slug: str) -> int | None:
    """The organisation at an address."""
    return session.scalar(select(Organisation.id).where(Organisation.slug == slug))


def affiliations(session: Session, now: datetime, person_id: int) -> Sequence[Any]:
    """Where somebody works and worked, the latest first, under the names of now."""
    return session.execute(
        select(
            Affiliation.id,
            Affiliation.since,
            Affiliation.since_precision,
            Affiliation.until,
            OrganisationVersion.name,
            Organisation.slug,
            belongs(now, local_day(now)).label("holds"),
        )
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.id.desc())
    ).all()


def role_choices(
    session: Session, now: datetime, *, leads: bool, others: bool
) -> dict[str, tuple[RoleChoice, str | None, str | None]]:
    """What can be given, by the code that a form sends: the role, and what it is about."""
    found: dict[str, tuple[RoleChoice, str | None, str | None]] = {}
    if others:
        found.update({role.value: (RoleChoice(role), None, None) for role in GENERAL})
        for body in session.scalars(select(Body).order_by(Body.position)):
            for role in OF_A_BODY:
                choice = RoleChoice(role, body_id=body.id)
                found[f"{role.value}:{body.code}"] = (choice, body.name_nl, body.name_en)
    if leads:
        for key, slug, name in session.execute(_chains(now)):
            choice = RoleChoice(Role.CHAIN_LEAD, chain_id=key)
            found[f"{Role.CHAIN_LEAD.value}:{slug}"] = (choice, name, name)
    return found


def _chains(now: datetime) -> Any:
    newest = latest_id(ChainVersion, chain_id=Chain.id, until=now)
    return (
        select(Chain.id, Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == newest)
        .order_by(ChainVersion.name_nl)
    )


@dataclass(frozen=True)
class Account:
    """What an administrator sees of somebody's account."""

    sessions: int
    last_sign_in: datetime | None
    has_factor: bool
    invitation_until: datetime | None


def account_of(session: Session, now: datetime, person_id: int) -> Account:
    """Sessions, second factor and invitation of somebody, by one statement."""
    own = PersonSession.person_id == person_id
    row = session.execute(
        select(
            select(func.count()).where(own, PersonSession.ended_at.is_(None)).scalar_subquery(),
            select(func.max(PersonSession.started_at)).where(own).scalar_subquery(),
            select(func.count())
            .where(
                SecondFactor.person_id == person_id,
                SecondFactor.confirmed_at.is_not(None),
                SecondFactor.ended_at.is_(None),
            )
            .scalar_subquery(),
            select(func.max(OneTimeLink.expires_at))
            .where(
                OneTimeLink.person_id == person_id,
                OneTimeLink.kind == LinkKind.INVITATION,
                OneTimeLink.used_at.is_(None),
                OneTimeLink.ended_at.is_(None),
                OneTimeLink.expires_at > now,
            )
            .scalar_subquery(),
        )
    ).one()
    return Account(row[0], row[1], bool(row[2]), row[3])


def waiting_mails(session: Session) -> int:
    """How many mails are not sent yet."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OutboxMail)
            .where(
                OutboxMail.sent_at.is_(None),
                OutboxMail.given_up_at.is_(None),
                OutboxMail.cancelled_at.is_(None),
            )
        )
        or 0
    )


@dataclass(frozen=True)
class Confirmed:
    """When the rights were confirmed last, and by whom."""

    at: datetime
    by: str | None
    assignments: frozenset[int]


def somebody_is(session: Session, role: Role, now: datetime) -> bool:
    """Whether anybody who can sign in, or was invited to, has a role now."""
    held = role_holds(now, local_day(now))
    has = exists().where(
        RoleAssignment.role == role,
        held,
        Person.id == RoleAssignment.person_id,
        Person.blocked_at.is_(None),
    )
    return bool(session.scalar(select(has)))


def last_confirmation(session: Session) -> Confirmed | None:
    """The last time that an administrator confirmed who has which rights."""
    row = session.execute(
        select(RightsConfirmation.recorded_at, Person.name, RightsConfirmation.assignments)
        .outerjoin(Person, Person.id == RightsConfirmation.recorded_by_id)
        .order_by(RightsConfirmation.recorded_at.desc(), RightsConfirmation.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Confirmed(row[0], row[1], frozenset(row[2]))
