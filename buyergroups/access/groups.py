"""In which buyer groups somebody takes part now, as one column beside the person."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, bindparam, case, cast, func, or_
from sqlalchemy import select as _select

from models.groups import GroupChain, MemberRole, Membership
from models.people import Person, RoleAssignment


class Belonging(NamedTuple):
    """A membership that holds."""

    group_id: int
    organisation_id: int
    role: MemberRole
    is_secretary: bool
    in_core: bool


class OnChain(NamedTuple):
    """A chain that a group of somebody's works on, and what they are in that group."""

    chain_id: int
    role: MemberRole


def membership_holds(moment: Any = None, day: Any = None) -> ColumnElement[bool]:
    """Whether a membership held at a moment, as far as was recorded by then.

    `moment` and `day` (the same moment in Amsterdam) are values or, by default, the bound
    parameters `moment` and `day`.
    """
    moment = bindparam("moment") if moment is None else moment
    day = bindparam("day") if day is None else day
    return and_(
        Membership.recorded_at <= moment,
        Membership.since <= day,
        or_(
            Membership.ended_at.is_(None),
            Membership.ended_at > moment,
            Membership.until > day,
        ),
    )


def memberships_of_person() -> ScalarSelect[str]:
    """All memberships of a `Person` that hold, in one text: it costs a page no statement."""
    secretary = case((Membership.is_secretary, "1"), else_="0")
    core = case((Membership.in_core, "1"), else_="0")
    code = (
        cast(Membership.group_id, String)
        + ":"
        + cast(Membership.organisation_id, String)
        + ":"
        + cast(Membership.role, String)
        + ":"
        + secretary
        + ":"
        + core
    )
    return (
        _select(func.aggregate_strings(code, ","))
        .where(Membership.person_id == Person.id, membership_holds())
        .correlate(Person)
        .scalar_subquery()
    )


def chains_of_person() -> ScalarSelect[str]:
    """The chains of the groups of a `Person`, with the role there; beside the memberships."""
    code = cast(GroupChain.chain_id, String) + ":" + cast(Membership.role, String)
    return (
        _select(func.aggregate_strings(code, ","))
        .select_from(Membership)
        .join(GroupChain, GroupChain.group_id == Membership.group_id)
        .where(Membership.person_id == Person.id, membership_holds(), GroupChain.until.is_(None))
        .correlate(Person)
        .scalar_subquery()
    )


def groups_of_led_chain() -> ScalarSelect[str]:
    """The groups that work on the chain of a `RoleAssignment`, in one text beside it."""
    return (
        _select(func.aggregate_strings(cast(GroupChain.group_id, String), ","))
        .where(GroupChain.chain_id == RoleAssignment.chain_id, GroupChain.until.is_(None))
        .correlate(RoleAssignment)
        .scalar_subquery()
    )


def read_groups(text: str | None) -> frozenset[int]:
    """What `groups_of_led_chain` found."""
    return frozenset(int(part) for part in (text or "").split(",") if part)


def read_chains(text: str | None) -> frozenset[OnChain]:
    """What `chains_of_person` found."""
    found = (part.split(":") for part in (text or "").split(",") if part)
    return frozenset(OnChain(int(chain), MemberRole(role)) for chain, role in found)


def read_memberships(text: str | None) -> frozenset[Belonging]:
    """What `memberships_of_person` found."""
    found = (part.split(":") for part in (text or "").split(",") if part)
    return frozenset(
        Belonging(int(group), int(organisation), MemberRole(role), secretary == "1", core == "1")
        for group, organisation, role, secretary, core in found
    )
