"""A right that is withdrawn is gone at once, also in a page that was open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from buyergroups.accounts.services import end_role, set_password
from buyergroups.db import Database
from buyergroups.errors import NotAllowedError, NotThereError
from buyergroups.phases.services import report_status
from models.people import EndReason, Person, PersonSession, Role, RoleAssignment
from models.phases import Progress
from tests.access.people import ICT, MAKER, add_others, block, latest_session, person_id
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.run import NOW

HTMX = {"HX-Request": "true"}
NewClient = Callable[[], CheckingClient]


def end_roles(database: Database, account: str, role: Role, until: date | None = None) -> None:
    with database.write() as session:
        rows = session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.person_id == person_id(session, account),
                RoleAssignment.role == role,
                RoleAssignment.ended_at.is_(None),
            )
        ).all()
        assert rows
        for assignment in rows:
            end_role(session, MAKER, NOW, assignment=assignment, until=until)


@pytest.mark.both_databases
def test_blocked_is_out_at_once(database: Database, client: CheckingClient) -> None:
    client.as_("expert").page("/bord")
    block(database, "expert")
    assert client.get("/bord").status_code == 302
    assert client.get("/bord", headers=HTMX).status_code == 401
    assert client.post("/uitloggen").status_code == 302


def test_blocked_cannot_act_through_services(demo: Database) -> None:
    act = Acting(demo)
    block(demo, "trekker")
    with pytest.raises(NotThereError):
        act.actor("trekker")


@pytest.mark.both_databases
def test_an_administrator_whose_role_ended_ends_no_sessions(
    database: Database, new_client: NewClient
) -> None:
    new_client().as_("expert")
    ref = latest_session(database, "expert").ref
    client = new_client().as_("beheer")
    token = client.page("/mijn/sessies").fields("form")["csrf_token"]
    end_roles(database, "beheer", Role.ADMINISTRATOR)
    answer = client.post(f"/mijn/sessies/{ref}/beeindigen", data={"csrf_token": token})
    assert answer.status_code == 404
    assert latest_session(database, "expert").ended_at is None


def test_a_lead_who_stopped_cannot_report(demo: Database) -> None:
    act = Acting(demo)
    values = {"chain_id": act.chains[ICT], "progress": Progress.ON_TRACK}
    act.do("trekker", report_status, **values)
    end_roles(demo, "trekker", Role.CHAIN_LEAD)
    with pytest.raises(NotAllowedError):
        act.do("trekker", report_status, **values)


def test_a_role_that_ends_later_holds_until_that_day(demo: Database) -> None:
    act = Acting(demo)
    values = {"chain_id": act.chains[ICT], "progress": Progress.ON_TRACK}
    end_roles(demo, "trekker", Role.CHAIN_LEAD, until=date(2026, 11, 24))
    act.forward(days=2)
    act.do("trekker", report_status, **values)
    # Midnight in Amsterdam, an hour earlier in UTC.
    act.now = NOW.replace(day=23, hour=22, minute=59)
    act.do("trekker", report_status, **values)
    act.now = NOW.replace(day=23, hour=23, minute=0)
    with pytest.raises(NotAllowedError):
        act.do("trekker", report_status, **values)


@pytest.mark.both_databases
def test_a_session_that_was_ended_elsewhere_is_over(
    database: Database, new_client: NewClient
) -> None:
    here, there = new_client().as_("publiek"), new_client()
    ref = latest_session(database, "publiek").ref
    there.as_("publiek").page("/bord")
    token = there.page("/mijn/sessies").fields("form")["csrf_token"]
    answer = there.post(f"/mijn/sessies/{ref}/beeindigen", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/mijn/sessies")
    assert here.get("/bord").status_code == 302
    assert here.get("/bord", headers=HTMX).status_code == 401
    there.page("/bord")


def test_another_password_ends_every_session(database: Database, new_client: NewClient) -> None:
    clients = [new_client().as_("publiek") for _ in range(2)]
    with database.write() as session:
        person = session.get_one(Person, person_id(session, "publiek"))
        set_password(session, MAKER, NOW, person=person, password_hash="x")
    assert [client.get("/bord").status_code for client in clients] == [302, 302]
    assert latest_session(database, "publiek").end_reason is EndReason.PASSWORD_CHANGED


def test_somebody_without_any_role_left_reads_but_does_nothing(
    database: Database, client: CheckingClient
) -> None:
    add_others(database)
    client.as_("former").page("/bord")
    act = Acting(database, NOW + timedelta(seconds=1))
    assert act.actor("former").roles == frozenset()
    with pytest.raises(NotAllowedError):
        act.do("former", report_status, chain_id=act.chains[ICT], progress=Progress.ON_TRACK)


def test_rights_are_read_for_every_page(client: CheckingClient, database: Database) -> None:
    """The cookie holds a key and nothing else that anybody could keep."""
    client.as_("beheer").page("/bord")
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "_fresh", "csrf_token"}
    with database.read() as session:
        kept = session.scalars(select(PersonSession.key_hash)).all()
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] not in kept


def test_a_session_begun_before_is_over_when_the_clock_says_so(
    client: CheckingClient, clock: StandingClock
) -> None:
    client.as_("publiek").page("/bord")
    clock.forward(minutes=60)
    assert client.get("/bord").status_code == 302
