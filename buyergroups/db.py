"""Engine, sessions and transactions: the only file that commits.

Two ways to talk to the database. `read` gives a session that refuses to flush. `write` opens a
transaction that is a write transaction from its first statement on: on SQLite a reader that turns
into a writer fails at once, whatever the busy time-out, so a writer begins with BEGIN IMMEDIATE.
Keep writes short: load, permit and validate in `read`, then open `write` around the service.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ScalarSelect,
    Select,
    create_engine,
    event,
    make_url,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute, Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from models.base import UtcInstant

WRITES = "ketenbord_writes"
GLANCES = "ketenbord_glances"
IMPATIENT = "ketenbord_impatient"
BUSY_TIMEOUT_MS = 5000


@cache
def second(model: Any) -> Any:
    """The table of a model a second time, for a subquery with a FROM of its own.

    Made once: naming its columns takes longer than asking for them.
    """
    return aliased(model)


def latest_id(model: Any, *, until: Any = None, **same: Any) -> ScalarSelect[int]:
    """The id of the row of a table that was recorded last, of those with the same values.

    `same`: columns of the table, with a value each or a column of the statement around it; `until`:
    only what was recorded up to a moment. Of two rows of one moment the later one counts.
    """
    row = second(model)
    statement = (
        select(row.id)
        .where(*(getattr(row, name) == value for name, value in same.items()))
        .order_by(row.recorded_at.desc(), row.id.desc())
        .limit(1)
    )
    if until is not None:
        statement = statement.where(row.recorded_at <= until)
    # By name, so that it also works more than one level below the statement that reads them.
    around = [
        value.__clause_element__().table
        for value in (*same.values(), until)
        if isinstance(value, QueryableAttribute)
    ]
    return (statement.correlate(*around) if around else statement).scalar_subquery()


class day_begins(FunctionElement[datetime]):  # noqa: N801  # reads as a function of SQL
    """The moment at which a day begins in UTC, of a column with a day."""

    type = UtcInstant()
    inherit_cache = True


@compiles(day_begins, "sqlite")
def _day_begins_on_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"datetime({compiler.process(element.clauses, **kwargs)})"


@compiles(day_begins, "postgresql")
def _day_begins_on_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kwargs)} AS TIMESTAMP) AT TIME ZONE 'UTC'"


class ReadOnlyError(RuntimeError):
    """Something was about to be written in a session that only reads."""


class ReadingSession(Session):
    """A session that refuses to flush; the listener is on the class, which is quicker to make."""


class Database:
    """One database; makes the sessions that pages, commands, jobs and tests use."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self._reader = self.engine
        if self.engine.dialect.name == "postgresql":
            # A page is one moment: its statements must not see each other's commits in between.
            self._reader = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._glancer = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        else:
            self._glancer = self.engine.execution_options(**{GLANCES: True})

    def reading_session(self) -> Session:
        """A session for a whole request; whoever asks for it closes it."""
        return ReadingSession(self._reader, expire_on_commit=False, autoflush=False)

    def glance(self, statement: Select[Any], **values: object) -> Any:
        """The first row of one statement, outside any transaction; None where there is none."""
        with self._glancer.connect() as connection:
            return connection.execute(statement, values).first()

    @contextmanager
    def read(self) -> Iterator[Session]:
        session = self.reading_session()
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def write(self, *, counts: bool = True, patient: bool = True) -> Iterator[Session]:
        """One short transaction, committed at the end, rolled back on any exception.

        `counts`: raise the change number, so that cached pages and open boards notice.
        `patient`: wait for another writer; otherwise give up at once with an OperationalError.
        """
        session = self._writing_session()
        try:
            if not patient:
                _do_not_wait(session)
            yield session
            session.flush()
            if counts:
                _raise_change_number(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def _writing_session(self) -> Session:
        return Session(self._writer, expire_on_commit=False)

    def dispose(self) -> None:
        self.engine.dispose()


def _raise_change_number(session: Session) -> None:
    # The last statement before commit: on PostgreSQL it is the row that writers wait for.
    session.execute(text("UPDATE change_number SET value = value + 1 WHERE id = 1"))


def _do_not_wait(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        return
    session.connection(execution_options={IMPATIENT: True})


def _refuse_to_flush(session: Session, *_: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise ReadOnlyError("a reading session was asked to write")


event.listen(ReadingSession, "before_flush", _refuse_to_flush)


def _make_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, pool_size=10, max_overflow=10, pool_timeout=5, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        parsed,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=5,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC",
        },
    )


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(GLANCES):
        return
    if options.get(IMPATIENT):
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")
    finally:
        if options.get(IMPATIENT):
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
