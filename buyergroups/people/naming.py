"""Finds who is meant by a name or mail address that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.accounts.rules import plain_email
from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.base import sort_name
from models.people import Person

#: So many people are named when a name is not one person's.
MOST_NAMED = 5

NOBODY = Words(
    "Niemand heet zo of heeft dit mailadres. Een beheerder kan iemand uitnodigen.",
    "Nobody is called this or has this mail address. An administrator can invite somebody.",
)
SEVERAL = Words(
    "Dat kan meer dan een persoon zijn: %(names)s. Schrijf de hele naam of het mailadres.",
    "That can be more than one person: %(names)s. Write the whole name or the mail address.",
)


def person_called(session: Session, actor: Actor, typed: str) -> Person:
    """The one person whom this name or mail address means; raises RefusedError."""
    found = _people_called(session, actor, typed)
    wanted = " ".join(typed.split()).casefold()
    exact = [row for row in found if wanted in (row.name.casefold(), row.email.casefold())]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) == 1:
        return chosen[0]
    if not found:
        raise RefusedError(NOBODY)
    raise RefusedError(SEVERAL, names=", ".join(row.name for row in found[:MOST_NAMED]))


def _people_called(session: Session, actor: Actor, text: str) -> Sequence[Person]:
    """Who has this mail address or this in their name, and can sign in; a few at most."""
    return session.scalars(
        select(Person)
        .where(
            visible_to(actor, Person),
            Person.blocked_at.is_(None),
            or_(
                Person.email == plain_email(text),
                Person.sort_name.contains(sort_name(text.strip()), autoescape=True),
            ),
        )
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_NAMED + 1)
    ).all()
