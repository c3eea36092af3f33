"""Keeps the words of things up to date: filled at flush, in the transaction of the thing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session

from buyergroups.searching.wording import words_of
from models.base import Base
from models.searching import SearchScope, SearchWord


@dataclass(frozen=True)
class Found:
    """What a row says of a thing: of which one, and in which words."""

    scope: SearchScope
    subject_id: int
    text: str


_readers: dict[type[Base], Callable[[Any], Found]] = {}


def found_by(model: type[Base], read: Callable[[Any], Found]) -> None:
    """A new row of this table says anew by which words its thing is found."""
    assert _readers.setdefault(model, read) is read, f"two readers for {model}"


@event.listens_for(Session, "after_flush")
def _fill(session: Session, *_: Any) -> None:
    for row in session.new:
        read = _readers.get(type(row))
        if read is not None:
            _replace(session, read(row))


def _replace(session: Session, found: Found) -> None:
    # Past the unit of work: a flush inside a flush is not allowed.
    connection, table = session.connection(), SearchWord.__table__
    of_thing = (table.c.scope == found.scope, table.c.subject_id == found.subject_id)
    connection.execute(delete(SearchWord).where(*of_thing))
    words = words_of(found.text)
    if words:
        connection.execute(
            insert(SearchWord),
            [{"scope": found.scope, "subject_id": found.subject_id, "word": w} for w in words],
        )
