"""Databases for tests: made once per run, copied per worker, rolled back after each test.

Three sets of data, each made from the one before: `bare` (migrated, no rows), `fresh` (with the
reference data of the Agenda) and `demo` (with the demonstration).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, delete, text
from sqlalchemy.orm import Session

from buyergroups.db import WRITES, Database
from buyergroups.upgrade import upgrade
from models.jobs import Task
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.run import NOW, run_folder, run_lock

BACKENDS = ("sqlite", "postgresql")
DATA = ("bare", "fresh", "demo")


class RolledBackDatabase(Database):
    """A database whose writes live until the test is over.

    All sessions share one connection in one transaction. A writing session works in a savepoint:
    what it does not commit is gone, as it would be for real. A reading session sees what was
    written so far and refuses to flush; ending it ends nothing.
    """

    _numbers = count(1)

    def __init__(self, real: Database) -> None:
        self.url = real.url
        self.engine = real.engine
        self._connection: Connection | None = None

    @contextmanager
    def rolled_back(self) -> Iterator[RolledBackDatabase]:
        """The database for one test."""
        with self.engine.execution_options(**{WRITES: True}).connect() as connection:
            transaction = connection.begin()
            self._connection = connection
            self._begin_number(connection)
            self._writer = self._reader = connection  # type: ignore[assignment]
            try:
                yield self
            finally:
                self._connection = None
                transaction.rollback()

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is written within is gone after it: many trials on one thing that was made ready."""
        assert self._connection is not None
        trial = self._connection.begin_nested()
        try:
            self._begin_number(self._connection)
            yield
        finally:
            trial.rollback()

    def _begin_number(self, connection: Connection) -> None:
        # Of each test its own, so that what an app keeps by this number is never another's;
        # and not round, so that on a page it is not taken for an amount that must not be there.
        connection.execute(
            text("UPDATE change_number SET value = :number"),
            {"number": 10_000 * next(self._numbers) + 1},
        )

    def reading_session(self) -> Session:
        session = super().reading_session()
        session.join_transaction_mode = "rollback_only"
        # It may be open while others write: rolling back must not take their work along.
        session.rollback = session.expire_all  # type: ignore[method-assign]
        return session

    def glance(self, statement: Select[Any], **values: object) -> Any:
        assert self._connection is not None
        return self._connection.execute(statement, values).first()

    def _writing_session(self) -> Session:
        session = super()._writing_session()
        session.join_transaction_mode = "create_savepoint"
        return session


class Databases:
    """What one worker has: a copy of each set of data on each backend, made when asked for."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self._kept: dict[tuple[str, str], RolledBackDatabase] = {}
        self._copies = count(1)

    def get(self, backend: str, data: str) -> RolledBackDatabase:
        """The worker's own copy, to be used one test at a time."""
        key = (backend, data)
        if key not in self._kept:
            url = copy_of(backend, data, f"{self.worker}_{data}")
            self._kept[key] = RolledBackDatabase(Database(url))
        return self._kept[key]

    @contextmanager
    def own(self, backend: str, data: str) -> Iterator[Database]:
        """A copy for one test, where commits are real and connections are many."""
        name = f"{self.worker}_own_{next(self._copies)}"
        database = Database(copy_of(backend, data, name))
        try:
            yield database
        finally:
            database.dispose()
            if backend == "postgresql":
                postgres_server().drop(name)
            else:
                for file in run_folder().glob(f"{name}.sqlite3*"):
                    file.unlink()

    @contextmanager
    def empty(self, backend: str) -> Iterator[Database]:
        """A database without a single table, for the tests of migrations."""
        name = f"{self.worker}_empty_{next(self._copies)}"
        url = (
            postgres_server().create(name)
            if backend == "postgresql"
            else f"sqlite:///{_file(name)}"
        )
        database = Database(url)
        try:
            yield database
        finally:
            database.dispose()
            if backend == "postgresql":
                postgres_server().drop(name)

    def dispose(self) -> None:
        for database in self._kept.values():
            database.dispose()


def copy_of(backend: str, data: str, name: str) -> str:
    """The address of a new copy of a set of data."""
    if backend == "postgresql":
        server = postgres_server()
        _ensure(data, lambda step: _make_postgresql(server, step), "postgresql")
        return server.create(name, template=data)
    _ensure(data, _make_sqlite, "sqlite")
    shutil.copyfile(_file(data), _file(name))
    return f"sqlite:///{_file(name)}"


def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _ensure(data: str, make: Callable[[str], None], backend: str) -> None:
    with run_lock(f"make-{backend}"):
        for step in DATA[: DATA.index(data) + 1]:
            done = run_folder() / f"{backend}-{step}.made"
            if not done.exists():
                make(step)
                done.touch()


def _make_sqlite(data: str) -> None:
    before = _before(data)
    for file in run_folder().glob(f"{data}.sqlite3*"):
        file.unlink()
    if before:
        shutil.copyfile(_file(before), _file(data))
    _fill(f"sqlite:///{_file(data)}", data)
    # Everything into the one file, which is then copied without its log.
    with sqlite3.connect(_file(data)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _make_postgresql(server: PostgresServer, data: str) -> None:
    _fill(server.create(data, template=_before(data)), data)


def _fill(url: str, data: str) -> None:
    database = Database(url)
    try:
        if data == "bare":
            upgrade(database)
        elif data == "fresh":
            import_module("seed.reference").load_reference(database, NOW)
        else:
            import_module("seed.demo").load_demo(database, NOW)
            # What it leaves to the scheduler would be done before what a test asks for.
            with database.write(counts=False) as session:
                session.execute(delete(Task))
    finally:
        database.dispose()


def _before(data: str) -> str | None:
    position = DATA.index(data)
    return DATA[position - 1] if position else None


def _file(name: str) -> Path:
    return run_folder() / f"{name}.sqlite3"
