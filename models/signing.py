"""Ways in beside a password: links that work once, a second factor; and who confirmed the rights.

Keys, tokens and codes are kept as hashes only. The secret of a second factor has to be kept as it
is, because codes are made from it; it is emptied when the factor ends.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CleanText, Code, HistoryMark, Key, ShortText, mark, one_of, references
from models.history import Recorded


class LinkKind(enum.StrEnum):
    """What a link that works once is for."""

    INVITATION = "invitation"
    RESET = "reset"
    ADDRESS = "address"


class OneTimeLink(Base):
    """A link that was mailed. It is over when it was used, when its time passed, or when ended."""

    __tablename__ = "one_time_link"
    __audited__ = False
    __table_args__ = (
        one_of("kind", LinkKind),
        CheckConstraint("(kind = 'address') = (new_email IS NOT NULL)", name="address_named"),
        Index("ix_one_time_link_person", "person_id", "kind", "made_at"),
    )

    id: Mapped[Key]
    kind: Mapped[LinkKind] = mapped_column(Code(LinkKind))
    token_hash: Mapped[str] = mapped_column(CleanText(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    new_email: Mapped[str | None] = mapped_column(CleanText(254))


class SecondFactor(Base):
    """The secret of an app that makes codes; pending until a first code was right."""

    __tablename__ = "second_factor"
    __table_args__ = (Index("ix_second_factor_person", "person_id", "ended_at"),)

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    secret: Mapped[str] = mapped_column(CleanText(64))
    made_at: Mapped[datetime] = mapped_column(info=mark(HistoryMark.NONE))
    confirmed_at: Mapped[datetime | None] = mapped_column(info=mark(HistoryMark.VALUE))
    ended_at: Mapped[datetime | None] = mapped_column(info=mark(HistoryMark.VALUE))


class UsedCode(Base):
    """A step of thirty seconds whose code was used: neither it nor an earlier one works again."""

    __tablename__ = "used_code"
    __audited__ = False
    __table_args__ = (UniqueConstraint("factor_id", "step"),)

    id: Mapped[Key]
    factor_id: Mapped[int] = mapped_column(ForeignKey("second_factor.id"))
    step: Mapped[int]
    used_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code for whoever lost the app; works once."""

    __tablename__ = "recovery_code"
    __audited__ = False

    id: Mapped[Key]
    factor_id: Mapped[int] = mapped_column(ForeignKey("second_factor.id"), index=True)
    code_hash: Mapped[str] = mapped_column(CleanText(64))
    used_at: Mapped[datetime | None]


class HalfSignIn(Base):
    """The password was right, the second factor is still asked for. Opens nothing else."""

    __tablename__ = "half_sign_in"
    __audited__ = False
    __table_args__ = (Index("ix_half_sign_in_person", "person_id", "ended_at"),)

    id: Mapped[Key]
    key_hash: Mapped[str] = mapped_column(CleanText(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    try_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in_try.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(CleanText(64))
    device: Mapped[ShortText]


class RightsConfirmation(Recorded, Base):
    """An administrator looked at who has which rights, and says that it is right."""

    __tablename__ = "rights_confirmation"

    id: Mapped[Key]
    #: The role assignments that held and were looked at.
    assignments: Mapped[list[int]] = mapped_column(info=mark(HistoryMark.NONE))
