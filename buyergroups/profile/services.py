"""Writes what people change of their own account; each is about the actor and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts import factor, half, links, mailing
from buyergroups.accounts.services import EMAIL_TAKEN, clean_email, end_sessions
from buyergroups.errors import NotAllowedError, NotThereError, RefusedError
from buyergroups.history.recording import recorded
from buyergroups.words import Words
from models.base import sort_name
from models.people import EndReason, FormerName, Language, Person
from models.signing import LinkKind

MUST_HAVE = Words(
    "Voor jouw rol is een tweede factor verplicht. Je kunt hem wel vervangen.",
    "Your role requires a second factor. You can replace it.",
)


def change_name(
    session: Session, actor: Actor, now: datetime, *, name: str, language: Language
) -> None:
    """How somebody is called, and in which language."""
    person = _own(session, actor)
    with recorded(session, actor, now):
        if person.name != name:
            session.add(FormerName(person_id=person.id, name=person.name, until=now))
        person.name, person.sort_name, person.language = name, sort_name(name), language


def ask_address(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    email: str,
    hours: int,
    link_for: Callable[[str], str],
) -> None:
    """Mail a link to a new address. An address of somebody else gets the same answer and no mail.

    Raises RefusedError for what is no address.
    """
    person = _own(session, actor)
    cleaned = clean_email(email)
    mailing.cancel_mails(session, now, person_id=person.id)
    if session.scalar(select(Person.id).where(Person.email == cleaned)) is not None:
        links.end_links(session, now, person_id=person.id, kinds=(LinkKind.ADDRESS,))
        return
    token = links.make_link(
        session,
        now,
        kind=LinkKind.ADDRESS,
        person_id=person.id,
        lasts=timedelta(hours=hours),
        made_by_id=person.id,
        new_email=cleaned,
    )
    mailing.mail_person(
        session,
        now,
        "mail/address_confirm.txt",
        person,
        to=cleaned,
        has_link=True,
        link=link_for(token),
        hours=hours,
    )


def change_address(session: Session, actor: Actor, now: datetime, *, token: str) -> None:
    """Whoever opened the link reads mail at the new address; the old one gets a mail about it.

    Raises NotThereError for somebody else's link, RefusedError when it is over or taken meanwhile.
    """
    person = _own(session, actor)
    link = links.find_link(session, now, kind=LinkKind.ADDRESS, token=token)
    if link is not None and link.person_id != person.id:
        raise NotThereError("link of somebody else")
    taken = links.take_link(session, now, kind=LinkKind.ADDRESS, token=token)
    new_email = taken.new_email or ""
    if session.scalar(select(Person.id).where(Person.email == new_email)) is not None:
        raise RefusedError(EMAIL_TAKEN, email=new_email)
    mailing.mail_person(
        session, now, "mail/address_changed.txt", person, moment=now, new_email=new_email
    )
    with recorded(session, actor, now):
        person.email = new_email
    links.end_links(session, now, person_id=person.id)


def change_password(
    session: Session, actor: Actor, now: datetime, *, password_hash: str, this: str
) -> None:
    """Another password; every session but this one ends, and a mail tells of it."""
    person = _own(session, actor)
    with recorded(session, actor, now):
        person.password_hash = password_hash
    reason = EndReason.PASSWORD_CHANGED
    end_sessions(session, now, person_id=person.id, reason=reason, but=this)
    half.end_halves(session, now, person_id=person.id)
    links.end_links(session, now, person_id=person.id)
    mailing.cancel_mails(session, now, person_id=person.id)
    mailing.mail_person(session, now, "mail/password_changed.txt", person, moment=now)


def confirm_factor(session: Session, actor: Actor, now: datetime, *, code: str) -> Sequence[str]:
    """The second factor is on, or replaced; returns the recovery codes, and a mail tells of it."""
    codes = factor.confirm_factor(session, actor, now, code=code)
    person = _own(session, actor)
    half.end_halves(session, now, person_id=person.id)
    mailing.mail_person(session, now, "mail/factor_on.txt", person, moment=now)
    return codes


def switch_off_factor(session: Session, actor: Actor, now: datetime, *, required: bool) -> None:
    """Sign in with the password alone again; raises RefusedError where the role needs a factor."""
    person = _own(session, actor)
    if required:
        raise RefusedError(MUST_HAVE)
    if factor.end_factor(session, actor, now, person_id=person.id):
        mailing.mail_person(session, now, "mail/factor_off.txt", person, moment=now)


def renew_recovery_codes(session: Session, actor: Actor, now: datetime) -> Sequence[str]:
    """Ten new codes; those from before stop working. Raises NotThereError without a factor."""
    person = _own(session, actor)
    found = factor.factor_of(session, person.id)
    if found is None:
        raise NotThereError("no second factor")
    codes = factor.new_recovery_codes(session, now, factor=found)
    mailing.mail_person(session, now, "mail/recovery_new.txt", person, moment=now)
    return codes


def _own(session: Session, actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotAllowedError("the account of nobody")
    return session.get_one(Person, actor.person_id)
