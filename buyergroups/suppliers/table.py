"""The register as a file for a spreadsheet, and what one version says otherwise. No persons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buyergroups.suppliers.labels import SIZES
from buyergroups.words import Words

Value = str | int | date | None

#: What is known of a supplier, by what it is called.
FACTS: Mapping[Words, Callable[[Any, str], str]] = {
    Words("Naam", "Name"): lambda version, _: version.name,
    Words("KvK-nummer", "KvK number"): lambda version, _: version.kvk or "",
    Words("Grootte", "Size"): lambda version, language: SIZES[version.company_size].into(language),
    Words("Website", "Website"): lambda version, _: version.website or "",
}
HEARD: Mapping[Words, Callable[[Any], Value]] = {
    Words("Keer gehoord", "Times heard"): lambda row: row.times or 0,
    Words("Laatst gehoord", "Last heard"): lambda row: row.last,
}


def head(language: str) -> list[str]:
    """What stands above the columns."""
    return [words.into(language) for words in (*FACTS, *HEARD)]


def cells(row: Any, language: str) -> list[Value]:
    """One supplier as a line of the file."""
    known = [cell(row.SupplierVersion, language) or None for cell in FACTS.values()]
    return [*known, *(cell(row) for cell in HEARD.values())]


def differences(version: Any, before: Any, language: str) -> list[tuple[str, str, str]]:
    """What a version says otherwise than the one before: which fact, from what, to what."""
    found = []
    for words, cell in FACTS.items():
        now_is, was = cell(version, language), cell(before, language) if before else ""
        if now_is != was:
            found.append((words.into(language), was, now_is))
    return found
