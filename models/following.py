"""What somebody follows: chains, buyer groups, topics. Private: nobody but that person sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OWN, Base, HistoryMark, Key, mark, references

VALUE = mark(HistoryMark.VALUE)
OPEN = text("until IS NULL")
ONE = (
    "(CASE WHEN chain_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1"
    " END) + (CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def _once(name: str, column: str) -> Index:
    return Index(name, "person_id", column, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


class Follow(Base):
    """A person follows one thing from a moment, until another one. Following again is a new row."""

    __tablename__ = "follow"
    #: Who follows what is nobody else's to know.
    history_audience = OWN
    __table_args__ = (
        CheckConstraint(ONE, name="one_thing"),
        _once("uq_follow_open", "chain_id"),
        _once("uq_follow_group_open", "group_id"),
        _once("uq_follow_topic_open", "topic_id"),
        Index("ix_follow_chain", "chain_id", "until"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    chain_id: Mapped[int | None] = references("chain.id", nullable=True)
    group_id: Mapped[int | None] = references("buyer_group.id", nullable=True)
    topic_id: Mapped[int | None] = references("topic.id", nullable=True)
    since: Mapped[datetime] = mapped_column(info=VALUE)
    until: Mapped[datetime | None] = mapped_column(info=VALUE)
