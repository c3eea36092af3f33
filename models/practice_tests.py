"""Practice tests (praktijktoetsen): is procurement an effective and efficient instrument?

Source: section 6.3 of the Agenda MVOI (2026). A test has a plan in versions; per question and per
other instrument the row that was recorded last holds.
"""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, HistoryMark, Key, mark, one_of, references
from models.groups import OfGroup
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)


class PracticeQuestion(enum.StrEnum):
    """Doeltreffend en doelmatig: the two questions that every test answers."""

    EFFECTIVE = "effective"
    EFFICIENT = "efficient"


class Verdict(enum.StrEnum):
    """What the answer comes to."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Strength(enum.StrEnum):
    """How strong the evidence is."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


class PracticeTest(Recorded, Base):
    """A test of a topic; one that was taken back is followed by another."""

    __tablename__ = "practice_test"
    __table_args__ = (Index("ix_practice_test_latest", "topic_id", "recorded_at", "id"),)

    id: Mapped[Key]
    topic_id: Mapped[int] = references("topic.id")


class PracticeTestPlan(Recorded, Base):
    """Who tests, from when until when, and how."""

    __tablename__ = "practice_test_plan"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="in_order"),
        CheckConstraint("method <> ''", name="with_method"),
        Index("ix_practice_test_plan_latest", "test_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    test_id: Mapped[int] = references("practice_test.id")
    tester_id: Mapped[int] = references("person.id")
    starts_on: Mapped[date] = mapped_column(info=VALUE)
    ends_on: Mapped[date] = mapped_column(info=VALUE)
    method: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))


class PracticeTestGroup(OfGroup, Recorded, Base):
    """A buyer group with which a topic is tested."""

    __tablename__ = "practice_test_group"
    __table_args__ = (UniqueConstraint("plan_id", "group_id"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = references("practice_test_plan.id")
    group_id: Mapped[int] = references("buyer_group.id")


class PracticeTestOrganisation(Recorded, Base):
    """An organisation with which a topic is tested."""

    __tablename__ = "practice_test_organisation"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = references("practice_test_plan.id")
    organisation_id: Mapped[int] = references("organisation.id")


class PracticeFinding(Recorded, Base):
    """What was found on one of the two questions, and on what evidence."""

    __tablename__ = "practice_finding"
    __table_args__ = (
        one_of("question", PracticeQuestion),
        one_of("verdict", Verdict),
        one_of("strength", Strength),
        CheckConstraint("finding <> '' AND sources <> ''", name="with_sources"),
        Index("ix_practice_finding_latest", "test_id", "question", "recorded_at", "id"),
    )

    id: Mapped[Key]
    test_id: Mapped[int] = references("practice_test.id")
    question: Mapped[PracticeQuestion] = mapped_column(Code(PracticeQuestion), info=VALUE)
    verdict: Mapped[Verdict] = mapped_column(Code(Verdict), info=VALUE)
    finding: Mapped[str]
    strength: Mapped[Strength] = mapped_column(Code(Strength), info=VALUE)
    sources: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))


class PracticeAlternative(Recorded, Base):
    """What another policy instrument could do for the topic."""

    __tablename__ = "practice_alternative"
    __table_args__ = (
        Index("ix_practice_alternative_latest", "test_id", "instrument_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    test_id: Mapped[int] = references("practice_test.id")
    instrument_id: Mapped[int] = references("policy_instrument.id")
    does: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
