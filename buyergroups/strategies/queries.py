"""Reads where the visions and strategies of groups stand, and what happened to them lately."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.groups.queries import latest_of
from buyergroups.strategies.kind import MARKET_STRATEGY, MARKET_VISION
from models.documents import Document, DocumentVersion, VersionState
from models.groups import BuyerGroup, GroupVersion

KINDS = (MARKET_VISION, MARKET_STRATEGY)
#: So much news at most.
MOST = 10
_HOLDS = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.ADOPTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A version that is open or adopted."""

    kind: str
    state: VersionState
    nr: int | None
    adopted_at: datetime | None


def standings(session: Session, actor: Actor, group_id: int) -> list[Standing]:
    """Of the texts of a group what is open and what is adopted, as far as somebody may see."""
    rows = session.execute(
        select(Document.kind, DocumentVersion.state, DocumentVersion.nr, DocumentVersion.adopted_at)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind.in_(KINDS),
            Document.subject_id == group_id,
            DocumentVersion.state.in_(_HOLDS),
            visible_to(actor, DocumentVersion),
        )
    )
    return [Standing(*row) for row in rows]


def group_names(session: Session, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """What groups are called, and their addresses."""
    rows = session.execute(
        select(BuyerGroup.id, GroupVersion.name, BuyerGroup.slug)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(BuyerGroup.id.in_(ids))
    )
    return {row.id: (row.name, row.slug) for row in rows}
