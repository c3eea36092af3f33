"""Reads what writing the register needs: who has a name, what stands above, what moves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.organisations.filters import Standing
from buyergroups.organisations.queries import children_versions, standing_on, version_now
from buyergroups.organisations.rules import slug_of
from models.base import sort_name
from models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationSlug,
    OrganisationVersion,
)
from models.people import Affiliation

Version = OrganisationVersion


def ancestors(session: Session, now: datetime, organisation_id: int) -> set[int]:
    """What an organisation belongs to, and what that belongs to, up to the top; one statement."""
    parent = Version.parent_id
    start = select(parent.label("id")).where(
        Version.id == newest_version(organisation_id, now), parent.is_not(None)
    )
    above = start.cte("above", recursive=True)
    # A union without ALL ends, even where a circle would have come in some other way.
    whole = above.union(
        select(parent)
        .join(above, Version.organisation_id == above.c.id)
        .where(Version.id == newest_version(above.c.id, now), parent.is_not(None))
    )
    return set(session.scalars(select(whole.c.id)))


def other_with(
    session: Session,
    now: datetime,
    but: int | None,
    *,
    name: str | None = None,
    kvk: str | None = None,
    oin: str | None = None,
) -> str | None:
    """The name of another organisation that goes on and has this name or number."""
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (Version.sort_name, sort_name(name) if name else None),
            (Version.kvk, kvk),
            (Version.oin, oin),
        )
        if value is not None
    ]
    if not conditions:
        return None
    return session.scalar(
        select(Version.name)
        .join(Organisation, Version.id == newest_version(Organisation.id, now))
        .where(
            *conditions,
            *standing_on(Standing.CURRENT, local_day(now)),
            Organisation.id != (but or 0),
        )
        .limit(1)
    )


def slugs_like(session: Session, name: str, but: int | None = None) -> set[str]:
    """The addresses that begin as the one of a name would, of now and of before, but one's own."""
    start = slug_of(name)[:100]
    found: set[str] = set()
    for model, own in (
        (Organisation, Organisation.id),
        (OrganisationSlug, OrganisationSlug.organisation_id),
    ):
        slug: Any = model.slug
        found |= set(
            session.scalars(
                select(slug).where(slug.startswith(start, autoescape=True), own != (but or 0))
            )
        )
    return found


def was_at(session: Session, organisation_id: int, slug: str) -> bool:
    """Whether an address is known as a former one of an organisation."""
    return (
        session.scalar(
            select(OrganisationSlug.id).where(
                OrganisationSlug.organisation_id == organisation_id, OrganisationSlug.slug == slug
            )
        )
        is not None
    )


# ---- finding by name, and what a merge moves ----------------------------------------------------


@dataclass(frozen=True)
class Named:
    """An organisation that was asked for by name, or names that come near."""

    id: int | None
    slug: str | None = None
    near: Sequence[str] = ()


def by_name(session: Session, actor: Actor, now: datetime, typed: str) -> Named:
    """The organisation that goes on with this name or address; otherwise five that come near."""
    wanted = sort_name(" ".join(typed.split()))
    current = _going_on(actor, now)
    exact = session.execute(
        current.where(or_(Version.sort_name == wanted, Organisation.slug == typed.strip()[:200]))
    ).first()
    if exact is not None:
        return Named(exact.id, exact.slug)
    words = [Version.sort_name.contains(word, autoescape=True) for word in wanted.split()]
    ordered = current.where(*words).order_by(Version.sort_name).limit(5)
    near = session.execute(ordered) if words else ()
    return Named(None, near=[row.name for row in near])


def _going_on(actor: Actor, now: datetime) -> Any:
    """Id, address and name of every organisation that is still one of its own."""
    return (
        select(Organisation.id, Organisation.slug, Version.name)
        .join(Version, Version.id == newest_version(Organisation.id, now))
        .outerjoin(OrganisationMerge, OrganisationMerge.organisation_id == Organisation.id)
        .where(
            visible_to(actor, Organisation),
            OrganisationMerge.id.is_(None),
            *standing_on(Standing.CURRENT, local_day(now)),
        )
    )


def names(session: Session, actor: Actor, now: datetime) -> Sequence[str]:
    """The names to choose from while typing, where there are not too many for a page."""
    most = 200
    rows = session.execute(_going_on(actor, now).order_by(Version.sort_name).limit(most + 1)).all()
    return [row.name for row in rows] if len(rows) <= most else ()


@dataclass(frozen=True)
class Moves:
    """What goes along when an organisation goes into another one."""

    people: int
    below: Sequence[str]
    seen: str


def moves(session: Session, now: datetime, organisation_id: int, into_id: int) -> Moves:
    """How many people move, and which organisations; `seen` is that in short."""
    who = session.scalars(
        select(Affiliation.id)
        .where(Affiliation.organisation_id == organisation_id, Affiliation.until.is_(None))
        .order_by(Affiliation.id)
    ).all()
    rows = children_versions(session, now, organisation_id)
    ends = [version_now(session, now, key) for key in (organisation_id, into_id)]
    whole = [list(who), [row.id for row in rows], [row.id if row else 0 for row in ends]]
    seen = hashlib.sha256(str(whole).encode()).hexdigest()[:20]
    return Moves(len(who), sorted(row.name for row in rows), seen)
