"""Market consultations (marktconsultaties): what was asked, who was there, what was heard.

A consultation has three audiences, each in tables of its own: what can be published, what is for
members, and what a supplier gave in confidence (`models.confidential`).
Source of the words and rules: "Consultations" in the domain.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from models.base import (
    EVERYONE,
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    Ref,
    ShortText,
    SortText,
    folded,
    mark,
    one_of,
    references,
    sort_name,
)
from models.groups import OfGroup
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)
UNTOLD = mark(HistoryMark.NONE)


def _once(name: str, *columns: str) -> Index:
    """At most one row that was not taken away."""
    return Index(
        name,
        *columns,
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    )


class ConsultationKind(enum.StrEnum):
    """Schriftelijke vragen, marktdialoog, marktdag, een-op-eengesprek."""

    WRITTEN = "written"
    DIALOGUE = "dialogue"
    MARKET_DAY = "market-day"
    ONE_TO_ONE = "one-to-one"


class ConsultationState(enum.StrEnum):
    """Aangekondigd, open, gehouden, verslag gereed, verslag gepubliceerd, afgelast."""

    ANNOUNCED = "announced"
    OPEN = "open"
    HELD = "held"
    REPORTED = "reported"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class ItemReaders(enum.StrEnum):
    """Who reads what was heard: everybody once the report is published, or members of the group.

    Notes are for the public members; for the private members as well by choice, one by one.
    """

    REPORT = "report"
    PUBLIC_MEMBERS = "public-members"
    GROUP = "group"


class ItemOutcome(enum.StrEnum):
    """What the group does with what it heard."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    PARTLY = "partly"
    NOT = "not"


class MarketConsultation(OfGroup, Recorded, Base):
    """A talk with the market of a buyer group, logged for one of its organisations."""

    __tablename__ = "market_consultation"
    __table_args__ = (
        one_of("kind", ConsultationKind),
        one_of("state", ConsultationState),
        CheckConstraint("subject <> ''", name="named"),
        CheckConstraint("ends_at IS NULL OR starts_at IS NOT NULL", name="ends_after_start"),
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="times_in_order"),
        CheckConstraint("minutes_each IS NULL OR minutes_each > 0", name="some_time"),
        CheckConstraint(
            "state NOT IN ('held', 'reported', 'published') OR held_on IS NOT NULL",
            name="held_dated",
        ),
        # With all that who may see it is asked of, so that a list is counted from the index alone.
        Index(
            "ix_market_consultation_listed",
            "programme_id",
            "sort_day",
            "id",
            "state",
            "group_id",
        ),
        Index("ix_market_consultation_state", "state", "sort_day", "id"),
        Index("ix_market_consultation_group", "group_id", "sort_day", "id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    programme_id: Mapped[int] = references("programme.id")
    group_id: Mapped[int] = references("buyer_group.id")
    #: For which organisation of the group it was logged.
    organisation_id: Mapped[int] = references("organisation.id")
    kind: Mapped[ConsultationKind] = mapped_column(Code(ConsultationKind), info=VALUE)
    state: Mapped[ConsultationState] = mapped_column(Code(ConsultationState), info=VALUE)
    subject: Mapped[ShortText]
    #: The same without case and accents, by which it is found.
    sort_subject: Mapped[SortText] = mapped_column(default=folded("subject"))
    #: Markdown for the report: what it was about and what came out, with its HTML.
    summary: Mapped[str]
    summary_html: Mapped[str] = mapped_column(info=UNTOLD)
    language: Mapped[Language] = mapped_column(Code(Language))
    announced_on: Mapped[date | None] = mapped_column(info=VALUE)
    announced_where: Mapped[ShortText]
    #: Reference and link on the national platform, which keeps announcement and answers.
    platform_ref: Mapped[str] = mapped_column(CleanText(60), info=VALUE)
    platform_link: Mapped[str]
    opens_on: Mapped[date | None] = mapped_column(info=VALUE)
    #: Until which day written answers can come, that day included.
    closes_on: Mapped[date | None] = mapped_column(info=VALUE)
    #: The day on which it is or was held; of several days or of written questions the last one.
    held_on: Mapped[date | None] = mapped_column(info=VALUE)
    starts_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ends_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    place: Mapped[ShortText]
    #: Where it is online; for those who take part only.
    link: Mapped[str]
    #: The time planned for each supplier, in minutes: the same for all.
    minutes_each: Mapped[int | None] = mapped_column(info=VALUE)
    invited_why: Mapped[str]
    #: By which day lists are sorted: held, else announced, else logged.
    sort_day: Mapped[date] = mapped_column(info=UNTOLD)
    version: Mapped[int] = mapped_column(default=1, info=UNTOLD)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("subject")
    def _fold(self, _: str, subject: str) -> str:
        self.sort_subject = sort_name(subject)
        return subject


class ConsultationChain(OfGroup, Recorded, Base):
    """A chain that a consultation is about."""

    __tablename__ = "consultation_chain"
    __table_args__ = (
        _once("uq_consultation_chain_once", "consultation_id", "chain_id"),
        Index("ix_consultation_chain_chain", "chain_id", "consultation_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    chain_id: Mapped[int] = references("chain.id")
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationMove(OfGroup, Recorded, Base):
    """A consultation went from one state to another on a day. The first one has no `was`."""

    __tablename__ = "consultation_move"
    __table_args__ = (
        one_of("was", ConsultationState),
        one_of("state", ConsultationState),
        Index("ix_consultation_move_consultation", "consultation_id", "id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    was: Mapped[ConsultationState | None] = mapped_column(Code(ConsultationState), info=VALUE)
    state: Mapped[ConsultationState] = mapped_column(Code(ConsultationState), info=VALUE)
    moved_on: Mapped[date] = mapped_column(info=VALUE)
    reason: Mapped[str]


class ConsultationQuestion(OfGroup, Recorded, Base):
    """A question to the market, and the theme that it is about where it is about one."""

    __tablename__ = "consultation_question"
    __table_args__ = (
        CheckConstraint("text <> ''", name="asked"),
        Index("ix_consultation_question_consultation", "consultation_id", "position"),
        Index("ix_consultation_question_theme", "theme_id", "consultation_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    position: Mapped[int] = mapped_column(info=UNTOLD)
    text: Mapped[str]
    theme_id: Mapped[int | None] = references("theme.id", nullable=True)
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationAttendee(OfGroup, Recorded, Base):
    """Somebody of the group who attends, and for which organisation."""

    __tablename__ = "consultation_attendee"
    __table_args__ = (
        _once("uq_consultation_attendee_once", "consultation_id", "person_id"),
        Index("ix_consultation_attendee_person", "person_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int | None] = references("organisation.id", nullable=True)
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationSupplier(OfGroup, Recorded, Base):
    """A supplier that was invited or present, why, and for how long it was heard."""

    __tablename__ = "consultation_supplier"
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="some_time"),
        CheckConstraint("invited OR present", name="invited_or_present"),
        _once("uq_consultation_supplier_once", "consultation_id", "supplier_id"),
        Index("ix_consultation_supplier_supplier", "supplier_id", "consultation_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    supplier_id: Mapped[int] = references("supplier.id")
    invited: Mapped[bool] = mapped_column(info=VALUE)
    present: Mapped[bool] = mapped_column(info=VALUE)
    #: How long it was heard, in minutes; empty is the time that was planned for each.
    minutes: Mapped[int | None] = mapped_column(info=VALUE)
    why: Mapped[str]
    #: On which day the supplier checked the report of a one-to-one talk.
    checked_on: Mapped[date | None] = mapped_column(info=VALUE)
    #: On which day it agreed that its name stands in the report.
    consented_on: Mapped[date | None] = mapped_column(info=VALUE)
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationItem(OfGroup, Recorded, Base):
    """Something that was heard, on a theme where it is about one, and what came of it."""

    __tablename__ = "consultation_item"
    __table_args__ = (
        one_of("readers", ItemReaders),
        one_of("outcome", ItemOutcome),
        CheckConstraint("text <> ''", name="said"),
        Index("ix_consultation_item_consultation", "consultation_id", "position"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    position: Mapped[int] = mapped_column(info=UNTOLD)
    theme_id: Mapped[int | None] = references("theme.id", nullable=True)
    readers: Mapped[ItemReaders] = mapped_column(Code(ItemReaders), info=VALUE)
    text: Mapped[str]
    outcome: Mapped[ItemOutcome] = mapped_column(Code(ItemOutcome), info=VALUE)
    outcome_why: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationFollowUp(OfGroup, Recorded, Base):
    """What somebody does after a consultation, by when; done with what came of it."""

    __tablename__ = "consultation_follow_up"
    __table_args__ = (
        CheckConstraint("what <> ''", name="said"),
        Index("ix_consultation_follow_up_consultation", "consultation_id"),
        Index("ix_consultation_follow_up_owner", "owner_id", "done_on"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    what: Mapped[str]
    owner_id: Mapped[int] = references("person.id")
    due: Mapped[date | None] = mapped_column(info=VALUE)
    done_on: Mapped[date | None] = mapped_column(info=VALUE)
    result: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class PlatformAnswer(OfGroup, Recorded, Base):
    """A copy of a question and its one answer for all, as the national platform has it."""

    __tablename__ = "platform_answer"
    __table_args__ = (
        CheckConstraint("question <> ''", name="asked"),
        Index("ix_platform_answer_consultation", "consultation_id", "position"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    position: Mapped[int] = mapped_column(info=UNTOLD)
    question: Mapped[str]
    answer: Mapped[str]
    published_on: Mapped[date | None] = mapped_column(info=VALUE)
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)


class ConsultationReport(Recorded, Base):
    """A published report, frozen as everybody reads it; a correction is another one with a reason.

    Publishing is an act of whoever recorded it, at that moment.
    """

    __tablename__ = "consultation_report"
    __table_args__ = (
        UniqueConstraint("consultation_id", "nr"),
        CheckConstraint("nr >= 1", name="numbered"),
        CheckConstraint("nr = 1 OR reason <> ''", name="corrected_with_reason"),
        CheckConstraint("recorded_by_id IS NOT NULL", name="by_a_person"),
    )
    history_audience = EVERYONE

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    nr: Mapped[int] = mapped_column(info=VALUE)
    title: Mapped[ShortText]
    #: The same without case and accents, by which it is found.
    sort_title: Mapped[SortText] = mapped_column(default=folded("title"))
    text: Mapped[str]
    html: Mapped[str] = mapped_column(info=UNTOLD)
    language: Mapped[Language] = mapped_column(Code(Language))
    sha256: Mapped[str] = mapped_column(CleanText(64), info=VALUE)
    reason: Mapped[str]


class ConsultationInterest(OfGroup, Recorded, Base):
    """Somebody has an interest in this consultation and is shut out of its file until it ends."""

    __tablename__ = "consultation_interest"
    __table_args__ = (
        CheckConstraint("about <> ''", name="explained"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason IS NULL)", name="removed_whole"),
        _once("uq_consultation_interest_once", "consultation_id", "person_id"),
        Index("ix_consultation_interest_person", "person_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    person_id: Mapped[int] = references("person.id")
    about: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    removed_reason: Mapped[str | None]


class ConsultationTender(OfGroup, Recorded, Base):
    """A tender that a consultation prepares."""

    __tablename__ = "consultation_tender"
    __table_args__ = (
        _once("uq_consultation_tender_once", "consultation_id", "tender_id"),
        Index("ix_consultation_tender_tender", "tender_id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = references("market_consultation.id")
    tender_id: Mapped[int] = references("tender.id")
    removed_at: Mapped[datetime | None] = mapped_column(info=VALUE)
