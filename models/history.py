"""What was changed, by whom, when: one row per changed row of an audited table."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import (
    Base,
    CleanText,
    Code,
    CodeText,
    HistoryMark,
    Key,
    ShortText,
    mark,
    one_of,
)


class ActorKind(enum.StrEnum):
    """Who acts: a person in a page, a scheduled job, a command, or the loading of data."""

    PERSON = "person"
    JOB = "job"
    COMMAND = "command"
    SEED = "seed"


class Recorded:
    """The moment of recording and who recorded it; the board of an earlier day reads these."""

    recorded_at: Mapped[datetime] = mapped_column(info=mark(HistoryMark.NONE))
    recorded_kind: Mapped[ActorKind] = mapped_column(Code(ActorKind), info=mark(HistoryMark.NONE))

    @declared_attr
    def recorded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("person.id"), info=mark(HistoryMark.NONE))


class HistoryEntry(Base):
    """One change. Holds ids and codes, never a name or a text that somebody wrote."""

    __tablename__ = "history_entry"
    __audited__ = False
    __table_args__ = (
        one_of("actor_kind", ActorKind),
        CheckConstraint("action IN ('insert', 'update')", name="action_known"),
        Index("ix_history_entry_chain", "chain_id", "id"),
        Index("ix_history_entry_person", "person_id", "id"),
        Index("ix_history_entry_object", "object_type", "object_id"),
        Index("ix_history_entry_at", "at"),
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_kind: Mapped[ActorKind] = mapped_column(Code(ActorKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acted_as: Mapped[CodeText | None]
    action: Mapped[CodeText]
    object_type: Mapped[CodeText]
    object_id: Mapped[int]
    chain_id: Mapped[int | None] = mapped_column(ForeignKey("chain.id"))
    group_id: Mapped[int | None]
    audience: Mapped[CodeText]
    reason: Mapped[str | None]
    request_id: Mapped[ShortText | None]
    changes: Mapped[dict[str, Any]]


class HistorySeal(Base):
    """The seal of one entry: its hash together with that of the seal before it.

    Seals are numbered without a gap, in the order of the entries; `history check` walks them.
    """

    __tablename__ = "history_seal"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("nr"),
        UniqueConstraint("entry_id"),
        CheckConstraint("nr >= 1", name="numbered"),
    )

    id: Mapped[Key]
    nr: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("history_entry.id"))
    hash: Mapped[str] = mapped_column(CleanText(64))
    sealed_at: Mapped[datetime]
