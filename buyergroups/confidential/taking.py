"""What was given in confidence as a file: for the supplier's own check, or for a Woo request."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from flask import Response

from buyergroups.confidential import labels
from buyergroups.confidential.queries import Access, Answer, Reader
from buyergroups.documents import odt
from buyergroups.documents.outline import Chapter, Outline, as_markdown
from buyergroups.web.exports import csv_answer, download
from buyergroups.web.formats import day_words, moment_words
from buyergroups.words import Words
from models.confidential import AccessKind


class For(enum.StrEnum):
    """For whom a file is."""

    SUPPLIER = "marktpartij"
    WOO = "woo"


class Kind(enum.StrEnum):
    """What a file is."""

    ODT = "odt"
    MARKDOWN = "md"
    CSV = "csv"


TITLES = {
    For.SUPPLIER: Words("Wat u in vertrouwen zei", "What you said in confidence"),
    For.WOO: Words(
        "In vertrouwen gegeven, voor een Woo-verzoek",
        "Given in confidence, for a request under the Woo",
    ),
}
ABOUT = {
    For.SUPPLIER: Words(
        "Controleert u of dit is wat u zei, en of de juiste mensen het lezen. Vraagt iemand erom "
        "met een Woo-verzoek, dan wordt u eerst gehoord.",
        "Please check that this is what you said, and that the right people read it. If somebody "
        "asks for it under the Open Government Act (Woo), you are heard first.",
    ),
    For.WOO: Words(
        "Alles hierin is in vertrouwen gegeven. Hoor de marktpartij voordat je er iets van "
        "verstrekt. Hierin staat alleen wat degene die dit bestand maakte, mag lezen.",
        "Everything in here was given in confidence. Hear the supplier before any of it is given "
        "out. In here is only what whoever made this file may read.",
    ),
}
CONSULTATION = Words("marktconsultatie", "market consultation")
SUPPLIER = Words("marktpartij", "supplier")
GIVEN = Words("gegeven op", "given on")
THEME = Words("thema", "theme")
SECRET = Words("in vertrouwen gegeven", "given in confidence")
CONFIDENCE = Words("in vertrouwen van", "in the confidence of")
READERS = Words("genoemde lezers", "named readers")
TOLD = Words("aan de marktpartij verteld op", "supplier was told on")
TOLD_HOW = Words("hoe verteld", "told how")
RECORDED = Words("vastgelegd", "recorded")
REPLACED = Words("later vervangen", "replaced later")
READ = Words("gelezen of gedownload door", "read or downloaded by")
TEXT = Words("tekst", "text")
YES, NO = Words("ja", "yes"), Words("nee", "no")


@dataclass(frozen=True)
class Gathered:
    """Answers that somebody may read, with their texts and what happened with them."""

    answers: Sequence[Answer]
    texts: Mapping[int, str]
    readers: Mapping[int, Sequence[Reader]]
    #: What the themes are called.
    themes: Mapping[int, str]
    accesses: Mapping[int, Sequence[Access]]


def file_of(gathered: Gathered, target: For, kind: Kind, name: str, language: str) -> Response:
    """The file as an answer."""
    name = f"{name}-{target}"
    if kind is Kind.CSV:
        columns = _columns(gathered, target, language)
        rows = [[tell(row) for _, tell in columns] for row in gathered.answers]
        return csv_answer(name, [words.into(language) for words, _ in columns], rows)
    outline = _outline(gathered, target, language)
    if kind is Kind.ODT:
        return download(f"{name}.odt", odt.KIND, odt.as_odt(outline))
    return download(f"{name}.md", "text/markdown; charset=utf-8", as_markdown(outline).encode())


def access_words(rows: Sequence[Access], language: str) -> str:
    """Who read it or took it along, and when, the first one first."""
    return "; ".join(
        f"{row.name}, {labels.ACCESS[row.kind].into(language)} {moment_words(row.at, language)}"
        for row in reversed(rows)
        if row.kind in (AccessKind.READ, AccessKind.EXPORTED)
    )


Column = tuple[Words, Callable[[Answer], str]]


def _columns(gathered: Gathered, target: For, language: str) -> list[Column]:
    whole = target is For.WOO
    found: list[tuple[bool, Column]] = [
        (True, (CONSULTATION, lambda row: row.subject)),
        (True, (SUPPLIER, lambda row: row.supplier)),
        (True, (GIVEN, lambda row: day_words(row.given_on, language))),
        (True, (THEME, lambda row: gathered.themes.get(row.theme_id or 0, ""))),
        (whole, (SECRET, lambda _: YES.into(language))),
        (True, (CONFIDENCE, lambda row: labels.GIVEN_TO[row.confidence].into(language))),
        (True, (READERS, lambda row: ", ".join(r.name for r in gathered.readers[row.id]))),
        (True, (TOLD, lambda row: day_words(row.told_on, language) if row.told_on else "")),
        (True, (TOLD_HOW, lambda row: row.told_how)),
        (whole, (RECORDED, lambda row: f"{moment_words(row.recorded_at, language)}, {row.by}")),
        (whole, (REPLACED, lambda row: (YES if row.replaced else NO).into(language))),
        (whole, (READ, lambda row: access_words(gathered.accesses[row.id], language))),
        (True, (TEXT, lambda row: gathered.texts[row.id])),
    ]
    return [column for there, column in found if there]


def _outline(gathered: Gathered, target: For, language: str) -> Outline:
    columns = _columns(gathered, target, language)[:-1]
    return Outline(
        title=TITLES[target].into(language),
        about=ABOUT[target].into(language),
        chapters=[
            _chapter(nr, row, columns, gathered.texts[row.id], language)
            for nr, row in enumerate(gathered.answers, 1)
        ],
    )


def _chapter(nr: int, row: Answer, columns: Sequence[Column], text: str, language: str) -> Chapter:
    facts = [(words.into(language), tell(row)) for words, tell in columns if tell(row)]
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    listed = "\n".join(f"- {name}: {told}" for name, told in facts)
    items = "".join(f"<li>{escape(name)}: {escape(told)}</li>" for name, told in facts)
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return Chapter(
        code=row.ref,
        title=f"{nr}. {row.supplier}, {day_words(row.given_on, language)}",
        text=f"{listed}\n\n{quoted}",
        html=f"<ul>{items}</ul>{paragraphs}",
        language=row.language,
        tables=(),
    )
