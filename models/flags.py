"""Flags (aandachtspunten): what the tracker noticed that needs a person.

A row is one time that a rule held for a subject: from the moment it was noticed to the moment it
was over. Source: "Flags" in the domain: one rule and one subject have at most one open flag.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    PROGRAMME_TEAM,
    Base,
    CleanText,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Ref,
    mark,
    one_of,
    references,
)
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)
OPEN = "closed_at IS NULL"


class Flag(Base):
    """A rule holds for a subject. Only the job opens and closes it; its rows are its history.

    What people do with it is told by its `FlagEvent`s; `snoozed_until` and `assigned_to_id` are
    what these come to, so that a list can be asked for them.
    """

    __tablename__ = "flag"
    __audited__ = False
    __table_args__ = (
        Index(
            "uq_flag_open",
            "rule",
            "subject_kind",
            "subject_id",
            "part",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_flag_subject", "subject_kind", "subject_id", "part"),
        Index("ix_flag_chain", "chain_id", "closed_at"),
        Index("ix_flag_group", "group_id", "closed_at"),
        Index("ix_flag_assigned_to", "assigned_to_id", "closed_at"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    rule: Mapped[CodeText]
    subject_kind: Mapped[CodeText]
    subject_id: Mapped[int]
    #: What it is about within the subject, where a subject has several: the key of an activity.
    part: Mapped[str] = mapped_column(CleanText(60), default="")
    chain_id: Mapped[int | None] = mapped_column(ForeignKey("chain.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("buyer_group.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    #: Since which day it is so, where the facts say that; otherwise since it was noticed.
    since: Mapped[date | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    #: It comes back on this day.
    snoozed_until: Mapped[date | None]
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FlagEventKind(enum.StrEnum):
    """What somebody did with a flag."""

    SNOOZED = "snoozed"
    WOKEN = "woken"
    ASSIGNED = "assigned"
    REMARKED = "remarked"


class FlagEvent(Recorded, Base):
    """Somebody snoozed, assigned or commented on a flag."""

    __tablename__ = "flag_event"
    __table_args__ = (
        one_of("kind", FlagEventKind),
        one_of("language", Language),
        CheckConstraint("(kind = 'snoozed') = (until IS NOT NULL)", name="snoozed_until"),
        CheckConstraint("kind NOT IN ('snoozed', 'remarked') OR text <> ''", name="said"),
        CheckConstraint("kind = 'assigned' OR person_id IS NULL", name="assigned_to"),
        Index("ix_flag_event_flag", "flag_id", "id"),
    )
    history_audience = PROGRAMME_TEAM

    id: Mapped[Key]
    flag_id: Mapped[int] = references("flag.id")
    kind: Mapped[FlagEventKind] = mapped_column(Code(FlagEventKind), info=VALUE)
    text: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    until: Mapped[date | None] = mapped_column(info=VALUE)
    person_id: Mapped[int | None] = references("person.id", nullable=True)


class FlagRun(Base):
    """How a rule fared when it was last asked: one row a rule."""

    __tablename__ = "flag_run"
    __audited__ = False

    id: Mapped[Key]
    rule: Mapped[CodeText] = mapped_column(unique=True)
    ran_at: Mapped[datetime]
    #: The change number before it read: while that is the same, nothing can have changed.
    stand: Mapped[int]
    #: What went wrong; nothing when it went well.
    error: Mapped[str | None]


class FlagSwitch(Recorded, Base):
    """A rule is on or off from the moment of recording; the last row holds, and none is on."""

    __tablename__ = "flag_switch"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_flag_switch_latest", "rule", "recorded_at", "id"),
    )

    id: Mapped[Key]
    rule: Mapped[CodeText] = mapped_column(info=VALUE)
    is_on: Mapped[bool] = mapped_column(info=VALUE)
    reason: Mapped[str]
