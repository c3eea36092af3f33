"""People, where they work, their roles, their sessions, and tries to sign in."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    Precision,
    Ref,
    ShortText,
    SortText,
    mark,
    one_of,
    precise,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class Language(enum.StrEnum):
    """The languages of the pages; also the language in which somebody wrote a text."""

    DUTCH = "nl"
    ENGLISH = "en"


class Person(Base):
    """Somebody who can sign in, or could once."""

    __tablename__ = "person"
    __table_args__ = (one_of("language", Language),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    email: Mapped[str] = mapped_column(CleanText(254), unique=True)
    name: Mapped[ShortText]
    sort_name: Mapped[SortText]
    language: Mapped[Language] = mapped_column(Code(Language), default=Language.DUTCH, info=VALUE)
    password_hash: Mapped[str | None] = mapped_column(CleanText(200))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    blocked_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    #: When name and mail address were replaced; the name is that of a role since then.
    anonymised_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    version: Mapped[int] = mapped_column(default=1, info=mark(HistoryMark.NONE))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FormerName(Base):
    """What somebody was called until they changed it: the board of an earlier day keeps the name.

    The history tells that the name changed; this row is there to be read, and to be emptied.
    """

    __tablename__ = "former_name"
    __audited__ = False
    __table_args__ = (Index("ix_former_name_person", "person_id", "until"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[ShortText]
    until: Mapped[datetime]


class Affiliation(Recorded, Base):
    """Somebody works for an organisation from a day on, to the day on which they no longer do.

    One at a time: whether somebody is a public or a private member decides what they may see, and
    somebody who works for two would be both. An end is recorded once, with its own moment.
    """

    __tablename__ = "affiliation"
    __table_args__ = (
        one_of("since_precision", Precision),
        precise("since"),
        CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="end_recorded"),
        CheckConstraint("since IS NULL OR until IS NULL OR until >= since", name="in_order"),
        Index("ix_affiliation_person", "person_id"),
        Index("ix_affiliation_organisation", "organisation_id", "until"),
        Index(
            "uq_affiliation_open",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int] = references("organisation.id")
    since: Mapped[date | None] = mapped_column(info=VALUE)
    since_precision: Mapped[Precision] = mapped_column(Code(Precision), info=VALUE)
    until: Mapped[date | None] = mapped_column(info=VALUE)
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)


class RemovalOutcome(enum.StrEnum):
    """What became of a request to remove somebody's data."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RemovalRequest(Recorded, Base):
    """Somebody asks for the removal of their data; an administrator answers with a reason."""

    __tablename__ = "removal_request"
    __table_args__ = (
        one_of("outcome", RemovalOutcome),
        CheckConstraint("(outcome IS NULL) = (handled_at IS NULL)", name="handled_whole"),
        Index("ix_removal_request_person", "person_id"),
        Index(
            "uq_removal_request_open",
            "person_id",
            unique=True,
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    #: In the person's own words; emptied when their data are removed.
    wish: Mapped[str | None]
    outcome: Mapped[RemovalOutcome | None] = mapped_column(Code(RemovalOutcome), info=VALUE)
    answer: Mapped[str | None]
    handled_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    handled_by_id: Mapped[int | None] = references("person.id", nullable=True)


class Role(enum.StrEnum):
    """What somebody is in the programme; several per person, each with a period."""

    ADMINISTRATOR = "administrator"
    PROGRAMME_MANAGER = "programme-manager"
    SECRETARY = "secretary"
    CHAIN_LEAD = "chain-lead"
    MEMBER = "member"
    EXPERT = "expert"
    PARTICIPANT = "participant"


class RoleAssignment(Recorded, Base):
    """A role from a day on, to the day (not included) on which it no longer holds.

    An end is recorded once, with its own moment, so that the board of an earlier day still shows
    the lead that was known then. An end of today ends the rights at once.
    """

    __tablename__ = "role_assignment"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("(role = 'chain-lead') = (chain_id IS NOT NULL)", name="lead_of_chain"),
        CheckConstraint(
            "(role IN ('secretary', 'participant')) = (body_id IS NOT NULL)", name="part_of_body"
        ),
        CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="end_recorded"),
        CheckConstraint("until IS NULL OR until >= since", name="period_in_order"),
        Index("ix_role_assignment_person", "person_id"),
        Index("ix_role_assignment_chain", "chain_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = references("person.id")
    role: Mapped[Role] = mapped_column(Code(Role), info=VALUE)
    chain_id: Mapped[int | None] = references("chain.id", nullable=True)
    body_id: Mapped[int | None] = references("body.id", nullable=True)
    since: Mapped[date] = mapped_column(info=VALUE)
    until: Mapped[date | None] = mapped_column(info=VALUE)
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)


class EndReason(enum.StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed-out"
    ENDED_ELSEWHERE = "ended-elsewhere"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105
    BLOCKED = "blocked"


class PersonSession(Base):
    """A sign-in on one device. The cookie holds a random key; only its hash is kept here."""

    __tablename__ = "person_session"
    __audited__ = False
    __table_args__ = (Index("ix_person_session_person", "person_id", "ended_at"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    key_hash: Mapped[str] = mapped_column(CleanText(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(Code(EndReason))
    address: Mapped[str] = mapped_column(CleanText(64))
    device: Mapped[ShortText]


class TryOutcome(enum.StrEnum):
    """How a try to sign in went; `open` while the password is being checked."""

    OPEN = "open"
    FAILED = "failed"
    SIGNED_IN = "signed-in"
    REFUSED = "refused"


class SignInTry(Base):
    """A try to sign in. Accounts are kept as a hash, so that unknown ones are not a list."""

    __tablename__ = "sign_in_try"
    __audited__ = False
    __table_args__ = (
        one_of("outcome", TryOutcome),
        Index("ix_sign_in_try_account", "account_hash", "at"),
        Index("ix_sign_in_try_address", "address", "at"),
        Index("ix_sign_in_try_at", "at"),
    )

    id: Mapped[Key]
    at: Mapped[datetime]
    account_hash: Mapped[str] = mapped_column(CleanText(64))
    address: Mapped[str] = mapped_column(CleanText(64))
    outcome: Mapped[TryOutcome] = mapped_column(Code(TryOutcome))
