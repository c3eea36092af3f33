"""Reads imports: the own ones, one of them, a page of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require, visible_to
from buyergroups.errors import NotThereError
from buyergroups.groups import queries as groups
from models.base import ChangeNumber
from models.imports import Fate, Import, ImportKind, ImportLine, ImportPart
from models.jobs import Task

PAGE_SIZE = 50
IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class Lines:
    """A page of rows."""

    rows: Sequence[Any]
    total: int
    pages: int


def import_by_ref(session: Session, actor: Actor, ref: str) -> Import:
    """An import that this person may see; raises NotThereError."""
    row = session.scalar(select(Import).where(Import.ref == ref, visible_to(actor, Import)))
    if row is None:
        raise NotThereError(f"import {ref[:20]}")
    return row


def latest_imports(session: Session, actor: Actor, most: int = 10) -> Sequence[Any]:
    """The newest imports that this person may see."""
    return session.execute(
        select(
            Import.ref,
            Import.kind,
            Import.name,
            Import.state,
            Import.recorded_at,
            Import.new,
            Import.changed,
        )
        .where(visible_to(actor, Import))
        .order_by(Import.id.desc())
        .limit(most)
    ).all()


def lines(session: Session, import_id: int, fate: Fate | None, page: int | None = 1) -> Lines:
    """A page of the rows in the order of the file, of one fate or of all; all without a page."""
    where = [ImportLine.import_id == import_id]
    if fate is not None:
        where.append(ImportLine.fate == fate)
    total = session.scalar(select(func.count()).select_from(ImportLine).where(*where)) or 0
    asked = (
        select(ImportLine.nr, ImportLine.fate, ImportLine.name, ImportLine.told)
        .where(*where)
        .order_by(ImportLine.nr)
    )
    if page is not None:
        asked = asked.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = session.execute(asked).all()
    return Lines(rows, total, max(1, -(-total // PAGE_SIZE)))


def task_of(session: Session, row: Import) -> Task | None:
    """What reads or records it."""
    return session.get(Task, row.task_id) if row.task_id is not None else None


def content(session: Session, import_id: int) -> IO[bytes]:
    """The file, as somebody sent it; whoever asks closes it."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    numbers = session.scalars(
        select(ImportPart.nr).where(ImportPart.import_id == import_id).order_by(ImportPart.nr)
    ).all()
    for nr in numbers:
        asked = select(ImportPart.data).where(
            ImportPart.import_id == import_id, ImportPart.nr == nr
        )
        file.write(session.scalar(asked) or b"")
    file.seek(0)
    return file


def change_number(session: Session) -> int:
    """What every visible write raises."""
    return session.scalar(select(ChangeNumber.value).where(ChangeNumber.id == 1)) or 0


def due_for_erasing(session: Session, before: datetime, most: int) -> Sequence[Import]:
    """Imports from before a moment that still have their bytes and rows."""
    return session.scalars(
        select(Import)
        .where(Import.recorded_at < before, Import.erased_at.is_(None))
        .order_by(Import.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def require_kind(session: Session, actor: Actor, kind: ImportKind, group_id: int | None) -> None:
    """Raise NotAllowedError unless somebody may import this now."""
    if kind is ImportKind.ORGANISATIONS:
        require(actor, Action.ORGANISATION_EDIT)
    elif kind is ImportKind.BASELINE:
        require(actor, Action.BASELINE_IMPORT)
    else:
        assert group_id is not None
        group = groups.group_by_id(session, group_id)
        require(actor, Action.GROUP_SEE, group)
        require(actor, Action.GROUP_RUN, group)
