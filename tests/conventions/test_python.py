"""What holds for every module of the program, and no tool checks."""

from __future__ import annotations

import ast
from pathlib import Path

from buyergroups.config import ROOT
from models import Base
from tests.conventions.sources import calls, imported_from, lines, modules, name_of, place, tree

MOST_LINES_OF_MODULE = 400
MOST_LINES_OF_FUNCTION = 40
CLOCK = "buyergroups/clock.py"
THE_TIME = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "datetime.datetime.now",
    "datetime.date.today",
}
BULK = {
    "bulk_save_objects",
    "bulk_insert_mappings",
    "bulk_update_mappings",
}
#: What a view does not call, of SQLAlchemy or of a session.
QUERIES = {"select", "sa.select", "insert", "update", "delete", "text"}
SESSIONS = ("state.reading().", "reading().", "writing.")


def test_every_module_says_in_one_line_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert not silent, lines(silent)


def test_the_package_root_is_empty() -> None:
    assert (ROOT / "buyergroups" / "__init__.py").read_bytes() == b""


def test_only_one_file_commits() -> None:
    found = [
        place(path, call)
        for path in modules()
        for call, name in calls(path)
        if name.endswith(".commit") and name_of(path) != "buyergroups/db.py"
    ]
    assert not found, lines(found)


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = [
        f"{place(path, call)} {name}"
        for path in modules()
        for call, name in calls(path)
        if name in THE_TIME and name_of(path) != CLOCK
    ]
    assert not found, lines(found)


#: What writes the history: for many rows at once it does so itself.
HISTORY = "buyergroups/history/recording.py"


def test_no_statement_passes_the_history_by() -> None:
    """Core statements are not seen by the listener that writes the history."""
    found = [
        f"{place(path, call)} {ast.unparse(call)[:80]}"
        for path in modules("buyergroups")
        for call, name in calls(path)
        if name_of(path) != HISTORY and _writes_past_the_session(path, call, name)
    ]
    assert not found, lines(found)


def _writes_past_the_session(path: Path, call: ast.Call, name: str) -> bool:
    unaudited = {
        mapper.class_.__name__ for mapper in Base.registry.mappers if not mapper.class_.__audited__
    }
    last = name.rpartition(".")[2]
    if last in BULK:
        return True
    if last == "text" and call.args:
        words = ast.unparse(call.args[0]).lstrip("frb'\"( ").upper()
        tables = {"change_number", "{ChangeNumber.__tablename__}"}
        return words.startswith(("UPDATE ", "INSERT ", "DELETE ")) and not any(
            table in ast.unparse(call.args[0]) for table in tables
        )
    if last not in ("insert", "update", "delete"):
        return False
    if "__table__" in name:
        return name.split(".", maxsplit=1)[0] not in unaudited
    core = imported_from(path, "sqlalchemy") | imported_from(path, "sqlalchemy.dialects.sqlite")
    if name not in core and name not in ("sa.insert", "sa.update", "sa.delete"):
        return False
    return not call.args or ast.unparse(call.args[0]) not in unaudited


def test_views_ask_queries_instead_of_the_database() -> None:
    found = [
        place(path, call)
        for path in modules("buyergroups")
        if path.name == "views.py"
        for call, name in calls(path)
        if name in QUERIES or (name.startswith(SESSIONS) and not name.endswith("close"))
    ]
    assert not found, lines(found)


def test_modules_and_functions_are_short() -> None:
    long = []
    for path in modules("buyergroups", "models", "seed"):
        size = len(path.read_text(encoding="utf-8").splitlines())
        if size > MOST_LINES_OF_MODULE:
            long.append(f"{name_of(path)}: {size} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > MOST_LINES_OF_FUNCTION:
                    long.append(f"{place(path, node)} {node.name}: {size} lines")
    assert not long, lines(long)
