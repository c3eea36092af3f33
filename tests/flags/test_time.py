"""Five years of programme with a run a day: each flag opens and closes on its day, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.clock import AMSTERDAM, local_day
from buyergroups.db import Database
from buyergroups.flags import offers
from buyergroups.gatherings.flags import SILENT
from buyergroups.history.recording import recorded, stamp
from buyergroups.phases.flags import STALE, STEP_PAST
from buyergroups.selection.flags import MISSING, NEAR
from models.base import Precision
from models.chains import Chain
from models.flags import Flag
from models.groups import BuyerGroup, GroupMeeting, GroupStanding, GroupState, MeetingPlan
from models.history import ActorKind
from models.people import Role, RoleAssignment
from models.phases import Progress, ReportKind, StatusUpdate
from models.programme import Milestone, Programme
from seed.parts import SEED
from tests.access.people import ICT, person_id
from tests.flags.making import run
from tests.support.run import THOROUGH

FIRST, LAST = date(2027, 1, 4), date(2031, 12, 31)
#: A report every four months, now and then a month late; the step that it names is six weeks on.
REPORTED = [FIRST + timedelta(days=days) for days in (0, 110, 260, 370, 480, 640)]
MET = [FIRST + timedelta(days=days) for days in (10, 60, 300)]


def noon(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), AMSTERDAM).astimezone(UTC)


@pytest.fixture(autouse=True)
def real_rules() -> Iterator[None]:
    """The rules of the areas come back."""
    yield
    areas.register_rules()


def begin(database: Database) -> int:
    """A chain with a lead, a group, a milestone with a day; nothing else of the demonstration."""
    with database.write() as session, recorded(session, SEED, noon(FIRST)):
        over = date(2026, 1, 1)
        session.execute(update(RoleAssignment).values(since=over, until=over, ended_at=noon(over)))
        chain_id = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()
        session.add(
            RoleAssignment(
                person_id=person_id(session, "trekker"),
                role=Role.CHAIN_LEAD,
                chain_id=chain_id,
                since=date(2026, 1, 1),
                **stamp(SEED, noon(FIRST)),
            )
        )
        session.execute(update(GroupStanding).values(state=GroupState.CLOSED))
        group_id = session.scalars(select(BuyerGroup.id).order_by(BuyerGroup.id)).first()
        stood: dict[str, Any] = {"group_id": group_id, "since": FIRST, "reason": ""}
        session.add(GroupStanding(state=GroupState.ACTIVE, **stood, **stamp(SEED, noon(FIRST))))
        session.execute(update(GroupMeeting).values(group_id=group_id))
        session.execute(update(MeetingPlan).values(cancelled=True))
        programme = session.scalars(select(Programme)).one()
        # Where the other chains stand is read each day too, and changes nothing.
        beside = Programme(
            code="x",
            name_nl="x",
            agenda_name_nl="x",
            agenda_short="x",
            from_year=2027,
            to_year=2031,
            records_from=FIRST,
        )
        session.add(beside)
        session.flush()
        others = update(Chain).where(Chain.id != chain_id).values(programme_id=beside.id)
        session.execute(others)
        session.add(
            Milestone(
                programme_id=programme.id,
                code="x",
                name_nl="Tussenstand",
                due=date(2029, 6, 1),
                due_precision=Precision.DAY,
            )
        )
        return chain_id


def happen(database: Database, chain_id: int, day: date) -> None:
    """What people do on a day, in the morning before the run."""
    if day not in (*REPORTED, *MET):
        return
    at = noon(day, 9)
    with database.read() as session:
        lead = Actor(ActorKind.PERSON, person_id(session, "trekker"))
    with database.write() as session, recorded(session, lead, at):
        if day in REPORTED:
            session.add(
                StatusUpdate(
                    chain_id=chain_id,
                    kind=ReportKind.UPDATE,
                    progress=Progress.ON_TRACK,
                    changed="",
                    changed_html="",
                    language="nl",
                    next_step="Verder",
                    next_step_on=day + timedelta(days=42),
                    reported_at=at,
                    **stamp(lead, at),
                )
            )
        else:
            group_id = session.scalars(select(BuyerGroup.id).order_by(BuyerGroup.id)).first()
            meeting = GroupMeeting(group_id=group_id, **stamp(SEED, at))
            session.add(meeting)
            session.flush()
            session.add(
                MeetingPlan(
                    group_id=group_id,
                    meeting_id=meeting.id,
                    title="x",
                    starts_at=at,
                    place="",
                    link="",
                    cancelled=False,
                    **stamp(SEED, at),
                )
            )


def between(days: list[date], after: int) -> set[tuple[date, date | None]]:
    """From so many days after each of these, until the next one; where that comes later."""
    found = set()
    for this, following in zip(days, [*days[1:], None], strict=True):
        begins = this + timedelta(days=after)
        if (following is None or begins < following) and begins <= LAST:
            found.add((begins, following))
    return found


@pytest.mark.sqlite_only
@pytest.mark.timeout(240)
def test_five_years_with_a_run_a_day(own_database: Database) -> None:
    areas.register_rules()
    offers.declare(STALE, STEP_PAST, SILENT, MISSING, NEAR)  # what time alone makes hold
    chain_id = begin(own_database)
    day = FIRST
    while day <= LAST:
        happen(own_database, chain_id, day)
        # Now and then the machine was down, and now and then two ran; or it runs every other day.
        usual = [6] if THOROUGH or day.toordinal() % 2 else []
        for hour in {1: [12, 12], 3: [1, 23]}.get(day.toordinal() % 18, usual):
            run(own_database, noon(day, hour))
        day += timedelta(days=1)
    with own_database.read() as session:
        flags = list(session.scalars(select(Flag)))
    told: dict[str, set[tuple[date | None, date | None]]] = {}
    for flag in flags:
        # A day on which nothing ran is told a day later, and no later.
        assert flag.since is not None
        assert 0 <= (local_day(flag.opened_at) - flag.since).days <= 1, (flag.rule, flag.since)
        told.setdefault(flag.rule, set()).add(
            (flag.since, local_day(flag.closed_at) if flag.closed_at else None)
        )
    assert _close(told["chain-stale"], between(REPORTED, 121))
    assert _close(told["next-step-past"], between(REPORTED, 43))
    assert _close(told["group-without-meeting"], between(MET, 93))
    assert _close(told["milestone-near"], {(date(2029, 4, 2), date(2029, 6, 2))})
    # 2027 is decided in the demonstration; nobody decides any year after it.
    assert {since for since, _ in told["selection-missing"]} == {
        date(year, 12, 2) for year in range(2027, 2031)
    }
    assert len(flags) == sum(len(those) for those in told.values())  # none opened twice


def _close(found: Any, expected: set[tuple[date, date | None]]) -> bool:
    """The same beginnings, and ends on that day or the one after."""
    ends = dict(found)
    assert set(ends) == {since for since, _ in expected}, (found, expected)
    for since, until in expected:
        if until is None:
            assert ends[since] is None, since
        else:
            assert 0 <= (ends[since] - until).days <= 1, (since, ends[since], until)
    return True
