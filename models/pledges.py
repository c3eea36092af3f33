"""Pledges: the project that an organisation brings into a buyer group, from promised to done.

Source: "each member organisation can pledge to bring in a project", and "What private competitors
may learn", in the domain. Every step is a row with its moment of recording; the latest one holds.
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, HistoryMark, Key, Ref, ShortText, mark, one_of, references
from models.groups import OfGroup
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)


class PledgeState(enum.StrEnum):
    """Toegezegd, in voorbereiding, loopt, gereed, ingetrokken."""

    PROMISED = "promised"
    PREPARING = "preparing"
    RUNNING = "running"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class PledgeReaders(enum.StrEnum):
    """Who reads a pledge, besides the organisation itself and the programme team."""

    TEAM = "team"
    PUBLIC = "public"
    GROUP = "group"


class Pledge(OfGroup, Recorded, Base):
    """An organisation brings a project into a group."""

    __tablename__ = "pledge"
    __table_args__ = (Index("ix_pledge_group", "group_id", "organisation_id"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    group_id: Mapped[int] = references("buyer_group.id")
    organisation_id: Mapped[int] = references("organisation.id")


class PledgeVersion(OfGroup, Recorded, Base):
    """Which project that is, when it is to be ready, and who reads it."""

    __tablename__ = "pledge_version"
    __table_args__ = (
        one_of("readers", PledgeReaders),
        CheckConstraint("title <> ''", name="titled"),
        Index("ix_pledge_version_latest", "pledge_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    pledge_id: Mapped[int] = references("pledge.id")
    title: Mapped[ShortText]
    about: Mapped[str]
    expected: Mapped[date | None]
    readers: Mapped[PledgeReaders] = mapped_column(Code(PledgeReaders), info=VALUE)
    language: Mapped[Language] = mapped_column(Code(Language))


class PledgeStanding(OfGroup, Recorded, Base):
    """The state of a pledge from a day on; the note says what came of it, or why."""

    __tablename__ = "pledge_standing"
    __table_args__ = (
        one_of("state", PledgeState),
        CheckConstraint("state NOT IN ('done', 'withdrawn') OR note <> ''", name="explained"),
        Index("ix_pledge_standing_latest", "pledge_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    pledge_id: Mapped[int] = references("pledge.id")
    state: Mapped[PledgeState] = mapped_column(Code(PledgeState), info=VALUE)
    since: Mapped[date] = mapped_column(info=VALUE)
    note: Mapped[str]
