"""The register of organisations that buy: what each is, what it was called, what it merged into.

Suppliers are no organisations here: they are kept apart from members. What is known of one is kept
as rows with a moment of recording: the latest row holds, and earlier ones stay readable.
Source of the types: chapter 2 and annex II of the Agenda MVOI (2026).
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    Base,
    CleanText,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Precision,
    ShortText,
    SortText,
    mark,
    one_of,
    precise,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class Sector(enum.StrEnum):
    """Public and private buyers are told apart everywhere."""

    PUBLIC = "public"
    PRIVATE = "private"


class OrganisationType(Base):
    """One of the five types of buying organisation (chapter 2 and annex II of the Agenda)."""

    __tablename__ = "organisation_type"
    __table_args__ = (UniqueConstraint("programme_id", "code"), one_of("sector", Sector))

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    position: Mapped[int]
    name_nl: Mapped[ShortText]
    name_en: Mapped[ShortText]
    sector: Mapped[Sector] = mapped_column(Code(Sector))
    #: Yearly procurement in thousand million euro, as the source writes it, with its year.
    spend_bn_eur: Mapped[CodeText | None]
    spend_year: Mapped[int | None]
    examples_nl: Mapped[list[str]]


class Organisation(Base):
    """An organisation that buys. Its address is its name with hyphens."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    slug: Mapped[ShortText] = mapped_column(unique=True, info=VALUE)


class OrganisationSlug(Base):
    """A former address of an organisation; it redirects."""

    __tablename__ = "organisation_slug"

    id: Mapped[Key]
    organisation_id: Mapped[int] = references("organisation.id", index=True)
    slug: Mapped[ShortText] = mapped_column(unique=True, info=VALUE)


class OrganisationVersion(Recorded, Base):
    """What is known of an organisation from the moment of recording on. Empty is not known."""

    __tablename__ = "organisation_version"
    __table_args__ = (
        one_of("sector", Sector),
        one_of("signed_precision", Precision),
        precise("signed"),
        one_of("since_precision", Precision),
        precise("since"),
        CheckConstraint("signatory OR signed IS NULL", name="signed_by_signatory"),
        CheckConstraint("since IS NULL OR until IS NULL OR until >= since", name="in_order"),
        CheckConstraint("parent_id IS NULL OR parent_id <> organisation_id", name="not_own_parent"),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_organisation_version_latest", "organisation_id", "recorded_at", "id"),
        Index("ix_organisation_version_parent", "parent_id"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = references("organisation.id")
    name: Mapped[ShortText] = mapped_column(info=VALUE)
    sort_name: Mapped[SortText]
    type_id: Mapped[int | None] = references("organisation_type.id", nullable=True)
    sector: Mapped[Sector] = mapped_column(Code(Sector), info=VALUE)
    #: A fact of its own: some private companies are bound by procurement law.
    bound_by_procurement_law: Mapped[bool | None] = mapped_column(info=VALUE)
    #: Whether it signed the Manifest MVOI, and when.
    signatory: Mapped[bool | None] = mapped_column(info=VALUE)
    signed: Mapped[date | None] = mapped_column(info=VALUE)
    signed_precision: Mapped[Precision] = mapped_column(
        Code(Precision), default=Precision.UNKNOWN, info=VALUE
    )
    #: What it belongs to: a parent, or the umbrella (koepel) that speaks for it.
    parent_id: Mapped[int | None] = references("organisation.id", nullable=True)
    kvk: Mapped[str | None] = mapped_column(CleanText(8), info=VALUE)
    oin: Mapped[str | None] = mapped_column(CleanText(20), info=VALUE)
    website: Mapped[ShortText | None] = mapped_column(info=VALUE)
    since: Mapped[date | None] = mapped_column(info=VALUE)
    since_precision: Mapped[Precision] = mapped_column(
        Code(Precision), default=Precision.UNKNOWN, info=VALUE
    )
    #: From this day on it is no more.
    until: Mapped[date | None] = mapped_column(info=VALUE)
    reason: Mapped[str]


class OrganisationMerge(Recorded, Base):
    """An organisation went into another one on a day; once, and for good."""

    __tablename__ = "organisation_merge"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        CheckConstraint("into_id <> organisation_id", name="into_another"),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_organisation_merge_into", "into_id"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = references("organisation.id")
    into_id: Mapped[int] = references("organisation.id")
    merged_on: Mapped[date] = mapped_column(info=VALUE)
    reason: Mapped[str]
