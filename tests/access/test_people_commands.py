"""The first administrator is made by a command, with a password that cannot be guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from buyergroups.cli import register_commands
from buyergroups.db import Database
from models.history import ActorKind, HistoryEntry
from models.people import Person, Role, RoleAssignment
from tests.access.people import block, latest_session
from tests.access.signing import sign_in
from tests.people.mails import link_in, mails
from tests.support.apps import SETTINGS, StandingClock, make_app, make_client

GOOD = "kwijnende zeepbel 7"
WHO = ["--email", "Nieuw@Ketenbord.example", "--name", "Noor Nieuwland"]

pytestmark = [pytest.mark.data("fresh"), pytest.mark.both_databases]


@pytest.fixture
def commands(database: Database, clock: StandingClock) -> Flask:
    app = make_app(database, clock)
    register_commands(app)
    return app


def admin(app: Flask, password: str, *, who: list[str] | None = None) -> Result:
    arguments = ["people", "admin", *(who or WHO), "--password-stdin"]
    return app.test_cli_runner().invoke(args=arguments, input=f"{password}\n")


def count(database: Database, model: type[Person] | type[RoleAssignment]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_first_administrator(commands: Flask, database: Database, clock: StandingClock) -> None:
    done = admin(commands, GOOD)
    assert (done.exit_code, done.output) == (0, "nieuw@ketenbord.example is administrator.\n")
    with database.read() as session:
        person = session.scalars(select(Person)).one()
        role = session.scalars(select(RoleAssignment)).one()
        kinds = set(session.scalars(select(HistoryEntry.actor_kind).where(HistoryEntry.id > 0)))
    assert (role.person_id, role.role, role.ended_at) == (person.id, Role.ADMINISTRATOR, None)
    assert role.recorded_kind is ActorKind.COMMAND
    assert ActorKind.COMMAND in kinds
    assert person.password_hash is not None
    assert GOOD not in person.password_hash
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert GOOD not in done.output


def test_the_administrator_signs_in(
    commands: Flask, database: Database, clock: StandingClock
) -> None:
    admin(commands, GOOD)
    # The command knows the real time, and a role holds from the day it was given.
    with database.read() as session:
        clock.now = session.scalars(select(RoleAssignment.recorded_at)).one()
    client = make_client(commands, database, clock)
    assert sign_in(client, "nieuw", GOOD).status_code == 303
    assert latest_session(database, "nieuw").ended_at is None
    assert "Noor Nieuwland" in client.page("/bord").words


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "at least 12 characters"),
        ("kort", "at least 12 characters"),
        ("x" * 201, "at most 200 characters"),
        ("wachtwoord123", "too easy to guess"),
        ("ketenbord2027", "too easy to guess"),
        ("aaaaaaaaaaaaaaaa", "too easy to guess"),
        ("noornieuwland1", "too easy to guess"),
        ("Nieuwland-2027", "too easy to guess"),
    ],
)
def test_a_weak_password_is_refused_and_nobody_made(
    commands: Flask, database: Database, password: str, sentence: str
) -> None:
    done = admin(commands, password)
    assert done.exit_code == 1
    assert sentence in done.output
    assert (count(database, Person), count(database, RoleAssignment)) == (0, 0)
    assert not password or password not in done.output


@pytest.mark.parametrize("email", ["geen adres", "@x.nl", "a@", "a b@x.nl", "a\x00@x.nl", ""])
def test_what_is_no_address_is_refused(commands: Flask, database: Database, email: str) -> None:
    done = admin(commands, GOOD, who=["--email", email, "--name", "Noor"])
    assert done.exit_code == 1
    assert "This is not a mail address" in done.output
    assert count(database, Person) == 0


def test_twice_is_another_password_and_not_another_role(
    commands: Flask, database: Database
) -> None:
    """Otherwise ending the role once would leave it held."""
    admin(commands, GOOD)
    done = admin(commands, "paarse fietsbel 88")
    assert done.exit_code == 0
    assert (count(database, Person), count(database, RoleAssignment)) == (1, 1)


def test_who_is_blocked_does_not_become_administrator(commands: Flask, database: Database) -> None:
    invite(commands)
    block(database, "nieuw")
    done = admin(commands, GOOD)
    assert done.exit_code == 1
    (line,) = done.output.strip().splitlines()
    assert line.startswith("Error: nieuw@ketenbord.example is blocked and cannot come in.")
    assert count(database, RoleAssignment) == 0


def test_without_the_flag_it_asks(commands: Flask, database: Database) -> None:
    runner = commands.test_cli_runner()
    done = runner.invoke(
        args=["people", "admin"], input=f"nieuw@ketenbord.example\nNoor\n{GOOD}\n{GOOD}\n"
    )
    assert done.exit_code == 0, done.output
    assert GOOD not in done.output
    assert count(database, Person) == 1


# ---- people invite ----------------------------------------------------------------------------


def invite(app: Flask, *more: str, email: str = "Nieuw@Ketenbord.example") -> Result:
    arguments = ["people", "invite", "--email", email, "--name", "Noor Nieuwland", *more]
    return app.test_cli_runner().invoke(args=arguments)


def test_an_invitation_without_a_mail_server_shows_the_link(
    commands: Flask, database: Database, clock: StandingClock
) -> None:
    done = invite(commands, "--role", "member", "--role", "secretary:opgave-overleg")
    assert done.exit_code == 0, done.output
    (mail,) = mails(database, "invitation")
    assert mail.to_address == "nieuw@ketenbord.example"
    assert done.output.strip().endswith(link_in(mail))
    with database.read() as session:
        clock.now = session.scalars(select(RoleAssignment.recorded_at)).first() or clock.now
        roles = set(session.scalars(select(RoleAssignment.role)))
    assert roles == {Role.MEMBER, Role.SECRETARY}
    guest = make_client(commands, database, clock)
    sent = {**guest.page(link_in(mail)).fields(), "password": GOOD, "repeat": GOOD}
    assert guest.post(link_in(mail), data=sent).status_code == 303
    assert "Noor Nieuwland" in guest.page("/bord").words


def test_with_a_mail_server_the_link_is_in_the_mail_only(
    database: Database, clock: StandingClock
) -> None:
    app = make_app(database, clock, replace(SETTINGS, smtp_url="smtp://127.0.0.1:1"))
    register_commands(app)
    done = invite(app, "--language", "en")
    assert (done.exit_code, done.output) == (
        0,
        "A mail to Nieuw@Ketenbord.example is on its way.\n",
    )
    (mail,) = mails(database, "invitation")
    assert "You are invited" in mail.subject


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--role", "god"], "There is no 'god'."),
        (["--role", "chain-lead:bestaat-niet"], "There is no 'chain-lead:bestaat-niet'."),
        (["--organisation", "bestaat-niet"], "There is no 'bestaat-niet'."),
        (["--email", "geen adres"], "This is not a mail address"),
        (["--email", "a@b.example\x00"], "This is not a mail address"),
        (["--language", "fr"], "fr"),
    ],
)
def test_an_invitation_that_cannot_be_leaves_nothing(
    commands: Flask, database: Database, more: list[str], sentence: str
) -> None:
    done = invite(commands, *more)
    assert done.exit_code in (1, 2)
    assert sentence in done.output
    assert (count(database, Person), mails(database)) == (0, [])


def test_who_is_there_already_is_not_invited(commands: Flask, database: Database) -> None:
    assert invite(commands).exit_code == 0
    done = invite(commands)
    assert done.exit_code == 1
    assert "There already is somebody" in done.output
    assert count(database, Person) == 1
