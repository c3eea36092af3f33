"""A phase assessment holds at once, provisionally; the body confirms or returns it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains.queries import reading_of, selections_at, standing
from buyergroups.chains.services import record_procedure
from buyergroups.chains.standing import AssessmentState, Standing
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.history.recording import recorded
from buyergroups.phases import rules
from buyergroups.phases.services import (
    assess_phase,
    confirm_assessment,
    record_finding,
    return_assessment,
)
from buyergroups.settings.queries import settings_at
from models.base import Precision
from models.decisions import Decision
from models.phases import AssessmentOutcome, CriterionState, PhaseAssessment, PhaseCriterion
from tests.support.acting import Acting

SLUG = "zonnepanelen"


@pytest.fixture
def act(demo: Database) -> Acting:
    return Acting(demo)


def where(act: Acting) -> Standing:
    with act.database.read() as session:
        reading = reading_of(local_day(act.now), settings_at(session, act.now))
        selections = selections_at(session, 1, reading.moment)
        viewer = act.actor("trekker")
        return standing(session, viewer, 1, act.chains[SLUG], reading, selections)


def assess(act: Acting, phase: int, **other: object) -> int:
    values = {"since": date(2026, 11, 1), "since_precision": Precision.DAY, "reason": "Omdat."}
    made = act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[SLUG],
        phase_id=act.phases[phase],
        **(values | other),
    )
    act.forward(minutes=1)
    return int(made.id)


def decide(act: Acting, number: int, *, confirm: bool = True, account: str = "opgave") -> str:
    def steps(session: Session, actor: Actor, now: datetime) -> str:
        body = act.body(session)
        decision = record_procedure(
            session,
            actor,
            now,
            body=body,
            decided_on=local_day(now),
            who_agreed="allen",
            document="ronde 1",
            text="besluit",
        )
        row = session.get_one(PhaseAssessment, number)
        if confirm:
            confirm_assessment(session, actor, now, assessment=row, body=body, decision=decision)
        else:
            return_assessment(
                session, actor, now, assessment=row, body=body, decision=decision, reason="Nee."
            )
        return decision.reference

    made: str = act.within(account, steps)
    act.forward(minutes=1)
    return made


def test_an_assessment_holds_at_once_and_is_provisional(act: Acting) -> None:
    assess(act, 4)
    assert where(act).phase_id == act.phases[4]
    assert where(act).state is AssessmentState.PROVISIONAL


def test_it_may_skip_a_phase_or_go_back(act: Acting) -> None:
    for phase in (4, 1, 3):
        assess(act, phase)
        assert where(act).phase_id == act.phases[phase]


def test_confirming_makes_a_decision_with_the_next_number(act: Acting) -> None:
    with act.database.read() as session:
        highest = max(session.scalars(select(Decision.nr).where(Decision.year == 2026)))
    assert decide(act, assess(act, 2)) == f"OO-2026-{highest + 1:02d}"
    assert where(act).state is AssessmentState.CONFIRMED


def test_returned_the_phase_before_it_holds_again_and_it_stays_readable(act: Acting) -> None:
    before = where(act)
    number = assess(act, 4)
    decide(act, number, confirm=False)
    assert (where(act).phase_id, where(act).state) == (before.phase_id, before.state)
    with act.database.read() as session:
        assert session.get_one(PhaseAssessment, number).outcome_reason == "Nee."


def test_a_new_one_withdraws_the_open_one(act: Acting) -> None:
    first = assess(act, 3)
    assess(act, 2)
    with act.database.read() as session:
        assert session.get_one(PhaseAssessment, first).outcome is AssessmentOutcome.WITHDRAWN
    with pytest.raises(RefusedError) as refused:
        decide(act, first)
    assert "ingetrokken" in refused.value.sentence("nl")


def test_returning_after_a_withdrawal_brings_back_the_last_confirmed_phase(act: Acting) -> None:
    before = where(act).phase_id
    assess(act, 3)
    decide(act, assess(act, 2), confirm=False)
    assert where(act).phase_id == before


@pytest.mark.parametrize("confirm", [True, False])
def test_nothing_is_decided_twice(act: Acting, *, confirm: bool) -> None:
    number = assess(act, 2)
    decide(act, number)
    with pytest.raises(RefusedError) as refused:
        decide(act, number, confirm=confirm)
    assert "al bevestigd" in refused.value.sentence("nl")


@pytest.mark.parametrize("now", AssessmentState)
@pytest.mark.parametrize("to", AssessmentState)
def test_every_move_outside_the_table_has_a_sentence(
    now: AssessmentState, to: AssessmentState
) -> None:
    allowed = {
        AssessmentState.PROVISIONAL: {"confirmed", "returned", "withdrawn", "corrected"},
        AssessmentState.CONFIRMED: {"corrected"},
    }
    assert rules.can_move(now, to) is (to.value in allowed.get(now, set()))
    assert rules.NOT_MOVABLE[now].into("nl")
    assert rules.NOT_MOVABLE[now].into("en")


def test_a_phase_never_holds_from_the_future(act: Acting) -> None:
    with pytest.raises(RefusedError):
        assess(act, 2, since=local_day(act.now) + timedelta(days=1))
    assess(act, 2, since=local_day(act.now))


@pytest.mark.parametrize(
    ("precision", "kept"),
    [
        (Precision.DAY, date(2026, 3, 17)),
        (Precision.MONTH, date(2026, 3, 1)),
        (Precision.YEAR, date(2026, 1, 1)),
        (Precision.UNKNOWN, None),
    ],
)
def test_a_vague_date_keeps_its_first_day(
    act: Acting, precision: Precision, kept: date | None
) -> None:
    assess(act, 2, since=date(2026, 3, 17), since_precision=precision)
    assert (where(act).since, where(act).since_precision) == (kept, precision)


def test_it_keeps_the_criteria_as_they_stood(act: Acting) -> None:
    with act.database.read() as session:
        criterion = session.scalars(
            select(PhaseCriterion.id).where(PhaseCriterion.code == "sector-standard")
        ).one()
    finding = {"chain_id": act.chains[SLUG], "criterion_id": criterion}
    act.do("trekker", record_finding, state=CriterionState.MET, evidence="Norm.", **finding)
    number = assess(act, 4)
    act.do("trekker", record_finding, state=CriterionState.OPEN, **finding)
    with act.database.read() as session:
        assert session.get_one(PhaseAssessment, number).criteria[str(criterion)] == "met"


def test_a_finding_that_is_not_open_needs_evidence(act: Acting) -> None:
    with pytest.raises(RefusedError):
        act.do(
            "trekker",
            record_finding,
            chain_id=act.chains[SLUG],
            criterion_id=1,
            state=CriterionState.PARTLY,
            evidence="  ",
        )


def test_the_database_itself_allows_one_open_assessment_a_chain(act: Acting) -> None:
    number = assess(act, 2)

    def second(session: Session, actor: Actor, now: datetime) -> None:
        first = session.get_one(PhaseAssessment, number)
        names = [c.key for c in PhaseAssessment.__mapper__.column_attrs]
        values = {n: getattr(first, n) for n in names if n not in ("id", "ref")}
        with recorded(session, actor, now):
            session.add(PhaseAssessment(**values))

    with pytest.raises(IntegrityError):
        act.within("trekker", second)


def test_two_who_decide_at_once_make_one_decision(act: Acting) -> None:
    """The second read the assessment before the first decided: the version tells."""
    number = assess(act, 2)
    stale: list[int] = []

    def slow(session: Session, actor: Actor, now: datetime) -> None:
        body = act.body(session)
        row = session.get_one(PhaseAssessment, number)
        # What another transaction did meanwhile, past this session.
        session.connection().exec_driver_sql(
            f"UPDATE phase_assessment SET version = version + 1 WHERE id = {number}"
        )
        stale.append(row.version)
        confirm_assessment(
            session,
            actor,
            now,
            assessment=row,
            body=body,
            decision=session.scalars(select(Decision)).first(),  # type: ignore[arg-type]
        )

    with pytest.raises(ChangedMeanwhileError):
        act.within("opgave", slow)
    assert stale


@pytest.mark.parametrize("other", ["body", "decision"])
def test_only_the_opgave_overleg_decides(act: Acting, other: str) -> None:
    """A decision of another body confirms nothing, whoever records it."""
    number = assess(act, 3)

    def steps(session: Session, actor: Actor, now: datetime) -> None:
        elsewhere, here = act.body(session, "bestuurlijk-overleg"), act.body(session)
        decision = record_procedure(
            session,
            actor,
            now,
            body=elsewhere,
            decided_on=local_day(now),
            who_agreed="allen",
            document="ronde 1",
            text="besluit",
        )
        confirm_assessment(
            session,
            actor,
            now,
            assessment=session.get_one(PhaseAssessment, number),
            body=elsewhere if other == "body" else here,
            decision=decision,
        )

    with pytest.raises(RefusedError, match=r"The opgave-overleg decides|of another body"):
        act.within("manager", steps)
    assert where(act).state is AssessmentState.PROVISIONAL
