"""A version of a plan as a file: Markdown, or an OpenDocument text."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from buyergroups.documents import labels
from buyergroups.documents import queries as documents
from buyergroups.documents.compare import code_of, name_of
from buyergroups.documents.pages import Place
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError
from buyergroups.plans import odt, queries
from buyergroups.plans.outline import Outline, as_markdown, chapters
from buyergroups.plans.page import PATH, names_for, place_of
from buyergroups.web import state
from buyergroups.web.exports import download
from buyergroups.web.formats import moment_words
from buyergroups.words import Words
from models.documents import VersionState

blueprint = Blueprint("plan_downloads", __name__)
ADOPTED = Words("Vastgesteld op %(moment)s door %(name)s.", "Adopted on %(moment)s by %(name)s.")
NOT_ADOPTED = Words("%(state)s: nog niet vastgesteld.", "%(state)s: not adopted yet.")


@blueprint.get(f"{PATH}.md")
def markdown(slug: str) -> ResponseReturnValue:
    """The plan as Markdown."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    name, outline = _found(place, slug)
    return download(f"{name}.md", "text/markdown; charset=utf-8", as_markdown(outline).encode())


@blueprint.get(f"{PATH}.odt")
def opendocument(slug: str) -> ResponseReturnValue:
    """The plan as a text for a word processor."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    name, outline = _found(place, slug)
    return download(f"{name}.odt", odt.KIND, odt.as_odt(outline))


def _found(place: Place, slug: str) -> tuple[str, Outline]:
    """The name of the file, and the version that was asked for: by default the adopted one."""
    asked = request.args.get("versie", "")
    rows = documents.versions(state.reading(), state.actor(), place.subject)
    version = next((row for row in rows if _is_asked(row, asked)), None)
    if version is None:
        raise NotThereError("version")
    return f"plan-{slug}-{code_of(version)}", _outline(place, version)


def _is_asked(row: VersionRow, asked: str) -> bool:
    if not asked:
        return row.state is VersionState.ADOPTED
    return (row.nr is not None or row.is_open) and code_of(row) == asked


def _outline(place: Place, version: VersionRow) -> Outline:
    session, language = state.reading(), state.language()
    found = queries.rows(session, [version.id])[version.id]
    texts = documents.sections(session, [version.id])[version.id]
    names = queries.with_activities(names_for(version), found)
    chain = place.context["chain"].standing.name
    return Outline(
        title=f"{place.kind.words.into(language)} {chain}, {name_of(version).lower()}",
        about=_about(version, language),
        chapters=chapters(place.kind, texts, found, names, language),
    )


def _about(version: VersionRow, language: str) -> str:
    if version.adopted_at is None:
        return NOT_ADOPTED.into(language, state=labels.STATES[version.state].words.into(language))
    moment = moment_words(version.adopted_at, language)
    return ADOPTED.into(language, moment=moment, name=version.adopted_by)
