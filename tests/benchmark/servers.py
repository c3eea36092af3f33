"""Starts gunicorn as `make run` does, and tells what its processes take of processor and memory."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from buyergroups.start import scheduler_command, server_command
from tests.benchmark.load import HOST, fetch, request

TICKS = os.sysconf("SC_CLK_TCK")
READY_WITHIN = 120.0
#: Any answer will do, also that the page is not there.
ANY_PAGE = "/healthz"


@dataclass(frozen=True)
class Memory:
    """Of one process, in MB; `shared_out` counts a page that others use too in part only."""

    resident: float
    shared_out: float


class Server:
    """A gunicorn with its workers."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int) -> None:
        self.name = name
        self.process = process
        self.port = port

    def workers(self) -> list[int]:
        """The processes that answer, without the one that watches over them."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(child) for child in children.read_text().split()] if children.exists() else []

    def processor_seconds(self) -> float:
        """What the workers used so far."""
        return sum(_processor_seconds(pid) for pid in self.workers())

    def memory(self) -> list[Memory]:
        """What each worker holds now."""
        return [_memory(pid) for pid in self.workers()]


@contextmanager
def serving(name: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """One of the applications of `tests.benchmark.app`, ended by its own process number."""
    port = _free_port()
    command = server_command(f"tests.benchmark.app:{name}()", f"{HOST}:{port}")
    process = subprocess.Popen(command, env={**os.environ, **environ})
    try:
        server = Server(name, process, port)
        _wait_for(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def scheduler_memory(environ: Mapping[str, str], ticked: Callable[[], bool]) -> Memory:
    """What the scheduler holds once it did its first round of jobs."""
    process = subprocess.Popen(scheduler_command(os.getpid()), env={**os.environ, **environ})
    end = time.monotonic() + READY_WITHIN
    try:
        while not ticked() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.3)
        return _memory(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: Server) -> None:
    """Until it answers and its processes, which load the program each by itself, are at rest."""
    end = time.monotonic() + READY_WITHIN
    answered, used = False, 0.0
    while time.monotonic() < end and server.process.poll() is None:
        time.sleep(0.3)
        try:
            answered = answered or bool(fetch(server.port, request(ANY_PAGE)))
        except OSError:
            continue
        before, used = used, server.processor_seconds()
        if used == before:
            return
    raise SystemExit(f"The server for '{server.name}' did not start.")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> Memory:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"(\w+): +(\d+) kB", text)}
    return Memory(resident=sizes["Rss"], shared_out=sizes["Pss"])
