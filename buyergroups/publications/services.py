"""Publishes the report of a consultation: one act for everybody, with a name, a date and a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action
from buyergroups.clock import local_day
from buyergroups.consultations.holding import hold, record_move
from buyergroups.consultations.queries import readiness
from buyergroups.consultations.rules import missing
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.files.services import copy_files, withdraw_file
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import Rendered
from buyergroups.publications import queries, rules
from buyergroups.publications.names import Known, Passage, find_names
from buyergroups.publications.report import Report, compose
from buyergroups.tasks.services import queue_task
from models.consultations import ConsultationReport, ConsultationState, MarketConsultation
from models.files import FileSubject
from models.jobs import Task


def publish_report(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    shown: str,
    after: int,
    laid_out: Rendered,
    reason: str = "",
) -> ConsultationReport:
    """The report as it was shown becomes a version that never changes; the first, or a correction.

    `shown`: the text in the preview that the publisher agreed to. `after`: how many versions there
    were then. `laid_out`: the same text laid out, which takes too long to do in a write.
    Raises ChangedMeanwhileError when the text or the number of versions is another one by now, and
    RefusedError for what may not be published.
    """
    consultation = hold(session, actor, ref, action=Action.CONSULTATION_PUBLISH)
    report = compose(queries.facts(session, consultation))
    done = queries.publishers(session, consultation.id)
    _refuse_changed(report, shown, laid_out, len(done), after)
    _refuse_unready(session, consultation)
    _refuse_idle(report, done, reason)
    known = queries.known_names(session, actor, consultation.id, whole=True)
    _refuse_names(report, laid_out, reason if done else "", known)
    version = ConsultationReport(
        consultation_id=consultation.id,
        nr=len(done) + 1,
        title=report.title,
        text=report.text,
        html=laid_out.html,
        language=consultation.language,
        sha256=rules.fingerprint(report.text),
        reason=reason.strip() if done else "",
        **stamp(actor, now),
    )
    _keep(session, actor, now, consultation, version)
    _take_away(session, actor, now, done, version)
    return version


def _keep(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    version: ConsultationReport,
) -> None:
    """The version, the move that goes with the first one, and the task for its PDF."""
    with recorded(session, actor, now):
        session.add(version)
        if consultation.state is not ConsultationState.PUBLISHED:
            to = ConsultationState.PUBLISHED
            record_move(session, actor, now, consultation, to, local_day(now))
    refs = [file.ref for file in queries.attachments(session, consultation.id)]
    kind = FileSubject.PUBLISHED_ATTACHMENT
    copy_files(session, actor, now, refs=refs, kind=kind, subject_id=version.id)
    queue_task(session, actor, now, kind=queries.PDF_TASK, given={queries.VERSION: version.id})


def _take_away(
    session: Session, actor: Actor, now: datetime, done: Sequence[Any], version: ConsultationReport
) -> None:
    """What was withdrawn from the file since is gone from earlier versions too; its name stays.

    It was a mistake that it was there: a correction ends that for everybody at once.
    """
    kept = {file.sha256 for file in queries.published_files(session, version.id)}
    for row in done:
        for file in queries.published_files(session, row.id):
            if file.erased_at is None and file.sha256 not in kept:
                withdraw_file(session, actor, now, ref=file.ref, reason=version.reason)


def _refuse_idle(report: Report, done: Sequence[Any], reason: str) -> None:
    """A correction changes something, and says what."""
    if done and done[0].text == report.text:
        raise RefusedError(rules.NOTHING_NEW)
    if done and not reason.strip():
        raise RefusedError(rules.WHY_MISSING)


def _refuse_names(report: Report, laid_out: Rendered, reason: str, known: Sequence[Known]) -> None:
    """Everybody reads the report, and why it was corrected."""
    if find_names(report.written, laid_out.html, known):
        raise RefusedError(rules.NAMES_THERE)
    found = find_names([Passage(rules.AT_REASON, reason)], "", known)
    if found:
        raise RefusedError(rules.NAME_IN_REASON, name=found[0].name)


def _refuse_changed(
    report: Report, shown: str, laid_out: Rendered, versions: int, after: int
) -> None:
    if report.text != shown or report.below_title != laid_out.text or versions != after:
        raise ChangedMeanwhileError(rules.CHANGED_MEANWHILE)


def _refuse_unready(session: Session, consultation: MarketConsultation) -> None:
    """Since it was said to be ready, something may have been taken away."""
    if consultation.state not in rules.PUBLISHABLE:
        raise RefusedError(rules.NOT_READY)
    wanting = missing(readiness(session, consultation))
    if wanting:
        raise RefusedError(wanting[0])


def ask_for_pdf(session: Session, actor: Actor, now: datetime, *, ref: str, nr: int) -> Task:
    """Make the PDF of a version that has none, because the first time it failed."""
    consultation = hold(session, actor, ref, action=Action.CONSULTATION_PUBLISH)
    rows = queries.publishers(session, consultation.id)
    version_id = next((row.id for row in rows if row.nr == nr), None)
    if version_id is None:
        raise NotThereError(f"version {nr} of a report")
    return queue_task(
        session, actor, now, kind=queries.PDF_TASK, given={queries.VERSION: version_id}
    )
