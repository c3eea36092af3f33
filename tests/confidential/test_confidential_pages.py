"""The pages of answers in confidence: writing, reading, replacing, taking along; for readers."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from models.confidential import (
    AccessKind,
    ConfidentialAccess,
    ConfidentialAnswer,
)
from models.people import Person
from tests.access.people import person_id
from tests.confidential.making import (
    SUPPLIER,
    Secrets,
    add_supplier,
    end_memberships,
    make_consultation,
)
from tests.support.client import CheckingClient

pytestmark = pytest.mark.both_databases
FORM = "form[data-concept]"
TEXT = "Onze marge is elf procent.\nTweede regel <script>x</script>"


@pytest.fixture
def secrets(database: Database) -> Secrets:
    return Secrets(database)


def how_often(database: Database, kind: AccessKind) -> int:
    with database.read() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(ConfidentialAccess)
                .where(ConfidentialAccess.kind == kind)
            )
            or 0
        )


def press(client: CheckingClient, address: str, form: str) -> str:
    answer = client.send(address, form=form)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_an_answer_is_recorded_and_read_after_a_click(
    client: CheckingClient, database: Database
) -> None:
    with database.write() as session:
        file = make_consultation(session)
        add_supplier(session, file)
        path = f"/marktconsultaties/{file.ref}/vertrouwelijk"
    client.as_("publiek")
    page = client.page(f"{path}/nieuw")
    assert "Alleen wie je hieronder kiest, leest dit" in page.words
    assert "wordt de marktpartij eerst gehoord" in page.words
    made = client.send(
        f"{path}/nieuw", form=FORM, tekst=TEXT, verteld="10-11-2026", hoe="aan het begin"
    )
    assert made.location == path
    listed = client.page(path)
    assert SUPPLIER in listed.words
    assert "marge" not in listed.text
    [address] = [str(link["href"]) for link in listed.soup.select(".kb-sealed tbody a")]
    assert "marge" not in client.page(address).text
    assert "aan het begin" in client.page(address).words
    shown = press(client, address, f"form[action='{address}/lezen']")
    assert "Onze marge is elf procent." in shown
    assert "<script>x" not in shown
    assert "marge" not in client.page(address).text
    assert "gelezen" in " ".join(client.page(address).all("main .kb-list li"))
    assert how_often(database, AccessKind.READ) == 1


def test_the_same_click_twice_is_recorded_once(
    client: CheckingClient, database: Database, secrets: Secrets
) -> None:
    client.as_("publiek")
    address = secrets.address()
    sent = client.page(address).fields(f"form[action='{address}/lezen']")
    for _ in range(2):
        answer = client.post(f"{address}/lezen", data=sent)
        assert "Geheim voor organisation" in answer.text
    assert how_often(database, AccessKind.READ) == 1


@pytest.mark.parametrize("account", ["privaat", "expert", "manager", "beheer", "trekker2"])
def test_who_may_not_read_gets_what_is_not_there(
    client: CheckingClient, database: Database, secrets: Secrets, account: str
) -> None:
    client.as_(account)
    address = secrets.address()
    token = client.page("/privacy").fields("form")["csrf_token"]
    for asked in (address, f"{address}/vervangen"):
        assert client.get(asked).status_code == 404
    for asked in (f"{address}/lezen", f"{address}/overnemen", f"{address}/vervangen"):
        assert client.post(asked, data={"csrf_token": token}).status_code == 404
    wanted = {"csrf_token": token, "voor": "woo", "soort": "csv"}
    file = client.post(f"{secrets.path}/bestand", data=wanted)
    own = account in ("manager", "trekker2")  # of the programme team: its own answer is there
    assert file.status_code == (200 if own else 404)
    assert "organisation" not in file.text
    assert how_often(database, AccessKind.READ) == 0


def test_the_tab_tells_nothing(client: CheckingClient, secrets: Secrets) -> None:
    file = f"/marktconsultaties/{secrets.ref}"
    for account, there in (("publiek", True), ("trekker", True), ("privaat", False)):
        words = client.as_(account).page(file).all(".kb-tabs a")
        assert ("In vertrouwen" in words) is there, account
        assert client.get(secrets.path).status_code == (200 if there else 404)


def test_a_keeper_who_reads_nothing_sees_an_empty_list(
    client: CheckingClient, database: Database
) -> None:
    full = Secrets(database)
    with database.write() as session:
        file = make_consultation(session, subject="Levensduur van laptops")
        add_supplier(session, file)
        empty = f"/marktconsultaties/{file.ref}/vertrouwelijk"
    client.as_("publiek")
    # One answer of the three is for the team: a member of the organisation sees the two others.
    assert len(client.page(full.path).all(".kb-sealed tbody tr")) == 2
    assert "Er staat niets dat jij kunt lezen" in client.page(empty).words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tekst": " "}, "Schrijf wat de marktpartij zei."),
        ({"marktpartij": "x"}, "Kies een van de mogelijkheden."),
        ({"thema": "x"}, "Kies een van de mogelijkheden."),
        ({"lezers": "x"}, "Kies een van de mogelijkheden."),
        ({"vertrouwen": "x"}, "Kies een van de mogelijkheden."),
        ({"vertrouwen": ""}, "Kies wie het leest."),
        ({"gegeven": "22-11-2026"}, "Deze dag is nog niet geweest."),
        ({"gegeven": "1-1-20260"}, "dd-mm-jjjj"),
        ({"verteld": "22-11-2026"}, "De dag waarop de marktpartij dit hoorde"),
        ({"hoe": "per mail"}, "Vul ook in op welke dag"),
        ({"tekst": "x\x00y"}, "NUL"),
        ({"tekst": "x" * 50_001}, "Gebruik hoogstens"),
    ],
)
def test_bad_input_is_a_sentence_and_keeps_the_text(
    client: CheckingClient,
    database: Database,
    secrets: Secrets,
    wrong: dict[str, str],
    sentence: str,
) -> None:
    with database.read() as session:
        before = session.scalar(select(func.count()).select_from(ConfidentialAnswer))
    answer = client.as_("publiek").send(
        f"{secrets.path}/nieuw", form=FORM, **{"tekst": "Mijn tekst", **wrong}
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "tekst" in wrong or "Mijn tekst" in answer.text
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ConfidentialAnswer)) == before


def test_named_readers_are_chosen_by_name(client: CheckingClient, database: Database) -> None:
    secrets = Secrets(database)
    with database.read() as session:
        expert = session.get_one(Person, person_id(session, "expert")).ref
    client.as_("publiek")
    sent = client.send(
        f"{secrets.path}/nieuw", form=FORM, tekst="Voor u", vertrouwen="named", lezers=expert
    )
    assert sent.status_code == 303
    listed = client.as_("expert").page(secrets.path)
    assert len(listed.all(".kb-sealed tbody tr")) == 1
    assert len(client.as_("trekker").page(secrets.path).all(".kb-sealed tbody tr")) == 2


def test_another_text_takes_its_place(
    client: CheckingClient, database: Database, secrets: Secrets
) -> None:
    client.as_("publiek")
    address = secrets.address()
    assert "Geheim" not in client.page(f"{address}/vervangen").text
    shown = press(client, f"{address}/vervangen", f"form[action='{address}/overnemen']")
    assert "Geheim voor organisation" in shown
    assert how_often(database, AccessKind.READ) == 1
    old = client.page(f"{address}/vervangen").fields(FORM)
    sent = client.post(f"{address}/vervangen", data={**old, "tekst": "Nieuwe tekst"})
    assert sent.status_code == 303
    assert "later vervangen" in client.page(address).words
    listed = client.page(secrets.path)
    assert address not in listed.text
    # Who had the form open meanwhile sees both texts, and goes on from there.
    late = client.post(f"{address}/vervangen", data={**old, "tekst": "Derde", "inzending": "y"})
    assert late.status_code == 409
    assert "Derde" in late.text
    assert "Nieuwe tekst" in late.text
    assert how_often(database, AccessKind.READ) == 2


def taken(client: CheckingClient, address: str, to: str, **values: str) -> bytes:
    token = client.page(address).fields(f"form[action='{to}']")
    answer = client.post(to, data={**token, **values})
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def test_files_hold_what_the_reader_may_read(
    client: CheckingClient, database: Database, secrets: Secrets
) -> None:
    client.as_("publiek")
    page, to = f"{secrets.path}/overzicht", f"{secrets.path}/bestand"
    assert "Geheim" not in client.page(page).text
    csv = taken(client, page, to, voor="woo", soort="csv").decode()
    assert "Geheim voor organisation" in csv
    assert "Geheim voor named" in csv
    assert "team" not in csv
    assert "ja" in csv
    markdown = taken(client, page, to, voor="woo", soort="md").decode()
    assert "> Geheim voor named" in markdown
    assert "gedownload" in markdown
    own = taken(
        client, page, to, voor="marktpartij", soort="md", marktpartij=secrets.supplier
    ).decode()
    assert "Geheim voor organisation" in own
    assert "gedownload" not in own
    odt = taken(client, page, to, voor="woo", soort="odt")
    with zipfile.ZipFile(io.BytesIO(odt)) as packed:
        assert "Geheim voor named" in packed.read("content.xml").decode()
    assert how_often(database, AccessKind.EXPORTED) == 8


def test_a_supplier_over_all_consultations(client: CheckingClient, secrets: Secrets) -> None:
    address = f"/marktpartijen/{secrets.supplier}/vertrouwelijk"
    page = client.as_("publiek").page(address)
    assert len(page.all(".kb-sealed tbody tr")) == 2
    assert SUPPLIER not in str(page.soup.title)
    csv = taken(client, address, f"{address}/bestand", voor="woo", soort="csv").decode()
    assert csv.count("Geheim voor") == 2
    for account in ("privaat", "beheer", "expert"):
        client.as_(account)
        assert client.get(address).status_code == 404
        assert client.get("/marktpartijen/bcdfghjkmn/vertrouwelijk").status_code == 404


@pytest.mark.parametrize(
    "asked", [{"voor": "x"}, {"soort": "pdf"}, {"voor": "marktpartij", "marktpartij": "x"}]
)
def test_a_file_that_is_not_there(
    client: CheckingClient, secrets: Secrets, asked: dict[str, str]
) -> None:
    client.as_("publiek")
    page = f"{secrets.path}/overzicht"
    fields = client.page(page).fields(f"form[action='{secrets.path}/bestand']")
    answer = client.post(f"{secrets.path}/bestand", data={**fields, "soort": "md", **asked})
    assert answer.status_code in (404, 422)


def test_an_open_page_after_access_ended(
    client: CheckingClient, database: Database, secrets: Secrets
) -> None:
    client.as_("publiek")
    address = secrets.address()
    sent = client.page(address).fields(f"form[action='{address}/lezen']")
    assert client.post(f"{address}/lezen", data=sent).status_code == 200
    end_memberships(database, "publiek")
    # Neither again with the same click, nor with another one.
    assert client.post(f"{address}/lezen", data=sent).status_code == 404
    assert client.post(f"{address}/lezen", data={**sent, "inzending": "x"}).status_code == 404
    assert client.get(secrets.path).status_code == 404
