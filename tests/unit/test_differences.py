"""Two texts in one: nothing is lost, and only what differs is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from buyergroups.documents.differences import Fate, Marked, compared, stretches
from buyergroups.documents.prose import Passage, Shape, passages

TEXTS = st.lists(
    st.builds(Passage, st.sampled_from(Shape), st.text(alphabet="ab é.,", min_size=1, max_size=12)),
    max_size=8,
)


def prose(*texts: str) -> list[Passage]:
    return [Passage(Shape.PARAGRAPH, text) for text in texts]


def side(marked: list[Marked], absent: Fate) -> list[Passage]:
    """One of the two texts, out of what both became."""
    return [
        Passage(one.shape, one.text(without=absent)) for one in marked if one.fate is not absent
    ]


def pieces(marked: list[Marked], fate: Fate) -> list[str]:
    return [piece.text for one in marked for piece in one.pieces if piece.fate is fate]


@given(was=TEXTS, now=TEXTS)
def test_both_texts_are_there_whole(was: list[Passage], now: list[Passage]) -> None:
    marked = compared(was, now)
    assert side(marked, Fate.NEW) == was
    assert side(marked, Fate.GONE) == now
    assert any(one.fate is not Fate.SAME for one in marked) == (was != now)


@given(was=TEXTS, now=TEXTS)
def test_what_is_folded_stayed_as_it_was(was: list[Passage], now: list[Passage]) -> None:
    marked = compared(was, now)
    found = stretches(marked)
    assert [one for part in found for one in part.passages] == marked
    for part in found:
        assert part.passages
        fates = {one.fate for one in part.passages}
        assert (fates != {Fate.SAME}) == part.differs


def test_a_word_in_a_passage_is_marked_alone() -> None:
    marked = compared(prose("Wij kopen rode jassen."), prose("Wij kopen blauwe jassen."))
    assert [one.fate for one in marked] == [Fate.CHANGED]
    assert pieces(marked, Fate.GONE) == ["rode"]
    assert pieces(marked, Fate.NEW) == ["blauwe"]


def test_words_that_follow_each_other_are_read_together() -> None:
    marked = compared(
        prose("Wij kopen elk jaar hele dure jassen in."),
        prose("Wij kopen elk jaar veel goedkope hesjes in."),
    )
    assert pieces(marked, Fate.GONE) == ["hele dure jassen"]
    assert pieces(marked, Fate.NEW) == ["veel goedkope hesjes"]


def test_another_text_is_not_marked_word_by_word() -> None:
    marked = compared(prose("een twee drie"), prose("volslagen andere tekst hier"))
    assert [one.fate for one in marked] == [Fate.GONE, Fate.NEW]


def test_a_paragraph_that_became_an_item_is_gone_and_new() -> None:
    marked = compared(prose("een twee drie"), [Passage(Shape.ITEM, "een twee drie")])
    assert [one.fate for one in marked] == [Fate.GONE, Fate.NEW]


def test_a_heading_stays_with_what_changed_below_it() -> None:
    head = [*prose("inleiding"), Passage(Shape.HEADING, "Kop")]
    found = stretches(compared([*head, *prose("rood")], [*head, *prose("blauw")]))
    assert [part.differs for part in found] == [False, True]
    assert found[1].passages[0].pieces[0].text == "Kop"


def test_long_texts_with_little_in_common_are_marked_as_a_whole() -> None:
    was = prose(*(f"regel {nr}" for nr in range(5000)))
    marked = compared(was, list(reversed(was)))
    assert len(marked) == 10_000
    assert all(one.fate is not Fate.SAME for one in marked)
    assert len(compared(prose("a b " * 12_000), prose("b c " * 12_000))) == 2


def test_what_people_read_of_a_text() -> None:
    html = (
        "<h3>Kop</h3><p>Een <strong>vet</strong>\nwoord<br>en &amp; meer</p>"
        "<ul><li><p>een</p></li><li>twee<ol><li>diep</li></ol></li></ul>"
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>"
        "</tbody></table><blockquote><p>gezegd</p></blockquote><pre><code>x\n  y\n</code></pre>"
        '<p><a href="https://voorbeeld.example">hier</a> <a href="https://x.example">'
        "https://x.example</a></p><p> </p>los"
    )
    assert passages(html) == [
        Passage(Shape.HEADING, "Kop"),
        Passage(Shape.PARAGRAPH, "Een vet woord en & meer"),
        Passage(Shape.ITEM, "een"),
        Passage(Shape.ITEM, "twee"),
        Passage(Shape.ITEM, "diep"),
        Passage(Shape.ROW, "a | b"),
        Passage(Shape.ROW, "1 | 2"),
        Passage(Shape.QUOTE, "gezegd"),
        Passage(Shape.CODE, "x\n  y"),
        Passage(Shape.PARAGRAPH, "hier (https://voorbeeld.example) https://x.example"),
        Passage(Shape.PARAGRAPH, "los"),
    ]


def test_another_address_behind_the_same_words_is_a_difference() -> None:
    texts = [passages(f'<p><a href="https://{name}.example">hier</a></p>') for name in "ab"]
    assert compared(*texts)[0].fate is Fate.CHANGED
