"""With many consultations the lists are read through their indexes, on both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.consultations import heard, listed
from buyergroups.consultations.filters import Filters
from buyergroups.db import Database
from models.consultations import ConsultationState
from seed.bulk import load_bulk
from tests.access.people import actor_of
from tests.support.run import NOW

LISTED = "ix_market_consultation_listed"
Reads = Callable[[Any, Actor], object]


def overview(**narrowed: Any) -> Reads:
    return lambda session, actor: listed.consultations(session, actor, 1, Filters(**narrowed))


READS: dict[str, Reads] = {
    "all": overview(),
    "a page far on": overview(page=20),
    "a year": overview(year=2025),
    "a state": overview(state=ConsultationState.OPEN),
    "a group": overview(group="bulkgroep-0001"),
    "a chain": overview(chain="bulkketen-0001"),
    "the page of a chain": lambda session, actor: heard.heard(session, actor, 1),
    "its tallies": lambda session, actor: heard.tallies(session, actor, 1),
}
#: A table of which there is much, read from one end to the other.
WHOLE = re.compile(
    r"(Seq Scan on|SCAN) (market_consultation|consultation_(chain|item|question))\b(?! USING)"
)


@pytest.fixture
def many(demo: Database) -> Database:
    """Some hundreds of them over many chains, and what a database knows of its tables."""
    areas.register_rules()
    load_bulk(demo, NOW, chains=40, people=12, groups=10, consultations=800, seed=1)
    with demo.write(counts=False) as session:
        session.execute(text("ANALYZE"))
    return demo


@pytest.mark.parametrize("account", ["manager", "publiek"])
def test_lists_are_served_by_their_indexes(many: Database, account: str) -> None:
    with many.read() as session:
        actor = actor_of(session, account)
        if many.engine.dialect.name == "postgresql":
            # So few it would rather read whole; the question is whether an index can serve it.
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plans = {
            name: plans_of(many, session, partial(reads, session, actor))
            for name, reads in READS.items()
        }
    assert {name: plan for name, plan in plans.items() if WHOLE.search(plan)} == {}
    assert LISTED in plans["all"]


def plans_of(database: Database, session: Session, read: Callable[[], object]) -> str:
    """How the database goes about each statement that is asked meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if database.engine.dialect.name == "sqlite" else "EXPLAIN "
    plans = [
        session.connection().exec_driver_sql(explain + statement, values)
        for statement, values in asked
    ]
    return "\n".join(str(row) for plan in plans for row in plan)
