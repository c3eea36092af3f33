"""Files that people attach, and files that a task made; their bytes in parts, apart from the row.

Nothing lists the parts: a file is read one part at a time, by whoever may see what it hangs on.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    EVERYONE,
    PROGRAMME_TEAM,
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
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class FileType(enum.StrEnum):
    """What may come in, by content; anything else is refused."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TEXT = "text"
    CSV = "csv"
    MARKDOWN = "markdown"


class FileSubject(enum.StrEnum):
    """What a file hangs on; who may see that may see the file."""

    FINDING = "criterion-finding"
    DECISION = "decision"
    TASK = "task"
    GROUP_AGENDA = "group-agenda"
    GROUP_MINUTES = "group-minutes"
    CONSULTATION_REPORT = "consultation-report"
    CONSULTATION_NOTES = "consultation-notes"
    GIVEN_INFORMATION = "given-information"
    PUBLISHED_REPORT = "published-report"
    PUBLISHED_ATTACHMENT = "published-attachment"
    #: On a practice test: the evidence for each of its two questions.
    TEST_EFFECTIVE = "test-effective"
    TEST_EFFICIENT = "test-efficient"


class File(Recorded, Base):
    """A file. Withdrawn or kept long enough, its bytes go; this row stays and says so."""

    __tablename__ = "file"
    __table_args__ = (
        one_of("subject_kind", FileSubject),
        one_of("media", FileType),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawal_recorded",
        ),
        CheckConstraint("withdrawn_at IS NULL OR erased_at IS NOT NULL", name="withdrawn_erased"),
        CheckConstraint(
            "(group_id IS NOT NULL) = (subject_kind IN ('group-agenda', 'group-minutes',"
            " 'consultation-report', 'consultation-notes', 'given-information'))",
            name="group_named",
        ),
        Index("ix_file_subject", "subject_kind", "subject_id"),
        Index("ix_file_chain", "chain_id"),
        Index("ix_file_group", "group_id", "recorded_at"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    subject_kind: Mapped[FileSubject] = mapped_column(Code(FileSubject), info=VALUE)
    subject_id: Mapped[int] = mapped_column(info=VALUE)
    #: The chain that it is about, for the history of that chain.
    chain_id: Mapped[int | None] = references("chain.id", nullable=True)
    #: The buyer group that it is of; nobody outside it hears of the file.
    group_id: Mapped[int | None] = references("buyer_group.id", nullable=True)
    name: Mapped[ShortText]
    media: Mapped[FileType] = mapped_column(Code(FileType), info=VALUE)
    size: Mapped[int] = mapped_column(info=VALUE)
    sha256: Mapped[str] = mapped_column(CleanText(64), info=VALUE)
    withdrawn_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    withdrawn_by_id: Mapped[int | None] = references("person.id", nullable=True)
    withdrawn_reason: Mapped[str | None]
    #: Since when its bytes are gone.
    erased_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    version: Mapped[int] = mapped_column(default=1, info=mark(HistoryMark.NONE))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def history_audience(self) -> str:
        """Of what happens in a group only its members and the programme team hear."""
        return EVERYONE if self.group_id is None else PROGRAMME_TEAM


class FilePart(Base):
    """At most 256 kB of a file. The row of the file is what the history tells of."""

    __tablename__ = "file_part"
    __audited__ = False
    __table_args__ = (UniqueConstraint("file_id", "nr"),)

    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    nr: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
