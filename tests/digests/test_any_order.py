"""In whatever order things happen, each is told once, and no planned moment has two mails."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import load_actor
from buyergroups.db import Database
from buyergroups.digests import composing, services
from buyergroups.digests.rules import Choice
from buyergroups.history.recording import recorded
from buyergroups.news import queries as news
from buyergroups.news.offers import Reach, Section, Source, Told, found
from models.digests import Digest, Rhythm
from models.jobs import Task
from models.people import Person
from tests.access.people import MAKER
from tests.digests.making import MONDAY, Mornings, Server, server, text_of

numbers = count(1)
HOUR = timedelta(hours=1)
STEPS = st.lists(
    st.one_of(
        st.just(("make", 0)),
        st.just(("send", 0)),
        st.just(("happens", 0)),
        st.just(("down", 0)),
        st.just(("up", 0)),
        st.just(("day", 0)),
        st.just(("day", 0)),
        st.tuples(st.just("choose"), st.integers(0, 4)),
        st.tuples(st.just("pass"), st.sampled_from([1, 20, 60 * 12, 60 * 47])),
    ),
    min_size=4,
    max_size=16,
)
CHOICES = (
    Choice(),
    Choice(Rhythm.DAILY, 0, 9),
    Choice(Rhythm.DAILY, 0, 15),
    Choice(Rhythm.WEEKLY, 3, 12),
    Choice(Rhythm.NEVER),
)


def _rows(_: Reach) -> Select[Any]:
    return found(Task.id, Task.asked_at, Task.asked_by_id).where(
        Task.kind.startswith("gebeurtenis")
    )


def _told(session: Session, _: str, ids: Collection[int]) -> Mapping[int, Told]:
    rows = session.execute(select(Task.id, Task.kind).where(Task.id.in_(ids)))
    return {row.id: Told("Iets", "/", row.kind) for row in rows}


class Life:
    """One reader, and one who does things; nobody else gets a digest."""

    def __init__(self, database: Database, post: Server) -> None:
        self.post, self.mornings = post, Mornings(database, post, MONDAY - HOUR)
        post.taken.clear()
        post.up = True
        self.happened: list[str] = []
        with database.write() as session, recorded(session, MAKER, MONDAY - 10 * HOUR):
            session.execute(update(Person).values(blocked_at=MONDAY - 11 * HOUR))
            session.execute(update(Task).values(kind="voorbij"))
            self.writer, self.reader = (
                Person(
                    email=f"{who}{next(numbers)}@voorbeeld.example",
                    name=who,
                    sort_name=who,
                    password_hash=word,
                )
                for who, word in (("doet", None), ("leest", "x"))
            )
            session.add_all([self.writer, self.reader])
        self.choose(Choice(Rhythm.DAILY))
        # Digests go on from here: what happens from now on is for them.
        self.mornings.at(MONDAY)

    def do(self, step: str, value: int) -> None:
        database, now = self.mornings.database, self.mornings.now
        if step == "make":
            self.mornings.make()
        elif step == "send":
            self.mornings.send()
        elif step == "happens":
            self.happened.append(f"gebeurtenis-{len(self.happened)}x")
            with database.write() as session:
                task = Task(
                    kind=self.happened[-1], asked_by_id=self.writer.id, asked_at=now, given={}
                )
                session.add(task)
        elif step == "day":
            self.mornings.now = now + timedelta(days=1)
            self.mornings.make()
        elif step in ("up", "down"):
            self.post.up = step == "up"
        elif step == "choose":
            self.choose(CHOICES[value])
        else:
            self.mornings.now = now + timedelta(minutes=value)

    def choose(self, choice: Choice) -> None:
        now = self.mornings.now
        with self.mornings.database.write() as session:
            actor = load_actor(session, self.reader.id, now)
            services.choose_digest(session, actor, now, choice=choice)

    def told(self) -> list[str]:
        return [
            name
            for mail in self.post.taken
            for name in re.findall(r"gebeurtenis-\d+x", text_of(mail).lower())
        ]

    def until_all_is_quiet(self) -> None:
        self.post.up = True
        for _ in range(9):
            self.mornings.at(self.mornings.now + timedelta(days=1))

    def moments(self) -> list[datetime]:
        with self.mornings.database.read() as session:
            mine = select(Digest.planned_at).where(Digest.person_id == self.reader.id)
            return list(session.scalars(mine))


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as post:
        yield post


@pytest.mark.sqlite_only
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_happening_is_told_once(
    bare: Database, running: Server, steps: list[tuple[str, int]]
) -> None:
    areas.register_rules()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(composing, "OFFERS", [])
        source = Source("gebeurtenis", Section.CHANGED, _rows, _told)
        patched.setattr(news, "SOURCES", {source.code: source})
        life = Life(bare, running)
        for step, value in steps:
            life.do(step, value)
        stopped = any(step == ("choose", 4) for step in steps)
        life.until_all_is_quiet()
        told, moments = life.told(), life.moments()
        assert len(set(told)) == len(told)
        assert stopped or sorted(told) == sorted(life.happened)
        assert len({mail["Message-ID"] for mail in running.taken}) == len(running.taken)
        assert len(running.taken) <= len(moments) == len(set(moments))
