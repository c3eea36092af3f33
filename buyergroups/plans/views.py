"""The plan of a chain: as it was adopted, its draft, its versions, and two of them compared."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.clock import local_day
from buyergroups.documents import compare, labels
from buyergroups.documents import queries as documents
from buyergroups.documents.pages import Place, add_pages, open_version, rights
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError
from buyergroups.plans import labels as plan_labels
from buyergroups.plans import queries, rules, telling
from buyergroups.plans.glance import LEGEND, TONES
from buyergroups.plans.page import (
    PATH,
    SECTION,
    fares,
    glance,
    names_for,
    place_of,
    scored_themes,
)
from buyergroups.plans.parts import FOCUS, PARTS
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from models.documents import VersionState

blueprint = Blueprint("plans", __name__)


def _versions(place: Place) -> list[VersionRow]:
    return documents.versions(state.reading(), state.actor(), place.subject)


@blueprint.get(PATH)
def plan(slug: str) -> ResponseReturnValue:
    """The adopted plan; else what belongs here, and how to begin."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    rows = _versions(place)
    adopted = next((row for row in rows if row.state is VersionState.ADOPTED), None)
    return _show(place, adopted, rows)


@blueprint.get(f"{PATH}/concept")
def draft(slug: str) -> ResponseReturnValue:
    """The open version, for whoever may see it."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    require(state.actor(), Action.DOCUMENT_SEE_DRAFT, place.subject)
    version = open_version(place)
    if version is None:
        raise NotThereError("open version")
    return _show(place, version, _versions(place))


@blueprint.get(f"{PATH}/versies/<int:nr>")
def version(slug: str, nr: int) -> ResponseReturnValue:
    """A version as it was adopted."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    rows = _versions(place)
    found = next((row for row in rows if row.nr == nr), None)
    if found is None:
        raise NotThereError(f"version {nr}")
    return _show(place, found, rows)


@blueprint.get(f"{PATH}/versies")
def versions(slug: str) -> ResponseReturnValue:
    """All versions, and what happened to each: who, when and why."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    rows = _versions(place)
    of_review = can(state.actor(), Action.DOCUMENT_SEE_DRAFT, place.subject)
    return page(
        "documents/versions.html",
        section=SECTION,
        versions=rows,
        names={row.id: compare.name_of(row) for row in rows},
        moves=documents.moves(state.reading(), [row.id for row in rows], of_review=of_review),
        document_labels=labels,
        **place.values(),
    )


@blueprint.get(f"{PATH}/vergelijken")
def comparison(slug: str) -> ResponseReturnValue:
    """Two versions side by side."""
    place = place_of(slug)
    if not isinstance(place, Place):
        return place
    values = compare.comparison(place)
    return page("documents/compare.html", section=SECTION, **values, **place.values())


def _show(place: Place, version: VersionRow | None, rows: list[VersionRow]) -> ResponseReturnValue:
    return page(
        "plans/plan.html",
        section=SECTION,
        version=version,
        pending=next((row for row in rows if row.is_open), None),
        adopted=next((row for row in rows if row.state is VersionState.ADOPTED), None),
        adopted_on=local_day(version.adopted_at) if version and version.adopted_at else None,
        **_content(place, version),
        **rights(place, version),
        **place.values(),
    )


def _content(place: Place, version: VersionRow | None) -> dict[str, Any]:
    if version is None:
        return {"texts": {}, "remarks": {}, "moves_made": [], "fares": None}
    session = state.reading()
    remarks: dict[str, list[Any]] = {section.code: [] for section in place.kind.sections}
    if version.is_open:
        for row in documents.comments(session, version.id):
            remarks[row.code].append(row)
    found = queries.rows(session, [version.id])[version.id]
    known, language = queries.with_activities(names_for(version), found), state.language()
    scored, known_fares = scored_themes(), fares(place, version, found)
    return {
        "parts": {
            section.code: [part for part in PARTS if part.section == section.code]
            for section in place.kind.sections
        },
        "rows": found,
        "cell": lambda column, row: telling.cell(column, row, known, language),
        "heading": lambda column: telling.heading(column, language),
        "number": lambda value: telling.number_words(value, language),
        "fares": known_fares,
        "drawn": glance(known_fares, found, of_draft=version.is_open),
        "legend": LEGEND,
        "tones": [
            (tone, plan_labels.STATES[code].words.into(language))
            for code, tone in TONES.items()
            if known_fares.counts.get(code)
        ],
        "plan_labels": plan_labels,
        "may_keep": version.state is VersionState.ADOPTED
        and can(state.actor(), Action.PLAN_KEEP, place.subject_id),
        "too_many_themes": rules.too_many(
            [row.theme_id in scored for row in found[FOCUS.code]],
            state.settings()[SettingKey.FOCUS_THEMES],
        ),
        "most_themes": state.settings()[SettingKey.FOCUS_THEMES],
        "texts": documents.sections(session, [version.id])[version.id],
        "remarks": remarks,
        "moves_made": documents.moves(session, [version.id]),
    }


add_pages(blueprint, PATH, place_of, ("slug",))
