"""What reference data is made of: parts, the keys of their rows, the files they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Executable

from buyergroups.access.actor import Actor
from buyergroups.history.recording import stamp
from models.base import Base
from models.history import ActorKind
from models.programme import Programme
from seed.files import REFERENCE, read_yaml

Key = tuple[Any, ...]
SEED = Actor(ActorKind.SEED)
AGENDA = "Agenda MVOI 2026"


@dataclass
class Known:
    """The ids of the rows that are there, by table and key, while they are being loaded."""

    now: datetime
    ids: dict[type[Base], dict[Key, int]] = field(default_factory=dict)

    def of(self, table: type[Base], *key: Any) -> int:
        """The id of a row."""
        return self.ids[table][key]

    @property
    def programme(self) -> int:
        """The id of the programme."""
        return next(iter(self.ids[Programme].values()))

    def keys(self, table: type[Base]) -> Mapping[int, Key]:
        """The keys by id."""
        return {identity: key for key, identity in self.ids[table].items()}

    @property
    def stamp(self) -> dict[str, Any]:
        """The columns of a `Recorded` row."""
        return stamp(SEED, self.now)


class Part(NamedTuple):
    """The rows of one table: what is wanted, and one statement that tells what is there.

    `existing` gives an id and the key of each row; with a `parent` the first part of the key is an
    id of that table, which stands for the key of that row.
    """

    table: type[Base]
    reason: str
    existing: Executable
    wanted: Mapping[Key, Callable[[Known], Base]]
    parent: type[Base] | None = None


@cache
def read(name: str) -> dict[str, Any]:
    """A file of reference data, read once."""
    return read_yaml(REFERENCE / name)


def placed(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[int, dict[str, Any]]]:
    """Rows with their position, from one."""
    return enumerate(rows, start=1)
