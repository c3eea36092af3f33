"""Into a group: an invitation by mail, a request, the competition protocol; once each."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.people.services import invite
from buyergroups.protocol.services import write_protocol
from models.groups import GroupInvitation, JoinRequest, Membership, ProtocolAcceptance
from models.notices import OutboxMail
from models.people import Language, Person
from models.programme import Programme
from models.signing import OneTimeLink
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page, in_english

pytestmark = pytest.mark.both_databases
GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
SUN = "/buyer-groups/zonnepanelen-met-bekende-herkomst"
FORM = "form[data-concept]"


def last(database: Database, model: Any) -> Any:
    with database.read() as session:
        return session.scalars(select(model).order_by(model.id.desc())).first()


def asked(
    client: CheckingClient,
    database: Database,
    account: str,
    organisation: str,
    by: str = "trekker",
) -> str:
    client.as_(by)
    answer = client.send(
        f"{GROUP}/uitnodigen",
        form=FORM,
        email=f"{account}@ketenbord.example",
        naam="Iemand Anders",
        organisatie=organisation,
        rol="buyer",
    )
    assert answer.status_code == 303, answer.text
    row = last(database, GroupInvitation)
    assert isinstance(row, GroupInvitation)
    return f"/buyer-groups/uitnodigingen/{row.ref}"


def test_somebody_with_an_account_accepts_as_themself_once(
    client: CheckingClient, database: Database
) -> None:
    address = asked(client, database, "bestuurlijk", "koepel-van-voorbeeldgemeenten")
    waiting = client.page(f"{GROUP}/uitnodigen")
    assert "nog geen antwoord" in waiting.words
    mail = last(database, OutboxMail)
    assert isinstance(mail, OutboxMail)
    assert address in mail.text
    assert client.as_("publiek").open(address).status_code == 404
    client.as_("bestuurlijk")
    assert "Je bent uitgenodigd voor deze buyer group" in client.page("/").words
    page = client.page(address)
    assert "Mededingingsprotocol" not in page.words
    assert client.send(address, form=FORM).location == GROUP
    assert client.page(GROUP).heading == "ICT-hardware langer gebruiken"
    over = client.open(address)
    assert over.status_code == 404
    assert "werkt niet meer" in over.text
    assert "uitgenodigd" not in client.page("/").words


def test_a_private_member_accepts_the_protocol_and_declares_interests(
    client: CheckingClient, database: Database
) -> None:
    address = asked(client, database, "klankbord", "stichting-voorbeeldketens")
    client.as_("klankbord")
    assert "versie 1" in client.page(address).words
    for fields in (
        {},
        {"akkoord": "ja"},
        {"akkoord": "ja", "belang": "supplier"},
        {"belang": "none"},
    ):
        assert client.send(address, form=FORM, **fields).status_code == 422, fields
    assert client.open(GROUP).status_code == 404
    done = client.send(
        address, form=FORM, akkoord="ja", belang="supplier", toelichting="Wij leveren laptops"
    )
    assert done.location == GROUP
    told = client.as_("trekker").page(f"{GROUP}/belangen/overzicht").words
    assert "Wij leveren laptops" in told
    assert "Versie 1" in told


def test_a_new_version_is_asked_to_be_accepted_at_the_next_visit(
    client: CheckingClient, database: Database
) -> None:
    with database.read() as session:
        programme = session.scalars(select(Programme.id)).one()
    Acting(database).do(
        "manager", write_protocol, programme_id=programme, text="Nieuwe regels", reason="Nodig"
    )
    client.as_("privaat")
    assert "Versie 2 van het mededingingsprotocol wacht" in client.page("/").words
    assert "Versie 2 van het mededingingsprotocol wacht" in client.page(GROUP).words
    assert client.send(f"{GROUP}/protocol", form=FORM).status_code == 422
    assert client.send(f"{GROUP}/protocol", form=FORM, akkoord="ja").location == GROUP
    assert "Versie 2" not in client.page(GROUP).words
    row = last(database, ProtocolAcceptance)
    assert isinstance(row, ProtocolAcceptance)
    assert "wacht op je akkoord" not in client.as_("publiek").page(GROUP).words


def test_without_a_protocol_no_private_organisation_is_invited(
    client: CheckingClient, database: Database
) -> None:
    client.as_("trekker")
    refused = client.send(
        f"{SUN}/uitnodigen",
        form=FORM,
        email="klankbord@ketenbord.example",
        naam="Yusuf",
        organisatie="stichting-voorbeeldketens",
        rol="buyer",
    )
    assert refused.status_code == 422
    assert "onder Buyer groups" in refused.text
    assert "Zonnepanelen" in refused.text


def test_nobody_is_a_public_member_who_works_for_a_private_organisation(
    client: CheckingClient, database: Database
) -> None:
    address = asked(client, database, "klankbord", "voorbeeldministerie", "publiek")
    refused = client.as_("klankbord").send(address, form=FORM)
    assert refused.status_code == 422
    assert "Stichting Voorbeeldketens" in refused.text


def test_invited_again_or_withdrawn_the_address_is_over(
    client: CheckingClient, database: Database
) -> None:
    first = asked(client, database, "bestuurlijk", "koepel-van-voorbeeldgemeenten")
    twice = client.send(
        f"{GROUP}/uitnodigen",
        form=FORM,
        email="bestuurlijk@ketenbord.example",
        naam="X",
        organisatie="koepel-van-voorbeeldgemeenten",
        rol="buyer",
    )
    assert twice.status_code == 422
    assert "is al uitgenodigd" in twice.text
    ref = first.rpartition("/")[2]
    assert client.send(f"{GROUP}/uitnodigen", form=f'form[action$="{ref}/opnieuw"]').location == (
        f"{GROUP}/uitnodigen"
    )
    row = last(database, GroupInvitation)
    assert isinstance(row, GroupInvitation)
    client.send(f"{GROUP}/uitnodigen", form=f'form[action$="{row.ref}/intrekken"]')
    client.as_("bestuurlijk")
    for address in (first, f"/buyer-groups/uitnodigingen/{row.ref}"):
        assert client.open(address).status_code == 404
        assert client.open(GROUP).status_code == 404


def links_of(database: Database, email: str) -> int:
    """How many links of somebody work still."""
    with database.read() as session:
        return len(
            session.scalars(
                select(OneTimeLink.id)
                .join(Person, Person.id == OneTimeLink.person_id)
                .where(Person.email == email, OneTimeLink.ended_at.is_(None))
            ).all()
        )


@pytest.mark.parametrize("otherwise", [True, False])
def test_withdrawing_leaves_the_link_of_who_was_invited_otherwise(
    client: CheckingClient, database: Database, *, otherwise: bool
) -> None:
    email = "nog-iemand@ketenbord.example"
    if otherwise:
        Acting(database).do(
            "beheer",
            invite,
            email=email,
            name="Nog Iemand",
            language=Language.DUTCH,
            organisation_id=None,
            roles=[],
            days=14,
            link_for=lambda token: f"/uitnodiging/{token}",
        )
    address = asked(client, database, "nog-iemand", "gemeente-voorbeeldstad")
    assert links_of(database, email) == 1
    ref = address.rpartition("/")[2]
    client.send(f"{GROUP}/uitnodigen", form=f'form[action$="{ref}/intrekken"]')
    assert links_of(database, email) == int(otherwise)


def test_somebody_new_chooses_a_password_and_comes_to_the_invitation(
    client: CheckingClient, database: Database
) -> None:
    asked(client, database, "nieuw-iemand", "gemeente-voorbeeldstad")
    mail = last(database, OutboxMail)
    assert isinstance(mail, OutboxMail)
    assert not mail.keep_text
    link = next(word for word in mail.text.split() if "/uitnodiging/" in word)
    path = "/" + link.split("/", 3)[3]
    client.nobody()
    arrived = client.send(path, password="vier paarse eenden 88", repeat="vier paarse eenden 88")
    assert arrived.status_code == 303
    assert arrived.location.startswith("/buyer-groups/uitnodigingen/")
    assert client.send(arrived.location, form=FORM).location == GROUP
    with database.read() as session:
        person = session.scalars(
            select(Person).where(Person.email == "nieuw-iemand@ketenbord.example")
        ).one()
        held = session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert person.name == "Iemand Anders"
    assert held.until is None


def test_a_request_is_accepted_or_refused_and_the_person_sees_it(
    client: CheckingClient, database: Database
) -> None:
    def ask(account: str) -> JoinRequest:
        client.as_(account)
        answer = client.send(
            f"{GROUP}/meedoen", form=FORM, rol="buyer", waarom="Wij kopen ook laptops"
        )
        assert answer.location == f"{GROUP}/meedoen", answer.text
        row = last(database, JoinRequest)
        assert isinstance(row, JoinRequest)
        return row

    row = ask("bestuurlijk")
    assert client.send(f"{GROUP}/meedoen", form=f'form[action$="{row.ref}/intrekken"]').location
    row = ask("bestuurlijk")
    client.as_("trekker")
    assert "1 iemand wil meedoen" in client.page("/").words
    assert "1 iemand wil meedoen" in client.page(GROUP).words
    refuse = f"{GROUP}/aanvragen/{row.ref}/afwijzen"
    assert client.send(refuse, form=FORM).status_code == 422
    assert client.send(refuse, form=FORM, reden="De groep is vol").status_code == 303
    client.as_("bestuurlijk")
    assert "De groep is vol" in client.page(f"{GROUP}/meedoen").words
    assert "De groep is vol" in client.page("/").words
    row = ask("bestuurlijk")
    client.as_("publiek").send(f"{GROUP}/uitnodigen", form=f'form[action$="{row.ref}/aannemen"]')
    assert client.as_("bestuurlijk").page(GROUP).heading == "ICT-hardware langer gebruiken"


def test_a_private_request_that_is_accepted_becomes_an_invitation(
    client: CheckingClient, database: Database
) -> None:
    client.as_("klankbord").send(f"{GROUP}/meedoen", form=FORM, rol="buyer", waarom="Graag")
    row = last(database, JoinRequest)
    assert isinstance(row, JoinRequest)
    client.as_("trekker").send(f"{GROUP}/uitnodigen", form=f'form[action$="{row.ref}/aannemen"]')
    client.as_("klankbord")
    assert client.open(GROUP).status_code == 404
    assert "Je bent uitgenodigd" in client.page("/").words
    refused = client.send(f"{SUN}/meedoen", form=FORM, rol="buyer", waarom="Graag")
    assert refused.status_code == 422
    assert "onder Buyer groups" in refused.text


def test_who_may_know_where_somebody_works_is_told(
    client: CheckingClient, database: Database
) -> None:
    sent = {"naam": "X", "organisatie": "voorbeeldministerie", "rol": "buyer"}
    wrong = {**sent, "email": "klankbord@ketenbord.example"}
    for account in ("trekker", "manager"):
        answer = client.as_(account).send(f"{GROUP}/uitnodigen", form=FORM, **wrong)
        assert answer.status_code == 422
        assert "Deze persoon werkt volgens Ketenbord bij Stichting Voorbeeldketens" in answer.text
        assert Page(answer).all("#organisatie-fout")
    in_english(client)
    answer = client.send(f"{GROUP}/uitnodigen", form=FORM, **wrong)
    assert "By Ketenbord this person works for Stichting Voorbeeldketens" in answer.text
    assert last(database, OutboxMail) is None or "klankbord" not in last(database, OutboxMail).to


def test_a_secretary_reads_the_same_of_whoever_has_an_account(client: CheckingClient) -> None:
    """Somebody who works elsewhere, somebody who works there, and somebody who is not known."""
    client.as_("publiek")
    told = []
    for account in ("klankbord", "opgave", "niemand"):
        answer = client.send(
            f"{GROUP}/uitnodigen",
            form=FORM,
            email=f"{account}@ketenbord.example",
            naam="Iemand",
            organisatie="voorbeeldministerie",
            rol="buyer",
        )
        assert answer.status_code == 303
        page = client.page(answer.location)
        assert "Stichting Voorbeeldketens" not in " ".join(page.all("main .kb-table"))
        told.append(page.all("[role=status]"))
    assert told[0] == told[1] == told[2]
