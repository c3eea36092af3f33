"""Tenders (aanbestedingen) that consultations prepare, and the sheet of the knowledge lead.

Source: "Consultations" in the domain: each tender has a sheet of what information was given, to
whom, and since when it is available to all.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
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
    mark,
    one_of,
    precise,
    references,
)
from models.groups import OfGroup
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)
UNTOLD = mark(HistoryMark.NONE)


class Tender(OfGroup, Recorded, Base):
    """What an organisation of a group will buy, and when that is to be published."""

    __tablename__ = "tender"
    __table_args__ = (
        one_of("planned_precision", Precision),
        precise("planned"),
        CheckConstraint("subject <> ''", name="named"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_whole"),
        Index("ix_tender_group", "group_id", "planned"),
        Index("ix_tender_chain", "chain_id", "planned"),
        Index("ix_tender_organisation", "organisation_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    group_id: Mapped[int] = references("buyer_group.id")
    chain_id: Mapped[int] = references("chain.id")
    organisation_id: Mapped[int] = references("organisation.id")
    subject: Mapped[ShortText]
    #: The first day that its publication can be.
    planned: Mapped[date | None] = mapped_column(info=VALUE)
    planned_precision: Mapped[Precision] = mapped_column(
        Code(Precision), default=Precision.UNKNOWN, info=VALUE
    )
    #: On which day it really was published; from then on it is no secret of the organisation.
    published_on: Mapped[date | None] = mapped_column(info=VALUE)
    #: Its number on the national platform, where it has one.
    platform_ref: Mapped[str] = mapped_column(CleanText(60), info=VALUE)
    language: Mapped[Language] = mapped_column(Code(Language))
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GivenInformation(OfGroup, Recorded, Base):
    """A line of the sheet: what was given, when, and since when everybody can have it."""

    __tablename__ = "given_information"
    __table_args__ = (
        CheckConstraint("what <> ''", name="said"),
        CheckConstraint("all_since IS NULL OR all_since >= given_on", name="in_order"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason IS NULL)", name="removed_whole"),
        Index("ix_given_information_tender", "tender_id", "given_on"),
        Index("ix_given_information_consultation", "consultation_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    tender_id: Mapped[int] = references("tender.id")
    consultation_id: Mapped[int | None] = references("market_consultation.id", nullable=True)
    group_id: Mapped[int] = references("buyer_group.id")
    what: Mapped[str]
    given_on: Mapped[date] = mapped_column(info=VALUE)
    #: Empty is not yet.
    all_since: Mapped[date | None] = mapped_column(info=VALUE)
    all_where: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    removed_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GivenTo(OfGroup, Recorded, Base):
    """A supplier that something was given to."""

    __tablename__ = "given_to"
    __table_args__ = (
        UniqueConstraint("given_id", "supplier_id"),
        Index("ix_given_to_supplier", "supplier_id"),
    )

    id: Mapped[Key]
    given_id: Mapped[int] = references("given_information.id")
    supplier_id: Mapped[int] = references("supplier.id")
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
