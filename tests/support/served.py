"""The tracker under gunicorn, as `make run` starts it, with kill -9 at hand."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from buyergroups.accounts.services import start_session
from buyergroups.app import create_app
from buyergroups.clock import utc_now
from buyergroups.config import ROOT, Settings
from buyergroups.db import Database
from buyergroups.start import server_command
from models.people import Person
from tests.support.client import DOMAIN
from tests.support.run import NOW

HOST = "127.0.0.1"
SECRET = "of the tests and of nothing else"
#: How far the server's clock is ahead of the real one: the data of the tests is of NOW.
AHEAD = "KETENBORD_TEST_AHEAD"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE = 20.0
READY_WITHIN = 60.0


def app() -> Flask:
    """What gunicorn serves: the tracker of the environment, with the clock of the tests."""
    ahead = timedelta(seconds=float(os.environ[AHEAD]))
    return create_app(clock=lambda: utc_now() + ahead)


class Gunicorn:
    """A server on a port of its own; `kill_worker` and `kill` leave it no time for anything."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.port = _free_port()
        self.ahead = NOW + timedelta(hours=1) - utc_now()
        self.process: subprocess.Popen[bytes] | None = None
        self._pause = threading.Event()

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        environ = {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": SECRET,
            "KETENBORD_ENV": "development",
            "BASE_URL": "",
            "LOG_LEVEL": "ERROR",
            AHEAD: str(self.ahead.total_seconds()),
        }
        command = server_command("tests.support.served:app()", f"{HOST}:{self.port}")
        self.process = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.DEVNULL)

    def workers(self) -> list[int]:
        """The processes that answer, without the one that watches over them."""
        assert self.process is not None
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_worker(self, which: int) -> None:
        """One of the processes that answer; gunicorn starts another one."""
        workers = self.workers()
        if workers:
            _kill(workers[which % len(workers)])

    def kill(self) -> None:
        """All of it, at once."""
        if self.process is None:
            return
        workers = self.workers()
        self.process.kill()
        for pid in workers:
            _kill(pid)
        self.process.wait()
        self.process = None

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(int(READY_WITHIN / 0.05)):
            try:
                if self.ask("GET", "/robots.txt")[0] == 200:
                    return
            except (OSError, HTTPException):
                self._pause.wait(0.05)
        raise AssertionError("the server did not start")

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, cookie: str = ""
    ) -> tuple[int, str]:
        """Status and text of an answer, on a connection of its own; OSError for none."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            body = urlencode(fields) if fields is not None else None
            connection.request(method, path, body, {**FORM, "Cookie": cookie})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def sign_in(self, account: str) -> Browser:
        """Somebody who signed in, and whose pages have a token for their forms."""
        made = create_app(
            Settings(database_url=self.database.url, secret_key=SECRET), self.database
        )
        with self.database.write(counts=False) as writing:
            person_id = writing.scalars(
                select(Person.id).where(Person.email == f"{account}@{DOMAIN}")
            ).one()
            key = start_session(
                writing, utc_now() + self.ahead, person_id=person_id, address=HOST, device="test"
            )
        raw = secrets.token_hex(20)
        with made.test_request_context():
            session["csrf_token"] = raw
            token = generate_csrf()
        signer = made.session_interface.get_signing_serializer(made)  # type: ignore[attr-defined]
        held = signer.dumps({"_user_id": key, "_fresh": True, "csrf_token": raw})
        return Browser(self, f"{made.config['SESSION_COOKIE_NAME']}={held}", token)


class Browser:
    """Somebody on that server, who sends a form again when no answer came."""

    def __init__(self, server: Gunicorn, cookie: str, token: str) -> None:
        self.server = server
        self.cookie = cookie
        self.token = token
        self._pause = threading.Event()

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form once."""
        return self.server.ask("POST", path, {**fields, "csrf_token": self.token}, self.cookie)

    def post_until_answered(self, path: str, **fields: str) -> tuple[int, str]:
        """Send the same form until the server says what became of it, as a person does."""
        for _ in range(int(READY_WITHIN / 0.05)):
            try:
                status, text = self.post(path, **fields)
            except (OSError, HTTPException):
                status, text = 0, ""
            if status not in (0, 503):
                return status, text
            self._pause.wait(0.05)
        return 0, "no answer"


@contextmanager
def served(database: Database) -> Iterator[Gunicorn]:
    """A server that answers, gone when the test is over."""
    server = Gunicorn(database)
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
