"""Fifty boards that stand open and ask for news, while one person reports on chains."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import Flask

from buyergroups.db import Database
from seed.people import DOMAIN
from tests.benchmark import data
from tests.benchmark.load import Connection, fetch, percentile, request
from tests.benchmark.writes import Writer

BOARDS = 50
READERS = ("opgave", "manager", "trekker", "publiek", "privaat", "expert")
#: As `live.js` does it.
POLL_SECONDS = 10.0
#: How often somebody reports meanwhile.
REPORT_SECONDS = 15.0
SECONDS = 50.0
ASKS = "HX-Request: true\r\n"
STAND = re.compile(rb'data-stand="([\d-]+)"')


@dataclass
class Board:
    """An open page: in a session of its own, with what it showed last."""

    port: int
    cookie: str
    stand: str = ""

    def open(self) -> None:
        """The page as it is first seen."""
        self._read(fetch(self.port, request("/bord", self.cookie)))

    def path(self) -> str:
        """Where it asks whether there is anything new."""
        return f"/bord?stand={self.stand}"

    def poll(self) -> tuple[float, bool]:
        """Milliseconds of one question, with making the connection, and whether there was news."""
        start = time.perf_counter()
        answer = fetch(self.port, request(self.path(), self.cookie, ASKS))
        took = (time.perf_counter() - start) * 1000
        news = answer.startswith(b"HTTP/1.1 200")
        if news:
            self._read(answer)
        elif not answer.startswith(b"HTTP/1.1 204"):
            raise ConnectionError(f"{self.path()}: {answer[:40]!r}")
        return took, news

    def _read(self, answer: bytes) -> None:
        found = STAND.search(answer)
        if found is None:
            raise ConnectionError(f"/bord: no board, {answer[:40]!r}")
        self.stand = found[1].decode()


@dataclass
class Watched:
    """What came of it, in milliseconds."""

    empty: list[float] = field(default_factory=list)
    news: list[float] = field(default_factory=list)
    reports: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def lines(self) -> Iterator[str]:
        """To print."""
        for name, values in (
            ("nothing new", self.empty),
            ("a new board", self.news),
            ("a status update", self.reports),
        ):
            p50, p95, p99 = (percentile(values, part) for part in (50, 95, 99))
            yield f"  {name}: {len(values)}, p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"
        yield f"  other answers than these: {len(self.faults)} {' '.join(self.faults[:3])}".rstrip()


def opened(app: Flask, database: Database, port: int, number: int = BOARDS) -> list[Board]:
    """Boards of all roles, each in its own session, once seen."""
    boards = [
        Board(port, data.signed_in(app, database, f"{READERS[nr % len(READERS)]}@{DOMAIN}"))
        for nr in range(number)
    ]
    for board in boards:
        board.open()
    return boards


def watch(boards: Sequence[Board], writer: Writer, seconds: float = SECONDS) -> Watched:
    """All boards poll, evenly spread over the time between two polls, while one person reports."""
    seen, over = Watched(), threading.Event()
    threads = [
        threading.Thread(target=_look, args=(board, nr * POLL_SECONDS / len(boards), seen, over))
        for nr, board in enumerate(boards)
    ]
    threads.append(threading.Thread(target=_report, args=(writer, boards[0].port, seen, over)))
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()
    return seen


def _look(board: Board, wait: float, seen: Watched, over: threading.Event) -> None:
    while not over.wait(wait):
        try:
            took, news = board.poll()
        except OSError as error:
            seen.faults.append(str(error))
        else:
            with seen.lock:
                (seen.news if news else seen.empty).append(took)
        wait = POLL_SECONDS


def _report(writer: Writer, port: int, seen: Watched, over: threading.Event) -> None:
    while not over.wait(REPORT_SECONDS):
        connection = Connection(port)
        connection.ask(writer.request())
        while not connection.read():
            pass
        seen.reports.append((time.perf_counter() - connection.sent_at) * 1000)
        if connection.status() != 303:
            seen.faults.append(f"{writer.path}: status {connection.status()}")
        connection.socket.close()
