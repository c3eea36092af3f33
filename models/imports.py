"""Imports: a file that somebody sent, what would become of each of its rows, and what was recorded.

The bytes and the rows are kept for a while only; who imported what, when, stays.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    OWN,
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    Ref,
    ShortText,
    mark,
    one_of,
    references,
)
from models.files import FileType
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)
NONE = mark(HistoryMark.NONE)


class ImportKind(enum.StrEnum):
    """What the rows of a file are."""

    ORGANISATIONS = "organisations"
    MEMBERS = "members"
    BASELINE = "baseline"


class ImportState(enum.StrEnum):
    """Sent; read, with the fate of every row; unreadable; recorded."""

    RECEIVED = "received"
    PREVIEWED = "previewed"
    UNREADABLE = "unreadable"
    APPLIED = "applied"


class Fate(enum.StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Import(Recorded, Base):
    """A file that somebody sent to be imported, and how far that is."""

    __tablename__ = "import_run"
    __table_args__ = (
        one_of("kind", ImportKind),
        one_of("state", ImportState),
        one_of("media", FileType),
        CheckConstraint("(kind = 'members') = (group_id IS NOT NULL)", name="members_of_group"),
        CheckConstraint("(state = 'applied') = (applied_at IS NOT NULL)", name="applied_whole"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
        Index("ix_import_run_by", "recorded_by_id", "id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    kind: Mapped[ImportKind] = mapped_column(Code(ImportKind), info=VALUE)
    group_id: Mapped[int | None] = references("buyer_group.id", nullable=True)
    name: Mapped[ShortText]
    media: Mapped[FileType] = mapped_column(Code(FileType), info=VALUE)
    size: Mapped[int] = mapped_column(info=VALUE)
    sha256: Mapped[str] = mapped_column(CleanText(64), info=VALUE)
    state: Mapped[ImportState] = mapped_column(
        Code(ImportState), default=ImportState.RECEIVED, info=VALUE
    )
    #: The task that reads it, or records it.
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), info=NONE)
    new: Mapped[int] = mapped_column(default=0, info=NONE)
    changed: Mapped[int] = mapped_column(default=0, info=NONE)
    unchanged: Mapped[int] = mapped_column(default=0, info=NONE)
    refused: Mapped[int] = mapped_column(default=0, info=NONE)
    #: The head of the file, what was noticed, and why it cannot be read.
    told: Mapped[dict[str, Any]] = mapped_column(info=NONE)
    #: What the fates of all rows together come to: applied is only what was shown.
    digest: Mapped[str | None] = mapped_column(CleanText(64), info=NONE)
    applied_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    #: Since when its bytes and rows are gone.
    erased_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    version: Mapped[int] = mapped_column(default=1, info=NONE)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def history_audience(self) -> str:
        """Who may read in the history that this row changed."""
        return OWN


class ImportPart(Base):
    """At most 256 kB of a file. The row of the import is what the history tells of."""

    __tablename__ = "import_part"
    __audited__ = False
    __table_args__ = (UniqueConstraint("import_id", "nr"),)

    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    nr: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportLine(Base):
    """What becomes of one row of the file, as the preview shows it."""

    __tablename__ = "import_line"
    __audited__ = False
    __table_args__ = (
        one_of("fate", Fate),
        UniqueConstraint("import_id", "nr"),
        Index("ix_import_line_fate", "import_id", "fate", "nr"),
    )

    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    #: The row in the spreadsheet, the head being 1 as a rule.
    nr: Mapped[int]
    fate: Mapped[Fate] = mapped_column(Code(Fate))
    name: Mapped[str]
    #: Its cells, what changes from what to what, and why it is refused, in both languages.
    told: Mapped[dict[str, Any]]
