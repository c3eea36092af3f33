"""The pages on which rows of a draft are added, changed and taken out: one thing per form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.documents.pages import Place, asked_version, done, form
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError
from buyergroups.plans import queries, rules, services, telling
from buyergroups.plans.forms import form_of
from buyergroups.plans.page import PATH, names_for, place_of
from buyergroups.plans.parts import Part, part_of
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, send, writing
from models.plans import ActivityState

blueprint = Blueprint("plan_rows", __name__)
SAVED = Words("Vastgelegd: %(part)s.", "Recorded: %(part)s.")
REMOVED = Words("Weggehaald uit het concept.", "Taken out of the draft.")
#: The field that a sentence of the services belongs to.
WHERE = {
    rules.END_FIRST: "until",
    rules.NAME_ONE: "name",
    rules.NEGATIVE: "amount_eur",
    rules.ODD_YEAR: "year",
    rules.SAME_THEME: "theme_id",
}


@blueprint.route(f"{PATH}/concept/<code>/toevoegen", methods=["GET", "POST"])
def add(slug: str, code: str) -> ResponseReturnValue:
    """A new row."""
    return _edit(slug, code, None)


@blueprint.route(f"{PATH}/concept/<code>/<key>", methods=["GET", "POST"])
def edit(slug: str, code: str, key: str) -> ResponseReturnValue:
    """A row, changed."""
    return _edit(slug, code, key)


@blueprint.post(f"{PATH}/concept/<code>/<key>/weghalen")
def remove(slug: str, code: str, key: str) -> ResponseReturnValue:
    """A row taken out of the draft; versions before keep it."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    require(state.actor(), Action.DOCUMENT_EDIT, place.subject)
    part, version = part_of(code), asked_version(place)
    with state.writing() as session:
        services.remove_row(
            session, state.actor(), state.now(), version_id=version.id, part=part, key=key
        )
    return done(REMOVED, f"{place.draft}#{part.section}")


def _edit(slug: str, code: str, key: str | None) -> ResponseReturnValue:
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    require(state.actor(), Action.DOCUMENT_EDIT, place.subject)
    part, version = part_of(code), asked_version(place)
    row, options = _row(version, part, key)
    written = writing(form_of(part, options), gezien=_seen(version, row), **_begin(part, row))
    if request.method == "POST":
        address = send(
            written,
            lambda session: _save(session, place, version, part, key, written),
            _where(written),
        )
        if address is not None:
            return done(SAVED, address, part=part.words.into(state.language()).lower())
        row, options = _row(version, part, key)
    return form(
        place,
        "plans/row.html",
        written,
        part=part,
        version=version,
        content=row,
        content_seen=_seen(version, row),
        theirs=_told(part, row, options),
        columns=[(column, _choices(column, options)) for column in part.columns],
    )


def _where(written: Writing) -> dict[Words, str]:
    return {words: name for words, name in WHERE.items() if name in written.form}


def _row(
    version: VersionRow, part: Part, key: str | None
) -> tuple[Any, Mapping[str, Mapping[Any, str]]]:
    """The row as it stands, and by column what can be chosen."""
    found = queries.rows(state.reading(), [version.id])[version.id]
    row = next((row for row in found[part.code] if row.key == key), None)
    if key is not None and row is None:
        raise NotThereError(f"row {key[:10]}")
    known = queries.with_activities(names_for(None), found)
    at = 1 if state.language() == "en" else 0
    return row, {
        column.code: {key: both[at] for key, both in known[column.names].items()}
        for column in part.columns
        if column.names is not None
    }


def _seen(version: VersionRow, row: Any) -> str:
    return f"{version.id}.{row.version if row is not None else 0}"


def _begin(part: Part, row: Any) -> dict[str, Any]:
    if row is not None:
        return {column.code: getattr(row, column.code) for column in part.columns}
    planned = {"state": ActivityState.PLANNED, "year": state.today().year}
    return {name: value for name, value in planned.items() if name in _codes(part)}


def _codes(part: Part) -> list[str]:
    return [column.code for column in part.columns]


def _choices(column: Any, options: Mapping[str, Mapping[Any, str]]) -> list[tuple[str, str]]:
    if column.codes is not None:
        return [
            (code.value, words.into(state.language())) for code, words in column.codes[1].items()
        ]
    return [(str(key), words) for key, words in options.get(column.code, {}).items()]


def _told(part: Part, row: Any, options: Mapping[str, Mapping[Any, str]]) -> list[tuple[str, str]]:
    """What stands there now, for whoever was second."""
    if row is None:
        return []
    names = {
        column.names: {key: (words, words) for key, words in options[column.code].items()}
        for column in part.columns
        if column.names is not None
    }
    language = state.language()
    return [
        (telling.heading(column, language), telling.cell(column, row, names, language))
        for column in part.columns
    ]


def _save(
    session: Session,
    place: Place,
    version: VersionRow,
    part: Part,
    key: str | None,
    written: Writing,
) -> str:
    values = {column.code: _typed(written.form[column.code].data) for column in part.columns}
    services.save_row(
        session,
        state.actor(),
        state.now(),
        version_id=version.id,
        part=part,
        values=values,
        key=key,
        seen=written.form.gezien.data or "",
    )
    return f"{place.draft}#{part.section}"


def _typed(value: Any) -> Any:
    """What was typed; nothing where only white space was."""
    return (value.strip() or None) if type(value) is str else value
