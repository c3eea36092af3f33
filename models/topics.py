"""Cross-cutting topics (dwarsdoorsnijdende vraagstukken): raised, tested, advised on, decided.

Source: section 6.3 of the Agenda MVOI (2026), and "Cross-cutting topics" in the domain. Every step
is a row with its moment of recording; the latest one holds.
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, CleanText, Code, HistoryMark, Key, ShortText, mark, one_of, references
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)


class TopicOrigin(enum.StrEnum):
    """Where a topic comes from; the first two are the source's."""

    POLICY_INITIATIVE = "policy-initiative"
    POLITICAL_PRIORITY = "political-priority"
    #: A motion, or a commitment (toezegging) to parliament.
    PARLIAMENT = "parliament"
    OTHER = "other"


class Urgency(enum.StrEnum):
    """Gewoon of dringend; always with a reason."""

    NORMAL = "normal"
    URGENT = "urgent"


class TopicState(enum.StrEnum):
    """Opgebracht, toets gepland, toets loopt, advies gegeven, besloten, gesloten."""

    RAISED = "raised"
    PLANNED = "test-planned"
    RUNNING = "test-running"
    ADVISED = "advice-given"
    DECIDED = "decided"
    CLOSED = "closed"


class AdviceOutcome(enum.StrEnum):
    """Where a topic belongs."""

    WITHIN_MVOI = "within-mvoi"
    OTHER_DOMAIN = "other-domain"


class Topic(Recorded, Base):
    """A question across chains. Its address is made from its first title and stays."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    slug: Mapped[ShortText] = mapped_column(info=VALUE)


class TopicVersion(Recorded, Base):
    """What it is about and what is asked of procurement, from the moment of recording on."""

    __tablename__ = "topic_version"
    __table_args__ = (
        one_of("origin", TopicOrigin),
        one_of("urgency", Urgency),
        CheckConstraint("title <> ''", name="titled"),
        CheckConstraint("asked <> ''", name="asks"),
        CheckConstraint("urgency_reason <> ''", name="urgency_reasoned"),
        CheckConstraint(
            "origin <> 'parliament' OR (parliament_nr <> '' AND due IS NOT NULL)",
            name="parliament_numbered",
        ),
        Index("ix_topic_version_latest", "topic_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    title: Mapped[ShortText]
    asked: Mapped[str]
    origin: Mapped[TopicOrigin] = mapped_column(Code(TopicOrigin), info=VALUE)
    #: Which initiative, priority, motion or commitment that is.
    origin_about: Mapped[str]
    #: The number of the motion or commitment, and by when it is to be done.
    parliament_nr: Mapped[str] = mapped_column(CleanText(60), info=VALUE)
    due: Mapped[date | None] = mapped_column(info=VALUE)
    urgency: Mapped[Urgency] = mapped_column(Code(Urgency), info=VALUE)
    urgency_reason: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))


class TopicChain(Recorded, Base):
    """A chain that a version of a topic is about."""

    __tablename__ = "topic_chain"
    __table_args__ = (
        UniqueConstraint("version_id", "chain_id"),
        Index("ix_topic_chain_chain", "chain_id"),
    )

    id: Mapped[Key]
    version_id: Mapped[int] = references("topic_version.id")
    chain_id: Mapped[int] = references("chain.id")


class TopicTheme(Recorded, Base):
    """A theme that a version of a topic is about."""

    __tablename__ = "topic_theme"
    __table_args__ = (UniqueConstraint("version_id", "theme_id"),)

    id: Mapped[Key]
    version_id: Mapped[int] = references("topic_version.id")
    theme_id: Mapped[int] = references("theme.id")


class TopicLink(Recorded, Base):
    """A document on the web that belongs to a version of a topic."""

    __tablename__ = "topic_link"
    __table_args__ = (UniqueConstraint("version_id", "link"),)

    id: Mapped[Key]
    version_id: Mapped[int] = references("topic_version.id")
    link: Mapped[str] = mapped_column(CleanText(500))


class TopicMove(Recorded, Base):
    """The state of a topic from a day on, and why."""

    __tablename__ = "topic_move"
    __table_args__ = (
        one_of("state", TopicState),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("duplicate_of_id IS NULL OR state = 'closed'", name="duplicate_closed"),
        CheckConstraint("duplicate_of_id <> topic_id", name="not_its_own_duplicate"),
        Index("ix_topic_move_latest", "topic_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    state: Mapped[TopicState] = mapped_column(Code(TopicState), info=VALUE)
    moved_on: Mapped[date] = mapped_column(info=VALUE)
    reason: Mapped[str]
    #: Of one that was closed because another one asks the same.
    duplicate_of_id: Mapped[int | None] = references("topic.id", nullable=True)


class TopicAdvice(Recorded, Base):
    """What the tester advises after a practice test, on both findings."""

    __tablename__ = "topic_advice"
    __table_args__ = (
        one_of("outcome", AdviceOutcome),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint(
            "outcome <> 'other-domain' OR (domain <> '' AND told <> '')", name="domain_told"
        ),
        Index("ix_topic_advice_latest", "topic_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    test_id: Mapped[int] = references("practice_test.id")
    outcome: Mapped[AdviceOutcome] = mapped_column(Code(AdviceOutcome), info=VALUE)
    #: The policy domain where it fits better, and who there was told.
    domain: Mapped[ShortText]
    told: Mapped[str]
    reason: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))


class TopicAgenda(Recorded, Base):
    """An advice stands on the agenda of a body, of the meeting on a day."""

    __tablename__ = "topic_agenda"
    __table_args__ = (Index("ix_topic_agenda_latest", "advice_id", "recorded_at", "id"),)

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    advice_id: Mapped[int] = references("topic_advice.id")
    body_id: Mapped[int] = references("body.id")
    meeting_on: Mapped[date] = mapped_column(info=VALUE)


class TopicDecision(Recorded, Base):
    """What the opgave-overleg decided on an advice; once, and never changed."""

    __tablename__ = "topic_decision"
    __table_args__ = (
        UniqueConstraint("advice_id"),
        one_of("outcome", AdviceOutcome),
        CheckConstraint("outcome <> 'other-domain' OR domain <> ''", name="domain_named"),
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_topic_decision_latest", "topic_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    advice_id: Mapped[int] = references("topic_advice.id")
    decision_id: Mapped[int] = references("decision.id")
    outcome: Mapped[AdviceOutcome] = mapped_column(Code(AdviceOutcome), info=VALUE)
    domain: Mapped[ShortText]
    reason: Mapped[str]


class TopicEndorsement(Recorded, Base):
    """Parties of the Manifest endorse in the bestuurlijk overleg to work together on a topic."""

    __tablename__ = "topic_endorsement"
    __table_args__ = (
        UniqueConstraint("topic_id", "decision_id"),
        CheckConstraint("who <> ''", name="by_somebody"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    decision_id: Mapped[int] = references("decision.id")
    who: Mapped[str]


class TopicHandover(Recorded, Base):
    """What was handed over to the policy domain where a topic belongs, and to whom."""

    __tablename__ = "topic_handover"
    __table_args__ = (
        CheckConstraint("what <> '' AND to_whom <> ''", name="whole"),
        Index("ix_topic_handover_latest", "topic_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    decided_id: Mapped[int] = references("topic_decision.id")
    handed_on: Mapped[date] = mapped_column(info=VALUE)
    what: Mapped[str]
    to_whom: Mapped[str]


class TopicReceipt(Recorded, Base):
    """The other domain confirmed that it has it."""

    __tablename__ = "topic_receipt"
    __table_args__ = (
        UniqueConstraint("handover_id"),
        CheckConstraint("receipt <> ''", name="told"),
    )

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")
    handover_id: Mapped[int] = references("topic_handover.id")
    received_on: Mapped[date] = mapped_column(info=VALUE)
    #: Who confirmed it, and where that stands.
    receipt: Mapped[str]
