"""The buyer groups of the demonstration: members, the protocol, meetings. All fictitious."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.clock import AMSTERDAM, local_day
from buyergroups.gatherings import services as gatherings
from buyergroups.groups import members, membership, queries, services
from buyergroups.protocol import services as protocol
from buyergroups.protocol.accepting import accept_version, declare
from buyergroups.protocol.queries import latest_protocol
from models.chains import Chain
from models.groups import GroupState, InterestKind, MemberRole
from models.history import ActorKind
from models.organisations import Sector
from models.people import Person
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.people import DOMAIN
from seed.timing import Timing

#: The hour at which groups meet.
AT = time(14)


class Stage:
    """Who acts when, in the made-up past."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.timing = Timing(now)
        self.programme_id = session.scalars(select(Programme.id).order_by(Programme.id)).first()

    def person(self, account: str) -> int:
        """Somebody of the demonstration."""
        email = f"{account}@{DOMAIN}"
        return self.session.scalars(select(Person.id).where(Person.email == email)).one()

    def as_(self, account: str, ago: int, nth: int = 0) -> tuple[Session, Actor, datetime]:
        """What a service takes: somebody, so many days ago."""
        moment = self.timing.moment(self.timing.day(ago), account, nth)
        actor = load_actor(self.session, self.person(account), moment, ActorKind.SEED)
        return self.session, actor, moment

    def chain(self, slug: str) -> int:
        """A chain by its address."""
        return self.session.scalars(select(Chain.id).where(Chain.slug == slug)).one()


def play_groups(session: Session, now: datetime) -> None:
    """Everything, in the order in which it happened as far as rules ask."""
    stage, data = Stage(session, now), read_yaml(STORIES / "groepen.yaml")
    told = data["protocol"]
    assert stage.programme_id is not None
    protocol.write_protocol(
        *stage.as_("manager", told["ago"]),
        programme_id=stage.programme_id,
        text=told["text"],
        reason=told["reason"],
    )
    for row in data["private_demand"]:
        protocol.mark_private_demand(
            *stage.as_("manager", row["ago"]),
            chain_id=stage.chain(row["keten"]),
            large=True,
            since=stage.timing.day(row["ago"]),
            reason=row["reason"],
        )
    for row in data["groepen"]:
        _play(stage, row)


def _play(stage: Stage, row: dict[str, Any]) -> None:
    who, programme_id = row["door"], stage.programme_id
    assert programme_id is not None
    group = services.start_group(
        *stage.as_(who, row["ago"]),
        programme_id=programme_id,
        name=row["naam"],
        scope=row["waarover"],
        market_parties=row["marktpartijen"],
        chain_ids=[stage.chain(row["keten"])],
        since=stage.timing.day(row["ago"]),
    )
    if "actief" in row:
        services.move_group(
            *stage.as_(who, row["actief"]["ago"]),
            group_id=group.id,
            state=GroupState.ACTIVE,
            since=stage.timing.day(row["actief"]["ago"]),
            reason=row["actief"]["reason"],
        )
    for member in row["deelnemers"]:
        _join(stage, group.id, member)
    for meeting in row["overleggen"]:
        _meet(stage, who, group.id, meeting)


def _join(stage: Stage, group_id: int, row: dict[str, Any]) -> None:
    """As whoever takes part: a private member accepts the protocol and declares interests."""
    session, actor, moment = stage.as_(row["account"], row["ago"])
    group = queries.group_by_id(session, group_id)
    works = members.organisation_of(session, moment, actor.person_id)
    assert works is not None
    assert actor.person_id is not None
    organisation_id = works[0]
    if actor.sector is Sector.PRIVATE:
        latest = latest_protocol(session, stage.programme_id or 0)
        key = latest.id if latest else None
        accept_version(session, actor, moment, group, organisation_id, key)
        kind, about = InterestKind(row["belang"]), row.get("over", "")
        declare(session, actor, moment, group_id, organisation_id, kind, about)
    membership.begin(
        session,
        actor,
        moment,
        group,
        person_id=actor.person_id,
        organisation_id=organisation_id,
        role=MemberRole(row["rol"]),
        in_core=row.get("kern", False),
        is_secretary=row.get("secretaris", False),
        since=local_day(moment),
    )


def _meet(stage: Stage, who: str, group_id: int, row: dict[str, Any]) -> None:
    """Planned some weeks before; the minutes some days after."""
    ago = row["ago"] if "ago" in row else -row["over"]
    day = stage.timing.day(ago) if ago >= 0 else local_day(stage.now) + timedelta(days=-ago)
    meeting = gatherings.plan_meeting(
        *stage.as_(who, max(ago, 0) + 25),
        group_id=group_id,
        title=row["titel"],
        starts_at=datetime.combine(day, AT, AMSTERDAM),
        place=row["plaats"],
        link=row.get("link", ""),
    )
    if "verslag" in row:
        gatherings.write_minutes(
            *stage.as_("publiek", ago - row["verslag_na"]), ref=meeting.ref, text=row["verslag"]
        )
