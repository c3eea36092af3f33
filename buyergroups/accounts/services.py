"""Writes people, their roles, their sessions, and tries to sign in."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts import half, links, mailing, queries, rules
from buyergroups.accounts.affiliations import begin_affiliation
from buyergroups.clock import local_day
from buyergroups.errors import NotAllowedError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.base import sort_name
from models.people import (
    EndReason,
    Language,
    Person,
    PersonSession,
    Role,
    RoleAssignment,
    SignInTry,
    TryOutcome,
)

EMAIL_TAKEN = Words(
    "Er is al iemand met het mailadres %(email)s.",
    "There already is somebody with the mail address %(email)s.",
)
EMAIL_WRONG = Words(
    "Dit is geen mailadres: %(email)s. Schrijf het als naam@organisatie.nl.",
    "This is not a mail address: %(email)s. Write it as name@organisation.nl.",
)
END_BEFORE_START = Words(
    "De einddatum ligt voor de begindatum (%(since)s).",
    "The end date lies before the start date (%(since)s).",
)
BLOCKED = Words(
    "%(email)s is geblokkeerd en komt er niet in. Laat een beheerder de blokkade opheffen.",
    "%(email)s is blocked and cannot come in. Have an administrator unblock them.",
)
HAS_ROLE = Words(
    "Deze persoon heeft deze rol al in die periode.",
    "This person has this role already in that period.",
)
ALREADY_ENDED = Words("Deze rol is al beëindigd.", "This role has already ended.")


def hash_of(text: str) -> str:
    """What is kept of a session key or an account that somebody tried."""
    return rules.hash_of(text)


def clean_email(email: str) -> str:
    """The address as it is kept: lower case, trimmed; raises RefusedError if it is none."""
    cleaned = rules.plain_email(email)
    name, at, domain = cleaned.rpartition("@")
    if (
        not (name and at and domain)
        or " " in cleaned
        or len(cleaned) > 254
        or not cleaned.isprintable()
    ):
        raise RefusedError(EMAIL_WRONG, email=email[:254])
    return cleaned


def add_person(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    email: str,
    name: str,
    language: Language = Language.DUTCH,
    organisation_id: int | None = None,
    works_since: date | None = None,
    password_hash: str | None = None,
    is_demonstration: bool = False,
) -> Person:
    """A new person; raises RefusedError where the address is taken or is none."""
    require(actor, Action.PERSON_EDIT)
    email = clean_email(email)
    if session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise RefusedError(EMAIL_TAKEN, email=email)
    person = Person(
        email=email,
        name=name,
        sort_name=sort_name(name),
        language=language,
        password_hash=password_hash,
        is_demonstration=is_demonstration,
    )
    with recorded(session, actor, now):
        session.add(person)
    if organisation_id is not None:
        begin_affiliation(
            session,
            actor,
            now,
            person_id=person.id,
            organisation_id=organisation_id,
            since=works_since,
        )
    return person


def make_administrator(
    session: Session, actor: Actor, now: datetime, *, email: str, name: str, password_hash: str
) -> Person:
    """Make somebody administrator: a new person, or one who is there already.

    Raises RefusedError for who is blocked: they would be administrator and not come in.
    """
    person = session.scalar(select(Person).where(Person.email == clean_email(email)))
    if person is None:
        person = add_person(
            session, actor, now, email=email, name=name, password_hash=password_hash
        )
    elif person.blocked_at is not None:
        raise RefusedError(BLOCKED, email=person.email)
    else:
        set_password(session, actor, now, person=person, password_hash=password_hash)
    if not queries.is_administrator(session, person.id):
        give_role(session, actor, now, person_id=person.id, role=Role.ADMINISTRATOR)
    return person


def set_password(
    session: Session, actor: Actor, now: datetime, *, person: Person, password_hash: str
) -> None:
    """Another password; every session of the person ends."""
    require(actor, Action.PERSON_EDIT)
    with recorded(session, actor, now):
        person.password_hash = password_hash
    end_ways_in(session, now, person_id=person.id, reason=EndReason.PASSWORD_CHANGED)


def end_ways_in(session: Session, now: datetime, *, person_id: int, reason: EndReason) -> None:
    """End sessions, second steps that were waited for, links, and mails that hold such a link."""
    end_sessions(session, now, person_id=person_id, reason=reason)
    half.end_halves(session, now, person_id=person_id)
    links.end_links(session, now, person_id=person_id)
    mailing.cancel_mails(session, now, person_id=person_id)


def choose_language(session: Session, actor: Actor, now: datetime, *, language: Language) -> None:
    """The person reads the pages in this language from now on; for oneself only."""
    if actor.person_id is None:
        raise NotAllowedError("language of nobody")
    person = session.get_one(Person, actor.person_id)
    with recorded(session, actor, now):
        person.language = language


def give_role(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person_id: int,
    role: Role,
    chain_id: int | None = None,
    body_id: int | None = None,
    since: date | None = None,
    reason: str | None = None,
) -> RoleAssignment:
    """A role from a day on, today by default.

    Raises RefusedError when this person has the same role then, or gets it later.
    """
    require(actor, Action.LEAD_APPOINT if role is Role.CHAIN_LEAD else Action.PERSON_EDIT)
    # Two who give the same role wait for each other here.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    assignment = RoleAssignment(
        person_id=person_id,
        role=role,
        chain_id=chain_id,
        body_id=body_id,
        since=since or local_day(now),
        **stamp(actor, now),
    )
    if queries.has_role(session, assignment):
        raise RefusedError(HAS_ROLE)
    with recorded(session, actor, now, reason=reason):
        session.add(assignment)
    return assignment


def end_role(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assignment: RoleAssignment,
    until: date | None = None,
    reason: str | None = None,
) -> None:
    """End a role on a day, from which it no longer holds; today by default, and then at once."""
    require(
        actor, Action.LEAD_APPOINT if assignment.role is Role.CHAIN_LEAD else Action.PERSON_EDIT
    )
    if assignment.ended_at is not None:
        raise RefusedError(ALREADY_ENDED)
    until = until or local_day(now)
    if until < assignment.since:
        raise RefusedError(END_BEFORE_START, since=assignment.since.isoformat())
    with recorded(session, actor, now, reason=reason):
        assignment.until = until
        assignment.ended_at = now
        assignment.ended_by_id = actor.person_id


def begin_try(session: Session, now: datetime, *, email: str, address: str) -> SignInTry | None:
    """Count a try before the password is checked; None when there were too many."""
    account_hash = hash_of(rules.plain_email(email))
    tries = queries.tries(session, now, account_hash=account_hash, address=address)
    refused = rules.too_many(tries)
    row = SignInTry(
        at=now,
        account_hash=account_hash,
        address=address,
        outcome=TryOutcome.REFUSED if refused else TryOutcome.OPEN,
    )
    session.add(row)
    return None if refused else row


def finish_try(session: Session, *, try_id: int, outcome: TryOutcome) -> None:
    """Record how a try went."""
    row = session.get_one(SignInTry, try_id)
    row.outcome = outcome


def still_has(session: Session, person_id: int, password_hash: str | None) -> bool:
    """Whether a password that was checked a moment ago is still theirs, and nobody blocked them."""
    person = session.get_one(Person, person_id)
    return person.password_hash == password_hash and person.blocked_at is None


def start_session(
    session: Session, now: datetime, *, person_id: int, address: str, device: str
) -> str:
    """A new session; the key goes into the cookie, and only its hash is kept."""
    key = secrets.token_urlsafe(32)
    session.add(
        PersonSession(
            key_hash=hash_of(key),
            person_id=person_id,
            started_at=now,
            last_seen_at=now,
            address=address,
            device=device[:200],
        )
    )
    return key


def touch_session(session: Session, now: datetime, *, session_id: int) -> None:
    """The person was seen: the idle time starts again."""
    session.get_one(PersonSession, session_id).last_seen_at = now


def end_session(
    session: Session, actor: Actor, now: datetime, *, ref: str, reason: EndReason
) -> None:
    """End one session: one's own, or as administrator anybody's; raises NotThereError."""
    row = session.scalar(select(PersonSession).where(PersonSession.ref == ref))
    if row is None:
        raise NotThereError(f"session {ref}")
    require(actor, Action.SESSION_END, row)
    if row.ended_at is None:
        row.ended_at, row.end_reason = now, reason


def end_sessions(
    session: Session,
    now: datetime,
    *,
    person_id: int,
    reason: EndReason,
    but: str | None = None,
) -> int:
    """End all sessions of a person, except the one with reference `but`; how many there were."""
    rows = session.scalars(
        select(PersonSession).where(
            PersonSession.person_id == person_id,
            PersonSession.ended_at.is_(None),
            PersonSession.ref != (but or ""),
        )
    ).all()
    for row in rows:
        row.ended_at, row.end_reason = now, reason
    return len(rows)
