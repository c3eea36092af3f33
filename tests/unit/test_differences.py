"""Two texts beside each other: nothing is lost, and only what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from buyergroups.documents.differences import Fate, Line, Pair, compared

LINES = st.lists(st.text(alphabet="ab é.,", max_size=12), max_size=8).map("\n".join)


def whole(lines: list[Line | None]) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines if line is not None]


def marked(pairs: list[Pair], fate: Fate) -> list[str]:
    return [
        piece.text
        for pair in pairs
        for line in (pair.was, pair.now)
        for piece in line or ()
        if piece.fate is fate
    ]


@given(was=LINES, now=LINES)
def test_both_texts_are_there_whole(was: str, now: str) -> None:
    pairs = compared(was, now)
    assert whole([pair.was for pair in pairs]) == was.splitlines()
    assert whole([pair.now for pair in pairs]) == now.splitlines()
    assert any(pair.differs for pair in pairs) == (was.splitlines() != now.splitlines())
    for pair in pairs:
        assert all(piece.fate is not Fate.NEW for piece in pair.was or ())
        assert all(piece.fate is not Fate.GONE for piece in pair.now or ())


def test_a_word_in_a_line_is_marked_alone() -> None:
    pairs = compared("Wij kopen rode jassen.\nKlaar", "Wij kopen blauwe jassen.\nKlaar")
    assert marked(pairs, Fate.GONE) == ["rode"]
    assert marked(pairs, Fate.NEW) == ["blauwe"]


def test_another_line_is_not_marked_word_by_word() -> None:
    pairs = compared("een twee drie", "volslagen andere tekst hier")
    assert marked(pairs, Fate.GONE) == ["een twee drie"]


def test_long_texts_with_little_in_common_are_marked_as_a_whole() -> None:
    was = "\n".join(f"regel {nr}" for nr in range(5000))
    now = "\n".join(f"regel {nr}" for nr in reversed(range(5000)))
    pairs = compared(was, now)
    assert len(pairs) == 10_000
    assert all(pair.differs for pair in pairs)
    long = compared("a b " * 12_000, "b c " * 12_000)
    assert len(long) == 2
