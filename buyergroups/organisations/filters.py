"""What the address of the register says: which organisations, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyergroups.narrowing import Asked, Mistake
from buyergroups.words import Words
from models.base import sort_name
from models.organisations import Sector


class Answer(StrEnum):
    """Yes, no, or not known: nobody says that what is not known is not so."""

    YES = "ja"
    NO = "nee"
    UNKNOWN = "onbekend"

    @property
    def value_of(self) -> bool | None:
        """As the register keeps it."""
        return {Answer.YES: True, Answer.NO: False}.get(self)


class Standing(StrEnum):
    """Whether organisations go on."""

    CURRENT = "lopend"
    ENDED = "beeindigd"
    ALL = "alle"


#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "soort": Words("Soort", "Type"),
    "sector": Words("Publiek of privaat", "Public or private"),
    "aanbestedingsplichtig": Words("Aanbestedingsplichtig", "Bound by procurement law"),
    "ondertekenaar": Words("Ondertekende het Manifest", "Signed the Manifest"),
    "koepel": Words("Koepel", "Umbrella"),
    "stand": Words("Stand", "State"),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    name: str = ""
    kind: str = ""
    sector: Sector | None = None
    bound: Answer | None = None
    signatory: Answer | None = None
    umbrella: str = ""
    standing: Standing = Standing.CURRENT
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The words that a name must have, without accents."""
        return sort_name(self.name).split()

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for beside a page."""
        return bool(self.parameters())

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default."""
        found = {
            "naam": self.name,
            "soort": self.kind,
            "sector": self.sector.value if self.sector else "",
            "aanbestedingsplichtig": self.bound.value if self.bound else "",
            "ondertekenaar": self.signatory.value if self.signatory else "",
            "koepel": self.umbrella,
            "stand": "" if self.standing is Standing.CURRENT else self.standing.value,
        }
        return {name: value for name, value in found.items() if value}


def read_filters(
    typed: Mapping[str, str], kinds: Collection[str], umbrellas: Collection[str]
) -> tuple[Filters, list[Mistake]]:
    """What the address asks for, typed as a page can repeat it; what makes no sense is told."""
    asked = Asked(typed, FIELDS)
    filters = Filters(
        name=asked.text("naam"),
        kind=asked.one_of("soort", kinds),
        sector=asked.code("sector", Sector),
        bound=asked.code("aanbestedingsplichtig", Answer),
        signatory=asked.code("ondertekenaar", Answer),
        umbrella=asked.one_of("koepel", umbrellas),
        standing=asked.code("stand", Standing) or Standing.CURRENT,
        page=asked.page(),
    )
    return filters, asked.mistakes
