"""What administrators do with jobs: ask for a run, pause with a reason, let go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.jobs.table import JOBS
from buyergroups.words import Words
from models.jobs import JobPause, JobRequest, JobRun

ACTED_AS = "administrator"
MOST_REASON = 500

PAUSED = Words(
    "Deze taak staat stil. Laat hem eerst weer doorgaan.",
    "This job stands still. Let it go on first.",
)
PAUSED_ALREADY = Words("Deze taak staat al stil.", "This job stands still already.")
NOT_PAUSED = Words("Deze taak staat niet stil.", "This job does not stand still.")
WHY = Words("Schrijf op waarom, in een paar woorden.", "Write down why, in a few words.")
TOO_LONG = Words("Gebruik hoogstens %(most)s tekens.", "Use at most %(most)s characters.")


def request_run(session: Session, actor: Actor, now: datetime, *, job: str) -> JobRequest:
    """Ask for one run, soon. Asked again before it began, it is the same request."""
    require(actor, Action.JOBS_MANAGE)
    _known(job)
    if open_pause(session, job) is not None:
        raise RefusedError(PAUSED)
    waiting = waiting_requests(session, [job])
    if waiting:
        return waiting[0]
    request = JobRequest(job=job, planned_for=now, **stamp(actor, now))
    with recorded(session, actor, now, acted_as=ACTED_AS):
        session.add(request)
    return request


def pause(session: Session, actor: Actor, now: datetime, *, job: str, reason: str) -> JobPause:
    """Let a job stand still from now on; a run that has begun ends as it would."""
    require(actor, Action.JOBS_MANAGE)
    _known(job)
    reason = " ".join(reason.split())
    if not reason:
        raise RefusedError(WHY)
    if len(reason) > MOST_REASON:
        raise RefusedError(TOO_LONG, most=MOST_REASON)
    if open_pause(session, job) is not None:
        raise RefusedError(PAUSED_ALREADY)
    row = JobPause(job=job, reason=reason, **stamp(actor, now))
    with recorded(session, actor, now, acted_as=ACTED_AS, reason=reason):
        session.add(row)
    return row


def resume(session: Session, actor: Actor, now: datetime, *, job: str) -> JobPause:
    """Let a job go on; what it missed, it does with one run."""
    require(actor, Action.JOBS_MANAGE)
    row = open_pause(session, job)
    if row is None:
        raise RefusedError(NOT_PAUSED)
    with recorded(session, actor, now, acted_as=ACTED_AS):
        row.ended_at, row.ended_by_id = now, actor.person_id
    return row


def open_pause(session: Session, job: str) -> JobPause | None:
    """The pause that holds now."""
    return session.scalar(select(JobPause).where(JobPause.job == job, JobPause.ended_at.is_(None)))


def waiting_requests(session: Session, jobs: Sequence[str]) -> Sequence[JobRequest]:
    """What was asked for and did not begin."""
    begun = exists().where(
        JobRun.job == JobRequest.job, JobRun.planned_for == JobRequest.planned_for
    )
    return session.scalars(
        select(JobRequest).where(JobRequest.job.in_(jobs), ~begun).order_by(JobRequest.id)
    ).all()


def _known(job: str) -> None:
    if job not in JOBS:
        raise NotThereError(f"job {job}")
