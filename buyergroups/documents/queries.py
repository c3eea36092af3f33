"""Reads documents: versions, the texts in them, what happened to them, comments, and questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.documents.kinds import Kind, Subject
from buyergroups.documents.rules import OPEN, prompts_of
from models.documents import (
    Document,
    DocumentComment,
    DocumentMove,
    DocumentPrompts,
    DocumentSection,
    DocumentVersion,
    VersionState,
)
from models.people import Person

STARTER, ADOPTER = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a document, with who did what to it."""

    id: int
    state: VersionState
    nr: int | None
    started_from_id: int | None
    started_at: datetime
    started_by: str | None
    submitted_by_id: int | None
    adopted_at: datetime | None
    adopted_by: str | None
    superseded_at: datetime | None
    lock: int

    @property
    def is_open(self) -> bool:
        """Whether it is being written or reviewed."""
        return self.state in OPEN

    @property
    def is_draft(self) -> bool:
        """Whether it can be written in."""
        return self.state is VersionState.DRAFT

    @property
    def in_review(self) -> bool:
        """Whether it can be commented on."""
        return self.state is VersionState.IN_REVIEW

    @property
    def seen(self) -> str:
        """What a form shows of it, in short."""
        return f"{self.id}.{self.lock}"


def versions(session: Session, actor: Actor, subject: Subject) -> list[VersionRow]:
    """The versions that somebody may see, the newest first."""
    rows = session.execute(
        select(
            DocumentVersion.id,
            DocumentVersion.state,
            DocumentVersion.nr,
            DocumentVersion.started_from_id,
            DocumentVersion.recorded_at,
            STARTER.name,
            DocumentVersion.submitted_by_id,
            DocumentVersion.adopted_at,
            ADOPTER.name,
            DocumentVersion.superseded_at,
            DocumentVersion.version,
        )
        .join(Document, Document.id == DocumentVersion.document_id)
        .outerjoin(STARTER, STARTER.id == DocumentVersion.recorded_by_id)
        .outerjoin(ADOPTER, ADOPTER.id == DocumentVersion.adopted_by_id)
        .where(
            Document.kind == subject.kind,
            Document.subject_id == subject.id,
            visible_to(actor, DocumentVersion),
        )
        .order_by(DocumentVersion.id.desc())
    )
    return [VersionRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """The text of a section, and who wrote in it last."""

    version_id: int
    code: str
    prompts_nl: str
    prompts_en: str
    text: str
    html: str
    language: str
    edited_at: datetime | None
    edited_by: str | None
    lock: int

    def prompts(self, language: str) -> Sequence[str]:
        """The questions that it answers."""
        return prompts_of(self.prompts_en if language == "en" else self.prompts_nl)

    @property
    def seen(self) -> str:
        """What a form shows of it, in short."""
        return f"{self.version_id}.{self.lock}"


def sections(
    session: Session, version_ids: Collection[int]
) -> Mapping[int, Mapping[str, SectionRow]]:
    """The sections of versions, by version and code."""
    rows: Any = session.execute(
        select(
            DocumentSection.version_id,
            DocumentSection.code,
            DocumentSection.prompts_nl,
            DocumentSection.prompts_en,
            DocumentSection.text,
            DocumentSection.html,
            DocumentSection.language,
            DocumentSection.edited_at,
            Person.name,
            DocumentSection.version,
        )
        .outerjoin(Person, Person.id == DocumentSection.edited_by_id)
        .where(DocumentSection.version_id.in_(version_ids))
    )
    found: dict[int, dict[str, SectionRow]] = {key: {} for key in version_ids}
    for row in rows:
        known = SectionRow(*row)
        found[known.version_id][known.code] = known
    return found


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Something that happened to a version."""

    version_id: int
    was: VersionState | None
    state: VersionState
    reason: str
    at: datetime
    by: str | None


def moves(
    session: Session, version_ids: Collection[int], *, of_review: bool = True
) -> list[MoveRow]:
    """What happened to versions, the newest first.

    `of_review`: also what was said before one was adopted, which is for who may see a draft.
    """
    told = VersionState if of_review else (VersionState.ADOPTED, VersionState.SUPERSEDED)
    rows = session.execute(
        select(
            DocumentMove.version_id,
            DocumentMove.was,
            DocumentMove.state,
            DocumentMove.reason,
            DocumentMove.recorded_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == DocumentMove.recorded_by_id)
        .where(DocumentMove.version_id.in_(version_ids), DocumentMove.state.in_(list(told)))
        .order_by(DocumentMove.id.desc())
    )
    return [MoveRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark on a section."""

    id: int
    code: str
    text: str
    language: str
    at: datetime
    by: str | None
    resolved_at: datetime | None
    resolved_by: str | None


def comments(session: Session, version_id: int) -> list[CommentRow]:
    """The remarks on a version, in order of time."""
    resolver = aliased(Person)
    rows = session.execute(
        select(
            DocumentComment.id,
            DocumentSection.code,
            DocumentComment.text,
            DocumentComment.language,
            DocumentComment.recorded_at,
            Person.name,
            DocumentComment.resolved_at,
            resolver.name,
        )
        .join(DocumentSection, DocumentSection.id == DocumentComment.section_id)
        .outerjoin(Person, Person.id == DocumentComment.recorded_by_id)
        .outerjoin(resolver, resolver.id == DocumentComment.resolved_by_id)
        .where(DocumentSection.version_id == version_id)
        .order_by(DocumentComment.id)
    )
    return [CommentRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class PromptsRow:
    """The questions of a section that hold; without `at` those of the start."""

    id: int
    prompts_nl: str
    prompts_en: str
    reason: str = ""
    at: datetime | None = None
    by: str | None = None


def prompts(session: Session, programme_id: int, kind: Kind) -> Mapping[str, Sequence[PromptsRow]]:
    """The questions of each section of a kind, the newest first; the last are those of the code."""
    rows = session.execute(
        select(
            DocumentPrompts.section,
            DocumentPrompts.id,
            DocumentPrompts.prompts_nl,
            DocumentPrompts.prompts_en,
            DocumentPrompts.reason,
            DocumentPrompts.recorded_at,
            Person.name,
        )
        .outerjoin(Person, Person.id == DocumentPrompts.recorded_by_id)
        .where(DocumentPrompts.programme_id == programme_id, DocumentPrompts.kind == kind.code)
        .order_by(DocumentPrompts.id.desc())
    )
    found: dict[str, list[PromptsRow]] = {section.code: [] for section in kind.sections}
    for row in rows:
        if row.section in found:
            found[row.section].append(PromptsRow(*row[1:]))
    for section in kind.sections:
        found[section.code].append(PromptsRow(0, section.prompts.nl, section.prompts.en))
    return found


def adopted_numbers(session: Session, kind: str) -> Mapping[int, int]:
    """The number of the adopted version of each subject that has one."""
    rows = session.execute(
        select(Document.subject_id, DocumentVersion.nr)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.kind == kind, DocumentVersion.state == VersionState.ADOPTED)
    )
    return {row.subject_id: row.nr for row in rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open version: what it is about, who submitted it, since when it stands so."""

    kind: str
    subject_id: int
    state: VersionState
    submitted_by_id: int | None
    since: datetime
    open_comments: int
    #: How many of its comments are the reader's own.
    own_comments: int


def open_versions(session: Session, actor: Actor, *kinds: str) -> list[Waiting]:
    """The drafts and reviews of these kinds that somebody may see, the longest waiting first."""
    since = (
        select(func.max(DocumentMove.recorded_at))
        .where(DocumentMove.version_id == DocumentVersion.id)
        .correlate(DocumentVersion)
        .scalar_subquery()
    )
    remarks = (
        select(func.count(DocumentComment.id))
        .join(DocumentSection, DocumentSection.id == DocumentComment.section_id)
        .where(DocumentSection.version_id == DocumentVersion.id)
        .correlate(DocumentVersion)
    )
    rows = session.execute(
        select(
            Document.kind,
            Document.subject_id,
            DocumentVersion.state,
            DocumentVersion.submitted_by_id,
            since,
            remarks.where(DocumentComment.resolved_at.is_(None)).scalar_subquery(),
            remarks.where(DocumentComment.recorded_by_id == actor.person_id).scalar_subquery(),
        )
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind.in_(kinds),
            DocumentVersion.state.in_(OPEN),
            visible_to(actor, DocumentVersion),
        )
        .order_by(since, DocumentVersion.id)
    )
    return [Waiting(*row) for row in rows]
