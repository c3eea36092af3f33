"""Who may see, edit, review and adopt documents: what the area of each kind says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.documents.kinds import KINDS, Kind, Subject
from models.base import Base
from models.documents import Document, DocumentMove, DocumentVersion, VersionState


def may_see(actor: Actor, version: Any) -> bool:
    """What was adopted for whom the kind says; anything else for who sees drafts of the kind."""
    subject = Subject(version.document.kind, version.document.subject_id)
    if version.nr is None:
        return may_see_draft(actor, subject)
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.sees(actor, subject.id)


def may_see_draft(actor: Actor, subject: Any) -> bool:
    """A draft does not exist for others."""
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.sees_draft(actor, subject.id)


def may_edit(actor: Actor, subject: Any) -> bool:
    """Start, write, submit and withdraw."""
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.edits(actor, subject.id)


def may_remark(actor: Actor, subject: Any) -> bool:
    """Comment on it while it is in review."""
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.remarks(actor, subject.id)


def may_review(actor: Actor, subject: Any) -> bool:
    """Settle comments, and send it back."""
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.reviews(actor, subject.id)


def may_adopt(actor: Actor, subject: Any) -> bool:
    """Adopt it; the service refuses who submitted it."""
    kind = KINDS.get(subject.kind)
    return actor.is_person and kind is not None and kind.adopts(actor, subject.id)


def may_edit_prompts(actor: Actor, _: Any = None) -> bool:
    """The questions are a technical aid: the administrator's."""
    return actor.is_administrator


def versions_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see`, for a list."""
    if not actor.is_person:
        return false()
    open_ones, numbered = DocumentVersion.nr.is_(None), DocumentVersion.nr.is_not(None)
    seen = [
        and_(state, DocumentVersion.document_id.in_(_documents(kind, scope(actor))))
        for kind in KINDS.values()
        for state, scope in ((numbered, kind.scope), (open_ones, kind.draft_scope))
    ]
    return or_(false(), *seen)


def moves_seen(actor: Actor) -> ColumnElement[bool]:
    """Moves of versions that somebody sees: of those before it was adopted, who sees drafts.

    Once a version was adopted everybody sees it, but not how it was talked about before.
    """
    if not actor.is_person:
        return false()
    since_adopted = DocumentMove.state.in_([VersionState.ADOPTED, VersionState.SUPERSEDED])
    seen = [
        DocumentVersion.document_id.in_(_documents(kind, kind.draft_scope(actor)))
        for kind in KINDS.values()
    ]
    return and_(versions_scope(actor), or_(since_adopted, *seen))


def _documents(kind: Kind, where: ColumnElement[bool]) -> Select[int]:
    return select(Document.id).where(Document.kind == kind.code, where)


RULES: Mapping[Action, Rule] = {
    Action.DOCUMENT_SEE: may_see,
    Action.DOCUMENT_SEE_DRAFT: may_see_draft,
    Action.DOCUMENT_EDIT: may_edit,
    Action.DOCUMENT_REMARK: may_remark,
    Action.DOCUMENT_REVIEW: may_review,
    Action.DOCUMENT_ADOPT: may_adopt,
    Action.PROMPTS_EDIT: may_edit_prompts,
}
SCOPES: Mapping[type[Base], Scope] = {DocumentVersion: versions_scope}
