"""Links that are mailed and work once: made, looked at, taken, ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.accounts.rules import hash_of
from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.people import Person
from models.signing import LinkKind, OneTimeLink

LINK_OVER = Words(
    "Deze link werkt niet meer. Hij is al gebruikt, te oud, of vervangen door een nieuwere.",
    "This link does not work any more. It was used, is too old, or was replaced by a newer one.",
)


def make_link(
    session: Session,
    now: datetime,
    *,
    kind: LinkKind,
    person_id: int,
    lasts: timedelta,
    made_by_id: int | None,
    new_email: str | None = None,
    token: str | None = None,
) -> str:
    """A new link; its token goes into one mail and only the hash is kept. Older ones end."""
    _wait_for_turn(session, person_id)
    end_links(session, now, person_id=person_id, kinds=(kind,))
    token = token or new_token()
    session.add(
        OneTimeLink(
            **link_values(now, kind, token, lasts, made_by_id),
            person_id=person_id,
            new_email=new_email,
        )
    )
    session.flush()
    return token


def link_values(
    now: datetime,
    kind: LinkKind,
    token: str,
    lasts: timedelta,
    made_by_id: int | None,
) -> dict[str, Any]:
    """The columns of a link but for the person, for who makes many for people who had none."""
    return {
        "kind": kind,
        "token_hash": hash_of(token),
        "made_at": now,
        "made_by_id": made_by_id,
        "expires_at": now + lasts,
    }


def new_token() -> str:
    """Random, and long enough that nobody finds one by trying."""
    return secrets.token_urlsafe(32)


def find_link(
    session: Session, now: datetime, *, kind: LinkKind, token: str, take: bool = False
) -> OneTimeLink | None:
    """The link with this token if it still works; the blocked have none."""
    statement = (
        select(OneTimeLink)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.token_hash == hash_of(token),
            OneTimeLink.kind == kind,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ended_at.is_(None),
            OneTimeLink.expires_at > now,
            Person.blocked_at.is_(None),
        )
    )
    return session.scalar(statement.with_for_update() if take else statement)


def take_link(session: Session, now: datetime, *, kind: LinkKind, token: str) -> OneTimeLink:
    """Use a link, once: of two at the same time one gets it. Raises RefusedError."""
    link = find_link(session, now, kind=kind, token=token, take=True)
    if link is None:
        raise RefusedError(LINK_OVER)
    link.used_at = now
    session.flush()
    return link


def end_links(
    session: Session,
    now: datetime,
    *,
    person_id: int,
    kinds: tuple[LinkKind, ...] = tuple(LinkKind),
) -> None:
    """End what links somebody still has."""
    for row in session.scalars(
        select(OneTimeLink).where(
            OneTimeLink.person_id == person_id,
            OneTimeLink.kind.in_(kinds),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ended_at.is_(None),
        )
    ):
        row.ended_at = now


def made_since(session: Session, since: datetime, *, kind: LinkKind, person_id: int) -> int:
    """How many links of a kind were made for somebody since a moment."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OneTimeLink)
            .where(
                OneTimeLink.person_id == person_id,
                OneTimeLink.kind == kind,
                OneTimeLink.made_at > since,
            )
        )
        or 0
    )


def _wait_for_turn(session: Session, person_id: int) -> None:
    # Two newer ones at the same time: one of them ends the other.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
