"""What the address of the list says: which flags, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyergroups.flags.offers import RULES, Severity
from buyergroups.narrowing import Asked, Mistake
from buyergroups.words import Words

#: In the filter on people: what nobody was asked to do.
NO_ONE = "niemand"
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
    asked = Asked(typed, FIELDS)
    filters = Filters(
        show=asked.code("toon", Show) or Show.MINE,
        rule=asked.one_of("regel", RULES),
        severity=asked.code("ernst", Severity),
        chain=asked.one_of("keten", choices.chains),
        group=asked.one_of("groep", choices.groups),
        person=asked.one_of("persoon", {NO_ONE, *choices.people}),
        page=asked.page(),
    )
    return filters, asked.mistakes
