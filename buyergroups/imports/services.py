"""Writes imports: a file that was sent, what would become of its rows, what was recorded.

What the rows mean is for their kind: whoever calls gives what it made of them, and how to record
it. Recording checks that it is what was shown, and does all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.files.kinds import Content
from buyergroups.files.rules import clean_name
from buyergroups.history.recording import recorded, stamp
from buyergroups.imports import queries, rules
from buyergroups.imports.rules import Outcome
from buyergroups.tasks.services import queue_task
from buyergroups.words import Words
from models.files import FileType
from models.imports import Fate, Import, ImportKind, ImportLine, ImportPart, ImportState
from models.jobs import Task

READ, APPLY = "import-read", "import-apply"
NOT_READY = Words(
    "Deze import kan nu niet worden vastgelegd. Kijk hieronder waarom.",
    "This import cannot be recorded now. See below why.",
)


def receive_import(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: ImportKind,
    group_id: int | None,
    name: str,
    media: FileType,
    content: Content,
) -> Import:
    """Keep a file, and let a task read it."""
    queries.require_kind(session, actor, kind, group_id)
    row = Import(
        kind=kind,
        group_id=group_id,
        name=clean_name(name),
        media=media,
        size=content.size,
        sha256=content.sha256,
        told={},
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
    for nr, part in enumerate(content.parts()):
        session.execute(insert(ImportPart), {"import_id": row.id, "nr": nr, "data": part})
    _queue(session, actor, now, row, READ)
    return row


def ask_to_apply(session: Session, actor: Actor, now: datetime, *, ref: str) -> Import:
    """Let a task record what was shown. Pressed twice it is the same task."""
    row = _locked(session, actor, ref)
    if row.state is ImportState.APPLIED:
        return row
    if row.state is not ImportState.PREVIEWED or row.refused or not (row.new or row.changed):
        raise RefusedError(NOT_READY)
    _queue(session, actor, now, row, APPLY)
    return row


def _queue(session: Session, actor: Actor, now: datetime, row: Import, kind: str) -> Task:
    task = queue_task(
        session,
        actor,
        now,
        kind=kind,
        given={"import": row.ref, "adres": f"/importeren/{row.ref}"},
    )
    with recorded(session, actor, now):
        row.task_id = task.id
    return task


def _locked(session: Session, actor: Actor, ref: str) -> Import:
    """An import of one's own, under lock; raises NotThereError."""
    row = session.scalar(select(Import).where(Import.ref == ref).with_for_update())
    if row is None or row.erased_at is not None:
        raise NotThereError(f"import {ref[:20]}")
    require(actor, Action.IMPORT_SEE, row)
    queries.require_kind(session, actor, row.kind, row.group_id)
    return row


def keep_preview(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    head: Sequence[str],
    notices: Sequence[Words],
    outcomes: Sequence[Outcome],
) -> Import:
    """Keep what would become of each row; nothing else is written."""
    row = _locked(session, actor, ref)
    if row.state is ImportState.APPLIED:
        return row
    session.execute(delete(ImportLine).where(ImportLine.import_id == row.id))
    lines = [
        {
            "import_id": row.id,
            "nr": outcome.number,
            "fate": outcome.fate,
            "name": outcome.name,
            "told": outcome.told,
        }
        for outcome in outcomes
    ]
    session.execute(insert(ImportLine), lines)
    counts = rules.counts(outcomes)
    with recorded(session, actor, now):
        row.state = ImportState.PREVIEWED
        row.new, row.changed = counts[Fate.NEW], counts[Fate.CHANGED]
        row.unchanged, row.refused = counts[Fate.UNCHANGED], counts[Fate.REFUSED]
        row.digest = rules.digest(outcomes)
        row.told = {"head": list(head), "notices": [list(words) for words in notices]}
    return row


def keep_unreadable(
    session: Session, actor: Actor, now: datetime, *, ref: str, why: Words
) -> Import:
    """Keep why the file cannot be read; its bytes stay, so that nothing is lost."""
    row = _locked(session, actor, ref)
    if row.state is not ImportState.APPLIED:
        with recorded(session, actor, now):
            row.state, row.told = ImportState.UNREADABLE, {"problem": list(why)}
    return row


def keep_problem(session: Session, actor: Actor, now: datetime, *, ref: str, why: Words) -> Import:
    """Keep why recording was refused; nothing of it was recorded, and the preview stays."""
    row = _locked(session, actor, ref)
    with recorded(session, actor, now):
        row.told = {**row.told, "problem": list(why)}
    return row


def apply_import(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    outcomes: Sequence[Outcome],
    record: Callable[[Session, Actor, datetime, Sequence[Outcome], Mapping[str, Any]], None],
) -> Import:
    """Record all rows in the transaction of the caller, once. Raises RefusedError.

    Whoever calls made the outcomes from what stands there now, and holds the lock on it.
    """
    row = _locked(session, actor, ref)
    if row.state is ImportState.APPLIED:
        return row
    ready = row.state is ImportState.PREVIEWED and rules.counts(outcomes)[Fate.REFUSED] == 0
    if not ready or rules.digest(outcomes) != row.digest:
        raise RefusedError(NOT_READY)
    record(session, actor, now, outcomes, {"group_id": row.group_id, "name": row.name})
    with recorded(session, actor, now):
        row.state, row.applied_at = ImportState.APPLIED, now
        row.told = {key: value for key, value in row.told.items() if key != "problem"}
    return row


def erase_imports(
    session: Session, actor: Actor, now: datetime, *, before: datetime, most: int
) -> int:
    """The bytes and rows of files that were kept long enough; how many files."""
    require(actor, Action.IMPORT_ERASE)
    found = queries.due_for_erasing(session, before, most)
    ids = [row.id for row in found]
    with recorded(session, actor, now):
        for row in found:
            row.erased_at, row.told = now, {}
    session.execute(delete(ImportPart).where(ImportPart.import_id.in_(ids)))
    session.execute(delete(ImportLine).where(ImportLine.import_id.in_(ids)))
    return len(ids)
