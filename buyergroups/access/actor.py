"""Who acts, with the rights that hold now. Rights are read per request, so an end is at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import with_organisation
from buyergroups.access.groups import (
    Belonging,
    OnChain,
    chains_of_person,
    groups_of_led_chain,
    memberships_of_person,
    read_chains,
    read_groups,
    read_memberships,
)
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError
from models.groups import MemberRole
from models.history import ActorKind
from models.organisations import OrganisationVersion, Sector
from models.people import Language, Person, Role, RoleAssignment


@dataclass(frozen=True)
class Actor:
    """A person with current roles, or a job, a command or the loading of data."""

    kind: ActorKind
    person_id: int | None = None
    ref: str = ""
    name: str = ""
    language: Language = Language.DUTCH
    sector: Sector | None = None
    roles: frozenset[Role] = frozenset()
    leads: frozenset[int] = frozenset()
    #: The buyer groups that work on a chain that somebody leads.
    oversees: frozenset[int] = frozenset()
    secretary_of: frozenset[int] = frozenset()
    participates_in: frozenset[int] = frozenset()
    memberships: frozenset[Belonging] = frozenset()
    on_chains: frozenset[OnChain] = frozenset()

    @property
    def is_person(self) -> bool:
        """Signed in, or acted for by the loading of data."""
        return self.person_id is not None

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_programme_manager(self) -> bool:
        return Role.PROGRAMME_MANAGER in self.roles

    @property
    def in_programme_team(self) -> bool:
        """Current chain leads, programme managers and secretaries; nobody else."""
        return bool(self.leads or self.secretary_of or self.is_programme_manager)

    @property
    def member_of(self) -> frozenset[int]:
        """The buyer groups in which somebody takes part now."""
        return frozenset(row.group_id for row in self.memberships)

    @property
    def group_chains(self) -> frozenset[int]:
        """The chains that the groups work on in which somebody takes part now."""
        return frozenset(row.chain_id for row in self.on_chains)

    @property
    def advises_on(self) -> frozenset[int]:
        """Of these chains, those on which somebody is an expert."""
        return frozenset(row.chain_id for row in self.on_chains if row.role is MemberRole.EXPERT)

    @property
    def heads(self) -> frozenset[int]:
        """The buyer groups that somebody leads as a member (trekker)."""
        return frozenset(row.group_id for row in self.memberships if row.role is MemberRole.LEAD)

    @property
    def secretary_of_groups(self) -> frozenset[int]:
        """The buyer groups of which somebody is the secretary."""
        return frozenset(row.group_id for row in self.memberships if row.is_secretary)

    @property
    def core_of(self) -> frozenset[int]:
        """The buyer groups in whose core group (kerngroep) somebody is."""
        return frozenset(row.group_id for row in self.memberships if row.in_core)


ANONYMOUS = Actor(ActorKind.PERSON)


@dataclass
class _Rights:
    roles: set[Role] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)
    oversees: set[int] = field(default_factory=set)
    secretary_of: set[int] = field(default_factory=set)
    participates_in: set[int] = field(default_factory=set)

    def add(
        self, role: Role, chain_id: int | None, body_id: int | None, groups: str | None
    ) -> None:
        self.roles.add(role)
        if role is Role.CHAIN_LEAD and chain_id is not None:
            self.leads.add(chain_id)
            self.oversees |= read_groups(groups)
        if role is Role.SECRETARY and body_id is not None:
            self.secretary_of.add(body_id)
        if role is Role.PARTICIPANT and body_id is not None:
            self.participates_in.add(body_id)


def role_holds(moment: Any = None, day: Any = None) -> ColumnElement[bool]:
    """Whether a role assignment held at a moment, as far as was recorded by then.

    `moment` and `day` (the same moment in Amsterdam) are values or, by default, the bound
    parameters `moment` and `day`.
    """
    moment = bindparam("moment") if moment is None else moment
    day = bindparam("day") if day is None else day
    return and_(
        RoleAssignment.recorded_at <= moment,
        RoleAssignment.since <= day,
        or_(
            RoleAssignment.ended_at.is_(None),
            RoleAssignment.ended_at > moment,
            RoleAssignment.until > day,
        ),
    )


PERSON_WITH_ROLES = with_organisation(
    select(
        Person.id,
        Person.ref,
        Person.name,
        Person.language,
        OrganisationVersion.sector,
        RoleAssignment.role,
        RoleAssignment.chain_id,
        RoleAssignment.body_id,
        groups_of_led_chain().label("led_groups"),
        memberships_of_person().label("memberships"),
        chains_of_person().label("on_chains"),
    )
    .select_from(Person)
    .outerjoin(RoleAssignment, and_(RoleAssignment.person_id == Person.id, role_holds()))
)

_BY_PERSON = PERSON_WITH_ROLES.where(
    Person.id == bindparam("person_id"), Person.blocked_at.is_(None)
)


def load_actor(
    session: Session, person_id: int, now: datetime, kind: ActorKind = ActorKind.PERSON
) -> Actor:
    """The person with the rights of this moment; raises NotThereError for nobody, or blocked."""
    rows = session.execute(
        _BY_PERSON, {"person_id": person_id, "moment": now, "day": local_day(now)}
    ).all()
    if not rows:
        raise NotThereError(f"person {person_id}")
    return actor_from_rows(rows, kind)


def actor_from_rows(
    rows: Iterable[Row[Any]] | Iterable[Any], kind: ActorKind = ActorKind.PERSON
) -> Actor:
    """One actor from the rows of PERSON_WITH_ROLES: a row per role that holds."""
    rights = _Rights()
    row: Any = None
    for row in rows:
        if row.role is not None:
            rights.add(row.role, row.chain_id, row.body_id, row.led_groups)
    assert row is not None
    return Actor(
        kind=kind,
        person_id=row.id,
        ref=row.ref,
        name=row.name,
        language=row.language,
        sector=row.sector,
        roles=frozenset(rights.roles),
        leads=frozenset(rights.leads),
        oversees=frozenset(rights.oversees),
        secretary_of=frozenset(rights.secretary_of),
        participates_in=frozenset(rights.participates_in),
        memberships=read_memberships(row.memberships),
        on_chains=read_chains(row.on_chains),
    )
