"""Lays out what people write: once, when it is saved, in a child process that can be stopped.

The Markdown package is slow on hostile text (50,000 opening brackets take over ten seconds), and
nothing stops a thread. So a text goes to one resident child per process, and a child that does not
answer within a second is ended; the next text gets a new one.
"""

from __future__ import annotations

import atexit
import os
import selectors
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import IO

from buyergroups.config import ROOT
from buyergroups.errors import RefusedError
from buyergroups.markup.child import LENGTH, REFUSED
from buyergroups.words import Words

MAXIMUM_LENGTH = 50_000
#: Seconds; a text that people write takes a few thousandths.
PATIENCE = 1.0
#: Seconds that a new child may take to start.
START_PATIENCE = 30.0

TOO_LONG = Words(
    "Deze tekst is te lang: hoogstens %(high)s tekens. Er is niets verloren; kort hem in.",
    "This text is too long: at most %(high)s characters. Nothing is lost; shorten it.",
)
TOO_COMPLICATED = Words(
    "Deze tekst is te ingewikkeld om op te maken. Er is niets verloren; gebruik minder haakjes "
    "of minder diepe lijsten.",
    "This text is too complicated to lay out. Nothing is lost; use fewer brackets or less deeply "
    "nested lists.",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as somebody wrote it, with the HTML that is kept beside it."""

    text: str
    html: str


class _NoAnswerError(Exception):
    """The child was too slow, or is gone."""


class _Child:
    """One resident child, made when it is first needed and again when it was ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def lay_out(self, text: str, patience: float) -> str | None:
        """The HTML, or None when the text cannot be laid out in time."""
        with self._lock:
            try:
                return self._ask(self._running(), text.encode(), patience)
            except (_NoAnswerError, OSError):
                self._end()
                return None

    def end(self) -> None:
        """Stop the child, if there is one."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        # A process that was forked must not talk through its parent's pipes.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "buyergroups.markup.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
            )
            self._owner = os.getpid()
            assert self._process.stdout is not None
            _read(self._process.stdout, LENGTH.size, START_PATIENCE)
        return self._process

    def _ask(self, child: subprocess.Popen[bytes], text: bytes, patience: float) -> str | None:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(LENGTH.pack(len(text)) + text)
        child.stdin.flush()
        size = LENGTH.unpack(_read(child.stdout, LENGTH.size, patience))[0]
        return None if size == REFUSED else _read(child.stdout, size, patience).decode()

    def _end(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None


def _read(pipe: IO[bytes], size: int, patience: float) -> bytes:
    """So many bytes; raises _NoAnswerError when they do not come in time."""
    found = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(found) < size:
            if not selector.select(patience):
                raise _NoAnswerError
            part = os.read(pipe.fileno(), size - len(found))
            if not part:
                raise _NoAnswerError
            found += part
    return found


_child = _Child()


def render(text: str, patience: float = PATIENCE) -> Rendered:
    """The text with its safe HTML; raises RefusedError when it is too long or too complicated."""
    if len(text) > MAXIMUM_LENGTH:
        raise RefusedError(TOO_LONG, high=MAXIMUM_LENGTH)
    html = _child.lay_out(text, patience)
    if html is None:
        raise RefusedError(TOO_COMPLICATED)
    return Rendered(text, html)


def end_child() -> None:
    """End the child; the next text starts another."""
    _child.end()


atexit.register(end_child)
