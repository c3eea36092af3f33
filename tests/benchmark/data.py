"""The database that is measured on: the demonstration with twenty chains, later two thousand."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import func, inspect, select

from buyergroups import upgrade
from buyergroups.accounts.services import start_session
from buyergroups.clock import utc_now
from buyergroups.config import database_url_from
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.chains import Chain, SelectedChain, SelectionOutcome, YearlySelection
from models.people import Person
from models.programme import LoadedPart, Programme
from seed.bulk import load_bulk
from seed.demo import load_demo
from seed.parts import SEED

#: A database with this mark was made by the benchmark, and is emptied by the next one.
MARK = "benchmark"
REASON = "Benchmark"
READER = "manager@ketenbord.example"
#: What the tokens of forms are signed over.
TOKEN = "a" * 40
CARDS = 20
PEOPLE = 100
#: The register that a page of organisations is read from.
ORGANISATIONS = 10_000


@contextmanager
def database() -> Iterator[Database]:
    """The one of DATABASE_URL, or an SQLite file that is thrown away."""
    given = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="ketenbord-bench-") as folder:
        url = database_url_from(given or f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        made = Database(url)
        try:
            _prepare(made)
            yield made
        finally:
            made.dispose()


def _prepare(database: Database) -> None:
    """Tables without rows, except the mark; refuses a database that is somebody's."""
    if upgrade.current(database) is not None:
        with database.read() as session:
            marked = session.scalar(select(LoadedPart.id).where(LoadedPart.name == MARK))
        if marked is None:
            raise SystemExit("This database holds data. Give the benchmark an empty one.")
        upgrade.downgrade(database, "base")
    elif inspect(database.engine).get_table_names():
        raise SystemExit("This database holds tables. Give the benchmark an empty one.")
    upgrade.upgrade(database)
    with database.write() as session, recorded(session, SEED, utc_now(), reason=REASON):
        session.add(LoadedPart(name=MARK))


def load_small(database: Database) -> None:
    """The demonstration, and a latest selection of twenty chains, each a whole card."""
    now = utc_now()
    load_demo(database, now)
    load_bulk(database, now, chains=CARDS, people=PEOPLE, seed=1)
    with database.write() as session, recorded(session, SEED, now, reason=REASON):
        latest = session.scalars(select(YearlySelection).order_by(YearlySelection.year)).all()[-1]
        selection = YearlySelection(
            programme_id=latest.programme_id,
            year=latest.year + 1,
            decision_id=latest.decision_id,
            **stamp(SEED, now),
        )
        session.add(selection)
        session.flush()
        chosen = session.scalars(select(Chain.id).where(Chain.slug.like("bulkketen-%")))
        session.add_all(
            SelectedChain(
                selection_id=selection.id,
                chain_id=chain_id,
                outcome=SelectionOutcome.ADD,
                reason=REASON,
            )
            for chain_id in chosen
        )


def load_large(database: Database, chains: int) -> None:
    """Many more chains; the selection stays as it is."""
    load_bulk(
        database, utc_now(), chains=chains, people=PEOPLE, organisations=ORGANISATIONS, seed=1
    )


def count_chains(database: Database) -> int:
    """How many there are now."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Chain)) or 0


def first_day(database: Database) -> date:
    """The first day of which the board can be shown."""
    with database.read() as session:
        return session.scalars(select(Programme.records_from)).one()


def signed_in(app: Flask, database: Database, reader: str = READER) -> str:
    """The cookie of somebody who signed in just now and has seen a page before."""
    with database.write(counts=False) as session:
        person_id = session.scalars(select(Person.id).where(Person.email == reader)).one()
        key = start_session(
            session, utc_now(), person_id=person_id, address="127.0.0.1", device="benchmark"
        )
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    held = {"_user_id": key, "_fresh": True, "csrf_token": TOKEN}
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(held)}"
