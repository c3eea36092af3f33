"""Loads one page over a few connections that stay open, and tells how long each answer took.

A process of its own, so that it shares nothing with what it measures, and made of little, so that
it takes little of the processor from it. Loopback only. Bounded in time and in number of requests.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

HOST = "127.0.0.1"
GIVE_UP_AFTER = 30.0
#: An answer without a body, which does not say how long it is.
EMPTY = 204
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_LAST_PART = b"\r\n0\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """What to load: a page, for so long."""

    port: int
    path: str
    cookie: str = ""
    #: Headers besides, each with its line end.
    extra: str = ""
    #: What every answer must be.
    status: int = 200
    seconds: float = 1.0
    connections: int = 8
    most: int = 20_000


@dataclass
class Outcome:
    """How it went: milliseconds per answer, and the size of one."""

    milliseconds: list[float]
    seconds: float
    bytes: int


def percentile(values: Sequence[float], part: int) -> float:
    """The value under which so many per cent of them lie."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * part // 100)] if ranked else 0.0


def request(path: str, cookie: str = "", extra: str = "") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n" + extra + "\r\n").encode()


class Connection:
    """One that stays open, with one request at a time on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=GIVE_UP_AFTER)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self.got = bytearray()
        self.size = 0

    def ask(self, what: bytes) -> None:
        self.got.clear()
        self.size = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(what)

    def read(self) -> bool:
        """Take in what came; whether the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.got += part
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self.size and (found := _LENGTH.search(self.got, 0, end)):
            self.size = end + 4 + int(found[1])
        if self.size:
            return len(self.got) >= self.size
        if self.status() == EMPTY:
            self.size = len(self.got)
            return True
        if not _CHUNKED.search(self.got, 0, end):
            raise ConnectionError("the answer does not say how long it is")
        return self._came_in_parts()

    def _came_in_parts(self) -> bool:
        """Whether the last part of an answer in parts is there; only then its size is known."""
        whole = self.got.endswith(_LAST_PART)
        self.size = len(self.got) if whole else 0
        return whole

    def status(self) -> int:
        return int(self.got[9:12])


def fetch(port: int, what: bytes) -> bytes:
    """One whole answer, with its headers."""
    connection = Connection(port)
    try:
        connection.ask(what)
        while not connection.read():
            pass
        return bytes(connection.got)
    finally:
        connection.socket.close()


def load(order: Order) -> Outcome:
    """Ask for a page over and over; raises ConnectionError for any answer of another status."""
    what = request(order.path, order.cookie, order.extra)
    connections = [Connection(order.port) for _ in range(order.connections)]
    outcome = Outcome([], 0.0, 0)
    with selectors.DefaultSelector() as selector:
        start = time.perf_counter()
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(what)
        _go_on(selector, order, outcome, what, start)
        outcome.seconds = time.perf_counter() - start
    outcome.bytes = connections[0].size
    for connection in connections:
        connection.socket.close()
    return outcome


def _go_on(
    selector: selectors.BaseSelector, order: Order, outcome: Outcome, what: bytes, start: float
) -> None:
    asked = busy = order.connections
    while busy:
        ready = selector.select(GIVE_UP_AFTER)
        if not ready:
            raise ConnectionError(f"no answer in {GIVE_UP_AFTER:.0f} s")
        for key, _ in ready:
            connection: Connection = key.data
            if not connection.read():
                continue
            now = time.perf_counter()
            if connection.status() != order.status:
                raise ConnectionError(f"{order.path}: status {connection.status()}")
            outcome.milliseconds.append((now - connection.sent_at) * 1000)
            if asked < order.most and now - start < order.seconds:
                connection.ask(what)
                asked += 1
            else:
                busy -= 1


def main() -> None:
    """An order as JSON on standard input, the outcome as JSON on standard output."""
    outcome = load(Order(**json.load(sys.stdin)))
    outcome.milliseconds = [round(one, 3) for one in outcome.milliseconds]
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    main()
