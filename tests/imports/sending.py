"""Sending a file as a browser does, and doing the task of it as its process does."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

import xlsxwriter
from flask import Flask
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.tasks import child
from buyergroups.tasks import services as task_services
from models.imports import Import
from models.jobs import Task
from tests.files.attaching import upload
from tests.support.apps import SETTINGS, StandingClock
from tests.support.client import CheckingClient

ORGANISATIONS = "/importeren/organisaties"
BASELINE = "/importeren/nulmeting"
HEAD = ("Naam", "Publiek of privaat", "KvK-nummer", "Valt onder", "Sinds", "Tot")


def csv(*rows: Sequence[str], head: Sequence[str] = HEAD, encoding: str = "utf-8-sig") -> bytes:
    """Rows with semicolons, as a spreadsheet here writes them."""
    return "".join(";".join(row) + "\r\n" for row in (head, *rows)).encode(encoding)


def xlsx(*rows: Sequence[object], head: Sequence[str] = HEAD) -> bytes:
    """The same as a workbook; what begins with = is a formula."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for nr, row in enumerate((head, *rows)):
            for place, value in enumerate(row):
                sheet.write(nr, place, value)
    return data.getvalue()


class Importing:
    """One person who imports files, with the process of the tasks beside them."""

    def __init__(
        self, client: CheckingClient, app: Flask, database: Database, clock: StandingClock
    ) -> None:
        self.client, self.app, self.database, self.clock = client, app, database, clock

    def send(self, content: bytes, address: str = ORGANISATIONS, name: str = "x.csv") -> str:
        """Send a file and let it be read; the address of the import."""
        answer = upload(self.client, address, name, content)
        assert answer.status_code == 303, answer.text
        self.work_off()
        return str(answer.location)

    def apply(self, address: str) -> None:
        """Press the button and let it be recorded."""
        answer = self.client.send(address, "main form[action$=vastleggen]")
        assert answer.status_code == 303, answer.text
        self.work_off()

    def work_off(self) -> None:
        """What the process of the task does."""
        with self.database.write() as session:
            lease = timedelta(minutes=5)
            task = task_services.claim_task(session, self.clock(), "runner", lease)
            assert task is not None
            ref = task.ref
        with self.app.app_context():
            failed = child.perform(self.database, SETTINGS, self.clock, ref=ref, runner="runner")
        with self.database.read() as session:
            error = session.scalars(select(Task.error).where(Task.ref == ref)).one()
        assert failed is None, error

    def run(self, address: str) -> Import:
        with self.database.read() as session:
            ref = address.rsplit("/", 1)[1]
            return session.scalars(select(Import).where(Import.ref == ref)).one()

    def counts(self, address: str) -> tuple[str, int, int, int, int]:
        row = self.run(address)
        return row.state.value, row.new, row.changed, row.unchanged, row.refused
