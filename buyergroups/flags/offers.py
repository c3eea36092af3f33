"""What areas offer to the flags: rules, and the kinds of subjects that these are about.

Adding a rule is one function and its two sentences. `buyergroups.areas` fills the two tables; the
engine knows none of the areas.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import ProgrammeRow
from buyergroups.words import Words
from models.people import Language

T = TypeVar("T")


class Severity(StrEnum):
    """How much a flag asks; the first stands first in every list."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Key(NamedTuple):
    """A subject of some kind: its id, and the part of it where it has several."""

    id: int
    part: str = ""


class Told(NamedTuple):
    """What a subject is called, the address of its page, and the language of its name."""

    name: str
    address: str
    language: Language = Language.DUTCH


def nobody(_: Actor) -> bool:
    """For a kind of which the chain, the group or the organisation says who answers for it."""
    return False


@dataclass(frozen=True)
class SubjectKind:
    """A kind of thing that a flag is about, and the scope by which it is seen."""

    code: str
    words: Words
    #: The ids that somebody sees. Whoever sees a subject sees its flags, and nobody else.
    seen: Callable[[Actor], Select[Any]]
    #: Names and addresses, for who sees them; what is not told is left out of a page.
    told: Callable[[Session, Collection[Key]], Mapping[Key, Told]]
    #: Whether all of its flags are somebody's to solve, whatever chain or group they are about.
    answers: Callable[[Actor], bool] = nobody
    #: Whether everybody who is signed in sees all of them: these stand on the board too.
    for_all: bool = False
    #: Who `answers`, as a page says it.
    who: Words | None = None


#: Who answers, for more than one kind.
MANAGER = Words("programmamanager", "programme manager")
ADMINISTRATORS = Words("beheerders", "administrators")


@dataclass(frozen=True)
class Found:
    """A subject for which a rule holds, since which day, and who answers for it."""

    id: int
    part: str = ""
    #: Empty where the facts do not say: then it is since it was noticed.
    since: date | None = None
    chain_id: int | None = None
    group_id: int | None = None
    organisation_id: int | None = None

    @property
    def key(self) -> Key:
        """The subject."""
        return Key(self.id, self.part)


@dataclass(frozen=True)
class Look:
    """With what the rules look: the moment, its day in Amsterdam, and the settings of then."""

    now: datetime
    today: date
    settings: Mapping[SettingKey, int]
    programme: ProgrammeRow
    _read: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """Something that several rules need, read for the first of them."""
        if name not in self._read:
            self._read[name] = read()
        return cast(T, self._read[name])


@dataclass(frozen=True)
class Solve:
    """The way to solve it: a button, and the address of the form after that of the subject."""

    words: Words
    path: str = ""
    #: Whether that is the whole address.
    whole: bool = False

    def address(self, told: Told, part: str) -> str:
        """Where the form stands."""
        path = self.path.format(part=part)
        return path if self.whole else told.address + path


@dataclass(frozen=True)
class Rule:
    """Something that needs a person where it holds."""

    code: str
    words: Words
    severity: Severity
    kind: SubjectKind
    #: All subjects for which it holds; a fixed number of statements, however many there are.
    holds: Callable[[Session, Look], Iterable[Found]]
    solve: Solve | None = None
    settings: tuple[SettingKey, ...] = ()
    #: What to do about it, in a sentence for who comes once a month.
    todo: Words | None = None
    #: Whether a card on the board and the page of today say the same already.
    told_elsewhere: bool = False
    #: The ids of subjects of which this is somebody's own to solve, besides who answers for all.
    own: Callable[[Actor], Select[Any]] | None = None
    #: Who that is, as a page says it; otherwise who answers for the kind.
    who: Words | None = None
    #: Whether only who answers for the kind can solve it: of a chain, its lead waits for others.
    waits_for_others: bool = False


#: By their codes, in the order of the page of rules; `areas` fills both.
RULES: dict[str, Rule] = {}
KINDS: dict[str, SubjectKind] = {}


def declare(*rules: Rule) -> None:
    """Fill the tables."""
    RULES.clear()
    KINDS.clear()
    RULES.update({rule.code: rule for rule in rules})
    KINDS.update({rule.kind.code: rule.kind for rule in rules})
    assert len(RULES) == len(rules), "two rules with one code"
