"""What areas offer to the page of today: lines with the one thing that does them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import settings_at
from buyergroups.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Deed:
    """A button or link on a line. A `send` is done at once; otherwise it opens a page."""

    words: Words
    address: str
    send: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    #: The name of a day to fill in first, in a short form that opens in place.
    asks: str = ""


@dataclass(frozen=True)
class Line:
    """Something that needs this person, most urgent first by `weight`."""

    subject: str
    address: str
    what: str
    weight: int
    tone: str
    deeds: Sequence[Deed] = ()
    #: Whether the subject is Dutch whatever the language of the page: the name of a chain.
    dutch: bool = True
    #: Whether it is a thing of its own, or another way to do what stands elsewhere.
    counts: bool = True
    #: Of what comes, the day.
    on: date | None = None
    #: The flag that says the same: its rule, and the id and part of its subject.
    flag: tuple[str, int, str] | None = None


@dataclass(frozen=True)
class Group:
    """All lines about one subject, with each deed once."""

    subject: str
    address: str
    whats: Sequence[str]
    weight: int
    tone: str
    deeds: Sequence[Deed]
    dutch: bool


def grouped(lines: Sequence[Line]) -> list[Group]:
    """The lines under their subjects, the most urgent subject first."""
    ordered = sorted(lines, key=lambda line: (-line.weight, line.subject))
    subjects: dict[str, list[Line]] = {}
    for line in ordered:
        subjects.setdefault(line.subject, []).append(line)
    return [_group(found) for found in subjects.values()]


def _group(lines: Sequence[Line]) -> Group:
    first = lines[0]
    deeds = {(deed.words, deed.address): deed for line in lines for deed in line.deeds}
    return Group(
        subject=first.subject,
        address=first.address,
        whats=[line.what for line in lines],
        weight=first.weight,
        tone=first.tone,
        deeds=list(deeds.values()),
        dutch=first.dutch,
    )


@dataclass(frozen=True)
class Visit:
    """Who looks, when, in which language, and until when they had seen things before."""

    actor: Actor
    now: datetime
    language: str
    before: datetime | None
    #: Without what is shown to who has nothing of their own yet.
    own_only: bool = False
    #: What was read for one part of the page, for the other parts.
    _read: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """Something that several parts of the page need, read for the first of them."""
        if name not in self._read:
            self._read[name] = read()
        return cast(T, self._read[name])


def settings_of(session: Session, visit: Visit) -> Mapping[SettingKey, int]:
    """The settings of the moment, read once for all parts of the page."""
    return visit.once("settings", lambda: settings_at(session, visit.now))


def _nothing(_: Session, __: Visit) -> Sequence[Any]:
    return []


@dataclass(frozen=True)
class Offer:
    """What one area has for the page of today: what needs somebody, and what comes."""

    lines: Callable[[Session, Visit], Sequence[Line]] = _nothing
    #: Asked by the digest too, in a job: without a request.
    coming: Callable[[Session, Visit], Sequence[Line]] = _nothing
    #: The chains whose news somebody hears here, where that is more than what they follow.
    chains: Callable[[Session, Visit], Collection[int]] = _nothing
    #: What is somebody's own, with what they come back to do, also where nothing asks for it.
    own: Callable[[Session, Visit], Sequence[Line]] = _nothing
    #: The flags that somebody put off: a line that says the same rests until then too.
    rests: Callable[[Session, Visit], Collection[tuple[str, int, str]]] = _nothing


#: What the areas offer; `areas` fills it in, and this page knows none of them.
OFFERS: list[Offer] = []
