"""Commands for background work: `flask --app wsgi jobs ...` and `tasks ...`."""

from __future__ import annotations

from datetime import datetime, time
from threading import Event
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup

from buyergroups.clock import AMSTERDAM
from buyergroups.jobs.queries import overview
from buyergroups.jobs.running import Scheduler
from buyergroups.jobs.table import JOBS
from buyergroups.tasks.table import MEGABYTES, SECONDS
from buyergroups.web import state

jobs_commands = AppGroup("jobs", help="Scheduled jobs.")
tasks_commands = AppGroup("tasks", help="Work that people started.", hidden=True)


def _tracker() -> state.Tracker:
    return cast(state.Tracker, current_app.extensions[state.EXTENSION])


def scheduler_of(tracker: state.Tracker) -> Scheduler:
    """A scheduler for all jobs on the tracker's database."""
    return Scheduler(tracker.database, tracker.settings, tracker.clock, tuple(JOBS.values()))


@jobs_commands.command("list")
def jobs_list() -> None:
    """Say which jobs there are, when each runs next, and how it went last."""
    tracker = _tracker()
    with tracker.database.read() as session:
        found = overview(session, tuple(JOBS.values()), tracker.clock())
    for row in found.jobs:
        last = row.last
        how = f"{last.outcome.value} {_local(last.started_at)}" if last else "never ran"
        when = "paused" if row.pause else f"next {_local(row.following)}"
        click.echo(f"{row.job.name:<12} {when:<24} {how:<28} {row.job.words.en}")
    click.echo("The scheduler runs." if found.alive else "The scheduler does not run.")


@jobs_commands.command("run")
@click.option("--parent", type=int, help="Stop when this process is no longer the parent.")
def jobs_run(parent: int | None) -> None:
    """Be the scheduler, until stopped. A second one waits until the first is gone."""
    # Late: only this process needs it.
    from buyergroups.jobs.scheduler import run_until_stopped  # noqa: PLC0415
    from buyergroups.tasks.working import work_off  # noqa: PLC0415

    tracker = _tracker()
    scheduler = scheduler_of(tracker)

    def errand(stop: Event) -> None:
        work_off(tracker.database, tracker.clock, scheduler.runner, stop=stop)

    run_until_stopped(scheduler, errand, parent=parent)


#: Of which a job can be run as if it were then.
FIRST_YEAR, LAST_YEAR = 2015, 2100


@jobs_commands.command("once")
@click.argument("name")
@click.option("--now", "moment", help="As if it were this day (at noon) or moment in Amsterdam.")
def jobs_once(name: str, moment: str | None) -> None:
    """Run the job NAME at once, whether it is due or not."""
    job = JOBS.get(name)
    if job is None:
        raise click.ClickException(f"There is no job '{name}'; there are: {', '.join(JOBS)}.")
    ran = scheduler_of(_tracker()).once(job, _moment(moment))
    if ran is None:
        raise click.ClickException("Somebody else began this very run; try once more.")
    if ran.lost:
        raise click.ClickException("The run was cut off; the scheduler does it again.")
    if ran.error:
        raise click.ClickException(f"The job failed.\n{ran.error}")
    click.echo(f"{name}: {ran.result.en if ran.result else 'there was nothing to do.'}")


@tasks_commands.command("perform")
@click.argument("ref")
@click.argument("runner")
def tasks_perform(ref: str, runner: str) -> None:
    """Do the task REF, that the scheduler RUNNER claimed. The scheduler starts this."""
    from buyergroups.tasks import child  # noqa: PLC0415

    child.end_with_parent()
    tracker = _tracker()
    kind = child.kind_of(tracker.database, ref, runner)
    child.limit(
        seconds=kind.seconds if kind else SECONDS, megabytes=kind.megabytes if kind else MEGABYTES
    )
    child.perform(tracker.database, tracker.settings, tracker.clock, ref=ref, runner=runner)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(
            f"'{text}' is no day or moment; write 2026-12-01 or 2026-12-01T09:00."
        ) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise click.ClickException(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.")
    if len(text) <= len("2026-12-01"):
        moment = datetime.combine(moment.date(), time(12))
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
