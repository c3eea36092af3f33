"""Two texts in one: what is gone, what is new and what stayed, by word within passages. Pure.

The comparison is difflib's, which is slow on long texts that have little in common. Such texts are
marked passage by passage, or as a whole: the amount of work is bounded, whatever people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from buyergroups.documents.prose import Passage, Shape

#: The product of the two lengths above which parts are not compared by word, or by passage.
MOST_WORK = 120_000
#: More passages in a row that stayed as they were are folded in.
MOST_SHOWN = 2
#: Below this likeness two passages are another text, not the same one with other words.
ALIKE = 0.5
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


class Fate(StrEnum):
    """What became of a piece of text, or of a passage."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage: the same, gone or new."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage with what is gone and new in it."""

    shape: Shape
    pieces: Sequence[Piece]

    @property
    def fate(self) -> Fate:
        """That of all its pieces; changed when they differ."""
        fates = {piece.fate for piece in self.pieces}
        return fates.pop() if len(fates) == 1 else Fate.CHANGED

    def text(self, without: Fate) -> str:
        """As it was, without what is new; as it is, without what is gone."""
        return "".join(piece.text for piece in self.pieces if piece.fate is not without)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages that follow each other and all differ, or all stayed as they were."""

    differs: bool
    passages: Sequence[Marked]

    @property
    def folded(self) -> bool:
        """Whether it takes more room than it tells."""
        return not self.differs and len(self.passages) > MOST_SHOWN


def compared(was: Sequence[Passage], now: Sequence[Passage]) -> list[Marked]:
    """The passages of two texts in one order, with the differences marked."""
    if len(was) * len(now) > MOST_WORK and was != now:
        return [*_all(was, Fate.GONE), *_all(now, Fate.NEW)]
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return [
        marked
        for tag, a, b, c, d in matcher.get_opcodes()
        for marked in (
            _all(was[a:b], Fate.SAME) if tag == "equal" else _changed(was[a:b], now[c:d])
        )
    ]


def stretches(marked: Iterable[Marked]) -> list[Stretch]:
    """What stayed as it was apart from what did not; a heading stays with what follows it."""
    found: list[Stretch] = []
    for differs, group in groupby(marked, lambda one: one.fate is not Fate.SAME):
        passages = list(group)
        if differs and found and found[-1].passages[-1].shape is Shape.HEADING:
            before = found.pop().passages
            passages.insert(0, before[-1])
            if before[:-1]:
                found.append(Stretch(differs=False, passages=before[:-1]))
        found.append(Stretch(differs=differs, passages=passages))
    return found


def _all(passages: Iterable[Passage], fate: Fate) -> Iterator[Marked]:
    for passage in passages:
        yield Marked(passage.shape, (Piece(fate, passage.text),))


def _changed(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Marked]:
    """Passages that stand in each other's place, as far as they are alike."""
    both = min(len(before), len(after))
    for was, now in zip(before[:both], after[:both], strict=True):
        pieces = _words(was.text, now.text) if was.shape is now.shape else None
        if pieces is None:
            yield from _all([was], Fate.GONE)
            yield from _all([now], Fate.NEW)
        else:
            yield Marked(now.shape, pieces)
    yield from _all(before[both:], Fate.GONE)
    yield from _all(after[both:], Fate.NEW)


def _words(was: str, now: str) -> Sequence[Piece] | None:
    """One passage with the words that differ; None for two that are not alike."""
    before, after = _WORDS.findall(was), _WORDS.findall(now)
    if len(before) * len(after) > MOST_WORK:
        return None
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    steps, runs = matcher.get_opcodes(), list[tuple[bool, str, str]]()
    for nth, (tag, a, b, c, d) in enumerate(steps):
        gone, new = "".join(before[a:b]), "".join(after[c:d])
        # A space between two words that differ is no reason to read them apart.
        between = gone.isspace() and 0 < nth < len(steps) - 1
        differs = tag != "equal" or between
        if runs and differs and runs[-1][0]:
            _, gone_before, new_before = runs.pop()
            gone, new = gone_before + gone, new_before + new
        runs.append((differs, gone, new))
    found: list[Piece] = []
    for differs, gone, new in runs:
        both = [Piece(Fate.GONE, gone), Piece(Fate.NEW, new)] if differs else []
        found += [piece for piece in both or [Piece(Fate.SAME, gone)] if piece.text]
    return found
