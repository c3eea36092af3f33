"""What other areas have for the page of a group: what is asked of the reader, and the agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.groups.page import GroupPage


@dataclass(frozen=True)
class Ask:
    """Something the reader is asked to do, most urgent first by `weight`."""

    what: str
    button: str
    address: str
    weight: int


@dataclass(frozen=True)
class Coming:
    """A day in the agenda of the group."""

    at: datetime
    what: str
    place: str
    address: str
    cancelled: bool
    #: Whether it has no time of its own.
    whole_day: bool = False


@dataclass(frozen=True)
class Paper:
    """A text that the group writes together: what it is called and where it stands, in words."""

    what: str
    address: str
    standing: str


def no_papers(_: Session, __: GroupPage) -> Sequence[Paper]:
    """For an area without texts."""
    return []


@dataclass(frozen=True)
class Part:
    """What one area has for the page of a group."""

    asks: Callable[[Session, GroupPage], Sequence[Ask]]
    coming: Callable[[Session, GroupPage], Sequence[Coming]]
    papers: Callable[[Session, GroupPage], Sequence[Paper]] = no_papers


#: What the areas offer; `areas` fills it in, and the page of a group knows none of them.
PARTS: list[Part] = []


def no_asks(_: Session, __: GroupPage) -> Sequence[Ask]:
    """For an area that asks nothing."""
    return []


def nothing_coming(_: Session, __: GroupPage) -> Sequence[Coming]:
    """For an area without an agenda."""
    return []
