"""The page on which somebody chooses, and the link in the mail by which they stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.digests.mailing import token_of
from buyergroups.following.kinds import Kind
from buyergroups.following.services import follow
from buyergroups.phases.services import report_status
from models.digests import DigestChoice, Rhythm
from models.history import ActorKind
from models.people import Person
from models.phases import Progress
from tests.access.people import ICT, block, email_of, person_id
from tests.digests.making import MONDAY, Mornings, Server
from tests.support.acting import Acting
from tests.support.apps import SETTINGS
from tests.support.client import CheckingClient, in_english

OWN = "/mijn/overzichtsmail"
FORM = "main form"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def choices(database: Database) -> Sequence[DigestChoice]:
    with database.read() as session:
        return session.scalars(select(DigestChoice).order_by(DigestChoice.id)).all()


def leave(database: Database, account: str = "trekker") -> str:
    """The link in the mails of somebody."""
    with database.read() as session:
        ref = session.scalars(select(Person.ref).where(Person.email == email_of(account))).one()
    return f"/afmelden/{token_of(SETTINGS, ref)}"


# ---- choosing ---------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_somebody_chooses_how_often(client: CheckingClient, database: Database) -> None:
    acting = Acting(database)
    chain_id = acting.chains[ICT]
    acting.do("publiek", follow, kind=Kind.CHAIN, key=chain_id)
    acting.do("trekker", report_status, chain_id=chain_id, progress=Progress.ON_TRACK)
    client.as_("publiek")
    page = client.page("/mijn")
    assert OWN in page.text
    page = client.page(OWN)
    assert page.fields(FORM)["ritme"] == "weekly"
    assert (page.fields(FORM)["weekdag"], page.fields(FORM)["uur"]) == ("0", "8")
    assert "Die komt op 23 nov 2026 om 08:00" in page.words
    assert "Veranderd in wat van jou is of wat je volgt" in page.all("h3")
    answer = client.send(OWN, form=FORM, ritme="weekly", weekdag="4", uur="16")
    assert answer.location == OWN
    page = client.page(OWN)
    assert "je krijgt een overzichtsmail elke vrijdag om 16:00" in page.words
    assert "Die komt op 27 nov 2026 om 16:00" in page.words
    (row,) = choices(database)
    assert (row.rhythm, row.weekday, row.hour) == (Rhythm.WEEKLY, 4, 16)
    client.send(OWN, form=FORM, ritme="never")
    page = in_english(client).page(OWN)
    assert "You get no digest." in page.words
    assert [row.rhythm for row in choices(database)] == [Rhythm.WEEKLY, Rhythm.NEVER]


@pytest.mark.parametrize(
    "values",
    [
        {"ritme": ""},
        {"ritme": "soms"},
        {"weekdag": "7"},
        {"weekdag": "-1"},
        {"weekdag": "٣"},
        {"uur": "24"},
        {"uur": "8\x00"},
        {"uur": ""},
    ],
)
def test_nonsense_is_refused(
    client: CheckingClient, database: Database, values: dict[str, str]
) -> None:
    answer = client.as_("publiek").send(OWN, form=FORM, **values)
    assert answer.status_code == 422
    assert choices(database) == []


def test_what_was_chosen_is_in_the_own_data_and_nobody_elses(
    client: CheckingClient, database: Database
) -> None:
    client.as_("publiek").send(OWN, form=FORM, ritme="daily")
    server = Server()
    server.url = "smtp://127.0.0.1:1"
    Mornings(database, server, MONDAY).make()
    data = client.get("/mijn/gegevens.json").get_json()
    assert [row["rhythm"] for row in data["digest_choices"]] == ["daily"]
    assert [row["planned_at"] for row in data["digests"]] == [MONDAY.isoformat()]
    with database.read() as session:
        ref = session.get_one(Person, person_id(session, "publiek")).ref
    theirs = client.as_("beheer").get(f"/personen/{ref}/gegevens.json").get_json()
    assert "digests" not in theirs
    assert "digest_choice" not in theirs["recorded"]


# ---- the link in the mail ---------------------------------------------------------------------


@pytest.mark.both_databases
def test_looking_changes_nothing_and_the_button_works_without_signing_in(
    client: CheckingClient, database: Database
) -> None:
    address = leave(database)
    for _ in range(2):
        assert client.page(address).heading == "Afmelden voor de overzichtsmail"
    assert choices(database) == []
    for _ in range(2):
        answer = client.post(address, data=client.page("/privacy").fields("form"))
        assert answer.status_code == 200
        assert "Je krijgt geen overzichtsmail meer." in answer.text
    (row,) = choices(database)
    assert (row.rhythm, row.recorded_kind) == (Rhythm.NEVER, ActorKind.PERSON)
    assert row.recorded_by_id == row.person_id
    page = client.page(address)
    assert page.all("main form") == []
    assert f"/inloggen?volgende={OWN}" in page.text


@pytest.mark.both_databases
def test_a_mail_program_unsubscribes_with_one_request(
    client: CheckingClient, database: Database
) -> None:
    answer = client.post(leave(database), data=ONE_CLICK)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert [row.rhythm for row in choices(database)] == [Rhythm.NEVER]
    # As a form with parts as well, and once more is no new choice.
    answer = client.post(leave(database), data=ONE_CLICK, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert len(choices(database)) == 1


@pytest.mark.parametrize(
    "sent", [{}, {"List-Unsubscribe": "Two"}, {**ONE_CLICK, "more": "x"}, {"csrf_token": "x"}]
)
def test_any_other_request_needs_the_token_of_the_page(
    client: CheckingClient, database: Database, sent: dict[str, str]
) -> None:
    assert client.post(leave(database), data=sent).status_code == 400
    assert choices(database) == []


def test_one_click_works_nowhere_else(client: CheckingClient, database: Database) -> None:
    client.as_("publiek")
    for address in (OWN, "/mijn", "/taal", "/uitloggen", "/afmelden/x/y"):
        assert client.post(address, data=ONE_CLICK).status_code in (303, 400), address
    assert client.page(OWN).status == 200
    assert choices(database) == []


def test_a_link_that_was_not_made_here_is_not_there(
    client: CheckingClient, database: Database
) -> None:
    real = leave(database)
    block(database, "opgave")
    for address in (f"{real}x", real[:-3], "/afmelden/x", leave(database, "opgave")):
        assert client.get(address).status_code == 404, address
        assert client.post(address, data=ONE_CLICK).status_code == 404, address
    assert choices(database) == []


def test_the_link_of_another_is_about_that_other(
    client: CheckingClient, database: Database, new_client: Callable[[], CheckingClient]
) -> None:
    client.as_("publiek")
    client.post(leave(database), data=client.page(leave(database)).fields(FORM))
    with database.read() as session:
        trekker = person_id(session, "trekker")
    assert [row.person_id for row in choices(database)] == [trekker]
    # The page speaks the language of whose mail it is, unless the visitor chose one.
    stranger = new_client()
    assert "Je krijgt geen overzichtsmail meer." in stranger.page(leave(database)).words
    stranger.post("/taal", data=stranger.page("/privacy").fields("#taal-en"))
    assert "You get no digest any more." in stranger.page(leave(database)).words
