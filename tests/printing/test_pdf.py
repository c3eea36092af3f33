"""A PDF: asked for on a page, made by a task as the asker may see it, kept for the asker alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from buyergroups.clock import local_day
from buyergroups.config import ROOT
from buyergroups.db import Database
from buyergroups.groups.services import end_member
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import JOBS
from buyergroups.jobs.tidying import TIDY
from buyergroups.printing import making, paper
from buyergroups.tasks import child
from buyergroups.tasks import services as task_services
from buyergroups.tasks.table import TaskWork
from buyergroups.web.assets import FOLDER
from models.files import File, FilePart
from models.groups import GroupChain, Membership
from models.jobs import Task, TaskState
from models.tenders import Tender
from seed.bulk import load_bulk
from tests.access.people import ICT, person_id
from tests.files.attaching import attach
from tests.support.acting import Acting
from tests.support.apps import SETTINGS, StandingClock
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.system import need

NewClient = Callable[[], CheckingClient]
BUTTON = "form#pdf-maken"


@pytest.fixture(autouse=True)
def _pango() -> None:
    need("pango")


def ask(client: CheckingClient, address: str) -> str:
    """Press the button; the address of the task."""
    page = client.page(address)
    if address.startswith("/bord"):
        button = page.soup.select_one("button[form=pdf-maken]")
        assert button is not None
        data = page.fields(BUTTON) | {"bord": str(button["value"])}
        answer = client.post("/bord/pdf", data=data)
    else:
        answer = client.send(address, f"main form[action='{address}/pdf']")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def work_off(app: Flask, database: Database, clock: StandingClock) -> str | None:
    """What the process of the task does."""
    with database.write() as session:
        task = task_services.claim_task(session, clock(), "runner", timedelta(minutes=5))
        assert task is not None
        ref = task.ref
    with app.app_context():
        return child.perform(database, SETTINGS, clock, ref=ref, runner="runner")


def made(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock, address: str
) -> PdfReader:
    """Ask for a PDF, let it be made, and download it."""
    task = ask(client, address)
    assert work_off(app, database, clock) is None
    return PdfReader(io.BytesIO(download(client, task)))


def download(client: CheckingClient, task: str) -> bytes:
    link = client.page(task).soup.select_one("#taak a[download]")
    assert link is not None
    answer = client.get(str(link["href"]))
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    data: bytes = answer.data
    return data


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags(pdf: PdfReader) -> list[str]:
    """The kinds of all elements of the structure, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child_ in node:
                walk(child_)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


@pytest.mark.both_databases
def test_the_board_as_the_reader_has_it(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    pdf = made(client.as_("trekker"), app, database, clock, "/bord?toon=alle&cluster=energie")
    text = words(pdf)
    for part in ("Fasebord", "alle", "21 nov 2026", "Energie", "Zonnepanelen", "Sanne Bakker"):
        assert part in text, part
    assert "Catering" not in text
    assert "Demonstratie" in pdf.pages[-1].extract_text()
    assert f"{len(pdf.pages)} / {len(pdf.pages)}" in pdf.pages[-1].extract_text()
    width, height = pdf.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (842, 595)
    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    kinds = tags(pdf)
    assert kinds.count("/H1") == 1
    assert {"/Table", "/THead", "/TH", "/TD", "/P"} <= set(kinds)
    assert "/Figure" not in kinds
    assert str(pdf.metadata and pdf.metadata.title).startswith("Fasebord")
    assert any("Fira" in str(name) for name in fonts(pdf))


def fonts(pdf: PdfReader) -> set[str]:
    found: set[str] = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found.add(str(font.get_object()["/BaseFont"]))
    return found


def test_the_heading_stands_on_each_page_and_every_chain_is_there(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    load_bulk(database, NOW, chains=260, people=20, seed=1)
    pdf = made(client.as_("manager"), app, database, clock, "/bord?toon=alle")
    assert len(pdf.pages) > 8
    # The columns go on over the pages, each time with their heads above them.
    heads = [page for page in pdf.pages if "Launching customer" in page.extract_text()]
    assert len(heads) > 3
    with database.read() as session:
        task = session.scalars(select(Task)).one()
    assert task.progress == 100
    listed = client.page("/bord/tabel?toon=alle").words
    assert "van 318" in listed
    assert words(pdf).count("in fase sinds") > 50


def test_in_english_of_an_earlier_day_and_since(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    client.as_("manager")
    token = client.page("/privacy").fields("form")["csrf_token"]
    client.post("/taal", data={"csrf_token": token, "taal": "en"})
    pdf = made(client, app, database, clock, "/bord?op=2026-10-01&sinds=2026-03-01")
    text = words(pdf)
    assert "Phase board" in text
    assert "1 Oct 2026" in text
    assert "Changed since 1 Mar 2026" in text or "1 Mar 2026" in text
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    # A board of an earlier day never changes, and neither does a PDF of it.
    again = made(client, app, database, clock, "/bord?op=2026-10-01&sinds=2026-03-01")
    assert words(again) == text


@pytest.mark.both_databases
def test_a_chain_with_its_evidence(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    attach(database, name="marktverslag.pdf")
    pdf = made(client.as_("klankbord"), app, database, clock, f"/ketens/{ICT}")
    text = words(pdf)
    for part in (
        "ICT-hardware",
        "huidige fase",
        "Fasebeoordelingen",
        "marktverslag.pdf",
        "gehaald",
    ):
        assert part in text, part
    width, height = pdf.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert tags(pdf).count("/H1") == 1


def ask_plan(client: CheckingClient, address: str) -> str:
    """Press the button on a page of a plan; the address of the task."""
    answer = client.send(address, "main form[action$='/plan/pdf']")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.mark.both_databases
def test_a_plan_with_how_it_fares(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    task = ask_plan(client.as_("klankbord"), f"/ketens/{ICT}/plan")
    assert work_off(app, database, clock) is None
    data = download(client, task)
    pdf = PdfReader(io.BytesIO(data))
    text = words(pdf)
    for part in (
        "Productketenplan ICT-hardware",
        "versie 2",
        "Vastgesteld op",
        "te laat",
        "Aandeel refurbished in nieuwe laptops",
        "43 %",
        "ernst hoog",
        "1. Kinderarbeid bij de winning van kobalt",
        "Negen leveranciers deden mee",
        "€ 60.000",
        "evaluatie en nieuwe doelen",
        "Aandeel refurbished in nieuwe laptops (%): van",
        "streefwaarde 25 op",
    ):
        assert part in text, part
    kinds = tags(pdf)
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 8
    assert {"/Table", "/TH", "/TD", "/P", "/LI"} <= set(kinds)
    root: Any = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)


@pytest.mark.both_databases
def test_a_draft_on_paper_is_for_who_may_see_it_at_that_moment(
    client: CheckingClient,
    app: Flask,
    database: Database,
    clock: StandingClock,
    new_client: NewClient,
) -> None:
    sun = "/ketens/zonnepanelen/plan"
    expert = client.as_("expert")
    first = ask_plan(expert, f"{sun}/concept")
    assert work_off(app, database, clock) is None
    text = words(PdfReader(io.BytesIO(download(expert, first))))
    kept = str(expert.page(first).soup.select_one("#taak a[download]")["href"])  # type: ignore[index]
    assert "Dit is een concept" in text
    assert "Dwangarbeid bij de bewerking van silicium" in text
    assert "Activiteiten: hoe ver ze zijn" in text
    token = new_client().as_("publiek")
    data = token.page(f"/ketens/{ICT}/plan").fields("main form[action$='/plan/pdf']")
    for asked in ("concept", "1", "", "x", "concept\x00"):
        assert token.post(f"{sun}/pdf", data={**data, "versie": asked}).status_code == 404
    # Asked for while one may; made when one may no longer.
    second = ask_plan(expert, f"{sun}/concept")
    act = Acting(database)
    with database.read() as session:
        row = session.scalars(
            select(Membership)
            .join(GroupChain, GroupChain.group_id == Membership.group_id)
            .where(
                GroupChain.chain_id == act.chains["zonnepanelen"],
                Membership.person_id == person_id(session, "expert"),
            )
        ).one()
    act.do(
        "trekker",
        end_member,
        group_id=row.group_id,
        membership_id=row.id,
        until=local_day(NOW),
        reason="klaar",
    )
    assert work_off(app, database, clock) is not None
    assert not expert.page(second).soup.select("#taak a[download]")
    # And what was made before is gone with the right.
    assert not expert.page(first).soup.select("#taak a[download]")
    assert expert.get(kept).status_code == 404


def test_the_vision_of_a_group_on_paper_is_for_who_may_see_it(
    client: CheckingClient,
    app: Flask,
    database: Database,
    clock: StandingClock,
) -> None:
    group = "/buyer-groups/ict-hardware-langer-gebruiken"
    member = client.as_("privaat2")
    answer = member.send(f"{group}/marktvisie", "main form[action$='/marktvisie/pdf']")
    assert answer.status_code == 303
    assert work_off(app, database, clock) is None
    made = str(answer.location)
    pdf = PdfReader(io.BytesIO(download(member, made)))
    text = words(pdf)
    for part in ("Marktvisie ICT-hardware", "versie 2", "programmateam", "Na vijf jaar", "Later"):
        assert part in text, part
    assert tags(pdf).count("/H2") == 4
    # Who takes part no longer when it is made, gets nothing.
    answer = member.send(f"{group}/marktvisie", "main form[action$='/marktvisie/pdf']")
    act = Acting(database)
    with database.read() as session:
        who = Membership.person_id == person_id(session, "privaat2")
        row = session.scalars(select(Membership).where(who)).one()
    act.do(
        "trekker",
        end_member,
        group_id=row.group_id,
        membership_id=row.id,
        until=local_day(NOW),
        reason="klaar",
    )
    assert work_off(app, database, clock) is not None
    for task in (made, str(answer.location)):
        assert not member.page(task).soup.select("#taak a[download]")


def test_the_sheet_of_a_tender_on_paper_is_for_who_may_see_it(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    subject = "Laptops en tablets voor drie gemeentelijke diensten"
    with database.read() as session:
        ref = session.scalars(select(Tender.ref).where(Tender.subject == subject)).one()
    page = f"/buyer-groups/ict-hardware-langer-gebruiken/aanbestedingen/{ref}"
    answer = client.as_("publiek").send(page, "main form[action$='/kennisblad/pdf']")
    assert answer.status_code == 303
    assert work_off(app, database, clock) is None
    pdf = PdfReader(io.BytesIO(download(client, str(answer.location))))
    text = words(pdf)
    for part in (subject, "Kennisblad", "De conceptplanning", "Voorbeeld Refurbish", "nog niet"):
        assert part in text, part
    assert tags(pdf).count("/TH") > 4
    token = client.as_("privaat").page("/privacy").fields("form")["csrf_token"]
    sent = client.post(f"{page}/kennisblad/pdf", data={"csrf_token": token})
    assert sent.status_code == 404


def test_nobody_else_gets_it(
    client: CheckingClient,
    app: Flask,
    database: Database,
    clock: StandingClock,
    new_client: NewClient,
) -> None:
    task = ask(client.as_("publiek"), f"/ketens/{ICT}")
    assert work_off(app, database, clock) is None
    link = client.page(task).soup.select_one("#taak a[download]")
    assert link is not None
    for who in ("privaat", "manager", "trekker"):
        other = new_client().as_(who)
        assert other.get(task).status_code == 404
        assert other.get(str(link["href"])).status_code == 404
    # Administrators see that it was made, and not what is in it.
    administrator = new_client().as_("beheer")
    page = administrator.page(task)
    assert not page.soup.select("a[download]")
    assert administrator.get(str(link["href"])).status_code == 404
    assert new_client().get(str(link["href"])).status_code == 302


def test_pressed_twice_is_one_task_while_it_is_not_done(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    client.as_("trekker")
    assert ask(client, "/bord") == ask(client, "/bord")
    assert ask(client, "/bord?toon=alle") != ask(client, "/bord")
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 2


def test_a_filter_that_makes_no_sense_starts_nothing(
    client: CheckingClient, database: Database
) -> None:
    data = client.as_("trekker").page("/bord").fields(BUTTON)
    for asked in ("jaar=abc", "op=2099-01-01", "op=x", "toon=%00", "pagina=-1"):
        answer = client.post("/bord/pdf", data={**data, "bord": asked})
        assert answer.status_code == 422, asked
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 0


def test_the_page_says_that_the_scheduler_does_not_run(
    client: CheckingClient, database: Database, clock: StandingClock
) -> None:
    task = ask(client.as_("trekker"), "/bord")
    assert "De planner loopt nu niet" in client.page(task).words
    assert "Opnieuw kijken" in client.page(task).words
    Scheduler(database, SETTINGS, clock, tuple(JOBS.values())).tick()
    assert "De planner loopt nu niet" not in client.page(task).words


def test_a_second_try_finds_what_the_first_one_kept(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    ask(client.as_("trekker"), f"/ketens/{ICT}")
    with database.write() as session:
        task = task_services.claim_task(session, clock(), "runner", timedelta(minutes=5))
        assert task is not None
    work = TaskWork(
        database, SETTINGS, clock, task.id, task.asked_by_id, task.given, lambda *_: None
    )
    with app.app_context():
        assert making.make_pdf(work) == making.make_pdf(work)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(File)) == 1


@pytest.mark.both_databases
def test_after_a_week_its_bytes_are_tidied_up(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    attached = attach(database)
    task = ask(client.as_("trekker"), f"/ketens/{ICT}")
    work_off(app, database, clock)
    link = client.page(task).soup.select_one("#taak a[download]")
    assert link is not None
    scheduler = Scheduler(database, SETTINGS, clock, tuple(JOBS.values()))
    clock.forward(days=6, hours=23)
    scheduler.once(TIDY)
    assert client.as_("trekker").get(str(link["href"])).status_code == 200
    clock.forward(hours=2)
    ran = scheduler.once(TIDY)
    assert ran is not None
    assert ran.error is None
    assert ran.result is not None
    assert "Gewiste bestanden, ouder dan 7 dagen: 1." in ran.result.nl
    assert client.as_("trekker").get(str(link["href"])).status_code == 404
    assert "is opgeruimd op" in client.page(task).words
    with database.read() as session:
        kept = set(session.scalars(select(FilePart.file_id)))
    assert kept == {attached.id}


# ---- what it is made with ---------------------------------------------------------------------


class Listener(BaseHTTPRequestHandler):
    """Notes who comes to the door."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)


def test_nothing_is_fetched_but_our_own_files(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    door = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "geheim.css"
    secret.write_text("h1::after { content: 'GELEKT' }")
    html = f"""<!doctype html><html lang="nl"><head><title>x</title>
        <link rel="stylesheet" href="{door}/a.css"><link rel="stylesheet" href="{secret.as_uri()}">
        <link rel="stylesheet" href="../../app.py"><link rel="stylesheet" href="paper.css">
        <link rel="attachment" href="{secret.as_uri()}"></head>
        <body><h1>Kop</h1><img alt="x" src="{door}/b.png">
        <img alt="x" src="data:image/png;base64,x">
        <object data="{secret.as_uri()}"></object><iframe src="{door}/c"></iframe>
        <svg><image href="{door}/d.png"/><use href="{door}/e.svg#x"/></svg></body></html>"""
    target = io.BytesIO()
    try:
        paper.write(html, target)
    finally:
        server.shutdown()
        server.server_close()
    assert Listener.asked == []
    pdf = PdfReader(target)
    assert "GELEKT" not in words(pdf)
    assert not pdf.attachments
    assert any("Fira" in name for name in fonts(pdf))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://own.invalid.example/paper.css",
        "https://own.invalid/../views.py",
        "https://own.invalid/%2e%2e/views.py",
        "https://own.invalid//etc/passwd",
        "https://own.invalid/fonts",
        "https://own.invalid/nothing.css",
        "data:text/css,h1{}",
    ],
)
def test_what_is_not_ours_is_refused(address: str) -> None:
    with pytest.raises(paper.NotOurOwnError):
        paper.own_file(address)
    assert paper.own_file(f"{paper.OWN}paper.css") == FOLDER / "paper.css"


def test_without_the_libraries_the_task_says_so(
    client: CheckingClient,
    app: Flask,
    database: Database,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = ask(client.as_("trekker"), f"/ketens/{ICT}")

    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name.partition(".")[0] == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    assert work_off(app, database, clock) == paper.NO_LIBRARIES
    page = client.page(task)
    assert "mislukt" in page.words
    assert "ontbreken de bibliotheken" in page.words
    assert "libpango" not in page.text
    with database.read() as session:
        row = session.scalars(select(Task)).one()
    assert (row.state, row.message) == (TaskState.FAILED, paper.NO_LIBRARIES)


def test_no_web_process_loads_what_makes_pdfs() -> None:
    code = (
        "import json, sys, wsgi, buyergroups.printing.paper;"
        "names = ('weasyprint', 'pydyf', 'tinycss2', 'fontTools', 'PIL');"
        "print(json.dumps([name for name in names if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []
