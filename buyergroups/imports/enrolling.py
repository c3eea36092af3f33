"""Members of a buyer group from a file: what is written, through the services of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.groups import membership, services
from buyergroups.imports.members import Deed, Part, function
from buyergroups.imports.organisations import REASON
from buyergroups.imports.rules import Outcome
from buyergroups.joining import many
from buyergroups.joining import services as joining
from buyergroups.joining.inviting import Invitee
from buyergroups.joining.many import Joining
from buyergroups.joining.views import link_for
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import settings_at
from models.groups import Membership


def prepare(
    session: Session,
    actor: Actor,
    now: datetime,
    group_id: int | None,
    outcomes: Sequence[Outcome],
) -> None:
    """Write the letters of who has no account yet, before anybody has to wait for the rows."""
    assert group_id is not None
    found = [outcome for outcome in outcomes if _is_new(outcome.deed)]
    made = many.newcomers(
        session,
        actor,
        now,
        group_id=group_id,
        rows=[_invitee(outcome.deed.part, actor) for outcome in found],
        days=settings_at(session, now)[SettingKey.INVITATION_DAYS],
        link_for=link_for,
    )
    for outcome, newcomer in zip(found, made, strict=True):
        outcome.deed = replace(outcome.deed, newcomer=newcomer)


def _is_new(deed: Deed | None) -> bool:
    return deed is not None and deed.invites and deed.person_id is None


def record(
    session: Session,
    actor: Actor,
    now: datetime,
    group_id: int | None,
    outcomes: Sequence[Outcome],
    name: str,
) -> None:
    """Write what the rows come to, as they were prepared, through the services of the pages."""
    assert group_id is not None
    deeds: list[Deed] = [outcome.deed for outcome in outcomes if outcome.deed is not None]
    reason = REASON.into(actor.language, name=name)
    joins = [_joining(deed) for deed in deeds if deed.membership_id is None and not deed.invites]
    if joins:
        many.join_many(session, actor, now, group_id=group_id, rows=joins, reason=reason)
    for deed in deeds:
        if deed.membership_id is not None:
            _change(session, actor, now, group_id, deed, reason)
    invited = [deed for deed in deeds if deed.invites]
    if invited:
        _invite(session, actor, now, group_id, invited)


def _invite(
    session: Session, actor: Actor, now: datetime, group_id: int, deeds: Sequence[Deed]
) -> None:
    days = settings_at(session, now)[SettingKey.INVITATION_DAYS]
    new = [deed.newcomer for deed in deeds if deed.newcomer is not None]
    assert len(new) == sum(deed.person_id is None for deed in deeds), "not prepared"
    many.invite_newcomers(session, actor, now, group_id=group_id, rows=new)
    for deed in deeds:
        if deed.person_id is not None:
            joining.invite_member(
                session,
                actor,
                now,
                group_id=group_id,
                invitee=_invitee(deed.part, actor),
                days=days,
                link_for=link_for,
            )


def _invitee(part: Part, actor: Actor) -> Invitee:
    return Invitee(
        email=part.email,
        name=part.name,
        organisation_id=part.organisation_id,
        role=part.role,
        in_core=part.in_core,
        is_secretary=part.is_secretary,
        language=actor.language,
    )


def _joining(deed: Deed) -> Joining:
    assert deed.person_id is not None
    part = deed.part
    return Joining(
        person_id=deed.person_id,
        organisation_id=part.organisation_id,
        role=part.role,
        in_core=part.in_core,
        is_secretary=part.is_secretary,
        since=part.since,
        until=part.until,
    )


def _change(
    session: Session, actor: Actor, now: datetime, group_id: int, deed: Deed, reason: str
) -> None:
    part, number = deed.part, deed.membership_id
    assert number is not None
    held = session.get_one(Membership, number)
    if (held.role, held.in_core, held.is_secretary) != function(part):
        made = services.change_member(
            session,
            actor,
            now,
            group_id=group_id,
            membership_id=number,
            role=part.role,
            in_core=part.in_core,
            is_secretary=part.is_secretary,
            reason=reason,
        )
        number = made.id
    if part.until is not None:
        services.end_member(
            session,
            actor,
            now,
            group_id=group_id,
            membership_id=number,
            until=part.until,
            reason=reason,
        )


def lock(session: Session, group_id: int | None) -> None:
    """Nobody else changes the group from here on."""
    assert group_id is not None
    membership.lock(session, group_id)
