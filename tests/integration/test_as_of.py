"""Whatever happens later, the board of an earlier day stays what it was at the end of that day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts.services import end_role, give_role
from buyergroups.chains.events import Event, EventKind
from buyergroups.chains.queries import reading_of, standings
from buyergroups.chains.reference import clusters_at
from buyergroups.chains.rules import Choice
from buyergroups.chains.services import (
    change_chain,
    cover_chain,
    record_procedure,
    select_chains,
    set_impact,
)
from buyergroups.chains.standing import Standing, holds
from buyergroups.chains.story import PAGE_SIZE, story
from buyergroups.clock import local_day
from buyergroups.corrections.services import correct_assessment, correct_report
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.markup.render import render
from buyergroups.phases.queries import assessments
from buyergroups.phases.services import (
    assess_phase,
    confirm_assessment,
    report_status,
    return_assessment,
    say_still_correct,
)
from buyergroups.profile.services import change_name
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import settings_at
from buyergroups.settings.services import change_setting
from buyergroups.words import Words
from models.base import Precision
from models.chains import CoverageKind, ImpactLevel, SelectionOutcome
from models.decisions import Decision
from models.history import HistoryEntry
from models.people import Language, Role, RoleAssignment
from models.phases import PhaseAssessment, Progress, StagnationReason, StatusUpdate
from models.programme import Theme
from tests.support.acting import Acting
from tests.support.run import THOROUGH

CHAINS = ("ict-hardware-en-mobiele-apparaten", "zonnepanelen")
#: Each is a history of up to fourteen steps, looked at on each of its days.
EXAMPLES = 200 if THOROUGH else 6
Board = dict[int, tuple[object, ...]]


def board_of(act: Acting, day: date) -> Board:
    """Every fact of every card as the tracker shows it for a day."""
    with act.database.read() as session:
        moment = reading_of(day, settings_at(session, act.now)).moment
        reading = reading_of(day, settings_at(session, moment))
        viewer = act.actor("klankbord")
        names = {row.id: row.name for row in clusters_at(session, 1, moment)}
        return {
            row.id: (_facts(row), names[row.cluster_id])
            for row in standings(session, viewer, 1, reading)
        }


def _facts(row: Standing) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in Standing.__slots__)


def report(act: Acting, slug: str, number: int) -> None:
    progress = list(Progress)[number % 3]
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains[slug],
        progress=progress,
        stagnation_reason=StagnationReason.BUDGET if progress is Progress.STAGNATES else None,
        changed=render(f"Verslag {number}"),
        next_step=f"Stap {number}",
        next_step_on=local_day(act.now) + timedelta(days=number - 3),
    )


def still_correct(act: Acting, slug: str, _: int) -> None:
    act.do("trekker", say_still_correct, chain_id=act.chains[slug])


def assess(act: Acting, slug: str, number: int) -> None:
    act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[slug],
        phase_id=act.phases[number % 4 + 1],
        since=date(2025, 3, 3),
        since_precision=list(Precision)[number % 4],
        reason="Zo staat de markt ervoor",
    )


def _decide(act: Acting, slug: str, *, confirm: bool) -> None:
    def steps(session: Session, actor: Actor, now: datetime) -> None:
        body = act.body(session)
        assessment = session.scalars(
            select(PhaseAssessment).where(
                PhaseAssessment.chain_id == act.chains[slug], PhaseAssessment.outcome.is_(None)
            )
        ).first()
        if assessment is None:
            raise RefusedError(NOTHING)
        decision = record_procedure(
            session,
            actor,
            now,
            body=body,
            decided_on=local_day(act.now),
            who_agreed="allen",
            document="ronde",
            text="besluit",
        )
        common: dict[str, Any] = {"assessment": assessment, "body": body, "decision": decision}
        if confirm:
            confirm_assessment(session, actor, now, **common)
        else:
            return_assessment(session, actor, now, reason="nog niet", **common)

    act.within("opgave", steps)


def confirm(act: Acting, slug: str, _: int) -> None:
    _decide(act, slug, confirm=True)


def give_back(act: Acting, slug: str, _: int) -> None:
    _decide(act, slug, confirm=False)


def cover(act: Acting, slug: str, number: int) -> None:
    act.do(
        "manager",
        cover_chain,
        chain_id=act.chains[slug],
        kind=list(CoverageKind)[number % 3],
        covered_by=f"Programma {number}",
        reason="proef",
    )


def rename(act: Acting, slug: str, number: int) -> None:
    with act.database.read() as session:
        decision_id = session.scalars(select(func.max(Decision.id))).one()
    with suppress(RefusedError):  # when nothing changes
        act.do(
            "manager",
            change_chain,
            chain_id=act.chains[slug],
            name_nl=f"{slug} {number}",
            cluster_id=number % 6 + 1,
            priority=number % 2 == 0,
            in_criteria_tool=True,
            decision_id=decision_id,
            reason="proef",
        )


def impact(act: Acting, slug: str, number: int) -> None:
    with act.database.read() as session:
        theme_id = session.scalars(select(Theme.id).where(Theme.code == "climate")).one()
    act.do(
        "manager",
        set_impact,
        chain_id=act.chains[slug],
        theme_id=theme_id,
        level=list(ImpactLevel)[number % 5],
        reason="proef",
    )


def reselect(act: Acting, slug: str, number: int) -> None:
    outcome = SelectionOutcome.COMPLETE if number % 2 else SelectionOutcome.CONTINUE

    def steps(session: Session, actor: Actor, now: datetime) -> None:
        decision = record_procedure(
            session,
            actor,
            now,
            body=act.body(session),
            decided_on=local_day(act.now),
            who_agreed="allen",
            document="ronde",
            text="selectie",
        )
        select_chains(
            session,
            actor,
            now,
            year=2027 + number % 2,
            choices=[Choice(slug, outcome, "reden", covered_reason="toch")],
            decision=decision,
            expected=5,
            other_number_reason="proef",
        )

    act.within("manager", steps)


def swap_lead(act: Acting, slug: str, number: int) -> None:
    """The lead stays, a second one comes or goes, at once or on a later day."""
    with act.database.read() as session:
        theirs = session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.chain_id == act.chains[slug],
                RoleAssignment.person_id == act.actor("trekker2").person_id,
                RoleAssignment.ended_at.is_(None),
            )
        ).first()
    if theirs is None:
        person_id = act.actor("trekker2").person_id
        act.do(
            "manager",
            give_role,
            person_id=person_id,
            role=Role.CHAIN_LEAD,
            chain_id=act.chains[slug],
        )
        return

    def steps(session: Session, actor: Actor, now: datetime) -> None:
        row = session.get_one(RoleAssignment, theirs.id)
        # Ends of the past too: what was known on a day does not change by them.
        until = max(row.since, local_day(act.now) + timedelta(days=number % 5 - 3))
        end_role(session, actor, now, assignment=row, until=until)

    act.within("manager", steps)


def change_own_name(act: Acting, _: str, number: int) -> None:
    who = "trekker" if number % 2 else "trekker2"
    act.do(who, change_name, name=f"Andere naam {number}", language=Language.DUTCH)


def correct(act: Acting, slug: str, number: int) -> None:
    """The last report or assessment was a mistake; every third time it was about another chain."""
    other = CHAINS[(CHAINS.index(slug) + (number % 3 == 0)) % len(CHAINS)]
    model: Any = StatusUpdate if number % 2 else PhaseAssessment
    with act.database.read() as session:
        row = session.scalars(
            select(model).where(model.chain_id == act.chains[slug]).order_by(model.id.desc())
        ).first()
    if row is None:
        return
    common = {"chain_id": act.chains[other], "reason": "proef"}
    with suppress(RefusedError):  # corrected before, or it does not hold any more
        if isinstance(row, StatusUpdate):
            values = {"progress": Progress.ON_TRACK, "stagnation_reason": None, "changed": None}
            step = {"next_step": f"Goed {number}", "next_step_on": None, "report_id": row.id}
            act.do("beheer", correct_report, **common, **values, **step)
        else:
            since = {"since": None, "since_precision": Precision.UNKNOWN, "text": f"Zo {number}"}
            ids = {"assessment_id": row.id, "phase_id": act.phases[number % 4 + 1]}
            act.do("beheer", correct_assessment, **common, **since, **ids)


def change_days(act: Acting, _: str, number: int) -> None:
    with suppress(RefusedError):  # when it is the same
        act.do(
            "beheer",
            change_setting,
            programme_id=1,
            key=SettingKey.STALE_DAYS,
            value=number + 1,
            reason="proef",
        )


NOTHING = Words("niets", "nothing")

STEPS: tuple[Callable[[Acting, str, int], None], ...] = (
    report,
    still_correct,
    correct,
    assess,
    confirm,
    give_back,
    cover,
    rename,
    impact,
    reselect,
    swap_lead,
    change_own_name,
    change_days,
)
events = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.sampled_from(CHAINS),
        st.integers(0, 11),
        st.sampled_from([0, 1, 2, 40]),
    ),
    min_size=3,
    max_size=12,
)


@given(happened=events)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_board_of_a_day_never_changes_afterwards(
    demo: Database, happened: list[tuple[Callable[[Acting, str, int], None], str, int, int]]
) -> None:
    # Examples share the fixture's transaction, so each begins after all that happened before.
    act = Acting(demo, _after_all(demo))
    kept: dict[date, Board] = {}
    for step, slug, number, days in happened:
        act.forward(days=days, minutes=7)
        with suppress(RefusedError):
            step(act, slug, number)
        kept[local_day(act.now)] = board_of(act, local_day(act.now))
    for day, board in kept.items():
        assert board_of(act, day) == board, day


def _after_all(database: Database) -> datetime:
    with database.read() as session:
        last = session.scalar(select(HistoryEntry.at).order_by(HistoryEntry.at.desc()).limit(1))
        assert last is not None
        return last + timedelta(days=2)


def test_a_day_begins_and_ends_in_amsterdam(demo: Database) -> None:
    act = Acting(demo)
    act.now = act.now.replace(hour=22, minute=30)  # half past eleven in the evening there
    report(act, CHAINS[0], 0)
    late = board_of(act, local_day(act.now))[act.chains[CHAINS[0]]]
    act.forward(hours=1)  # half past midnight: the next day
    report(act, CHAINS[0], 1)
    assert board_of(act, date(2026, 11, 21))[act.chains[CHAINS[0]]] == late
    assert board_of(act, date(2026, 11, 22))[act.chains[CHAINS[0]]] != late


@pytest.mark.parametrize("before", [1, 40, 300, 700])
def test_the_demonstration_shows_every_chain_on_every_day(demo: Database, before: int) -> None:
    act = Acting(demo)
    assert len(board_of(act, local_day(act.now) - timedelta(days=before))) == 58


def test_whoever_changes_name_keeps_the_old_one_on_earlier_days(
    demo: Database,
) -> None:
    act = Acting(demo)
    chain = act.chains[CHAINS[0]]
    before = board_of(act, local_day(act.now))[chain]
    for days, name in ((1, "Tweede naam"), (1, "Derde naam")):
        act.forward(days=days)
        act.do("trekker", change_name, name=name, language=Language.DUTCH)
    today = local_day(act.now)
    assert board_of(act, today - timedelta(days=2))[chain] == before
    assert "Tweede naam" in str(board_of(act, today - timedelta(days=1))[chain])
    assert "Derde naam" in str(board_of(act, today)[chain])


def test_an_end_that_is_recorded_later_leaves_the_days_before_as_they_were(demo: Database) -> None:
    act = Acting(demo)
    chain = act.chains[CHAINS[0]]
    swap_lead(act, CHAINS[0], 0)
    act.forward(days=10)
    day = local_day(act.now)
    before = board_of(act, day)[chain]
    act.forward(days=10)

    def end_in_the_past(session: Session, actor: Actor, now: datetime) -> None:
        row = session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.chain_id == chain,
                RoleAssignment.person_id == act.actor("trekker2").person_id,
            )
        ).one()
        end_role(session, actor, now, assignment=row, until=day - timedelta(days=5))

    act.within("manager", end_in_the_past)
    assert board_of(act, day)[chain] == before
    assert board_of(act, local_day(act.now))[chain] != before


ABOUT_PHASES = (report, still_correct, assess, confirm, give_back)


@given(
    happened=st.lists(
        st.tuples(
            st.sampled_from(ABOUT_PHASES),
            st.sampled_from(CHAINS),
            st.integers(0, 11),
            st.sampled_from([0, 0, 1, 40]),
        ),
        min_size=4,
        max_size=14,
    )
)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_board_and_history_tell_the_same_story(
    demo: Database, happened: list[tuple[Callable[[Acting, str, int], None], str, int, int]]
) -> None:
    """Whoever walks through the history of a chain comes by the card of each day."""
    act = Acting(demo, _after_all(demo))
    days = {local_day(act.now)}
    for step, slug, number, later in happened:
        act.forward(days=later, minutes=7)
        with suppress(RefusedError):
            step(act, slug, number)
        days.add(local_day(act.now))
    viewer = act.actor("klankbord")
    for day in sorted(days):
        with demo.read() as session:
            for slug in CHAINS:
                chain_id = act.chains[slug]
                reading = reading_of(day, settings_at(session, act.now))
                shown = next(
                    row for row in standings(session, viewer, 1, reading) if row.id == chain_id
                )
                told = _told(_whole_story(session, viewer, chain_id, reading.moment))
                assert told == _on_the_card(shown), (slug, day)
                known = assessments(session, chain_id, reading.moment)
                found = next((row for row in known if holds(row.state)), None)
                assert shown.state == (found.state if found else None)
                assert shown.phase_id == (found.phase_id if found else None)


@given(
    happened=st.lists(
        st.tuples(
            st.sampled_from((*ABOUT_PHASES, correct, correct)),
            st.sampled_from(CHAINS),
            st.integers(0, 11),
            st.sampled_from([0, 0, 1, 40]),
        ),
        min_size=4,
        max_size=14,
    )
)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_corrections_history_still_tells_what_the_card_shows(
    demo: Database, happened: list[tuple[Callable[[Acting, str, int], None], str, int, int]]
) -> None:
    """A report that was corrected does not count; what corrects it keeps its moment."""
    act = Acting(demo, _after_all(demo))
    for step, slug, number, later in happened:
        act.forward(days=later, minutes=7)
        with suppress(RefusedError):
            step(act, slug, number)
    day, viewer = local_day(act.now), act.actor("klankbord")
    with demo.read() as session:
        reading = reading_of(day, settings_at(session, act.now))
        shown = {row.id: row for row in standings(session, viewer, 1, reading)}
        for slug in CHAINS:
            card = shown[act.chains[slug]]
            events = _whole_story(session, viewer, card.id, reading.moment)
            said = [
                (event.row.wrong_at or event.at, event.at, event.is_now)
                for event in events
                if event.kind is EventKind.REPORTED and event.row.corrected_at is None
            ]
            assert max(said, key=lambda one: one[:2])[::2] == (card.reported_at, card.progress)
            known = assessments(session, card.id, reading.moment)
            held = next((row for row in known if holds(row.state)), None)
            assert (card.phase_id, card.state) == (
                (held.phase_id, held.state) if held else (None, None)
            )


def _whole_story(session: Session, viewer: Actor, chain_id: int, moment: datetime) -> list[Event]:
    """All pages of it, the oldest first."""
    events: list[Event] = []
    page = 1
    while found := story(session, viewer, chain_id, moment, page)[:PAGE_SIZE]:
        events += found
        page += 1
    return events[::-1]


def _on_the_card(shown: Standing) -> tuple[object, ...]:
    return (shown.phase_id, shown.progress, shown.reported_at)


def _told(events: list[Event]) -> tuple[object, ...]:
    """Phase, progress and last report for who only reads the events, in order."""
    phase, progress, reported_at = None, None, None
    for event in events:
        if event.kind is EventKind.REPORTED:
            progress, reported_at = event.is_now, event.at
        elif event.kind in (EventKind.ASSESSED, EventKind.DECIDED):
            assert event.was == phase, event
            phase = event.is_now
    return (phase, progress, reported_at)
