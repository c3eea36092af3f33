"""Plays the chain plans of the demonstration: written, reviewed and adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.documents import services
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.markup.render import render
from buyergroups.plans.kind import CHAIN_PLAN
from models.chains import Chain
from models.history import ActorKind
from models.people import Person, Role, RoleAssignment
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.people import DOMAIN
from seed.timing import Timing

MANAGER = "manager"


@dataclass(frozen=True)
class Desk:
    """Where the plan of one chain is written: by whom, and when."""

    session: Session
    timing: Timing
    slug: str
    chain_id: int
    programme_id: int
    lead_id: int

    def moment(self, ago: int, nth: int = 0) -> datetime:
        """A moment so many days ago; several things of one day follow each other."""
        return self.timing.moment(self.timing.day(ago), f"plan {self.slug}", nth)

    def lead(self, moment: datetime) -> Actor:
        """The lead of the chain, with the rights of a moment."""
        return load_actor(self.session, self.lead_id, moment, kind=ActorKind.SEED)

    def person(self, account: str, moment: datetime) -> Actor:
        """Somebody of the demonstration."""
        found = self.session.scalars(
            select(Person.id).where(Person.email == f"{account}@{DOMAIN}")
        ).one()
        return load_actor(self.session, found, moment, kind=ActorKind.SEED)


def play_plans(session: Session, now: datetime) -> None:
    """All versions of all plans, one after another."""
    for slug, versions in read_yaml(STORIES / "plannen.yaml").items():
        desk = _desk(session, Timing(now), slug)
        for entry in versions:
            _play(desk, entry)


def _desk(session: Session, timing: Timing, slug: str) -> Desk:
    chain_id = session.scalars(select(Chain.id).where(Chain.slug == slug)).one()
    lead_id = session.scalars(
        select(RoleAssignment.person_id).where(
            RoleAssignment.role == Role.CHAIN_LEAD,
            RoleAssignment.chain_id == chain_id,
            RoleAssignment.ended_at.is_(None),
        )
    ).one()
    programme_id = session.scalars(select(Programme.id)).one()
    return Desk(session, timing, slug, chain_id, programme_id, lead_id)


def _play(desk: Desk, entry: Mapping[str, Any]) -> None:
    begun = desk.moment(entry["begin"])
    version = services.start_version(
        desk.session,
        desk.lead(begun),
        begun,
        programme_id=desk.programme_id,
        subject=Subject(CHAIN_PLAN, desk.chain_id),
    )
    for nth, (code, text) in enumerate(entry["texts"].items(), 1):
        moment = desk.moment(entry["begin"], nth)
        services.write_section(
            desk.session,
            desk.lead(moment),
            moment,
            version_id=version.id,
            code=code,
            text=render(text.strip()),
        )
    moment = desk.moment(entry["submit"])
    _move(desk, version.id, Move.SUBMIT, desk.lead(moment), moment)
    if "remark" in entry:
        _remark(desk, version.id, entry)
    if "adopt" in entry:
        moment = desk.moment(entry["adopt"])
        manager = desk.person(MANAGER, moment)
        _move(desk, version.id, Move.ADOPT, manager, moment, entry["why"])


def _remark(desk: Desk, version_id: int, entry: Mapping[str, Any]) -> None:
    """A remark in review; settled by the lead where the version was adopted."""
    told, said = entry["remark"], desk.moment(entry["submit"] - 2)
    made = services.comment(
        desk.session,
        desk.person(told["account"], said),
        said,
        version_id=version_id,
        code=told["section"],
        text=told["text"],
    )
    if "adopt" in entry:
        settled = desk.moment(entry["adopt"] + 1)
        services.resolve_comment(
            desk.session,
            desk.lead(settled),
            settled,
            version_id=version_id,
            comment_id=made.id,
            resolved=True,
        )


def _move(
    desk: Desk, version_id: int, move: Move, actor: Actor, moment: datetime, reason: str = ""
) -> None:
    services.move_version(
        desk.session, actor, moment, version_id=version_id, move=move, reason=reason
    )
