"""Status updates as somebody sends them, by the leads of five chains at the same time."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from buyergroups.db import Database
from models.chains import Chain
from models.phases import StatusUpdate
from tests.benchmark import data
from tests.benchmark.load import HOST, Connection, Outcome

#: Each chain has one writer, who always knows what stood there.
WRITERS = (
    ("trekker", "ict-hardware-en-mobiele-apparaten"),
    ("trekker", "zonnepanelen"),
    ("trekker2", "bedrijfskleding"),
    ("trekker2", "catering"),
    ("trekker2", "schoonmaak"),
)


@dataclass(frozen=True)
class Writer:
    """Somebody with a chain, signed in."""

    database: Database
    cookie: str
    token: str
    slug: str

    @property
    def path(self) -> str:
        return f"/ketens/{self.slug}/statusupdate"

    def fields(self) -> dict[str, str]:
        """The form as it would be filled in now."""
        with self.database.read() as reading:
            last = reading.scalars(
                select(StatusUpdate.id)
                .join(Chain, Chain.id == StatusUpdate.chain_id)
                .where(Chain.slug == self.slug)
                .order_by(StatusUpdate.id.desc())
                .limit(1)
            ).first()
        return {
            "csrf_token": self.token,
            "inzending": f"{self.slug}-{time.monotonic_ns()}",
            "gezien": str(last or ""),
            "voortgang": "on-track",
            "veranderd": "Twee **aanbieders** leveren nu.\n\n- proef in de regio\n- vervolg",
            "stap": "Marktdag",
        }

    def request(self) -> bytes:
        """The same, as it goes over the wire."""
        body = urlencode(self.fields())
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self.cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return (head + body).encode()


def writers(app: Flask, database: Database) -> list[Writer]:
    """The five of them; the token of a form belongs to the session in the cookie."""
    with app.test_request_context():
        session["csrf_token"] = data.TOKEN
        token = generate_csrf()
    return [
        Writer(database, data.signed_in(app, database, f"{account}@ketenbord.example"), token, slug)
        for account, slug in WRITERS
    ]


def load(port: int, all_of_them: list[Writer], seconds: float) -> Outcome:
    """Everybody writes for so long; raises ConnectionError where one was not recorded."""
    outcome, lock = Outcome([], 0.0, 0), threading.Lock()
    faults: list[str] = []

    def write(writer: Writer) -> None:
        connection = Connection(port)
        while time.perf_counter() - start < seconds:
            connection.ask(writer.request())
            while not connection.read():
                pass
            with lock:
                outcome.milliseconds.append((time.perf_counter() - connection.sent_at) * 1000)
            if connection.status() != 303:
                faults.append(f"{writer.path}: status {connection.status()}")
                break
        outcome.bytes = connection.size
        connection.socket.close()

    start = time.perf_counter()
    threads = [threading.Thread(target=write, args=(writer,)) for writer in all_of_them]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.seconds = time.perf_counter() - start
    if faults:
        raise ConnectionError("; ".join(faults))
    return outcome
