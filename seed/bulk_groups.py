"""Much made-up data about buyer groups: the first has many members, the others some."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.base import sort_name
from models.chains import Chain
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupMeeting,
    GroupStanding,
    GroupState,
    GroupVersion,
    MeetingPlan,
    MemberRole,
    Membership,
)
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Language, Person
from models.programme import Programme
from seed.parts import SEED

REASON = "Verzonnen gegevens in bulk"
#: As many members as the first group has at most, and each of the others.
MOST, SOME = 500, 12
ORGANISATIONS = 20
GROUPS_AT_ONCE = 200


def add_groups(database: Database, now: datetime, *, groups: int, seed: int) -> int:
    """Add groups "Bulkgroep 0001" and on, where missing; their members are the bulk people."""
    with database.read() as session:
        slugs = set(session.scalars(select(BuyerGroup.slug)))
    missing = [nr for nr in range(1, groups + 1) if _slug(nr) not in slugs]
    for start in range(0, len(missing), GROUPS_AT_ONCE):
        with database.write() as session, recorded(session, SEED, now, reason=REASON):
            _add(session, now, missing[start : start + GROUPS_AT_ONCE], seed)
    return len(missing)


def _slug(nr: int) -> str:
    return f"bulkgroep-{nr:04d}"


def _add(session: Session, now: datetime, numbers: list[int], seed: int) -> None:
    programme_id = session.scalars(select(Programme.id).order_by(Programme.id)).first()
    chains = session.scalars(select(Chain.id).order_by(Chain.id)).all()
    people = session.scalars(
        select(Person.id).where(Person.email.like("bulkpersoon-%")).order_by(Person.id)
    ).all()
    organisations = _organisations(session, now)
    made = {nr: BuyerGroup(programme_id=programme_id, slug=_slug(nr)) for nr in numbers}
    meetings = []
    session.add_all(made.values())
    session.flush()
    for nr, group in made.items():
        random = Random(f"{seed} group {nr}")  # noqa: S311
        session.add_all(_about(group.id, nr, now, random.choice(chains), random))
        size = min(len(people), MOST if nr == 1 else SOME)
        first = 0 if nr == 1 else random.randrange(max(1, len(people) - size + 1))
        for place, person_id in enumerate(people[first : first + size]):
            session.add(_member(group.id, person_id, organisations, place, now))
        meetings.append(GroupMeeting(group_id=group.id, **stamp(SEED, now)))
    session.add_all(meetings)
    session.flush()
    session.add_all(_plan(meeting, now) for meeting in meetings)


def _about(group_id: int, nr: int, now: datetime, chain_id: int, random: Random) -> list[Any]:
    name, day = f"Bulkgroep {nr:04d}", local_day(now)
    return [
        GroupVersion(
            group_id=group_id,
            name=name,
            sort_name=sort_name(name),
            scope=REASON,
            scope_html=f"<p>{REASON}</p>",
            market_parties="",
            language=Language.DUTCH,
            reason=REASON,
            **stamp(SEED, now),
        ),
        GroupStanding(
            group_id=group_id,
            state=random.choice(list(GroupState)),
            since=day,
            reason=REASON,
            **stamp(SEED, now),
        ),
        GroupChain(group_id=group_id, chain_id=chain_id, since=day, **stamp(SEED, now)),
    ]


def _member(
    group_id: int, person_id: int, organisations: list[int], place: int, now: datetime
) -> Membership:
    roles = [role for role in MemberRole if role is not MemberRole.LEAD]
    return Membership(
        group_id=group_id,
        person_id=person_id,
        organisation_id=organisations[place % len(organisations)],
        role=roles[place % len(roles)],
        in_core=place < 5,
        is_secretary=place == 0,
        since=local_day(now),
        **stamp(SEED, now),
    )


def _plan(meeting: GroupMeeting, now: datetime) -> MeetingPlan:
    return MeetingPlan(
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        title="Bulkoverleg",
        starts_at=now,
        place="",
        link="",
        cancelled=False,
        **stamp(SEED, now),
    )


def _organisations(session: Session, now: datetime) -> list[int]:
    """Made-up ones, one in five private."""
    known = {
        slug: key
        for key, slug in session.execute(
            select(Organisation.id, Organisation.slug).where(
                Organisation.slug.like("bulkgroepslid-%")
            )
        )
    }
    for nr in range(1, ORGANISATIONS + 1):
        slug, name = f"bulkgroepslid-{nr:02d}", f"Bulkgroepslid {nr:02d}"
        if slug in known:
            continue
        row = Organisation(slug=slug)
        session.add(row)
        session.flush()
        session.add(
            OrganisationVersion(
                organisation_id=row.id,
                name=name,
                sort_name=sort_name(name),
                sector=Sector.PUBLIC if nr % 5 else Sector.PRIVATE,
                bound_by_procurement_law=bool(nr % 5),
                reason=REASON,
                **stamp(SEED, now),
            )
        )
        known[slug] = row.id
    return list(known.values())
