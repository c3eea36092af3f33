"""A version of a plan as a file, with its rows as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from buyergroups.documents.downloads import add_downloads
from buyergroups.documents.outline import Table, Tables
from buyergroups.documents.queries import VersionRow
from buyergroups.plans import queries, telling
from buyergroups.plans.page import PATH, names_for, place_of
from buyergroups.plans.parts import PARTS, Names, Part
from buyergroups.web import state

blueprint = Blueprint("plan_downloads", __name__)


def tables_of(version: VersionRow) -> Tables:
    """The rows of a version, by section."""
    found = queries.rows(state.reading(), [version.id])[version.id]
    names = queries.with_activities(names_for(version), found)
    tables: dict[str, list[Table]] = {}
    for part in PARTS:
        if found[part.code]:
            table = _table(part, found[part.code], names, state.language())
            tables.setdefault(part.section, []).append(table)
    return tables


def _table(part: Part, rows: Sequence[Any], names: Names, language: str) -> Table:
    return Table(
        title=part.words.into(language),
        head=telling.headings(part, language),
        rows=[
            [telling.cell(column, row, names, language) for column in part.columns] for row in rows
        ],
    )


add_downloads(blueprint, PATH, place_of, ("slug",), tables_of)
