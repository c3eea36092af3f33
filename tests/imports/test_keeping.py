"""What is kept of an import: in a backup, in somebody's own data, and for how long."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from buyergroups.backups.making import make_backup
from buyergroups.backups.restoring import restore_backup
from buyergroups.db import Database
from buyergroups.imports import queries, working
from buyergroups.jobs.table import Work
from buyergroups.profile.queries import data_of
from models.imports import Import, ImportLine, ImportPart
from models.people import Person
from tests.imports.sending import Importing, csv
from tests.support.apps import SETTINGS, StandingClock, make_app, make_client
from tests.support.client import CheckingClient
from tests.support.databases import Databases
from tests.support.run import NOW

FILE = csv(("Gemeente Dorp", "publiek", "12345678", "", "mrt 2020", ""))


@pytest.fixture
def importing(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> Importing:
    return Importing(client.as_("manager"), app, database, clock)


def test_a_backup_holds_files_and_rows(
    databases: Databases, own_database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    app = make_app(own_database, clock)
    client = make_client(app, own_database, clock).as_("manager")
    Importing(client, app, own_database, clock).send(FILE)
    other = "postgresql" if own_database.engine.dialect.name == "sqlite" else "sqlite"
    before, after = tmp_path / "before.zip", tmp_path / "after.zip"
    with databases.empty(other) as there:
        make_backup(own_database, before, NOW)
        restore_backup(there, before)
        make_backup(there, after, NOW)
        with there.read() as session:
            row = session.scalars(select(Import)).one()
            with queries.content(session, row.id) as file:
                assert file.read() == FILE
            assert session.scalars(select(ImportLine.name)).all() == ["Gemeente Dorp"]
    with zipfile.ZipFile(before) as one, zipfile.ZipFile(after) as two:
        for name in (name for name in one.namelist() if "import_" in name):
            assert one.read(name) == two.read(name), name


def test_who_sent_a_file_finds_it_in_their_own_data_and_nobody_else(importing: Importing) -> None:
    importing.send(FILE)
    with importing.database.read() as session:
        asked = select(Person.id).where(Person.email == "manager@ketenbord.example")
        number = session.scalars(asked).one()
        own = data_of(session, NOW, number, own=True)
        others = data_of(session, NOW, number, own=False)
    assert json.loads(json.dumps(own))["recorded"]["import_run"][0]["name"] == "x.csv"
    assert "import_run" not in others["recorded"]


@pytest.mark.both_databases
def test_bytes_and_rows_go_when_they_are_old(importing: Importing) -> None:
    database, clock = importing.database, importing.clock
    address = importing.send(FILE)
    work = Work(database, SETTINGS, clock, NOW)
    for later, gone in ((0, False), (1, True)):
        clock.now = NOW + working.KEPT
        clock.forward(minutes=later)
        working.erase_old(replace(work, now=clock.now))
        with database.read() as session:
            parts = session.scalar(select(func.count()).select_from(ImportPart))
            rows = session.scalar(select(func.count()).select_from(ImportLine))
        assert (parts, rows) == ((0, 0) if gone else (1, 1))
    row = importing.run(address)
    assert (row.erased_at, row.name) == (clock.now, "x.csv")
