"""A real PostgreSQL for the tests, without a container: one server a run, on a Unix socket.

TEST_DATABASE_URL names another server instead; its user must be allowed to make databases.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from buyergroups.config import database_url_from
from tests.support.run import run_folder, run_lock
from tests.support.system import need, wheel_folder

STATE = "postgresql.json"
#: Nothing of the tests has to survive a power cut.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "150",
    "shared_buffers": "64MB",
}
#: Ends the server when the run is gone without having ended it (killed, for instance).
WATCH = (
    'while [ -e "$3" ] && kill -0 "$1" 2>/dev/null; do sleep 1; done; '
    '[ ! -e "$3" ] || kill -INT "$2" 2>/dev/null'
)


class PostgresServer:
    """A server on which tests make databases of their own."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = make_url(database_url_from(admin_url))
        self.prefix = run_folder().name.lower().replace("-", "_")

    def url(self, name: str) -> str:
        """The address of a database of this run."""
        url = self.admin_url.set(database=self._full(name))
        return url.render_as_string(hide_password=False)

    def create(self, name: str, template: str | None = None) -> str:
        """Make a database, empty or as a copy, in place of one of that name; its address."""
        source = self._full(template) if template else "template0"
        with run_lock("createdb"):
            self._do(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')
            self._do(f'CREATE DATABASE "{self._full(name)}" TEMPLATE "{source}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')

    def drop_all(self) -> None:
        """Leave nothing of this run on somebody else's server."""
        rows = self._do(f"SELECT datname FROM pg_database WHERE datname LIKE '{self.prefix}%'")
        for (name,) in rows:
            self._do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _full(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def _do(self, statement: str) -> list[Any]:
        url = self.admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def postgres_server() -> PostgresServer:
    """The server of this run, started by whoever asks first."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return PostgresServer(given)
    binaries = need("postgresql")
    state = run_folder() / STATE
    with run_lock("postgresql"):
        if not state.exists():
            state.write_text(json.dumps(_start(binaries)))
    return PostgresServer(json.loads(state.read_text())["url"])


def end_postgres() -> None:
    """Stop the server, if one was started; called once, when the run is over."""
    if os.environ.get("TEST_DATABASE_URL"):
        PostgresServer(os.environ["TEST_DATABASE_URL"]).drop_all()
        return
    state = run_folder() / STATE
    if not state.exists():
        return
    pid = json.loads(state.read_text())["pid"]
    os.kill(pid, signal.SIGINT)
    for _ in range(100):
        if not _running_mark().exists():
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGQUIT)


def _running_mark() -> Path:
    """A file that the server removes as the last thing it does."""
    return run_folder() / "pg" / "data" / "postmaster.pid"


def _start(binaries: Path) -> dict[str, Any]:
    folder = run_folder() / "pg"
    folder.mkdir()
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        as_user = {"user": "nobody", "extra_groups": []}
        shutil.chown(folder, "nobody")
        if wheel_folder() in binaries.parents:
            # The folder of the project may be closed to others.
            binaries = _copy(binaries)
    how = [
        "-U",
        "ketenbord",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
    ]
    _check_call([binaries / "initdb", "-D", folder / "data", *how], as_user)
    options = [f"--{name}={value}" for name, value in SERVER_SETTINGS.items()]
    with (run_folder() / "postgresql.log").open("w") as log:
        server = _leave_running(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            **as_user,
        )
    url = f"postgresql://ketenbord@/postgres?host={folder}"
    _wait_for(url)
    owner = os.environ["KETENBORD_TEST_OWNER"]
    _leave_running(
        ["/bin/sh", "-c", WATCH, "watch", owner, str(server), _running_mark()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return {"url": url, "pid": server}


def _leave_running(command: list[Any], **how: Any) -> int:
    """Start something that outlives this worker; its process number."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **how)
    # Python warns of a process that is let go of: here that is meant.
    process.returncode = 0
    return process.pid


def _copy(binaries: Path) -> Path:
    """The wheel's programs look for their libraries in a folder beside the package."""
    package, target = wheel_folder(), run_folder() / "wheel"
    within = binaries.parent.relative_to(package)
    shutil.copytree(binaries.parent, target / package.name / within, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    return target / package.name / within / "bin"


def _check_call(command: list[Any], as_user: dict[str, Any]) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=run_folder(),
        **as_user,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((run_folder() / "postgresql.log").read_text())
