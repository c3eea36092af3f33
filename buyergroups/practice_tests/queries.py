"""Reads the practice test of a topic: its plan, the answers, the alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.files.queries import FileRow, files_of
from buyergroups.groups.queries import latest_of
from models.files import FileSubject
from models.groups import BuyerGroup, GroupVersion
from models.organisations import Organisation, OrganisationVersion
from models.people import Person
from models.practice_tests import (
    PracticeAlternative,
    PracticeFinding,
    PracticeQuestion,
    PracticeTest,
    PracticeTestGroup,
    PracticeTestOrganisation,
    PracticeTestPlan,
)
from models.programme import PolicyInstrument

#: On what the files at the answer to a question hang: on the test.
FILES_AT: Mapping[PracticeQuestion, FileSubject] = {
    PracticeQuestion.EFFECTIVE: FileSubject.TEST_EFFECTIVE,
    PracticeQuestion.EFFICIENT: FileSubject.TEST_EFFICIENT,
}


@dataclass(frozen=True)
class Tested:
    """A practice test as it is known now, as far as the reader may see it."""

    id: int
    #: `PracticeTestPlan` and the name of who tests, the latest first.
    plans: Sequence[Any]
    groups: Sequence[Any]
    organisations: Sequence[Any]
    #: Per question every answer, the latest first: `PracticeFinding`, `by`.
    answers: Mapping[PracticeQuestion, Sequence[Any]]
    alternatives: Sequence[Any]
    files: Mapping[PracticeQuestion, Sequence[FileRow]]

    @property
    def plan(self) -> PracticeTestPlan:
        """The plan that holds."""
        found: PracticeTestPlan = self.plans[0].PracticeTestPlan
        return found

    @property
    def tester(self) -> str:
        """Who does the test."""
        return str(self.plans[0].tester)

    def answer(self, question: PracticeQuestion) -> Any:
        """The answer that holds, or None."""
        found = self.answers[question]
        return found[0] if found else None

    @property
    def is_answered(self) -> bool:
        """Whether both questions have an answer, so that there can be an advice."""
        return all(self.answers[question] for question in PracticeQuestion)


def last_test(session: Session, actor: Actor, topic_id: int) -> Tested | None:
    """The last test of a topic; nine statements, or one where there is none."""
    test_id = session.scalar(
        select(PracticeTest.id)
        .where(PracticeTest.topic_id == topic_id)
        .order_by(PracticeTest.recorded_at.desc(), PracticeTest.id.desc())
        .limit(1)
    )
    if test_id is None:
        return None
    plans = session.execute(
        select(PracticeTestPlan, Person.name.label("tester"))
        .join(Person, Person.id == PracticeTestPlan.tester_id)
        .where(PracticeTestPlan.test_id == test_id)
        .order_by(PracticeTestPlan.recorded_at.desc(), PracticeTestPlan.id.desc())
    ).all()
    plan_id = plans[0].PracticeTestPlan.id
    return Tested(
        id=test_id,
        plans=plans,
        groups=_groups(session, actor, plan_id),
        organisations=_organisations(session, actor, plan_id),
        answers=_answers(session, test_id),
        alternatives=_alternatives(session, test_id),
        files={
            question: files_of(session, kind, [test_id]).get(test_id, ())
            for question, kind in FILES_AT.items()
        },
    )


def _groups(session: Session, actor: Actor, plan_id: int) -> Sequence[Any]:
    """The buyer groups of a plan that the reader may see; of others nothing is told."""
    return session.execute(
        select(BuyerGroup.id, BuyerGroup.slug, GroupVersion.name)
        .join(PracticeTestGroup, PracticeTestGroup.group_id == BuyerGroup.id)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(PracticeTestGroup.plan_id == plan_id, visible_to(actor, BuyerGroup))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    ).all()


def _organisations(session: Session, actor: Actor, plan_id: int) -> Sequence[Any]:
    newest = latest_id(OrganisationVersion, organisation_id=Organisation.id)
    return session.execute(
        select(Organisation.id, Organisation.slug, OrganisationVersion.name)
        .join(PracticeTestOrganisation, PracticeTestOrganisation.organisation_id == Organisation.id)
        .join(OrganisationVersion, OrganisationVersion.id == newest)
        .where(PracticeTestOrganisation.plan_id == plan_id, visible_to(actor, Organisation))
        .order_by(OrganisationVersion.sort_name, Organisation.id)
    ).all()


def _answers(session: Session, test_id: int) -> dict[PracticeQuestion, list[Any]]:
    found: dict[PracticeQuestion, list[Any]] = {question: [] for question in PracticeQuestion}
    rows = session.execute(
        select(PracticeFinding, Person.name.label("by"))
        .outerjoin(Person, Person.id == PracticeFinding.recorded_by_id)
        .where(PracticeFinding.test_id == test_id)
        .order_by(PracticeFinding.recorded_at.desc(), PracticeFinding.id.desc())
    )
    for row in rows:
        found[row.PracticeFinding.question].append(row)
    return found


def _alternatives(session: Session, test_id: int) -> Sequence[Any]:
    """Every other policy instrument, with what it could do where that was written."""
    newest = latest_id(PracticeAlternative, test_id=test_id, instrument_id=PolicyInstrument.id)
    return session.execute(
        select(
            PolicyInstrument.id,
            PolicyInstrument.code,
            PolicyInstrument.name_nl,
            PolicyInstrument.name_en,
            PracticeAlternative.id.label("row_id"),
            PracticeAlternative.does,
            PracticeAlternative.language,
        )
        .outerjoin(PracticeAlternative, PracticeAlternative.id == newest)
        .where(PolicyInstrument.code != "procurement")
        .order_by(PolicyInstrument.position)
    ).all()


def groups_to_test_with(session: Session, actor: Actor, programme_id: int) -> Sequence[Any]:
    """The buyer groups that somebody can choose, by name."""
    return session.execute(
        select(BuyerGroup.id, GroupVersion.name)
        .join(GroupVersion, GroupVersion.id == latest_of(GroupVersion))
        .where(BuyerGroup.programme_id == programme_id, visible_to(actor, BuyerGroup))
        .order_by(GroupVersion.sort_name, BuyerGroup.id)
    ).all()
