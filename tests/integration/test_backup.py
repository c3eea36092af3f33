"""Backup and restore: across both databases row by row, all or nothing, and whatever is damaged."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Numeric, insert, inspect, select, text

from buyergroups import upgrade
from buyergroups.backups import archive, making, restoring, tables
from buyergroups.backups.cells import BackupError, Kind, kind_of
from buyergroups.backups.making import make_backup
from buyergroups.backups.restoring import check_backup, restore_backup
from buyergroups.cli import register_commands
from buyergroups.db import WRITES, Database
from buyergroups.files import queries as file_queries
from models.files import FileType
from models.programme import LoadedPart
from tests.files.attaching import attach
from tests.files.samples import PDF
from tests.support.apps import SETTINGS, make_app
from tests.support.databases import BACKENDS, Databases
from tests.support.run import NOW, run_folder

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def contents(path: Path) -> dict[str, list[str]]:
    """Every line of every table."""
    with zipfile.ZipFile(path) as opened:
        return {
            name: opened.read(name).decode().split("\n")
            for name in opened.namelist()
            if name != "manifest.json"
        }


def is_empty(database: Database) -> bool:
    with database.engine.connect() as connection:
        return inspect(connection).get_table_names() == []


@contextmanager
def writing(database: Database) -> Iterator[Any]:
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection


@pytest.fixture(scope="module")
def made(databases: Databases) -> bytes:
    """A backup of the demonstration."""
    with databases.own("sqlite", "demo") as database:
        path = run_folder() / "made.zip"
        make_backup(database, path, NOW)
        return path.read_bytes()


@pytest.fixture
def whole(made: bytes, tmp_path: Path) -> Path:
    """The same, in a file that the test may damage."""
    path = tmp_path / "whole.zip"
    path.write_bytes(made)
    return path


# ---- there and back ---------------------------------------------------------------------------


@pytest.mark.parametrize("source", BACKENDS)
def test_the_other_database_holds_the_same_rows(
    databases: Databases, tmp_path: Path, source: str
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    with databases.own(source, "demo") as here, databases.empty(OTHER[source]) as there:
        made = make_backup(here, first, NOW)
        assert made.rows > 1500
        assert made.tables["chain"].rows == 58
        restore_backup(there, first)
        make_backup(there, second, NOW + timedelta(days=1))
        assert upgrade.differences(there) == []
        with there.write() as session:
            session.execute(insert(LoadedPart).values(name="after the restore"))
    before, after = contents(first), contents(second)
    assert before.keys() == after.keys()
    for name, lines in before.items():
        assert after[name] == lines, name


def test_columns_are_of_the_same_kind_on_both(databases: Databases) -> None:
    found = []
    for backend in BACKENDS:
        with databases.own(backend, "bare") as database, database.read() as session:
            shapes = tables.shapes(session.connection())
            found.append({name: shape.kinds for name, shape in shapes.items()})
    assert found[0] == found[1]
    assert {Kind.MOMENT, Kind.DATE, Kind.BOOLEAN, Kind.JSON, Kind.TEXT, Kind.INTEGER} <= {
        kind for kinds in found[0].values() for kind in kinds.values()
    }


@pytest.mark.data("bare")
def test_what_is_hard_to_carry(
    own_database: Database, databases: Databases, backend: str, tmp_path: Path
) -> None:
    """JSON as somebody else wrote it, JSON's null, an instant to the microsecond, any letter."""
    words = "\u2028 é \U0001f600 \u202e ' \" \\ ; =1+1"
    with writing(own_database) as connection:
        for number, (changes, at) in enumerate(
            (
                ('{"b":1.10,  "a":[true,null]}', "2026-10-25 01:30:00.000001+00:00"),
                ("null", "0099-01-01 00:00:00+00:00"),
                ('{"a": 12345678901234567890}', "2026-03-29 01:00:00+00:00"),
            ),
            1,
        ):
            moment = at if backend == "postgresql" else at.removesuffix("+00:00")
            moment = moment if "." in moment or backend == "postgresql" else f"{moment}.000000"
            given = "CAST(:changes AS JSON)" if backend == "postgresql" else ":changes"
            connection.execute(
                text(
                    "INSERT INTO history_entry (id, at, actor_kind, action, object_type, object_id,"
                    f" audience, reason, changes) VALUES (:id, :at, 'seed', 'insert', 'x', 1, 'x', "
                    f":reason, {given})"
                ),
                {"id": number * 7, "at": moment, "reason": words, "changes": changes},
            )
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    make_backup(own_database, first, NOW)
    with databases.empty(OTHER[backend]) as there:
        restore_backup(there, first)
        make_backup(there, second, NOW)
    assert contents(first) == contents(second)
    row = json.loads(contents(first)["tables/history_entry.jsonl"][0])
    assert (row["reason"], row["person_id"]) == (words, None)
    assert (row["changes"], row["at"]) == (
        '{"b":1.10,  "a":[true,null]}',
        "2026-10-25T01:30:00.000001+00:00",
    )


@pytest.mark.data("bare")
def test_rows_may_refer_to_later_rows(
    own_database: Database, empty_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    make_backup(own_database, path, NOW)
    change(path, "tables/history_entry.jsonl", [entry(1, 5)])
    with pytest.raises(BackupError, match="refer to rows that are not in it"):
        restore_backup(empty_database, path)
    assert is_empty(empty_database)


def entry(number: int, person: int | None) -> dict[str, Any]:
    return {
        "id": number,
        "at": "2026-11-21T10:00:00+00:00",
        "actor_kind": "person",
        "person_id": person,
        "acted_as": None,
        "action": "insert",
        "object_type": "chain",
        "object_id": 1,
        "chain_id": None,
        "group_id": None,
        "audience": "signed-in",
        "reason": None,
        "request_id": None,
        "changes": "{}",
    }


@pytest.mark.data("bare")
def test_into_a_database_that_was_just_migrated(
    own_database: Database, databases: Databases, backend: str, tmp_path: Path
) -> None:
    path = tmp_path / "demo.zip"
    with databases.own(OTHER[backend], "demo") as source:
        make_backup(source, path, NOW)
    restore_backup(own_database, path)
    with own_database.read() as session:
        found = tables.shapes(session.connection())
        assert tables.count(session.connection(), found["chain"]) == 58
    with pytest.raises(BackupError, match=r"not empty \(.*body 4"):
        restore_backup(own_database, path)


@pytest.mark.data("bare")
def test_a_backup_of_nothing_yet(
    own_database: Database, empty_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "bare.zip"
    assert make_backup(own_database, path, NOW).tables["chain"].rows == 0
    restore_backup(empty_database, path)
    assert upgrade.current(empty_database) == upgrade.head()


def test_an_older_backup_moves_on_to_the_tables_of_now(
    databases: Databases, backend: str, empty_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "old.zip"
    with databases.empty(backend) as old:
        upgrade.upgrade(old, "0001")
        with writing(old) as connection:
            connection.execute(text("INSERT INTO loaded_part (id, name) VALUES (41, 'kept')"))
        assert make_backup(old, path, NOW).migration == "0001"
    restore_backup(empty_database, path)
    assert upgrade.current(empty_database) == upgrade.head()
    assert upgrade.differences(empty_database) == []
    with empty_database.write() as session:
        session.execute(insert(LoadedPart).values(name="new"))
        session.flush()
        assert session.execute(select(LoadedPart.id, LoadedPart.name)).all() == [
            (41, "kept"),
            (42, "new"),
        ]


@contextmanager
def counting(*, counts: bool) -> Iterator[list[int]]:
    """The most memory that was in use at once, in bytes, known afterwards; none if not counted."""
    most: list[int] = []
    if not counts:
        yield most
        return
    tracemalloc.start()
    try:
        yield most
        most.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def test_files_come_through_on_the_other_database(
    databases: Databases, backend: str, tmp_path: Path
) -> None:
    """Also one that packs so well that it would look like a zip bomb; never more than a few parts
    in memory.
    """
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    with databases.own(backend, "demo") as here, databases.empty(OTHER[backend]) as there:
        same = b"a;b\n" * (12 * 1024 * 1024 // 4)
        other = random.Random(1).randbytes(16 * 1024 * 1024)
        attach(here, name="veel.csv", content=same, media=FileType.CSV)
        file = attach(here, content=PDF[:9] + other + PDF[9:])
        # Counting every byte takes several times as long; what is counted is the same both ways.
        with counting(counts=backend == "postgresql") as most:
            make_backup(here, first, NOW)
            check_backup(first)
            restore_backup(there, first)
        make_backup(there, second, NOW)
        kept = b"".join(file_queries.parts(there, file.id))
    assert contents(first) == contents(second)
    assert kept == PDF[:9] + other + PDF[9:]
    # Less than the files: the rest is rows of the demonstration and what compressing takes.
    assert all(used < 28 * 1024 * 1024 for used in most), most


# ---- the file ---------------------------------------------------------------------------------


@pytest.mark.data("bare")
def test_it_is_of_one_moment(
    own_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Somebody writes while the backup is being made: all of that is in it, or nothing."""
    real, written = tables.lines, list[str]()

    def lines(*args: Any) -> Iterator[bytes]:
        if not written:
            written.append("x")
            with own_database.write() as session:
                session.execute(insert(LoadedPart).values(name="meanwhile"))
        yield from real(*args)

    monkeypatch.setattr(tables, "lines", lines)
    made = make_backup(own_database, tmp_path / "a.zip", NOW)
    assert made.tables["loaded_part"].rows == 0
    with own_database.read() as session:
        assert session.scalars(select(LoadedPart.name)).all() == ["meanwhile"]


@pytest.mark.sqlite_only
@pytest.mark.data("bare")
def test_a_backup_that_fails_leaves_the_one_before(
    own_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    make_backup(own_database, path, NOW)
    before = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(making, "_write_table", full)
        with pytest.raises(BackupError, match="No space left"):
            make_backup(own_database, path, NOW)
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]
    assert path.read_bytes() == before
    with pytest.raises(BackupError, match="cannot be written"):
        make_backup(own_database, tmp_path / "no" / "folder.zip", NOW)


def test_without_tables_there_is_nothing_to_back_up(
    empty_database: Database, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="no tables"):
        make_backup(empty_database, tmp_path / "a.zip", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_a_backup_does_not_know() -> None:
    assert kind_of(JSON(), "x") is Kind.JSON
    with pytest.raises(BackupError, match=r"plan\.price"):
        kind_of(Numeric(), "plan.price")


# ---- damaged, hostile, or of another version --------------------------------------------------


def change(path: Path, name: str, rows: list[dict[str, Any]] | None = None, **note: Any) -> None:
    """Put other rows in a backup, with a manifest that fits them; or another note in that."""
    with zipfile.ZipFile(path) as opened:
        kept = {item: opened.read(item) for item in opened.namelist()}
    manifest = json.loads(kept["manifest.json"])
    if rows is not None:
        kept[name] = b"".join(tables.line(row) for row in rows)
        manifest["tables"][name[len("tables/") : -len(".jsonl")]].update(
            rows=len(rows), bytes=len(kept[name]), sha256=sha256(kept[name]).hexdigest()
        )
    manifest.update(note)
    kept["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for item, content in kept.items():
            opened.writestr(item, content)


def rewrite(path: Path, how: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as opened:
        kept = {item: opened.read(item) for item in opened.namelist()}
    how(kept)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for item, content in kept.items():
            opened.writestr(item, content)


def in_manifest(**table: Any) -> Callable[[dict[str, bytes]], None]:
    def how(kept: dict[str, bytes]) -> None:
        manifest = json.loads(kept["manifest.json"])
        manifest["tables"]["loaded_part"].update(table)
        kept["manifest.json"] = json.dumps(manifest).encode()

    return how


def in_table(content: bytes) -> Callable[[dict[str, bytes]], None]:
    """Other bytes in a table, with the right sum and size."""

    def how(kept: dict[str, bytes]) -> None:
        kept["tables/loaded_part.jsonl"] = content
        in_manifest(
            rows=content.count(b"\n"), bytes=len(content), sha256=sha256(content).hexdigest()
        )(kept)

    return how


DAMAGES: dict[str, tuple[Callable[[dict[str, bytes]], Any], str]] = {
    "a row too few": (
        lambda kept: kept.update({"tables/loaded_part.jsonl": b'{"id":1,"name":"a"}\n'}),
        "2 rows|rows instead|checksum|too large",
    ),
    "another sum": (in_manifest(sha256="0" * 64), "checksum of table loaded_part"),
    "another count": (in_manifest(rows=7), "instead of 7"),
    "larger than said": (in_manifest(bytes=1), "too large"),
    "a table is gone": (lambda kept: kept.pop("tables/chain.jsonl"), "missing or unknown"),
    "a table more": (
        lambda kept: kept.update({"tables/planted.jsonl": b""}),
        "missing or unknown in it: tables/planted",
    ),
    "a path outside": (lambda kept: kept.update({"../evil": b"x"}), r"unknown in it: \.\./evil"),
    "no manifest": (lambda kept: kept.pop("manifest.json"), "no manifest"),
    "not JSON": (lambda kept: kept.update({"manifest.json": b"{"}), "manifest cannot be read"),
    "deep JSON": (
        lambda kept: kept.update({"manifest.json": b"[" * 100_000}),
        "manifest cannot be read",
    ),
    "another format": (
        lambda kept: kept.update({"manifest.json": b'{"format": "other"}'}),
        "not a backup of Ketenbord",
    ),
    "a later format": (
        lambda kept: kept.update(
            {"manifest.json": b'{"format": "ketenbord-backup", "format_version": 2}'}
        ),
        "newer code",
    ),
    "a huge manifest": (
        lambda kept: kept.update({"manifest.json": b" " * 2_000_000}),
        "manifest is too large",
    ),
    "zip bomb": (
        lambda kept: kept.update({"tables/loaded_part.jsonl": b"0" * 60_000_000}),
        "unpacks to 60000000 bytes: refused",
    ),
    "unknown column": (
        in_table(b'{"id":1,"name":"a","evil":1}\n'),
        "row 1 has missing or unknown columns",
    ),
    "missing column": (in_table(b'{"id":1}\n'), "row 1 has missing or unknown columns"),
    "text for a number": (in_table(b'{"id":"1","name":"a"}\n'), "row 1 cannot be read"),
    "true for a number": (in_table(b'{"id":true,"name":"a"}\n'), "row 1 cannot be read"),
    "a number too large": (
        in_table(b'{"id":99999999999999999999,"name":"a"}\n'),
        "row 1 cannot be read",
    ),
    "NUL": (in_table(b'{"id":1,"name":"a\\u0000"}\n'), "row 1 cannot be read"),
    "half a letter": (in_table(b'{"id":1,"name":"\\ud800"}\n'), "row 1 cannot be read"),
    "not UTF-8": (in_table(b'{"id":1,"name":"\xff"}\n'), "row 1 cannot be read"),
    "a list": (in_table(b"[1]\n"), "row 1 has missing or unknown columns"),
    "the columns of another version": (
        in_manifest(columns={"id": "integer", "evil": "text"}),
        r"does not fit version .*: loaded_part\.evil, loaded_part\.name",
    ),
    "a column of another kind": (
        in_manifest(columns={"id": "integer", "name": "json"}),
        r"does not fit version .*: loaded_part\.name",
    ),
    "an unknown kind": (
        in_manifest(columns={"id": "integer", "name": "evil"}),
        "manifest cannot be read",
    ),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_said_and_nothing_is_touched(
    whole: Path, empty_database: Database, damage: str
) -> None:
    how, sentence = DAMAGES[damage]
    rewrite(whole, how)
    with pytest.raises(BackupError, match=sentence):
        restore_backup(empty_database, whole)
    assert is_empty(empty_database)


@pytest.mark.sqlite_only
def test_cut_short_at_any_place_or_a_bit_turned(whole: Path, empty_database: Database) -> None:
    content = whole.read_bytes()
    damaged = [content[: len(content) * part // 8] for part in range(8)]
    for part in range(1, 40):
        turned = bytearray(content)
        turned[len(content) * part // 40] ^= 0x10
        damaged.append(bytes(turned))
    damaged.append(b"not a zip at all" * 100)
    accepted = 0
    for item in damaged:
        whole.write_bytes(item)
        try:
            check_backup(whole)
        except BackupError:
            continue
        accepted += 1  # a bit that nobody reads: a date in the zip's own list
    assert accepted <= 4
    with pytest.raises(BackupError, match="whole zip"):
        restore_backup(empty_database, whole)
    assert is_empty(empty_database)
    with pytest.raises(BackupError, match="No such file"):
        check_backup(whole.with_name("not there"))


@pytest.mark.sqlite_only
def test_a_name_twice(whole: Path) -> None:
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(whole, "a") as opened,
    ):
        opened.writestr("tables/loaded_part.jsonl", b"")
    with pytest.raises(BackupError, match="a name twice"):
        check_backup(whole)


@pytest.mark.sqlite_only
def test_of_newer_code(whole: Path, empty_database: Database) -> None:
    change(whole, "", migration="9999")
    with pytest.raises(BackupError, match=f"version 9999 .* up to {upgrade.head()}.*newer code"):
        restore_backup(empty_database, whole)
    assert is_empty(empty_database)


def test_into_tables_of_another_version(
    databases: Databases, backend: str, tmp_path: Path, empty_database: Database
) -> None:
    path = tmp_path / "a.zip"
    with databases.own(backend, "bare") as source:
        make_backup(source, path, NOW)
    upgrade.upgrade(empty_database, "0001")
    with pytest.raises(BackupError, match="version 0001, those of the backup"):
        restore_backup(empty_database, path)


def test_into_somebody_elses_database(
    databases: Databases, backend: str, tmp_path: Path, empty_database: Database
) -> None:
    path = tmp_path / "a.zip"
    with databases.own(backend, "bare") as source:
        make_backup(source, path, NOW)
    with writing(empty_database) as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER PRIMARY KEY)"))
    with pytest.raises(BackupError, match=r"other tables \(theirs"):
        restore_backup(empty_database, path)


def test_a_row_that_the_tables_refuse_leaves_nothing(
    databases: Databases, backend: str, tmp_path: Path, empty_database: Database
) -> None:
    path = tmp_path / "a.zip"
    with databases.own(backend, "bare") as source:
        make_backup(source, path, NOW)
    change(path, "tables/history_entry.jsonl", [entry(1, None) | {"action": "planted"}])
    with pytest.raises(BackupError, match="database refused the backup"):
        restore_backup(empty_database, path)
    assert is_empty(empty_database)


def test_what_was_loaded_is_compared_with_the_backup(
    databases: Databases,
    backend: str,
    tmp_path: Path,
    empty_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted fault: a row gets lost on the way."""
    path = tmp_path / "a.zip"
    with databases.own(backend, "demo") as source:
        make_backup(source, path, NOW)
    real = restoring._load

    def lossy(connection: Any, shape: tables.Shape, rows: Iterator[archive.Row]) -> None:
        kept = list(rows)
        real(connection, shape, kept[:-1] if shape.name == "impact" else kept)

    monkeypatch.setattr(restoring, "_load", lossy)
    with pytest.raises(BackupError, match="Table impact is not what the backup holds"):
        restore_backup(empty_database, path)
    assert is_empty(empty_database)


@pytest.mark.postgresql_only
def test_references_are_checked_at_once_again(
    databases: Databases, tmp_path: Path, empty_database: Database
) -> None:
    path = tmp_path / "a.zip"
    with databases.own("sqlite", "demo") as source:
        make_backup(source, path, NOW)
    restore_backup(empty_database, path)
    with empty_database.engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable")
        )
        assert found.scalar_one() == 0


# ---- the commands -----------------------------------------------------------------------------


def run(database: Database, *arguments: str) -> tuple[int, str]:
    app: Flask = make_app(database, lambda: NOW, SETTINGS)
    register_commands(app)
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def test_the_commands(own_database: Database, empty_database: Database, tmp_path: Path) -> None:
    path = str(tmp_path / "a.zip")
    code, told = run(own_database, "backup", path)
    assert (code, "58" in told or "rows" in told) == (0, True), told
    code, told = run(own_database, "restore", path)
    assert (code, "not empty" in told) == (1, True), told
    code, told = run(own_database, "restore", "--check", path)
    assert (code, told.startswith("Whole: ")) == (0, True), told
    code, told = run(empty_database, "restore", path)
    assert (code, told.startswith("Restored: ")) == (0, True), told
    Path(path).write_bytes(io.BytesIO(b"x").read())
    code, told = run(empty_database, "restore", path)
    assert (code, "not a whole zip" in told) == (1, True), told
