"""Buyer groups through real pages and services: begin, keep, members, and who sees what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.groups import membership, queries, services
from buyergroups.history.recording import recorded, stamp
from buyergroups.protocol.services import mark_private_demand
from models.groups import BuyerGroup, GroupChain, GroupState, MemberRole, Membership
from models.history import HistoryEntry
from models.organisations import Organisation
from models.people import Person
from seed.parts import SEED
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
SUN = "/buyer-groups/zonnepanelen-met-bekende-herkomst"
FORM = "form[data-concept]"
TODAY = local_day(NOW)


def group_id(database: Database, slug: str = "ict-hardware-langer-gebruiken") -> int:
    with database.read() as session:
        return session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == slug)).one()


def membership_id(database: Database, account: str) -> int:
    with database.read() as session:
        return session.scalars(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Person.email == f"{account}@ketenbord.example",
                Membership.group_id == group_id(database),
                Membership.until.is_(None),
            )
        ).one()


# ---- begin and keep ---------------------------------------------------------------------------


def test_a_lead_begins_a_group_that_everybody_can_ask_to_join(client: CheckingClient) -> None:
    client.as_("trekker2")
    answer = client.send(
        "/buyer-groups/nieuw?keten=catering",
        form=FORM,
        naam="Catering: minder vlees",
        waarover="Samen **anders** inkopen",
        keten="catering",
    )
    assert answer.location == "/buyer-groups/catering-minder-vlees"
    page = client.page(answer.location)
    assert page.heading == "Catering: minder vlees"
    assert "in oprichting" in page.words
    assert "Joost van Dalen" in page.words
    seen = client.as_("bestuurlijk").page("/ketens/catering/buyer-groups")
    assert "Samen anders inkopen" in seen.words
    assert "Ik wil meedoen" in seen.words


def test_a_lead_begins_no_group_on_a_chain_of_somebody_else(client: CheckingClient) -> None:
    client.as_("trekker2")
    answer = client.send(
        "/buyer-groups/nieuw", form=FORM, naam="Zon", waarover="Zon", keten="zonnepanelen"
    )
    assert answer.status_code == 422


def test_a_former_address_redirects_and_stays_taken(client: CheckingClient) -> None:
    client.as_("trekker")
    answer = client.send(f"{GROUP}/gegevens", form=FORM, adres="ict", reden="Korter")
    assert answer.location == "/buyer-groups/ict"
    moved = client.open(f"{GROUP}/deelnemers")
    assert (moved.status_code, moved.location) == (301, "/buyer-groups/ict/deelnemers")
    taken = client.send(
        f"{SUN}/gegevens", form=FORM, adres=GROUP.rsplit("/", maxsplit=1)[-1], reden="x"
    )
    assert taken.status_code == 422
    assert "is of was van een andere groep" in taken.text
    wrong = client.send(f"{SUN}/gegevens", form=FORM, adres="Nieuw!", reden="x")
    assert wrong.status_code == 422
    # Who may not see the group is not told its new address either.
    assert client.as_("klankbord").open(GROUP).status_code == 404


def test_the_second_to_save_keeps_their_text(client: CheckingClient, database: Database) -> None:
    client.as_("trekker")
    old = client.page(f"{GROUP}/gegevens").fields(FORM)
    client.send(f"{GROUP}/gegevens", form=FORM, naam="Eerste", reden="x")
    answer = client.open(
        f"{GROUP}/gegevens", method="POST", data={**old, "naam": "Tweede", "reden": "y"}
    )
    assert answer.status_code == 409
    assert "Eerste" in answer.text
    assert "Tweede" in answer.text


def test_states_follow_one_table_of_moves(database: Database) -> None:
    acting, key = Acting(database), group_id(database)

    def move(state: GroupState, since: date = TODAY) -> None:
        acting.do(
            "trekker", services.move_group, group_id=key, state=state, since=since, reason="omdat"
        )

    with pytest.raises(RefusedError, match="does not go"):
        move(GroupState.FORMING)
    with pytest.raises(RefusedError, match="up to today"):
        move(GroupState.CLOSED, TODAY + timedelta(days=1))
    with pytest.raises(RefusedError, match="state before"):
        move(GroupState.CLOSED, date(2020, 1, 1))
    move(GroupState.CLOSED)
    move(GroupState.ACTIVE)


def test_nobody_joins_a_closed_group(client: CheckingClient, database: Database) -> None:
    Acting(database).do(
        "trekker",
        services.move_group,
        group_id=group_id(database),
        state=GroupState.CLOSED,
        since=TODAY,
        reason="Klaar",
    )
    assert client.as_("bestuurlijk").open(f"{GROUP}/meedoen").status_code == 404
    assert "Deze groep is gesloten" in client.as_("trekker").page(f"{GROUP}/uitnodigen").words


# ---- members ----------------------------------------------------------------------------------


def test_another_role_is_another_row(client: CheckingClient, database: Database) -> None:
    number = membership_id(database, "expert")
    client.as_("publiek")
    answer = client.send(
        f"{GROUP}/deelnemers/{number}", form=FORM, rol="observer", reden="Kijkt mee"
    )
    assert answer.location == f"{GROUP}/deelnemers"
    page = client.page(f"{GROUP}/deelnemers")
    assert "waarnemer" in page.words
    with database.read() as session:
        rows = session.scalars(
            select(Membership)
            .where(
                Membership.group_id == group_id(database),
                Membership.person_id == session.get_one(Membership, number).person_id,
            )
            .order_by(Membership.id)
        ).all()
    assert [(row.role, row.until) for row in rows] == [
        (MemberRole.EXPERT, TODAY),
        (MemberRole.OBSERVER, None),
    ]


def test_who_left_sees_nothing_at_the_next_click(
    client: CheckingClient, database: Database
) -> None:
    number = membership_id(database, "privaat")
    client.as_("privaat")
    assert "Buyer groups" in client.page("/").words
    client.page(GROUP)
    answer = client.send(f"{GROUP}/deelnemers/{number}/beeindigen", form=FORM, reden="Weg")
    assert answer.location == "/"
    for address in (GROUP, f"{GROUP}/deelnemers", f"{GROUP}/agenda", "/buyer-groups"):
        assert client.open(address).status_code == 404, address
    assert "Wie eerder meedeed" in client.as_("trekker").page(f"{GROUP}/deelnemers").words
    former = client.page(f"{GROUP}/deelnemers?toon=vroeger")
    assert "Ruben Smits" in former.words


@pytest.mark.parametrize("day", ["01-01-2020", "31-12-2099"])
def test_an_end_before_the_start_or_far_away_is_refused(
    client: CheckingClient, database: Database, day: str
) -> None:
    number = membership_id(database, "expert")
    address = f"{GROUP}/deelnemers/{number}/beeindigen"
    answer = client.as_("trekker").send(address, form=FORM, tot=day, reden="x")
    assert answer.status_code == 422
    assert membership_id(database, "expert") == number


def test_the_database_itself_keeps_a_person_once_in_a_group(database: Database) -> None:
    number = membership_id(database, "expert")

    def again() -> None:
        with database.write() as session, recorded(session, SEED, NOW):
            held = session.get_one(Membership, number)
            row = Membership(
                group_id=held.group_id,
                person_id=held.person_id,
                organisation_id=held.organisation_id,
                role=MemberRole.BUYER,
                in_core=False,
                is_secretary=False,
                since=TODAY,
                **stamp(SEED, NOW),
            )
            session.add(row)

    with pytest.raises(IntegrityError):
        again()


def test_private_organisations_join_only_where_a_chain_is_marked(database: Database) -> None:
    acting = Acting(database)
    with database.read() as session:
        private = session.scalars(
            select(Organisation.id).where(Organisation.slug == "stichting-voorbeeldketens")
        ).one()

    def look(slug: str) -> None:
        with database.read() as session:
            group = queries.group_by_id(session, group_id(database, slug))
            membership.refuse_private(session, group, private)

    sun = "zonnepanelen-met-bekende-herkomst"
    why = "not recorded for: Zonnepanelen"
    look("ict-hardware-langer-gebruiken")
    with pytest.raises(RefusedError, match=why):
        look(sun)
    marks = {"chain_id": acting.chains["zonnepanelen"], "since": TODAY, "reason": "Onderzoek"}
    acting.do("manager", mark_private_demand, large=True, **marks)
    look(sun)
    acting.forward(minutes=1)
    acting.do("manager", mark_private_demand, large=False, **marks)
    with pytest.raises(RefusedError, match=why):
        look(sun)


# ---- lists and files --------------------------------------------------------------------------


def test_a_list_counts_only_what_somebody_may_see(client: CheckingClient) -> None:
    assert client.as_("manager").page("/buyer-groups").heading == "Buyer groups 3"
    own = client.as_("privaat").page("/buyer-groups")
    assert own.heading == "Buyer groups 1"
    assert "Zonnepanelen" not in own.words
    for address in (
        "/buyer-groups.csv",
        "/buyer-groups?naam=zon",
        "/buyer-groups?keten=zonnepanelen",
    ):
        assert "herkomst" not in client.open(address).text
    assert client.as_("trekker").page("/buyer-groups?toon=mijn&stand=forming").heading.endswith("1")
    assert client.as_("trekker2").page("/buyer-groups?toon=mijn").heading.endswith("1")


def test_files_hold_the_members_and_nothing_runs_in_them(client: CheckingClient) -> None:
    client.as_("expert")
    text = client.open(f"{GROUP}/deelnemers.csv").text
    assert "Marloes Kuipers" in text
    assert "privaat" in text
    assert client.open(f"{GROUP}/deelnemers.xlsx").data[:2] == b"PK"
    assert client.open("/buyer-groups.xlsx").data[:2] == b"PK"
    chain = client.page("/ketens/ict-hardware-en-mobiele-apparaten/buyer-groups")
    assert "deelnemers: 6 publiek, 6 privaat" in chain.words
    other = client.as_("beheer").page("/ketens/ict-hardware-en-mobiele-apparaten/buyer-groups")
    assert "deelnemers:" not in other.words


def test_an_empty_tracker_says_what_to_do(client: CheckingClient, database: Database) -> None:
    page = client.as_("manager").page("/buyer-groups?naam=bestaatniet")
    assert "Geen groep gevonden" in page.words
    chain = client.page("/ketens/catering/buyer-groups")
    assert "nog geen buyer group" in chain.words


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "1.5"])
def test_a_page_that_is_none_is_a_sentence(client: CheckingClient, number: str) -> None:
    client.as_("trekker")
    for address in ("/buyer-groups", f"{GROUP}/deelnemers", f"{GROUP}/agenda"):
        assert client.open(f"{address}?pagina={number}").status_code == 422


def test_nothing_happens_in_a_group_before_its_first_day(
    client: CheckingClient, database: Database
) -> None:
    client.as_("manager")
    words = {"naam": "Nieuw begonnen", "waarover": "Later", "keten": "catering"}
    slug = client.send("/buyer-groups/nieuw", form=FORM, **words, vanaf="10-11-2026").location
    sent = {"persoon": "bestuurlijk@ketenbord.example", "rol": "buyer"}
    early = client.send(f"{slug}/deelnemers/toevoegen", form=FORM, **sent, vanaf="09-11-2026")
    assert early.status_code == 422
    assert "De groep bestaat vanaf 10-11-2026" in Page(early).words
    assert Page(early).fields(FORM)["vanaf"] == "09-11-2026"
    chain = client.send(f"{slug}/ketens", form=FORM, keten="schoonmaak", vanaf="09-11-2026")
    assert "De groep bestaat vanaf 10-11-2026" in chain.text
    number = group_id(database, slug.rsplit("/", 1)[1])
    move = {"group_id": number, "since": TODAY, "reason": "omdat"}
    Acting(database).do("manager", services.move_group, state=GroupState.ACTIVE, **move)
    # The first of its states counts, not the last.
    on_it = client.send(f"{slug}/deelnemers/toevoegen", form=FORM, **sent, vanaf="10-11-2026")
    assert on_it.status_code == 303


def test_stopping_with_a_chain_asks_why(client: CheckingClient, database: Database) -> None:
    client.as_("manager")
    client.send(f"{GROUP}/ketens", form=FORM, keten="catering")
    page = client.page(f"{GROUP}/ketens")
    ways = [str(tag["href"]) for tag in page.soup.select("main a[href$=beeindigen]")]
    assert len(ways) == 2
    with database.read() as session:
        catering = session.scalars(select(GroupChain.id).order_by(GroupChain.id.desc())).first()
    there = f"{GROUP}/ketens/{catering}/beeindigen"
    assert there in ways
    assert "Catering" in client.page(there).words
    refused = client.send(there, form=FORM)
    assert refused.status_code == 422
    assert "Schrijf waarom" in refused.text
    early = client.send(there, form=FORM, reden="Klaar hier", tot="01-01-2020")
    assert Page(early).all("#tot-fout")
    assert client.send(there, form=FORM, reden="Klaar hier").status_code == 303
    client.page(there, status=404)
    with database.read() as session:
        told = session.scalars(
            select(HistoryEntry.reason).where(
                HistoryEntry.object_type == "group_chain", HistoryEntry.object_id == catering
            )
        ).all()
    assert "Klaar hier" in told
    (last,) = set(ways) - {there}
    answer = client.send(last, form=FORM, reden="Ook klaar")
    assert "minstens een keten" in answer.text
    assert "Voeg eerst een andere toe" in Page(answer).words
