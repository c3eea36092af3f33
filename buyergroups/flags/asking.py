"""Whom a flag can be assigned to: nobody is asked about what they may not see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import literal, or_, select, union_all
from sqlalchemy.orm import Session

from buyergroups.access.actor import PERSON_WITH_ROLES, actor_from_rows, load_actor, role_holds
from buyergroups.access.groups import membership_holds
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError
from buyergroups.flags.offers import KINDS
from models.flags import Flag
from models.groups import Membership
from models.people import Person, Role, RoleAssignment

#: The programme team, experts and administrators; and of a group who takes part in it.
ASKED = (
    Role.CHAIN_LEAD,
    Role.PROGRAMME_MANAGER,
    Role.SECRETARY,
    Role.EXPERT,
    Role.ADMINISTRATOR,
)
#: More than so many nobody chooses from.
MOST = 300


class Candidate(NamedTuple):
    """Somebody who sees the flag and can be asked to solve it."""

    id: int
    ref: str
    name: str


def candidates(session: Session, now: datetime, flag: Flag) -> Sequence[Candidate]:
    """Who can be asked, by name; two statements."""
    today = local_day(now)
    roles = select(RoleAssignment.person_id).where(
        RoleAssignment.role.in_(ASKED), role_holds(now, today)
    )
    members = select(Membership.person_id).where(
        Membership.group_id == flag.group_id, membership_holds(now, today)
    )
    rows = session.execute(
        PERSON_WITH_ROLES.where(
            or_(Person.id.in_(roles), Person.id.in_(members)), Person.blocked_at.is_(None)
        ).order_by(Person.sort_name, Person.id),
        {"moment": now, "day": today},
    ).all()
    people = [actor_from_rows(list(those)) for _, those in groupby(rows, key=lambda row: row.id)][
        :MOST
    ]
    seen = _who_sees(session, flag, people)
    return [
        Candidate(one.person_id, one.ref, one.name)
        for one in people
        if one.person_id is not None and one.person_id in seen
    ]


def still_sees(session: Session, now: datetime, flag: Flag) -> bool:
    """Whether who it was assigned to still sees it, and can sign in; so too when it is nobody's."""
    if flag.assigned_to_id is None:
        return True
    try:
        actor = load_actor(session, flag.assigned_to_id, now)
    except NotThereError:  # blocked meanwhile
        return False
    return bool(_who_sees(session, flag, [actor]))


def _who_sees(session: Session, flag: Flag, people: Sequence[Any]) -> set[int]:
    kind = KINDS[flag.subject_kind]
    asked: list[Any] = [
        select(literal(one.person_id)).where(
            literal(flag.subject_id).in_(kind.seen(one).correlate(None))
        )
        for one in people
    ]
    return set(session.scalars(union_all(*asked))) if asked else set()
