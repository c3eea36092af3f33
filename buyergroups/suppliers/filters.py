"""What the address of the register says: which suppliers, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.narrowing import Asked, Mistake
from buyergroups.words import Words
from models.base import sort_name
from models.suppliers import SupplierSize

#: What each filter is called, by its name in the address.
FIELDS: Mapping[str, Words] = {
    "keten": Words("Keten", "Chain"),
    "grootte": Words("Grootte", "Size"),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: words of the name, a chain where heard, the size."""

    name: str = ""
    chain: str = ""
    size: SupplierSize | None = None
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The words that a name must have, without accents."""
        return sort_name(self.name).split()

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default."""
        found = {
            "naam": self.name,
            "keten": self.chain,
            "grootte": self.size.value if self.size else "",
        }
        return {name: value for name, value in found.items() if value}


def read_filters(
    typed: Mapping[str, str], chains: Collection[str]
) -> tuple[Filters, list[Mistake]]:
    """What the address asks for, typed as a page can repeat it; what makes no sense is told."""
    asked = Asked(typed, FIELDS)
    filters = Filters(
        name=asked.text("naam"),
        chain=asked.one_of("keten", chains),
        size=asked.code("grootte", SupplierSize),
        page=asked.page(),
    )
    return filters, asked.mistakes
