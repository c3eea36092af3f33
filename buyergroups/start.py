"""`make run`: back up, migrate, load data, say where it is, and become the web server."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from buyergroups import upgrade
from buyergroups.accounts.queries import has_administrator
from buyergroups.backups.cells import BackupError
from buyergroups.backups.making import make_backup
from buyergroups.clock import utc_now
from buyergroups.config import INSTANCE, ConfigurationError, Settings, load_settings
from buyergroups.db import Database
from seed import demo, reference

WORKERS = "2"
THREADS = "4"
STEPS = 3


def main() -> None:
    """Prepare the tracker and serve it; ends with one clear line when that cannot be."""
    try:
        settings = load_settings(os.environ)
        with_demo = _wants_demo(settings)
        _check_port(settings)
        prepare(Database(settings.database_url), with_demo=with_demo)
    except ConfigurationError as error:
        sys.exit("\n".join(f"Ketenbord cannot start: {line}" for line in error.lines))
    except OperationalError as error:
        sys.exit(f"Ketenbord cannot start: the database does not answer ({error.orig}).")
    _say_where(settings, with_demo=with_demo)
    _serve(settings)


def _wants_demo(settings: Settings) -> bool:
    wish = os.environ.get("DEMO", "").strip().lower()
    if wish not in ("", "yes", "no"):
        raise ConfigurationError([f"DEMO is '{wish}'; use 'yes' or 'no'."])
    if settings.production and wish == "yes":
        raise ConfigurationError(["The demonstration does not go into a production database."])
    return wish != "no" and not settings.production


def prepare(database: Database, *, with_demo: bool) -> None:
    """Bring tables and data to what this code needs; a second time changes nothing."""
    now = utc_now()
    version = upgrade.current(database)
    if version is not None and version != upgrade.head():
        _say(1, f"backing up to {back_up(database, now, version)}")
    _say(2, "tables")
    if version != upgrade.head():
        upgrade.upgrade(database)
    _say(3, "reference data and demonstration" if with_demo else "reference data")
    if with_demo:
        demo.load_demo(database, now)
    else:
        reference.load_reference(database, now)


def back_up(database: Database, now: datetime, version: str) -> str:
    """A copy of the database as it was before migrating; where it is.

    Of SQLite a copy of its file; of PostgreSQL a backup as `flask backup` makes it. Raises
    ConfigurationError when that cannot be: without a copy the tables do not change.
    """
    url = make_url(database.url)
    name = f"before-{version}-{now:%Y%m%d-%H%M%S}"
    folder = INSTANCE / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    if url.get_backend_name() != "sqlite":
        target = folder / f"{name}.zip"
        try:
            make_backup(database, target, now)
        except BackupError as error:
            raise ConfigurationError([f"No backup before the tables change: {error}"]) from error
        return str(_short(target))
    target = folder / f"{name}.sqlite3"
    with (
        closing(sqlite3.connect(url.database or "")) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return str(_short(target))


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _check_port(settings: Settings) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = f"{settings.host}:{settings.port} cannot be used ({error.strerror})."
            raise ConfigurationError(
                [f"{reason} Choose another one: make run PORT=8001."]
            ) from error


def _say(step: int, what: str) -> None:
    _print(f"  {step} of {STEPS}: {what} ...")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _say_where(settings: Settings, *, with_demo: bool) -> None:
    _print(f"\nKetenbord: {settings.base_url}")
    if with_demo:
        _print(f"Demonstratieaccounts / demonstration accounts (wachtwoord {demo.PASSWORD}):")
        for email, role in demo.accounts():
            _print(f"  {email:<32} {role}")
    else:
        _say_first_administrator(settings)
    _print("Stoppen / stop: Ctrl+C\n")


def _say_first_administrator(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.read() as session:
        known = has_administrator(session)
    database.dispose()
    if not known:
        _print("Er is nog geen beheerder. Maak de eerste / make the first administrator with:")
        _print("  .venv/bin/flask --app wsgi people admin")


def server_command(app: str, address: str) -> list[str]:
    """How an application is served, here and in the benchmark."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        app,
        "--bind",
        address,
        "--worker-class",
        "gthread",
        "--workers",
        os.environ.get("WORKERS", WORKERS),
        "--threads",
        os.environ.get("THREADS", THREADS),
        "--no-control-socket",
        "--log-level",
        "warning",
    ]


def scheduler_command(parent: int) -> list[str]:
    """How the scheduler is started beside a server; it stops when that process is gone."""
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    return [*flask, "jobs", "run", "--parent", str(parent)]


def _serve(settings: Settings) -> None:
    # This process becomes the web server, so the scheduler is the server's child from the start.
    subprocess.Popen(scheduler_command(os.getpid()), stdin=subprocess.DEVNULL)  # noqa: S603
    command = server_command("wsgi:app", f"{settings.host}:{settings.port}")
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main()
