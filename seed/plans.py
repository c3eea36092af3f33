"""Plays the chain plans of the demonstration: written, reviewed and adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.documents import services
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.markup.render import render
from buyergroups.plans.kind import CHAIN_PLAN
from models.chains import Chain
from models.people import Role, RoleAssignment
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.plan_rows import Desk, fill_in, keep_facts
from seed.timing import Timing

MANAGER = "manager"


def play_plans(session: Session, now: datetime) -> None:
    """All versions of all plans, one after another."""
    for slug, versions in read_yaml(STORIES / "plannen.yaml").items():
        desk = _desk(session, Timing(now), slug)
        if desk is not None:
            for entry in versions:
                _play(desk, entry)


def _desk(session: Session, timing: Timing, slug: str) -> Desk | None:
    """None where nobody leads the chain: the board was not told."""
    chain_id = session.scalars(select(Chain.id).where(Chain.slug == slug)).one()
    lead_id = session.scalars(
        select(RoleAssignment.person_id).where(
            RoleAssignment.role == Role.CHAIN_LEAD,
            RoleAssignment.chain_id == chain_id,
            RoleAssignment.ended_at.is_(None),
        )
    ).first()
    if lead_id is None:
        return None
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
    fill_in(desk, version.id, entry)
    moment = desk.moment(entry["submit"])
    _move(desk, version.id, Move.SUBMIT, desk.lead(moment), moment)
    if "remark" in entry:
        _remark(desk, version.id, entry)
    if "adopt" in entry:
        moment = desk.moment(entry["adopt"])
        manager = desk.person(MANAGER, moment)
        _move(desk, version.id, Move.ADOPT, manager, moment, entry["why"])
        keep_facts(desk, version.id, entry.get("facts", []))


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
