"""The register as a file for a spreadsheet: what stands above each column, and in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buyergroups.organisations.labels import KNOWN, SECTORS
from buyergroups.web.formats import day_words, vague_day
from buyergroups.words import Words

Value = str | date | None

_CELLS: Mapping[Words, Callable[[Any, str], Value]] = {
    Words("Naam", "Name"): lambda row, _: row.OrganisationVersion.name,
    Words("Soort", "Type"): lambda row, lang: row.type_en if lang == "en" else row.type_nl,
    Words("Publiek of privaat", "Public or private"): lambda row, lang: SECTORS[
        row.OrganisationVersion.sector
    ].into(lang),
    Words("Aanbestedingsplichtig", "Bound by procurement law"): lambda row, lang: KNOWN[
        row.OrganisationVersion.bound_by_procurement_law
    ].into(lang),
    Words("Ondertekende het Manifest", "Signed the Manifest"): lambda row, lang: KNOWN[
        row.OrganisationVersion.signatory
    ].into(lang),
    Words("Ondertekend sinds", "Signed since"): lambda row, lang: _vague(row, "signed", lang),
    Words("Valt onder", "Belongs to"): lambda row, _: row.parent,
    Words("KvK-nummer", "KvK number"): lambda row, _: row.OrganisationVersion.kvk,
    Words("OIN", "OIN"): lambda row, _: row.OrganisationVersion.oin,
    Words("Website", "Website"): lambda row, _: row.OrganisationVersion.website,
    Words("Sinds", "Since"): lambda row, lang: _vague(row, "since", lang),
    Words("Tot", "Until"): lambda row, _: row.OrganisationVersion.until,
    Words("Opgegaan in", "Merged into"): lambda row, _: row.into,
}


def _vague(row: Any, name: str, language: str) -> Value:
    day = getattr(row.OrganisationVersion, name)
    precision = getattr(row.OrganisationVersion, f"{name}_precision")
    return vague_day(day, precision, language) if day else None


def head(language: str) -> list[str]:
    """What stands above the columns."""
    return [words.into(language) for words in _CELLS]


def cells(row: Any, language: str) -> list[Value]:
    """One organisation as a line of the file."""
    return [cell(row, language) for cell in _CELLS.values()]


#: What the history tells of; what an organisation went into stands there as a merge.
_TOLD = [words for words in _CELLS if words.en != "Merged into"]


def differences(row: Any, before: Any, language: str) -> list[tuple[str, str, str]]:
    """What a version says otherwise than the one before: which fact, from what, to what."""
    found = []
    for words in _TOLD:
        now_is = _said(_CELLS[words](row, language), language)
        # Of a first version, what is not known is not told.
        first = KNOWN[None].into(language) if now_is == KNOWN[None].into(language) else ""
        was = first if before is None else _said(_CELLS[words](before, language), language)
        if now_is != was:
            found.append((words.into(language), was, now_is))
    return found


def _said(value: Value, language: str) -> str:
    return day_words(value, language) if isinstance(value, date) else value or ""
