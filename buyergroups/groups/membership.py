"""How a membership begins and ends, for whoever was permitted: the rules that always hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.groups import demand, members, queries, rules
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.groups import BuyerGroup, MemberRole, Membership
from models.organisations import Sector

ALREADY_MEMBER = Words(
    "Deze persoon neemt in die periode al deel aan deze groep. Beëindig die deelname eerst.",
    "This person takes part in this group already in that period. End that membership first.",
)
PRIVATE_ELSEWHERE = Words(
    "Een private organisatie kan alleen meedoen waar private organisaties een groot deel van de "
    "vraag hebben. Dat is niet vastgelegd voor: %(chains)s. De programmamanager kan dat vastleggen "
    "op de pagina van de keten, onder Buyer groups.",
    "A private organisation can only join where private organisations have a large share of the "
    "demand. That is not recorded for: %(chains)s. The programme manager can record it on the page "
    "of the chain, under Buyer groups.",
)
CLOSED = Words(
    "Deze groep is gesloten: er komen geen deelnemers bij.",
    "This group is closed: nobody can join any more.",
)
NO_ORGANISATION = Words(
    "Een deelnemer is er voor een organisatie. Kies welke.",
    "A member is there for an organisation. Choose which.",
)
LEAD_BY_KEEPER = Words(
    "Wie de groep trekt, bepalen haar trekker, een trekker van een van haar ketens, of de "
    "programmamanager.",
    "Who leads the group is decided by its lead, a lead of one of its chains, or the programme "
    "manager.",
)
WORKS_ELSEWHERE = Words(
    "Deze persoon werkt volgens Ketenbord bij %(own)s, en kan alleen namens die organisatie "
    "meedoen.",
    "By Ketenbord this person works for %(own)s, and can take part for that organisation only.",
)
ALREADY_ENDED = Words("Deze deelname is al beëindigd.", "This membership has already ended.")


def lock(session: Session, group_id: int) -> queries.Group:
    """The group; two who change it wait for each other here."""
    session.execute(select(BuyerGroup.id).where(BuyerGroup.id == group_id).with_for_update())
    return queries.group_by_id(session, group_id)


def refuse_private(session: Session, group: queries.Group, organisation_id: int) -> Sector:
    """Public or private; raises RefusedError where the group is not for private organisations."""
    sector = members.sector_of(session, organisation_id)
    if sector is None:
        raise RefusedError(NO_ORGANISATION)
    if sector is Sector.PRIVATE and not demand.has_large_private_demand(session, group.id):
        names = ", ".join(row.name for row in group.chains)
        raise RefusedError(PRIVATE_ELSEWHERE, chains=names or "-")
    return sector


def refuse_before(group: queries.Group, day: date) -> None:
    """Nothing happened in a group before it existed."""
    if day < group.began:
        raise RefusedError(rules.BEFORE_GROUP, day=f"{group.began:%d-%m-%Y}")


def refuse_lead(actor: Actor, group: queries.Group, *roles: MemberRole) -> None:
    """A secretary neither names a lead nor changes one: that would be to rise by oneself."""
    if MemberRole.LEAD in roles and not can(actor, Action.GROUP_KEEP, group):
        raise RefusedError(LEAD_BY_KEEPER)


def refuse_elsewhere(session: Session, now: datetime, person_id: int, organisation_id: int) -> None:
    """Nobody takes part for an organisation where they do not work, as with an invitation."""
    own = members.organisation_of(session, now, person_id)
    if own is not None and own[0] != organisation_id:
        raise RefusedError(WORKS_ELSEWHERE, own=own[1])


def refuse_known_elsewhere(
    session: Session, actor: Actor, now: datetime, person_id: int, organisation_id: int
) -> None:
    """The same of somebody who is invited, to whoever may know of them.

    Others are not told: the answer would say that the address has an account, and where its owner
    works. Their invitation goes out, and whoever is invited reads why it cannot be accepted.
    """
    if members.may_find(session, actor, now, person_id):
        refuse_elsewhere(session, now, person_id, organisation_id)


def private_chains(group: queries.Group, refused: Words | None) -> Sequence[queries.GroupChainRow]:
    """Where to record the demand, when that is why a private organisation was refused."""
    return group.chains if refused is PRIVATE_ELSEWHERE else ()


def begin(
    session: Session,
    actor: Actor,
    now: datetime,
    group: queries.Group,
    *,
    person_id: int,
    organisation_id: int,
    role: MemberRole,
    in_core: bool = False,
    is_secretary: bool = False,
    since: date,
    until: date | None = None,
    reason: str | None = None,
) -> Membership:
    """A membership from a day on, perhaps to a day. The group is locked already."""
    if not group.is_open:
        raise RefusedError(CLOSED)
    _refuse_period(since, until, local_day(now))
    refuse_before(group, since)
    refuse_private(session, group, organisation_id)
    _refuse_twice(session, group.id, person_id, since, until)
    row = Membership(
        group_id=group.id,
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        in_core=in_core,
        is_secretary=is_secretary,
        since=since,
        until=until,
        ended_at=now if until else None,
        ended_by_id=actor.person_id if until else None,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=reason):
        session.add(row)
    return row


def end(
    session: Session, actor: Actor, now: datetime, row: Membership, until: date, reason: str
) -> None:
    """The first day on which somebody no longer takes part; today is at once."""
    if row.ended_at is not None:
        raise RefusedError(ALREADY_ENDED)
    _refuse_odd(until, local_day(now))
    if until < row.since:
        raise RefusedError(rules.END_BEFORE_START, since=f"{row.since:%d-%m-%Y}")
    with recorded(session, actor, now, reason=reason or None):
        row.until, row.ended_at, row.ended_by_id = until, now, actor.person_id
        row.end_reason = reason or None


def open_of(session: Session, group_id: int, membership_id: int) -> Membership:
    """A membership of a group; raises NotThereError."""
    row = session.scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.group_id == group_id)
        .with_for_update()
    )
    if row is None:
        raise NotThereError(f"membership {membership_id}")
    return row


def _refuse_twice(
    session: Session, group_id: int, person_id: int, since: date, until: date | None
) -> None:
    """Nobody takes part twice at once; that would also count them twice."""
    held = session.execute(
        select(Membership.since, Membership.until).where(
            Membership.group_id == group_id, Membership.person_id == person_id
        )
    )
    if any(rules.overlap(since, until, row.since, row.until) for row in held):
        raise RefusedError(ALREADY_MEMBER)


def _refuse_period(since: date, until: date | None, today: date) -> None:
    _refuse_odd(since, today)
    if until is not None:
        _refuse_odd(until, today)
        if until < since:
            raise RefusedError(rules.END_BEFORE_START, since=f"{since:%d-%m-%Y}")


def _refuse_odd(day: date, today: date) -> None:
    if rules.is_odd(day, today):
        first, last = rules.FIRST_DAY, today + rules.AHEAD
        raise RefusedError(rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
