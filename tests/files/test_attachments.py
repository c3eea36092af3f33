"""Attachments: added by who may, read by who sees what they hang on, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from buyergroups.access.permissions import Action
from buyergroups.accounts.services import end_role
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, NotThereError, RefusedError
from buyergroups.files import rules, services, table
from buyergroups.files.uploads import ROOM
from buyergroups.jobs.table import JOB_ACTOR
from buyergroups.phases.services import record_finding
from models.files import File, FilePart, FileSubject
from models.history import HistoryEntry
from models.people import Person, Role, RoleAssignment
from models.phases import CriterionFinding, CriterionState
from tests.access.people import ICT, MAKER, person_id
from tests.files.attaching import (
    FORM,
    address_of,
    attach,
    finding_of,
    path_of,
    send,
    upload,
)
from tests.files.samples import PDF, bad, bomb, good
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

PHASE = f"/ketens/{ICT}/fase"
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
NewClient = Callable[[], CheckingClient]

pytestmark = pytest.mark.both_databases


def files(database: Database) -> list[File]:
    with database.read() as session:
        return list(session.scalars(select(File).order_by(File.id)))


def parts(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(FilePart)) or 0


def test_a_file_comes_back_as_it_was(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    for name, content in good().items():
        answer = upload(client.as_("trekker"), address, name, content)
        assert (answer.status_code, answer.location) == (303, PHASE), answer.text
        file = files(database)[-1]
        assert (file.size, file.sha256) == (len(content), sha256(content).hexdigest())
        page = client.as_("klankbord").page(PHASE)
        link = page.soup.select(".kb-files a[download]")[-1]
        back = client.get(str(link["href"]))
        assert (back.status_code, back.data) == (200, content)
        assert back.content_type == rules.CONTENT_TYPES[file.media]
        assert back.content_length == len(content)
        assert back.headers["Content-Security-Policy"] == SANDBOX
        assert back.headers["X-Content-Type-Options"] == "nosniff"
        assert back.headers["Cache-Control"] == "no-store"
        assert back.headers["Content-Disposition"] == f"attachment; filename={file.name}"


def test_a_large_file_in_parts(client: CheckingClient, database: Database) -> None:
    content = b"a;b\n" * (3 * rules.PART // 4) + b"c;d\n"
    assert upload(client.as_("trekker"), address_of(database), "x.csv", content).status_code == 303
    assert parts(database) == 4
    assert client.get(path_of(files(database)[0])).data == content


def test_a_bad_file_leaves_nothing(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    fields = client.as_("trekker").page(address).fields(FORM)
    for what, (name, content) in bad().items():
        page = Page(send(client, address, fields, name, content))
        assert page.status == 422, what
        assert page.all(".kb-error"), what
    assert (files(database), parts(database)) == ([], 0)


def test_no_file_and_something_else_than_a_file(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    assert client.as_("trekker").send(address, FORM).status_code == 422
    assert client.send(address, FORM, bestand="verslag.pdf").status_code == 422
    assert files(database) == []


# What the parser had begun to keep when the upload broke off is closed when it is thrown away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_breaks_off(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    fields = client.as_("trekker").page(address).fields(FORM)
    head = b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="a.pdf"\r\n\r\n'
    for body in (head + PDF, head, head + PDF + b"\r\n--x", b"--x"):
        answer = client.post(
            address,
            data=body,
            content_type="multipart/form-data; boundary=x",
            headers={"X-CSRFToken": fields["csrf_token"]},
        )
        assert answer.status_code in (400, 422)
    assert files(database) == []


def test_a_zip_bomb_is_a_small_file(client: CheckingClient, database: Database) -> None:
    """It is kept as it is and nothing here unpacks it."""
    content = bomb()
    assert upload(client.as_("trekker"), address_of(database), "x.xlsx", content).status_code == 303
    assert files(database)[0].size == len(content)


def test_too_large(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    token = client.as_("trekker").page(address).fields(FORM)["csrf_token"]
    for size, status in ((rules.LARGEST + ROOM, 413), (rules.LARGEST + 1, 422)):
        content = PDF[:9] + b"0" * (size - len(PDF)) + PDF[9:]
        answer = upload(client, address, "x.pdf", content)
        assert answer.status_code == status
        page = Page(answer)
        assert "hoogstens 20 MB" in page.words
        assert status == 422 or page.soup.select(f"main a[href='{address}']"), "the way back"
    assert files(database) == []
    # Everywhere else, and for who is not signed in, the limit is what it was.
    sent, much = {"csrf_token": token}, b"x" * 600_000
    assert send(client, "/taal", sent, "x.pdf", much).status_code == 413
    assert send(client.nobody(), address, sent, "x.pdf", much).status_code == 302


def test_as_large_as_may_be(client: CheckingClient, database: Database) -> None:
    content = PDF[:9] + b"0" * (rules.LARGEST - len(PDF)) + PDF[9:]
    assert upload(client.as_("trekker"), address_of(database), "x.pdf", content).status_code == 303
    assert files(database)[0].size == rules.LARGEST
    assert parts(database) == rules.LARGEST // rules.PART


@pytest.mark.parametrize(
    "name",
    ["../../Zoë's \u202everslag; a=b%00.pdf", "\U0001f600.pdf", "a\r\nX-Evil: 1.pdf", "%2e.pdf"],
)
def test_names_of_every_kind(client: CheckingClient, database: Database, name: str) -> None:
    assert upload(client.as_("trekker"), address_of(database), name, PDF).status_code == 303
    (link,) = client.page(PHASE).soup.select(".kb-files a[download]")
    answer = client.get(str(link["href"]))
    assert (answer.status_code, answer.data) == (200, PDF)
    told = answer.headers["Content-Disposition"]
    assert told.startswith("attachment; ")
    assert told.isascii()
    assert "X-Evil" not in answer.headers


def test_the_same_form_twice_is_one_file(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    fields = client.as_("trekker").page(address).fields(FORM)
    for content, status in ((PDF, 303), (PDF, 303), (PDF + b"%%EOF\n", 409)):
        answer = send(client, address, fields, "verslag.pdf", content)
        assert answer.status_code == status
    assert len(files(database)) == 1
    again = upload(client, address, "andere naam.pdf", PDF)
    assert again.status_code == 422
    assert "hangt er al aan, als verslag.pdf" in again.text


def test_a_newer_finding_keeps_the_files(client: CheckingClient, database: Database) -> None:
    attach(database)
    acting = Acting(database)
    with database.read() as session:
        finding = session.get_one(CriterionFinding, finding_of(database))
    acting.forward(minutes=1)
    acting.do(
        "trekker",
        record_finding,
        chain_id=finding.chain_id,
        criterion_id=finding.criterion_id,
        state=CriterionState.MET,
        evidence="Nog meer.",
    )
    page = client.as_("expert").page(PHASE)
    assert page.all(".kb-files a[download]") == ["verslag.pdf"]
    assert "met 1 bijlage" in page.words
    assert client.page(f"/ketens/{ICT}").status == 200


# ---- who may ----------------------------------------------------------------------------------


def test_only_who_may_assess_adds_to_the_evidence(
    client: CheckingClient, database: Database
) -> None:
    address, file = address_of(database), attach(database)
    away = f"/bestanden/{file.ref}/intrekken"
    for who in ("trekker2", "manager", "beheer", "publiek", "opgave"):
        client.as_(who)
        for one in (address, away):
            client.page(one, status=404)
            token = client.page("/privacy").fields("form")["csrf_token"]
            sent = {"csrf_token": token, "reden": "x"}
            assert send(client, one, sent, "x.pdf", PDF).status_code == 404
        page = client.page(PHASE)
        assert page.all(".kb-files a[download]") == ["verslag.pdf"]
        assert client.get(path_of(file)).status_code == 200
    assert len(files(database)) == 1


def test_a_right_that_ended_is_gone_at_once(client: CheckingClient, database: Database) -> None:
    address, file = address_of(database), attach(database)
    client.as_("trekker").page(address)
    with database.write() as session:
        for role in session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.person_id == person_id(session, "trekker"),
                RoleAssignment.role == Role.CHAIN_LEAD,
            )
        ):
            end_role(session, MAKER, NOW, assignment=role)
    client.page(address, status=404)
    client.page(f"/bestanden/{file.ref}/intrekken", status=404)
    assert client.get(path_of(file)).status_code == 200


def test_a_file_is_not_there_without_its_subject_or_its_name(
    client: CheckingClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = attach(database)
    unknown = client.as_("publiek").get("/bestanden/bcdfghjkmn/verslag.pdf")
    assert unknown.status_code == 404
    for address in (f"/bestanden/{file.ref}/x.pdf", f"/bestanden/{file.ref[::-1]}/verslag.pdf"):
        client.page(address, status=404)
    for hidden in (Action.PHASE_CORRECT, Action.JOBS_MANAGE):
        kind = table.KINDS[FileSubject.FINDING]
        monkeypatch.setitem(
            table.KINDS, FileSubject.FINDING, kind.__class__(**{**vars(kind), "see": hidden})
        )
        answer = client.get(path_of(file))
        assert answer.status_code == 404
        assert file.name not in answer.text.replace(path_of(file), "")
    client.nobody()
    assert client.get(path_of(file)).status_code == 302


def test_nothing_hangs_on_what_is_not_there(client: CheckingClient, database: Database) -> None:
    client.as_("trekker")
    for address in (
        "onderbouwing/999999",
        "taak/1",
        "x/1",
        "criterion-finding/1",
        "onderbouwing/0",
    ):
        client.page(f"/bestanden/toevoegen/{address}", status=404)
    with pytest.raises(NotThereError):
        attach(database, subject_id=999_999)
    with pytest.raises(NotAllowedError):
        attach(database, "trekker2")


# ---- withdrawn --------------------------------------------------------------------------------


def test_a_mistake_is_withdrawn_with_a_reason(
    client: CheckingClient, database: Database, new_client: NewClient
) -> None:
    file = attach(database)
    away = f"/bestanden/{file.ref}/intrekken"
    empty = client.as_("trekker").send(away, "main form[data-concept]")
    assert empty.status_code == 422
    sent = client.page(away).fields("main form[data-concept]") | {"reden": "Er stond een naam in."}
    for _ in range(2):
        answer = client.post(away, data=sent)
        assert (answer.status_code, answer.location) == (303, PHASE)
    late = client.post(away, data={**sent, "inzending": "another"})
    assert late.status_code == 409
    client.page(away, status=404)
    assert parts(database) == 0
    reader = new_client().as_("klankbord")
    reader.page(path_of(file), status=404)
    told = reader.page(PHASE)
    assert told.all(".kb-files a[download]") == []
    assert "Er stond een naam in." in told.words
    story = reader.page(f"/ketens/{ICT}/geschiedenis").words
    assert "Bijlage toegevoegd: verslag.pdf" in story
    assert "Bijlage ingetrokken: verslag.pdf" in story
    # The same file may come again.
    assert upload(client, address_of(database), "verslag.pdf", PDF).status_code == 303


def test_the_history_tells_of_it_without_names(client: CheckingClient, database: Database) -> None:
    file = attach(database, name="Jan Jansen.pdf")
    Acting(database).do("trekker", services.withdraw_file, ref=file.ref, reason="Geheime reden.")
    with database.read() as session:
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "file").order_by(HistoryEntry.id)
        ).all()
        me = session.scalars(select(Person.id).where(Person.email.like("trekker@%"))).one()
    assert [(row.action, row.person_id, row.chain_id) for row in entries] == [
        ("insert", me, file.chain_id),
        ("update", me, file.chain_id),
    ]
    assert entries[0].acted_as == f"chain-lead:chain/{file.chain_id}"
    written = str([row.changes for row in entries])
    assert file.sha256 in written
    assert "Jansen" not in written
    assert "Geheime" not in written
    page = client.as_("beheer").page("/beheer/logboek?soort=file")
    assert "Bestand" in page.words
    assert "onderbouwing" in page.words


@pytest.mark.data("demo")
def test_of_two_who_withdraw_one_is_first(own_database: Database) -> None:
    file = attach(own_database)
    acting = Acting(own_database)
    acting.do("trekker", services.withdraw_file, ref=file.ref, reason="Een.")
    with pytest.raises(ChangedMeanwhileError):
        acting.do("trekker", services.withdraw_file, ref=file.ref, reason="Twee.")
    with own_database.read() as session:
        assert session.scalars(select(File.withdrawn_reason)).one() == "Een."


def test_there_is_an_end_to_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_FILES", 1)
    attach(database)
    with pytest.raises(RefusedError, match="1 files here already"):
        attach(database, content=PDF + b"%%EOF\n")


def test_a_job_erases_nothing_that_people_attached(database: Database) -> None:
    attach(database)
    with pytest.raises(NotAllowedError), database.write() as session:
        services.erase_old(session, JOB_ACTOR, NOW, kind=FileSubject.FINDING, before=NOW, most=10)
    assert parts(database) == 1


# ---- decisions --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["manager", "opgave"])
def test_a_decision_carries_its_document(
    client: CheckingClient, database: Database, new_client: NewClient, who: str
) -> None:
    page = client.as_(who).page("/jaarselectie/2027")
    (link,) = page.soup.select("main a[href*='/bestanden/toevoegen/besluit']")
    answer = upload(client, str(link["href"]), "besluit.pdf", PDF)
    assert (answer.status_code, answer.location) == (303, "/jaarselectie/2027")
    reader = new_client().as_("publiek").page("/jaarselectie/2027")
    assert reader.all(".kb-files a[download]") == ["besluit.pdf"]
    assert new_client().as_("trekker").page("/jaarselectie/2027").all(".kb-files a[download]") == [
        "besluit.pdf"
    ]
    (file,) = files(database)
    away = client.page(f"/bestanden/{file.ref}/intrekken")
    assert "Bijlage intrekken" in away.heading
    stranger = new_client().as_("trekker")
    stranger.page(f"/bestanden/{file.ref}/intrekken", status=404)
    with database.read() as session:
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "file")
        ).one()
    assert entry.acted_as is not None
    assert entry.acted_as.startswith("secretary:" if who == "opgave" else "programme-manager:")


def test_the_document_of_a_confirmation_stands_on_the_page_of_the_chain(
    client: CheckingClient,
) -> None:
    chains = client.as_("manager").page("/ketens").soup.select("main a[href^='/ketens/']")
    for slug in sorted({str(link["href"]) for link in chains}):
        page = client.page(f"{slug}/fase") if slug.count("/") == 2 else None
        links = page.soup.select("main a[href*='toevoegen/besluit']") if page else []
        if links:
            break
    else:
        raise AssertionError("no chain with a decision on its phase")
    answer = upload(client, str(links[0]["href"]), "akkoord.pdf", PDF)
    assert (answer.status_code, answer.location) == (303, f"{slug}/fase")
    assert client.page(f"{slug}/fase").all(".kb-files a[download]") == ["akkoord.pdf"]
    assert "Bijlage toegevoegd: akkoord.pdf" in client.page(f"{slug}/geschiedenis").words


def test_where_to_go_back_to_is_a_page_of_ours(client: CheckingClient, database: Database) -> None:
    address = address_of(database)
    for back in ("//evil.example/x", "https://evil.example", "/\\evil.example"):
        page = client.as_("trekker").page(f"{address}?terug={back}")
        assert "evil" not in page.fields(FORM)["terug"]
        answer = upload(client, address, "x.pdf", PDF + back.encode() + b"%%EOF\n", terug=back)
        assert (answer.status_code, answer.location) == (303, PHASE)
