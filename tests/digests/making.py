"""Runs of the two jobs against a real mail server, by a clock that the test moves."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import select

from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.digests.scheduled import make_digests
from buyergroups.jobs.table import Work
from buyergroups.notices.scheduled import send_outbox
from buyergroups.words import Words
from models.digests import Digest
from models.notices import OutboxMail
from models.people import Person
from tests.support.apps import SETTINGS
from tests.support.client import DOMAIN
from tests.support.run import NOW

#: The Monday after NOW, at eight in the morning in Amsterdam.
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
BASE = "https://bord.example"


class Server:
    """What the mail server took; `up` is whether it takes anything."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []
        self.up = True
        self.url = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if not self.up or not answer.startswith("250"):
            return "451 even niet" if not self.up else answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return answer

    def to(self, account: str) -> list[EmailMessage]:
        return [one for one in self.taken if one["To"] == f"{account}@{DOMAIN}"]


@contextmanager
def server() -> Iterator[Server]:
    """A mail server on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Server()
    handler.url = f"smtp://127.0.0.1:{port}"
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


class Mornings:
    """The two jobs, at the moments that a test says."""

    def __init__(self, database: Database, server: Server, now: datetime = NOW) -> None:
        self.database, self.server, self.now = database, server, now
        self.settings: Settings = replace(SETTINGS, smtp_url=server.url, base_url=BASE)

    @property
    def work(self) -> Work:
        return Work(self.database, self.settings, lambda: self.now, self.now)

    def make(self) -> Words | None:
        return make_digests(self.work)

    def send(self) -> Words | None:
        return send_outbox(self.work)

    def at(self, now: datetime) -> None:
        """Both jobs, at a moment."""
        self.now = now
        self.make()
        self.send()


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def digest_mails(database: Database) -> Sequence[OutboxMail]:
    with database.read() as session:
        return session.scalars(
            select(OutboxMail).where(OutboxMail.kind == "digest").order_by(OutboxMail.id)
        ).all()


def digests_of(database: Database, account: str) -> Sequence[Digest]:
    with database.read() as session:
        return session.scalars(
            select(Digest)
            .join(Person, Person.id == Digest.person_id)
            .where(Person.email == f"{account}@{DOMAIN}")
            .order_by(Digest.planned_at)
        ).all()
