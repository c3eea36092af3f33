"""Who leads a chain and how to reach them, and the short address of a chain."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.groups.services import add_member, end_member
from models.chains import Chain, ChainSlug
from models.groups import MemberRole
from models.organisations import Organisation
from models.people import Person, Role, RoleAssignment
from tests.access.people import add_others
from tests.access.routes import SIGNED_IN
from tests.groups.test_groups import group_id, membership_id
from tests.support.acting import Acting
from tests.support.beginning import begin
from tests.support.client import DOMAIN, CheckingClient
from tests.support.run import NOW

PROGRAMME = "a[href^='mailto:ketenbord@localhost']"
SEE_MAIL = {"manager", "trekker", "trekker2", "opgave"}
pytestmark = pytest.mark.both_databases


def number_of(database: Database, slug: str) -> int:
    with database.read() as session:
        return session.scalars(select(Chain.id).where(Chain.slug == slug)).one()


def test_the_lead_stands_there_since_when(client: CheckingClient) -> None:
    page = client.as_("publiek").page("/ketens/zonnepanelen")
    assert page.all("[aria-labelledby=trekker] li") == ["Sanne Bakker, sinds 21 nov 2024"]
    # From the board: the card names the lead, the page of the chain has the way to the rest.
    assert page.all(".kb-now a[href='/ketens/zonnepanelen#trekker']") == ["Sanne Bakker"]
    card = client.page("/bord").all(".kb-card:has(a[href='/ketens/zonnepanelen'])")
    assert "Sanne Bakker" in card[0]


def test_where_nobody_leads_it_says_whom_to_ask(client: CheckingClient) -> None:
    page = client.as_("publiek").page("/ketens/gas")
    [section] = page.all("[aria-labelledby=trekker]")
    assert "Niemand op dit moment. Vraag ernaar bij de programmamanager" in section
    assert "Hanneke de Wit" in section
    assert page.all(".kb-now a") == ["Bij wie moet ik zijn?"]


@pytest.mark.data("fresh")
def test_where_there_is_no_manager_either(client: CheckingClient, fresh: Database) -> None:
    begin(fresh)
    with fresh.write() as session:
        session.execute(
            update(RoleAssignment)
            .where(RoleAssignment.role == Role.PROGRAMME_MANAGER)
            .values(role=Role.EXPERT)
        )
    page = client.as_("notulist").page("/ketens/gas")
    assert "Vraag ernaar bij de programmamanager" in page.words
    assert page.all("[aria-labelledby=trekker] li") == []


@pytest.mark.parametrize(
    ("slug", "members"),
    [
        ("zonnepanelen", {"expert"}),
        ("gas", set()),
        # The lead of a chain that one's own group works on.
        ("ict-hardware-en-mobiele-apparaten", {"publiek", "privaat", "privaat2", "expert"}),
    ],
)
def test_mail_addresses_are_for_ones_own_groups_and_the_programme_team(
    client: CheckingClient, demo: Database, slug: str, members: set[str]
) -> None:
    add_others(demo)
    for who in SIGNED_IN:
        page = client.as_(who).page(f"/ketens/{slug}")
        may = who in SEE_MAIL | members
        assert (f"@{DOMAIN}" in page.text) == may, who
        # Who sees no address has a way all the same: to the programme.
        programme = page.all(PROGRAMME)
        assert programme == ([] if may else ["ketenbord@localhost"]), who
        assert bool(page.all(f"a[href^='mailto:']:not({PROGRAMME})")) == may, who


def test_an_address_is_gone_when_the_group_is_left(client: CheckingClient, demo: Database) -> None:
    """And that somebody leads another chain of another group does not open theirs."""
    ict = "/ketens/ict-hardware-en-mobiele-apparaten"
    assert not client.as_("privaat").page(ict).all(PROGRAMME)
    Acting(demo).do(
        "trekker",
        end_member,
        group_id=group_id(demo),
        membership_id=membership_id(demo, "privaat"),
        until=local_day(NOW),
        reason="Klaar.",
    )
    assert client.page(ict).all("main a[href^='mailto:']") == client.page(ict).all(PROGRAMME)
    assert client.page(ict).all(PROGRAMME)


def test_who_is_in_a_group_with_the_manager_has_their_address(
    client: CheckingClient, demo: Database
) -> None:
    address = f"manager@{DOMAIN}"
    assert address not in client.as_("publiek").page("/ketens/gas").text
    with demo.read() as session:
        manager = session.scalars(select(Person.id).where(Person.email == address)).one()
        organisation = session.scalars(
            select(Organisation.id).where(Organisation.slug == "voorbeeld-uitvoeringsdienst")
        ).one()
    Acting(demo).do(
        "trekker",
        add_member,
        group_id=group_id(demo),
        person_id=manager,
        organisation_id=organisation,
        role=MemberRole.OBSERVER,
        since=local_day(NOW),
    )
    assert address in client.page("/ketens/gas").text
    assert address not in client.as_("klankbord").page("/ketens/gas").text


def test_an_administrator_sees_an_address_only_where_the_account_is_kept(
    client: CheckingClient, demo: Database
) -> None:
    city = "/organisaties/gemeente-voorbeeldstad"
    with demo.read() as session:
        ref = session.scalars(select(Person.ref).where(Person.email == f"publiek@{DOMAIN}")).one()
    client.as_("beheer")
    assert f"publiek@{DOMAIN}" not in client.page(city).text
    assert f"publiek@{DOMAIN}" in client.page(f"/personen/{ref}").text
    assert f"publiek@{DOMAIN}" in client.as_("trekker").page(city).text


def test_who_asks_to_join_is_not_in_the_group_yet(client: CheckingClient, demo: Database) -> None:
    """The secretary of a group answers without their address; the programme team has it."""
    group = "/buyer-groups/ict-hardware-langer-gebruiken"
    form = "form[data-concept]"
    client.as_("bestuurlijk").send(f"{group}/meedoen", form=form, rol="buyer", waarom="Graag")
    for who, may in (("publiek", False), ("trekker", True), ("manager", True)):
        page = client.as_(who).page(f"{group}/uitnodigen")
        assert "Graag" in page.words
        assert (f"bestuurlijk@{DOMAIN}" in page.text) == may, who


@pytest.mark.parametrize(("language", "subject"), [("nl", "Keten"), ("en", "Chain")])
def test_the_mail_begins_with_the_chain_and_its_address(
    client: CheckingClient, demo: Database, language: str, subject: str
) -> None:
    client.as_("trekker2")
    client.send("/", form=f"#taal-{language}")
    page = client.page("/ketens/ict-hardware-en-mobiele-apparaten")
    [link] = page.soup.select("main a[href^='mailto:']")
    assert "+" not in str(link["href"])
    found = urlsplit(str(link["href"]))
    asked = parse_qs(found.query)
    number = number_of(demo, "ict-hardware-en-mobiele-apparaten")
    assert found.path == f"trekker@{DOMAIN}"
    assert asked["subject"] == [f"{subject} ICT-hardware en mobiele apparaten"]
    assert asked["body"][0].strip() == page.soup.select_one("#kort-adres")["value"]  # type: ignore[index]
    assert asked["body"][0].strip().endswith(f"/k/{number}")


def test_the_short_address_stays_when_the_slug_changes(
    client: CheckingClient, demo: Database
) -> None:
    number = number_of(demo, "catering")
    client.as_("publiek")
    assert client.get(f"/k/{number}").location == "/ketens/catering"
    with demo.write() as session:
        chain = session.execute(select(Chain.programme_id).where(Chain.id == number)).one()
        session.execute(update(Chain).where(Chain.id == number).values(slug="eten-en-drinken"))
        session.execute(
            ChainSlug.__table__.insert(),  # type: ignore[attr-defined]
            {"programme_id": chain.programme_id, "chain_id": number, "slug": "catering"},
        )
    answer = client.get(f"/k/{number}")
    assert (answer.status_code, answer.location) == (302, "/ketens/eten-en-drinken")
    assert client.page(answer.location).heading == "Catering"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "number", ["0", "99999", "2147483647", "2147483648", "9" * 30, "-1", "1.0", "x", "", "1/"]
)
def test_numbers_of_no_chain(client: CheckingClient, number: str) -> None:
    client.as_("publiek").page(f"/k/{number}", 404)


def test_who_is_signed_out_lands_there_after_signing_in(
    client: CheckingClient, demo: Database
) -> None:
    with demo.read() as session:
        number = session.scalar(select(func.min(Chain.id)))
    answer = client.get(f"/k/{number}")
    assert (answer.status_code, answer.location) == (302, f"/inloggen?volgende=/k/{number}")
