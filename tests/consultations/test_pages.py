"""Pages of a file: who reads what, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from buyergroups.consultations import blocks, interests, reading, services
from buyergroups.consultations.blocks import AnswerLine, FollowUpLine, QuestionLine
from buyergroups.db import Database
from models.consultations import ConsultationItem, ConsultationState
from tests.consultations.making import (
    FORM,
    GROUP,
    TODAY,
    announced,
    heard,
    logged,
    person,
    state_of,
    with_supplier,
)
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
BLOCKS = ("gegevens", "aanwezig", "vragen", "gehoord", "samenvatting", "vervolg", "platform")


def whole(database: Database) -> str:
    """A file with something in each block; its reference."""
    ref, acting = logged(database).ref, Acting(database)
    heard(database, ref)
    with_supplier(database, ref, checked_on=TODAY)
    mine = person(database, "publiek")
    for service, values in (
        (blocks.set_attendees, {"person_ids": [mine]}),
        (blocks.set_questions, {"lines": [QuestionLine("Wie repareert?", 1)]}),
        (blocks.set_follow_ups, {"lines": [FollowUpLine("Eisen delen", mine, TODAY)]}),
        (blocks.set_answers, {"lines": [AnswerLine("Mag het digitaal?", "Ja.", TODAY)]}),
        (services.write_summary, {"text": "**Kort** gezegd"}),
    ):
        acting.do("publiek", service, ref=ref, **values)
    return ref


@pytest.mark.parametrize(
    ("account", "seen"),
    [
        ("publiek", {"verslag", "publieke deelnemers", "hele groep"}),
        ("trekker", {"verslag", "publieke deelnemers", "hele groep"}),
        ("trekker2", {"verslag", "publieke deelnemers", "hele groep"}),
        ("expert", {"verslag", "publieke deelnemers", "hele groep"}),
        ("privaat", {"verslag", "hele groep"}),
        ("privaat2", None),
        ("beheer", None),
        ("klankbord", None),
        ("bestuurlijk", None),
    ],
)
def test_everybody_reads_what_is_for_them(
    client: CheckingClient, database: Database, account: str, seen: set[str] | None
) -> None:
    ref = whole(database)
    client.as_(account)
    if seen is None:
        assert client.get(f"/marktconsultaties/{ref}").status_code == 404
        return
    page = client.page(f"/marktconsultaties/{ref}")
    for text in ("verslag", "publieke deelnemers", "hele groep"):
        assert (
            f"Voor {'het ' if text == 'verslag' else 'de ' if text == 'hele groep' else ''}{text}"
            in page.words
        ) is (text in seen)
    for text in (
        "Reparatie van laptops",
        "Wie repareert?",
        "Eisen delen",
        "Voorbeeld Refurbish",
        "Marloes Kuipers",
        "Mag het digitaal?",
        "Kort gezegd",
    ):
        assert text in page.words, text


def test_all_pages_of_a_file_in_both_languages(client: CheckingClient, database: Database) -> None:
    ref = whole(database)
    client.as_("publiek")
    client.page(f"/marktconsultaties/{ref}")
    for part in (*BLOCKS, "stap", "belang"):
        client.page(f"/marktconsultaties/{ref}/{part}")
    client.page(f"/buyer-groups/{GROUP}/marktconsultaties")
    client.page(f"/buyer-groups/{GROUP}")
    client.page("/")
    client.post("/taal", data={"taal": "en"})
    client.page(f"/marktconsultaties/{ref}")


def test_who_only_reads_sees_no_way_to_write(client: CheckingClient, database: Database) -> None:
    ref = whole(database)
    client.as_("expert")
    page = client.page(f"/marktconsultaties/{ref}")
    links = [str(link["href"]) for link in page.soup.select("main a")]
    assert not [link for link in links if link.endswith((*BLOCKS, "stap"))]
    for part in (*BLOCKS, "stap"):
        assert client.get(f"/marktconsultaties/{ref}/{part}").status_code == 404
        assert (
            client.send(
                f"/marktconsultaties/{ref}/belang", form=FORM, to=f"/marktconsultaties/{ref}/{part}"
            ).status_code
            == 404
        )


def test_from_announced_to_a_report_that_is_ready(
    client: CheckingClient, database: Database
) -> None:
    ref = announced(database, held_on=TODAY).ref
    client.as_("publiek")
    here = f"/marktconsultaties/{ref}"
    step = client.page(here).soup.select("main .kb-button--primary")
    assert [link.get_text() for link in step] == ["Verder naar: gehouden"]
    client.send(str(step[0]["href"]), form=FORM)
    page = client.page(here)
    assert "Voor het verslag ontbreekt nog" in page.words
    link = str(page.soup.select_one("main .kb-button--primary")["href"])  # type: ignore[index]
    refused = client.send(link, form=FORM)
    assert refused.status_code == 422
    assert "Schrijf een samenvatting" in refused.text
    client.send(f"{here}/samenvatting", form=FORM, samenvatting="Goed gesprek")
    assert client.send(link, form=FORM).status_code == 303
    assert state_of(database, ref).state is ConsultationState.REPORTED
    assert client.page(f"{here}/stap").fields(FORM)["stap"] == "held", "the only one is chosen"
    back = client.send(f"{here}/stap", form=FORM)
    assert "Schrijf waarom" in back.text
    client.send(f"{here}/stap", form=FORM, stap="held", reden="Nog iets vergeten")
    assert "Nog iets vergeten" in client.page(here).words


@pytest.mark.parametrize(
    ("part", "first", "second"),
    [
        ("vragen", {"v0-vraag": "Van de een"}, {"v0-vraag": "Van de ander"}),
        ("gehoord", {"g0-tekst": "Van de een"}, {"g0-tekst": "Van de ander"}),
        ("samenvatting", {"samenvatting": "Van de een"}, {"samenvatting": "Van de ander"}),
        ("gegevens", {"onderwerp": "Van de een"}, {"onderwerp": "Van de ander"}),
        ("platform", {"p0-vraag": "Van de een"}, {"p0-vraag": "Van de ander"}),
    ],
)
def test_the_second_to_save_sees_both_texts(
    client: CheckingClient,
    database: Database,
    part: str,
    first: dict[str, str],
    second: dict[str, str],
) -> None:
    here = f"/marktconsultaties/{logged(database).ref}/{part}"
    client.as_("publiek")
    old = client.page(here).fields(FORM)
    client.send(here, form=FORM, **first)
    answer = client.post(here, data={**old, **second})
    assert answer.status_code == 409
    assert "Van de een" in answer.text
    assert "Van de ander" in answer.text
    kept = client.post(here, data=Page(answer).fields(FORM))
    assert kept.status_code == 303
    words = client.page(here.rsplit("/", 1)[0]).words
    assert "Van de ander" in words
    if part in ("vragen", "gehoord", "platform"):
        assert "Van de een" in words, "nobody's line is gone"


@pytest.mark.parametrize(
    ("part", "wrong", "why"),
    [
        ("gehoord", {"g0-tekst": "x", "g0-uitkomst": "not"}, "Punt 1: Schrijf waarom"),
        ("gehoord", {"g1-waarom": "alleen waarom"}, "Punt 2: Schrijf wat je hoorde."),
        ("gehoord", {"g0-tekst": "x", "g0-lezers": "iedereen"}, "Kies een van"),
        ("gehoord", {"g0-tekst": "x", "g0-thema": "99999"}, "Kies een van"),
        ("vervolg", {"a0-actie": "x"}, "Vervolg 1: Kies wie het doet."),
        ("vervolg", {"a0-actie": "x", "a0-voor": "31-02-2027"}, "bestaat niet"),
        ("vervolg", {"a0-actie": "x\x00", "a0-eigenaar": ""}, "NUL"),
        ("vragen", {"v0-vraag": "x" * 5001}, "5000"),
        ("gegevens", {"dag": "01-01-20260"}, ""),
        ("gegevens", {"van": "25:00"}, "geen tijd"),
        ("gegevens", {"link": "javascript:alert(1)"}, "https://"),
        ("gegevens", {"kenmerk": "<b>"}, "kenmerk"),
        ("gegevens", {"soort": "feest"}, "Kies een van"),
        ("gegevens", {"minuten": "-1"}, "minuten"),
        ("aanwezig", {"wie": "99999999"}, "Kies iemand van de groep"),
        ("platform", {"p0-antwoord": "Ja"}, "Schrijf bij een antwoord de vraag."),
    ],
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_lost(
    client: CheckingClient, database: Database, part: str, wrong: dict[str, str], why: str
) -> None:
    here = f"/marktconsultaties/{logged(database).ref}/{part}"
    client.as_("publiek")
    answer = client.send(here, form=FORM, **wrong)
    assert answer.status_code == 422
    assert why in answer.text
    assert 'role="alert"' in answer.text


def test_more_lines_are_asked_for_without_recording(
    client: CheckingClient, database: Database
) -> None:
    found = logged(database)
    here = f"/marktconsultaties/{found.ref}/vragen"
    client.as_("publiek")
    before = len(client.page(here).soup.select("fieldset.kb-line"))
    answer = client.send(here, form=FORM, erbij="v", **{"v0-vraag": "Bewaar mij"})
    assert answer.status_code == 200
    assert answer.text.count('class="kb-line"') == before + 2
    assert "Bewaar mij" in answer.text
    with database.read() as session:
        assert not reading.questions(session, found.id)


def test_an_emptied_line_is_taken_away(client: CheckingClient, database: Database) -> None:
    ref = whole(database)
    client.as_("publiek")
    client.send(f"/marktconsultaties/{ref}/gehoord", form=FORM, **{"g1-tekst": ""})
    words = client.page(f"/marktconsultaties/{ref}").words
    assert "Voor publieke deelnemers" not in words
    assert "Voor de hele groep" in words
    with database.read() as session:
        assert session.scalars(
            select(ConsultationItem.id).where(ConsultationItem.removed_at.is_not(None))
        ).all()


def test_a_follow_up_is_finished_by_its_owner(client: CheckingClient, database: Database) -> None:
    ref = whole(database)
    client.as_("publiek")
    assert "Eisen delen" in client.page("/").words
    done = next(
        str(link["href"])
        for link in client.page(f"/marktconsultaties/{ref}").soup.select("a[href*='/vervolg/']")
    )
    client.send(done, form=FORM, resultaat="Gedeeld met zes gemeenten")
    assert "Gedeeld met zes gemeenten" in client.page(f"/marktconsultaties/{ref}").words
    assert client.get(done).status_code == 404
    assert "Eisen delen" not in client.page("/").words


def test_who_declares_an_interest_is_out_at_once(
    client: CheckingClient, database: Database
) -> None:
    ref = whole(database)
    here = f"/marktconsultaties/{ref}"
    client.as_("expert")
    sent = client.page(f"{here}/belang").fields(FORM)
    sent["belang"] = "Adviseert een marktpartij"
    answer = client.post(f"{here}/belang", data=sent)
    assert answer.location == "/"
    assert "Je belang staat vast" in client.page("/").words
    # Pressed twice, the second answer is the same, and not that there is no such thing.
    again = client.post(f"{here}/belang", data=sent)
    assert (again.status_code, again.location) == (303, "/")
    assert "Dit is al vastgelegd" in client.page("/").words
    other = Page(client.post(f"{here}/belang", data={**sent, "belang": "Iets anders"}))
    assert (other.status, "met een andere tekst" in other.words) == (409, True)
    # The key is of who sent it: for others, and with another key, there is nothing.
    assert client.post(f"{here}/belang", data={**sent, "inzending": "x"}).status_code == 404
    assert client.get(here).status_code == 404
    assert "Reparatie van laptops" not in client.page(f"/buyer-groups/{GROUP}").words
    assert "Reparatie" not in client.page(f"/buyer-groups/{GROUP}/marktconsultaties").words
    page = client.as_("trekker").page(here)
    assert "Adviseert een marktpartij" in page.words
    end = next(str(link["href"]) for link in page.soup.select("a[href$='beeindigen']"))
    assert client.as_("privaat").get(end).status_code == 404
    assert "Adviseert" not in client.page(here).words
    client.as_("trekker").send(end, form=FORM, reden="Opdracht voorbij")
    client.as_("expert").page(here)


def test_what_is_due_stands_on_today_and_on_the_page_of_the_group(
    client: CheckingClient, database: Database
) -> None:
    late = logged(database, held_on=TODAY - timedelta(days=40), subject="Te laat")
    logged(database, subject="Nog niet")
    a_week = timedelta(days=7)
    planned = TODAY - timedelta(days=2)
    announced(database, now=NOW - a_week, held_on=planned, subject="Was gepland")
    announced(database, held_on=TODAY + timedelta(days=3), subject="Komt nog")
    for account, sees in (("publiek", True), ("trekker", True), ("expert", False)):
        client.as_(account)
        page, group = client.page("/"), client.page(f"/buyer-groups/{GROUP}").words
        today, asked = page.words, " ".join(page.all("[aria-labelledby=nu]"))
        assert ("Te laat" in asked) is sees, account
        assert ("Was gepland" in asked) is sees, account
        assert ("Gesprek met de markt gehad" in today) is (account != "trekker"), account
        assert "Nog niet verslag" not in today
        assert ("Het verslag van 'Te laat'" in group) is sees
        assert "Komt nog" in group
        assert "Komt nog" in today
    assert client.as_("privaat2").page(f"/buyer-groups/{GROUP}").words.count("Komt nog") == 0
    assert client.as_("publiek").page(f"/marktconsultaties/{late.ref}").all(".kb-late")


def test_the_list_of_a_group_tells_of_no_file_that_one_may_not_read(
    client: CheckingClient, database: Database
) -> None:
    made = logged(database)
    there = f"/buyer-groups/{GROUP}/marktconsultaties"
    assert made.subject in client.as_("publiek").page(there).words
    page = client.as_("privaat2").page(there)
    assert made.subject not in page.words
    assert "Marktconsultaties 0" in page.words.replace("  ", " ")
    assert client.as_("klankbord").get(there).status_code == 404
    acting = Acting(database)
    acting.do(
        "publiek",
        interests.declare_interest,
        ref=made.ref,
        person_id=person(database, "publiek"),
        about="x",
    )
    assert made.subject not in client.as_("publiek").page(there).words


def test_what_is_not_there_answers_as_what_is_hidden(
    client: CheckingClient, database: Database
) -> None:
    ref = whole(database)
    client.as_("klankbord")
    hidden = client.get(f"/marktconsultaties/{ref}")
    absent = client.get("/marktconsultaties/bcdfghjkmn")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.text.replace(ref, "bcdfghjkmn") == absent.text or len(hidden.text) == len(
        absent.text
    )
