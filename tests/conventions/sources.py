"""The project's own files, as the tests of conventions read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from buyergroups.config import ROOT

PACKAGES = ("buyergroups", "models", "seed", "migrations")
#: Whose content is not written by us, or cannot be read as text.
NOT_TEXT = {".woff2", ".gz", ".png", ".ico", ".sqlite3"}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted({path for path in paths if path.is_file()}))


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix not in NOT_TEXT]


def modules(*packages: str) -> list[Path]:
    """The Python files below these folders; of the program itself by default."""
    folders = tuple(ROOT / name for name in packages or PACKAGES)
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and any(folder in path.parents for folder in folders)
    ]


def templates() -> list[Path]:
    return [path for path in project_files() if ROOT / "templates" in path.parents]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """The path from the project's root, as messages show it."""
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name that is called: `session.commit`, `datetime.now`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def imported_from(path: Path, module: str) -> set[str]:
    """The names that a file imports from a module."""
    return {
        item.asname or item.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for item in node.names
    }


def place(path: Path, node: ast.AST) -> str:
    return f"{name_of(path)}:{getattr(node, 'lineno', 0)}"


def lines(found: Iterable[object]) -> str:
    """What was found, one a line, as a failing test shows it."""
    return "\n" + "\n".join(str(item) for item in found)
