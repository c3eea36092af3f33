"""One run of the tests: a folder that all workers share, and a lock in it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

#: The moment at which all tests take place: a Saturday in Amsterdam, at eleven in the morning.
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)

#: Whether somebody looks for faults for as long as that takes: more of everything that is counted.
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "search"

FOLDER = "KETENBORD_TEST_RUN"
PREFIX = "ketenbord-"
OWNER = "owner"


def begin_run() -> Path:
    """Make the folder; its name is short, because a socket's path may have 107 characters."""
    _clear_away()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    (folder / OWNER).write_text(str(os.getpid()))
    os.environ[FOLDER] = str(folder)
    return folder


def _clear_away() -> None:
    """Remove what runs left that were killed."""
    for mark in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        if not Path("/proc", mark.read_text()).exists() and Path("/proc").exists():
            shutil.rmtree(mark.parent, ignore_errors=True)


def run_folder() -> Path:
    return Path(os.environ[FOLDER])


@contextmanager
def run_lock(name: str) -> Iterator[None]:
    """What is made once per run is made by one worker; the others wait for it here."""
    with (run_folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
