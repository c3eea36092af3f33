"""Pure rules of practice tests: what a plan needs, and what an advice rests on.

Source: section 6.3 of the Agenda MVOI: a test says whether procurement is an effective and an
efficient instrument, and on that rests the advice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from buyergroups.errors import RefusedError
from buyergroups.topics.rules import DOMAIN_MISSING, TOLD_MISSING
from buyergroups.words import Words
from models.practice_tests import PracticeQuestion, Strength, Verdict
from models.topics import AdviceOutcome

BEGINNING_MISSING = Words("Schrijf waarmee de toets begint.", "Write what the test begins with.")
METHOD_MISSING = Words("Schrijf hoe er getoetst wordt.", "Write how it is tested.")
START_MISSING = Words("Vul in wanneer de toets begint.", "Fill in when the test begins.")
END_MISSING = Words("Vul in wanneer de toets klaar is.", "Fill in when the test is done.")
ENDS_BEFORE_START = Words(
    "De toets eindigt voordat hij begint (%(day)s). Kies die dag of later.",
    "The test ends before it begins (%(day)s). Choose that day or later.",
)
FINDING_MISSING = Words("Schrijf wat je vond.", "Write what you found.")
SOURCES_MISSING = Words(
    "Noem de bronnen: wie sprak je, wat las je?",
    "Name the sources: whom you spoke to, what you read.",
)
DOES_MISSING = Words(
    "Schrijf wat dit instrument kan betekenen, of waarom het niet past.",
    "Write what this instrument can do, or why it does not fit.",
)
REASON_MISSING = Words("Schrijf waarom je dit adviseert.", "Write why you advise this.")
FINDINGS_MISSING = Words(
    "Een advies kan pas als beide vragen beantwoord zijn. Nog niet beantwoord: %(questions)s.",
    "Advice needs both questions answered. Not answered yet: %(questions)s.",
)


@dataclass(frozen=True)
class Plan:
    """Who tests, with whom, when and how."""

    tester_id: int
    starts_on: date
    ends_on: date
    method: str
    group_ids: tuple[int, ...] = ()
    organisation_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was found on a question, and on what evidence."""

    verdict: Verdict
    finding: str
    strength: Strength
    sources: str


@dataclass(frozen=True)
class Advice:
    """Where the topic belongs, and why; elsewhere is a domain where somebody was told."""

    outcome: AdviceOutcome
    domain: str
    told: str
    reason: str


def days_refusal(starts_on: date, ends_on: date) -> RefusedError | None:
    """Why a test cannot last from one day to another, or None."""
    if ends_on >= starts_on:
        return None
    return RefusedError(ENDS_BEFORE_START, day=f"{starts_on:%d-%m-%Y}")


def plan_refusal(plan: Plan) -> RefusedError | None:
    """What is wrong with a plan, or None."""
    if not plan.method.strip():
        return RefusedError(METHOD_MISSING)
    return days_refusal(plan.starts_on, plan.ends_on)


def answer_mistake(answer: Answer) -> Words | None:
    """What is missing in an answer, or None."""
    if not answer.finding.strip():
        return FINDING_MISSING
    return None if answer.sources.strip() else SOURCES_MISSING


def unanswered(answered: Collection[PracticeQuestion]) -> list[PracticeQuestion]:
    """The questions that stand open; as long as one does, there is no advice."""
    return [question for question in PracticeQuestion if question not in answered]


def advice_mistakes(advice: Advice) -> list[Words]:
    """All that is missing in an advice."""
    elsewhere = advice.outcome is AdviceOutcome.OTHER_DOMAIN
    mistakes = (
        (elsewhere and not advice.domain.strip(), DOMAIN_MISSING),
        (elsewhere and not advice.told.strip(), TOLD_MISSING),
        (not advice.reason.strip(), REASON_MISSING),
    )
    return [words for wrong, words in mistakes if wrong]
