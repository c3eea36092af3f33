"""What holds for every template: nothing inline, nothing decided, nothing trusted unseen."""

from __future__ import annotations

import re
from pathlib import Path

from buyergroups.config import ROOT
from tests.conventions.sources import lines, name_of, templates

#: Where HTML that was made elsewhere is put in as it is, and why that is safe.
TRUSTED = {
    "templates/chains/overview.html": "Markdown, made safe when it was kept",
    "templates/components/change.html": "Markdown, made safe when it was kept",
    "templates/components/event.html": "Markdown, made safe when it was kept",
    "templates/consultations/consultation.html": "Markdown, made safe when it was kept",
    "templates/documents/parts.html": "Markdown, made safe when it was kept",
    "templates/documents/section.html": "Markdown, made safe just now for the preview",
    "templates/gatherings/meeting.html": "Markdown, made safe when it was kept",
    "templates/groups/group.html": "Markdown, made safe when it was kept",
    "templates/groups/of_chain.html": "Markdown, made safe when it was kept",
    "templates/joining/ask.html": "Markdown, made safe when it was kept",
    "templates/joining/invitation.html": "Markdown, made safe when it was kept",
    "templates/protocol/accept.html": "Markdown, made safe when it was kept",
    "templates/protocol/protocol.html": "Markdown, made safe when it was kept",
    "templates/printing/chain.html": "Markdown, made safe when it was kept",
    "templates/printing/plan.html": "Markdown, made safe when it was kept",
    "templates/printing/text.html": "Markdown, made safe when it was kept",
    "templates/publications/article.html": "Markdown, made safe when it was published, or just now",
    "templates/plans/plan.html": "the parts of the plan, rendered by a template and kept",
    "templates/phases/board.html": "the board itself, rendered by a template and kept",
}
_JINJA = re.compile(r"\{#.*?#\}", re.DOTALL)
_RULES = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx- without data-": re.compile(r"(?<!data-)\bhx-[a-z]", re.IGNORECASE),
    "address of another server": re.compile(r"(?:src|href|action)\s*=\s*[\"']\s*(?:https?:)?//"),
    "query in a template": re.compile(r"\b(?:session|database)\.\w+\("),
}
_SAFE = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")


def test_templates_hold_nothing_inline() -> None:
    found = [
        f"{name_of(path)}:{number} {what}: {line.strip()[:80]}"
        for path in templates()
        for number, line in enumerate(_text(path).splitlines(), 1)
        for what, rule in _RULES.items()
        # Mail has no style sheet to name, and no policy that forbids a style in it.
        if rule.search(line) and not (what == "inline style" and "/mail/" in name_of(path))
    ]
    assert not found, lines(found)


def test_html_that_is_put_in_as_it_is_stands_in_one_list() -> None:
    found = {name_of(path) for path in templates() if _SAFE.search(_text(path))}
    assert found == set(TRUSTED)


def test_every_template_is_used() -> None:
    """By its name, in another template or in the program."""
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("buyergroups", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".txt")
    )
    unused = [
        name_of(path)
        for path in templates()
        if path.relative_to(ROOT / "templates").as_posix() not in sources
    ]
    assert not unused, lines(unused)


def _text(path: Path) -> str:
    # Comments are left out, with their line ends kept.
    text = path.read_text(encoding="utf-8")
    return _JINJA.sub(lambda found: "\n" * found[0].count("\n"), text)
