"""The rows of a plan in words, in the reader's language: for pages, files and comparisons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from sqlalchemy.orm import Session

from buyergroups.plans import queries
from buyergroups.plans.parts import PARTS, Column, Names, NameSource, Part, Sort
from buyergroups.web.formats import day_words


@lru_cache(maxsize=4096)
def number_words(value: float | None, language: str) -> str:
    """1.234,5 in Dutch, 1,234.5 in English."""
    return "" if value is None else str(format_decimal(value, locale=language))


def name_words(source: NameSource, key: Any, names: Names, language: str) -> str:
    """What an id or a key is called; nothing for none."""
    found = names.get(source, {}).get(key)
    return "" if found is None else found[1 if language == "en" else 0]


def cell(column: Column, row: Any, names: Names, language: str) -> str:
    """What stands in a cell; nothing where nothing was filled in."""
    value = getattr(row, column.code)
    if value is None:
        return ""
    if column.sort is Sort.NAME:
        assert column.names is not None
        return name_words(column.names, value, names, language)
    if column.sort is Sort.CODE:
        assert column.codes is not None
        return column.codes[1][value].into(language)
    if column.sort is Sort.DAY:
        return day_words(value, language)
    if column.sort is Sort.EURO:
        return f"€ {number_words(value, language)}"
    return number_words(value, language) if column.sort is Sort.NUMBER else str(value)


def told(part: Part, row: Any, names: Names, language: str) -> str:
    """A row in one line: 'Indicator: ..., Eenheid: ...'."""
    cells = [
        f"{heading(column, language)}: {text}"
        for column in part.columns
        if (text := cell(column, row, names, language))
    ]
    return "; ".join(" ".join(text.split()) for text in cells)


def heading(column: Column, language: str) -> str:
    """The words above a column, without how to type it."""
    return column.words.into(language).partition(" (dd-")[0]


def headings(part: Part, language: str) -> Sequence[str]:
    """The words above the columns of a part."""
    return [heading(column, language) for column in part.columns]


def lines(
    session: Session, version_ids: Collection[int], language: str
) -> Mapping[tuple[int, str], Sequence[str]]:
    """The rows of versions in words, by version and section, one line each."""
    found = queries.rows(session, version_ids)
    known = queries.names(session, *queries.place_of(session, version_ids))
    said: dict[tuple[int, str], list[str]] = {}
    for version_id, parts in found.items():
        own = queries.with_activities(known, parts)
        for part in PARTS:
            words = part.words.into(language)
            said.setdefault((version_id, part.section), []).extend(
                f"{words}: {told(part, row, own, language)}" for row in parts[part.code]
            )
    return said
