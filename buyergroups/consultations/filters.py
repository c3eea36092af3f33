"""What the address of the overview says: which consultations, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.words import Words
from models.base import sort_name
from models.consultations import ConsultationKind, ConsultationState

LONGEST = 200
MINE = "mijn"
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze bij '%(field)s'. Dit filter doet nu niets.",
    "'%(text)s' is not a choice for '%(field)s'. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")

#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "keten": Words("Keten", "Chain"),
    "thema": Words("Thema", "Theme"),
    "groep": Words("Buyer group", "Buyer group"),
    "soort": Words("Soort", "Kind"),
    "stand": Words("Stand", "State"),
    "jaar": Words("Jaar", "Year"),
    "toon": Words("Toon", "Show"),
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
    mistakes: list[Mistake] = []

    def one_of(name: str, allowed: Collection[str]) -> str:
        text = typed.get(name, "")
        if text and text not in allowed:
            mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40], name))
            return ""
        return text

    kind = one_of("soort", set(ConsultationKind))
    standing = one_of("stand", set(ConsultationState))
    year = one_of("jaar", {str(year) for year in choices.years})
    filters = Filters(
        subject=" ".join(typed.get("zoek", "").split())[:LONGEST],
        chain=one_of("keten", choices.chains),
        theme=one_of("thema", choices.themes),
        group=one_of("groep", choices.groups),
        kind=ConsultationKind(kind) if kind else None,
        state=ConsultationState(standing) if standing else None,
        year=int(year) if year else None,
        mine=one_of("toon", {MINE}) == MINE,
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
