"""Pages about people: roles given and ended, blocked, and who has which rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from buyergroups.db import Database
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.services import change_setting
from models.people import Person
from tests.access.people import person_id, somebody
from tests.access.signing import sign_in
from tests.support.acting import Acting
from tests.support.client import PASSWORD, CheckingClient

NewClient = Callable[[], CheckingClient]
WHY = {"reason": "omdat", "password": PASSWORD}

pytestmark = pytest.mark.both_databases


def post(client: CheckingClient, address: str, **values: str) -> int:
    token = client.page("/privacy").fields("form")["csrf_token"]
    return client.post(address, data={"csrf_token": token, **values}).status_code


def test_roles_are_given_and_ended(database: Database, new_client: NewClient) -> None:
    there = f"/personen/{somebody(database)['person']}"
    admin, manager = new_client().as_("beheer"), new_client().as_("manager")
    assert post(admin, f"{there}/rollen", role="expert", **WHY) == 303
    assert post(admin, f"{there}/rollen", role="expert", **WHY) == 422
    assert post(admin, f"{there}/rollen", role="chain-lead:zonnepanelen", **WHY) == 422
    assert post(manager, f"{there}/rollen", role="chain-lead:zonnepanelen", **WHY) == 303
    assert post(manager, f"{there}/rollen", role="expert", **WHY) == 422
    role = somebody(database)["role"]
    assert post(manager, f"{there}/rollen/{role}/beeindigen", **WHY) == 404
    assert post(admin, f"{there}/rollen/{role}/beeindigen", **WHY) == 303
    assert post(admin, f"{there}/rollen/{role}/beeindigen", **WHY) == 422
    assert "voorbij" in admin.page(there).words
    assert "ketentrekker" in manager.page("/personen?rol=chain-lead").words


def test_blocked_is_out(database: Database, new_client: NewClient) -> None:
    there = f"/personen/{somebody(database)['person']}"
    theirs, admin = new_client().as_("klankbord"), new_client().as_("beheer")
    assert post(admin, f"{there}/blokkeren", reason="weg") == 303
    assert theirs.get("/bord").status_code == 302
    assert "geblokkeerd" in admin.page("/personen").words
    assert post(admin, f"{there}/deblokkeren", reason="terug") == 303
    assert theirs.get("/bord").status_code == 302


def test_there_is_always_an_administrator(database: Database, new_client: NewClient) -> None:
    admin = new_client().as_("beheer")
    with database.read() as session:
        ref = session.get_one(Person, person_id(session, "beheer")).ref
    assert post(admin, f"/personen/{ref}/blokkeren", reason="ik") == 422


def test_rights_are_confirmed(new_client: NewClient) -> None:
    admin = new_client().as_("beheer")
    page = admin.page("/personen/rechten")
    assert "nog nooit bevestigd" in page.words
    assert admin.send("/personen/rechten").status_code == 303
    assert "Laatst bevestigd" in admin.page("/personen/rechten").words
    assert "beheerder" in admin.get("/personen/rechten.csv").text


def test_what_makes_no_sense_narrows_nothing(new_client: NewClient) -> None:
    client = new_client().as_("manager")
    for query in ("pagina=0", "pagina=abc", "rol=god", "naam=%25%00", "pagina=99999"):
        client.page(f"/personen?{query}")
    assert "Laatst ingelogd" not in client.page("/personen").words


def test_who_gets_more_rights_signs_in_again(database: Database, new_client: NewClient) -> None:
    there = f"/personen/{somebody(database)['person']}"
    theirs, manager = new_client().as_("klankbord"), new_client().as_("manager")
    admin = new_client().as_("beheer")
    assert post(admin, f"{there}/rollen", role="expert", **WHY) == 303
    assert theirs.get("/bord").status_code == 200
    assert post(manager, f"{there}/rollen", role="chain-lead:zonnepanelen", **WHY) == 303
    assert theirs.get("/bord").status_code == 302
    again = new_client().as_("klankbord")
    assert post(manager, f"{there}/rollen", role="chain-lead:catering", **WHY) == 303
    assert again.get("/bord").status_code == 200


def test_the_second_factor_is_asked_of_who_joins_the_team(
    database: Database, new_client: NewClient
) -> None:
    act = Acting(database)
    act.do(
        "beheer",
        change_setting,
        programme_id=1,
        key=SettingKey.FACTOR_REQUIRED,
        value=1,
        reason="x",
    )
    there = f"/personen/{somebody(database)['person']}"
    assert sign_in(new_client(), "klankbord").location == "/"
    manager = new_client().as_("manager")
    assert post(manager, f"{there}/rollen", role="chain-lead:zonnepanelen", **WHY) == 303
    answer = sign_in(new_client(), "klankbord")
    assert answer.location == "/inloggen/code"


def test_who_makes_oneself_lead_stays(database: Database, new_client: NewClient) -> None:
    manager = new_client().as_("manager")
    with database.read() as session:
        ref = session.get_one(Person, person_id(session, "manager")).ref
    role = {"role": "chain-lead:zonnepanelen", **WHY}
    assert post(manager, f"/personen/{ref}/rollen", **role) == 303
    assert manager.get("/bord").status_code == 200
