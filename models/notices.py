"""Mail that waits to be sent, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CleanText, Code, CodeText, Key, Ref, ShortText, one_of
from models.people import Language


class OutboxMail(Base):
    """A mail, written in the transaction that it tells of; sent after the commit.

    It waits until it is sent, given up or cancelled. While a sender has it, `claimed_until` says
    how long the others leave it alone. `keep_text` false: the text holds a link that works once,
    and is taken out when nobody needs it any more.
    """

    __tablename__ = "outbox_mail"
    __audited__ = False
    __table_args__ = (
        one_of("language", Language),
        CheckConstraint("tries >= 0", name="tries_counted"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
        Index("ix_outbox_mail_due", "sent_at", "given_up_at", "cancelled_at", "due_at"),
        Index("ix_outbox_mail_person", "person_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    to_address: Mapped[str] = mapped_column(CleanText(254))
    language: Mapped[Language] = mapped_column(Code(Language))
    subject: Mapped[ShortText]
    text: Mapped[str]
    html: Mapped[str | None]
    kind: Mapped[CodeText]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The same at every try, so that a mail that came twice can be told to be one.
    message_id: Mapped[ShortText] = mapped_column(unique=True)
    keep_text: Mapped[bool] = mapped_column(default=True)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    claimed_by: Mapped[CodeText | None]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
