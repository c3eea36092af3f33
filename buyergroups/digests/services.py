"""Writes what somebody chose, and that a planned moment was dealt with, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.digests import labels, queries
from buyergroups.digests.rules import Choice, Window
from buyergroups.history.recording import recorded, stamp
from buyergroups.notices.services import cancel_mail, queue_mail
from models.digests import Digest, DigestChoice, Rhythm
from models.notices import OutboxMail
from models.people import Person

#: What the outbox calls these mails, and who makes their words.
KIND = "digest"


def choose_digest(session: Session, actor: Actor, now: datetime, *, choice: Choice) -> None:
    """From now on a digest comes as often as this; what was chosen already is not written again."""
    person_id = _own(session, actor)
    if queries.choice_of(session, person_id) == choice:
        return
    with recorded(session, actor, now):
        session.add(
            DigestChoice(
                person_id=person_id,
                rhythm=choice.rhythm,
                weekday=choice.weekday,
                hour=choice.hour,
                **stamp(actor, now),
            )
        )


def unsubscribe(session: Session, actor: Actor, now: datetime) -> None:
    """No digest any more; day and hour stay as they were, for who begins again."""
    person_id = _own(session, actor)
    before = queries.choice_of(session, person_id)
    choose_digest(session, actor, now, choice=Choice(Rhythm.NEVER, before.weekday, before.hour))


def _own(session: Session, actor: Actor) -> int:
    require(actor, Action.DIGEST_CHOOSE)
    assert actor.person_id is not None
    # Of two windows in which the same person chooses at once, the second waits here.
    session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    return actor.person_id


def make_digest(
    session: Session,
    now: datetime,
    *,
    person: Person,
    planned_at: datetime,
    window: Window,
    replaces: int | None,
    has_news: bool,
) -> Digest | None:
    """A planned moment of somebody was dealt with: with a mail, or without one to say nothing.

    `replaces`: a mail that waits still and tells of an earlier part of this time; it is taken out.
    None when that mail was sent meanwhile. Raises IntegrityError when somebody else was first.
    """
    if replaces is not None and not _take_out(session, now, replaces):
        return None
    digest = Digest(
        person_id=person.id, planned_at=planned_at, since=window.since, until=window.until
    )
    session.add(digest)
    session.flush()
    if has_news:
        mail = queue_mail(
            session,
            now,
            to=person.email,
            subject=labels.SUBJECT.into(person.language.value),
            text="",
            language=person.language,
            kind=KIND,
            person_id=person.id,
        )
        digest.mail_id = mail.id
    session.flush()
    return digest


def _take_out(session: Session, now: datetime, mail_id: int) -> bool:
    mail = session.get_one(OutboxMail, mail_id, with_for_update=True)
    if mail.claimed_until is not None and mail.claimed_until > now:
        return False
    return cancel_mail(session, now, mail=mail)


def remove_old(session: Session, before: datetime) -> int:
    """Forget moments of long ago at which there was nothing to say; how many."""
    old = delete(Digest).where(Digest.planned_at < before, Digest.mail_id.is_(None))
    return len(session.scalars(old.returning(Digest.id)).all())
