"""The words by which things are found; filled at flush from what was recorded."""

from __future__ import annotations

import enum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CleanText, Code, Key, one_of


class SearchScope(enum.StrEnum):
    """What kind of thing a word leads to."""

    TOPIC = "topic"


class SearchWord(Base):
    """A word of a thing, folded: no case, no accents. It says nothing that the thing does not."""

    __tablename__ = "search_word"
    __audited__ = False
    __table_args__ = (
        one_of("scope", SearchScope),
        UniqueConstraint("scope", "word", "subject_id"),
        Index("ix_search_word_subject", "scope", "subject_id"),
    )

    id: Mapped[Key]
    scope: Mapped[SearchScope] = mapped_column(Code(SearchScope))
    subject_id: Mapped[int]
    word: Mapped[str] = mapped_column(CleanText(40))
