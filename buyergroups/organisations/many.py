"""Many organisations at once: the register as a whole, and many of its rows in one write.

What each row may be is decided against the whole register, under its lock; here it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.permissions import Action, require
from buyergroups.history.recording import recorded
from buyergroups.organisations import rules
from buyergroups.organisations.queries import types
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import facts_of, lock_register, new_version
from models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationSlug,
    OrganisationVersion,
)

__all__ = ["Kept", "Listed", "keep_organisations", "new_version", "types", "whole_register"]


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
    known = {row.id: row for row in session.scalars(select(Organisation))}
    slugs = _Slugs(session, known.values())
    added: dict[int, Organisation] = {}
    with recorded(session, actor, now, reason=reason):
        for row in rows:
            if row.key < 0:
                added[row.key] = Organisation(slug=slugs.free(row.facts.name))
            elif row.renamed:
                slugs.readdress(session, known[row.key], row.facts.name)
        session.add_all(added.values())
        session.flush()
        ids = {key: one.id for key, one in added.items()}
        session.add_all(
            new_version(actor, now, ids.get(row.key, row.key), _placed(row.facts, ids), reason)
            for row in rows
        )


def _placed(facts: Facts, ids: dict[int, int]) -> Facts:
    """With the number that its parent has by now."""
    parent = facts.parent_id
    return facts if parent is None else replace(facts, parent_id=ids.get(parent, parent))


class _Slugs:
    """The addresses that are given out, of now and of before."""

    def __init__(self, session: Session, known: Iterable[Organisation]) -> None:
        self._taken = {row.slug for row in known}
        self._former: dict[int, set[str]] = defaultdict(set)
        for slug in session.scalars(select(OrganisationSlug)):
            self._former[slug.organisation_id].add(slug.slug)
            self._taken.add(slug.slug)

    def free(self, name: str) -> str:
        """An address for a name, given out from now on."""
        slug = rules.free_slug(name, self._taken)
        self._taken.add(slug)
        return slug

    def readdress(self, session: Session, organisation: Organisation, name: str) -> None:
        """Another address after another name; who comes at the old one is sent on."""
        old, former = organisation.slug, self._former[organisation.id]
        self._taken -= {old, *former}
        organisation.slug = rules.free_slug(name, self._taken)
        if organisation.slug != old and old not in former:
            session.add(OrganisationSlug(organisation_id=organisation.id, slug=old))
            former.add(old)
        self._taken |= {old, organisation.slug, *former}
