"""Files of an import: the example to fill in, and the rows that were refused with the reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.errors import NotThereError
from buyergroups.imports import queries
from buyergroups.imports.columns import Column
from buyergroups.imports.kinds import KINDS
from buyergroups.web import exports, state
from buyergroups.words import Words
from models.imports import Fate, ImportState

blueprint = Blueprint("import_files", __name__)

ANSWERS: Mapping[str, Callable[..., Response]] = {
    "csv": exports.csv_answer,
    "xlsx": exports.xlsx_answer,
    "ods": exports.ods_answer,
}
ROW, WHY = Words("Rij", "Row"), Words("Waarom geweigerd", "Why refused")


@blueprint.get("/importeren/voorbeeld/<slug>.<ending>")
def example(slug: str, ending: str) -> ResponseReturnValue:
    """The heads in the reader's language, with one row filled in to be replaced."""
    require(state.actor(), Action.IMPORT_OPEN)
    kind = next((kind for kind in KINDS.values() if kind.slug == slug), None)
    if kind is None or ending not in ANSWERS:
        raise NotThereError(f"example {slug[:40]}.{ending[:10]}")
    language = state.language()
    head = [column.words.into(language) for column in kind.columns]
    line = [_example(column, language) for column in kind.columns]
    return ANSWERS[ending](f"{slug}-voorbeeld", head, [line])


def _example(column: Column, language: str) -> object:
    found = column.example
    return found.into(language) if isinstance(found, Words) else found


@blueprint.get("/importeren/<ref>/geweigerd.<ending>")
def refused(ref: str, ending: str) -> ResponseReturnValue:
    """The refused rows as they were sent, each with where it stood and why it cannot be."""
    session, actor, language = state.reading(), state.actor(), state.language()
    row = queries.import_by_ref(session, actor, ref)
    queries.require_kind(session, actor, row.kind, row.group_id)
    if ending not in ANSWERS or row.state is not ImportState.PREVIEWED or not row.refused:
        raise NotThereError(f"no refused rows of {ref}")
    head = [*row.told["head"], ROW.into(language), WHY.into(language)]
    found = queries.lines(session, row.id, Fate.REFUSED, None)
    lines = [[*line.told["cells"], line.nr, why(line.told, language)] for line in found.rows]
    return ANSWERS[ending]("geweigerde-rijen", head, lines)


def why(told: Mapping[str, Any], language: str) -> str:
    """The reasons of a row in one text."""
    return " ".join(_sentence(one, language) for one in told["problems"])


def _sentence(problem: Sequence[Any], language: str) -> str:
    column, words = problem
    text = str(Words(*words).into(language))
    return f"{Words(*column).into(language)}: {text}" if column else text
