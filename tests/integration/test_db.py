"""Transactions and types: nothing is lost, no reader writes, nothing vague is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import exists, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session, aliased

from buyergroups.db import Database, ReadOnlyError, latest_id
from models.base import ChangeNumber, UnusableTextError
from models.chains import Chain
from models.people import SignInTry, TryOutcome
from models.phases import Progress, StatusUpdate
from models.programme import LoadedPart
from tests.support.run import NOW
from tests.support.statements import Statements

THREADS, TIMES = 6, 20


def attempt(at: datetime = NOW, account: str = "a", address: str = "b") -> SignInTry:
    """A row of a table that leaves no history, to write something with."""
    return SignInTry(at=at, account_hash=account, address=address, outcome=TryOutcome.OPEN)


def number(session: Session) -> int:
    return session.scalars(select(ChangeNumber.value)).one()


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(SignInTry.account_hash).order_by(SignInTry.id)))


# ---- transactions -----------------------------------------------------------------------------


@pytest.mark.data("bare")
def test_threads_that_read_change_and_write_lose_nothing(own_database: Database) -> None:
    with own_database.write(counts=False) as session:
        session.add(attempt(account="0"))

    def add_one(_: int) -> None:
        with own_database.write(counts=False) as session:
            row = session.scalars(select(SignInTry).with_for_update()).one()
            row.account_hash = str(int(row.account_hash) + 1)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add_one, range(THREADS * TIMES)))
    assert names(own_database) == [str(THREADS * TIMES)]


@pytest.mark.data("bare")
def test_the_change_number_counts_every_write_of_many_threads(own_database: Database) -> None:
    with own_database.read() as session:
        before = number(session)

    def write(_: int) -> None:
        with own_database.write() as session:
            session.add(attempt())

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS * TIMES)))
    with own_database.read() as session:
        assert number(session) == before + THREADS * TIMES


def test_a_reader_refuses_to_write(bare: Database) -> None:
    with bare.read() as session:
        session.add(attempt())
        with pytest.raises(ReadOnlyError):
            session.flush()
    assert names(bare) == []


def test_a_reader_refuses_to_commit_a_change(bare: Database) -> None:
    with bare.write() as session:
        session.add(attempt())
    with bare.read() as session:
        session.scalars(select(SignInTry)).one().account_hash = "changed"
        with pytest.raises(ReadOnlyError):
            session.commit()
    assert names(bare) == ["a"]


@pytest.mark.postgresql_only
@pytest.mark.data("bare")
def test_a_reader_for_real_cannot_write_past_the_session_either(own_database: Database) -> None:
    with own_database.read() as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE change_number SET value = 0"))


def test_an_exception_leaves_nothing_and_does_not_count(bare: Database) -> None:
    with bare.read() as session:
        before = number(session)
    with pytest.raises(RuntimeError, match="planted"), bare.write() as session:  # noqa: PT012
        session.add(attempt())
        session.flush()
        raise RuntimeError("planted")
    assert names(bare) == []
    with bare.read() as session:
        assert number(session) == before


def test_a_write_that_counts_raises_the_change_number_once(bare: Database) -> None:
    with bare.read() as session:
        before = number(session)
    with bare.write() as session:
        session.add_all([attempt(), attempt()])
        session.flush()
        session.add(attempt())
    with bare.read() as session:
        assert number(session) == before + 1
    with bare.write(counts=False) as session:
        session.add(attempt())
    with bare.read() as session:
        assert number(session) == before + 1


@pytest.mark.data("bare")
def test_a_reader_sees_one_moment(own_database: Database) -> None:
    with own_database.read() as reader:
        before = number(reader)
        with own_database.write() as session:
            session.add(attempt())
        assert number(reader) == before
        assert list(reader.scalars(select(SignInTry))) == []
    with own_database.read() as reader:
        assert number(reader) == before + 1


# ---- the fixture itself keeps its promise -----------------------------------------------------


def test_the_tests_database_loses_what_nobody_commits(bare: Database) -> None:
    session = bare._writing_session()
    session.add(attempt())
    session.flush()
    session.close()
    assert names(bare) == []


def test_the_tests_database_keeps_a_write_while_a_reader_is_open(bare: Database) -> None:
    reader = bare.reading_session()
    assert list(reader.scalars(select(SignInTry))) == []
    with bare.write() as session:
        session.add(attempt())
    reader.rollback()
    reader.close()
    assert names(bare) == ["a"]


@pytest.mark.parametrize("turn", [1, 2])
def test_the_tests_database_is_as_it_was_for_the_next_test(bare: Database, turn: int) -> None:
    assert names(bare) == []
    with bare.write() as session:
        session.add(attempt(account=str(turn)))


# ---- types ------------------------------------------------------------------------------------


def test_an_instant_without_a_zone_is_refused(bare: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), bare.write() as session:
        session.add(attempt(at=datetime(2026, 11, 21, 10, 0)))  # noqa: DTZ001
    assert names(bare) == []


def test_an_instant_comes_back_in_utc_whatever_zone_it_had(bare: Database) -> None:
    kiritimati = timezone(timedelta(hours=14))
    moment = datetime(2026, 11, 22, 0, 0, 0, 123456, tzinfo=kiritimati)
    with bare.write() as session:
        session.add(attempt(at=moment))
    with bare.read() as session:
        kept = session.scalars(select(SignInTry.at)).one()
    assert kept == moment
    assert kept.tzinfo is UTC
    assert kept.isoformat() == "2026-11-21T10:00:00.123456+00:00"


def test_instants_compare_in_the_database_as_they_do_in_time(bare: Database) -> None:
    with bare.write() as session:
        session.add(attempt(at=NOW))
    other_zone = NOW.astimezone(timezone(timedelta(hours=-9)))
    with bare.read() as session:
        assert len(session.scalars(select(SignInTry).where(SignInTry.at == other_zone)).all()) == 1
        later = other_zone + timedelta(microseconds=1)
        assert session.scalars(select(SignInTry).where(SignInTry.at >= later)).all() == []


def test_text_is_kept_composed_so_that_two_ways_to_write_it_are_equal(bare: Database) -> None:
    composed, apart = "Café", unicodedata.normalize("NFD", "Café")
    assert composed != apart
    with bare.write() as session:
        session.add(attempt(address=apart))
    with bare.read() as session:
        assert session.scalars(select(SignInTry.address)).one() == composed
        assert len(session.scalars(select(SignInTry).where(SignInTry.address == apart)).all()) == 1


def test_a_nul_in_a_text_is_refused_by_name(bare: Database) -> None:
    with pytest.raises(StatementError) as caught, bare.write() as session:
        session.add(attempt(address="a\x00b"))
    assert isinstance(caught.value.orig, UnusableTextError)


@pytest.mark.parametrize("sign", ["🧺", "\u202e", "\u200b", "ﷺ", "\ufffd"])
def test_any_other_sign_comes_back(bare: Database, sign: str) -> None:
    with bare.write() as session:
        session.add(attempt(address=sign))
    with bare.read() as session:
        assert session.scalars(select(SignInTry.address)).one() == sign


def test_a_code_is_kept_as_its_value_and_comes_back_as_the_enum(bare: Database) -> None:
    with bare.write() as session:
        session.add(attempt())
    with bare.read() as session:
        assert session.scalar(text("SELECT outcome FROM sign_in_try")) == "open"
        assert session.scalars(select(SignInTry.outcome)).one() is TryOutcome.OPEN


def test_a_code_that_is_not_known_is_refused_before_the_database(bare: Database) -> None:
    row = attempt()
    row.outcome = "perhaps"  # type: ignore[assignment]
    with pytest.raises(StatementError, match="perhaps"), bare.write() as session:
        session.add(row)


def test_a_code_that_is_not_known_is_refused_by_the_database_too(bare: Database) -> None:
    with (
        pytest.raises(IntegrityError, match="ck_sign_in_try_outcome_known"),
        bare.write() as session,
    ):
        session.execute(
            text(
                "INSERT INTO sign_in_try (at, account_hash, address, outcome)"
                " VALUES ('2026-11-21 10:00:00', 'a', 'b', 'perhaps')"
            )
        )


def test_a_part_of_the_demonstration_has_a_name_of_its_own(bare: Database) -> None:
    statement = text("INSERT INTO loaded_part (name) VALUES (:name)")
    with bare.write() as session:
        session.execute(statement, {"name": "board"})
    for name, constraint in (("", "ck_loaded_part_named"), ("board", "loaded_part")):
        with pytest.raises(IntegrityError, match=constraint), bare.write() as session:
            session.execute(statement, {"name": name})
    with bare.read() as session:
        assert session.scalars(select(LoadedPart.name)).all() == ["board"]


# ---- the counter of statements ----------------------------------------------------------------


def test_statements_are_counted_without_what_only_marks_a_transaction(
    bare: Database, counted: Callable[[Database], AbstractContextManager[Statements]]
) -> None:
    with counted(bare) as seen:
        with bare.write() as session:
            session.add(attempt())
        with bare.read() as session:
            number(session)
    assert [statement.split()[0] for statement in seen] == ["INSERT", "UPDATE", "SELECT"], seen


# ---- the row that was recorded last -----------------------------------------------------------


@pytest.mark.data("demo")
def test_the_last_row_is_the_one_recorded_last(database: Database) -> None:
    with database.read() as session:
        rows = session.execute(
            select(StatusUpdate.chain_id, StatusUpdate.recorded_at, StatusUpdate.id)
        ).all()
        moments = sorted(row.recorded_at for row in rows)
        known, last = list(rows), dict[int, tuple[datetime, int]]()
        for moment in (None, moments[0], moments[len(moments) // 2], moments[-1]):
            known = [row for row in rows if moment is None or row.recorded_at <= moment]
            last = {}
            for row in known:
                last[row.chain_id] = max(
                    last.get(row.chain_id, (row.recorded_at, 0)), (row.recorded_at, row.id)
                )
            newest = latest_id(StatusUpdate, chain_id=Chain.id, until=moment)
            found = session.execute(select(Chain.id, newest).where(newest.is_not(None)))
            assert {row[0]: row[1] for row in found} == {key: nr for key, (_, nr) in last.items()}
        assert len(known) > len(last), "else no row was superseded"


@pytest.mark.data("demo")
def test_the_last_row_is_found_two_levels_below(database: Database) -> None:
    """As where one asks whether the last row is of some kind."""
    with database.read() as session:
        report = aliased(StatusUpdate)
        newest = latest_id(StatusUpdate, chain_id=Chain.id)
        attention = exists().where(report.id == newest, report.progress == Progress.NEEDS_ATTENTION)
        found = set(session.scalars(select(Chain.id).where(attention)))
        last: dict[int, StatusUpdate] = {}
        for row in session.scalars(
            select(StatusUpdate).order_by(StatusUpdate.recorded_at, StatusUpdate.id)
        ):
            last[row.chain_id] = row
        wanted = {key for key, row in last.items() if row.progress is Progress.NEEDS_ATTENTION}
        assert found == wanted
        assert wanted
