"""Takes a database away for a while, and gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from buyergroups.db import Database


@contextmanager
def broken(database: Database) -> Iterator[None]:
    """While this lasts nobody can connect, and who was connected no longer is."""
    url = make_url(database.url)
    if url.get_backend_name() == "sqlite":
        with _file_away(database, Path(str(url.database))):
            yield
        return
    name = str(url.database)
    admin = url.set(drivername="postgresql", database="postgres")
    address = admin.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        try:
            hang_up(connection, name)
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


def hang_up(connection: psycopg.Connection, name: str) -> None:
    """End every connection to a database, as a restart of the server does."""
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
    )


@contextmanager
def _file_away(database: Database, file: Path) -> Iterator[None]:
    """The file is gone and a folder stands in its place."""
    database.dispose()
    moved = [path for path in file.parent.glob(f"{file.name}*") if path.is_file()]
    for path in moved:
        path.rename(path.with_name(f"away-{path.name}"))
    file.mkdir()
    try:
        yield
    finally:
        database.dispose()
        file.rmdir()
        for path in moved:
            path.with_name(f"away-{path.name}").rename(path)
