"""What an address narrows a list to. What makes no sense is told, and narrows nothing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from buyergroups.words import Words

E = TypeVar("E", bound=StrEnum)

#: The longest text that is searched for.
LONGEST = 200
NO_SUCH_CHOICE = Words(
    "'%(text)s' is geen keuze bij '%(field)s'. Dit filter doet nu niets.",
    "'%(text)s' is not a choice for '%(field)s'. This filter does nothing now.",
)
NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")


@dataclass(frozen=True)
class Mistake:
    """A filter that makes no sense, in words. `field`: what the filter is called."""

    words: Words
    text: str
    field: Words | None = None

    def sentence(self, language: str) -> str:
        """What is wrong, in the reader's language."""
        called = self.field.into(language) if self.field else ""
        return self.words.into(language, text=self.text, field=called)


class Asked:
    """An address, typed as a page can repeat it, and the mistakes that were met in it so far."""

    def __init__(self, typed: Mapping[str, str], fields: Mapping[str, Words]) -> None:
        self.mistakes: list[Mistake] = []
        self._typed, self._fields = typed, fields

    def text(self, name: str) -> str:
        """What is searched for, without needless spaces."""
        return " ".join(self._typed.get(name, "").split())[:LONGEST]

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """What was chosen of these; nothing where it is none of them."""
        text = self._typed.get(name, "")
        if text and text not in allowed:
            self.mistakes.append(Mistake(NO_SUCH_CHOICE, text[:40], self._fields[name]))
            return ""
        return text

    def code(self, name: str, kind: type[E]) -> E | None:
        """Which of the codes of a kind was chosen."""
        text = self.one_of(name, set(kind))
        return kind(text) if text else None

    def page(self) -> int:
        """Which page, from 1 on."""
        text = self._typed.get("pagina", "")
        if not text:
            return 1
        if text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0:
            return int(text)
        self.mistakes.append(Mistake(NO_SUCH_PAGE, text[:40]))
        return 1
