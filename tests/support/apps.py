"""The app as tests use it: the real one, with passwords that cost nothing to check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from flask import Flask, Response, current_app
from jinja2 import FileSystemBytecodeCache

from buyergroups.accounts.passwords import Passwords
from buyergroups.app import create_app
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.web import errors
from buyergroups.web.pages import ENVIRONMENTS
from tests.support.client import CRASHES, CheckingClient
from tests.support.run import NOW, run_folder

SETTINGS = Settings(database_url="sqlite://", secret_key="of the tests and of nothing else")
#: The least that argon2 allows; what it costs for real is the app's own choice.
CHEAP = Passwords(memory_kib=8, rounds=1)

_answer_unexpected = errors._unexpected


def _note_and_answer(error: Exception) -> Response:
    current_app.extensions.get(CRASHES, []).append(error)
    return _answer_unexpected(error)


# What becomes a page with status 500 is seen by the client, which fails the test with it.
errors._unexpected = _note_and_answer


class StandingClock:
    """The time in a test stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """`clock.forward(minutes=61)`."""
        self.now += timedelta(**duration)


class Apps:
    """One app per database of a worker: its templates are compiled once, not for every test.

    What an app keeps is keyed by the change number, which is another one in every test.
    """

    def __init__(self) -> None:
        self.clock = StandingClock()
        self._made: dict[int, tuple[Database, Flask]] = {}

    def on(self, database: Database) -> Flask:
        """The app on this database."""
        kept = self._made.get(id(database))
        if kept is None or kept[0] is not database:
            kept = (database, make_app(database, self.clock))
            self._made[id(database)] = kept
        kept[1].extensions[CRASHES].clear()
        return kept[1]


def make_app(
    database: Database, clock: Callable[[], datetime], settings: Settings = SETTINGS
) -> Flask:
    """An app of its own, for a test that needs other settings."""
    app = create_app(settings, database, clock, CHEAP)
    app.test_client_class = CheckingClient
    app.extensions[CRASHES] = []
    # Templates are compiled once in a run, not for every app and every worker. The translations
    # are built in, so of each language apart.
    for language, environment in app.extensions[ENVIRONMENTS].items():
        environment.bytecode_cache = FileSystemBytecodeCache(
            str(run_folder()), f"%s.{language.value}.jinja"
        )
    return app


def make_client(app: Flask, database: Database, clock: Callable[[], datetime]) -> CheckingClient:
    """Another browser on the same app."""
    client = cast("CheckingClient", app.test_client())
    client.database = database
    client.clock = clock
    return client
