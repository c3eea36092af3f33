"""Suppliers (marktpartijen): who takes part in consultations, apart from the members of groups.

What is known of a supplier is kept as rows with a moment of recording: the latest row holds.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    Ref,
    ShortText,
    SortText,
    mark,
    one_of,
    references,
)
from models.groups import OfGroup
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class SupplierSize(enum.StrEnum):
    """Whether a supplier is a small or medium-sized business (mkb)."""

    SME = "sme"
    LARGE = "large"
    UNKNOWN = "unknown"


class Supplier(OfGroup, Recorded, Base):
    """A supplier. Its address is random: that it is known here is not public."""

    __tablename__ = "supplier"
    __table_args__ = (Index("ix_supplier_recorded_by", "recorded_by_id"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    programme_id: Mapped[int] = references("programme.id")


class SupplierVersion(OfGroup, Recorded, Base):
    """What is known of a supplier from the moment of recording on. Empty is not known."""

    __tablename__ = "supplier_version"
    __table_args__ = (
        one_of("company_size", SupplierSize),
        CheckConstraint("name <> ''", name="named"),
        Index("ix_supplier_version_latest", "supplier_id", "recorded_at", "id"),
        Index("ix_supplier_version_sort_name", "sort_name"),
    )

    id: Mapped[Key]
    supplier_id: Mapped[int] = references("supplier.id")
    name: Mapped[ShortText] = mapped_column(info=VALUE)
    sort_name: Mapped[SortText]
    kvk: Mapped[str | None] = mapped_column(CleanText(8), info=VALUE)
    company_size: Mapped[SupplierSize] = mapped_column(Code(SupplierSize), info=VALUE)
    website: Mapped[ShortText | None]
    reason: Mapped[str]


class SupplierMerge(OfGroup, Recorded, Base):
    """A supplier was entered twice: this one is the other one; once, and for good."""

    __tablename__ = "supplier_merge"
    __table_args__ = (
        UniqueConstraint("supplier_id"),
        CheckConstraint("into_id <> supplier_id", name="into_another"),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_supplier_merge_into", "into_id"),
    )

    id: Mapped[Key]
    supplier_id: Mapped[int] = references("supplier.id")
    into_id: Mapped[int] = references("supplier.id")
    reason: Mapped[str]


class SupplierContact(OfGroup, Recorded, Base):
    """A contact person of a supplier, until that ended."""

    __tablename__ = "supplier_contact"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_whole"),
        CheckConstraint(
            "anonymised_at IS NULL OR ended_at IS NOT NULL", name="anonymised_after_end"
        ),
        Index("ix_supplier_contact_supplier", "supplier_id"),
    )

    id: Mapped[Key]
    supplier_id: Mapped[int] = references("supplier.id")
    name: Mapped[ShortText]
    function: Mapped[ShortText]
    email: Mapped[str] = mapped_column(CleanText(254))
    phone: Mapped[ShortText]
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)
    #: Since when the name is gone, after the retention term; for good.
    anonymised_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class SupplierWish(OfGroup, Recorded, Base):
    """A supplier asked to be heard on a chain; one that was a mistake is taken back, and stays."""

    __tablename__ = "supplier_wish"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_reason IS NULL)", name="removed_whole"),
        Index("ix_supplier_wish_chain", "chain_id", "supplier_id"),
        Index("ix_supplier_wish_supplier", "supplier_id"),
    )

    id: Mapped[Key]
    supplier_id: Mapped[int] = references("supplier.id")
    chain_id: Mapped[int] = references("chain.id")
    asked_on: Mapped[date] = mapped_column(info=VALUE)
    note: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    removed_reason: Mapped[str | None]
