"""Writes files: attached once, withdrawn with a reason, erased when they were kept long enough."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.files import queries, rules
from buyergroups.files.kinds import Content
from buyergroups.files.table import Subject
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.files import File, FilePart, FileSubject, FileType

TOO_LARGE = Words(
    "Dit bestand is te groot. Een bestand mag hoogstens %(most)s MB zijn.",
    "This file is too large. A file may be %(most)s MB at most.",
)
MOST_FILES = 50
TOO_MANY = Words(
    "Hier hangen al %(most)s bestanden aan. Trek er eerst een in.",
    "There are %(most)s files here already. Withdraw one first.",
)
THERE_ALREADY = Words(
    "Dit bestand hangt er al aan, als %(name)s.", "This file is attached already, as %(name)s."
)
WHY_WITHDRAWN = Words("Schrijf waarom dit bestand weg moet.", "Write why this file has to go.")
WITHDRAWN_MEANWHILE = Words(
    "Dit bestand is intussen ingetrokken.", "This file was withdrawn meanwhile."
)


def attach_file(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: FileSubject,
    subject_id: int,
    name: str,
    media: FileType,
    content: Content,
) -> File:
    """Keep a file with the thing it hangs on, part by part. Raises RefusedError.

    Refused are a file that is too large, one that is there already, and one too many.
    """
    known, subject = queries.subject_for(session, actor, kind, subject_id)
    require(actor, known.change, subject.changed)
    if content.size > rules.LARGEST:
        raise RefusedError(TOO_LARGE, most=rules.LARGEST // rules.MEGABYTE)
    _refuse_double(session, kind, subject_id, content.sha256)
    file = File(
        subject_kind=kind,
        subject_id=subject_id,
        chain_id=subject.chain_id,
        group_id=subject.group_id,
        name=rules.clean_name(name),
        media=media,
        size=content.size,
        sha256=content.sha256,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=_acted_as(actor, subject)):
        session.add(file)
    _keep_parts(session, file, content)
    return file


def copy_files(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    refs: Sequence[str],
    kind: FileSubject,
    subject_id: int,
) -> list[File]:
    """Keep files with another thing as well, with bytes of their own: what becomes of one changes
    nothing of the other."""
    known, subject = queries.subject_for(session, actor, kind, subject_id)
    require(actor, known.change, subject.changed)
    made: list[File] = []
    for ref in refs:
        file, _, _ = queries.file_by_ref(session, actor, ref)
        copy = File(
            subject_kind=kind,
            subject_id=subject_id,
            chain_id=subject.chain_id,
            group_id=subject.group_id,
            name=file.name,
            media=file.media,
            size=file.size,
            sha256=file.sha256,
            **stamp(actor, now),
        )
        with recorded(session, actor, now, acted_as=_acted_as(actor, subject)):
            session.add(copy)
        parts = select(literal(copy.id), FilePart.nr, FilePart.data)
        columns = ["file_id", "nr", "data"]
        session.execute(
            insert(FilePart).from_select(columns, parts.where(FilePart.file_id == file.id))
        )
        made.append(copy)
    return made


def _refuse_double(session: Session, kind: FileSubject, subject_id: int, sha256: str) -> None:
    rows = session.execute(
        select(File.sha256, File.name).where(
            File.subject_kind == kind, File.subject_id == subject_id, File.erased_at.is_(None)
        )
    ).all()
    if len(rows) >= MOST_FILES:
        raise RefusedError(TOO_MANY, most=MOST_FILES)
    same = next((row.name for row in rows if row.sha256 == sha256), None)
    if same is not None:
        raise RefusedError(THERE_ALREADY, name=same)


def _acted_as(actor: Actor, subject: Subject) -> str | None:
    return subject.acted_as(actor) if subject.acted_as is not None else None


def _keep_parts(session: Session, file: File, content: Content) -> None:
    digest, size = hashlib.sha256(), 0
    for nr, part in enumerate(content.parts()):
        session.execute(insert(FilePart), {"file_id": file.id, "nr": nr, "data": part})
        digest.update(part)
        size += len(part)
    assert (size, digest.hexdigest()) == (file.size, file.sha256), "the file changed on the way"


def withdraw_file(session: Session, actor: Actor, now: datetime, *, ref: str, reason: str) -> File:
    """A mistake: the bytes are erased at once, the row stays with who, when and why.

    By whoever may add to the same thing. Raises ChangedMeanwhileError when that was done already.
    """
    file, known, subject = queries.file_by_ref(session, actor, ref, lock=True)
    require(actor, known.change, subject.changed)
    if not reason.strip():
        raise RefusedError(WHY_WITHDRAWN)
    if file.withdrawn_at is not None or file.erased_at is not None:
        raise ChangedMeanwhileError(WITHDRAWN_MEANWHILE)
    with recorded(session, actor, now, acted_as=_acted_as(actor, subject)):
        file.withdrawn_at, file.withdrawn_by_id = now, actor.person_id
        file.withdrawn_reason, file.erased_at = reason.strip(), now
    _erase(session, file)
    return file


def erase_old(
    session: Session, actor: Actor, now: datetime, *, kind: FileSubject, before: datetime, most: int
) -> int:
    """Erase the bytes of what a job may erase: results of tasks that were kept long enough."""
    require(actor, Action.FILES_ERASE, kind)
    files = queries.due_for_erasing(session, kind, before, most)
    with recorded(session, actor, now):
        for file in files:
            file.erased_at = now
    for file in files:
        _erase(session, file)
    return len(files)


def _erase(session: Session, file: File) -> None:
    session.execute(delete(FilePart).where(FilePart.file_id == file.id))
