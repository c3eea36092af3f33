"""Many organisations at once: the register as a whole, and many of its rows in one write.

What each row may be is decided against the whole register, under its lock; here it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.permissions import Action, require
from buyergroups.history.recording import add_many, change_many, recorded
from buyergroups.organisations import rules
from buyergroups.organisations.queries import types
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import facts_of, lock_register, version_values
from models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationSlug,
    OrganisationVersion,
)

__all__ = ["Kept", "Listed", "keep_organisations", "types", "version_values", "whole_register"]


@dataclass(frozen=True)
class Listed:
    """An organisation of the register as it stands."""

    id: int
    slug: str
    facts: Facts
    merged: bool


@dataclass(frozen=True)
class Kept:
    """What an organisation becomes. A key below zero is a new one; so may its parent be."""

    key: int
    facts: Facts
    renamed: bool = False


def whole_register(session: Session, now: datetime) -> dict[int, Listed]:
    """Every organisation, of now and of before, by its number; one statement."""
    rows: Any = session.execute(
        select(OrganisationVersion, Organisation.slug, OrganisationMerge.id)
        .select_from(Organisation)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .outerjoin(OrganisationMerge, OrganisationMerge.organisation_id == Organisation.id)
    )
    return {
        version.organisation_id: Listed(
            version.organisation_id, slug, facts_of(version), merge is not None
        )
        for version, slug, merge in rows
    }


def keep_organisations(
    session: Session, actor: Actor, now: datetime, *, rows: Sequence[Kept], reason: str
) -> None:
    """Write all of them; a fixed number of statements but for their batches.

    Whoever calls has looked at them against the register, and holds its lock since.
    """
    require(actor, Action.ORGANISATION_EDIT)
    lock_register(session)
    slugs = _Slugs(session)
    with recorded(session, actor, now, reason=reason):
        ids = _add(session, slugs, [row for row in rows if row.key < 0])
        _readdress(session, slugs, {row.key: row.facts.name for row in rows if row.renamed})
        versions = [
            version_values(actor, now, ids.get(row.key, row.key), _placed(row.facts, ids), reason)
            for row in rows
        ]
        add_many(session, OrganisationVersion, versions)


def _add(session: Session, slugs: _Slugs, rows: Sequence[Kept]) -> dict[int, int]:
    """New organisations: the number of each, by its key."""
    added = [{"slug": slugs.free(row.facts.name)} for row in rows]
    numbers = add_many(session, Organisation, added)
    return {row.key: number for row, number in zip(rows, numbers, strict=True)}


def _readdress(session: Session, slugs: _Slugs, names: dict[int, str]) -> None:
    """Another address after another name; who comes at the old one is sent on."""
    if not names:
        return
    former, moved = [], {}
    known = session.execute(select(Organisation.id, Organisation.slug).order_by(Organisation.id))
    for number, old in known:
        if number not in names:
            continue
        slug = slugs.instead(number, old, names[number])
        if slug != old:
            moved[number] = old, slug
            if not slugs.is_former(number, old):
                former.append({"organisation_id": number, "slug": old})
    change_many(session, Organisation, "slug", moved)
    add_many(session, OrganisationSlug, former)


def _placed(facts: Facts, ids: dict[int, int]) -> Facts:
    """With the number that its parent has by now."""
    parent = facts.parent_id
    return facts if parent is None else replace(facts, parent_id=ids.get(parent, parent))


class _Slugs:
    """The addresses that are given out, of now and of before."""

    def __init__(self, session: Session) -> None:
        self._taken = set(session.scalars(select(Organisation.slug)))
        self._former: dict[int, set[str]] = defaultdict(set)
        for number, slug in session.execute(
            select(OrganisationSlug.organisation_id, OrganisationSlug.slug)
        ):
            self._former[number].add(slug)
            self._taken.add(slug)

    def free(self, name: str) -> str:
        """An address for a name, given out from now on."""
        slug = rules.free_slug(name, self._taken)
        self._taken.add(slug)
        return slug

    def instead(self, number: int, old: str, name: str) -> str:
        """An address after another name: one of its own, of now or of before, may come back."""
        own = {old, *self._former[number]}
        self._taken -= own
        slug = rules.free_slug(name, self._taken)
        self._taken |= {slug, *own}
        return slug

    def is_former(self, number: int, slug: str) -> bool:
        """Whether the organisation had this address before."""
        return slug in self._former[number]
