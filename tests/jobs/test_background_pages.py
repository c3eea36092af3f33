"""The page of background work and the commands: what runs, what failed, run now, pause, mail."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from buyergroups.background import jobs_commands
from buyergroups.config import ROOT
from buyergroups.db import Database
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import JOBS
from buyergroups.notices.services import queue_mail
from buyergroups.tasks import child
from buyergroups.tasks import services as task_services
from buyergroups.tasks.working import work_off
from buyergroups.web import state
from models.history import HistoryEntry
from models.jobs import JobPause, JobRequest, JobRun, RunCause, RunOutcome, Task, TaskState
from models.notices import OutboxMail
from models.people import Language
from tests.support.acting import Acting
from tests.support.apps import SETTINGS, StandingClock
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

PAGE = "/beheer/achtergrondtaken"


def a_scheduler(database: Database, clock: StandingClock) -> Scheduler:
    return Scheduler(database, SETTINGS, clock, tuple(JOBS.values()))


def test_only_administrators_see_it_in_the_menu(client: CheckingClient) -> None:
    assert "Beheer" in client.as_("beheer").page("/bord").all(".kb-nav__link")
    assert client.page("/beheer").all("main a")[0] == "Achtergrondtaken"
    assert "Achtergrondtaken" not in client.as_("manager").page("/beheer").all("main a")
    assert "Beheer" not in client.as_("trekker").page("/bord").all(".kb-nav__link")
    assert client.as_("manager").page(PAGE, status=404).heading == "Deze pagina is er niet"


def test_it_says_whether_the_scheduler_lives(
    client: CheckingClient, database: Database, clock: StandingClock
) -> None:
    client.as_("beheer")
    assert "De planner loopt niet" in client.page(PAGE).words
    a_scheduler(database, clock).tick()
    page = client.page(PAGE)
    assert "De planner loopt niet" not in page.words
    assert "gelukt" in page.words
    clock.forward(minutes=4)
    assert "De planner loopt niet" in client.page(PAGE).words


def test_run_now_is_done_once_for_who_asked(
    client: CheckingClient, database: Database, clock: StandingClock
) -> None:
    client.as_("beheer")
    a_scheduler(database, clock).tick()
    clock.forward(seconds=7)
    form = f'main form[action="{PAGE}/outbox/nu"]'
    for _ in range(2):
        assert client.send(PAGE, form).status_code == 303
    assert "gevraagd, begint zo" in client.page(PAGE).words
    a_scheduler(database, clock).run_asked()
    assert "op verzoek" in client.page(PAGE).words
    with database.read() as session:
        (request,) = session.scalars(select(JobRequest))
        (run,) = session.scalars(select(JobRun).where(JobRun.cause == RunCause.ASKED))
        assert run.asked_by_id == request.recorded_by_id
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "job_request")
        ).one()
        assert entry.person_id == request.recorded_by_id


def test_a_task_that_failed_counts_as_failed(
    client: CheckingClient, database: Database, clock: StandingClock
) -> None:
    page = client.as_("beheer").page(PAGE)
    assert page.all("#mislukt .kb-count") == ["0"]
    assert client.send(PAGE, f'main form[action="{PAGE}/controle"]').status_code == 303
    with database.write(counts=False) as session:
        task = session.scalars(select(Task)).one()
        task.state, task.error, task.finished_at = TaskState.FAILED, "Kapot", clock()
    page = client.page(PAGE)
    assert page.all("#mislukt .kb-count") == ["1"]
    failed = page.soup.select("section[aria-labelledby=mislukt] li a")
    assert [link["href"] for link in failed] == [f"/taken/{task.ref}"]
    assert "niets mislukt" not in page.words


def test_pause_wants_a_reason_and_shows_it(client: CheckingClient) -> None:
    client.as_("beheer")
    address = f"{PAGE}/outbox/pauze"
    empty = client.send(address)
    assert empty.status_code == 422
    assert "Schrijf op waarom" in empty.text
    assert client.send(address, reason="de mailserver verhuist").status_code == 303
    page = client.page(PAGE)
    assert "staat stil" in page.words
    assert "de mailserver verhuist" in page.words
    assert client.send(address, reason="nog eens").status_code == 422
    assert client.send(PAGE, f'main form[action="{PAGE}/outbox/verder"]').status_code == 303
    assert "de mailserver verhuist" not in client.page(PAGE).words


@pytest.mark.both_databases
@pytest.mark.parametrize("action", ["/outbox/nu", "/outbox/pauze", "/outbox/verder", "/controle"])
def test_a_double_click_does_nothing_twice(
    client: CheckingClient, database: Database, clock: StandingClock, action: str
) -> None:
    client.as_("beheer")
    a_scheduler(database, clock).tick()
    if action.endswith("verder"):
        client.send(f"{PAGE}/outbox/pauze", reason="even")
    page = client.page(PAGE + action if action.endswith("pauze") else PAGE)
    sent = page.fields(f'main form[action="{PAGE}{action}"]')
    if action.endswith("pauze"):
        sent["reason"] = "even"
    clock.forward(seconds=5)
    first = client.post(PAGE + action, data=sent)
    clock.forward(seconds=5)
    a_scheduler(database, clock).run_asked()  # between the clicks the first one was done already
    again = client.post(PAGE + action, data=sent)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert first.status_code == 303
    with database.read() as session:
        tables = (JobRequest, JobPause, Task)
        made = [session.scalar(select(func.count()).select_from(one)) for one in tables]
    assert sum(number or 0 for number in made) == 1
    # What stands on the page now is another form.
    assert client.page(PAGE).fields("main form")["inzending"] != sent["inzending"]


def test_errors_are_shown_in_full(client: CheckingClient, database: Database) -> None:
    with database.write() as session:
        session.add(
            JobRun(
                job="outbox",
                planned_for=NOW,
                cause=RunCause.SCHEDULE,
                runner="x",
                lease_until=NOW,
                started_at=NOW,
                finished_at=NOW,
                outcome=RunOutcome.FAILED,
                error="Traceback\n  <b>regel 1</b>\nRuntimeError: dit ging mis",
            )
        )
    page = client.as_("beheer").page(PAGE)
    assert "<b>regel 1</b>" in page.all("pre")[0]
    assert "RuntimeError: dit ging mis" in page.all("pre")[0]


def test_mail_that_was_given_up_is_tried_again_and_no_text_is_shown(
    client: CheckingClient, database: Database
) -> None:
    with database.write() as session:
        mail = queue_mail(
            session,
            NOW,
            to="iemand@gemeente.example",
            subject="Welkom",
            text="geheime-link",
            language=Language.DUTCH,
            kind="invitation",
        )
        mail.tries, mail.given_up_at, mail.last_error = 8, NOW, "SMTPDataError: 451 nee"
    client.as_("beheer")
    page = client.page(PAGE)
    assert "opgegeven" in page.words
    assert "451 nee" in page.words
    assert "geheime-link" not in page.text
    answer = client.send(PAGE, 'main form[action$="/opnieuw"]')
    assert answer.status_code == 303
    with database.read() as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.tries, mail.given_up_at) == (0, None)


def test_the_subject_of_a_mail_does_not_name_a_group(
    client: CheckingClient, database: Database
) -> None:
    with database.write() as session:
        queue_mail(
            session,
            NOW,
            to="iemand@gemeente.example",
            subject="Uitnodiging voor buyer group Geheim",
            text="x",
            language=Language.DUTCH,
            kind="group_invitation",
        )
    page = client.as_("beheer").page(PAGE)
    assert "Over een buyer group" in page.words
    assert "Geheim" not in page.text


def test_the_check_is_a_task_with_progress_and_an_outcome(
    client: CheckingClient, database: Database, clock: StandingClock
) -> None:
    client.as_("beheer")
    answer = client.send(PAGE, f'main form[action="{PAGE}/controle"]')
    address = answer.location
    page = client.page(address)
    assert page.soup.select_one("#taak[data-hx-trigger]") is not None
    with database.write() as session:
        task = task_services.claim_task(session, clock(), "runner", timedelta(minutes=5))
        assert task is not None
        ref = task.ref
    child.perform(database, SETTINGS, clock, ref=ref, runner="runner")
    done = client.page(address)
    assert done.soup.select_one("#taak[data-hx-trigger]") is None
    assert "De planner geeft geen teken van leven: 1" in done.words
    part = Page(client.get(address, headers={"HX-Request": "true"}))
    assert part.soup.select_one("h1") is None
    assert "klaar" in part.words
    assert client.as_("manager").get(address).status_code == 404


def test_commands(app: Flask, database: Database) -> None:
    runner = app.test_cli_runner()
    listed = runner.invoke(jobs_commands, ["list"])
    assert "outbox" in listed.output
    assert "does not run" in listed.output
    once = runner.invoke(jobs_commands, ["once", "outbox", "--now", "2027-03-28"])
    assert (once.exit_code, "SMTP_URL" in once.output) == (0, True), once.output
    days = ("morgen", "9999-12-31")
    for wrong in (["bestaat-niet"], *(["outbox", "--now", day] for day in days)):
        refused = runner.invoke(jobs_commands, ["once", *wrong])
        # A sentence, and not the crash of a run.
        assert (refused.exit_code, refused.output[:7]) == (1, "Error: "), refused.output
    with database.read() as session:
        assert session.scalars(select(JobRun)).one().cause is RunCause.COMMAND
    assert app.extensions[state.EXTENSION].database is database


PERFORM = """
import sys
from buyergroups import areas
from buyergroups.clock import utc_now
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.tasks import child, table
from buyergroups.words import Words
url, ref, runner, how = sys.argv[1:]
def hungry(work):
    return {"size": len(bytearray(4 * 1024 ** 3))}
def dying(work):
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
def well(work):
    work.tell(50, "half")
    return {"answer": 42}
run = {"hungry": hungry, "dying": dying, "well": well}[how]
table.declare(table.TaskKind("x", Words("x", "x"), run))
child.end_with_parent()
child.limit(seconds=60, megabytes=1024)
child.perform(Database(url), Settings(), utc_now, ref=ref, runner=runner)
"""


@pytest.mark.parametrize(
    ("how", "state_", "message"),
    [
        ("well", TaskState.DONE, None),
        ("hungry", TaskState.FAILED, "memory"),
        ("dying", TaskState.FAILED, "died"),
    ],
)
@pytest.mark.data("demo")
def test_a_task_runs_in_a_process_of_its_own_with_limits(
    own_database: Database, how: str, state_: TaskState, message: str | None
) -> None:
    acting = Acting(own_database)
    ref = acting.do("beheer", task_services.queue_task, kind="x").ref
    assert acting.do("beheer", task_services.queue_task, kind="x").ref == ref

    def command(ref: str, runner: str) -> list[str]:
        return [sys.executable, "-c", PERFORM, own_database.url, ref, runner, how]

    assert work_off(own_database, lambda: NOW, "runner", command=command) == [ref]
    with own_database.read() as session:
        task = session.scalars(select(Task)).one()
        assert (task.state, task.message, task.runner) == (state_, message, "runner"), task.error
        assert task.result == ({"answer": 42} if how == "well" else None)


@pytest.mark.data("demo")
def test_a_task_whose_scheduler_died_is_tried_once_more(own_database: Database) -> None:
    acting = Acting(own_database)
    acting.do("beheer", task_services.queue_task, kind="x")
    lease, now = timedelta(minutes=5), NOW
    seen = []
    for _ in range(3):
        with own_database.write() as session:
            task = task_services.claim_task(session, now, "runner", lease)
            seen.append(task is not None)
        now += lease
    assert seen == [True, True, False]
    with own_database.read() as session:
        task = session.scalars(select(Task)).one()
        assert (task.state, task.message) == (TaskState.FAILED, "died")


def test_the_scheduler_never_loads_what_makes_pdfs() -> None:
    code = (
        "import json, sys, wsgi, buyergroups.jobs.scheduler, buyergroups.tasks.working;"
        "print(json.dumps('weasyprint' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) is False
