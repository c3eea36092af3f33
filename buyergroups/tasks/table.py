"""What a task is, and the table of their kinds; `buyergroups.areas` fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from buyergroups.clock import Clock
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.words import Words

#: In what was given to a task: what it made is only for who takes part in this group, or in a group
#: of this chain, and for the programme team.
ONLY_GROUP, ONLY_CHAIN = "alleen-groep", "alleen-keten"
#: What a child process may use, unless its kind says otherwise.
SECONDS = 300
MEGABYTES = 1024


class TaskFailedError(Exception):
    """The work cannot be done, for a reason that its kind has a sentence for."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class TaskWork:
    """What a task gets. It writes in short transactions of its own, and can be done again."""

    database: Database
    settings: Settings
    clock: Clock
    task_id: int
    asked_by_id: int
    given: Mapping[str, Any]
    #: `tell(40, "reading")`: how far it is, with a code from the messages of its kind.
    tell: Callable[[int, str], None]


@dataclass(frozen=True)
class TaskKind:
    """A kind of work that people start and that takes longer than a page may."""

    name: str
    words: Words
    run: Callable[[TaskWork], dict[str, Any] | None]
    messages: Mapping[str, Words] = field(default_factory=dict)
    #: Why it can fail, besides what can go wrong with any task: by the code of TaskFailedError.
    failures: Mapping[str, Words] = field(default_factory=dict)
    seconds: int = SECONDS
    megabytes: int = MEGABYTES


KINDS: dict[str, TaskKind] = {}


def declare(*kinds: TaskKind) -> None:
    """Fill the table."""
    KINDS.clear()
    KINDS.update({kind.name: kind for kind in kinds})
