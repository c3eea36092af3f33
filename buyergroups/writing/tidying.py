"""What was typed in confidence goes when its writer may not open the form any more."""

from __future__ import annotations

from buyergroups.jobs.table import Work, told
from buyergroups.words import Words
from buyergroups.writing.services import end_sealed_drafts

AT_A_TIME = 200
FORGOTTEN = Words(
    "Concepten in vertrouwen verwijderd, van wie er niet meer bij mag: %(count)s.",
    "Drafts in confidence removed, of who has no access any more: %(count)s.",
)


def end_drafts(work: Work) -> Words | None:
    """Part of tidying up: rights are asked as they are now, as a page would."""
    count, after = 0, 0
    while True:
        with work.database.write(counts=False) as session:
            ended = end_sealed_drafts(session, work.now, after=after, most=AT_A_TIME)
        count += ended.count
        if ended.more_after is None:
            return told(FORGOTTEN, count=count) if count else None
        after = ended.more_after
        work.keep()
