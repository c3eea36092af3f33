"""What suppliers gave in confidence, and who read it. Nothing else in the tracker tells of these.

An answer is never changed: another text is another row that replaces it. Nothing of it stands in
the history, where whoever may read the history would learn that it exists: who wrote it and when
stands in the row itself, and who read it or changed its readers in `ConfidentialAccess`.
Source: "Consultations" and "Who sees what" in the domain.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, Ref, one_of
from models.history import Recorded
from models.people import Language


class InConfidenceOf(enum.StrEnum):
    """In whose confidence an answer was given."""

    ORGANISATION = "organisation"
    NAMED = "named"
    TEAM = "team"


class AccessKind(enum.StrEnum):
    """What somebody did with an answer."""

    WRITTEN = "written"
    READ = "read"
    REPLACED = "replaced"
    EXPORTED = "exported"


class ConfidentialAnswer(Recorded, Base):
    """What one supplier said in confidence, on a theme where it is about one."""

    __tablename__ = "confidential_answer"
    __audited__ = False
    __table_args__ = (
        one_of("in_confidence_of", InConfidenceOf),
        CheckConstraint("text <> ''", name="said"),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
        UniqueConstraint("replaces_id"),
        Index("ix_confidential_answer_consultation", "consultation_id"),
        Index("ix_confidential_answer_supplier", "supplier_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("market_consultation.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    #: The row that this one stands in the place of.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("confidential_answer.id"))
    in_confidence_of: Mapped[InConfidenceOf] = mapped_column(Code(InConfidenceOf))
    #: The day on which it was given.
    given_on: Mapped[date]
    #: The day on which the supplier was told in whose confidence it is, and how.
    told_on: Mapped[date | None]
    told_how: Mapped[str]
    text: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))


class ConfidentialReader(Base):
    """A public member, or a lead, who is named as a reader of an answer."""

    __tablename__ = "confidential_reader"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("answer_id", "person_id"),
        Index("ix_confidential_reader_person", "person_id"),
    )

    id: Mapped[Key]
    answer_id: Mapped[int] = mapped_column(ForeignKey("confidential_answer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ConfidentialAccess(Base):
    """Somebody wrote, read, replaced or exported an answer; for those who may read the answer."""

    __tablename__ = "confidential_access"
    __audited__ = False
    __table_args__ = (
        one_of("kind", AccessKind),
        Index("ix_confidential_access_answer", "answer_id", "id"),
    )

    id: Mapped[Key]
    answer_id: Mapped[int] = mapped_column(ForeignKey("confidential_answer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[AccessKind] = mapped_column(Code(AccessKind))
    at: Mapped[datetime]
