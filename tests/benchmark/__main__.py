"""`make bench`: loads each page and a bare Flask page in turns, and prints what came out."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from html.parser import HTMLParser

from flask import Flask
from sqlalchemy import func, select

from buyergroups.app import create_app
from buyergroups.clock import local_day, utc_now
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.jobs.table import JOBS
from buyergroups.start import THREADS, WORKERS
from models.jobs import JobRun, RunOutcome
from tests.benchmark import boards, data, flagging, rooms, writes
from tests.benchmark.load import EMPTY, Order, Outcome, fetch, percentile, request
from tests.benchmark.servers import Server, scheduler_memory, serving
from tests.support.statements import statements

SECRET = "of the benchmark and of nothing else"
FIRST_LOAD_TARGET = 150
WARM_UP_SECONDS = 0.3
#: What the process of the scheduler may hold, in MB.
SCHEDULER_TARGET = 120
WRITE = "status update, as POST"
FLAGS = "a full run of the rules of flags"
OPEN_BOARDS = "open boards, while somebody reports"
TRACKERS = ("cached", "uncached", "cold")


@dataclass(frozen=True)
class Page:
    """A page to measure, on one of the servers."""

    name: str
    path: str
    server: str = "cached"
    signed_in: bool = True
    #: Asked as an open board does, which shows what is newest.
    polls: bool = False


@dataclass
class Figures:
    """What the turns of one page gave, and those of the bare page between them."""

    rates: list[float] = field(default_factory=list)
    bare_rates: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    bare_processor: list[float] = field(default_factory=list)
    bytes: int = 0

    def line(self, name: str, cold: int, warm: int) -> list[str]:
        """The cells of the table."""
        rate, bare = statistics.mean(self.rates), statistics.mean(self.bare_rates)
        processor = statistics.mean(self.processor)
        bare_processor = statistics.mean(self.bare_processor)
        p50, p95, p99 = (percentile(self.milliseconds, part) for part in (50, 95, 99))
        return [
            name,
            f"{rate:.0f}",
            f"{bare:.0f}",
            f"1/{bare / rate:.1f}",
            f"{p50:.1f}",
            f"{p95:.1f}",
            f"{p99:.1f}",
            f"{processor:.2f}",
            f"1/{processor / bare_processor:.1f}" if bare_processor else "-",
            f"{self.bytes}",
            f"{cold}",
            f"{warm}",
        ]


CHOSEN = "/marktconsultaties?jaar={year}&soort=dialogue&thema=climate"
SMALL = (
    Page("sign-in, anonymous", "/inloggen", signed_in=False),
    Page("board, cached", "/bord"),
    Page("board, uncached", "/bord", "uncached"),
    Page("board, after a change", "/bord", "cold"),
    Page("board, nothing new", "/bord?stand={stand}", polls=True),
    Page("board as a table, uncached", "/bord/tabel", "uncached"),
    Page("board as CSV", "/bord/tabel.csv"),
    Page("board of an earlier day, uncached", "/bord?op={earlier}", "uncached"),
    Page("chain", "/ketens/ict-hardware-en-mobiele-apparaten"),
    Page("all chains", "/ketens"),
    Page("home, cached", "/"),
    Page("home, uncached", "/", "uncached"),
)
LARGE = (
    Page("board, uncached", "/bord", "uncached"),
    Page("board, after a change", "/bord", "cold"),
    Page("page of 200, cached", "/bord?toon=prioritair"),
    Page("page of 200, uncached", "/bord?toon=prioritair", "uncached"),
    Page("chain", "/ketens/ict-hardware-en-mobiele-apparaten"),
    Page("page of 10,000 organisations", "/organisaties?stand=alle"),
)
ROOMS = (
    Page("plan of 60 activities, 20 goals", rooms.PLAN),
    Page("plan as Markdown", f"{rooms.PLAN}.md"),
    Page("group of 500 members", rooms.GROUP),
    Page("its members, paged", f"{rooms.GROUP}/deelnemers"),
    Page("60 groups", "/buyer-groups"),
)
CONSULTATIONS = (
    Page("consultations, of 100,000", "/marktconsultaties"),
    Page("page 1,000 of them", "/marktconsultaties?pagina=1000"),
    Page("those of a year, kind and theme", CHOSEN),
    Page("those with a word", "/marktconsultaties?zoek=000123"),
    Page("those of a chain", "/marktconsultaties?keten=bulkketen-0001"),
    Page("chain, its consultations", "/ketens/bulkketen-0001/marktconsultaties"),
)
HEADINGS = (
    "page",
    "req/s",
    "bare/s",
    "ratio",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "cpu ms",
    "cpu ratio",
    "bytes",
    "SQL cold",
    "SQL warm",
)


class Benchmark:
    """One run: the database, the servers on it, and who is signed in."""

    def __init__(self, database: Database, wishes: argparse.Namespace, stack: ExitStack) -> None:
        self.database = database
        self.wishes = wishes
        self.environ = {
            "DATABASE_URL": database.url,
            "SECRET_KEY": SECRET,
            "KETENBORD_ENV": "development",
            "BASE_URL": "",
            "LOG_LEVEL": "WARNING",
        }
        self.cookie = data.signed_in(self.app(), database)
        self.servers: dict[str, Server] = {
            name: stack.enter_context(serving(name, self.environ)) for name in ("bare", *TRACKERS)
        }

    def app(self) -> Flask:
        """A new application in this process, which has kept nothing yet."""
        return create_app(
            Settings(database_url=self.database.url, secret_key=SECRET), self.database
        )

    def measure(self, pages: Sequence[Page]) -> Iterator[list[str]]:
        """A line of the table for each page."""
        chains = data.count_chains(self.database)
        for page in pages:
            if self.wishes.only in page.name:
                yield self._line(page, chains)

    def _line(self, page: Page, chains: int) -> list[str]:
        path = page.path.format(
            earlier=data.first_day(self.database).isoformat(),
            stand=self._stand(),
            year=local_day(utc_now()).year,
        )
        figures = self._figures(page, path)
        cold, warm = self._statements(page, path)
        name = f"{page.name} ({chains} chains)" if page.signed_in else page.name
        return figures.line(name, cold, warm)

    def _bare(self) -> Order:
        return Order(self.servers["bare"].port, "/", seconds=self.wishes.seconds / 2)

    def _stand(self) -> str:
        board = boards.Board(self.servers["cached"].port, self.cookie)
        board.open()
        return board.stand

    def _figures(self, page: Page, path: str) -> Figures:
        server = self.servers[page.server]
        cookie = self.cookie if page.signed_in else ""
        asks, status = (boards.ASKS, EMPTY) if page.polls else ("", 200)
        order = Order(server.port, path, cookie, asks, status, self.wishes.seconds)
        bare = self._bare()
        _load(replace(order, seconds=WARM_UP_SECONDS))
        figures = Figures()
        for _ in range(self.wishes.rounds):
            rate, processor, _ = _turn(self.servers["bare"], lambda: _load(bare))
            figures.bare_rates.append(rate)
            figures.bare_processor.append(processor)
            rate, processor, outcome = _turn(server, lambda: _load(order))
            figures.rates.append(rate)
            figures.processor.append(processor)
            figures.milliseconds += outcome.milliseconds
            figures.bytes = outcome.bytes
        return figures

    def _statements(self, page: Page, path: str) -> tuple[int, int]:
        """How many statements a page takes the first time, and the second."""
        client = self.app().test_client(use_cookies=False)
        headers = {"Cookie": self.cookie} if page.signed_in else {}
        if page.polls:
            headers["HX-Request"] = "true"
        counts = []
        for _ in range(2):
            with statements(self.database.engine) as seen:
                client.get(path, headers=headers)
            counts.append(len(seen))
        return counts[0], counts[1]

    def writing(self) -> Iterator[list[str]]:
        """The line of a status update; each takes the whole way, with its text laid out."""
        if self.wishes.only not in WRITE:
            return
        app, server = self.app(), self.servers["cached"]
        leads = writes.writers(app, self.database)
        figures = Figures()
        bare = self._bare()
        writes.load(server.port, leads, WARM_UP_SECONDS)
        for _ in range(self.wishes.rounds):
            rate, processor, _ = _turn(self.servers["bare"], lambda: _load(bare))
            figures.bare_rates.append(rate)
            figures.bare_processor.append(processor)
            rate, processor, outcome = _turn(
                server, lambda: writes.load(server.port, leads, self.wishes.seconds)
            )
            figures.rates.append(rate)
            figures.processor.append(processor)
            figures.milliseconds += outcome.milliseconds
            figures.bytes = outcome.bytes
        counts = []
        client = app.test_client(use_cookies=False)
        for _ in range(2):
            fields = leads[0].fields()
            with statements(self.database.engine) as seen:
                client.post(leads[0].path, data=fields, headers={"Cookie": leads[0].cookie})
            counts.append(len(seen))
        yield figures.line(WRITE, counts[0], counts[1])

    def open_boards(self) -> Iterator[str]:
        """Fifty open boards, while somebody reports."""
        app, port = self.app(), self.servers["cached"].port
        seen = boards.watch(
            boards.opened(app, self.database, port), writes.writers(app, self.database)[0]
        )
        yield f"{boards.BOARDS} {OPEN_BOARDS}, for {boards.SECONDS:.0f} s:"
        yield from seen.lines()

    def scheduler(self) -> str:
        """What the scheduler's process holds."""

        def ticked() -> bool:
            with self.database.read() as session:
                done = select(func.count()).where(JobRun.outcome != RunOutcome.RUNNING)
                return (session.scalar(done) or 0) >= len(JOBS)

        used = scheduler_memory(self.environ, ticked)
        return f"  scheduler: {used.resident:.0f} MB resident (wanted: under {SCHEDULER_TARGET})"

    def first_load(self) -> dict[str, int]:
        """What a browser that comes for the first time gets over the wire, by kind of file."""
        port = self.servers["cached"].port
        gzip = "Accept-Encoding: gzip\r\n"
        page = fetch(port, request("/bord", self.cookie, gzip))
        sizes = {"html": len(page)}
        for address in _addresses(page.decode()):
            sizes[_kind(address)] = sizes.get(_kind(address), 0) + len(
                fetch(port, request(address, self.cookie, gzip))
            )
            if address.endswith(".css"):
                sizes["fonts"] = self._fonts(port, address)
        return sizes

    def _fonts(self, port: int, address: str) -> int:
        css = fetch(port, request(address)).decode()
        folder = address.rpartition("/")[0]
        names = re.findall(r"url\([\"']?([^\"')]+)", css)
        return sum(len(fetch(port, request(f"{folder}/{name}"))) for name in names)

    def memory(self) -> Iterator[str]:
        """A line per web process of the tracker."""
        for name in TRACKERS:
            for nr, used in enumerate(self.servers[name].memory(), 1):
                yield (
                    f"  {name} {nr}: {used.resident:.0f} MB resident, "
                    f"{used.shared_out:.0f} MB with shared pages counted in part"
                )


class _Links(HTMLParser):
    """The files that a page needs before it can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") if tag == "link" else values.get("src")
        if address and address.startswith("/") and address not in self.found:
            self.found.append(address)


def _addresses(page: str) -> list[str]:
    links = _Links()
    links.feed(page)
    return links.found


def _kind(address: str) -> str:
    return {"css": "css", "js": "htmx", "svg": "svg"}[address.rpartition(".")[2]]


def _turn(server: Server, load: Callable[[], Outcome]) -> tuple[float, float, Outcome]:
    """Requests per second, milliseconds of processor per request, and the rest."""
    before = server.processor_seconds()
    outcome = load()
    used = server.processor_seconds() - before
    number = len(outcome.milliseconds)
    return number / outcome.seconds, used * 1000 / number, outcome


def _load(order: Order) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark.load"],
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{order.path} could not be loaded:\n{done.stderr}")
    return Outcome(**json.loads(done.stdout))


def _table(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="of loading a page, per turn")
    parser.add_argument("--rounds", type=int, default=3, help="turns of the bare page and the page")
    parser.add_argument("--chains", type=int, default=2000, help="on the large board")
    parser.add_argument("--consultations", type=int, default=rooms.CONSULTATIONS, help="in all")
    parser.add_argument("--only", default="", help="pages with this in their name")
    return parser.parse_args()


def _database_words(database: Database) -> str:
    if database.engine.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with database.engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return f"PostgreSQL {version}"


def main() -> None:
    """Make the data, measure, print."""
    wishes, began = _wishes(), time.monotonic()
    with data.database() as database, ExitStack() as stack:
        data.load_small(database)
        run = Benchmark(database, wishes, stack)
        lines = [list(HEADINGS), *run.measure(SMALL), *run.writing()]
        first = run.first_load()
        watched = list(run.open_boards()) if wishes.only in OPEN_BOARDS else []
        rooms.load_rooms(database)
        lines += run.measure(ROOMS)
        data.load_large(database, wishes.chains)
        lines += run.measure(LARGE)
        if any(wishes.only in page.name for page in CONSULTATIONS):
            rooms.load_consultations(database, wishes.consultations)
            lines += run.measure(CONSULTATIONS)
        flagged = list(flagging.measure(database)) if wishes.only in FLAGS else []
        print(_table(lines))
        total = sum(first.values()) / 1000
        parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in first.items())
        print(f"\nFirst load of the board over the wire: {total:.1f} kB of {FIRST_LOAD_TARGET}")
        print(f"  ({parts})")
        print("\n".join([*watched, *flagged]))
        print("Memory of each web process at the end:")
        print("\n".join(run.memory()))
        print(run.scheduler())
        workers = os.environ.get("WORKERS", WORKERS)
        threads = os.environ.get("THREADS", THREADS)
        took = time.monotonic() - began
        print(
            f"{_database_words(database)}, Python {platform.python_version()}, "
            f"{os.cpu_count()} cores, gunicorn {workers} x {threads} threads, 8 connections, "
            f"{wishes.rounds} turns of {wishes.seconds:g} s, {took:.0f} s in all"
        )


if __name__ == "__main__":
    main()
