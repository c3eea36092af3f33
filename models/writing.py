"""What keeps typed text safe: drafts on the server, and forms that were sent already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CleanText, CodeText, Key, ShortText


class Draft(Base):
    """What a person typed in a form and did not record yet. Nobody else ever sees it."""

    __tablename__ = "draft"
    __audited__ = False
    __table_args__ = (UniqueConstraint("person_id", "form"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Which form about which thing, as its address says it: `/ketens/zonnepanelen/statusupdate`.
    form: Mapped[ShortText]
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Submission(Base):
    """A form that was sent and recorded: sent again, it does nothing twice."""

    __tablename__ = "submission"
    __audited__ = False
    __table_args__ = (CheckConstraint("key <> ''", name="keyed"),)

    id: Mapped[Key]
    key: Mapped[CodeText] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_hash: Mapped[str] = mapped_column(CleanText(64))
    result: Mapped[str] = mapped_column(CleanText(2000))
    at: Mapped[datetime]
