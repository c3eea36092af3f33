"""Versions of a plan through the services: in any order of moves what was adopted stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from buyergroups.db import Database
from buyergroups.documents import services
from buyergroups.documents.rules import ALLOWED, MOVES, OPEN, STANDS, Move
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, RefusedError
from buyergroups.history.recording import recorded
from models.documents import DocumentMove, DocumentSection, DocumentVersion, VersionState
from tests.plans.writing import Plan
from tests.support.acting import Acting

EVERY = [code.value for code in Move]


def frozen(database: Database) -> dict[int, Any]:
    """Everything of each adopted version that may never change."""
    with database.read() as session:
        rows = session.scalars(select(DocumentVersion).where(DocumentVersion.nr.is_not(None)))
        return {
            row.id: (
                row.nr,
                row.adopted_at,
                row.adopted_by_id,
                row.submitted_by_id,
                session.execute(
                    select(
                        DocumentSection.code,
                        DocumentSection.text,
                        DocumentSection.html,
                        DocumentSection.prompts_nl,
                        DocumentSection.edited_at,
                    )
                    .where(DocumentSection.version_id == row.id)
                    .order_by(DocumentSection.id)
                ).all(),
            )
            for row in rows
        }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "write", "remark", *EVERY]),
        st.sampled_from(["trekker2", "manager", "trekker", "publiek"]),
        st.sampled_from(["scope", "risks"]),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_people_do_what_was_adopted_stays(demo: Database, steps: list[Any]) -> None:
    act = Acting(demo)
    plan = Plan(act)
    with demo.read() as session:
        latest = session.scalar(select(DocumentVersion.id).order_by(DocumentVersion.id.desc()))
    plan.version_id = latest or 0
    for nth, (what, who, code) in enumerate(steps):
        before = frozen(demo)
        act.forward(minutes=5)
        try:
            _do(plan, what, who, code, f"tekst {nth}")
        except (RefusedError, NotAllowedError):
            assert frozen(demo) == before
            continue
        after = frozen(demo)
        assert {key: after[key] for key in before} == before
        assert len(after) <= len(before) + (what == Move.ADOPT)
    _holds(demo)


def _do(plan: Plan, what: str, who: str, code: str, text_: str) -> None:
    if what == "begin":
        made = plan.act.do(
            who, services.start_version, programme_id=plan.programme_id, subject=plan.subject
        )
        plan.version_id = made.id
    elif what == "write":
        plan.write(code, text_, who=who)
    elif what == "remark":
        plan.act.do(who, services.comment, version_id=plan.version_id, code=code, text="x")
    else:
        plan.move(Move(what), who)


def _holds(database: Database) -> None:
    """What is true of every document, whatever happened."""
    with database.read() as session:
        rows = session.scalars(select(DocumentVersion).order_by(DocumentVersion.id)).all()
        moves = session.scalars(select(DocumentMove).order_by(DocumentMove.id)).all()
    for document in {row.document_id for row in rows}:
        own = [row for row in rows if row.document_id == document]
        numbers = [row.nr for row in own if row.nr is not None]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert sum(row.state in OPEN for row in own) <= 1
        adopted = [row.nr for row in own if row.state is VersionState.ADOPTED]
        assert adopted == ([max(numbers)] if numbers else [])
    for row in rows:
        assert row.adopted_by_id is None or row.adopted_by_id != row.submitted_by_id
        own_moves = [move for move in moves if move.version_id == row.id]
        assert own_moves[-1].state is row.state
        assert own_moves[0].was is None
        for earlier, later in pairwise(own_moves):
            assert later.was is earlier.state
            assert (later.was, later.state) in ALLOWED


@pytest.mark.parametrize("state", list(VersionState))
@pytest.mark.parametrize("move", list(Move))
@pytest.mark.sqlite_only
def test_the_table_of_moves_is_all_there_is(
    demo: Database, state: VersionState, move: Move
) -> None:
    plan = Plan(Acting(demo))
    _bring(plan, state)
    who = "manager" if move in (Move.ADOPT, Move.RETURN) else plan.lead
    if state in MOVES[move].sources:
        assert plan.move(move, who).state is MOVES[move].to
        return
    with pytest.raises(RefusedError) as refused:
        plan.move(move, who)
    assert refused.value.words == STANDS[state]
    assert not isinstance(refused.value, ChangedMeanwhileError), "nobody was first"


def _bring(plan: Plan, state: VersionState) -> None:
    if state in (VersionState.ADOPTED, VersionState.SUPERSEDED):
        first = plan.adopt()
        if state is VersionState.SUPERSEDED:
            plan.adopt("Een andere tekst")
            plan.version_id = first
        return
    plan.begin()
    plan.write("scope", "tekst")
    if state is VersionState.IN_REVIEW:
        plan.move(Move.SUBMIT)
    if state is VersionState.WITHDRAWN:
        plan.move(Move.WITHDRAW)


@pytest.mark.parametrize("move", [Move.RETURN, Move.ADOPT, Move.WITHDRAW])
def test_why_is_needed(demo: Database, move: Move) -> None:
    plan = Plan(Acting(demo))
    _bring(plan, VersionState.IN_REVIEW)
    with pytest.raises(RefusedError, match="Write why"):
        plan.move(move, plan.lead if move is Move.WITHDRAW else "manager", reason=" \n ")


def test_nothing_at_all_is_not_submitted(demo: Database) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    with pytest.raises(RefusedError, match="empty"):
        plan.move(Move.SUBMIT)


def test_a_new_draft_begins_as_what_was_adopted(demo: Database) -> None:
    plan = Plan(Acting(demo))
    first = plan.adopt("Vorig jaar")
    plan.begin()
    with demo.read() as session:
        assert plan.texts(session)["scope"] == "Vorig jaar"
        assert session.get_one(DocumentVersion, plan.version_id).started_from_id == first
    with pytest.raises(ChangedMeanwhileError, match="draft already"):
        plan.begin()
    plan.move(Move.WITHDRAW)
    plan.begin()


def test_two_sections_at_once_and_the_same_one_twice(demo: Database) -> None:
    plan = Plan(Acting(demo))
    plan.begin()
    scope, risks = plan.seen("scope"), plan.seen("risks")
    plan.write("scope", "een", seen=scope)
    plan.write("risks", "twee", seen=risks)
    with pytest.raises(ChangedMeanwhileError):
        plan.write("scope", "drie", seen=scope)
    with demo.read() as session:
        texts = plan.texts(session)
    assert (texts["scope"], texts["risks"]) == ("een", "twee")


def test_the_database_itself_refuses_who_submitted_it(demo: Database) -> None:
    plan = Plan(Acting(demo))
    plan.adopt()
    manager = plan.act.actor("manager")

    def cheat(session: Any) -> None:
        row = session.get_one(DocumentVersion, plan.version_id)
        row.submitted_by_id = row.adopted_by_id

    with (
        pytest.raises(IntegrityError),
        demo.write() as session,
        recorded(session, manager, plan.act.now),
    ):
        cheat(session)


@pytest.mark.data("demo")
def test_adopted_twice_at_once_is_one_version(own_database: Database) -> None:
    plan = Plan(Acting(own_database))
    _bring(plan, VersionState.IN_REVIEW)
    told = at_once(8, lambda _: plan.move(Move.ADOPT, "manager"))
    assert told.count("done") == 1
    assert set(told) == {"done", "This version was adopted already and does not change any more."}
    _holds(own_database)


@pytest.mark.data("demo")
def test_begun_twice_at_once_is_one_draft(own_database: Database) -> None:
    plan = Plan(Acting(own_database))
    told = at_once(6, lambda _: plan.begin())
    assert told.count("done") == 1
    assert {line for line in told if line != "done"} == {
        "There is a draft already. Somebody else began it meanwhile."
    }
    _holds(own_database)


@pytest.mark.data("demo")
def test_different_sections_written_at_once_are_all_kept(own_database: Database) -> None:
    plan = Plan(Acting(own_database))
    plan.begin()
    codes = ["scope", "risks", "goals", "activities", "procurement", "partners", "planning"]
    seen = {code: plan.seen(code) for code in codes}
    told = at_once(7, lambda nr: plan.write(codes[nr], codes[nr], seen=seen[codes[nr]]))
    assert told == ["done"] * 7
    with own_database.read() as session:
        assert plan.texts(session) == {code: code for code in codes}


def at_once(people: int, act: Callable[[int], object]) -> list[str]:
    """What each of several was told who did a thing at the same moment."""
    together = threading.Barrier(people)
    told: dict[int, str] = {}

    def one(nr: int) -> None:
        together.wait()
        try:
            act(nr)
            told[nr] = "done"
        except RefusedError as error:
            told[nr] = error.sentence("en")

    threads = [threading.Thread(target=one, args=(nr,)) for nr in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[nr] for nr in range(people)]


def test_history_names_who_in_which_role(demo: Database) -> None:
    plan = Plan(Acting(demo))
    plan.adopt()
    with demo.read() as session:
        rows = session.execute(
            text(
                "SELECT acted_as, audience FROM history_entry WHERE object_type ="
                " 'document_version' AND object_id = :key ORDER BY id"
            ),
            {"key": plan.version_id},
        ).all()
    lead = f"chain-lead:chain/{plan.subject.id}"
    assert [row.acted_as for row in rows] == [lead, lead, "programme-manager"]
    assert [row.audience for row in rows] == ["programme-team", "programme-team", "signed-in"]
