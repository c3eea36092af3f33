"""A plan on its pages: begun, written, reviewed, adopted, compared; who sees which of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from buyergroups.accounts.services import give_role
from buyergroups.db import Database
from buyergroups.documents.rules import Move
from models.people import Role
from tests.access.people import MAKER, person_id
from tests.plans.writing import CHAIN, PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"
OUTSIDE = ("publiek", "privaat", "expert", "bestuurlijk", "klankbord", "beheer")


def press(client: CheckingClient, address: str, action: str) -> Page:
    answer = client.send(address, f"form[action='{action}']")
    assert answer.status_code == 303, answer.text[:500]
    return client.page(answer.location.partition("#")[0])


@pytest.mark.both_databases
def test_from_nothing_to_a_second_version(new_client: NewClient) -> None:
    lead, manager = new_client().as_("trekker2"), new_client().as_("manager")
    reader = new_client().as_("publiek")
    assert "nog geen vastgesteld plan" in reader.page(PLAN).words
    draft = press(lead, PLAN, f"{PLAN}/beginnen")
    assert "concept" in draft.words
    sent = lead.send(f"{PLAN}/concept/tekst/scope", FORM, tekst="Wij kopen **jassen**.")
    assert sent.status_code == 303
    assert "<strong>jassen</strong>" in lead.page(f"{PLAN}/concept").text
    assert lead.send(f"{PLAN}/concept/stap/indienen", FORM).status_code == 303
    said = manager.send(f"{PLAN}/concept/opmerkingen/scope", FORM, opmerking="Welke jassen?")
    assert said.status_code == 303
    assert "Welke jassen?" in lead.page(f"{PLAN}/concept").words
    back = manager.send(f"{PLAN}/concept/stap/terugsturen", FORM, reden="Nog niet af")
    assert back.status_code == 303
    lead.send(f"{PLAN}/concept/tekst/scope", FORM, tekst="Wij kopen **regenjassen**.")
    lead.send(f"{PLAN}/concept/stap/indienen", FORM)
    done = manager.send(f"{PLAN}/concept/stap/vaststellen", FORM, reden="Akkoord")
    assert (done.status_code, done.location) == (303, PLAN)
    told = reader.page(f"{PLAN}/versies").words
    assert "Akkoord" in told
    assert "Nog niet af" not in told, "what was said in review is for who may see a draft"
    assert "Nog niet af" in lead.page(f"{PLAN}/versies").words
    page = reader.page(PLAN)
    assert "versie 1" in page.words
    assert "regenjassen" in page.words
    assert "Productketenplan v1" in reader.page(f"/ketens/{CHAIN}").words
    press(lead, PLAN, f"{PLAN}/beginnen")
    lead.send(f"{PLAN}/concept/tekst/scope", FORM, tekst="Wij kopen **hesjes**.")
    lead.send(f"{PLAN}/concept/stap/indienen", FORM)
    manager.send(f"{PLAN}/concept/stap/vaststellen", FORM, reden="Akkoord")
    compared = reader.page(f"{PLAN}/vergelijken?van=1&naar=2")
    assert compared.all(".kb-compare del") == ["[weg: regenjassen ]"]
    assert compared.all(".kb-compare ins") == ["[nieuw: hesjes ]"]
    old = reader.page(f"{PLAN}/versies/1")
    assert "vervangen" in old.words
    assert "regenjassen" in old.words
    happened = lead.page(f"{PLAN}/versies").words
    assert "Akkoord" in happened
    assert "Nog niet af" in happened


@pytest.mark.both_databases
@pytest.mark.parametrize("who", OUTSIDE)
def test_a_draft_does_not_exist_for_others(demo: Database, new_client: NewClient, who: str) -> None:
    reader = new_client().as_(who)
    addresses = (PLAN, f"/ketens/{CHAIN}", f"/ketens/{CHAIN}/geschiedenis", f"{PLAN}/versies")
    before = [_shown(reader.page(address)) for address in addresses]
    logged = _logged(reader) if who == "beheer" else ""
    plan = Plan(Acting(demo))
    plan.begin()
    plan.write("scope", "Geheimwoord")
    assert [_shown(reader.page(address)) for address in addresses] == before
    for state in range(2):
        for part in ("", "/tekst/scope", "/stap/vaststellen", "/opmerkingen/scope"):
            reader.page(f"{PLAN}/concept{part}", 404)
        assert "Geheimwoord" not in reader.page(f"{PLAN}/vergelijken?naar=concept").text
        if not state:
            plan.move(Move.SUBMIT)
    assert [_shown(reader.page(address)) for address in addresses] == before
    if who == "beheer":
        assert _logged(reader).count("document") == logged.count("document")


def _logged(client: CheckingClient) -> str:
    return " ".join(client.page("/beheer/logboek").all("li.kb-entry")).lower()


def _shown(page: Page) -> str:
    main = page.soup.select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_logbook_tells_of_a_version_once_it_is_adopted(
    demo: Database, client: CheckingClient
) -> None:
    """The logbook is the administrator's; a draft stands in it when it is adopted."""
    Plan(Acting(demo)).adopt()
    told = _logged(client.as_("beheer"))
    assert "versie van een document" in told
    assert "deel van een document" not in told


@pytest.mark.both_databases
def test_two_write_in_the_same_section(demo: Database, new_client: NewClient) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    lead = new_client().as_("trekker2")
    address = f"{PLAN}/concept/tekst/scope"
    fields = lead.page(address).fields(FORM)
    other = lead.page(f"{PLAN}/concept/tekst/risks").fields(FORM)
    plan.write("scope", "Hun tekst")
    # Another section is not in the way.
    assert lead.post(f"{PLAN}/concept/tekst/risks", data=other | {"tekst": "x"}).status_code == 303
    page = Page(lead.post(address, data=fields | {"tekst": "Mijn tekst"}))
    assert page.status == 409
    assert "Hun tekst" in page.words
    again = page.fields(FORM)
    assert again["tekst"] == "Mijn tekst"
    assert lead.post(address, data=again).status_code == 303
    assert "Mijn tekst" in lead.page(f"{PLAN}/concept").words


def test_what_was_typed_while_it_was_submitted_is_kept(
    demo: Database, new_client: NewClient
) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    plan.write("risks", "x")
    lead = new_client().as_("trekker2")
    address = f"{PLAN}/concept/tekst/scope"
    fields = lead.page(address).fields(FORM) | {"tekst": "Lang getypt"}
    plan.move(Move.SUBMIT)
    page = Page(lead.post(address, data=fields))
    assert page.status == 422
    assert page.fields(FORM)["tekst"] == "Lang getypt"
    plan.move(Move.ADOPT, "manager")
    page = Page(lead.post(address, data=fields))
    assert page.status == 422
    assert page.fields(FORM)["tekst"] == "Lang getypt"


def test_the_preview_keeps_nothing(demo: Database, new_client: NewClient) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    lead = new_client().as_("trekker2")
    address = f"{PLAN}/concept/tekst/scope"
    page = Page(lead.send(address, FORM, tekst="**vet**", bekijk="ja"))
    assert page.status == 200
    assert "<strong>vet</strong>" in page.text
    assert page.fields(FORM)["tekst"] == "**vet**"
    with demo.read() as session:
        assert plan.texts(session)["scope"] == ""


@pytest.mark.both_databases
def test_whoever_submitted_it_does_not_adopt_it(demo: Database, new_client: NewClient) -> None:
    act = Acting(demo)
    with demo.write() as session:
        lead = person_id(session, "trekker2")
        give_role(session, MAKER, act.now, person_id=lead, role=Role.PROGRAMME_MANAGER)
    plan = Plan(act)
    plan.begin()
    plan.write("scope", "x")
    plan.move(Move.SUBMIT)
    both = new_client().as_("trekker2")
    assert f"{PLAN}/concept/stap/vaststellen" not in both.page(f"{PLAN}/concept").text
    answer = both.send(f"{PLAN}/concept/stap/vaststellen", FORM, reden="Akkoord")
    assert answer.status_code == 422
    assert "Iemand anders stelt haar vast" in answer.text


@pytest.mark.both_databases
def test_a_step_that_cannot_be_made_says_why(demo: Database, new_client: NewClient) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    plan.write("scope", "x")
    manager = new_client().as_("manager")
    step = f"{PLAN}/concept/stap/vaststellen"
    refused = manager.page(step, status=422)
    assert refused.heading == "Dit kan zo niet"
    assert "Deze versie is een concept. Dien haar eerst in." in refused.words
    plan.move(Move.SUBMIT)
    stood_open = manager.page(step).fields(FORM)
    plan.move(Move.RETURN, "manager")
    answer = Page(manager.post(step, data={**stood_open, "reden": "Akkoord"}))
    assert answer.status == 409
    assert "Iemand anders was je voor" in answer.words
    assert "Dien haar eerst in" in answer.words
    # The form shows by now what stands there, and sent again nobody is before anybody.
    again = Page(manager.post(step, data={**answer.fields(FORM), "reden": "Akkoord"}))
    assert again.status == 422
    assert "Iemand anders was je voor" not in again.words
    assert "Dien haar eerst in" in again.words
    assert again.fields(FORM)["reden"] == "Akkoord"


@pytest.mark.both_databases
def test_questions_are_the_administrators_and_hold_for_what_begins_later(
    demo: Database, new_client: NewClient
) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    admin, lead = new_client().as_("beheer"), new_client().as_("trekker2")
    address = "/beheer/vragen/chain-plan/scope"
    assert "Wie levert" in admin.page("/beheer/vragen").words
    empty = admin.send(address, FORM, nl=" ")
    assert empty.status_code == 422
    fields = {"nl": "Wat nu?\n\nEn dan?", "en": "What now?\nAnd then?", "reden": "Korter"}
    assert admin.send(address, FORM, **fields).status_code == 303
    assert "Wie levert" in lead.page(f"{PLAN}/concept/tekst/scope").words
    plan.move(Move.WITHDRAW)
    plan.begin()
    words = lead.page(f"{PLAN}/concept/tekst/scope").all("main li")
    assert {"Wat nu?", "En dan?"} <= set(words)
    assert "Korter" in admin.page(address).words or "Wie levert" in admin.page(address).words
    for who in ("manager", "trekker2", "publiek"):
        new_client().as_(who).page(address, 404)
    admin.page("/beheer/vragen/chain-plan/bestaat-niet", 404)
    admin.page("/beheer/vragen/bestaat-niet/scope", 404)


def test_a_comment_is_settled_and_opened_again(demo: Database, new_client: NewClient) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    plan.write("scope", "x")
    plan.move(Move.SUBMIT)
    other = new_client().as_("trekker")
    other.send(f"{PLAN}/concept/opmerkingen/scope", FORM, opmerking="Leg dit uit")
    lead = new_client().as_("trekker2")
    settle = "form[action$='/afhandelen']"
    assert lead.send(f"{PLAN}/concept", settle).status_code == 303
    assert "afgehandeld op" in lead.page(f"{PLAN}/concept").words
    assert lead.send(f"{PLAN}/concept", settle).status_code == 303
    assert "afgehandeld op" not in lead.page(f"{PLAN}/concept").words
    asked = new_client().as_("manager").page(f"{PLAN}/concept/stap/vaststellen").words
    assert "1 opmerking staat nog open" in asked
