"""What the address of the topics says: which ones, as a board or a table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.narrowing import Asked, Mistake
from buyergroups.words import Words
from models.topics import TopicOrigin, TopicState, Urgency

BOARD, TABLE = "bord", "tabel"

#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "keten": Words("Keten", "Chain"),
    "thema": Words("Thema", "Theme"),
    "herkomst": Words("Herkomst", "Origin"),
    "stand": Words("Stand", "State"),
    "urgentie": Words("Urgentie", "Urgency"),
    "toon": Words("Toon", "Show"),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, and how it is shown."""

    title: str = ""
    chain: str = ""
    theme: str = ""
    origin: TopicOrigin | None = None
    state: TopicState | None = None
    urgency: Urgency | None = None
    as_table: bool = False
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(set(self.parameters()) - {"toon"})

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default."""
        found = {
            "zoek": self.title,
            "keten": self.chain,
            "thema": self.theme,
            "herkomst": self.origin.value if self.origin else "",
            "stand": self.state.value if self.state else "",
            "urgentie": self.urgency.value if self.urgency else "",
            "toon": TABLE if self.as_table else "",
        }
        return {name: value for name, value in found.items() if value}


def read_filters(
    typed: Mapping[str, str], chains: Collection[str], themes: Collection[str]
) -> tuple[Filters, list[Mistake]]:
    """What the address asks for, typed as a page can repeat it; what makes no sense is told."""
    asked = Asked(typed, FIELDS)
    filters = Filters(
        title=asked.text("zoek"),
        chain=asked.one_of("keten", chains),
        theme=asked.one_of("thema", themes),
        origin=asked.code("herkomst", TopicOrigin),
        state=asked.code("stand", TopicState),
        urgency=asked.code("urgentie", Urgency),
        as_table=asked.one_of("toon", {BOARD, TABLE}) == TABLE,
        page=asked.page(),
    )
    return filters, asked.mistakes
