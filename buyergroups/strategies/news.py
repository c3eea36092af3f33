"""The texts of groups as news: submitted or adopted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.documents.access import moves_seen
from buyergroups.groups.news import named_group, of_group
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.strategies.kind import KINDS
from buyergroups.words import Words
from models.documents import Document, DocumentMove, DocumentVersion, VersionState

ADOPTED = Words("%(what)s versie %(nr)s is vastgesteld", "%(what)s version %(nr)s was adopted")
SUBMITTED = Words("%(what)s ligt ter beoordeling", "%(what)s is in review")
PATHS = {kind.code: path for path, kind in KINDS.items()}
_KINDS = {kind.code: kind for kind in KINDS.values()}


def _rows(reach: Reach) -> Select[Any]:
    row = DocumentMove
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(DocumentVersion, DocumentVersion.id == row.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind.in_(_KINDS),
            row.state.in_([VersionState.IN_REVIEW, VersionState.ADOPTED]),
            of_group(reach, Document.subject_id),
            moves_seen(reach.actor),
        )
    )


def _told(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    asked = (
        select(DocumentMove.id, DocumentMove.state, DocumentVersion.nr, Document.kind)
        .join(DocumentVersion, DocumentVersion.id == DocumentMove.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(DocumentMove.id.in_(ids))
    )
    told = {}
    for row in session.execute(named_group(asked, Document.subject_id)):
        words = ADOPTED if row.state is VersionState.ADOPTED else SUBMITTED
        what = words.into(language, what=_KINDS[row.kind].words.into(language), nr=row.nr or "")
        address = f"/buyer-groups/{row.slug}/{PATHS[row.kind]}"
        told[row.id] = Told(row.group, address, what)
    return told


NEWS = (Source("group-text", Section.CHANGED, _rows, _told),)
