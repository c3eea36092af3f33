"""Reads files: lists without their bytes, and the bytes of one in parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import require
from buyergroups.db import Database
from buyergroups.errors import NotThereError
from buyergroups.files.table import KINDS, Subject, SubjectKind
from models.files import File, FilePart, FileSubject, FileType
from models.people import Person


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as a list shows it."""

    ref: str
    subject_id: int
    name: str
    media: FileType
    size: int
    sha256: str
    recorded_at: datetime
    by: str
    erased_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


def listed() -> Select[*tuple[Any, ...]]:
    """The columns of a `FileRow`, the oldest first; whoever asks says which files."""
    withdrawer: Any = aliased(Person)
    return (
        select(
            File.ref,
            File.subject_id,
            File.name,
            File.media,
            File.size,
            File.sha256,
            File.recorded_at,
            Person.name,
            File.erased_at,
            File.withdrawn_at,
            withdrawer.name,
            File.withdrawn_reason,
        )
        .join(Person, Person.id == File.recorded_by_id)
        .outerjoin(withdrawer, withdrawer.id == File.withdrawn_by_id)
        .order_by(File.recorded_at, File.id)
    )


def files_of(
    session: Session, kind: FileSubject, subjects: Collection[int]
) -> dict[int, list[FileRow]]:
    """The files of things that the reader may see, by thing, the oldest first; one statement."""
    found: dict[int, list[FileRow]] = {}
    asked = listed().where(File.subject_kind == kind, File.subject_id.in_(subjects))
    for row in session.execute(asked):
        found.setdefault(row.subject_id, []).append(FileRow(*row))
    return found


def subject_for(
    session: Session, actor: Actor, kind: FileSubject, subject_id: int
) -> tuple[SubjectKind, Subject]:
    """The thing that files hang on; raises NotThereError where it is not there for this person."""
    known = KINDS.get(kind)
    subject = known.find(session, subject_id) if known is not None else None
    if known is None or subject is None:
        raise NotThereError(f"{kind} {subject_id}")
    require(actor, known.see, subject.seen)
    return known, subject


def file_by_ref(
    session: Session, actor: Actor, ref: str, *, lock: bool = False
) -> tuple[File, SubjectKind, Subject]:
    """A file under the audience of what it hangs on; raises NotThereError for everybody else."""
    asked = select(File).where(File.ref == ref)
    file = session.scalar(asked.with_for_update() if lock else asked)
    if file is None:
        raise NotThereError(f"file {ref[:20]}")
    return file, *subject_for(session, actor, file.subject_kind, file.subject_id)


def live_file(session: Session, kind: FileSubject, subject_id: int) -> File | None:
    """The newest file of a thing that still has its bytes."""
    return session.scalars(
        select(File)
        .where(File.subject_kind == kind, File.subject_id == subject_id, File.erased_at.is_(None))
        .order_by(File.id.desc())
        .limit(1)
    ).first()


def parts(database: Database, file_id: int) -> Iterator[bytes]:
    """The bytes of a file, one part at a time, each read by itself.

    However slow the reader is, no transaction stays open; a file that is withdrawn meanwhile ends.
    """
    nr = 0
    while True:
        with database.read() as session:
            part = session.scalar(
                select(FilePart.data).where(FilePart.file_id == file_id, FilePart.nr == nr)
            )
        if part is None:
            return
        yield part
        nr += 1


def due_for_erasing(
    session: Session, kind: FileSubject, before: datetime, most: int
) -> Sequence[File]:
    """Files of a kind of thing that were made before a moment and still have their bytes."""
    return session.scalars(
        select(File)
        .where(File.subject_kind == kind, File.recorded_at < before, File.erased_at.is_(None))
        .order_by(File.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
