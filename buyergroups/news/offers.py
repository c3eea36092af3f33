"""What areas offer as news: per kind one statement that finds it, and the words for it.

Nothing is written down for it: what is new is read from the facts themselves, with the rights of
the moment of reading. The page of today, the page of a group, the bell and the digest all tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, null, select
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
    #: By id, in a language; a fixed number of statements. Who may see it was asked by `rows`.
    told: Callable[[Session, str, Collection[int]], Mapping[int, Told]]


def found(row_id: Any, at: Any, by: Any = None) -> Select[Any]:
    """The beginning of `Source.rows`: what the row is, when it was recorded, and by whom."""
    nobody = cast(null(), Integer)
    return select(row_id.label("id"), at.label("at"), (nobody if by is None else by).label("by_id"))


#: In the order of `areas`, which fills it in.
SOURCES: dict[str, Source] = {}


def declare(*sources: Source) -> None:
    """Fill the table."""
    SOURCES.clear()
    SOURCES.update({source.code: source for source in sources})
    assert len(SOURCES) == len(sources), "two sources of news with one code"
