"""Demand and pledges of the demonstration, with the organisations behind them. All fictitious."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.accounts.services import add_person
from buyergroups.clock import local_day
from buyergroups.demand import services as demand
from buyergroups.groups import membership, queries, services
from buyergroups.groups.places import Place
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import add_organisation
from buyergroups.pledges import services as pledges
from buyergroups.protocol.services import mark_private_demand
from models.demand import HowKnown
from models.groups import BuyerGroup, MemberRole
from models.organisations import Organisation, OrganisationType
from models.people import Person
from models.pledges import PledgeReaders, PledgeState
from seed.files import STORIES, read_yaml
from seed.groups import Stage
from seed.parts import SEED
from seed.people import DOMAIN, REASON

#: The organisations stood in the register so many days before they took part.
BEFORE = 5


def play_demand(session: Session, now: datetime) -> None:
    """Everything, in the order in which it happened as far as rules ask."""
    stage, data = Stage(session, now), read_yaml(STORIES / "vraag.yaml")
    _groups(stage, data)
    _organisations(stage, data)
    for slug, row in data["deelnemers"].items():
        _join(stage, _group(stage, slug), row)
    for row in data["markten"]:
        demand.estimate_market(
            *stage.as_(row["door"], row["ago"]),
            chain_id=stage.chain(row["keten"]),
            year=local_day(now).year + row["jaar"],
            euro=row["euro"],
            source=row["bron"],
        )
    for row in data["volumes"]:
        _state(stage, row)
    for row in data["toezeggingen"]:
        _pledge(stage, row)


def _groups(stage: Stage, data: dict[str, Any]) -> None:
    for row in data["private_demand"]:
        mark_private_demand(
            *stage.as_("manager", row["ago"]),
            chain_id=stage.chain(row["keten"]),
            large=True,
            since=stage.timing.day(row["ago"]),
            reason=row["reden"],
        )
    assert stage.programme_id is not None
    for row in data["groepen"]:
        services.start_group(
            *stage.as_(row["door"], row["ago"]),
            programme_id=stage.programme_id,
            name=row["naam"],
            scope=row["waarover"],
            chain_ids=[stage.chain(row["keten"])],
            since=stage.timing.day(row["ago"]),
        )


def _organisations(stage: Stage, data: dict[str, Any]) -> None:
    kinds = {kind.code: kind for kind in stage.session.scalars(select(OrganisationType))}
    earliest = max(row["ago"] for row in data["deelnemers"].values()) + BEFORE
    moment = stage.timing.moment(stage.timing.day(earliest), "register")
    for row in data["organisaties"]:
        kind = kinds[row["soort"]]
        facts = Facts(
            row["naam"],
            kind.sector,
            type_id=kind.id,
            bound_by_procurement_law=row["gebonden"],
        )
        add_organisation(stage.session, SEED, moment, facts=facts, reason=REASON)


def _join(stage: Stage, group: queries.Group, row: dict[str, Any]) -> None:
    """They have no account to sign in with: nobody needs twelve of those to look around."""
    session, actor, moment = stage.as_(row["door"], row["ago"])
    for who in row["wie"]:
        organisation_id = _organisation(stage, who["organisatie"])
        membership.begin(
            session,
            actor,
            moment,
            group,
            person_id=_person(stage, who["naam"], organisation_id, moment),
            organisation_id=organisation_id,
            role=MemberRole(who["rol"]),
            since=local_day(moment),
        )


def _person(stage: Stage, name: str, organisation_id: int, moment: datetime) -> int:
    email = f"{name.lower().replace(' ', '.')}@{DOMAIN}"
    known = stage.session.scalar(select(Person.id).where(Person.email == email))
    return (
        known
        or add_person(
            stage.session,
            SEED,
            moment,
            email=email,
            name=name,
            organisation_id=organisation_id,
            works_since=local_day(moment),
            is_demonstration=True,
        ).id
    )


def _state(stage: Stage, row: dict[str, Any]) -> None:
    """All at one moment: together they are one change."""
    group_id, year = _group(stage, row["groep"]).id, local_day(stage.now).year + row["jaar"]
    for slug, euro in row["wie"].items():
        demand.state_volume(
            *stage.as_(row["door"], row["ago"]),
            place=Place(group_id, _organisation(stage, slug)),
            chain_id=stage.chain(row["keten"]),
            year=year,
            euro=euro,
            how_known=HowKnown(row["hoe"]),
        )


def _pledge(stage: Stage, row: dict[str, Any]) -> None:
    expected = row.get("verwacht")
    made = pledges.make_pledge(
        *stage.as_(row["door"], row["ago"]),
        place=Place(_group(stage, row["groep"]).id, _organisation(stage, row["organisatie"])),
        title=row["titel"],
        about=row["waarover"],
        expected=None if expected is None else local_day(stage.now) + timedelta(days=expected),
        readers=PledgeReaders(row["lezers"]),
    )
    for step in row["stappen"]:
        pledges.move_pledge(
            *stage.as_(row["door"], step["ago"]),
            ref=made.ref,
            state=PledgeState(step["stand"]),
            since=stage.timing.day(step["ago"]),
            note=step.get("toelichting", ""),
        )


def _group(stage: Stage, slug: str) -> queries.Group:
    key = stage.session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == slug)).one()
    return queries.group_by_id(stage.session, key)


def _organisation(stage: Stage, slug: str) -> int:
    return stage.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()
