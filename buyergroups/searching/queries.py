"""Finds things by words: those that are about the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from buyergroups.searching.wording import GENERAL, LONG, beginning, shared, words_of
from models.searching import SearchScope, SearchWord

#: So many words of a text are looked for; a title has fewer.
MOST_WANTED = 60
#: One word of a title is enough to look alike, or two of the text below it.
ENOUGH = 2


@dataclass(frozen=True)
class Wanted:
    """The words to look for: those of a title count double."""

    title: Sequence[str]
    text: Sequence[str]

    @classmethod
    def of(cls, title: str, text: str) -> Wanted:
        """What somebody writes about."""
        first = telling(words_of(title))
        rest = [word for word in telling(words_of(text)) if word not in first]
        return cls(first, rest[:MOST_WANTED])

    def in_common(self, words: Sequence[str]) -> tuple[int, list[str]]:
        """How much something with these words looks like it, and by which words."""
        # Also of what was kept: productie would find producten.
        there = telling(words)
        heavy, light = shared([*self.title], there), shared([*self.text], there)
        return 2 * len(heavy) + len(light), [*heavy, *light]


def telling(words: Iterable[str]) -> list[str]:
    """Those by which one thing can be told from another."""
    return [word for word in words if word not in GENERAL]


def similar(
    session: Session, scope: SearchScope, wanted: Wanted, *, but: int | None = None, most: int = 5
) -> list[tuple[int, list[str]]]:
    """The things that look most like what somebody writes about, with the words they share."""
    looked_for = [*wanted.title, *wanted.text]
    if not looked_for:
        return []
    begins = [
        SearchWord.word.startswith(beginning(word), autoescape=True)
        for word in looked_for
        if len(word) >= LONG
    ]
    rows = session.execute(
        select(SearchWord.subject_id, SearchWord.word).where(
            SearchWord.scope == scope,
            SearchWord.subject_id != (but or 0),
            or_(SearchWord.word.in_(looked_for), *begins),
        )
    )
    words: dict[int, list[str]] = {}
    for subject_id, word in rows:
        words.setdefault(subject_id, []).append(word)
    return ranked(wanted, words)[:most]


def ranked(wanted: Wanted, words: Mapping[int, Sequence[str]]) -> list[tuple[int, list[str]]]:
    """Things by how much their words look like what is wanted, without what only seems to."""
    scored = [(key, *wanted.in_common(there)) for key, there in words.items()]
    scored = [row for row in scored if row[1] >= ENOUGH]
    return [(key, common) for key, _, common in sorted(scored, key=lambda row: (-row[1], row[0]))]
