"""What files can hang on, by kind; `buyergroups.areas` fills it with what each area offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.words import Words
from models.files import FileSubject


@dataclass(frozen=True)
class Subject:
    """One thing that files hang on, as its area knows it."""

    id: int
    #: What `can` is asked about, to see it and to add to it or take from it.
    seen: Any
    changed: Any
    #: In which role somebody adds to it, for the history.
    acted_as: Callable[[Any], str] | None = None
    chain_id: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a subject stands: its name and the address of its page."""

    name: str
    address: str
    section: str


@dataclass(frozen=True)
class SubjectKind:
    """A kind of thing that files hang on, and which rules say who may."""

    kind: FileSubject
    #: As it stands in addresses; None for what only the tracker itself adds to.
    slug: str | None
    words: Words
    find: Callable[[Session, int], Subject | None]
    see: Action
    change: Action
    place: Callable[[Session, int, str], Place] | None = None


KINDS: dict[FileSubject, SubjectKind] = {}


def declare(*kinds: SubjectKind) -> None:
    """Fill the table."""
    KINDS.clear()
    KINDS.update({kind.kind: kind for kind in kinds})


def kind_of_slug(slug: str) -> SubjectKind | None:
    """The kind that people add to at an address."""
    return next((kind for kind in KINDS.values() if kind.slug == slug), None)
