"""Fixtures of all tests. What each is for stands in tests/README.md."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from buyergroups.db import Database
from tests.support import postgres, run
from tests.support.client import CheckingClient
from tests.support.databases import BACKENDS, DATA, Databases, worker_name
from tests.support.statements import Statements, statements
from tests.support.system import MISSING

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.apps import Apps, StandingClock

#: What one database takes and the other refuses: an empty character, a number that is too large.
_MINDED = re.compile(r"\\x00|%00|\d{9,}")

hypothesis.settings.register_profile(
    "fixed", deadline=None, derandomize=True, database=None, max_examples=60
)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


# ---- the run ----------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ["KETENBORD_TEST_OWNER"] = str(os.getpid())
        run.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.end_postgres()
        shutil.rmtree(run.run_folder(), ignore_errors=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    if "tests/browser/" in item.nodeid:
        item.add_marker(pytest.mark.browser)
        if os.environ.get("CI"):
            # On a machine that is shared, a second chance; the summary names who needed it.
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test of pages with many values PostgreSQL gets the first, and those it may mind.

    Whoever marks the test itself, and not its module, with `both_databases` wants all of them.
    """
    there: set[tuple[str, str]] = set()
    left_out = {item for item in items if _tried(item, there)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _tried(item: pytest.Item, there: set[tuple[str, str]]) -> bool:
    """Whether a test of pages was tried on PostgreSQL with another value."""
    if not isinstance(item, pytest.Function) or "apps" not in item.fixturenames:
        return False
    mark = item.get_closest_marker("both_databases")
    if not mark or mark in item.own_markers or not item.get_closest_marker("postgresql"):
        return False
    name = (item.nodeid.partition("::")[0], item.originalname)
    first = name not in there
    there.add(name)
    return not first and not _MINDED.search(repr(item.callspec.params))


def pytest_collection_finish() -> None:
    """What was imported stays; to look through it for garbage took a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What is missing is said by name, with the number of tests it cost."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, (list, tuple)) else ""
        if MISSING in reason:
            name = reason.partition(MISSING)[2]
            counts[name] = counts.get(name, 0) + 1
    for name, number in counts.items():
        terminalreporter.write_line(f"{number} tests were skipped: {MISSING}{name}", yellow=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of the database runs on both; one of the app on SQLite, unless it asks for both."""
    if "backend" not in metafunc.fixturenames:
        return
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    in_app = "apps" in metafunc.fixturenames
    both = "sqlite_only" not in marks and ("both_databases" in marks or not in_app)
    chosen = BACKENDS if both else BACKENDS[:1]
    if "postgresql_only" in marks:
        chosen = BACKENDS[1:]
    metafunc.parametrize(
        "backend", [pytest.param(name, marks=getattr(pytest.mark, name)) for name in chosen]
    )


# ---- databases --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    from buyergroups import areas  # noqa: PLC0415 - only tests of the database need it

    areas.register_rules()  # whichever test comes first in a process, everybody's rights are known
    kept = Databases(worker_name())
    yield kept
    kept.dispose()


@pytest.fixture
def data(request: pytest.FixtureRequest) -> str:
    """Which set of data the test works on: a fixture of that name, a mark, or `demo`."""
    named = [name for name in DATA if name in request.fixturenames]
    marked = [str(mark.args[0]) for mark in request.node.iter_markers("data")]
    return (named + marked + ["demo"])[0]


@pytest.fixture
def database(databases: Databases, backend: str, data: str) -> Iterator[Database]:
    """The database of this test; what it writes is gone when the test is over."""
    with databases.get(backend, data).rolled_back() as kept:
        yield kept


@pytest.fixture
def bare(database: Database) -> Database:
    """`database`, migrated and without rows."""
    return database


@pytest.fixture
def fresh(database: Database) -> Database:
    """`database` with the reference data only."""
    return database


@pytest.fixture
def demo(database: Database) -> Database:
    """`database` with reference data and demonstration."""
    return database


@pytest.fixture
def own_database(databases: Databases, backend: str, data: str) -> Iterator[Database]:
    """A copy for this test alone, with real commits and many connections."""
    with databases.own(backend, data) as kept:
        yield kept


@pytest.fixture
def empty_database(databases: Databases, backend: str) -> Iterator[Database]:
    """A database without tables."""
    with databases.empty(backend) as kept:
        yield kept


@pytest.fixture
def counted() -> Callable[[Database], AbstractContextManager[Statements]]:
    """`with counted(database) as seen: ...`, then `len(seen)` and `str(seen)`."""
    return lambda database: statements(database.engine)


# ---- the app ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def apps() -> Apps:
    from tests.support.apps import Apps  # noqa: PLC0415 - tests without an app need none of it

    return Apps()


@pytest.fixture
def clock(apps: Apps) -> StandingClock:
    """The app's time: `clock.now`, `clock.forward(minutes=61)`. It begins at NOW."""
    apps.clock.now = run.NOW
    return apps.clock


@pytest.fixture
def app(apps: Apps, database: Database, clock: StandingClock) -> Flask:
    """The app on the test's database, with CSRF on, at the time of the test's clock."""
    return apps.on(database)


@pytest.fixture
def client(new_client: Callable[[], CheckingClient]) -> CheckingClient:
    """A stranger's browser without JavaScript; every answer is checked."""
    return new_client()


@pytest.fixture
def new_client(
    app: Flask, database: Database, clock: StandingClock
) -> Callable[[], CheckingClient]:
    """Makes more browsers on the same app: `other = new_client().as_("publiek")`."""
    from tests.support.apps import make_client  # noqa: PLC0415

    return lambda: make_client(app, database, clock)
