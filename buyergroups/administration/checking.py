"""The task that looks whether background work does its work; being a task, it tests those too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from buyergroups.jobs.queries import overview
from buyergroups.jobs.table import JOBS
from buyergroups.notices.queries import outbox, overdue
from buyergroups.notices.rules import MailState
from buyergroups.tasks.table import TaskKind, TaskWork
from buyergroups.words import Words
from models.jobs import RunOutcome

#: A mail that is due goes with the next minute; later than this, something is wrong.
LATE_MAIL = timedelta(minutes=10)

#: What is counted, in the order of the page. Everything at nought: all is well.
FINDINGS: dict[str, Words] = {
    "silent": Words("De planner geeft geen teken van leven", "The scheduler gives no sign of life"),
    "late": Words("Taken die te laat zijn", "Jobs that are late"),
    "failed": Words("Taken waarvan de laatste keer mislukte", "Jobs whose last run failed"),
    "paused": Words("Taken die stilstaan", "Jobs that stand still"),
    "given_up": Words("Mails die zijn opgegeven", "Mails that were given up"),
    "overdue": Words("Mails die langer wachten dan zou moeten", "Mails that wait too long"),
    "no_server": Words("Er is geen mailserver ingesteld", "No mail server is set"),
}


def check(work: TaskWork) -> dict[str, Any]:
    """Count what is wrong; tells how far it is in three steps."""
    now = work.clock()
    work.tell(20, "jobs")
    with work.database.read() as session:
        found = overview(session, tuple(JOBS.values()), now)
        work.tell(60, "mail")
        mails = outbox(session, most=1)
        late = overdue(session, now - LATE_MAIL)
    work.tell(90, "sums")
    return {
        "silent": 0 if found.alive else 1,
        "late": sum(1 for row in found.jobs if row.late and not row.pause),
        "failed": sum(
            1 for row in found.jobs if row.last and row.last.outcome is RunOutcome.FAILED
        ),
        "paused": sum(1 for row in found.jobs if row.pause),
        "given_up": mails.counts[MailState.GIVEN_UP],
        "overdue": late,
        "no_server": 0 if work.settings.smtp_url else 1,
    }


CHECK = TaskKind(
    "check-background",
    Words("Achtergrondtaken controleren", "Check background work"),
    check,
    messages={
        "jobs": Words("Kijkt naar de taken", "Looks at the jobs"),
        "mail": Words("Kijkt naar de mail", "Looks at the mail"),
        "sums": Words("Telt op", "Adds up"),
    },
    seconds=60,
    megabytes=2048,
)
