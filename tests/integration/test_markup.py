"""Markdown is laid out in a child process that hostile text cannot hold up."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.errors import RefusedError
from buyergroups.markup import render as rendering
from buyergroups.markup.render import end_child, render


def test_headings_lists_tables_and_links_are_kept() -> None:
    html = render(
        "# Kop\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x](https://a.nl)"
    ).html
    assert "<h3>Kop</h3>" in html
    assert "<li>een</li>" in html
    assert "<td>1</td>" in html
    assert 'href="https://a.nl" rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://elders.example/volg.png)",
        '<p onclick="x" style="y" hx-get="/z" data-hx-get="/z" id="inhoud">hoi</p>',
        "<iframe src='https://a.nl'></iframe>",
        "<form action='https://a.nl'><input></form>",
    ],
)
def test_nothing_that_can_act_is_left(text: str) -> None:
    html = render(text).html
    bad = ("<script", "javascript:", "data:", "<img", "onclick", "style=", "hx-", "id=", "<iframe")
    assert not [word for word in (*bad, "<form", "<input") if word in html]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "\n".join("  " * depth + "- x" for depth in range(150)) * 2,
        "> " * 20_000 + "x",
        "*_" * 25_000,
    ],
)
def test_hostile_text_ends_in_a_sentence_or_in_html_and_the_next_text_works(text: str) -> None:
    with suppress(RefusedError):
        assert render(text).html
    assert render("**ja**").html == "<p><strong>ja</strong></p>"


def test_a_text_that_takes_too_long_is_refused() -> None:
    with pytest.raises(RefusedError):
        render("[" * 50_000, patience=0.05)
    assert render("ja").html == "<p>ja</p>"


def test_fifty_thousand_characters_and_no_more() -> None:
    assert render("a " * 25_000).html.startswith("<p>a a")
    with pytest.raises(RefusedError) as refused:
        render("a" * 50_001)
    assert "50000" in refused.value.sentence("nl")


def test_a_child_that_was_killed_is_replaced() -> None:
    render("eerst")
    child = rendering._child._process
    assert child is not None
    child.kill()
    child.wait()
    assert render("daarna").html == "<p>daarna</p>"
    end_child()
    assert render("weer").html == "<p>weer</p>"


@given(st.text(max_size=300))
def test_every_text_has_an_answer(text: str) -> None:
    assert isinstance(render(text).html, str)
