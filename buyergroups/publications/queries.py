"""Reads what a report is made from, the names that may not stand in it, and what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import false, func, or_, select, true
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.reference import themes_in
from buyergroups.clock import local_day
from buyergroups.consultations.queries import chains_of
from buyergroups.errors import NotThereError
from buyergroups.files.queries import FileRow, files_of
from buyergroups.publications.names import Kind, Known
from buyergroups.publications.report import Answer, Attachment, Facts, Heard, Question
from buyergroups.suppliers.merged import home_of, latest_facts
from models.consultations import (
    ConsultationItem,
    ConsultationQuestion,
    ConsultationReport,
    ConsultationSupplier,
    ItemReaders,
    MarketConsultation,
    PlatformAnswer,
)
from models.files import File, FileSubject
from models.jobs import Task, TaskState
from models.people import Language, Person
from models.suppliers import Supplier, SupplierContact, SupplierSize, SupplierVersion

PAGE_SIZE = 50
#: The task that makes the PDF of a version, and what it is given: which one.
PDF_TASK, VERSION = "report-pdf", "verslag"


# ---- what a report is made from ---------------------------------------------------------------


def facts(session: Session, consultation: MarketConsultation) -> Facts:
    """What everybody may read of a file once it is published; nothing else is asked for."""
    row, into = consultation, consultation.language
    themes = themes_in(session, row.programme_id, row.sort_day.year)
    names = {theme.id: theme.name(into) for theme in themes}
    present = _present(session, row.id)
    return Facts(
        language=into.value,
        kind=row.kind,
        subject=row.subject,
        summary=row.summary,
        place=row.place,
        chains=[chain.name for chain in chains_of(session, row.id)],
        held_on=row.held_on,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        announced_on=row.announced_on,
        announced_where=row.announced_where,
        platform_ref=row.platform_ref,
        platform_link=row.platform_link,
        questions=[
            Question(one.text, names.get(one.theme_id))
            for one in _of(session, ConsultationQuestion, row.id)
        ],
        heard=_heard(session, row.id, names),
        answers=[
            Answer(one.question, one.answer, one.published_on)
            for one in _of(session, PlatformAnswer, row.id)
        ],
        sizes=Counter(one.size for one in present),
        named=[one.name for one in present if one.agreed],
        attachments=[
            Attachment(one.name, one.media, one.size, one.sha256)
            for one in attachments(session, row.id)
        ],
    )


def _heard(session: Session, consultation_id: int, names: Mapping[int, str]) -> list[Heard]:
    """What everybody may read of what was heard, in the order of the themes."""
    order = {key: nr for nr, key in enumerate(names)}
    for_all = ConsultationItem.readers == ItemReaders.REPORT
    rows = _of(session, ConsultationItem, consultation_id, for_all)
    return [
        Heard(item.text, names.get(item.theme_id), item.outcome, item.outcome_why)
        for item in sorted(rows, key=lambda item: order.get(item.theme_id, len(order)))
    ]


def attachments(session: Session, consultation_id: int) -> list[FileRow]:
    """The files that hang on the report of a file, without those that were withdrawn."""
    kind = FileSubject.CONSULTATION_REPORT
    rows = files_of(session, kind, [consultation_id]).get(consultation_id, [])
    return [row for row in rows if row.erased_at is None]


def published_files(session: Session, version_id: int) -> list[FileRow]:
    """What was published with a version, in the order of then; some may be withdrawn since."""
    kind = FileSubject.PUBLISHED_ATTACHMENT
    return files_of(session, kind, [version_id]).get(version_id, [])


def published_file(session: Session, version_id: int, ref: str) -> File:
    """One of these that still has its bytes; raises NotThereError."""
    found = session.scalar(
        select(File).where(
            File.ref == ref,
            File.subject_kind == FileSubject.PUBLISHED_ATTACHMENT,
            File.subject_id == version_id,
            File.erased_at.is_(None),
        )
    )
    if found is None:
        raise NotThereError(f"attachment {ref[:20]} of version {version_id}")
    return found


def _of(session: Session, model: Any, consultation_id: int, *conditions: Any) -> Sequence[Any]:
    """The rows of a block that were not taken away, in their order."""
    return session.scalars(
        select(model)
        .where(model.consultation_id == consultation_id, model.removed_at.is_(None), *conditions)
        .order_by(model.position, model.id)
    ).all()


@dataclass(frozen=True, slots=True)
class _Present:
    name: str
    size: SupplierSize
    agreed: bool


def _present(session: Session, consultation_id: int) -> list[_Present]:
    """The suppliers that were present, by name, as they are by now; one that was merged, once."""
    home = home_of(ConsultationSupplier.supplier_id)
    rows = session.execute(
        select(
            SupplierVersion.supplier_id,
            SupplierVersion.name,
            SupplierVersion.company_size,
            func.max(ConsultationSupplier.consented_on).label("consented_on"),
        )
        .join(SupplierVersion, SupplierVersion.supplier_id == home)
        .where(
            SupplierVersion.id == latest_facts(SupplierVersion.supplier_id),
            ConsultationSupplier.consultation_id == consultation_id,
            ConsultationSupplier.removed_at.is_(None),
            ConsultationSupplier.present,
        )
        .group_by(SupplierVersion.id)
        .order_by(SupplierVersion.sort_name, SupplierVersion.id)
    )
    return [_Present(row.name, row.company_size, row.consented_on is not None) for row in rows]


# ---- what may not stand in it -----------------------------------------------------------------


def known_names(
    session: Session, actor: Actor, consultation_id: int, *, whole: bool
) -> list[Known]:
    """By what the suppliers of this file, and all others that the actor may see, are known.

    `whole`: also those that they may not see, for who publishes; of these no people.

    Also by former names. Whose name may stand in the report is agreed to for this consultation
    alone; it covers no people of the supplier.
    """
    of_file = ConsultationSupplier.consultation_id == consultation_id
    agreed = _agreed(session, consultation_id)
    seen = or_(
        visible_to(actor, Supplier),
        Supplier.id.in_(select(ConsultationSupplier.supplier_id).where(of_file)),
    )
    versions = session.execute(
        select(
            seen.label("seen"),
            home_of(Supplier.id).label("home"),
            SupplierVersion.name,
            SupplierVersion.kvk,
            SupplierVersion.website,
        )
        .join(Supplier, Supplier.id == SupplierVersion.supplier_id)
        .where(or_(seen, true() if whole else false()))
    )
    contacts = session.execute(
        select(SupplierContact.name, SupplierContact.email, SupplierContact.phone)
        .join(Supplier, Supplier.id == SupplierContact.supplier_id)
        .where(seen)
    )
    found = [one for row in versions for one in _of_supplier(row, agreed=row.home in agreed)]
    return found + [one for row in contacts for one in _of_contact(row)]


def _agreed(session: Session, consultation_id: int) -> set[int]:
    """The suppliers that may be named in the report of a consultation."""
    named = select(home_of(ConsultationSupplier.supplier_id)).where(
        ConsultationSupplier.consultation_id == consultation_id,
        ConsultationSupplier.removed_at.is_(None),
        ConsultationSupplier.consented_on.is_not(None),
    )
    return set(session.scalars(named))


def _of_supplier(row: Any, *, agreed: bool) -> Iterator[Known]:
    for kind, text in (
        (Kind.SUPPLIER, row.name),
        (Kind.KVK, row.kvk),
        (Kind.WEBSITE, row.website),
    ):
        if text:
            yield Known(kind, text, agreed, seen=bool(row.seen))


def _of_contact(row: Any) -> Iterator[Known]:
    for kind, text in (
        (Kind.CONTACT, row.name),
        (Kind.EMAIL, row.email),
        (Kind.PHONE, row.phone),
    ):
        if text:
            yield Known(kind, text)


# ---- what was published -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a report as everybody reads it. Who published it is told inside only."""

    id: int
    ref: str
    nr: int
    title: str
    text: str
    html: str
    language: Language
    sha256: str
    reason: str
    published_at: datetime

    @property
    def published_on(self) -> date:
        """The day of publishing, in Amsterdam."""
        return local_day(self.published_at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in the list of all, as it was last published."""

    ref: str
    nr: int
    title: str
    language: Language
    published_on: date
    first_on: date


def versions(session: Session, ref: str) -> list[Version]:
    """The versions of a report, the newest first, for everybody; none of what is not published."""
    rows: Any = session.execute(
        select(
            ConsultationReport.id,
            MarketConsultation.ref,
            ConsultationReport.nr,
            ConsultationReport.title,
            ConsultationReport.text,
            ConsultationReport.html,
            ConsultationReport.language,
            ConsultationReport.sha256,
            ConsultationReport.reason,
            ConsultationReport.recorded_at,
        )
        .join(MarketConsultation, MarketConsultation.id == ConsultationReport.consultation_id)
        .where(MarketConsultation.ref == ref)
        .order_by(ConsultationReport.nr.desc())
    )
    return [Version(*row) for row in rows]


def version(session: Session, ref: str, nr: int | None = None) -> tuple[Version, list[Version]]:
    """A version of a report, by default the last one, and all of them; raises NotThereError."""
    found = versions(session, ref)
    chosen = next((row for row in found if nr in (None, row.nr)), None)
    if chosen is None:
        raise NotThereError(f"published report {ref[:20]}")
    return chosen, found


def place_of(session: Session, report_id: int) -> tuple[str, int]:
    """The address of a version, by its number in the database; raises NotThereError."""
    row = session.execute(
        select(MarketConsultation.ref, ConsultationReport.nr)
        .join(ConsultationReport, ConsultationReport.consultation_id == MarketConsultation.id)
        .where(ConsultationReport.id == report_id)
    ).first()
    if row is None:
        raise NotThereError(f"published report {report_id}")
    return row.ref, row.nr


def publishers(session: Session, consultation_id: int) -> Sequence[Any]:
    """Who published which version when, the newest first; for readers of the file."""
    return session.execute(
        select(
            ConsultationReport.id,
            ConsultationReport.nr,
            ConsultationReport.reason,
            ConsultationReport.sha256,
            ConsultationReport.text,
            ConsultationReport.html,
            ConsultationReport.recorded_at,
            Person.name.label("by"),
        )
        .join(Person, Person.id == ConsultationReport.recorded_by_id)
        .where(ConsultationReport.consultation_id == consultation_id)
        .order_by(ConsultationReport.nr.desc())
    ).all()


def pdfs_to_come(session: Session, version_ids: Collection[int]) -> set[int]:
    """The versions of which the PDF is being made: a task for it waits or runs."""
    waiting = session.scalars(
        select(Task.given).where(
            Task.kind == PDF_TASK, Task.state.in_((TaskState.QUEUED, TaskState.RUNNING))
        )
    )
    return {int(given[VERSION]) for given in waiting} & set(version_ids)


def published(session: Session, page: int) -> tuple[list[Listed], int]:
    """A page of the reports as they were last published, the newest first, and how many in all."""
    last = (
        select(
            ConsultationReport.consultation_id,
            func.max(ConsultationReport.nr).label("nr"),
            func.min(ConsultationReport.recorded_at).label("first_at"),
        )
        .group_by(ConsultationReport.consultation_id)
        .subquery()
    )
    total = session.scalar(select(func.count()).select_from(last)) or 0
    rows: Any = session.execute(
        select(
            MarketConsultation.ref,
            ConsultationReport.nr,
            ConsultationReport.title,
            ConsultationReport.language,
            ConsultationReport.recorded_at,
            last.c.first_at,
        )
        .join(last, last.c.consultation_id == ConsultationReport.consultation_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationReport.consultation_id)
        .where(ConsultationReport.nr == last.c.nr)
        .order_by(ConsultationReport.recorded_at.desc(), ConsultationReport.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    found = [
        Listed(ref, nr, title, language, local_day(last_at), local_day(first_at))
        for ref, nr, title, language, last_at, first_at in rows
    ]
    return found, total
