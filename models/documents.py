"""Documents in sections with versions: a draft, its review, what was adopted, comments, prompts.

A document belongs to a subject: a kind with the id of a row of the kind's own. What a kind is and
who may do what with it, its area says.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import (
    PROGRAMME_TEAM,
    Base,
    Code,
    CodeText,
    HistoryMark,
    Key,
    mark,
    one_of,
    references,
)
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)
UNTOLD = mark(HistoryMark.NONE)
#: By kind of document, who hears from the history of what was adopted; the areas say so. Of a kind
#: that is not here nobody but the programme team hears.
AUDIENCES: dict[str, str] = {}


class VersionState(enum.StrEnum):
    """Where a version of a document stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Document(Base):
    """The document of one kind about one subject: all its versions together."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)
    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    kind: Mapped[CodeText] = mapped_column(info=VALUE)
    subject_id: Mapped[int] = mapped_column(info=VALUE)


class DocumentVersion(Recorded, Base):
    """One version: written as a draft, numbered when it is adopted, never changed after that.

    Of a document at most one version is open (draft or in review), and one is adopted.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        one_of("state", VersionState),
        UniqueConstraint("document_id", "nr"),
        CheckConstraint(
            "(state IN ('adopted', 'superseded')) = (nr IS NOT NULL)", name="adopted_numbered"
        ),
        CheckConstraint("(nr IS NULL) = (adopted_at IS NULL)", name="adopted_dated"),
        CheckConstraint("(nr IS NULL) = (adopted_by_id IS NULL)", name="adopted_by_somebody"),
        CheckConstraint("adopted_by_id <> submitted_by_id", name="adopted_by_another"),
        CheckConstraint("(state = 'superseded') = (superseded_at IS NOT NULL)", name="superseded"),
        Index(
            "uq_document_version_one_open",
            "document_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in-review')"),
            postgresql_where=text("state IN ('draft', 'in-review')"),
        ),
        Index(
            "uq_document_version_one_adopted",
            "document_id",
            unique=True,
            sqlite_where=text("state = 'adopted'"),
            postgresql_where=text("state = 'adopted'"),
        ),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = references("document.id")
    state: Mapped[VersionState] = mapped_column(Code(VersionState), info=VALUE)
    nr: Mapped[int | None] = mapped_column(info=VALUE)
    #: The version that its text began as.
    started_from_id: Mapped[int | None] = references("document_version.id", nullable=True)
    submitted_by_id: Mapped[int | None] = references("person.id", nullable=True)
    adopted_by_id: Mapped[int | None] = references("person.id", nullable=True)
    adopted_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    superseded_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)
    document: Mapped[Document] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def history_audience(self) -> str:
        """Before it is adopted the programme team only; after that as its kind says."""
        if self.nr is None:
            return PROGRAMME_TEAM
        return AUDIENCES.get(self.document.kind, PROGRAMME_TEAM)


class DocumentMove(Recorded, Base):
    """A version went from one state to another: who, when and why. The first one has no `was`."""

    __tablename__ = "document_move"
    __table_args__ = (
        one_of("was", VersionState),
        one_of("state", VersionState),
        Index("ix_document_move_version", "version_id", "id"),
    )
    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    version_id: Mapped[int] = references("document_version.id")
    was: Mapped[VersionState | None] = mapped_column(Code(VersionState), info=VALUE)
    state: Mapped[VersionState] = mapped_column(Code(VersionState), info=VALUE)
    reason: Mapped[str]


class DocumentSection(Base):
    """The text of one section of one version, with the questions that it answers."""

    __tablename__ = "document_section"
    __table_args__ = (
        UniqueConstraint("version_id", "code"),
        one_of("language", Language),
    )
    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    version_id: Mapped[int] = references("document_version.id")
    code: Mapped[CodeText] = mapped_column(info=VALUE)
    prompts_nl: Mapped[str] = mapped_column(info=UNTOLD)
    prompts_en: Mapped[str] = mapped_column(info=UNTOLD)
    text: Mapped[str]
    html: Mapped[str] = mapped_column(info=UNTOLD)
    language: Mapped[Language] = mapped_column(Code(Language))
    edited_at: Mapped[datetime | None] = mapped_column(info=UNTOLD)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info=UNTOLD)
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DocumentComment(Recorded, Base):
    """A remark on a section while it is in review: open until somebody resolves it."""

    __tablename__ = "document_comment"
    __table_args__ = (
        one_of("language", Language),
        CheckConstraint("text <> ''", name="said"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by"),
        Index("ix_document_comment_section", "section_id", "id"),
    )
    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    section_id: Mapped[int] = references("document_section.id")
    text: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    resolved_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    resolved_by_id: Mapped[int | None] = references("person.id", nullable=True)
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DocumentPrompts(Recorded, Base):
    """The questions of a section as somebody chose them, one a line; the latest row holds."""

    __tablename__ = "document_prompts"
    __table_args__ = (Index("ix_document_prompts_latest", "programme_id", "kind", "section", "id"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    kind: Mapped[CodeText] = mapped_column(info=VALUE)
    section: Mapped[CodeText] = mapped_column(info=VALUE)
    prompts_nl: Mapped[str]
    prompts_en: Mapped[str]
    reason: Mapped[str]
