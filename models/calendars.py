"""The address under which somebody's own calendar program reads what they may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OWN, Base, CleanText, HistoryMark, Key, mark, references
from models.history import Recorded


class CalendarFeed(Recorded, Base):
    """A secret address of a person; whoever has it reads their calendar until it is ended.

    Only the hash of the secret is kept.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_open",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    history_audience = OWN

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    token_hash: Mapped[str] = mapped_column(CleanText(64), unique=True, info=mark(HistoryMark.NONE))
    ended_at: Mapped[datetime | None] = mapped_column(info=mark(HistoryMark.VALUE))
