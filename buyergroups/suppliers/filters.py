"""What the address of the register says: which suppliers, and which page of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from buyergroups.words import Words
from models.base import sort_name
from models.suppliers import SupplierSize

LONGEST = 200
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze. Dit filter doet nu niets.",
    "'%(text)s' is not a choice. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")


@dataclass(frozen=True)
class Mistake:
    """A filter that makes no sense, in words."""

    words: Words
    text: str

    def sentence(self, language: str) -> str:
        """What is wrong, in the reader's language."""
        return self.words.into(language, text=self.text)


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
    mistakes: list[Mistake] = []

    def one_of(name: str, allowed: Collection[str]) -> str:
        text = typed.get(name, "")
        if text and text not in allowed:
            mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40]))
            return ""
        return text

    size, number = one_of("grootte", set(SupplierSize)), typed.get("pagina", "") or "1"
    usable = number.isascii() and number.isdigit() and len(number) < 6 and int(number) > 0
    if not usable:
        mistakes.append(Mistake(NO_SUCH_PAGE, number[:40]))
    filters = Filters(
        name=" ".join(typed.get("naam", "").split())[:LONGEST],
        chain=one_of("keten", chains),
        size=SupplierSize(size) if size else None,
        page=int(number) if usable else 1,
    )
    return filters, mistakes
