"""Which chains somebody follows. Private: nobody but that person sees it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, HistoryMark, Key, mark, references

VALUE = mark(HistoryMark.VALUE)


class Follow(Base):
    """A person follows a chain from a moment, until another one. Following again is a new row."""

    __tablename__ = "follow"
    __private__: ClassVar[bool] = True
    __table_args__ = (
        Index(
            "uq_follow_open",
            "person_id",
            "chain_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_follow_chain", "chain_id", "until"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    chain_id: Mapped[int] = references("chain.id")
    since: Mapped[datetime] = mapped_column(info=VALUE)
    until: Mapped[datetime | None] = mapped_column(info=VALUE)
