"""Two texts side by side: what is gone and what is new, by word within lines. Pure.

The comparison is difflib's, which is slow on long texts that have little in common. Such texts are
marked line by line, or as a whole: the amount of work is bounded, whatever people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: The product of the two lengths above which parts are not compared word by word, or line by line.
MOST_WORK = 120_000
#: Below this likeness two lines are another text, not the same one with other words.
ALIKE = 0.5
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line."""

    fate: Fate
    text: str


Line = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line as it was and as it is; None where there is none."""

    was: Line | None
    now: Line | None

    @property
    def differs(self) -> bool:
        """Whether anything in it changed."""
        pieces = [*(self.was or ()), *(self.now or ())]
        return any(piece.fate is not Fate.SAME for piece in pieces)


def compared(was: str, now: str) -> list[Pair]:
    """The lines of two texts beside each other, with the differences marked."""
    before, after = was.splitlines(), now.splitlines()
    if len(before) * len(after) > MOST_WORK and before != after:
        return [*_all(before, Fate.GONE), *_all(after, Fate.NEW)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        pair
        for tag, a, b, c, d in matcher.get_opcodes()
        for pair in (_same(before[a:b]) if tag == "equal" else _changed(before[a:b], after[c:d]))
    ]


def _same(lines: Iterable[str]) -> Iterator[Pair]:
    for line in lines:
        pieces = (Piece(Fate.SAME, line),)
        yield Pair(pieces, pieces)


def _all(lines: Iterable[str], fate: Fate) -> Iterator[Pair]:
    for line in lines:
        pieces = (Piece(fate, line),)
        yield Pair(pieces, None) if fate is Fate.GONE else Pair(None, pieces)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Lines that stand in each other's place, as far as they are alike."""
    both = min(len(before), len(after))
    for was, now in zip(before[:both], after[:both], strict=True):
        yield from _words(was, now)
    yield from _all(before[both:], Fate.GONE)
    yield from _all(after[both:], Fate.NEW)


def _words(was: str, now: str) -> Iterator[Pair]:
    before, after = _WORDS.findall(was), _WORDS.findall(now)
    work = len(before) * len(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False) if work <= MOST_WORK else None
    if matcher is None or matcher.ratio() < ALIKE:
        yield Pair((Piece(Fate.GONE, was),), None)
        yield Pair(None, (Piece(Fate.NEW, now),))
        return
    gone: list[Piece] = []
    new: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            same = Piece(Fate.SAME, "".join(before[a:b]))
            gone.append(same)
            new.append(same)
            continue
        if b > a:
            gone.append(Piece(Fate.GONE, "".join(before[a:b])))
        if d > c:
            new.append(Piece(Fate.NEW, "".join(after[c:d])))
    yield Pair(tuple(gone), tuple(new))
