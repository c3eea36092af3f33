"""The answer to a request to join is mailed, in the language of whoever asked, by a real server."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from buyergroups.accounts.services import choose_language
from buyergroups.clock import Clock
from buyergroups.db import Database
from buyergroups.groups import services as groups
from buyergroups.history.recording import recorded
from buyergroups.notices.sending import send_due
from models.groups import GroupState, JoinRequest
from models.people import Language, Person
from tests.access.people import MAKER, email_of, person_id
from tests.groups.test_groups import group_id
from tests.groups.test_joining import FORM, GROUP, SUN, last
from tests.people.mails import mails
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.mailbox import mailbox
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases


def ask(client: CheckingClient, database: Database, account: str) -> JoinRequest:
    client.as_(account).send(f"{GROUP}/meedoen", form=FORM, rol="buyer", waarom="Graag")
    row = last(database, JoinRequest)
    assert isinstance(row, JoinRequest)
    return row


def refuse(client: CheckingClient, row: JoinRequest, reason: str) -> None:
    address = f"{GROUP}/aanvragen/{row.ref}/afwijzen"
    assert client.as_("trekker").send(address, form=FORM, reden=reason).status_code == 303


def accept(client: CheckingClient, row: JoinRequest) -> None:
    there = client.as_("trekker").page(f"{GROUP}/uitnodigen")
    fields = there.fields(f'form[action$="{row.ref}/aannemen"]')
    for _ in range(2):  # pressed twice
        answer = client.post(f"{GROUP}/aanvragen/{row.ref}/aannemen", data=fields)
        assert answer.status_code == 303


def delivered(database: Database, clock: Clock, account: str) -> list[EmailMessage]:
    """What a real server took for somebody."""
    with mailbox() as box:
        assert box.office is not None
        send_due(database, clock, box.office)
        return [one for one in box.taken if one["To"] == email_of(account)]


def test_a_refusal_is_mailed_with_its_reason(
    client: CheckingClient, database: Database, clock: Clock
) -> None:
    row = ask(client, database, "bestuurlijk")
    refuse(client, row, "De groep is vol.\nBcc: iemand@kwaad.example")
    (mail,) = delivered(database, clock, "bestuurlijk")
    assert "Antwoord op je vraag om mee te doen aan buyer group ICT" in mail["Subject"]
    assert mail["Bcc"] is None
    text = mail.get_content()
    assert "afgewezen" in text
    assert "De groep is vol. Bcc: iemand@kwaad.example" in text
    assert f"{GROUP}/meedoen" in text
    assert "De groep is vol" in client.as_("bestuurlijk").page(f"{GROUP}/meedoen").words


def test_a_refusal_in_english(client: CheckingClient, database: Database, clock: Clock) -> None:
    Acting(database).do("bestuurlijk", choose_language, language=Language.ENGLISH)
    refuse(client, ask(client, database, "bestuurlijk"), "De groep is vol.")
    (mail,) = delivered(database, clock, "bestuurlijk")
    assert "Answer to your request to join buyer group ICT" in mail["Subject"]
    assert "refused your request" in mail.get_content()
    # What somebody wrote stays in the language they wrote it in.
    assert "De groep is vol." in mail.get_content()


def test_being_accepted_is_mailed_once(
    client: CheckingClient, database: Database, clock: Clock
) -> None:
    accept(client, ask(client, database, "bestuurlijk"))
    (mail,) = delivered(database, clock, "bestuurlijk")
    assert "Je doet mee aan buyer group ICT-hardware" in mail["Subject"]
    text = mail.get_content()
    assert "aangenomen" in text
    link = next(word for word in text.split() if word.endswith(GROUP))
    page = client.as_("bestuurlijk").page("/" + link.split("/", 3)[3])
    assert page.heading == "ICT-hardware langer gebruiken"


def test_a_private_organisation_gets_one_mail_with_what_to_do(
    client: CheckingClient, database: Database, clock: Clock
) -> None:
    accept(client, ask(client, database, "klankbord"))
    (mail,) = delivered(database, clock, "klankbord")
    assert "aangenomen" in mail.get_content()
    assert "mededingingsprotocol" in mail.get_content()
    assert "/buyer-groups/uitnodigingen/" in mail.get_content()


def test_who_is_blocked_meanwhile_gets_no_mail(client: CheckingClient, database: Database) -> None:
    row = ask(client, database, "bestuurlijk")
    with database.write() as session, recorded(session, MAKER, NOW):
        session.get_one(Person, person_id(session, "bestuurlijk")).blocked_at = NOW
    refuse(client, row, "De groep is vol.")
    assert mails(database, "request_refused") == []


# ---- added directly ---------------------------------------------------------------------------

ADD = f"{GROUP}/deelnemers/toevoegen"


def members_of(client: CheckingClient) -> str:
    return client.page(f"{GROUP}/deelnemers").words


def test_somebody_is_added_by_name_for_where_they_work(
    client: CheckingClient, database: Database
) -> None:
    with database.read() as session:
        name = session.scalars(
            select(Person.name).where(Person.email == email_of("bestuurlijk"))
        ).one()
    client.as_("trekker")
    assert name not in members_of(client)
    assert "Deelnemer toevoegen" in client.page(ADD).words
    done = client.send(ADD, form=FORM, persoon=f"  {name.upper()} ", rol="buyer", vanaf="")
    assert done.location == f"{GROUP}/deelnemers"
    assert name in members_of(client)
    assert "Koepel van Voorbeeldgemeenten" in members_of(client)
    again = client.send(ADD, form=FORM, persoon=email_of("bestuurlijk"), rol="expert")
    assert again.status_code == 422
    assert "neemt in die periode al deel" in again.text
    assert email_of("bestuurlijk") in again.text
    assert client.as_("bestuurlijk").page(GROUP).status == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"persoon": ""}, "Vul een naam of mailadres in"),
        ({"persoon": "niemand@ketenbord.example"}, "Nodig deze persoon uit"),
        ({"persoon": "x\x00y"}, "Nodig deze persoon uit"),
        ({"persoon": "%"}, "Nodig deze persoon uit"),
        ({"persoon": "a" * 300}, "Nodig deze persoon uit"),
        ({"persoon": "publiek"}, "Nodig deze persoon uit"),
        ({"rol": ""}, "Kies een rol"),
        ({"rol": "baas"}, "Kies"),
        ({"vanaf": "31-02-2026"}, "dag"),
        ({"vanaf": "01-01-1999"}, "Kies een dag tussen"),
        ({"vanaf": "01-01-2016"}, "De groep bestaat vanaf"),
        ({"organisatie": "Bestaat Niet BV"}, "register"),
    ],
)
def test_what_is_no_member_is_a_sentence(
    client: CheckingClient, wrong: dict[str, str], sentence: str
) -> None:
    sent = {"persoon": email_of("bestuurlijk"), "rol": "buyer", "vanaf": "20-11-2026"}
    answer = client.as_("trekker").send(ADD, form=FORM, **{**sent, **wrong})
    assert answer.status_code == 422, wrong
    assert sentence in answer.text


def test_part_of_a_name_is_answered_with_who_could_be_meant(client: CheckingClient) -> None:
    client.as_("manager")
    answer = client.send(ADD, form=FORM, persoon="a", rol="buyer")
    assert answer.status_code == 422
    assert "Bedoel je" in answer.text


def test_who_does_not_see_the_list_of_people_finds_only_fellow_members(
    client: CheckingClient,
) -> None:
    """The secretary of a group: whether somebody else has an account nobody tells them."""
    page = client.as_("publiek").page(ADD)
    assert email_of("bestuurlijk") not in page.soup.decode()
    assert email_of("privaat") in page.soup.decode()
    answers = [
        client.send(ADD, form=FORM, persoon=who, rol="buyer")
        for who in (email_of("bestuurlijk"), email_of("niemand"))
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    for answer in answers:
        assert "Je vindt hier niemand" in answer.text


def test_a_private_organisation_is_refused_with_where_that_is_recorded(
    client: CheckingClient,
) -> None:
    """Where private demand is not large; where it is, they are invited."""
    client.as_("manager")
    sent = {"persoon": email_of("klankbord"), "rol": "buyer"}
    refused = client.send(f"{SUN}/deelnemers/toevoegen", form=FORM, **sent)
    assert refused.status_code == 422
    assert "onder Buyer groups" in refused.text
    assert 'href="/ketens/zonnepanelen/buyer-groups#private-vraag"' in refused.text
    invited = client.send(ADD, form=FORM, **sent)
    assert invited.status_code == 422
    assert "doet mee na een uitnodiging" in invited.text
    assert "#private-vraag" not in invited.text
    kept = client.page("/ketens/zonnepanelen/beheer")
    assert kept.all('main a[href="/ketens/zonnepanelen/private-vraag"]')


def test_nobody_is_added_to_a_closed_group(client: CheckingClient, database: Database) -> None:
    Acting(database).do(
        "manager",
        groups.move_group,
        group_id=group_id(database),
        state=GroupState.CLOSED,
        since=NOW.date(),
        reason="Klaar",
    )
    client.as_("manager").page(ADD, status=404)
    assert "Deelnemer toevoegen" not in members_of(client)
