"""Until when somebody has seen what was new. What is new stands nowhere: it is read from facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key


class NewsSeen(Base):
    """What was recorded up to this moment is no longer new to a person; one row a person."""

    __tablename__ = "news_seen"
    __audited__ = False

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    seen_at: Mapped[datetime]
