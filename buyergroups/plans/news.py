"""Chain plans as news: submitted, sent back, adopted; as far as somebody sees the version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from buyergroups.chains.naming import named_chain
from buyergroups.documents.access import moves_seen
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.plans.kind import CHAIN_PLAN
from buyergroups.words import Words
from models.documents import Document, DocumentMove, DocumentVersion, VersionState

SUBMITTED = Words("productketenplan ligt ter beoordeling", "chain plan is in review")
SENT_BACK = Words("productketenplan teruggegeven: %(why)s", "chain plan sent back: %(why)s")
ADOPTED = Words("productketenplan versie %(nr)s vastgesteld", "chain plan version %(nr)s adopted")
TO_ADOPT = Words(
    "productketenplan ingediend, wacht op vaststellen", "chain plan submitted, waits to be adopted"
)


def _moves(reach: Reach) -> Select[Any]:
    row = DocumentMove
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(DocumentVersion, DocumentVersion.id == row.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.kind == CHAIN_PLAN, moves_seen(reach.actor))
    )


def _changed(reach: Reach) -> Select[Any]:
    row = DocumentMove
    sent_back = and_(row.was == VersionState.IN_REVIEW, row.state == VersionState.DRAFT)
    told = or_(row.state == VersionState.ADOPTED, sent_back)
    if not reach.actor.is_programme_manager:  # who adopts hears of it as something for them
        told = or_(told, row.state == VersionState.IN_REVIEW)
    return _moves(reach).where(reach.chains(Document.subject_id), told)


def _to_adopt(reach: Reach) -> Select[Any] | None:
    if not reach.actor.is_programme_manager:
        return None
    in_review = VersionState.IN_REVIEW
    return _moves(reach).where(DocumentMove.state == in_review, DocumentVersion.state == in_review)


def _told(
    session: Session, language: str, ids: Collection[int], submitted: Words = SUBMITTED
) -> Mapping[int, Told]:
    row = DocumentMove
    asked = (
        select(row.id, row.state, row.reason, DocumentVersion.nr)
        .join(DocumentVersion, DocumentVersion.id == row.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(row.id.in_(ids))
    )
    words = {
        VersionState.IN_REVIEW: submitted,
        VersionState.DRAFT: SENT_BACK,
        VersionState.ADOPTED: ADOPTED,
    }
    told = {}
    for line in session.execute(named_chain(asked, Document.subject_id)):
        path = f"/ketens/{line.slug}/plan"
        address = path if line.state is VersionState.ADOPTED else f"{path}/concept"
        what = words[line.state].into(language, nr=line.nr or "", why=line.reason)
        told[line.id] = Told(line.chain, address, what)
    return told


def _told_to_adopt(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    return _told(session, language, ids, TO_ADOPT)


NEWS = (
    Source("plan", Section.CHANGED, _changed, _told),
    Source("plan-to-adopt", Section.PERSONAL, _to_adopt, _told_to_adopt),
)
