"""Mail that could not be delivered, for administrators."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.clock import local_day
from buyergroups.flags.offers import (
    ADMINISTRATORS,
    Found,
    Key,
    Look,
    Rule,
    Severity,
    Solve,
    SubjectKind,
    Told,
)
from buyergroups.words import Words
from models.notices import OutboxMail


def keeps(actor: Actor) -> bool:
    """Who sees the page of background work."""
    return can(actor, Action.JOBS_MANAGE)


def seen(actor: Actor) -> Select[Any]:
    """The page of background work shows all of them."""
    return select(OutboxMail.id).where(true() if keeps(actor) else false())


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """To whom a mail was; its subject can name what an administrator may not see."""
    rows = session.execute(
        select(OutboxMail.id, OutboxMail.to_address).where(
            OutboxMail.id.in_({key.id for key in keys})
        )
    )
    return {Key(row.id): Told(row.to_address, "/beheer/achtergrondtaken") for row in rows}


def given_up(session: Session, _: Look) -> Iterator[Found]:
    """Mails that were tried as often as they may be."""
    rows = session.execute(
        select(OutboxMail.id, OutboxMail.given_up_at).where(
            OutboxMail.given_up_at.is_not(None),
            OutboxMail.sent_at.is_(None),
            OutboxMail.cancelled_at.is_(None),
        )
    )
    for number, at in rows:
        yield Found(number, since=local_day(at) if at else None)


MAIL = SubjectKind("mail", Words("Mail", "Mail"), seen, told, keeps, who=ADMINISTRATORS)
UNDELIVERED = Rule(
    "mail-undelivered",
    Words("Een mail kon niet worden bezorgd", "A mail could not be delivered"),
    Severity.NORMAL,
    MAIL,
    given_up,
    Solve(Words("Naar de mail", "To the mail")),
    todo=Words(
        "Kijk of het adres klopt, en laat de mail opnieuw versturen.",
        "See whether the address is right, and have the mail sent again.",
    ),
)
RULES = (UNDELIVERED,)
