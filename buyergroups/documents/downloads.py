"""A version of a document as a file: Markdown, or an OpenDocument text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from buyergroups.documents import labels, odt, queries
from buyergroups.documents.compare import code_of, name_of
from buyergroups.documents.outline import Outline, Tables, as_markdown, chapters
from buyergroups.documents.pages import Place, PlaceOf, at_place
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError
from buyergroups.web import state
from buyergroups.web.exports import download
from buyergroups.web.formats import moment_words
from buyergroups.words import Words
from models.documents import VersionState

ADOPTED = Words("Vastgesteld op %(moment)s door %(name)s.", "Adopted on %(moment)s by %(name)s.")
NOT_ADOPTED = Words("%(state)s: nog niet vastgesteld.", "%(state)s: not adopted yet.")
#: The tables of a version, beside its text.
TablesOf = Callable[[VersionRow], Tables]


def add_downloads(
    blueprint: Blueprint, path: str, place_of: PlaceOf, names: Sequence[str], tables_of: TablesOf
) -> None:
    """The files of a document at a path; `names` are those in the path."""

    def markdown(place: Place) -> ResponseReturnValue:
        """The document as Markdown."""
        version = asked_or_adopted(place)
        data = as_markdown(outline_of(place, version, tables_of(version))).encode()
        return download(f"{_name(place, version)}.md", "text/markdown; charset=utf-8", data)

    def opendocument(place: Place) -> ResponseReturnValue:
        """The document as a text for a word processor."""
        version = asked_or_adopted(place)
        data = odt.as_odt(outline_of(place, version, tables_of(version)))
        return download(f"{_name(place, version)}.odt", odt.KIND, data)

    for name, ending, view in (("markdown", "md", markdown), ("opendocument", "odt", opendocument)):
        blueprint.add_url_rule(f"{path}.{ending}", name, at_place(view, place_of, names))


def asked_or_adopted(place: Place) -> VersionRow:
    """The version in the address, by default the adopted one; raises NotThereError."""
    return version_asked(place, request.args.get("versie", ""))


def version_asked(place: Place, asked: str) -> VersionRow:
    """The version that goes by this code, by default the adopted one; raises NotThereError."""
    rows = queries.versions(state.reading(), state.actor(), place.subject)
    version = next((row for row in rows if _is_asked(row, asked)), None)
    if version is None:
        raise NotThereError("version")
    return version


def _is_asked(row: VersionRow, asked: str) -> bool:
    if not asked:
        return row.state is VersionState.ADOPTED
    return (row.nr is not None or row.is_open) and code_of(row) == asked


def _name(place: Place, version: VersionRow) -> str:
    return f"{place.file}-{code_of(version)}"


def outline_of(place: Place, version: VersionRow, tables: Tables) -> Outline:
    """A version as headings, texts and tables, in the reader's language."""
    language = state.language()
    texts = queries.sections(state.reading(), [version.id])[version.id]
    return Outline(
        title=f"{place.kind.words.into(language)} {place.name}, {name_of(version).lower()}",
        about=_about(version, language),
        chapters=chapters(place.kind, texts, tables, language),
    )


def _about(version: VersionRow, language: str) -> str:
    if version.adopted_at is None:
        return NOT_ADOPTED.into(language, state=labels.STATES[version.state].words.into(language))
    moment = moment_words(version.adopted_at, language)
    return ADOPTED.into(language, moment=moment, name=version.adopted_by)
