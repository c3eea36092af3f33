"""Writes of who proves with a mailed link who they are: a first password, a new password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from buyergroups.access.actor import load_actor
from buyergroups.accounts import factor, half, links, mailing
from buyergroups.accounts.services import end_ways_in
from buyergroups.errors import RefusedError
from buyergroups.history.recording import recorded
from models.people import EndReason, Person
from models.signing import LinkKind

#: So many mails with a link for a new password in an hour; more would be a nuisance.
MOST_RESETS = 3


def send_reset(
    session: Session, now: datetime, *, person_id: int, token: str, hours: int, link: str
) -> bool:
    """Mail somebody a link for a new password; whether there was not too much mail already."""
    hour_ago = now - timedelta(hours=1)
    made = links.made_since(session, hour_ago, kind=LinkKind.RESET, person_id=person_id)
    if made >= MOST_RESETS:
        return False
    links.make_link(
        session,
        now,
        kind=LinkKind.RESET,
        person_id=person_id,
        lasts=timedelta(hours=hours),
        made_by_id=None,
        token=token,
    )
    person = session.get_one(Person, person_id)
    mailing.mail_person(
        session, now, "mail/reset.txt", person, has_link=True, link=link, hours=hours
    )
    return True


def choose_with_link(
    session: Session, now: datetime, *, kind: LinkKind, token: str, password_hash: str
) -> Person:
    """The password that somebody chose with a link; it and every other way in are over then.

    Raises RefusedError when the link does not work any more.
    """
    taken = links.take_link(session, now, kind=kind, token=token)
    person = session.get_one(Person, taken.person_id)
    with recorded(session, load_actor(session, person.id, now), now):
        person.password_hash = password_hash
    end_ways_in(session, now, person_id=person.id, reason=EndReason.PASSWORD_CHANGED)
    if kind is LinkKind.RESET:
        mailing.mail_person(session, now, "mail/password_changed.txt", person, moment=now)
    return person


def pass_factor(session: Session, now: datetime, *, key: str, typed: str) -> int | None:
    """Whose second step this is, if the code is right: of the app, or for who lost it.

    A recovery code that was used is mailed about.
    """
    found = half.find_half(session, now, key=key, take=True)
    has = factor.factor_of(session, found.person_id) if found else None
    if found is None or has is None:
        return None
    if not factor.use_code(session, now, factor=has, code=typed):
        if not factor.use_recovery_code(session, now, factor=has, code=typed):
            return None
        left = factor.recovery_codes_left(session, has.id)
        person = session.get_one(Person, found.person_id)
        mailing.mail_person(session, now, "mail/recovery_used.txt", person, moment=now, left=left)
    half.finish_half(session, now, half=found)
    return found.person_id


def pass_new_factor(
    session: Session, now: datetime, *, key: str, typed: str
) -> tuple[int, Sequence[str]]:
    """Whose second step this is, with the recovery codes of the factor that was just made.

    Raises RefusedError for a wrong code, or when there is nothing to confirm.
    """
    found = half.find_half(session, now, key=key, take=True)
    if found is None or factor.factor_of(session, found.person_id) is not None:
        raise RefusedError(factor.NOTHING_PENDING)
    actor = load_actor(session, found.person_id, now)
    codes = factor.confirm_factor(session, actor, now, code=typed)
    person = session.get_one(Person, found.person_id)
    mailing.mail_person(session, now, "mail/factor_on.txt", person, moment=now)
    half.finish_half(session, now, half=found)
    return found.person_id, codes
