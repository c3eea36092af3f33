"""Pages under /beheer, and the page of a task."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.administration import labels
from buyergroups.administration.checking import CHECK, FINDINGS
from buyergroups.administration.forms import PauseForm
from buyergroups.administration.page import ADMIN_PAGES
from buyergroups.errors import NotThereError
from buyergroups.files.queries import FileRow, files_of
from buyergroups.jobs import queries as job_queries
from buyergroups.jobs import services as job_services
from buyergroups.jobs.table import JOBS, Job
from buyergroups.notices import queries as mail_queries
from buyergroups.notices import services as mail_services
from buyergroups.tasks import queries as task_queries
from buyergroups.tasks import services as task_services
from buyergroups.tasks.table import KINDS
from buyergroups.web import htmx, pages, state
from buyergroups.web.addresses import own_path
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import new_key, press
from models.files import FileSubject
from models.jobs import Task

blueprint = Blueprint("administration", __name__)
SECTION = "administration"

ASKED = Words(
    "Gevraagd: %(job)s. De planner begint er binnen enkele seconden aan.",
    "Asked for: %(job)s. The scheduler begins within seconds.",
)
PAUSED = Words("Staat nu stil: %(job)s.", "Stands still now: %(job)s.")
RESUMED = Words("Gaat weer door: %(job)s.", "Goes on again: %(job)s.")
AGAIN = Words("De mail wordt opnieuw geprobeerd.", "The mail will be tried again.")


@blueprint.get("/beheer")
def index() -> ResponseReturnValue:
    """What an administrator can do."""
    require(state.actor(), Action.ADMINISTRATION_OPEN)
    mine = [item for item in ADMIN_PAGES if can(state.actor(), item.needs)]
    return page("administration/index.html", section=SECTION, pages=mine)


@blueprint.get("/beheer/achtergrondtaken")
def background() -> ResponseReturnValue:
    """What runs by itself, when, how it went; mail; tasks."""
    require(state.actor(), Action.JOBS_MANAGE)
    reading = state.reading()
    return page(
        "administration/background.html",
        section=SECTION,
        overview=job_queries.overview(reading, tuple(JOBS.values()), state.now()),
        failed=job_queries.failed_runs(reading, JOBS),
        outbox=mail_queries.outbox(reading),
        has_server=bool(state.tracker().settings.smtp_url),
        failed_tasks=task_queries.failed_tasks(reading, state.actor()),
        tasks=task_queries.latest_tasks(reading, state.actor()),
        kinds=KINDS,
        words_of=labels,
        key=new_key(),
        schedule=lambda job: labels.schedule_words(job.schedule, state.language()),
    )


@blueprint.post("/beheer/achtergrondtaken/<job>/nu")
def run_now(job: str) -> ResponseReturnValue:
    """Ask the scheduler for a run."""
    require(state.actor(), Action.JOBS_MANAGE)
    known = _job(job)

    def act(session: Session) -> str:
        job_services.request_run(session, state.actor(), state.now(), job=job)
        return url_for("administration.background")

    return _back(press(act), ASKED, known)


@blueprint.get("/beheer/achtergrondtaken/<job>/pauze")
def pause(job: str) -> ResponseReturnValue:
    """Ask why."""
    require(state.actor(), Action.JOBS_MANAGE)
    return _pause_form(PauseForm(), _job(job))


@blueprint.post("/beheer/achtergrondtaken/<job>/pauze")
def pause_post(job: str) -> ResponseReturnValue:
    """Let a job stand still, with the reason."""
    require(state.actor(), Action.JOBS_MANAGE)
    known = _job(job)
    form = PauseForm()
    if not form.validate():
        return _pause_form(form, known), 422

    def act(session: Session) -> str:
        job_services.pause(session, state.actor(), state.now(), job=job, reason=form.reason.data)
        return url_for("administration.background")

    return _back(press(act), PAUSED, known)


@blueprint.post("/beheer/achtergrondtaken/<job>/verder")
def resume(job: str) -> ResponseReturnValue:
    """Let a job go on."""
    require(state.actor(), Action.JOBS_MANAGE)
    known = _job(job)

    def act(session: Session) -> str:
        job_services.resume(session, state.actor(), state.now(), job=job)
        return url_for("administration.background")

    return _back(press(act), RESUMED, known)


@blueprint.post("/beheer/achtergrondtaken/mail/<ref>/opnieuw")
def try_again(ref: str) -> ResponseReturnValue:
    """Give a mail all its tries again."""
    require(state.actor(), Action.JOBS_MANAGE)

    def act(session: Session) -> str:
        mail_services.try_again(session, state.actor(), state.now(), ref=ref)
        return url_for("administration.background")

    back = press(act)
    flash(AGAIN.into(state.language()))
    return redirect(back, 303)


@blueprint.post("/beheer/achtergrondtaken/controle")
def check() -> ResponseReturnValue:
    """Start the check of all this, as a task."""
    require(state.actor(), Action.JOBS_MANAGE)

    def act(session: Session) -> str:
        task = task_services.queue_task(session, state.actor(), state.now(), kind=CHECK.name)
        session.flush()
        return url_for("administration.task", ref=task.ref)

    return redirect(press(act), 303)


@blueprint.get("/taken/<ref>")
def task(ref: str) -> ResponseReturnValue:
    """How far a task is; the page asks again by itself, or by reloading."""
    found = task_queries.task_by_ref(state.reading(), state.actor(), ref)
    kind = KINDS.get(found.kind)
    values = {
        "task": found,
        "kind": kind,
        "words_of": labels,
        "findings": FINDINGS if found.kind == CHECK.name else {},
        "administers": can(state.actor(), Action.JOBS_MANAGE),
        "alive": job_queries.is_alive(state.reading(), state.now()),
        "files": _results(found),
        "back": own_path(found.given.get("adres")),
    }
    if htmx.wants_fragment():
        return pages.render_block("administration/task.html", "task", state.language(), **values)
    return page("administration/task.html", section=None if values["back"] else SECTION, **values)


def _results(task: Task) -> Sequence[FileRow]:
    """What the task made, for whoever asked for it."""
    if not can(state.actor(), Action.TASK_RESULT, task):
        return ()
    return files_of(state.reading(), FileSubject.TASK, [task.id]).get(task.id, ())


def _job(name: str) -> Job:
    if name not in JOBS:
        raise NotThereError(f"job {name}")
    return JOBS[name]


def _pause_form(form: PauseForm, job: Job) -> str:
    key = request.form.get("inzending") or new_key()
    return page("administration/pause.html", section=SECTION, form=form, job=job, key=key)


def _back(address: str, words: Words, job: Job) -> ResponseReturnValue:
    language = state.language()
    flash(words.into(language, job=job.words.into(language)))
    return redirect(address, 303)
