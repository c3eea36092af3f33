"""Two at the same moment: a link, a code and a recovery code work for one of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.accounts import factor, half
from buyergroups.accounts.links import make_link
from buyergroups.db import Database
from buyergroups.entry import services as entry
from buyergroups.errors import RefusedError
from buyergroups.people import services as people
from buyergroups.people.rules import RoleChoice
from models.people import Person, Role, RoleAssignment
from models.signing import LinkKind, OneTimeLink
from tests.access.people import person_id
from tests.support.acting import Acting
from tests.support.run import NOW

MANY = 6


def at_once(
    database: Database, work: Callable[[Session, int], object], many: int = MANY
) -> list[object]:
    """What each got that was not refused, all in write transactions of their own."""
    together = threading.Barrier(many)
    got: list[object] = []

    def do(nr: int) -> None:
        together.wait()
        try:
            with database.write() as session:
                done = work(session, nr)
        except RefusedError:
            return
        if done is not None:
            got.append(done)

    threads = [threading.Thread(target=do, args=(nr,)) for nr in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def set_up(database: Database) -> tuple[int, str, list[str], list[str]]:
    """Somebody with a second factor: who, the secret, recovery codes, and halves to go on with."""
    act = Acting(database)
    made = act.do("publiek", factor.begin_factor)
    codes = act.do("publiek", factor.confirm_factor, code=pyotp.TOTP(made.secret).at(NOW))
    with database.write() as session:
        who = person_id(session, "publiek")
        keys = [
            half.begin_half(session, NOW, person_id=who, try_id=None, address="-", device="test")
            for _ in range(MANY)
        ]
    return who, made.secret, list(codes), keys


@pytest.mark.parametrize("kind", [LinkKind.INVITATION, LinkKind.RESET])
def test_a_link_works_once(own_database: Database, kind: LinkKind) -> None:
    with own_database.write() as session:
        token = make_link(
            session,
            NOW,
            kind=kind,
            person_id=person_id(session, "publiek"),
            lasts=timedelta(hours=2),
            made_by_id=None,
        )
    got = at_once(
        own_database,
        lambda session, nr: (
            entry.choose_with_link(
                session, NOW, kind=kind, token=token, password_hash=f"hash {nr}"
            ).password_hash
        ),
    )
    with own_database.read() as session:
        kept = session.get_one(Person, person_id(session, "publiek")).password_hash
    assert got == [kept]


def test_a_code_of_the_app_works_once(own_database: Database) -> None:
    who, secret, _, keys = set_up(own_database)
    later = NOW + timedelta(seconds=31)
    code = pyotp.TOTP(secret).at(later)
    got = at_once(
        own_database,
        lambda session, nr: entry.pass_factor(session, later, key=keys[nr], typed=code),
    )
    assert got == [who]


def test_a_recovery_code_works_once(own_database: Database) -> None:
    who, _, codes, keys = set_up(own_database)
    got = at_once(
        own_database,
        lambda session, nr: entry.pass_factor(session, NOW, key=keys[nr], typed=codes[0]),
    )
    assert got == [who]


def test_of_the_links_asked_for_at_once_one_works(own_database: Database) -> None:
    with own_database.read() as session:
        who = person_id(session, "publiek")
    at_once(
        own_database,
        lambda session, nr: make_link(
            session,
            NOW,
            kind=LinkKind.RESET,
            person_id=who,
            lasts=timedelta(hours=2),
            made_by_id=None,
        ),
    )
    with own_database.read() as session:
        working = select(func.count(OneTimeLink.id)).where(OneTimeLink.ended_at.is_(None))
        assert session.scalar(working) == 1


def test_a_role_is_given_once(own_database: Database) -> None:
    act = Acting(own_database)
    admin = act.actor("beheer")

    def appoint(session: Session, _: int) -> object:
        person = session.get_one(Person, person_id(session, "klankbord"))
        choice = RoleChoice(Role.EXPERT)
        given = people.appoint(
            session, admin, NOW, person=person, choice=choice, since=None, reason="x"
        )
        session.flush()
        return given.id

    assert len(at_once(own_database, appoint)) == 1


def test_two_administrators_who_end_each_other_leave_one(own_database: Database) -> None:
    act = Acting(own_database)
    with own_database.read() as session:
        other = person_id(session, "manager")
    act.within(
        "beheer",
        lambda session, actor, now: people.appoint(
            session,
            actor,
            now,
            person=session.get_one(Person, other),
            choice=RoleChoice(Role.ADMINISTRATOR),
            since=None,
            reason="x",
        ),
    )
    later = NOW + timedelta(minutes=1)
    act.now = later
    pairs = [("beheer", "manager"), ("manager", "beheer")]
    actors = {name: act.actor(name) for name in ("beheer", "manager")}

    def end(session: Session, nr: int) -> object:
        by, whose = pairs[nr]
        person = session.get_one(Person, person_id(session, whose))
        role = session.scalars(
            select(RoleAssignment.id).where(
                RoleAssignment.person_id == person.id,
                RoleAssignment.role == Role.ADMINISTRATOR,
            )
        ).one()
        people.dismiss(
            session,
            actors[by],
            later,
            person=person,
            assignment_id=role,
            until=None,
            reason="x",
        )
        return by

    assert len(at_once(own_database, end, many=2)) == 1
