"""Where somebody works, their request for removal, and a name that a role takes the place of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.accounts.services import end_role
from buyergroups.db import Database
from buyergroups.profile.services import change_name
from models.base import Base
from models.people import Language, Person, PersonSession, RoleAssignment
from models.writing import Draft
from tests.access.people import person_id
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"

pytestmark = pytest.mark.both_databases


def ref_of(database: Database, account: str) -> str:
    with database.read() as session:
        return session.get_one(Person, person_id(session, account)).ref


def end_roles(database: Database, account: str, days_ago: int = 0) -> None:
    """Every role of somebody ended so many days ago."""
    act = Acting(database, NOW)
    manager, admin = act.actor("manager"), act.actor("beheer")
    with database.write() as session:
        who = person_id(session, account)
        for row in session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == who)):
            if row.until is None:
                until = max(row.since, NOW.date() - timedelta(days=days_ago))
                actor = manager if row.chain_id else admin
                end_role(session, actor, NOW, assignment=row, until=until)


def everything(database: Database) -> str:
    """Every value of every table."""
    with database.read() as session:
        rows: list[Any] = []
        for table in Base.metadata.tables.values():
            rows += session.execute(select(table)).all()
        return "\n".join(map(str, rows))


def test_somebody_goes_to_another_organisation(database: Database, new_client: NewClient) -> None:
    admin, there = new_client().as_("beheer"), f"/personen/{ref_of(database, 'publiek')}"
    page = admin.page(f"{there}/organisatie")
    assert "één organisatie tegelijk" in page.words
    wrong = admin.send(
        f"{there}/organisatie", form=FORM, organisatie="Voorbeeldstad", reden="Nieuw werk"
    )
    assert wrong.status_code == 422
    assert "Bedoel je: Gemeente Voorbeeldstad" in wrong.text
    same = admin.send(
        f"{there}/organisatie", form=FORM, organisatie="gemeente voorbeeldstad", reden="x"
    )
    assert "werkt daar al" in same.text
    future = admin.send(
        f"{there}/organisatie", form=FORM, organisatie="", vanaf="1-1-2027", reden="x"
    )
    assert "niet vooraf" in future.text
    answer = admin.send(
        f"{there}/organisatie",
        form=FORM,
        organisatie="voorbeeld logistiek b.v.",
        vanaf="1-11-2026",
        reden="Nieuw werk",
    )
    assert answer.location == there
    words = admin.page(there).words
    assert "Voorbeeld Logistiek B.V. 1 nov 2026 – werkt hier" in words
    assert "Gemeente Voorbeeldstad 21 nov 2024 1 nov 2026 voorbij" in words
    assert Acting(database).actor("publiek").sector == "private"
    assert "Marloes Kuipers" in admin.page("/personen?organisatie=voorbeeld-logistiek-bv").words
    assert "Marloes Kuipers" not in admin.page("/personen?organisatie=voorbeeldstad").words
    assert "Voorbeeld Logistiek" in new_client().as_("publiek").page("/mijn").words
    early = admin.send(
        f"{there}/organisatie", form=FORM, organisatie="", vanaf="1-10-2026", reden="x"
    )
    assert "Kies die dag of een latere" in early.text
    assert admin.send(f"{there}/organisatie", form=FORM, organisatie="", reden="Weg").location
    assert Acting(database).actor("publiek").sector is None


def test_two_who_move_the_same_person_lose_nothing(
    database: Database, new_client: NewClient
) -> None:
    admin, there = new_client().as_("beheer"), f"/personen/{ref_of(database, 'expert')}/organisatie"
    opened = admin.page(there).fields(FORM)
    assert (
        admin.send(there, form=FORM, organisatie="Gemeente Utrecht", reden="A").status_code == 303
    )
    answer = admin.post(there, data=opened | {"organisatie": "Gemeente Goes", "reden": "B"})
    assert answer.status_code == 409
    page = type(admin.page("/privacy"))(answer)
    assert page.fields(FORM)["organisatie"] == "Gemeente Goes"
    assert admin.post(there, data=page.fields(FORM)).status_code == 303


def test_a_request_is_seen_and_refused_with_a_reason(
    database: Database, new_client: NewClient
) -> None:
    mine, admin = new_client().as_("klankbord"), new_client().as_("beheer")
    assert mine.send("/mijn/verwijderen", form=FORM, wens="Ik stop ermee").status_code == 303
    assert "nog niet geantwoord" in mine.page("/mijn/verwijderen").words
    today = admin.page("/").words
    assert "Yusuf Demir vroeg op 21 nov 2026 om verwijdering" in today
    assert "vroeg op" not in new_client().as_("manager").page("/").words
    there = f"/personen/{ref_of(database, 'klankbord')}/verwijderen"
    page = admin.page(there)
    assert "Ik stop ermee" in page.words
    assert "heeft nog een rol" in page.words
    too_soon = admin.send(there, form=FORM, uitkomst="verwijderen", reden="Op verzoek")
    assert too_soon.status_code == 422
    assert "Beëindig eerst alle rollen" in too_soon.text
    assert admin.send(there, form=FORM, reden="x").status_code == 422
    no = admin.send(there, form=FORM, uitkomst="afwijzen", reden="Je hebt nog een rol.")
    assert no.status_code == 303
    assert "Je hebt nog een rol." in mine.page("/mijn/verwijderen").words
    assert "vroeg op" not in admin.page("/").words
    again = mine.send("/mijn/verwijderen", form=FORM)
    assert again.status_code == 303
    taken_back = mine.send("/mijn/verwijderen", form='form[action="/mijn/verwijderen/intrekken"]')
    assert taken_back.status_code == 303
    assert "door jou ingetrokken" in mine.page("/mijn/verwijderen").words


def test_after_removal_the_name_is_nowhere(database: Database, new_client: NewClient) -> None:
    Acting(database).do("trekker", change_name, name="Sanne de Vries", language=Language.DUTCH)
    theirs, admin = new_client().as_("trekker"), new_client().as_("beheer")
    theirs.post(
        "/concept",
        data={
            "csrf_token": theirs.page("/privacy").fields("form")["csrf_token"],
            "concept": "/mijn/verwijderen",
            "wens": "Concept van Sanne de Vries",
        },
    )
    theirs.send("/mijn/verwijderen", form=FORM, wens="Groet, Sanne Bakker")
    end_roles(database, "trekker")
    for name in ("Sanne de Vries", "Sanne Bakker", "trekker@ketenbord.example"):
        assert name in everything(database), name
    ref = ref_of(database, "trekker")
    there = f"/personen/{ref}/verwijderen"
    assert "Voormalig ketentrekker" in admin.page(there).words
    answer = admin.send(there, form=FORM, uitkomst="verwijderen", reden="Op eigen verzoek")
    assert answer.location == f"/personen/{ref}"
    left = everything(database)
    for name in ("Sanne", "sanne", "trekker@ketenbord.example"):
        assert name not in left, [line for line in left.splitlines() if name in line][:3]
    assert theirs.get("/bord").status_code == 302
    assert "zijn verwijderd op" in admin.page(answer.location).words
    assert "Voormalig ketentrekker" not in admin.page("/personen").words
    assert "Sanne" not in admin.page("/personen?naam=sanne").words.replace("naam=sanne", "")
    earlier = admin.page("/bord?op=2026-10-01").text
    assert "Voormalig ketentrekker" in earlier
    assert "Sanne" not in earlier
    assert "Voormalig ketentrekker" in admin.page("/beheer/logboek").words
    table = admin.get("/bord/tabel.csv?op=2026-10-01").get_data(as_text=True)
    assert "Voormalig ketentrekker" in table
    assert "Voormalig ketentrekker" in admin.page("/ketens/zonnepanelen/geschiedenis").words
    refused = admin.get(there)
    assert refused.status_code == 200
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.ref == ref)).one()
        assert person.blocked_at is not None
        assert person.password_hash is None
        assert session.scalars(select(Draft).where(Draft.person_id == person.id)).all() == []
        devices = select(PersonSession.device).where(PersonSession.person_id == person.id)
        assert set(session.scalars(devices)) == {"-"}


def test_without_a_request_the_term_must_have_passed(
    database: Database, new_client: NewClient
) -> None:
    admin, there = new_client().as_("beheer"), f"/personen/{ref_of(database, 'expert')}/verwijderen"
    end_roles(database, "expert", days_ago=100)
    assert "De bewaartermijn loopt tot" in admin.page(there).words
    token = admin.page("/privacy").fields("form")["csrf_token"]
    early = admin.post(there, data={"csrf_token": token, "reden": "Omdat"})
    assert early.status_code == 422
    assert "bewaartermijn is nog niet voorbij" in early.text
    assert "Van niemand" in admin.page("/personen/bewaartermijn").words
    changed = admin.send("/beheer/instellingen/retention-days", waarde="90", reden="Korter")
    assert changed.status_code == 303
    assert "Eva Lindeman" in admin.page("/personen/bewaartermijn").words
    assert "Van 1 persoon is de bewaartermijn voorbij" in admin.page("/").words
    assert admin.send(there, form=FORM, reden="Termijn voorbij").status_code == 303
    assert "Van niemand" in admin.page("/personen/bewaartermijn").words
    assert "Eva Lindeman" not in everything(database)


def test_nobody_removes_themselves(database: Database, client: CheckingClient) -> None:
    client.as_("beheer")
    there = f"/personen/{ref_of(database, 'beheer')}"
    assert "Gegevens verwijderen" not in client.page(there).words
    token = client.page("/privacy").fields("form")["csrf_token"]
    answer = client.post(f"{there}/verwijderen", data={"csrf_token": token, "reden": "x"})
    assert answer.status_code == 422


def test_all_data_to_take_along(database: Database, new_client: NewClient) -> None:
    mine, admin = new_client().as_("privaat"), new_client().as_("beheer")
    mine.send("/mijn/verwijderen", form=FORM, wens="Mijn wens")
    own = json.loads(mine.get("/mijn/gegevens.json").data)
    assert own["organisations"][0]["organisation"] == "Voorbeeld Logistiek B.V."
    assert own["removal_requests"][0]["wish"] == "Mijn wens"
    assert "drafts" in own
    answer = admin.get(f"/personen/{ref_of(database, 'privaat')}/gegevens.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.data)
    assert told["person"]["email"] == "privaat@ketenbord.example"
    assert told["removal_requests"][0]["wish"] == "Mijn wens"
    assert "drafts" not in told
    assert "password_hash" not in answer.text
    assert told["roles"]
