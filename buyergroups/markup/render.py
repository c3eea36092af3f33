"""Markdown to safe HTML: bounded, sanitised, rendered once when it is saved, never in a page."""

from __future__ import annotations

import markdown
import nh3

from buyergroups.errors import RefusedError
from buyergroups.words import Words

MAXIMUM_LENGTH = 50_000
#: Nested deeper than this the parser's own recursion ends in an error.
MAXIMUM_DEPTH = 20
#: More opening brackets in one text than any person writes; the parser is slow on them.
MAXIMUM_BRACKETS = 2_000

TOO_LONG = Words(
    "Deze tekst is te lang: hoogstens %(high)s tekens. Er is niets verloren; kort hem in.",
    "This text is too long: at most %(high)s characters. Nothing is lost; shorten it.",
)
TOO_COMPLICATED = Words(
    "Deze tekst is te ingewikkeld om op te maken. Er is niets verloren; gebruik minder haakjes "
    "of minder diepe lijsten.",
    "This text is too complicated to lay out. Nothing is lost; use fewer brackets or less deeply "
    "nested lists.",
)

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render(text: str) -> str:
    """Safe HTML of a text; raises RefusedError when it is too long or too complicated."""
    if len(text) > MAXIMUM_LENGTH:
        raise RefusedError(TOO_LONG, high=MAXIMUM_LENGTH)
    if text.count("[") > MAXIMUM_BRACKETS or _depth(text) > MAXIMUM_DEPTH:
        raise RefusedError(TOO_COMPLICATED)
    try:
        html = markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    except RecursionError as error:
        raise RefusedError(TOO_COMPLICATED) from error
    for level in (2, 1):
        # The page has its own h1 and h2.
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _depth(text: str) -> int:
    """How deep the lists and quotes of a text go."""
    return max(
        (
            (len(line) - len(line.lstrip(" \t"))) // 2 + line.lstrip().count("> ")
            for line in text.splitlines()
        ),
        default=0,
    )
