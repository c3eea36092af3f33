"""Migrations: up, down and up again, with rows, on both databases; and what goes wrong says so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text

from buyergroups import upgrade as upgrading
from buyergroups.config import ROOT
from buyergroups.db import WRITES, Database
from buyergroups.upgrade import (
    BrokenReferencesError,
    current,
    differences,
    downgrade,
    head,
    upgrade,
)
from models import Base
from models.organisations import OrganisationVersion, Sector
from models.people import Affiliation

VERSION_TABLE = "alembic_version"


def tables(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {VERSION_TABLE}


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0
            for name in sorted(inspect(connection).get_table_names())
            if name != VERSION_TABLE
        }


def versions() -> list[str]:
    """All versions, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    return [script.revision for script in scripts.walk_revisions()][::-1]


# ---- the way up and down ----------------------------------------------------------------------


def test_there_is_one_line_of_versions_with_numbers_in_order() -> None:
    names = versions()
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert head() == names[-1]
    files = sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert files == names


def test_up_down_and_up_again(empty_database: Database) -> None:
    database = empty_database
    assert current(database) is None
    upgrade(database)
    assert current(database) == head()
    assert tables(database) == set(Base.metadata.tables)
    assert differences(database) == []
    downgrade(database, "base")
    assert current(database) is None
    assert tables(database) == set()
    upgrade(database)
    assert differences(database) == []


def test_each_version_can_be_left_and_reached_again(empty_database: Database) -> None:
    before = "base"
    for version in versions():
        upgrade(empty_database, version)
        downgrade(empty_database, before)
        upgrade(empty_database, version)
        assert current(empty_database) == version
        before = version


def test_a_second_time_changes_nothing(empty_database: Database) -> None:
    upgrade(empty_database)
    before = rows(empty_database)
    upgrade(empty_database)
    assert rows(empty_database) == before
    assert before["change_number"] == 1


@pytest.mark.data("demo")
def test_down_one_and_up_again_keeps_every_row(own_database: Database) -> None:
    """With more than one version: the demonstration survives the way down to each and back."""
    before = rows(own_database)
    assert before["chain"] == 58
    known, shared = versions(), before
    for version in reversed(known[:-1]):
        downgrade(own_database, version)
        shared = rows(own_database)
        assert {name: number for name, number in shared.items() if before.get(name) != number} == {}
    upgrade(own_database)
    assert differences(own_database) == []
    after = rows(own_database)
    # A table that a later version brought begins anew; every other one is as it was.
    lost = {name for name, number in after.items() if before[name] != number}
    assert lost <= before.keys() - shared.keys()
    # What holds came back from the columns of before; what was earlier did not fit there.
    assert after["organisation_version"] == after["organisation"]
    with own_database.read() as session:
        named = select(OrganisationVersion.name, OrganisationVersion.sector)
        assert ("Gemeente Nieuw-Voorbeeld", Sector.PUBLIC) in {
            tuple(row) for row in session.execute(named)
        }
        works = select(func.count()).where(Affiliation.until.is_(None))
        assert session.scalar(works) == before["person"]


@pytest.mark.sqlite_only
def test_after_a_migration_foreign_keys_are_on_again(empty_database: Database) -> None:
    upgrade(empty_database)
    with empty_database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.data("bare")
def test_a_column_that_the_models_lack_is_a_difference(own_database: Database) -> None:
    with own_database.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text("ALTER TABLE chain ADD COLUMN planted INTEGER"))
    assert "planted" in str(differences(own_database))


@pytest.mark.data("bare")
def test_names_of_constraints_are_the_same_on_every_database(own_database: Database) -> None:
    named = 0
    with own_database.engine.connect() as connection:
        found = inspect(connection)
        for name in Base.metadata.tables:
            for constraint in [
                *found.get_foreign_keys(name),
                *found.get_unique_constraints(name),
                *found.get_check_constraints(name),
            ]:
                assert str(constraint["name"])[:3] in ("fk_", "uq_", "ck_"), (name, constraint)
                named += 1
    assert named > 50


# ---- what goes wrong --------------------------------------------------------------------------


@contextmanager
def migration(monkeypatch: pytest.MonkeyPatch, change: object) -> Iterator[None]:
    """In place of alembic's command: one change, made as a migration makes it."""

    def run(config: Config, _: str) -> None:
        connection: Connection = config.attributes["connection"]
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations.context(context) as operations:
            assert callable(change)
            change(operations)

    with monkeypatch.context() as patch:
        patch.setattr("alembic.command.upgrade", run)
        yield


def plant_family(database: Database) -> None:
    """A parent whose children go with it when its row is deleted."""
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        for statement in (
            "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY,"  # noqa: ISC004
            " parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE)",
            "INSERT INTO parent (id, name) VALUES (1, 'one'), (2, 'two')",
            "INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 1), (3, 2)",
        ):
            connection.execute(text(statement))


def alter_in_batch(operations: Operations) -> None:
    with operations.batch_alter_table("parent", recreate="always") as batch:
        batch.alter_column("name", existing_type=sa.Text(), nullable=False, server_default="")


@pytest.mark.sqlite_only
@pytest.mark.data("bare")
def test_a_batch_change_keeps_the_children(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_family(own_database)
    with migration(monkeypatch, alter_in_batch):
        upgrade(own_database)
    assert (rows(own_database)["parent"], rows(own_database)["child"]) == (2, 3)


@pytest.mark.sqlite_only
@pytest.mark.data("bare")
def test_with_foreign_keys_on_the_same_change_would_have_lost_them(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: this is what switching them off is for."""
    plant_family(own_database)
    monkeypatch.setattr(upgrading, "_sqlite_foreign_keys", lambda *_: None)
    with migration(monkeypatch, alter_in_batch):
        upgrade(own_database)
    assert (rows(own_database)["parent"], rows(own_database)["child"]) == (2, 0)


@pytest.mark.sqlite_only
@pytest.mark.data("bare")
def test_a_migration_that_breaks_a_reference_leaves_everything_as_it_was(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_family(own_database)
    before = rows(own_database)

    def break_it(operations: Operations) -> None:
        operations.create_table("planted", sa.Column("id", sa.Integer()))
        operations.execute("DELETE FROM parent WHERE id = 2")

    with migration(monkeypatch, break_it), pytest.raises(BrokenReferencesError, match="child"):
        upgrade(own_database)
    assert rows(own_database) == before
    with own_database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.data("bare")
def test_a_migration_that_fails_halfway_leaves_everything_as_it_was(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(own_database)

    def fail(operations: Operations) -> None:
        operations.create_table("planted", sa.Column("id", sa.Integer()))
        operations.execute("INSERT INTO loaded_part (id, name) VALUES (900, 'planted')")
        raise RuntimeError("planted")

    with migration(monkeypatch, fail), pytest.raises(RuntimeError, match="planted"):
        upgrade(own_database)
    assert rows(own_database) == before
    assert current(own_database) == head()


def test_migrations_import_nothing_that_changes_later() -> None:
    for path in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            own = [
                name for name in names if name.split(".")[0] in ("models", "buyergroups", "seed")
            ]
            assert own == [], path.name
