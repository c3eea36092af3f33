"""The job that makes digests: one for each person whose planned moment has come.

A run can be missed, doubled or killed. Each person is dealt with in one short transaction, and a
unique row per person and planned moment decides between two that do so at once. What a mail says is
made when it is sent; here it is only looked at whether there is anything to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from buyergroups.access.actor import load_actor
from buyergroups.digests import queries, rules, services
from buyergroups.digests.composing import has_news
from buyergroups.digests.queries import Reader
from buyergroups.digests.rules import Window
from buyergroups.errors import NotThereError
from buyergroups.jobs.rules import Every
from buyergroups.jobs.table import Job, LostRunError, Work, told
from buyergroups.notices.post import office_from
from buyergroups.words import Words
from models.people import Person

log = structlog.get_logger()

#: A moment at which there was nothing to say is remembered for so long.
KEPT = timedelta(days=60)

NO_SERVER = Words(
    "Er is geen mailserver ingesteld (SMTP_URL); er worden geen overzichtsmails gemaakt.",
    "No mail server is set (SMTP_URL); no digests are made.",
)
DONE = Words(
    "Overzichtsmails klaargezet: %(queued)s. Niets te melden: %(quiet)s.",
    "Digests queued: %(queued)s. Nothing to say: %(quiet)s.",
)
REMOVED = Words(
    "Vergeten momenten zonder overzichtsmail, ouder dan 60 dagen: %(count)s.",
    "Forgotten moments without a digest, older than 60 days: %(count)s.",
)


class DigestsFailedError(Exception):
    """For some people it could not be read what there is to say; all others were dealt with."""


@dataclass
class Round:
    """What one run did."""

    queued: int = 0
    quiet: int = 0
    failed: int = 0


def make_digests(work: Work) -> Words | None:
    """A digest for everybody whose moment has come; says nothing when it was nobody's."""
    if office_from(work.settings.smtp_url, work.settings.mail_from) is None:
        return NO_SERVER
    with work.database.read() as session:
        found = [(reader, _due(reader, work.clock())) for reader in queries.readers(session)]
    done = Round()
    for reader, planned in found:
        if planned is None:
            continue
        work.keep()
        try:
            _deal_with(work, reader, planned, done)
        except (LostRunError, OperationalError):
            raise
        except Exception:  # whatever it is, the others get theirs
            log.exception("digest not made", person_id=reader.person_id)
            done.failed += 1
    if done.failed:
        raise DigestsFailedError(f"for {done.failed} people; the others: {done.queued} queued")
    if done == Round():
        return None
    return told(DONE, queued=done.queued, quiet=done.quiet)


def _due(reader: Reader, now: datetime) -> datetime | None:
    return rules.due(reader.choice, reader.holds_from, reader.last, now)


def _deal_with(work: Work, reader: Reader, planned: datetime, done: Round) -> None:
    now = work.clock()
    with work.database.read() as session:
        before = queries.told_until(session, reader.person_id, now)
        if before.is_being_sent:
            return  # what becomes of that mail is known at the next run
        window = rules.window(planned, before.until, now, goes_on=before.goes_on)
        try:
            something = _has_news(session, reader, window, now)
        except NotThereError:  # blocked meanwhile
            return
    try:
        with work.database.write(counts=False) as session:
            digest = services.make_digest(
                session,
                now,
                person=session.get_one(Person, reader.person_id),
                planned_at=planned,
                window=window,
                replaces=before.waiting_mail_id,
                has_news=something,
            )
    except IntegrityError:
        return  # somebody else did it
    if digest is not None:
        done.queued += something
        done.quiet += not something


def _has_news(session: Session, reader: Reader, window: Window, now: datetime) -> bool:
    actor = load_actor(session, reader.person_id, now)
    return has_news(session, actor, window, now, rules.last_day_ahead(reader.choice, now))


def forget_old(work: Work) -> Words | None:
    """Remove what nobody needs to know any more."""
    with work.database.write(counts=False) as session:
        count = services.remove_old(session, work.now - KEPT)
    return told(REMOVED, count=count) if count else None


DIGESTS = Job(
    "overzichtsmail", Words("Overzichtsmails maken", "Make digests"), Every(5), make_digests
)
