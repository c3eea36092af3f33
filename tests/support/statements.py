"""Counts the statements that reach the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

#: What only marks where a transaction begins and ends.
_NOT_COUNTED = re.compile(
    r"\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET )", re.IGNORECASE
)


class Statements(list[str]):
    """The statements so far, in order; `len` of it is the number."""

    def __str__(self) -> str:
        return "\n\n".join(f"{number}. {text}" for number, text in enumerate(self, 1))


@contextmanager
def statements(engine: Engine) -> Iterator[Statements]:
    """`with statements(database.engine) as seen: ...; assert len(seen) <= 12, seen`."""
    seen = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not _NOT_COUNTED.match(statement):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
