"""What areas offer to the page of today: lines with the one thing that does them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Deed:
    """A button or link on a line. A `send` is done at once; otherwise it opens a page."""

    words: Words
    address: str
    send: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """Something that needs this person, most urgent first by `weight`."""

    subject: str
    address: str
    what: str
    weight: int
    tone: str
    deeds: Sequence[Deed] = ()


@dataclass(frozen=True)
class News:
    """Something that changed since somebody's visit before this one."""

    at: datetime
    subject: str
    address: str
    what: str
    by: str | None


@dataclass(frozen=True)
class Visit:
    """Who looks, when, in which language, and until when they had seen things before."""

    actor: Actor
    now: datetime
    language: str
    before: datetime | None
    #: What was read for one part of the page, for the other parts.
    _read: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """Something that several parts of the page need, read for the first of them."""
        if name not in self._read:
            self._read[name] = read()
        return cast(T, self._read[name])


@dataclass(frozen=True)
class Offer:
    """What one area has for the page of today."""

    lines: Callable[[Session, Visit], Sequence[Line]]
    coming: Callable[[Session, Visit], Sequence[Line]]
    news: Callable[[Session, Visit], Sequence[News]]


#: What the areas offer; `areas` fills it in, and this page knows none of them.
OFFERS: list[Offer] = []
