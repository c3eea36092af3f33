"""What was acknowledged is kept, once, whatever is killed in between: `kill -9` under load."""

from __future__ import annotations

import random
import threading
from collections import Counter

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from models.chains import Chain
from models.phases import StatusUpdate
from tests.support.run import THOROUGH
from tests.support.served import Browser, Gunicorn, served

#: How many on which database; PostgreSQL keeps its log by itself, and is slower to load here.
WRITES = {"sqlite": 1000, "postgresql": 250} if THOROUGH else {"sqlite": 250, "postgresql": 150}
#: Who writes about what: each chain has one writer, who always knows what stood there.
WRITERS = (
    ("trekker", "ict-hardware-en-mobiele-apparaten"),
    ("trekker", "zonnepanelen"),
    ("trekker2", "bedrijfskleding"),
    ("trekker2", "catering"),
    ("trekker2", "schoonmaak"),
)
WORKERS_KILLED = 3
SERVERS_KILLED = 2


class Load:
    """Writers that go on until so many writes were acknowledged, and who kills meanwhile."""

    def __init__(self, server: Gunicorn, writes: int, chance: random.Random) -> None:
        self.server = server
        self.writes = writes
        self.chance = chance
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self._changed = threading.Condition()

    def write(self, browser: Browser, slug: str, number: int) -> None:
        """One writer: a report at a time, each with the one before it as what was seen."""
        for nr in range(number):
            mark = f"{slug} {nr}"
            status, text = browser.post_until_answered(
                f"/ketens/{slug}/statusupdate",
                voortgang="on-track",
                stap=mark,
                inzending=f"key-{slug}-{nr}",
                gezien=str(self._last(slug)),
            )
            with self._changed:
                if status == 303:
                    self.acknowledged.append(mark)
                else:
                    self.refused.append(f"{mark}: {status} {text[:500]}")
                self._changed.notify_all()
            if status != 303:
                return

    def kill(self) -> None:
        """Kill processes at random moments, all through the load."""
        deeds = [self.server.kill_worker] * WORKERS_KILLED + [self._restart] * SERVERS_KILLED
        moments = sorted(self.chance.sample(range(20, self.writes - 20), len(deeds)))
        self.chance.shuffle(deeds)
        for moment, deed in zip(moments, deeds, strict=True):
            with self._changed:
                while len(self.acknowledged) < moment and not self.refused:
                    self._changed.wait()
            deed(self.chance.randrange(100))

    def _restart(self, _: int) -> None:
        self.server.kill()
        self.server.start()

    def _last(self, slug: str) -> int:
        with self.server.database.read() as session:
            return session.scalars(
                select(StatusUpdate.id)
                .join(Chain, Chain.id == StatusUpdate.chain_id)
                .where(Chain.slug == slug)
                .order_by(StatusUpdate.id.desc())
                .limit(1)
            ).one()


@pytest.mark.timeout(300)
def test_what_was_acknowledged_is_there_once(own_database: Database, backend: str) -> None:
    before, writes = marks(own_database), WRITES[backend]
    with served(own_database) as server:
        load = Load(server, writes, random.Random(2027))
        browsers = [(server.sign_in(account), slug) for account, slug in WRITERS]
        each = writes // len(WRITERS)
        threads = [
            threading.Thread(target=load.write, args=(browser, slug, each))
            for browser, slug in browsers
        ]
        killer = threading.Thread(target=load.kill)
        for thread in (*threads, killer):
            thread.start()
        for thread in (*threads, killer):
            thread.join()
    assert load.refused == []
    assert len(load.acknowledged) == writes
    assert marks(own_database) - before == Counter(load.acknowledged)


def marks(database: Database) -> Counter[str | None]:
    with database.read() as session:
        return Counter(session.scalars(select(StatusUpdate.next_step)))
