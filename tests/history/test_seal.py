"""The seals on the history: whatever is changed, removed or inserted afterwards is found."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from buyergroups.backups.making import make_backup
from buyergroups.backups.restoring import restore_backup
from buyergroups.cli import register_commands
from buyergroups.db import Database
from buyergroups.history.checking import Broken, Checked, Fault, check
from buyergroups.history.sealing import BATCH, FIELDS, Seal, hash_of, last_seal, seal
from buyergroups.phases.services import report_status
from models.history import ActorKind, HistoryEntry, HistorySeal
from models.phases import Progress
from tests.access.people import ICT
from tests.support.acting import Acting
from tests.support.apps import make_app
from tests.support.databases import Databases
from tests.support.run import NOW

LATER = NOW + timedelta(minutes=1)


def entry(number: int | None = None, **values: Any) -> dict[str, Any]:
    made = {
        "at": NOW,
        "actor_kind": ActorKind.SEED,
        "action": "insert",
        "object_type": "chain",
        "object_id": 1,
        "audience": "signed-in",
        "changes": {"progress": [None, "on-track"]},
        **values,
    }
    return made if number is None else {"id": number, **made}


def add(database: Database, *entries: dict[str, Any]) -> None:
    with database.write(counts=False) as session:
        for item in entries:
            session.execute(insert(HistoryEntry).values(**item))


def do(database: Database, *statements: Any) -> None:
    with database.write(counts=False) as session:
        for statement in statements:
            session.execute(statement)


def checked(database: Database, noted: str | None = None) -> Checked:
    with database.read() as session:
        return check(session, noted)


def seals(database: Database) -> list[tuple[int, int, str]]:
    with database.read() as session:
        rows = session.execute(
            select(HistorySeal.nr, HistorySeal.entry_id, HistorySeal.hash).order_by(HistorySeal.nr)
        )
        return [(row.nr, row.entry_id, row.hash) for row in rows]


# ---- sealing ----------------------------------------------------------------------------------


def test_each_entry_is_sealed_once_in_order(bare: Database) -> None:
    assert checked(bare) == Checked(Seal(), 0, None)
    assert seal(bare, NOW) == 0
    add(bare, entry(3), entry(9))
    assert checked(bare).unsealed == 2
    assert seal(bare, NOW) == 2
    first = seals(bare)
    assert seal(bare, LATER) == 0
    add(bare, entry(10))
    assert seal(bare, LATER) == 1
    assert [row[:2] for row in seals(bare)] == [(1, 3), (2, 9), (3, 10)]
    assert seals(bare)[:2] == first
    found = checked(bare)
    assert (found.last.nr, found.unsealed, found.broken) == (3, 0, None)


def test_more_than_one_transaction_holds(bare: Database) -> None:
    do(bare, *[insert(HistoryEntry).values([entry(nr) for nr in range(1, BATCH + 8)])])
    assert seal(bare, NOW) == BATCH + 7
    assert checked(bare).broken is None


def test_what_people_really_do(demo: Database) -> None:
    act = Acting(demo)
    before = seal(demo, NOW)
    assert before > 500
    act.do("trekker", report_status, chain_id=act.chains[ICT], progress=Progress.ON_TRACK)
    assert checked(demo).unsealed == 1
    assert seal(demo, LATER) == 1
    assert checked(demo).broken is None


@pytest.mark.data("bare")
def test_two_at_once_seal_once(own_database: Database) -> None:
    rows = [entry(nr) for nr in range(1, 2 * BATCH)]
    do(own_database, insert(HistoryEntry).values(rows[:BATCH]))
    do(own_database, insert(HistoryEntry).values(rows[BATCH:]))
    start = threading.Barrier(4)

    def at_once(_: int) -> int:
        start.wait()
        return seal(own_database, NOW)

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(at_once, range(4)))
    assert sum(counts) == len(rows)
    assert [row[0] for row in seals(own_database)] == [row["id"] for row in rows]
    assert checked(own_database).broken is None


@pytest.mark.postgresql_only
@pytest.mark.data("bare")
def test_an_entry_that_is_committed_late_is_not_passed_over(own_database: Database) -> None:
    """The lower id is still open when the higher one is there: the sealer waits for it."""
    early = own_database.engine.connect()
    transaction = early.begin()
    early.execute(insert(HistoryEntry).values(**entry()))
    add(own_database, entry())
    sealer = ThreadPoolExecutor(1)
    sealed = sealer.submit(seal, own_database, NOW)
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'ShareLock'")
    with own_database.engine.connect() as watching:
        while not watching.execute(waiting).scalar_one():
            assert not sealed.done()
    transaction.commit()
    early.close()
    assert sealed.result() == 2
    sealer.shutdown()
    found = checked(own_database)
    assert (found.last.nr, found.broken) == (2, None)


def test_the_seal_is_the_same_on_both_databases(
    databases: Databases, backend: str, empty_database: Database, tmp_path: Path
) -> None:
    """A backup takes the seals along; they still fit on the other database."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[backend]
    with databases.own(other, "demo") as source:
        sealed = seal(source, NOW)
        make_backup(source, tmp_path / "a.zip", NOW)
    restore_backup(empty_database, tmp_path / "a.zip")
    found = checked(empty_database)
    assert (found.last.nr, found.broken) == (sealed, None)


def test_everything_that_an_entry_says_is_sealed() -> None:
    known = set(HistoryEntry.__table__.columns.keys())
    assert set(FIELDS) == known, "a new column: seal it under a new version, or say why not"


# ---- tampering --------------------------------------------------------------------------------

CHANGES: dict[str, Any] = {
    "at": NOW - timedelta(days=1),
    "actor_kind": ActorKind.JOB,
    "acted_as": "administrator",
    "action": "update",
    "object_type": "person",
    "object_id": 2,
    "group_id": 5,
    "audience": "nobody",
    "reason": "achteraf bedacht",
    "request_id": "x",
    "changes": {"progress": [None, "stagnates"]},
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_entry_is_found(bare: Database, field: str) -> None:
    add(bare, *(entry(nr) for nr in range(1, 6)))
    seal(bare, NOW)
    change = update(HistoryEntry).where(HistoryEntry.id == 3).values({field: CHANGES[field]})
    do(bare, change)
    assert checked(bare).broken == Broken(Fault.CHANGED, 3)


def without_references(database: Database) -> Any:
    """As somebody who can do anything with the tables."""
    postgresql = database.engine.dialect.name == "postgresql"
    return text(
        "SET LOCAL session_replication_role = replica"
        if postgresql
        else "PRAGMA defer_foreign_keys = ON"
    )


def test_a_removed_entry_is_found_with_and_without_its_seal(bare: Database) -> None:
    add(bare, *(entry(nr) for nr in range(1, 6)))
    seal(bare, NOW)
    do(bare, without_references(bare), delete(HistoryEntry).where(HistoryEntry.id == 4))
    assert checked(bare).broken == Broken(Fault.REMOVED, 4)
    do(bare, delete(HistorySeal).where(HistorySeal.entry_id == 4))
    assert checked(bare).broken == Broken(Fault.REMOVED, 4)
    do(bare, update(HistorySeal).where(HistorySeal.nr == 5).values(nr=4))
    assert checked(bare).broken == Broken(Fault.CHANGED, 5)


def test_an_inserted_entry_is_found(bare: Database) -> None:
    add(bare, *(entry(nr) for nr in (1, 2, 5, 6)))
    seal(bare, NOW)
    add(bare, entry(4))
    assert checked(bare).broken == Broken(Fault.INSERTED, 4)


def test_the_end_cut_off_or_all_made_anew_is_found_with_a_note(bare: Database) -> None:
    add(bare, *(entry(nr) for nr in range(1, 6)))
    seal(bare, NOW)
    noted = checked(bare).last.note
    assert checked(bare, noted).broken is None
    do(
        bare,
        delete(HistorySeal).where(HistorySeal.entry_id == 5),
        delete(HistoryEntry).where(HistoryEntry.id == 5),
    )
    assert checked(bare).broken is None  # the chain alone cannot know
    assert checked(bare, noted).broken == Broken(Fault.NOTE, 0)
    do(
        bare,
        delete(HistorySeal),
        update(HistoryEntry).where(HistoryEntry.id == 2).values(reason="anders"),
    )
    add(bare, entry(5))
    seal(bare, NOW)
    assert checked(bare).broken is None
    assert checked(bare, noted).broken == Broken(Fault.NOTE, 0)
    for nonsense in ("", "x", "9:", ":", "\u0665:a", "99999999999999:a", "-1:a"):
        assert checked(bare, nonsense).broken == Broken(Fault.NOTE, 0)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[list[int]], tuple[str, int, str]]:
    """Ids with gaps, in the batches in which they are sealed; and what somebody does afterwards."""
    ids = sorted(draw(st.sets(st.integers(1, 60), min_size=2, max_size=14)))
    cuts = sorted(draw(st.sets(st.integers(1, len(ids) - 1), max_size=3)))
    batches = [ids[a:b] for a, b in zip([0, *cuts], [*cuts, len(ids)], strict=True)]
    kind = draw(st.sampled_from(["nothing", "change", "remove", "insert", "seal", "swap"]))
    victim = draw(st.integers(0, len(ids) - 1))
    field = draw(st.sampled_from(sorted(CHANGES)))
    return batches, (kind, victim, field)


def tamper(database: Database, ids: list[int], kind: str, victim: int, field: str) -> Broken | None:
    """Do it; what the check must say."""
    number = ids[victim]
    if kind == "change":
        do(
            database,
            update(HistoryEntry).where(HistoryEntry.id == number).values({field: CHANGES[field]}),
        )
        return Broken(Fault.CHANGED, number)
    if kind == "remove" and number != ids[-1]:
        do(
            database,
            delete(HistorySeal).where(HistorySeal.entry_id == number),
            delete(HistoryEntry).where(HistoryEntry.id == number),
        )
        return Broken(Fault.REMOVED, (ids[victim - 1] if victim else 0) + 1)
    if kind == "insert" and (free := set(range(1, ids[-1])) - set(ids)):
        add(database, entry(min(free)))
        return Broken(Fault.INSERTED, min(free))
    if kind == "seal":
        do(
            database,
            update(HistorySeal).where(HistorySeal.entry_id == number).values(hash="0" * 64),
        )
        return Broken(Fault.CHANGED, number)
    if kind == "swap" and number != ids[-1]:
        following = ids[victim + 1]
        do(
            database,
            update(HistoryEntry).where(HistoryEntry.id == number).values(object_id=following),
            update(HistoryEntry).where(HistoryEntry.id == following).values(object_id=number),
        )
        return Broken(Fault.CHANGED, number)
    return None


@given(histories())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_the_first_broken_entry_is_named_whatever_happens(
    bare: Database, history: tuple[list[list[int]], tuple[str, int, str]]
) -> None:
    batches, (kind, victim, field) = history
    do(bare, delete(HistorySeal), delete(HistoryEntry))
    for batch in batches:
        add(bare, *(entry(nr, object_id=nr) for nr in batch))
        assert seal(bare, NOW) == len(batch)
    ids = [nr for batch in batches for nr in batch]
    assert checked(bare).broken is None
    if kind == "change" and field == "object_id" and ids[victim] == CHANGES["object_id"]:
        kind = "nothing"
    assert tamper(bare, ids, kind, victim, field) == checked(bare).broken


def test_a_hash_depends_on_what_stands_before_it_and_not_on_the_zone_of_its_moment() -> None:
    class Row:
        pass

    row: Any = Row()
    for name in FIELDS:
        setattr(row, name, None)
    row.at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    first = hash_of("a", row)
    assert first != hash_of("b", row)
    row.at = row.at.astimezone()
    assert hash_of("a", row) == first
    row.reason = "\ud800"
    assert hash_of("a", row) != first


# ---- the commands -----------------------------------------------------------------------------


def test_the_commands(own_database: Database) -> None:
    app = make_app(own_database, lambda: NOW)
    register_commands(app)
    runner = app.test_cli_runner()
    with own_database.read() as session:
        entries = session.scalar(select(func.count()).select_from(HistoryEntry))
    assert runner.invoke(args=["history", "seal"]).output == f"Sealed {entries} entries.\n"
    told = runner.invoke(args=["history", "check"])
    with own_database.read() as session:
        noted = last_seal(session).note
    assert told.exit_code == 0
    assert f"{entries} entries are as they were sealed; 0 are not" in told.output
    assert noted in told.output
    assert runner.invoke(args=["history", "check", "--noted", noted]).exit_code == 0
    do(own_database, update(HistoryEntry).where(HistoryEntry.id == 7).values(reason="x"))
    told = runner.invoke(args=["history", "check"])
    assert (told.exit_code, "Entry 7 was changed" in told.output) == (1, True)
