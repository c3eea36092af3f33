"""A version of a document as headings, paragraphs and tables: what a file of it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buyergroups.documents.kinds import Kind
from buyergroups.documents.queries import SectionRow


@dataclass(frozen=True)
class Table:
    """The rows of a part."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Chapter:
    """A section: its text as written and as laid out, and its tables."""

    code: str
    title: str
    text: str
    html: str
    language: str
    tables: Sequence[Table]


#: By section, the tables that stand in it.
Tables = Mapping[str, Sequence[Table]]


@dataclass(frozen=True)
class Outline:
    """A whole version."""

    title: str
    about: str
    chapters: Sequence[Chapter]


def chapters(
    kind: Kind, texts: Mapping[str, SectionRow], tables: Tables, language: str
) -> list[Chapter]:
    """The sections in order, with what stands in them."""
    return [
        Chapter(
            code=section.code,
            title=f"{nr}. {section.words.into(language)}",
            text=texts[section.code].text,
            html=texts[section.code].html,
            language=texts[section.code].language,
            tables=tables.get(section.code, ()),
        )
        for nr, section in enumerate(kind.sections, 1)
    ]


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
