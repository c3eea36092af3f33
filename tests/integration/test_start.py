"""`make run`: tables and data are made once, a copy is kept before the tables change."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, text

from buyergroups import start, upgrade
from buyergroups.backups.cells import BackupError
from buyergroups.config import ConfigurationError, Settings
from buyergroups.db import Database
from models.base import ChangeNumber
from models.chains import Chain
from models.people import Person

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'tracker.sqlite3'}")


def counts(database: Database) -> tuple[int, int, int]:
    with database.read() as session:
        return (
            session.scalars(select(func.count()).select_from(Chain)).one(),
            session.scalars(select(func.count()).select_from(Person)).one(),
            session.scalars(select(ChangeNumber.value)).one(),
        )


@pytest.mark.parametrize(("with_demo", "people"), [(True, 21), (False, 0)])
def test_an_empty_machine_gets_tables_and_data_and_a_second_start_changes_nothing(
    database: Database, people: int, *, with_demo: bool
) -> None:
    start.prepare(database, with_demo=with_demo)
    first = counts(database)
    assert first[:2] == (58, people)
    start.prepare(database, with_demo=with_demo)
    assert counts(database) == first


def test_before_the_tables_change_there_is_a_copy(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "INSTANCE", tmp_path)
    start.prepare(database, with_demo=False)
    with database.write(counts=False) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(Exception, match="0000"):  # no such version to come from
        start.prepare(database, with_demo=False)
    copies = list((tmp_path / "backups").iterdir())
    assert [path.name.startswith("before-0000-") for path in copies] == [True]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT count(*) FROM chain").fetchone() == (58,)


@pytest.mark.postgresql_only
@pytest.mark.data("fresh")
def test_on_postgresql_it_is_a_backup(
    own_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "INSTANCE", tmp_path)
    with own_database.write(counts=False) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(Exception, match="0000"):
        start.prepare(own_database, with_demo=False)
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.startswith("before-0000-")
    with ZipFile(made) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    assert (manifest["migration"], manifest["tables"]["chain"]["rows"]) == ("0000", 58)


@pytest.mark.postgresql_only
@pytest.mark.data("bare")
def test_without_a_copy_the_tables_do_not_change(
    own_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(start, "INSTANCE", tmp_path)
    monkeypatch.setattr(start, "make_backup", _fail)
    with pytest.raises(ConfigurationError, match="disk is full"):
        start.back_up(own_database, NOW, upgrade.head())


def _fail(*_: object) -> None:
    raise BackupError("The disk is full.")


def test_the_demonstration_stays_out_of_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "yes")
    with pytest.raises(ConfigurationError, match="production"):
        start._wants_demo(Settings(environment="production"))
    monkeypatch.setenv("DEMO", "perhaps")
    with pytest.raises(ConfigurationError, match="perhaps"):
        start._wants_demo(Settings())
    monkeypatch.delenv("DEMO")
    assert start._wants_demo(Settings())
    assert not start._wants_demo(Settings(environment="production"))
