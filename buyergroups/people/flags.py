"""People of whom nobody recorded for which organisation they work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, role_holds
from buyergroups.access.belonging import belongs
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.flags.offers import (
    ADMINISTRATORS,
    Found,
    Key,
    Look,
    Rule,
    Severity,
    Solve,
    SubjectKind,
    Told,
)
from buyergroups.words import Words
from models.groups import Membership
from models.people import Affiliation, Person, RoleAssignment


def administers(actor: Actor) -> bool:
    """Administrators keep people."""
    return actor.is_administrator


def seen(actor: Actor) -> Select[Any]:
    """The people that somebody sees."""
    return select(Person.id).where(visible_to(actor, Person))


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What people are called."""
    rows = session.execute(
        select(Person.id, Person.ref, Person.name).where(Person.id.in_({key.id for key in keys}))
    )
    return {Key(row.id): Told(row.name, f"/personen/{row.ref}") for row in rows}


def homeless(session: Session, look: Look) -> Iterator[Found]:
    """Whoever has a role or takes part in a group, and works nowhere as far as is known."""
    role = select(RoleAssignment.id).where(
        RoleAssignment.person_id == Person.id, role_holds(look.now, look.today)
    )
    member = select(Membership.id).where(
        Membership.person_id == Person.id, membership_holds(look.now, look.today)
    )
    works = select(Affiliation.id).where(
        Affiliation.person_id == Person.id, belongs(look.now, look.today)
    )
    rows = session.scalars(
        select(Person.id).where(
            Person.blocked_at.is_(None),
            Person.anonymised_at.is_(None),
            or_(role.exists(), member.exists()),
            ~works.exists(),
        )
    )
    return (Found(number) for number in rows)


PERSON = SubjectKind(
    "person", Words("Persoon", "Person"), seen, told, administers, who=ADMINISTRATORS
)
WITHOUT_ORGANISATION = Rule(
    "person-without-organisation",
    Words(
        "Niet bekend voor welke organisatie deze persoon werkt",
        "Not known for which organisation this person works",
    ),
    Severity.LOW,
    PERSON,
    homeless,
    Solve(Words("Organisatie vastleggen", "Record the organisation"), "/organisatie"),
    todo=Words(
        "Leg vast waar deze persoon werkt.",
        "Record where this person works.",
    ),
)
RULES = (WITHOUT_ORGANISATION,)
