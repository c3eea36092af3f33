"""Many people at once into a group: the rows of a file, in one write.

What each may be is decided against the group under its lock; here it is written, as the pages of
the group write it for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts import links
from buyergroups.errors import NotAllowedError, RefusedError
from buyergroups.groups import membership
from buyergroups.groups.queries import Group, group_by_id
from buyergroups.history.recording import add_many, recorded, stamp
from buyergroups.joining import inviting
from buyergroups.joining.inviting import LETTER, Invitee, LinkFor
from buyergroups.letters import letter
from buyergroups.notices.services import mail_values
from models.base import Precision, sort_name
from models.groups import GroupInvitation, MemberRole, Membership
from models.notices import OutboxMail
from models.people import Affiliation, Person
from models.signing import LinkKind, OneTimeLink


@dataclass(frozen=True)
class Joining:
    """Somebody with an account who takes part from a day on, perhaps to a day."""

    person_id: int
    organisation_id: int
    role: MemberRole
    in_core: bool
    is_secretary: bool
    since: date
    until: date | None


def join_many(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    rows: Sequence[Joining],
    reason: str,
) -> None:
    """Memberships from a day on; a fixed number of statements but for their batches.

    By the programme team: others invite, so that they do not learn who has an account.
    """
    group = _to_fill(session, actor, group_id)
    if rows and not actor.in_programme_team:
        raise NotAllowedError(f"join many into group {group_id}")
    membership.refuse_lead(actor, group, *(row.role for row in rows))
    values = [
        {
            **vars(row),
            **stamp(actor, now),
            "group_id": group_id,
            "ended_at": now if row.until else None,
            "ended_by_id": actor.person_id if row.until else None,
        }
        for row in rows
    ]
    with recorded(session, actor, now, reason=reason):
        add_many(session, Membership, values)


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account who is invited; all but the numbers that the database gives."""

    invitee: Invitee
    invitation: dict[str, Any]
    link: dict[str, Any]
    mail: dict[str, Any]


def newcomers(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    rows: Sequence[Invitee],
    days: int,
    link_for: LinkFor,
) -> list[Newcomer]:
    """Who is to be invited, with their letters. Writes nothing: of thousands this takes longest,
    and meanwhile others can write.
    """
    group = group_by_id(session, group_id)
    return [_newcomer(actor, now, group, row, days, link_for) for row in rows]


def _newcomer(
    actor: Actor, now: datetime, group: Group, row: Invitee, days: int, link_for: LinkFor
) -> Newcomer:
    asked = inviting.values(actor, now, group, row, row.email, days)
    token, lasts = links.new_token(), timedelta(days=days)
    return Newcomer(
        row,
        asked,
        links.link_values(now, LinkKind.INVITATION, token, lasts, actor.person_id),
        _mail(now, actor, group, row, link_for(asked["ref"], token), days),
    )


def invite_newcomers(
    session: Session, actor: Actor, now: datetime, *, group_id: int, rows: Sequence[Newcomer]
) -> None:
    """Accounts, invitations and mails for people who have no account yet."""
    group = _to_fill(session, actor, group_id)
    membership.refuse_lead(actor, group, *(row.invitee.role for row in rows))
    if not rows:
        return
    with recorded(session, actor, now):
        people = add_many(session, Person, [_person(row.invitee) for row in rows])
        pairs = list(zip(people, rows, strict=True))
        add_many(session, Affiliation, [_works(actor, now, nr, row.invitee) for nr, row in pairs])
        add_many(
            session, GroupInvitation, [{**row.invitation, "person_id": nr} for nr, row in pairs]
        )
    session.execute(insert(OneTimeLink), [{**row.link, "person_id": nr} for nr, row in pairs])
    session.execute(insert(OutboxMail), [{**row.mail, "person_id": nr} for nr, row in pairs])


def _to_fill(session: Session, actor: Actor, group_id: int) -> Group:
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_RUN, group)
    if not group.is_open:
        raise RefusedError(membership.CLOSED)
    return group


def _works(actor: Actor, now: datetime, person_id: int, row: Invitee) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "organisation_id": row.organisation_id,
        "since_precision": Precision.UNKNOWN,
        **stamp(actor, now),
    }


def _person(row: Invitee) -> dict[str, Any]:
    name = " ".join(row.name.split())
    return {
        "email": row.email,
        "name": name,
        "sort_name": sort_name(name),
        "language": row.language,
        "is_demonstration": False,
    }


def _mail(
    now: datetime, actor: Actor, group: Group, row: Invitee, link: str, days: int
) -> dict[str, Any]:
    told = {"group": group.name, "by": actor.name, "link": link, "days": days}
    name = " ".join(row.name.split())
    written = letter(LETTER, row.language, name=name, asked=False, new=True, **told)
    values = mail_values(
        now,
        to=row.email,
        subject=written.subject,
        text=written.text,
        language=written.language,
        kind=LETTER.removeprefix("mail/").removesuffix(".txt"),
    )
    return {**values, "keep_text": False}
