"""The checks that every page gets find what they are there for: each fault planted once."""

from __future__ import annotations

import pytest

from tests.support.pages import body_faults, syntax_of

GOOD = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><title>Faseboord - Ketenbord</title></head>
<body>
<a href="#inhoud">Naar de inhoud</a>
<main id="inhoud">
<h1>Faseboord</h1>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">
<label for="naam">Naam</label><input id="naam" name="naam"><button>Bewaren</button></form>
<form method="get" action="/y"><label>Jaar <input name="jaar"></label></form>
<a href="/ketens"><img src="/a.svg" alt="Ketens"></a>
</main>
</body>
</html>
"""


def test_a_good_page_has_no_faults() -> None:
    assert body_faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lang="nl"', "", "<html lang> is None"),
        ('lang="nl"', 'lang="dutch"', "<html lang> is 'dutch'"),
        ("<h1>Faseboord</h1>", "<h2>Faseboord</h2>", "0 h1 elements"),
        ("<h1>Faseboord</h1>", "<h1>Faseboord</h1><h1>Nog een</h1>", "2 h1 elements"),
        ("<h1>Faseboord</h1>", "<h1>Ketens</h1>", "does not start with 'Ketens'"),
        ('<main id="inhoud">', '<main id="inhoud"><p id="naam">x</p>', "id 'naam' stands there 2"),
        ('<label for="naam">Naam</label>', "", "field 'naam' without label"),
        ('<label for="naam">', '<label for="mis">', "names an id that is not there"),
        ('method="post" ', "", "form without method or action"),
        (' action="/x"', "", "form without method or action"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "without csrf_token"),
        ('action="/y">', 'action="/y"><input type="hidden" name="csrf_token">', "in the address"),
        ("<h1>", '<h1 style="color:red">', "<h1 style> is inline"),
        ("<h1>", '<h1 onclick="x()">', "<h1 onclick> is inline"),
        ("</main>", "<script>x()</script></main>", "inline <script>"),
        ("</head>", "<style>a{}</style></head>", "inline <style>"),
        ("<h1>", '<h1 hx-get="/x">', "<h1 hx-get>: write data-hx-get"),
        ("</main>", "<p><div>x</div></p></main>", "HTML, line"),
        ("</main>", "<b><i>x</b></i></main>", "HTML, line"),
        ("</main>", "<p>a & b &unknown; c</p></main>", "HTML, line"),
        ("</main>", '<img src="/a.png"></main>', "without alt"),
        (' alt="Ketens"', ' alt=""', "a without words"),
        ('href="#inhoud"', 'href="#weg"', "link to #weg"),
        ("<main", "<div", "not exactly one main"),
        ("Naam</label>", "Na\x0cam\x01</label>", "HTML, line"),
        ("<h1>", '<h1 class="a" class="b">', "HTML, line"),
        ("<a href=", "<a\thref='/x' title='a href=", "HTML, line"),
        ("<form method", "<table><p>x</p></table><form method", "HTML, line"),
        ("</main>", "</main></p>", "HTML, line"),
    ],
)
def test_a_planted_fault_is_found(old: str, new: str, said: str) -> None:
    page = GOOD.replace(old, new, 1)
    if old == "<main":
        page = page.replace("</main>", "</div>")
    assert page != GOOD
    seen: set[str] = set()
    assert body_faults(GOOD, seen) == []  # which does not hide it
    found = body_faults(page, seen)
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    "fragment",
    [
        "<tr><td>a</td></tr>",
        "<li>a</li>\n<li>b</li>",
        '<div id="bord" data-hx-get="/bord"><p>x</p></div>',
        '<option value="a">A</option>',
        "Alleen tekst",
    ],
)
def test_a_part_of_a_page_is_checked_as_a_part(fragment: str) -> None:
    assert body_faults(fragment) == []


def test_a_part_that_is_not_well_formed_is_found() -> None:
    assert body_faults("<li>a</ul>")


def test_a_page_of_the_same_tags_is_of_the_same_syntax() -> None:
    other = GOOD.replace("Naar de inhoud", "To the content").replace('value="t"', 'value="u.v"')
    other = other.replace("Faseboord", "A &amp; B").replace('href="/ketens"', 'href="/bord?jaar=2"')
    assert other != GOOD
    assert syntax_of(other) == syntax_of(GOOD)


def test_more_of_the_same_rows_are_of_the_same_syntax() -> None:
    row = '<tr class="x"><td>1</td></tr>\n'
    table = f"<table><tbody>{row}{{}}</tbody></table>"
    assert syntax_of(table.format(row * 3)) == syntax_of(table.format(""))
    for other in (row + row.replace("<td>", "<td><b>"), row.replace("</td>", ""), "<tr></tr>"):
        assert syntax_of(table.format(other)) != syntax_of(table.format("")), other
