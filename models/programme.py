"""The programme and what it brings along: themes, instruments, related programmes, settings.

Sources: chapters 3, 4, 6 and 7 and annexes I, III and V of the Agenda MVOI (2026).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import (
    Base,
    Code,
    CodeText,
    HistoryMark,
    Key,
    Precision,
    ShortText,
    mark,
    one_of,
    precise,
    references,
)
from models.history import Recorded

VALUE = mark(HistoryMark.VALUE)


class Programme(Base):
    """The programme that works with this tracker; one row needs no choice in the pages."""

    __tablename__ = "programme"

    id: Mapped[Key]
    code: Mapped[CodeText] = mapped_column(unique=True)
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    name_en: Mapped[ShortText | None] = mapped_column(info=VALUE)
    agenda_name_nl: Mapped[ShortText]
    agenda_short: Mapped[ShortText]
    from_year: Mapped[int] = mapped_column(info=VALUE)
    to_year: Mapped[int] = mapped_column(info=VALUE)
    #: The first day for which the board can be shown: there are no records before it.
    records_from: Mapped[date] = mapped_column(info=VALUE)
    #: The data is fictitious: every page says so, and production refuses to start on it.
    is_demonstration: Mapped[bool] = mapped_column(default=False, info=VALUE)


class Theme(Base):
    """A societal goal that procurement contributes to, or the approach over all of them."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    position: Mapped[int]
    is_approach: Mapped[bool] = mapped_column(default=False)
    scored_per_chain: Mapped[bool]
    sdgs: Mapped[list[int]]
    retired_on: Mapped[date | None] = mapped_column(info=VALUE)
    names: Mapped[list[ThemeName]] = relationship(back_populates="theme")


class ThemeName(Base):
    """A name of a theme with the year from which it holds; former names stay in use for years."""

    __tablename__ = "theme_name"
    __table_args__ = (UniqueConstraint("theme_id", "from_year"),)

    id: Mapped[Key]
    theme_id: Mapped[int] = references("theme.id")
    from_year: Mapped[int] = mapped_column(info=VALUE)
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    name_en: Mapped[ShortText | None] = mapped_column(info=VALUE)
    theme: Mapped[Theme] = relationship(back_populates="names")


class DueDiligenceStep(Base):
    """One of the six steps of the chain-responsibility approach."""

    __tablename__ = "due_diligence_step"
    __table_args__ = (UniqueConstraint("programme_id", "nr"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    nr: Mapped[int]
    name_nl: Mapped[ShortText]
    name_en: Mapped[ShortText]


class PolicyInstrument(Base):
    """Standard-setting, pricing, stimulating, procurement: set beside each other per chain."""

    __tablename__ = "policy_instrument"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    position: Mapped[int]
    name_nl: Mapped[ShortText]
    name_en: Mapped[ShortText]


class RelatedProgramme(Base):
    """Another programme with links to this one; it can be the one that covers a chain."""

    __tablename__ = "related_programme"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[ShortText]
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    since_year: Mapped[int | None] = mapped_column(info=VALUE)
    revised_year: Mapped[int | None] = mapped_column(info=VALUE)
    ended_year: Mapped[int | None] = mapped_column(info=VALUE)
    #: Where it works, as the source says it; not a statement that it covers those chains.
    active_in: Mapped[list[str]]
    about: Mapped[str | None]


class Milestone(Base):
    """A moment of the programme; one whose date the source does not give has none."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        one_of("due_precision", Precision),
        precise("due"),
    )

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    code: Mapped[CodeText]
    name_nl: Mapped[ShortText] = mapped_column(info=VALUE)
    name_en: Mapped[ShortText | None] = mapped_column(info=VALUE)
    due: Mapped[date | None] = mapped_column(info=VALUE)
    due_precision: Mapped[Precision] = mapped_column(Code(Precision), info=VALUE)
    note: Mapped[str | None]


class Setting(Recorded, Base):
    """A value that administrators chose; the latest row of a key holds. Defaults are in code."""

    __tablename__ = "setting"
    __table_args__ = (Index("ix_setting_latest", "programme_id", "key", "recorded_at"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    key: Mapped[CodeText] = mapped_column(info=VALUE)
    value: Mapped[int] = mapped_column(Integer, info=VALUE)
    reason: Mapped[str]


class LoadedPart(Base):
    """A part of the demonstration that was loaded; each loads once, by name."""

    __tablename__ = "loaded_part"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    id: Mapped[Key]
    name: Mapped[CodeText] = mapped_column(unique=True)
