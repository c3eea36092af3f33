"""As who somebody reads of the demand in a chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.groups.places import always_public
from models.groups import GroupChain
from models.organisations import Organisation, Sector


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads of a chain: the programme team, or a member for these organisations."""

    team: bool
    #: Takes part for a public organisation in a group of the chain.
    public: bool
    organisations: frozenset[int]

    def sees_single(self, sector: Sector) -> bool:
        """Whether the single figures of a sector are for this reader, so that a sum hides none."""
        return self.team or (self.public and sector is Sector.PUBLIC)


def readers(session: Session, actor: Actor, chain_ids: Collection[int]) -> Mapping[int, Reader]:
    """As who somebody reads of each chain; the same as `access.volumes_scope` says of rows."""
    own = frozenset(row.organisation_id for row in actor.memberships)
    public_ones = _always_public(session, own)
    groups = {row.group_id for row in actor.memberships if row.organisation_id in public_ones}
    public = set(
        session.scalars(
            select(GroupChain.chain_id).where(
                GroupChain.group_id.in_(groups),
                GroupChain.chain_id.in_(chain_ids),
                GroupChain.until.is_(None),
            )
        )
    )
    return {
        chain_id: Reader(actor.in_programme_team, chain_id in public, own) for chain_id in chain_ids
    }


def _always_public(session: Session, organisation_ids: Collection[int]) -> set[int]:
    return set(
        session.scalars(
            select(Organisation.id).where(
                Organisation.id.in_(organisation_ids), always_public(Organisation.id)
            )
        )
    )
