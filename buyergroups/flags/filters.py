"""What the address of the list says: which flags, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyergroups.flags.offers import RULES, Severity
from buyergroups.words import Words

#: In the filter on people: what nobody was asked to do.
NO_ONE = "niemand"
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze bij '%(field)s'. Dit filter doet nu niets.",
    "'%(text)s' is not a choice for '%(field)s'. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")
#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "toon": Words("Toon", "Show"),
    "regel": Words("Regel", "Rule"),
    "ernst": Words("Ernst", "Severity"),
    "keten": Words("Keten", "Chain"),
    "groep": Words("Buyer group", "Buyer group"),
    "persoon": Words("Toegewezen aan", "Assigned to"),
}


class Show(StrEnum):
    """Which flags the list shows; written so in the address."""

    MINE = ""
    ALL = "alle"
    SNOOZED = "uitgesteld"


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
    """What the reader can choose from: addresses of chains and groups, references of people."""

    chains: Collection[str]
    groups: Collection[str]
    people: Collection[str]


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    show: Show = Show.MINE
    rule: str = ""
    severity: Severity | None = None
    chain: str = ""
    group: str = ""
    person: str = ""
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for beside which list and which page."""
        return bool(set(self.parameters()) - {"toon"})

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default."""
        found = {
            "toon": self.show.value,
            "regel": self.rule,
            "ernst": self.severity.value if self.severity else "",
            "keten": self.chain,
            "groep": self.group,
            "persoon": self.person,
        }
        return {name: value for name, value in found.items() if value}


def read_filters(typed: Mapping[str, str], choices: Choices) -> tuple[Filters, list[Mistake]]:
    """What the address asks for, typed as a page can repeat it; what makes no sense is told.

    A chain, group or person of which the reader sees no flag is no choice, there or not.
    """
    mistakes: list[Mistake] = []

    def one_of(name: str, allowed: Collection[str]) -> str:
        text = typed.get(name, "")
        if text and text not in allowed:
            mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40], name))
            return ""
        return text

    severity = one_of("ernst", set(Severity))
    filters = Filters(
        show=Show(one_of("toon", set(Show))),
        rule=one_of("regel", RULES),
        severity=Severity(severity) if severity else None,
        chain=one_of("keten", choices.chains),
        group=one_of("groep", choices.groups),
        person=one_of("persoon", {NO_ONE, *choices.people}),
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
