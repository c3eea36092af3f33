"""Nothing tells of what was said in confidence, but to those in whose confidence it is.

Another word stands in every confidential field. All that everybody can get, at every address of the
table of routes, is the same before and after it was written; readers see a text after a click.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, true

from buyergroups.access import permissions
from buyergroups.confidential import services
from buyergroups.db import Database
from buyergroups.history import recording
from buyergroups.jobs.table import Work
from buyergroups.writing.tidying import end_drafts
from models.confidential import ConfidentialAnswer, InConfidenceOf
from models.consultations import MarketConsultation
from models.history import HistoryEntry
from models.notices import OutboxMail
from models.people import Language
from models.suppliers import Supplier
from models.writing import Draft
from tests.access.people import (
    ICT,
    actor_of,
    add_others,
    latest_session,
    of_chain,
    of_files,
    of_group,
    of_plans,
    open_assessment,
    person_id,
    somebody,
)
from tests.access.routes import ROWS, SIGNED_IN
from tests.access.signing import TOKEN
from tests.confidential.making import HELD, add_supplier, end_memberships, keep, make_consultation
from tests.digests.making import MONDAY, Mornings, server, text_of
from tests.flags.making import of_flags
from tests.publications.making import of_publications
from tests.suppliers.making import of_suppliers
from tests.support.apps import SETTINGS
from tests.support.client import DOMAIN, CheckingClient
from tests.support.run import NOW

#: Every address as one of the roles takes its time on a busy machine.
pytestmark = pytest.mark.timeout(600)
NewClient = Callable[[], CheckingClient]
ORGANISATION, NAMED, TEAM = InConfidenceOf
#: In each confidence another word in each field.
TEXT = {kind: f"zwijgtekst{kind.value}" for kind in InConfidenceOf}
HOW = {kind: f"zwijghoe{kind.value}" for kind in InConfidenceOf}
OLD, DRAFT = "zwijgvroeger", "zwijgconcept"
MARKER = re.compile(r"zwijg\w+")
#: Who reads which; the others read nothing.
READS = {
    "publiek": {ORGANISATION, NAMED},
    "trekker": {NAMED, TEAM},
    "manager": {TEAM},
    "trekker2": {TEAM},
    "opgave": {TEAM},
}
#: What is another one in every answer: tokens, keys of forms, the number of the last change.
FLEETING = re.compile(
    rf'{TOKEN.pattern}|name="inzending" value="[^"]*"|[\w-]{{22,40}}(?=["\'])|"?stand"?[=:]"[^"]*"'
    # The name of a table in a text document.
    r"|\bt\d{9,}-\d+"
    r"|data-[a-z-]*stand[a-z-]*=\"[^\"]*\"|\?stand=[\d-]+|\b\d+-\d{6}\b"
)
#: When a file was packed, by the clock of the machine.
STAMPED = ("docProps/core.xml", "meta.xml")


class Told:
    """A consultation with a supplier, before and after something was said in confidence."""

    def __init__(self, database: Database) -> None:
        add_others(database)
        self.database = database
        with database.write() as session:
            file = make_consultation(session)
            supplier = add_supplier(session, file)
            self.file, self.supplier = file.ref, supplier.ref
            self.ids = file.id, supplier.id
        self.path = f"/marktconsultaties/{self.file}/vertrouwelijk"
        self.said = f"/marktpartijen/{self.supplier}/vertrouwelijk"
        self.names = {
            "chain": ICT,
            **somebody(database),
            "own_session": "bcdfghjkmp",
            "other_session": "bcdfghjkmn",
            "assessment": open_assessment(database, ICT),
            **of_chain(database, ICT),
            **of_plans(database),
            **of_group(database),
            **of_files(database),
            **of_publications(database),
            **of_suppliers(database),
            **of_flags(database),
            "secret_file": self.file,
            "secret_supplier": self.supplier,
            "secret": "bcdfghjkmn",
        }

    def tell(self) -> None:
        """An answer in each confidence, one of them replaced, read and taken along; a draft."""
        file_id, supplier_id = self.ids
        with self.database.write() as session:
            file, writer = (
                session.get_one(MarketConsultation, file_id),
                actor_of(session, "publiek"),
            )
            trekker = person_id(session, "trekker")
            kept = {}
            for kind in InConfidenceOf:
                kept[kind] = keep(
                    session,
                    writer,
                    file,
                    supplier_id,
                    text=OLD if kind is ORGANISATION else TEXT[kind],
                    in_confidence_of=kind,
                    reader_ids=[trekker] if kind is NAMED else (),
                    told_on=HELD,
                    told_how=HOW[kind],
                )
            services.replace_answer(
                session,
                writer,
                NOW,
                ref=kept[ORGANISATION].ref,
                theme_id=None,
                text=TEXT[ORGANISATION],
                in_confidence_of=ORGANISATION,
                reader_ids=(),
                given_on=date(2026, 11, 11),
                told_on=HELD,
                told_how=HOW[ORGANISATION],
                language=Language.DUTCH,
            )
            services.record_reading(session, writer, NOW, ref=kept[NAMED].ref)
            services.record_export(session, writer, NOW, answer_ids=[kept[NAMED].id])
            self.answers = {kind: row.ref for kind, row in kept.items()}
            form = f"{self.path}/nieuw"
            fields = {"tekst": DRAFT, "vertrouwen": "organisation"}
            session.add(Draft(person_id=writer.person_id, form=form, fields=fields, saved_at=NOW))
        self.names["secret"] = self.answers[ORGANISATION]

    def addresses(self) -> list[str]:
        """Every address that is got, and the pages of the file."""
        found = [row.example.format(**self.names) for row in ROWS if row.method == "GET"]
        return list(dict.fromkeys([*found, f"/marktconsultaties/{self.file}"]))


@pytest.fixture
def told(database: Database) -> Told:
    return Told(database)


def body(data: bytes) -> str:
    """What an answer says; a packed file is unpacked first."""
    if not data.startswith(b"PK"):
        return FLEETING.sub("", data.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [packed.read(name) for name in packed.namelist() if name not in STAMPED]
    return FLEETING.sub("", "\n".join(part.decode("utf-8", "replace") for part in parts))


def everything(client: CheckingClient, addresses: list[str]) -> dict[str, tuple[int, str]]:
    client.checks = False
    answers = {}
    for address in addresses:
        answer = client.get(address)
        answers[address] = (answer.status_code, body(answer.data).replace(address, ""))
    return answers


def without_names(told: Told, answers: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """An answer has another address than one that is not there, and is as little there."""
    secret = told.names["secret"]
    return {
        address.replace(secret, "bcdfghjkmn"): (status, text.replace(secret, "bcdfghjkmn"))
        for address, (status, text) in answers.items()
    }


#: Nobody, an administrator, a private member, a public member for another organisation.
OUTSIDE = ("stranger", "beheer", "privaat", "expert")


def reader(new_client: NewClient, told: Told, who: str) -> CheckingClient:
    if who == "stranger":
        return new_client()
    client = new_client().as_(who)
    told.names["own_session"] = latest_session(told.database, who).ref
    return client


@pytest.mark.parametrize("who", OUTSIDE)
def test_for_others_nothing_changes_anywhere(told: Told, new_client: NewClient, who: str) -> None:
    client = reader(new_client, told, who)
    before = everything(client, told.addresses())
    told.tell()
    after = everything(client, told.addresses())
    was, is_now = (without_names(told, answers) for answers in (before, after))
    assert [address for address in was if was[address] != is_now[address]] == []
    assert [address for address, (_, text) in after.items() if MARKER.search(text)] == []


@pytest.mark.parametrize("who", sorted({*SIGNED_IN} - {*READS, *OUTSIDE}))
def test_nobody_else_reads_a_word(told: Told, new_client: NewClient, who: str) -> None:
    told.tell()
    after = everything(reader(new_client, told, who), told.addresses())
    assert [address for address, (_, text) in after.items() if MARKER.search(text)] == []
    assert {after[address][0] for address in (told.path, told.said)} == {404}


@pytest.mark.parametrize("who", list(READS))
def test_readers_see_a_text_after_a_click_and_no_other(
    told: Told, new_client: NewClient, who: str
) -> None:
    told.tell()
    client = new_client().as_(who)
    own = {HOW[kind] for kind in READS[who]} | ({DRAFT} if who == "publiek" else set())
    sealed = (told.path, told.said)
    for address, (_, text) in everything(client, told.addresses()).items():
        found = set(MARKER.findall(text))
        assert found <= (own if address.startswith(sealed) else set()), address
        title = re.search(r"<title>(.*?)</title>", text)
        assert not title or not MARKER.search(title[1])
    token = client.page("/privacy").fields("form")["csrf_token"]
    for kind, ref in told.answers.items():
        answer = client.post(f"{told.path}/{ref}/lezen", data={"csrf_token": token})
        reads = kind in READS[who]
        assert answer.status_code == (200 if reads else 404)
        text = OLD if kind is ORGANISATION else TEXT[kind]
        assert set(MARKER.findall(answer.text)) == ({text, HOW[kind]} if reads else set())
    for to in (f"{told.path}/bestand", f"{told.said}/bestand"):
        for soort in ("csv", "md", "odt"):
            sent = {"csrf_token": token, "voor": "woo", "soort": soort}
            found = set(MARKER.findall(body(client.post(to, data=sent).data)))
            mine = {TEXT[kind] for kind in READS[who]} | {HOW[kind] for kind in READS[who]}
            assert found == mine | ({OLD} if who == "publiek" else set())


def open_to_all(_: object) -> Any:
    return true()


def test_a_hole_is_seen(told: Told, new_client: NewClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above fails where the rows of the table are for everybody."""
    client = new_client().as_("privaat")
    told.tell()
    sealed = [told.path, told.said, f"{told.path}/{told.names['secret']}"]
    closed = everything(client, sealed)
    scopes: dict[Any, Any] = dict(permissions._scopes)
    scopes[ConfidentialAnswer] = open_to_all
    monkeypatch.setattr(permissions, "_scopes", scopes)
    assert [
        address for address, text in everything(client, sealed).items() if text != closed[address]
    ]


def test_neither_history_nor_mail_nor_other_tables_hold_it(told: Told) -> None:
    with told.database.read() as session:
        before = [session.scalar(select(func.count()).select_from(model)) for model in TRACES]
    told.tell()
    with told.database.read() as session:
        after = [session.scalar(select(func.count()).select_from(model)) for model in TRACES]
        assert before == after
        for model in TRACES:
            for row in session.scalars(select(model)):
                assert not MARKER.search(json.dumps(vars(row), default=str))


def test_no_digest_holds_it(told: Told) -> None:
    told.tell()
    with server() as post:
        Mornings(told.database, post).at(MONDAY)
    assert {message["To"] for message in post.taken} >= {f"trekker@{DOMAIN}"}
    for message in post.taken:
        for kind in ("plain", "html"):
            assert not MARKER.search(text_of(message, kind))


TRACES: list[Any] = [HistoryEntry, OutboxMail, MarketConsultation, Supplier]


def test_the_copy_of_somebodys_data_holds_none_of_it(told: Told, new_client: NewClient) -> None:
    told.tell()
    writer, keeper = new_client().as_("publiek"), new_client().as_("beheer")
    with told.database.read() as session:
        ref = actor_of(session, "publiek").ref
    for client, address in (
        (writer, "/mijn/gegevens.json"),
        (keeper, f"/personen/{ref}/gegevens.json"),
    ):
        text = client.page(address).text
        assert not MARKER.search(text), address
        assert "confidential" not in text, address
        assert "vertrouwelijk" not in text, address
    assert DRAFT in writer.page(f"{told.path}/nieuw").text
    end_memberships(told.database, "publiek")
    assert writer.get(f"{told.path}/nieuw").status_code == 404
    assert not MARKER.search(writer.page("/mijn/gegevens.json").text)


def drafts(told: Told) -> set[str]:
    """The marker words in all drafts of everybody."""
    with told.database.read() as session:
        kept = [json.dumps(row.fields) for row in session.scalars(select(Draft))]
    return {word for text in kept for word in MARKER.findall(text)}


def test_a_draft_in_confidence_goes_with_the_right_to_it(told: Told) -> None:
    told.tell()
    forms = {
        "zwijgvervangen": f"{told.path}/{told.answers[ORGANISATION]}/vervangen",
        "zwijglog": "/marktconsultaties/vastleggen?groep=ict-hardware-langer-gebruiken",
        "zwijgergens": "/marktconsultaties/vastleggen",
        "zwijgniets": f"{told.path}/bcdfghjkmn/vervangen",
    }
    with told.database.write(counts=False) as session:
        for who in ("publiek", "beheer"):
            for word, form in forms.items():
                fields = {"c0-tekst": f"{word}{who}"}
                by = person_id(session, who)
                session.add(Draft(person_id=by, form=form, fields=fields, saved_at=NOW))
    work = Work(told.database, SETTINGS, lambda: NOW, NOW)
    assert end_drafts(work) is not None
    # Of who may write there everything stays but what is of no form; of who never might nothing.
    assert drafts(told) == {DRAFT, "zwijgvervangenpubliek", "zwijglogpubliek"}
    assert end_drafts(work) is None
    end_memberships(told.database, "publiek")
    assert end_drafts(work) is not None
    assert drafts(told) == set()


def test_the_page_of_a_supplier_leads_there_for_who_reads_something(
    told: Told, new_client: NewClient
) -> None:
    address = f"/marktpartijen/{told.supplier}"
    shown = {
        who: bool(new_client().as_(who).page(address).soup.select(f"a[href='{told.said}']"))
        for who in ("publiek", "trekker", "expert")
    }
    assert shown == {"publiek": False, "trekker": False, "expert": False}
    told.tell()
    for who, leads in {"publiek": True, "trekker": True, "expert": False}.items():
        page = new_client().as_(who).page(address)
        assert bool(page.soup.select(f"a[href='{told.said}']")) is leads, who


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database refuses: a row by nobody."""
    stamped = recording.stamp

    def by_nobody(*values: Any) -> dict[str, Any]:
        return {**stamped(*values), "recorded_by_id": None}

    monkeypatch.setattr(services, "stamp", by_nobody)


@pytest.mark.both_databases
@pytest.mark.usefixtures("broken")
def test_a_crash_logs_and_shows_nothing_of_it(
    told: Told, client: CheckingClient, capfd: pytest.CaptureFixture[str]
) -> None:
    client.as_("publiek").may_crash = True
    answer = client.send(f"{told.path}/nieuw", form="form[data-concept]", tekst=TEXT[TEAM])
    assert answer.status_code == 500
    assert not MARKER.search(answer.text)
    logged = "".join(capfd.readouterr())
    assert "IntegrityError" in logged
    assert "keep_answer" in logged
    assert not MARKER.search(logged)
    assert "confidential_answer" not in logged


@pytest.mark.parametrize("who", ["beheer", "privaat", "expert"])
def test_a_form_of_somebody_else_repeats_nothing(
    told: Told, new_client: NewClient, who: str
) -> None:
    """Whoever may not write gets what is not there, whatever they typed."""
    told.tell()
    client = new_client().as_(who)
    token = client.page("/privacy").fields("form")["csrf_token"]
    for address in (f"{told.path}/nieuw", f"{told.path}/{told.names['secret']}/vervangen"):
        answer = client.post(address, data={"csrf_token": token, "tekst": "zwijgzelf"})
        assert answer.status_code == 404
        assert not MARKER.search(answer.text)
