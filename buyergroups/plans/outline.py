"""A version of a plan as headings, paragraphs and tables: what a file of it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buyergroups.documents.kinds import Kind
from buyergroups.documents.queries import SectionRow
from buyergroups.plans import telling
from buyergroups.plans.parts import PARTS, Names


@dataclass(frozen=True)
class Table:
    """The rows of a part."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Chapter:
    """A section: its text as written and as laid out, and its tables."""

    title: str
    text: str
    html: str
    tables: Sequence[Table]


@dataclass(frozen=True)
class Outline:
    """A whole version."""

    title: str
    about: str
    chapters: Sequence[Chapter]


def chapters(
    kind: Kind,
    texts: Mapping[str, SectionRow],
    found: Mapping[str, Sequence[Any]],
    names: Names,
    language: str,
) -> list[Chapter]:
    """The sections in order, with what stands in them."""
    return [
        Chapter(
            title=f"{nr}. {section.words.into(language)}",
            text=texts[section.code].text,
            html=texts[section.code].html,
            tables=[
                _table(part, found[part.code], names, language)
                for part in PARTS
                if part.section == section.code and found[part.code]
            ],
        )
        for nr, section in enumerate(kind.sections, 1)
    ]


def _table(part: Any, rows: Sequence[Any], names: Names, language: str) -> Table:
    return Table(
        title=part.words.into(language),
        head=telling.headings(part, language),
        rows=[
            [telling.cell(column, row, names, language) for column in part.columns] for row in rows
        ],
    )


def as_markdown(outline: Outline) -> str:
    """The outline as Markdown; headings that people wrote stand below those of the sections."""
    parts = [f"# {outline.title}", outline.about]
    for chapter in outline.chapters:
        parts.append(f"## {chapter.title}")
        if chapter.text:
            parts.append(chapter.text)
        for table in chapter.tables:
            parts += [f"### {table.title}", _markdown_table(table)]
    return "\n\n".join(parts) + "\n"


def _markdown_table(table: Table) -> str:
    rows = [table.head, ["---"] * len(table.head), *table.rows]
    return "\n".join("| " + " | ".join(_flat(cell) for cell in row) + " |" for row in rows)


def _flat(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")
