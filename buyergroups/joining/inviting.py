"""How an invitation is made, mailed and closed, for whoever was permitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action
from buyergroups.accounts import links, mailing
from buyergroups.accounts.services import add_person, clean_email
from buyergroups.clock import local_day
from buyergroups.errors import RefusedError
from buyergroups.groups import membership
from buyergroups.groups.queries import Group
from buyergroups.history.recording import recorded, stamp
from buyergroups.protocol.accepting import NO_PROTOCOL
from buyergroups.protocol.queries import latest_protocol
from buyergroups.words import Words
from models.base import new_ref
from models.groups import (
    BuyerGroup,
    GroupInvitation,
    InvitationOutcome,
    MemberRole,
    Membership,
)
from models.organisations import Sector
from models.people import Language, Person
from models.signing import LinkKind, OneTimeLink

#: The address for an invitation, by its reference; with a token for who has no password yet.
LinkFor = Callable[[str, str | None], str]

LETTER = "mail/group_invitation.txt"
OVER = Words(
    "Deze uitnodiging werkt niet meer. Zij is al beantwoord, verlopen, of ingetrokken.",
    "This invitation does not work any more. It was answered, has expired, or was withdrawn.",
)
ANSWERED = Words("Hierop is al geantwoord.", "This was answered already.")
IS_INVITED = Words(
    "%(email)s is al uitgenodigd en heeft nog niet geantwoord. Nodig opnieuw uit bij de "
    "uitnodigingen.",
    "%(email)s was invited already and has not answered yet. Invite again among the invitations.",
)
CANNOT = Words(
    "%(email)s kan nu niet worden uitgenodigd. Vraag de beheerder waarom.",
    "%(email)s cannot be invited now. Ask the administrator why.",
)
NAME_MISSING = Words("Schrijf een naam.", "Write a name.")


@dataclass(frozen=True)
class Invitee:
    """Who is invited, for which organisation, as what."""

    email: str
    name: str
    organisation_id: int
    role: MemberRole
    in_core: bool = False
    is_secretary: bool = False
    language: Language = Language.DUTCH


def invite(
    session: Session,
    actor: Actor,
    now: datetime,
    group: Group,
    invitee: Invitee,
    days: int,
    link_for: LinkFor,
    *,
    asked: bool = False,
) -> GroupInvitation:
    """Make an invitation and its mail, that answers a request where it was `asked` for.

    Existing people keep their account and their name.
    """
    membership.refuse_lead(actor, group, invitee.role)
    _refuse_group(session, group, invitee)
    person = _person(session, actor, now, group, invitee)
    _refuse_twice(session, now, group, person, invitee.email)
    membership.refuse_known_elsewhere(session, actor, now, person.id, invitee.organisation_id)
    row = GroupInvitation(
        **values(actor, now, group, invitee, person.email, days), person_id=person.id
    )
    with recorded(session, actor, now):
        session.add(row)
    _mail(session, actor, now, group, row, person, days, link_for, asked=asked)
    return row


def values(
    actor: Actor, now: datetime, group: Group, invitee: Invitee, email: str, days: int
) -> dict[str, Any]:
    """The columns of an invitation, but for the number of the person."""
    return {
        "ref": new_ref(),
        "group_id": group.id,
        "email": email,
        "name": " ".join(invitee.name.split()),
        "organisation_id": invitee.organisation_id,
        "role": invitee.role,
        "in_core": invitee.in_core,
        "is_secretary": invitee.is_secretary,
        "expires_at": now + timedelta(days=days),
        **stamp(actor, now),
    }


def again(
    session: Session,
    actor: Actor,
    now: datetime,
    group: Group,
    row: GroupInvitation,
    days: int,
    link_for: LinkFor,
) -> GroupInvitation:
    """The same invitation under another address; the old one is over."""
    person = session.get_one(Person, row.person_id)
    close(session, actor, now, row, InvitationOutcome.REPLACED)
    invitee = Invitee(
        email=row.email,
        name=row.name,
        organisation_id=row.organisation_id,
        role=row.role,
        in_core=row.in_core,
        is_secretary=row.is_secretary,
        language=person.language,
    )
    return invite(session, actor, now, group, invitee, days, link_for)


def close(
    session: Session,
    actor: Actor,
    now: datetime,
    row: GroupInvitation,
    outcome: InvitationOutcome,
) -> None:
    """It was answered, taken back or replaced: its address and its mail are over."""
    with recorded(session, actor, now):
        row.outcome, row.outcome_at, row.outcome_by_id = outcome, now, actor.person_id
    person = session.get_one(Person, row.person_id)
    if (
        outcome is InvitationOutcome.WITHDRAWN
        and person.password_hash is None
        and not _invited_otherwise(session, row)
    ):
        links.end_links(session, now, person_id=person.id, kinds=(LinkKind.INVITATION,))
        mailing.cancel_mails(session, now, person_id=person.id)


def _invited_otherwise(session: Session, row: GroupInvitation) -> bool:
    """Whether somebody can come in for another reason too: then their link stays."""
    link = select(OneTimeLink.id).where(
        OneTimeLink.person_id == row.person_id,
        OneTimeLink.kind == LinkKind.INVITATION,
        OneTimeLink.made_by_id.is_distinct_from(row.recorded_by_id),
    )
    other = select(GroupInvitation.id).where(
        GroupInvitation.person_id == row.person_id,
        GroupInvitation.id != row.id,
        GroupInvitation.outcome.is_(None),
    )
    return session.scalar(link.limit(1)) is not None or session.scalar(other.limit(1)) is not None


def _refuse_group(session: Session, group: Group, invitee: Invitee) -> None:
    if not group.is_open:
        raise RefusedError(membership.CLOSED)
    sector = membership.refuse_private(session, group, invitee.organisation_id)
    if sector is Sector.PRIVATE:
        programme_id = session.get_one(BuyerGroup, group.id).programme_id
        if latest_protocol(session, programme_id) is None:
            raise RefusedError(NO_PROTOCOL)


def _person(
    session: Session, actor: Actor, now: datetime, group: Group, invitee: Invitee
) -> Person:
    email = clean_email(invitee.email)
    known = session.scalar(select(Person).where(Person.email == email))
    if known is not None:
        if known.blocked_at is not None:
            raise RefusedError(CANNOT, email=email)
        return known
    if not invitee.name.strip():
        raise RefusedError(NAME_MISSING)
    return add_person(
        session,
        actor,
        now,
        email=email,
        name=" ".join(invitee.name.split()),
        language=invitee.language,
        organisation_id=invitee.organisation_id,
        invites=(Action.GROUP_RUN, group),
    )


def _refuse_twice(
    session: Session, now: datetime, group: Group, person: Person, email: str
) -> None:
    held = session.scalars(
        select(Membership).where(Membership.group_id == group.id, Membership.person_id == person.id)
    )
    if any(row.until is None or row.until > local_day(now) for row in held):
        raise RefusedError(membership.ALREADY_MEMBER)
    waiting = session.scalar(
        select(GroupInvitation).where(
            GroupInvitation.group_id == group.id,
            GroupInvitation.person_id == person.id,
            GroupInvitation.outcome.is_(None),
        )
    )
    if waiting is not None:
        raise RefusedError(IS_INVITED, email=email)


def _mail(
    session: Session,
    actor: Actor,
    now: datetime,
    group: Group,
    row: GroupInvitation,
    person: Person,
    days: int,
    link_for: LinkFor,
    *,
    asked: bool,
) -> None:
    token = None
    if person.password_hash is None:
        mailing.cancel_mails(session, now, person_id=person.id)
        token = links.make_link(
            session,
            now,
            kind=LinkKind.INVITATION,
            person_id=person.id,
            lasts=timedelta(days=days),
            made_by_id=actor.person_id,
        )
    mailing.mail_person(
        session,
        now,
        LETTER,
        person,
        has_link=token is not None,
        group=group.name,
        by=actor.name,
        asked=asked,
        new=token is not None,
        link=link_for(row.ref, token),
        days=days,
    )
