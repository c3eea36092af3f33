"""The tasks of an import: read a file and say what would become of it; then record just that.

Reading and judging happen in a process of their own with limits, outside any write transaction.
Recording is one transaction: all of it, or nothing. Whoever changes something in between makes
that what was shown no longer holds; then it is judged again and shown again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.imports import queries, reading, rules, services
from buyergroups.imports.columns import Places, places_of
from buyergroups.imports.kinds import KINDS, Kind
from buyergroups.imports.rules import Outcome
from buyergroups.imports.sheet import Sheet
from buyergroups.jobs.table import JOB_ACTOR, Work, told
from buyergroups.tasks.table import TaskKind, TaskWork
from buyergroups.words import Words
from models.imports import ImportState

#: How long file and rows are kept: long enough to look up what was in it.
KEPT = timedelta(days=90)
AT_A_TIME = 5
MOST_TIMES = 3
ERASED = Words(
    "Gewiste importbestanden, ouder dan 90 dagen: %(count)s.",
    "Erased files of imports, older than 90 days: %(count)s.",
)
AGAIN = Words(
    "Er is intussen iets veranderd waar dit bestand over gaat. Er is niets vastgelegd. Kijk "
    "hieronder wat er nu met elke rij gebeurt, en leg het dan vast.",
    "Something that this file is about has changed meanwhile. Nothing was recorded. See below "
    "what becomes of each row now, and then record it.",
)


@dataclass(frozen=True)
class Job:
    """What one of these tasks works on."""

    work: TaskWork
    ref: str
    kind: Kind
    group_id: int | None
    state: ImportState
    digest: str | None
    sheet: Sheet
    places: Places

    @property
    def notices(self) -> Sequence[Words]:
        """What is told above the rows."""
        return (*self.sheet.notices, *self.places.notices)

    def judge(self, session: Session, actor: Actor, now: datetime) -> list[Outcome]:
        """What becomes of each row, as things stand."""
        return self.kind.plan(session, actor, now, self.group_id, self.sheet, self.places)


def read_import(work: TaskWork) -> dict[str, Any] | None:
    """Read the file, and keep what would become of each row."""
    work.tell(5, "reading")
    try:
        job = _opened(work)
    except RefusedError as error:
        _keep_unreadable(work, error)
        return None
    if job.state is not ImportState.APPLIED:
        work.tell(40, "judging")
        _show(job, ())
    return None


def _opened(work: TaskWork) -> Job:
    """The file of an import as a sheet; raises RefusedError where it cannot be read."""
    now, ref = work.clock(), str(work.given["import"])
    with work.database.read() as session:
        actor = load_actor(session, work.asked_by_id, now)
        row = queries.import_by_ref(session, actor, ref)
        queries.require_kind(session, actor, row.kind, row.group_id)
        file = queries.content(session, row.id)
    with file:
        sheet = reading.read_sheet(file, row.media)
    kind = KINDS[row.kind]
    places = places_of(sheet, kind.columns, kind.passed)
    return Job(work, ref, kind, row.group_id, row.state, row.digest, sheet, places)


def _keep_unreadable(work: TaskWork, error: RefusedError) -> None:
    now = work.clock()
    with work.database.write(counts=False) as session:
        actor = load_actor(session, work.asked_by_id, now)
        why = error.words.filled(**error.values)
        services.keep_unreadable(session, actor, now, ref=str(work.given["import"]), why=why)


def _show(job: Job, notices: Sequence[Words]) -> None:
    """Keep the fate of every row as things stand now."""
    now = job.work.clock()
    with job.work.database.read() as session:
        actor = load_actor(session, job.work.asked_by_id, now)
        outcomes = job.judge(session, actor, now)
    job.work.tell(80, "keeping")
    with job.work.database.write(counts=False) as session:
        services.keep_preview(
            session,
            actor,
            now,
            ref=job.ref,
            head=job.sheet.head,
            notices=[*notices, *job.notices],
            outcomes=outcomes,
        )


def apply_import(work: TaskWork) -> dict[str, Any] | None:
    """Record what was shown, or show what it would be by now."""
    work.tell(5, "reading")
    job = _opened(work)
    if job.state is ImportState.APPLIED:
        return None
    try:
        if not any(_recorded(job) for _ in range(MOST_TIMES)):
            _show(job, (AGAIN,))
    except ChangedMeanwhileError:
        _show(job, (AGAIN,))
    except RefusedError as error:
        now = work.clock()
        with work.database.write(counts=False) as session:
            actor = load_actor(session, work.asked_by_id, now)
            why = error.words.filled(**error.values)
            services.keep_problem(session, actor, now, ref=job.ref, why=why)
    return None


def _recorded(job: Job) -> bool:
    """Whether it was recorded; False when something moved while it was judged."""
    base_url = job.work.settings.base_url
    with current_app.test_request_context("/", base_url=base_url):
        return _record(job)


def _record(job: Job) -> bool:
    work, now = job.work, job.work.clock()
    work.tell(30, "judging")
    with work.database.read() as session:
        number = queries.change_number(session)
        actor = load_actor(session, work.asked_by_id, now)
        queries.require_kind(session, actor, *_about(job, session, actor))
        outcomes = job.judge(session, actor, now)
        if rules.digest(outcomes) != job.digest:
            raise ChangedMeanwhileError(AGAIN)
        job.kind.prepare(session, actor, now, job.group_id, outcomes)
    work.tell(60, "recording")
    with work.database.write() as session:
        job.kind.lock(session, job.group_id)
        if queries.change_number(session) != number:
            return False
        services.apply_import(
            session,
            actor,
            now,
            ref=job.ref,
            outcomes=outcomes,
            record=lambda session, actor, now, outcomes, about: job.kind.record(
                session, actor, now, about["group_id"], outcomes, about["name"]
            ),
        )
    return True


def _about(job: Job, session: Session, actor: Actor) -> tuple[Any, int | None]:
    row = queries.import_by_ref(session, actor, job.ref)
    return row.kind, row.group_id


def erase_old(work: Work) -> Words | None:
    """Part of tidying up: the bytes and rows of files that were kept long enough."""
    count = 0
    while True:
        with work.database.write(counts=False) as session:
            before = work.now - KEPT
            done = services.erase_imports(
                session, JOB_ACTOR, work.now, before=before, most=AT_A_TIME
            )
        count += done
        if done < AT_A_TIME:
            return told(ERASED, count=count) if count else None
        work.keep()


MESSAGES = {
    "reading": Words("Leest het bestand", "Reads the file"),
    "judging": Words(
        "Vergelijkt elke rij met wat er staat", "Compares each row with what is there"
    ),
    "keeping": Words("Bewaart wat er met elke rij gebeurt", "Keeps what becomes of each row"),
    "recording": Words("Legt alles in één keer vast", "Records all of it at once"),
}
READ = TaskKind(
    services.READ,
    Words("Bestand lezen voor een import", "Read a file for an import"),
    read_import,
    messages=MESSAGES,
    seconds=120,
)
APPLY = TaskKind(
    services.APPLY,
    Words("Import vastleggen", "Record an import"),
    apply_import,
    messages=MESSAGES,
    seconds=120,
)
