"""Writes what administrators and the programme manager do with people and their roles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor, role_holds
from buyergroups.access.permissions import Action, require
from buyergroups.accounts import factor, links, mailing
from buyergroups.accounts.services import (
    add_person,
    end_role,
    end_sessions,
    end_ways_in,
    give_role,
)
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.people import queries, rules
from buyergroups.people.rules import RoleChoice
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import settings_at
from buyergroups.words import Words
from models.people import EndReason, Language, Person, Role, RoleAssignment
from models.signing import LinkKind, RightsConfirmation

LAST_ADMINISTRATOR = Words(
    "Dit is de laatste beheerder. Maak eerst iemand anders beheerder.",
    "This is the last administrator. Make somebody else administrator first.",
)
NOT_ONESELF = Words("Je kunt jezelf niet blokkeren.", "You cannot block yourself.")
IS_BLOCKED = Words(
    "Deze persoon is geblokkeerd. Hef eerst de blokkade op.",
    "This person is blocked. Unblock them first.",
)
UNKNOWN_CODE = Words("'%(code)s' is er niet.", "There is no '%(code)s'.")
HAS_PASSWORD = Words(
    "Deze persoon koos al een wachtwoord. Een nieuw wachtwoord vraagt hij of zij zelf aan.",
    "This person chose a password already. They ask for a new one by themselves.",
)


def invite(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    email: str,
    name: str,
    language: Language,
    organisation_id: int | None,
    roles: Sequence[RoleChoice],
    days: int,
    link_for: Callable[[str], str],
) -> tuple[Person, str]:
    """A new person with roles, and a mail with a link to choose a password; also the link."""
    person = add_person(
        session,
        actor,
        now,
        email=email,
        name=name,
        language=language,
        organisation_id=organisation_id,
    )
    for choice in roles:
        give_role(
            session,
            actor,
            now,
            person_id=person.id,
            role=choice.role,
            chain_id=choice.chain_id,
            body_id=choice.body_id,
        )
    return person, _send_invitation(session, actor, now, person, days, link_for)


def invite_by_codes(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    email: str,
    name: str,
    language: Language,
    organisation: str,
    codes: Sequence[str],
    link_for: Callable[[str], str],
) -> tuple[Person, str]:
    """The same for a command: organisation and roles by their codes. Raises RefusedError."""
    found = queries.organisation_at(session, organisation) if organisation else None
    choices = queries.role_choices(session, now, leads=True, others=True)
    unknown = [code for code in codes if code not in choices]
    if organisation and found is None:
        unknown.append(organisation)
    if unknown:
        raise RefusedError(UNKNOWN_CODE, code=unknown[0])
    return invite(
        session,
        actor,
        now,
        email=email,
        name=name,
        language=language,
        organisation_id=found,
        roles=[choices[code][0] for code in codes],
        days=settings_at(session, now)[SettingKey.INVITATION_DAYS],
        link_for=link_for,
    )


def invite_again(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person: Person,
    days: int,
    link_for: Callable[[str], str],
) -> str:
    """Another link for who never chose a password; the one before is over."""
    require(actor, Action.PERSON_EDIT)
    if person.password_hash is not None:
        raise RefusedError(HAS_PASSWORD)
    if person.blocked_at is not None:
        raise RefusedError(IS_BLOCKED)
    return _send_invitation(session, actor, now, person, days, link_for)


def _send_invitation(
    session: Session,
    actor: Actor,
    now: datetime,
    person: Person,
    days: int,
    link_for: Callable[[str], str],
) -> str:
    mailing.cancel_mails(session, now, person_id=person.id)
    token = links.make_link(
        session,
        now,
        kind=LinkKind.INVITATION,
        person_id=person.id,
        lasts=timedelta(days=days),
        made_by_id=actor.person_id,
    )
    link = link_for(token)
    mailing.mail_person(
        session, now, "mail/invitation.txt", person, has_link=True, link=link, days=days
    )
    return link


def appoint(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person: Person,
    choice: RoleChoice,
    since: date | None,
    reason: str,
) -> RoleAssignment:
    """Give a role from a day on; raises RefusedError if it is there already, or for an odd day."""
    require(actor, _action(choice.role))
    _lock(session, person)
    if person.blocked_at is not None:
        raise RefusedError(IS_BLOCKED)
    today = local_day(now)
    _refuse_odd(since or today, today)
    _sign_in_anew(session, actor, now, person, choice.role)
    return give_role(
        session,
        actor,
        now,
        person_id=person.id,
        role=choice.role,
        chain_id=choice.chain_id,
        body_id=choice.body_id,
        since=since,
        reason=reason,
    )


def _sign_in_anew(
    session: Session, actor: Actor, now: datetime, person: Person, role: Role
) -> None:
    """Who gets more rights than they had signs in again, with the second factor these may ask.

    Whoever gives a role to themselves gave their password for it just now.
    """
    had = load_actor(session, person.id, now).roles
    if role in rules.MORE_RIGHTS - had and person.id != actor.person_id:
        end_sessions(session, now, person_id=person.id, reason=EndReason.ENDED_ELSEWHERE)


def dismiss(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person: Person,
    assignment_id: int,
    until: date | None,
    reason: str,
) -> None:
    """End a role of somebody; raises NotThereError for a role of somebody else."""
    assignment = session.scalar(
        select(RoleAssignment).where(
            RoleAssignment.id == assignment_id, RoleAssignment.person_id == person.id
        )
    )
    if assignment is None:
        raise NotThereError(f"role {assignment_id}")
    require(actor, _action(assignment.role))
    today = local_day(now)
    _refuse_odd(until or today, today)
    if assignment.role is Role.ADMINISTRATOR:
        _refuse_last(session, now, person)
    session.refresh(assignment, with_for_update=True)
    end_role(session, actor, now, assignment=assignment, until=until, reason=reason)


def block(session: Session, actor: Actor, now: datetime, *, person: Person, reason: str) -> None:
    """Nobody comes in with this account any more: sessions, links and mails are over at once."""
    require(actor, Action.PERSON_EDIT)
    if person.id == actor.person_id:
        raise RefusedError(NOT_ONESELF)
    # First the lock on all administrators: two who block each other would wait for ever.
    _refuse_last(session, now, person)
    _lock(session, person)
    if person.blocked_at is not None:
        return
    with recorded(session, actor, now, reason=reason):
        person.blocked_at = now
    end_ways_in(session, now, person_id=person.id, reason=EndReason.BLOCKED)
    mailing.cancel_mails(session, now, person_id=person.id, only_links=False)


def unblock(session: Session, actor: Actor, now: datetime, *, person: Person, reason: str) -> None:
    """The person may sign in again; what was ended stays ended."""
    require(actor, Action.PERSON_EDIT)
    _lock(session, person)
    with recorded(session, actor, now, reason=reason):
        person.blocked_at = None


def sign_out_everywhere(session: Session, actor: Actor, now: datetime, *, person: Person) -> None:
    """End every session of somebody, and whatever way in was open."""
    require(actor, Action.PERSON_EDIT)
    end_ways_in(session, now, person_id=person.id, reason=EndReason.ENDED_ELSEWHERE)


def remove_factor(session: Session, actor: Actor, now: datetime, *, person: Person) -> bool:
    """Whoever lost app and recovery codes signs in without; they get a mail about it."""
    require(actor, Action.PERSON_EDIT)
    there = factor.end_factor(session, actor, now, person_id=person.id)
    if there:
        mailing.mail_person(session, now, "mail/factor_off.txt", person, moment=now)
    return there


def confirm_rights(
    session: Session, actor: Actor, now: datetime, *, assignments: Sequence[int]
) -> RightsConfirmation:
    """An administrator looked at these role assignments, and they are right."""
    require(actor, Action.RIGHTS_CONFIRM)
    row = RightsConfirmation(assignments=sorted(assignments), **stamp(actor, now))
    with recorded(session, actor, now, acted_as=Role.ADMINISTRATOR.value):
        session.add(row)
    return row


def _action(role: Role) -> Action:
    return Action.LEAD_APPOINT if role is Role.CHAIN_LEAD else Action.PERSON_EDIT


def _refuse_odd(day: date, today: date) -> None:
    mistake = rules.day_mistake(day, today)
    if mistake is not None:
        last = today + rules.AHEAD
        raise RefusedError(mistake, first=f"{rules.FIRST_DAY:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def _refuse_last(session: Session, now: datetime, person: Person) -> None:
    """There is always an administrator: two who end each other's role wait for one another."""
    held = session.execute(
        select(RoleAssignment.person_id, Person.id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(
            RoleAssignment.role == Role.ADMINISTRATOR,
            role_holds(now, local_day(now)),
            RoleAssignment.ended_at.is_(None),
            Person.blocked_at.is_(None),
        )
        .order_by(RoleAssignment.id)
        .with_for_update()
    ).all()
    administrators = {row.person_id for row in held}
    if person.id in administrators and administrators == {person.id}:
        raise RefusedError(LAST_ADMINISTRATOR)


def _lock(session: Session, person: Person) -> None:
    session.refresh(person, with_for_update=True)
