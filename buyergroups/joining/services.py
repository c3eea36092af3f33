"""Writes invitations, requests to join, the competition protocol and who accepted it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts.mailing import mail_person
from buyergroups.clock import local_day
from buyergroups.errors import (
    WHY_MISSING,
    NotAllowedError,
    NotThereError,
    RefusedError,
)
from buyergroups.groups import members, membership
from buyergroups.groups.queries import Group
from buyergroups.history.recording import recorded, stamp
from buyergroups.joining import inviting, queries, rules
from buyergroups.joining.inviting import OVER, Invitee, LinkFor
from buyergroups.protocol.accepting import accept_version, declare
from buyergroups.words import Words
from models.groups import (
    GroupInvitation,
    InterestKind,
    InvitationOutcome,
    JoinRequest,
    MemberRole,
    RequestOutcome,
)
from models.organisations import Sector
from models.people import Person

OTHER_ORGANISATION = Words(
    "Je bent uitgenodigd namens %(invited)s, maar je werkt volgens Ketenbord bij %(own)s. Vraag "
    "wie je uitnodigde om dat te doen namens %(own)s.",
    "You were invited for %(invited)s, but by Ketenbord you work for %(own)s. Ask whoever invited "
    "you to do so for %(own)s.",
)
WORKS_NOWHERE = Words(
    "Je doet mee namens een organisatie, en die staat nog niet bij je account. Vraag de beheerder "
    "om haar toe te voegen.",
    "You take part for an organisation, and none stands with your account yet. Ask the "
    "administrator to add it.",
)
ASKED_ALREADY = Words(
    "Je hebt al gevraagd om mee te doen. De trekker van de groep antwoordt.",
    "You asked to join already. The lead of the group will answer.",
)
INVITED_ALREADY = Words(
    "Je bent al uitgenodigd voor deze groep. De uitnodiging staat op je pagina Vandaag.",
    "You were invited to this group already. The invitation is on your page Today.",
)
CANNOT_ASK = Words(
    "Kies een andere rol: een trekker wordt aangewezen.",
    "Choose another role: a lead is appointed.",
)


def invite_member(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    invitee: Invitee,
    days: int,
    link_for: LinkFor,
) -> GroupInvitation:
    """Ask somebody into a group by mail; who has no account yet gets one with it."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_RUN, group)
    return inviting.invite(session, actor, now, group, invitee, days, link_for)


def invite_member_again(
    session: Session, actor: Actor, now: datetime, *, ref: str, days: int, link_for: LinkFor
) -> GroupInvitation:
    """Another mail with another link; the one before is over."""
    row, group = _to_run(session, actor, ref)
    return inviting.again(session, actor, now, group, row, days, link_for)


def withdraw_invitation(session: Session, actor: Actor, now: datetime, *, ref: str) -> None:
    """Nobody can accept it any more."""
    row, _ = _to_run(session, actor, ref)
    inviting.close(session, actor, now, row, InvitationOutcome.WITHDRAWN)


def accept_invitation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    protocol_id: int | None = None,
    interest: InterestKind | None = None,
    about: str = "",
) -> None:
    """Take part from today; for a private organisation with the protocol and a declaration."""
    row = _own(session, actor, now, ref)
    group = membership.lock(session, row.group_id)
    own = members.organisation_of(session, now, actor.person_id)
    if own is not None and own[0] != row.organisation_id:
        invited = queries.own_invitation(session, actor, ref).organisation
        raise RefusedError(OTHER_ORGANISATION, invited=invited, own=own[1])
    if membership.refuse_private(session, group, row.organisation_id) is Sector.PRIVATE:
        accept_version(session, actor, now, group, row.organisation_id, protocol_id)
        declare(session, actor, now, group.id, row.organisation_id, interest, about)
    membership.begin(
        session,
        actor,
        now,
        group,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        role=row.role,
        in_core=row.in_core,
        is_secretary=row.is_secretary,
        since=local_day(now),
    )
    inviting.close(session, actor, now, row, InvitationOutcome.ACCEPTED)


def decline_invitation(session: Session, actor: Actor, now: datetime, *, ref: str) -> None:
    """Say no; the link is over."""
    row = _own(session, actor, now, ref)
    inviting.close(session, actor, now, row, InvitationOutcome.DECLINED)


# ---- requests ---------------------------------------------------------------------------------


def ask_to_join(
    session: Session, actor: Actor, now: datetime, *, group_id: int, role: MemberRole, wish: str
) -> JoinRequest:
    """Somebody signed in wants to take part; the lead of the group answers."""
    require(actor, Action.GROUP_JOIN)
    group = membership.lock(session, group_id)
    if not group.is_open:
        raise NotAllowedError(f"group {group_id} is closed")
    if role not in rules.ASKABLE:
        raise RefusedError(CANNOT_ASK)
    if not wish.strip():
        raise RefusedError(WHY_MISSING)
    own = members.organisation_of(session, now, actor.person_id)
    if own is None:
        raise RefusedError(WORKS_NOWHERE)
    if group_id in actor.member_of:
        raise RefusedError(membership.ALREADY_MEMBER)
    membership.refuse_private(session, group, own[0])
    _refuse_asked_twice(session, actor, now, group_id)
    row = JoinRequest(
        group_id=group_id,
        person_id=actor.person_id,
        organisation_id=own[0],
        role=role,
        wish=wish.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
    return row


def accept_request(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    days: int,
    link_for: LinkFor,
    link: str,
) -> None:
    """Let somebody in: from today, or for a private organisation once they accept the protocol.

    They get a mail, with `link` to the group or with the invitation to accept.
    """
    row, group = _request(session, actor, ref)
    asked = queries.request_of_group(session, group.id, ref)
    with recorded(session, actor, now):
        row.outcome, row.outcome_at = RequestOutcome.ACCEPTED, now
        row.outcome_by_id = actor.person_id
    if asked.sector is Sector.PRIVATE:
        invitee = Invitee(asked.email, asked.name, row.organisation_id, row.role)
        inviting.invite(session, actor, now, group, invitee, days, link_for, asked=True)
        return
    membership.begin(
        session,
        actor,
        now,
        group,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        role=row.role,
        since=local_day(now),
    )
    _tell(session, actor, now, row, group, "mail/request_accepted.txt", link=link)


def refuse_request(
    session: Session, actor: Actor, now: datetime, *, ref: str, reason: str, link: str
) -> None:
    """Say no, with the reason: who asked reads it, in a mail and on the page that it links to."""
    row, group = _request(session, actor, ref)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    with recorded(session, actor, now):
        row.outcome, row.outcome_at = RequestOutcome.REFUSED, now
        row.outcome_by_id, row.answer = actor.person_id, reason.strip()
    _tell(
        session,
        actor,
        now,
        row,
        group,
        "mail/request_refused.txt",
        link=link,
        reason=reason.strip(),
    )


def withdraw_request(session: Session, actor: Actor, now: datetime, *, ref: str) -> None:
    """Whoever asked does not want to any more."""
    row = session.scalar(select(JoinRequest).where(JoinRequest.ref == ref).with_for_update())
    if row is None or row.person_id != actor.person_id:
        raise NotAllowedError(f"request {ref}")
    if row.outcome is not None:
        raise RefusedError(inviting.ANSWERED)
    with recorded(session, actor, now):
        row.outcome, row.outcome_at = RequestOutcome.WITHDRAWN, now
        row.outcome_by_id = actor.person_id


def _tell(
    session: Session,
    actor: Actor,
    now: datetime,
    row: JoinRequest,
    group: Group,
    template: str,
    **values: Any,
) -> None:
    """Mail whoever asked what came of it; who is blocked meanwhile hears nothing."""
    person = session.get_one(Person, row.person_id)
    if person.blocked_at is None:
        mail_person(session, now, template, person, group=group.name, by=actor.name, **values)


def _own(session: Session, actor: Actor, now: datetime, ref: str) -> GroupInvitation:
    """An invitation of whoever answers it; of two answers at the same time one counts."""
    row = session.scalar(
        select(GroupInvitation).where(GroupInvitation.ref == ref).with_for_update()
    )
    if row is None or row.person_id != actor.person_id:
        raise NotAllowedError(f"invitation {ref}")
    if not rules.works(row.outcome, row.expires_at, now):
        raise RefusedError(OVER)
    return row


def _to_run(session: Session, actor: Actor, ref: str) -> tuple[GroupInvitation, Group]:
    row = session.scalar(
        select(GroupInvitation).where(GroupInvitation.ref == ref).with_for_update()
    )
    if row is None:
        raise NotThereError(f"invitation {ref}")
    group = membership.lock(session, row.group_id)
    require(actor, Action.GROUP_RUN, group)
    if row.outcome is not None:
        raise RefusedError(inviting.ANSWERED)
    return row, group


def _request(session: Session, actor: Actor, ref: str) -> tuple[JoinRequest, Group]:
    row = session.scalar(select(JoinRequest).where(JoinRequest.ref == ref).with_for_update())
    if row is None:
        raise NotThereError(f"request {ref}")
    group = membership.lock(session, row.group_id)
    require(actor, Action.GROUP_RUN, group)
    if row.outcome is not None:
        raise RefusedError(inviting.ANSWERED)
    return row, group


def _refuse_asked_twice(session: Session, actor: Actor, now: datetime, group_id: int) -> None:
    asked = select(JoinRequest.id).where(
        JoinRequest.group_id == group_id,
        JoinRequest.person_id == actor.person_id,
        JoinRequest.outcome.is_(None),
    )
    if session.scalar(asked) is not None:
        raise RefusedError(ASKED_ALREADY)
    if any(row.group_id == group_id for row in queries.own_invitations(session, actor, now)):
        raise RefusedError(INVITED_ALREADY)
