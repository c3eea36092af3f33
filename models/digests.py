"""The digest: one mail a person with what is theirs. How often they want it, and what was made."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OWN, Base, Code, HistoryMark, Key, mark, one_of, references
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class Rhythm(enum.StrEnum):
    """How often somebody gets a digest."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"


class DigestChoice(Recorded, Base):
    """How often somebody wants their digest, from the moment of recording; the last row holds."""

    __tablename__ = "digest_choice"
    __table_args__ = (
        one_of("rhythm", Rhythm),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_known"),
        Index("ix_digest_choice_latest", "person_id", "recorded_at", "id"),
    )
    #: Whether and when somebody reads their mail is nobody else's to know.
    history_audience = OWN

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    rhythm: Mapped[Rhythm] = mapped_column(Code(Rhythm), info=VALUE)
    #: Monday is 0; on which a weekly one comes. The hour is Amsterdam's.
    weekday: Mapped[int] = mapped_column(info=VALUE)
    hour: Mapped[int] = mapped_column(info=VALUE)


class Digest(Base):
    """A planned moment of somebody's digest was dealt with: once, whoever does it.

    It tells of what was recorded after `since` and up to `until`. Without a mail there was nothing
    to tell. The words are made when it is sent, with the rights of that moment.
    """

    __tablename__ = "digest"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("person_id", "planned_at"),
        UniqueConstraint("mail_id"),
        CheckConstraint("since <= until", name="in_order"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mail.id"))
