"""Writes the competition protocol, who accepted it, and where private demand is large."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotAllowedError, RefusedError
from buyergroups.groups import demand, membership
from buyergroups.groups import rules as group_rules
from buyergroups.groups.queries import Group
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from buyergroups.protocol import queries
from buyergroups.protocol.accepting import CHANGED_MEANWHILE, accept_version, declare
from buyergroups.words import Words
from models.chains import Chain
from models.groups import InterestKind, PrivateDemand, ProtocolVersion
from models.people import Language
from models.programme import Programme

TEXT_MISSING = Words("Schrijf de tekst van het protocol.", "Write the text of the protocol.")


def accept_protocol(
    session: Session, actor: Actor, now: datetime, *, group_id: int, protocol_id: int | None
) -> None:
    """A private member accepts the version that holds now, in a group of theirs."""
    group, organisation_id = _membership_of(session, actor, group_id)
    accept_version(session, actor, now, group, organisation_id, protocol_id)


def declare_interest(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    kind: InterestKind,
    about: str,
) -> None:
    """A private member says anew where their organisation is supplier or competitor too."""
    _, organisation_id = _membership_of(session, actor, group_id)
    declare(session, actor, now, group_id, organisation_id, kind, about)


def write_protocol(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    text: str,
    reason: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> ProtocolVersion:
    """A new version; every private member is asked to accept it at their next visit."""
    require(actor, Action.PROTOCOL_EDIT)
    # Two who write a version wait for each other here.
    session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update())
    last = queries.latest_protocol(session, programme_id)
    if seen is not None and seen != (last.nr if last else 0):
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if not text.strip():
        raise RefusedError(TEXT_MISSING)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    rendered = render(text)
    row = ProtocolVersion(
        programme_id=programme_id,
        nr=(last.nr if last else 0) + 1,
        text=rendered.text,
        text_html=rendered.html,
        language=language,
        reason=reason.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(row)
    return row


def mark_private_demand(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    large: bool,
    since: date,
    reason: str,
    seen: int | None = None,
) -> None:
    """Whether private organisations have a large share of the demand in a chain.

    Who takes part already stays; it says who can join from now on.
    """
    require(actor, Action.PRIVATE_DEMAND_MARK)
    session.execute(select(Chain.id).where(Chain.id == chain_id).with_for_update())
    last = demand.latest_demand(session, chain_id)
    if seen is not None and seen != (last.id if last else 0):
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if since > local_day(now):
        raise RefusedError(group_rules.NOT_YET)
    row = PrivateDemand(
        chain_id=chain_id, large=large, since=since, reason=reason.strip(), **stamp(actor, now)
    )
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(row)


def _membership_of(session: Session, actor: Actor, group_id: int) -> tuple[Group, int]:
    """A group of whoever acts, and for which organisation they are in it."""
    found = next((row for row in actor.memberships if row.group_id == group_id), None)
    if found is None:
        raise NotAllowedError(f"group {group_id}")
    return membership.lock(session, group_id), found.organisation_id
