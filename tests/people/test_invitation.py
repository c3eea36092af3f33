"""An invitation: a mail, a link that works once, a password, and signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from models.people import Language, Person, PersonSession, RoleAssignment
from tests.access.people import block, email_of, person_id
from tests.people.mails import link_in, mails
from tests.support.apps import StandingClock
from tests.support.client import PASSWORD, CheckingClient

NewClient = Callable[[], CheckingClient]
NEW = "zeven natte paarden dansen"


def invite(client: CheckingClient, account: str = "nieuw", **values: object) -> int:
    given = {
        "email": email_of(account),
        "name": "Nieuw Iemand",
        "language": "nl",
        "roles": ["member"],
        "password": PASSWORD,
        **values,
    }
    page = client.page("/personen/uitnodigen")
    sent = client.post("/personen/uitnodigen", data={**page.fields(), **given})
    return sent.status_code


def accept(client: CheckingClient, link: str, password: str = NEW) -> int:
    fields = client.page(link).fields()
    data = {**fields, "password": password, "repeat": password}
    return client.post(link, data=data).status_code


@pytest.mark.both_databases
def test_from_invitation_to_signed_in(database: Database, new_client: NewClient) -> None:
    manager = new_client().as_("beheer")
    assert invite(manager) == 303
    (mail,) = mails(database, "invitation")
    assert mail.to_address == email_of("nieuw")
    assert mail.subject == "Je bent uitgenodigd voor Ketenbord"
    assert not mail.keep_text
    link = link_in(mail)
    guest = new_client()
    for _ in range(2):
        assert guest.page(link).heading == "Welkom op Ketenbord"
    assert accept(guest, link) == 303
    assert "Nieuw Iemand" in guest.page("/bord").words
    with database.read() as session:
        roles = session.scalars(
            select(RoleAssignment.role).where(
                RoleAssignment.person_id == person_id(session, "nieuw")
            )
        ).all()
    assert [role.value for role in roles] == ["member"]
    other = new_client()
    assert other.get(link).status_code == 404
    assert other.page(link, status=404).heading == "Deze link werkt niet meer"


def test_in_english(database: Database, new_client: NewClient) -> None:
    assert invite(new_client().as_("beheer"), language="en") == 303
    (mail,) = mails(database, "invitation")
    assert mail.language is Language.ENGLISH
    assert mail.subject == "You are invited to Ketenbord"
    assert "Choose a password with this link:" in mail.text
    assert new_client().page(link_in(mail)).heading == "Welcome to Ketenbord"


@pytest.mark.both_databases
def test_a_newer_one_ends_the_older(database: Database, new_client: NewClient) -> None:
    client = new_client().as_("beheer")
    invite(client)
    first = link_in(mails(database, "invitation")[0])
    with database.read() as session:
        ref = session.get_one(Person, person_id(session, "nieuw")).ref
    token = client.page("/personen").fields("form")["csrf_token"]
    again = client.post(f"/personen/{ref}/uitnodigen", data={"csrf_token": token})
    assert again.status_code == 303
    (mail,) = mails(database, "invitation")
    assert new_client().get(first).status_code == 404
    assert accept(new_client(), link_in(mail)) == 303
    refused = client.post(f"/personen/{ref}/uitnodigen", data={"csrf_token": token})
    assert refused.status_code == 422


def test_too_old(database: Database, new_client: NewClient, clock: StandingClock) -> None:
    invite(new_client().as_("beheer"))
    link = link_in(mails(database, "invitation")[0])
    clock.forward(days=13, hours=23)
    assert new_client().get(link).status_code == 200
    clock.forward(hours=2)
    assert new_client().get(link).status_code == 404


def test_a_link_is_for_one_thing_only(database: Database, new_client: NewClient) -> None:
    invite(new_client().as_("beheer"))
    token = link_in(mails(database, "invitation")[0]).rpartition("/")[2]
    for address in (f"/wachtwoord/{token}", "/uitnodiging/bestaat-niet"):
        assert new_client().get(address).status_code == 404
    mine = new_client().as_("publiek")
    assert mine.get(f"/mijn/mailadres/{token}").status_code == 404


def test_blocked_meanwhile(database: Database, new_client: NewClient) -> None:
    invite(new_client().as_("beheer"))
    link = link_in(mails(database, "invitation")[0])
    guest = new_client()
    fields = guest.page(link).fields()
    block(database, "nieuw")
    answer = guest.post(link, data={**fields, "password": NEW, "repeat": NEW})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("password", "repeat", "sentence"),
    [
        ("kort", "kort", "minstens 12 tekens"),
        ("wachtwoord welkom", "wachtwoord welkom", "te makkelijk te raden"),
        (NEW, f"{NEW}!", "niet gelijk"),
        ("", "", "Kies een wachtwoord."),
    ],
)
def test_a_bad_password_uses_nothing_up(
    database: Database, new_client: NewClient, password: str, repeat: str, sentence: str
) -> None:
    invite(new_client().as_("beheer"))
    link = link_in(mails(database, "invitation")[0])
    guest = new_client()
    data = {**guest.page(link).fields(), "password": password, "repeat": repeat}
    answer = guest.post(link, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert accept(guest, link) == 303


def test_only_what_is_asked_is_read(database: Database, new_client: NewClient) -> None:
    """Mass assignment: what the form does not ask changes nothing."""
    more = {
        "ref": "zzzzzzzzzz",
        "is_demonstration": "1",
        "blocked_at": "2026-01-01",
        "version": "9",
    }
    assert invite(new_client().as_("beheer"), **more) == 303
    with database.read() as session:
        person = session.get_one(Person, person_id(session, "nieuw"))
        kept = (person.is_demonstration, person.blocked_at, person.version, person.password_hash)
    assert person.ref != "zzzzzzzzzz"
    assert kept == (False, None, 1, None)


@pytest.mark.parametrize("roles", [["chain-lead:zonnepanelen"], ["god"], ["member", "secretary:x"]])
def test_no_role_that_is_not_offered(new_client: NewClient, roles: list[str]) -> None:
    assert invite(new_client().as_("beheer"), roles=roles) == 422


def test_what_is_wrong_is_said(new_client: NewClient) -> None:
    client = new_client().as_("beheer")
    assert invite(client, email=email_of("publiek")) == 422
    assert invite(client, email="geen adres") == 422
    assert invite(client, password="niet dit wachtwoord") == 422
    assert invite(client, language="fr") == 422
    assert invite(client, name=" ") == 422


def test_without_a_mail_server_it_says_that_mail_waits(new_client: NewClient) -> None:
    client = new_client().as_("beheer")
    invite(client)
    assert "Er wacht nu 1 mail." in client.page("/personen/uitnodigen").words


def test_the_token_is_kept_nowhere_but_in_the_mail(
    database: Database, new_client: NewClient
) -> None:
    invite(new_client().as_("beheer"))
    token = link_in(mails(database, "invitation")[0]).rpartition("/")[2]
    with database.engine.connect() as connection:
        from models import Base  # noqa: PLC0415

        for table in Base.metadata.sorted_tables:
            if table.name == "outbox_mail":
                continue
            for row in connection.execute(select(table)):
                assert token not in repr(row), table.name


def test_accepting_signs_in_once(database: Database, new_client: NewClient) -> None:
    invite(new_client().as_("beheer"))
    link = link_in(mails(database, "invitation")[0])
    assert accept(new_client(), link) == 303
    with database.read() as session:
        mine = PersonSession.person_id == person_id(session, "nieuw")
        assert len(session.scalars(select(PersonSession.id).where(mine)).all()) == 1
