"""What is measured of plans, groups and consultations: many rows, many members, many of them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day, utc_now
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from buyergroups.plans.queries import CHAIN_PLAN
from models.base import Base, new_ref
from models.chains import Chain
from models.documents import Document, DocumentVersion, VersionState
from models.plans import ActivityLevel, ActivityState, PlanActivity, PlanGoal, PlanMeasurement
from models.programme import Theme
from seed.bulk import load_bulk
from seed.parts import SEED

CHAIN = "ict-hardware-en-mobiele-apparaten"
PLAN = f"/ketens/{CHAIN}/plan"
GROUP = "/buyer-groups/bulkgroep-0001"
MEMBERS, GROUPS = 500, 60
#: Over all chains of the large board.
CONSULTATIONS = 100_000
ACTIVITIES, GOALS, MEASUREMENTS = 60, 20, 6
REASON = "Benchmark"


def load_rooms(database: Database) -> None:
    """Groups, of which the first has 500 members, and the adopted plan with many more rows."""
    now = utc_now()
    load_bulk(database, now, chains=0, people=MEMBERS, groups=GROUPS, seed=1)
    with database.write() as session, recorded(session, SEED, now, reason=REASON):
        _fill_plan(session)


def load_consultations(database: Database, consultations: int) -> None:
    """So many, of the made-up groups, over all chains."""
    load_bulk(database, utc_now(), chains=0, people=0, consultations=consultations, seed=1)


def _fill_plan(session: Session) -> None:
    version_id, document_id = session.execute(
        select(DocumentVersion.id, Document.id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .join(Chain, Chain.id == Document.subject_id)
        .where(
            Document.kind == CHAIN_PLAN,
            Chain.slug == CHAIN,
            DocumentVersion.state == VersionState.ADOPTED,
        )
    ).one()
    themes = session.scalars(select(Theme.id).order_by(Theme.id)).all()
    session.add_all(_activity(version_id, nr) for nr in range(ACTIVITIES))
    for nr in range(GOALS):
        session.add_all(_goal(version_id, document_id, nr, themes[nr % len(themes)]))


def _activity(version_id: int, nr: int) -> Base:
    random, today = Random(nr), local_day(utc_now())
    since = today + timedelta(days=random.randrange(-700, 500))
    return PlanActivity(
        version_id=version_id,
        key=new_ref(),
        what=f"Activiteit {nr + 1}",
        level=list(ActivityLevel)[nr % len(ActivityLevel)],
        state=list(ActivityState)[nr % len(ActivityState)],
        since=since,
        until=since + timedelta(days=random.randrange(30, 400)),
    )


def _goal(version_id: int, document_id: int, nr: int, theme_id: int) -> list[Base]:
    key, now = new_ref(), utc_now()
    goal = PlanGoal(
        version_id=version_id,
        key=key,
        theme_id=theme_id,
        indicator=f"Doel {nr + 1}",
        unit="%",
        baseline=0.0,
        target=100.0,
        target_on=local_day(now) + timedelta(days=400),
    )
    facts = [
        PlanMeasurement(
            document_id=document_id,
            goal_key=key,
            measured_on=local_day(now) - timedelta(days=60 * step),
            value=float(10 * (MEASUREMENTS - step)),
            **stamp(SEED, now),
        )
        for step in range(MEASUREMENTS)
    ]
    return [goal, *facts]
