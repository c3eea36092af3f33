"""The job that seals the history each minute."""

from __future__ import annotations

from buyergroups.history.sealing import seal
from buyergroups.jobs.rules import Every
from buyergroups.jobs.table import Job, Work, told
from buyergroups.words import Words

SEALED = Words("Verzegelde regels: %(count)s.", "Sealed entries: %(count)s.")


def seal_history(work: Work) -> Words | None:
    """Seal what is not sealed; says nothing when there was nothing."""
    count = seal(work.database, work.now)
    return told(SEALED, count=count) if count else None


SEAL = Job(
    "verzegelen", Words("Geschiedenis verzegelen", "Seal the history"), Every(1), seal_history
)
