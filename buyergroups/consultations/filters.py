"""What the address of the overview says: which consultations, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.narrowing import Asked, Mistake
from buyergroups.words import Words
from models.base import sort_name
from models.consultations import ConsultationKind, ConsultationState

MINE = "mijn"

#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "keten": Words("Keten", "Chain"),
    "thema": Words("Thema", "Theme"),
    "groep": Words("Buyer group", "Buyer group"),
    "soort": Words("Soort", "Kind"),
    "stand": Words("Stand", "State"),
    "jaar": Words("Jaar", "Year"),
    "toon": Words("Welke groepen", "Which groups"),
}


@dataclass(frozen=True)
class Choices:
    """What the reader can choose from: addresses of chains and groups, codes of themes, years."""

    chains: Collection[str]
    themes: Collection[str]
    groups: Collection[str]
    years: Collection[int]


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    subject: str = ""
    chain: str = ""
    theme: str = ""
    group: str = ""
    kind: ConsultationKind | None = None
    state: ConsultationState | None = None
    year: int | None = None
    mine: bool = False
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The words that a subject must have, without case and accents."""
        return sort_name(self.subject).split()

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for beside a page."""
        return bool(self.parameters())

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default."""
        found = {
            "zoek": self.subject,
            "keten": self.chain,
            "thema": self.theme,
            "groep": self.group,
            "soort": self.kind.value if self.kind else "",
            "stand": self.state.value if self.state else "",
            "jaar": str(self.year) if self.year else "",
            "toon": MINE if self.mine else "",
        }
        return {name: value for name, value in found.items() if value}


def read_filters(typed: Mapping[str, str], choices: Choices) -> tuple[Filters, list[Mistake]]:
    """What the address asks for, typed as a page can repeat it; what makes no sense is told.

    A chain or group of which the reader sees no consultation is no choice, whether it is there
    or not.
    """
    asked = Asked(typed, FIELDS)
    year = asked.one_of("jaar", {str(year) for year in choices.years})
    filters = Filters(
        subject=asked.text("zoek"),
        chain=asked.one_of("keten", choices.chains),
        theme=asked.one_of("thema", choices.themes),
        group=asked.one_of("groep", choices.groups),
        kind=asked.code("soort", ConsultationKind),
        state=asked.code("stand", ConsultationState),
        year=int(year) if year else None,
        mine=asked.one_of("toon", {MINE}) == MINE,
        page=asked.page(),
    )
    return filters, asked.mistakes
