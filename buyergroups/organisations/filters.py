"""What the address of the register says: which organisations, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyergroups.words import Words
from models.base import sort_name
from models.organisations import Sector

LONGEST = 200
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze bij '%(field)s'. Dit filter doet nu niets.",
    "'%(text)s' is not a choice for '%(field)s'. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")


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
class Mistake:
    """A filter that makes no sense, in words."""

    words: Words
    text: str
    name: str = ""

    def sentence(self, language: str) -> str:
        """What is wrong, in the reader's language."""
        called = FIELDS[self.name].into(language) if self.name else ""
        return self.words.into(language, text=self.text, field=called)


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
    mistakes: list[Mistake] = []

    def one_of(name: str, allowed: Collection[str]) -> str:
        text = typed.get(name, "")
        if text and text not in allowed:
            mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40], name))
            return ""
        return text

    sector = one_of("sector", set(Sector))
    bound = one_of("aanbestedingsplichtig", set(Answer))
    signatory = one_of("ondertekenaar", set(Answer))
    standing = one_of("stand", set(Standing))
    filters = Filters(
        name=" ".join(typed.get("naam", "").split())[:LONGEST],
        kind=one_of("soort", kinds),
        sector=Sector(sector) if sector else None,
        bound=Answer(bound) if bound else None,
        signatory=Answer(signatory) if signatory else None,
        umbrella=one_of("koepel", umbrellas),
        standing=Standing(standing) if standing else Standing.CURRENT,
        page=_page(typed.get("pagina", ""), mistakes),
    )
    return filters, mistakes


def _page(text: str, mistakes: list[Mistake]) -> int:
    if not text:
        return 1
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0:
        return int(text)
    mistakes.append(Mistake(NO_SUCH_PAGE, text[:40]))
    return 1
