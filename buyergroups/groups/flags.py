"""What about a buyer group needs who runs it: whom it lacks, and who may not be in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement, latest_version
from buyergroups.access.groups import membership_holds
from buyergroups.access.permissions import visible_to
from buyergroups.flags.offers import Found, Key, Look, Rule, Severity, Solve, SubjectKind, Told
from buyergroups.groups.demand import large_demand
from buyergroups.groups.queries import latest_of
from buyergroups.words import Words
from models.groups import BuyerGroup, GroupStanding, GroupState, GroupVersion, Membership
from models.organisations import OrganisationVersion, Sector
from models.people import Person


def seen(actor: Actor) -> Select[Any]:
    """The groups that somebody sees."""
    return select(BuyerGroup.id).where(visible_to(actor, BuyerGroup))


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What groups are called now."""
    rows = session.execute(
        select(BuyerGroup.id, BuyerGroup.slug, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(BuyerGroup.id.in_({key.id for key in keys}))
    )
    found = {row.id: Told(row.name, f"/buyer-groups/{row.slug}") for row in rows}
    return {key: found[key.id] for key in keys if key.id in found}


def in_state(*states: GroupState) -> Statement:
    """The groups in one of these states, with the day since which they are in it."""
    return (
        select(BuyerGroup.id, GroupStanding.since)
        .join(GroupStanding, GroupStanding.id == latest_of(GroupStanding))
        .where(GroupStanding.state.in_(states))
    )


def _members(look: Look, sector: Sector) -> Select[Any]:
    """Who takes part now for an organisation of a sector, of a `BuyerGroup`."""
    return (
        select(Membership.id)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == latest_version(Membership.organisation_id),
        )
        .where(
            Membership.group_id == BuyerGroup.id,
            membership_holds(look.now, look.today),
            OrganisationVersion.sector == sector,
        )
        .correlate(BuyerGroup)
    )


def nobody_public(session: Session, look: Look) -> Iterator[Found]:
    """Active groups in which nobody takes part for a public organisation and can sign in."""
    person = select(Person.id).where(Person.id == Membership.person_id, Person.blocked_at.is_(None))
    public = _members(look, Sector.PUBLIC).where(person.exists())
    for row in session.execute(in_state(GroupState.ACTIVE).where(~public.exists())):
        yield Found(row.id, group_id=row.id)


def private_elsewhere(session: Session, look: Look) -> Iterator[Found]:
    """Groups with a private member while no chain of theirs has a large private demand."""
    private = _members(look, Sector.PRIVATE)
    groups = in_state(GroupState.FORMING, GroupState.ACTIVE)
    for row in session.execute(groups.where(private.exists(), ~large_demand(BuyerGroup.id))):
        yield Found(row.id, group_id=row.id)


GROUP = SubjectKind("group", Words("Buyer group", "Buyer group"), seen, told)
NOBODY_PUBLIC = Rule(
    "group-nobody-public",
    Words(
        "In de buyer group doet geen publieke organisatie mee",
        "No public organisation takes part in the buyer group",
    ),
    Severity.NORMAL,
    GROUP,
    nobody_public,
    Solve(Words("Uitnodigen", "Invite"), "/uitnodigen"),
    todo=Words(
        "Nodig iemand van een publieke organisatie uit.",
        "Invite somebody of a public organisation.",
    ),
)
PRIVATE_ELSEWHERE = Rule(
    "group-private-not-allowed",
    Words(
        "Een private organisatie doet mee waar dat niet mag",
        "A private organisation takes part where none may",
    ),
    Severity.HIGH,
    GROUP,
    private_elsewhere,
    Solve(Words("Naar de deelnemers", "To the members"), "/deelnemers"),
    todo=Words(
        "Beëindig de deelname, of leg vast dat in een keten van de groep de private vraag "
        "groot is.",
        "End the membership, or record that private demand is large in a chain of the group.",
    ),
)
RULES = (NOBODY_PUBLIC, PRIVATE_ELSEWHERE)
