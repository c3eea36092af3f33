"""What can be followed, with the table of each and its column of `Follow`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from models.base import Base
from models.chains import Chain
from models.following import Follow
from models.groups import BuyerGroup
from models.topics import Topic


class Kind(StrEnum):
    """A chain, a buyer group, a cross-cutting topic."""

    CHAIN = "chain"
    GROUP = "group"
    TOPIC = "topic"

    @property
    def model(self) -> type[Base]:
        """The table of these."""
        return _MODELS[self]

    @property
    def column(self) -> Any:
        """The column of `Follow` that names one."""
        return getattr(Follow, self.field)

    @property
    def field(self) -> str:
        """The name of that column."""
        return f"{self.value}_id"


_MODELS: dict[Kind, type[Base]] = {
    Kind.CHAIN: Chain,
    Kind.GROUP: BuyerGroup,
    Kind.TOPIC: Topic,
}
