"""What about the plan of a chain needs its lead: it is old, has no goals, or is late."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import Statement
from buyergroups.chains.flags import CHAIN, seen, standings_of
from buyergroups.clock import local_day
from buyergroups.flags.offers import Found, Key, Look, Rule, Severity, Solve, SubjectKind, Told
from buyergroups.plans.kind import CHAIN_PLAN
from buyergroups.plans.queries import chain_names, overdue
from buyergroups.plans.today import KEEP
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words
from models.documents import Document, DocumentVersion, VersionState
from models.plans import PlanActivity, PlanGoal

DAY = timedelta(days=1)
TO_PLAN = Words("Naar het plan", "To the plan")


def _adopted() -> Statement:
    return (
        select(Document.subject_id, DocumentVersion.adopted_at)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(Document.kind == CHAIN_PLAN, DocumentVersion.state == VersionState.ADOPTED)
    )


def _ours(session: Session, look: Look) -> set[int]:
    """The chains that the programme works on: not covered by another one, not completed."""
    rows = standings_of(session, look)
    return {row.id for row in rows if not row.covered and not row.completed}


def old(session: Session, look: Look) -> Iterator[Found]:
    """Adopted plans that are older than the setting, of chains that the programme works on."""
    days = timedelta(days=look.settings[SettingKey.PLAN_DAYS])
    ours = _ours(session, look)
    for chain_id, adopted_at in session.execute(_adopted()):
        since = local_day(adopted_at) + days + DAY
        if since <= look.today and chain_id in ours:
            yield Found(chain_id, since=since, chain_id=chain_id)


def without_goals(session: Session, look: Look) -> Iterator[Found]:
    """Adopted plans without a goal on any theme, of chains that the programme works on."""
    goal = select(PlanGoal.id).where(
        PlanGoal.version_id == DocumentVersion.id, PlanGoal.removed_at.is_(None)
    )
    ours = _ours(session, look)
    for chain_id, adopted_at in session.execute(_adopted().where(~goal.exists())):
        if chain_id in ours:
            yield Found(chain_id, since=local_day(adopted_at), chain_id=chain_id)


def late(session: Session, look: Look) -> Iterator[Found]:
    """Activities of adopted plans whose last day has passed; as the page of today tells them."""
    for row in overdue(session, None, look.today):
        yield Found(row.chain_id, row.key, since=row.until + DAY, chain_id=row.chain_id)


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What activities of adopted plans are called; their chain where one is gone since."""
    chains = chain_names(session, {key.id for key in keys})
    rows = session.execute(
        select(Document.subject_id, PlanActivity.key, PlanActivity.what)
        .join(DocumentVersion, DocumentVersion.id == PlanActivity.version_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.kind == CHAIN_PLAN,
            Document.subject_id.in_(chains),
            DocumentVersion.state == VersionState.ADOPTED,
            PlanActivity.key.in_({key.part for key in keys}),
        )
    )
    what = {Key(row.subject_id, row.key): row.what for row in rows}
    return {
        key: Told(
            f"{chains[key.id][0]}: {what[key]}" if key in what else chains[key.id][0],
            f"/ketens/{chains[key.id][1]}/plan",
        )
        for key in keys
        if key.id in chains
    }


#: An adopted plan is read by everyone who is signed in, and so is what it says of an activity.
ACTIVITY = SubjectKind(
    "plan-activity", Words("Activiteit in een plan", "Activity in a plan"), seen, told, for_all=True
)
OLD = Rule(
    "plan-old",
    Words(
        "Het productketenplan is te lang geleden vastgesteld",
        "The chain plan was adopted too long ago",
    ),
    Severity.LOW,
    CHAIN,
    old,
    Solve(TO_PLAN, "/plan"),
    (SettingKey.PLAN_DAYS,),
    todo=Words(
        "Begin een nieuwe versie van het plan.",
        "Begin a new version of the plan.",
    ),
)
WITHOUT_GOALS = Rule(
    "plan-without-goals",
    Words(
        "Het vastgestelde productketenplan heeft geen doelen", "The adopted chain plan has no goals"
    ),
    Severity.NORMAL,
    CHAIN,
    without_goals,
    Solve(TO_PLAN, "/plan"),
    todo=Words(
        "Begin een nieuwe versie van het plan en voeg doelen toe.",
        "Begin a new version of the plan and add goals.",
    ),
)
LATE = Rule(
    "activity-overdue",
    Words("Een activiteit had klaar moeten zijn", "An activity should have been finished"),
    Severity.NORMAL,
    ACTIVITY,
    late,
    Solve(KEEP, "/activiteiten/{part}/stand"),
    told_elsewhere=True,
    todo=Words(
        "Leg vast dat de activiteit klaar is of gestopt; een andere dag komt in een nieuwe "
        "versie van het plan.",
        "Record that the activity is done or stopped; another day goes into a new version of "
        "the plan.",
    ),
)
RULES = (OLD, WITHOUT_GOALS, LATE)
