"""Moves a database to another version of its tables.

On SQLite a batch change drops and recreates a table, which with foreign keys on would silently
delete the children. So migrations run with foreign keys off and end with a check of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from buyergroups.config import ROOT
from buyergroups.db import WRITES, Database
from models import Base

#: Any number will do, as long as it is always the same one.
ADVISORY_LOCK = 5_170_012


class BrokenReferencesError(RuntimeError):
    """After a migration, rows refer to rows that are not there; nothing was committed."""


def head() -> str:
    """The version that this code works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(database: Database) -> str | None:
    """The version that the database has; None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def versions() -> list[str]:
    """All versions that this code knows, the oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def upgrade(database: Database, target: str = "head") -> None:
    """Move forward, in one transaction."""
    with changing(database) as connection:
        move(connection, target)


def downgrade(database: Database, target: str) -> None:
    """Move back, in one transaction."""
    with changing(database) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, target)


def move(connection: Connection, target: str = "head") -> None:
    """Move forward within a transaction that `changing` began."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


@contextmanager
def changing(database: Database) -> Iterator[Connection]:
    """One transaction in which tables may change; it ends with a check of all references."""
    engine = database.engine.execution_options(**{WRITES: True})
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _sqlite_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                _prepare(connection, sqlite=sqlite)
                yield connection
                if sqlite:
                    _check_references(connection)
        finally:
            if sqlite:
                _sqlite_foreign_keys(connection, "ON")


def differences(database: Database) -> list[object]:
    """What the tables of the database lack against the models; empty when all is well."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _prepare(connection: Connection, *, sqlite: bool) -> None:
    if not sqlite:
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:nr)"), {"nr": ADVISORY_LOCK})


def _sqlite_foreign_keys(connection: Connection, state: str) -> None:
    # Past SQLAlchemy: inside a transaction this pragma does nothing.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA foreign_keys={state}")


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = sorted({row[0] for row in broken})
        raise BrokenReferencesError(f"{len(broken)} broken references in {', '.join(tables)}")
