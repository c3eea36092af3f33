"""What plans offer to the page of today: reviews, drafts that came back, overdue activities."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.documents.queries import Waiting, open_versions
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.plans import queries
from buyergroups.plans.kind import CHAIN_PLAN
from buyergroups.plans.queries import Overdue
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.documents import VersionState

TO_ADOPT = Words(
    "productketenplan ingediend op %(day)s, wacht op vaststellen",
    "chain plan submitted on %(day)s, waits to be adopted",
)
TO_REVIEW = Words(
    "productketenplan ligt ter beoordeling sinds %(day)s",
    "chain plan is in review since %(day)s",
)
REMARKS = Words(
    "productketenplan: %(count)s van de opmerkingen nog open",
    "chain plan: %(count)s of the comments still open",
)
LATE = Words(
    "activiteit '%(what)s' had klaar moeten zijn op %(day)s",
    "activity '%(what)s' was due on %(day)s",
)
READ, ADOPT = Words("Lezen", "Read"), Words("Vaststellen", "Adopt")
KEEP = Words("Stand bijwerken", "Update state")
Chains = dict[int, tuple[str, str]]
#: More overdue activities of one chain than this are found on the page of its plan.
MOST_OF_A_CHAIN = 3


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """For the programme team and experts what is in review; for leads what is late."""
    actor = visit.actor
    if not (actor.in_programme_team or actor.advises_on):
        return []
    waiting = [
        row
        for row in open_versions(session, actor, CHAIN_PLAN)
        if row.state is VersionState.IN_REVIEW
    ]
    late = queries.overdue(session, actor.leads, local_day(visit.now)) if actor.leads else []
    ids = {row.subject_id for row in waiting} | {row.chain_id for row in late}
    if not ids:
        return []
    chains = dict(queries.chain_names(session, ids))
    found = [_waiting(row, chains, visit) for row in waiting]
    return [*(line for line in found if line), *_late(late, chains, visit)]


def _waiting(row: Waiting, chains: Chains, visit: Visit) -> Line | None:
    """Managers adopt, secretaries and experts review; a lead sees the remarks on their own plan."""
    actor = visit.actor
    name, slug = chains[row.subject_id]
    path = f"/ketens/{slug}/plan"
    day = day_words(local_day(row.since), visit.language)
    if actor.is_programme_manager and row.submitted_by_id != actor.person_id:
        deeds = (
            Deed(READ, f"{path}/concept"),
            Deed(ADOPT, f"{path}/concept/stap/vaststellen"),
        )
        return Line(name, path, TO_ADOPT.into(visit.language, day=day), 55, "warn", deeds)
    if row.subject_id in actor.leads:
        if not row.open_comments:
            return None
        what = REMARKS.into(visit.language, count=row.open_comments)
        return Line(name, path, what, 45, "warn", (Deed(READ, f"{path}/concept"),))
    if not actor.secretary_of and row.subject_id not in actor.advises_on:
        return None
    what = TO_REVIEW.into(visit.language, day=day)
    return Line(name, path, what, 30, "warn", (Deed(READ, f"{path}/concept"),))


def _late(rows: Sequence[Overdue], chains: Chains, visit: Visit) -> list[Line]:
    seen: dict[int, int] = {}
    found = []
    for row in rows:
        seen[row.chain_id] = seen.get(row.chain_id, 0) + 1
        if seen[row.chain_id] > MOST_OF_A_CHAIN:
            continue
        name, slug = chains[row.chain_id]
        path = f"/ketens/{slug}/plan"
        what = LATE.into(visit.language, what=row.what, day=day_words(row.until, visit.language))
        deed = Deed(KEEP, f"{path}/activiteiten/{row.key}/stand")
        flag = ("activity-overdue", row.chain_id, row.key)
        found.append(Line(name, path, what, 50, "warn", (deed,), flag=flag))
    return found


OFFER = Offer(lines=lines)
