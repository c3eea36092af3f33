"""Reads whose link it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import with_organisation
from buyergroups.accounts import links
from buyergroups.clock import local_day
from models.organisations import OrganisationVersion
from models.people import Language, Person
from models.signing import LinkKind


@dataclass(frozen=True)
class Holder:
    """Whoever a link was mailed to."""

    name: str
    email: str
    language: Language
    organisation: str | None

    @property
    def names(self) -> list[str]:
        """What their password may not be made of."""
        return [self.name, self.email.partition("@")[0], self.organisation or ""]


def holder_of(session: Session, now: datetime, *, kind: LinkKind, token: str) -> Holder | None:
    """Whose link this is, if it still works."""
    link = links.find_link(session, now, kind=kind, token=token)
    return person_behind(session, now, link.person_id) if link is not None else None


def person_behind(session: Session, now: datetime, person_id: int) -> Holder:
    """Somebody, with the name of their organisation."""
    row = session.execute(
        with_organisation(
            select(Person.name, Person.email, Person.language, OrganisationVersion.name),
            now,
            local_day(now),
        ).where(Person.id == person_id)
    ).one()
    return Holder(*row)
