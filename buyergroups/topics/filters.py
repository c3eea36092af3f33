"""What the address of the topics says: which ones, as a board or a table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.words import Words
from models.topics import TopicOrigin, TopicState, Urgency

LONGEST = 200
BOARD, TABLE = "bord", "tabel"
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze bij '%(field)s'. Dit filter doet nu niets.",
    "'%(text)s' is not a choice for '%(field)s'. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")

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
    mistakes: list[Mistake] = []

    def one_of(name: str, allowed: Collection[str]) -> str:
        text = typed.get(name, "")
        if text and text not in allowed:
            mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40], name))
            return ""
        return text

    origin = one_of("herkomst", set(TopicOrigin))
    state = one_of("stand", set(TopicState))
    urgency = one_of("urgentie", set(Urgency))
    filters = Filters(
        title=" ".join(typed.get("zoek", "").split())[:LONGEST],
        chain=one_of("keten", chains),
        theme=one_of("thema", themes),
        origin=TopicOrigin(origin) if origin else None,
        state=TopicState(state) if state else None,
        urgency=Urgency(urgency) if urgency else None,
        as_table=one_of("toon", {BOARD, TABLE}) == TABLE,
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
