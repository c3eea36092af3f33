"""Bodies, their meetings and their decisions: tables from the start, pages of meetings later.

Source: chapter 7 of the Agenda MVOI (2026).
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    Code,
    CodeText,
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


class Body(Base):
    """A body of the programme; its prefix starts the references of its decisions."""

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    position: Mapped[int]
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    name_en: Mapped[ShortText] = mapped_column(info=VALUE)
    prefix: Mapped[CodeText]
    decides: Mapped[bool]
    members: Mapped[str | None]
    chair: Mapped[str | None]


class Meeting(Recorded, Base):
    """A meeting of a body on a day."""

    __tablename__ = "meeting"

    id: Mapped[Key]
    ref: Mapped[Ref]
    body_id: Mapped[int] = references("body.id")
    held_on: Mapped[date] = mapped_column(info=VALUE)


class DecisionKind(enum.StrEnum):
    """Where a decision was taken."""

    MEETING = "meeting"
    WRITTEN_PROCEDURE = "written-procedure"


class Decision(Recorded, Base):
    """What a body decided, with a reference such as OO-2027-03; never changed afterwards."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("programme_id", "reference"),
        UniqueConstraint("body_id", "year", "nr"),
        one_of("kind", DecisionKind),
        CheckConstraint("(kind = 'meeting') = (meeting_id IS NOT NULL)", name="meeting_named"),
        CheckConstraint(
            "kind = 'meeting' OR (who_agreed <> '' AND document <> '')", name="procedure_documented"
        ),
    )

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    body_id: Mapped[int] = references("body.id")
    meeting_id: Mapped[int | None] = references("meeting.id", nullable=True)
    kind: Mapped[DecisionKind] = mapped_column(Code(DecisionKind), info=VALUE)
    decided_on: Mapped[date] = mapped_column(info=VALUE)
    year: Mapped[int]
    nr: Mapped[int]
    reference: Mapped[CodeText] = mapped_column(info=VALUE)
    who_agreed: Mapped[str]
    document: Mapped[str]
    text: Mapped[str]
