"""The words and tones of background work."""

from __future__ import annotations

from typing import NamedTuple

from buyergroups.jobs.rules import Daily, Every, Schedule
from buyergroups.notices.rules import MailState
from buyergroups.tasks.labels import FAILURES, STATES
from buyergroups.words import Words
from models.jobs import RunCause, RunOutcome, TaskState


class Label(NamedTuple):
    """A word with a tone and a shape, so that it says the same without colour."""

    words: Words
    tone: str
    shape: str


#: Mails of which the subject names a buyer group.
OF_GROUPS = frozenset({"group_invitation", "request_accepted", "request_refused"})

OUTCOMES: dict[RunOutcome, Label] = {
    RunOutcome.RUNNING: Label(Words("bezig", "running"), "none", "half"),
    RunOutcome.DONE: Label(Words("gelukt", "done"), "good", "disc"),
    RunOutcome.FAILED: Label(Words("mislukt", "failed"), "bad", "square"),
}
CAUSES: dict[RunCause, Words] = {
    RunCause.SCHEDULE: Words("volgens rooster", "on schedule"),
    RunCause.ASKED: Words("op verzoek", "on request"),
    RunCause.COMMAND: Words("met een opdracht", "by command"),
}
MAILS: dict[MailState, Label] = {
    MailState.QUEUED: Label(Words("wacht", "waiting"), "warn", "triangle"),
    MailState.SENT: Label(Words("verstuurd", "sent"), "good", "disc"),
    MailState.GIVEN_UP: Label(Words("opgegeven", "given up"), "bad", "square"),
    MailState.CANCELLED: Label(Words("ingetrokken", "withdrawn"), "none", "ring"),
}
TASKS: dict[TaskState, Label] = {
    TaskState.QUEUED: Label(STATES[TaskState.QUEUED], "none", "ring"),
    TaskState.RUNNING: Label(STATES[TaskState.RUNNING], "none", "half"),
    TaskState.DONE: Label(STATES[TaskState.DONE], "good", "disc"),
    TaskState.FAILED: Label(STATES[TaskState.FAILED], "bad", "square"),
}
TASK_FAILURES = FAILURES

EACH_MINUTE = Words("elke minuut", "every minute")
EACH = Words("elke %(minutes)s minuten", "every %(minutes)s minutes")
DAILY = Words("elke dag om %(time)s", "every day at %(time)s")
WEEKLY = Words("elke %(day)s om %(time)s", "every %(day)s at %(time)s")
WEEKDAYS = (
    Words("maandag", "Monday"),
    Words("dinsdag", "Tuesday"),
    Words("woensdag", "Wednesday"),
    Words("donderdag", "Thursday"),
    Words("vrijdag", "Friday"),
    Words("zaterdag", "Saturday"),
    Words("zondag", "Sunday"),
)


def schedule_words(schedule: Schedule, language: str) -> str:
    """When a job runs, as people say it; times are those of Amsterdam."""
    if isinstance(schedule, Every):
        words = EACH_MINUTE if schedule.minutes == 1 else EACH
        return words.into(language, minutes=schedule.minutes)
    clock = f"{schedule.hour:02}:{schedule.minute:02}"
    if isinstance(schedule, Daily):
        return DAILY.into(language, time=clock)
    return WEEKLY.into(language, time=clock, day=WEEKDAYS[schedule.weekday].into(language))
