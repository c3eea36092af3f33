"""What areas offer as news: per kind one statement that finds it, and the words for it.

Nothing is written down for it: what is new is read from the facts themselves, with the rights of
the moment of reading. The page of today, the page of a group, the bell and the digest all tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor


class Section(StrEnum):
    """How news reaches somebody: a flag of theirs, something for them, or what they follow."""

    FLAG = "flag"
    PERSONAL = "personal"
    CHANGED = "changed"


@dataclass(frozen=True)
class Reach:
    """Whose news it is: which chains, groups and topics. Each is asked in a where-clause."""

    actor: Actor
    chains: Callable[[Any], ColumnElement[bool]]
    groups: Callable[[Any], ColumnElement[bool]]
    topics: Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Told:
    """A piece of news in words: about what, where that stands, and what is new."""

    subject: str
    address: str
    what: str
    #: Whether the subject is Dutch whatever the language of the page: the name of a chain.
    dutch: bool = True


@dataclass(frozen=True)
class Source:
    """One kind of news."""

    code: str
    section: Section
    #: Rows with `id`, `at` and `by_id`, of what the actor may see and the reach takes in; None
    #: where there can be none.
    rows: Callable[[Reach], Select[Any] | None]
    #: By id; one that the reader sees no more is left out. A fixed number of statements.
    told: Callable[[Session, Actor, str, Collection[int]], Mapping[int, Told]]


#: In the order of `areas`, which fills it in.
SOURCES: dict[str, Source] = {}


def declare(*sources: Source) -> None:
    """Fill the table."""
    SOURCES.clear()
    SOURCES.update({source.code: source for source in sources})
    assert len(SOURCES) == len(sources), "two sources of news with one code"
